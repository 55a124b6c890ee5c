package risk

import (
	"strconv"
	"strings"

	"github.com/bonafide-go/bonafide"
)

// A LineKind says what a line of an explanation is about.
type LineKind string

// The kinds of lines.
const (
	LineRule      LineKind = "rule"      // a rule of a factor held
	LineOtherwise LineKind = "otherwise" // the facts are known and no rule held
	LineMissing   LineKind = "missing"   // none of the facts is known
	LineBand      LineKind = "band"      // the level of the score
	LineOverride  LineKind = "override"  // an override held
	LineStale     LineKind = "stale"     // a list is past its time
	LineResult    LineKind = "result"    // the level in the end
)

// A Line is one step of an explanation, in codes and numbers.
type Line struct {
	Kind         LineKind       `json:"kind"`
	Key          string         `json:"key,omitzero"`          // key of the factor or the override
	Fact         string         `json:"fact,omitzero"`         // such as "country.owner"
	Value        string         `json:"value,omitzero"`        // value of the fact, such as "KP"
	List         string         `json:"list,omitzero"`         // key of the list that has the value
	Edition      bonafide.Date  `json:"edition,omitzero"`      // edition of that list
	Points       bonafide.Fixed `json:"points,omitzero"`       // points before weighting
	Weight       int            `json:"weight,omitzero"`       // per cent
	Contribution bonafide.Fixed `json:"contribution,omitzero"` // what it adds to the score
	Level        Level          `json:"level,omitzero"`        // level of the band, the override or the result
}

// String returns the line for people to read, such as
// "country: country.owner KP in fatf_call_for_action (edition 2025-10-24): 100 points x 30 % = 30".
func (l Line) String() string {
	var b strings.Builder
	subject := func() {
		b.WriteString(l.Key + ": " + l.Fact)
		if l.Value != "" {
			b.WriteString(" " + l.Value)
		} else {
			b.WriteString(" not known")
		}
		if l.List != "" {
			b.WriteString(" in " + l.List + " (edition " + l.Edition.String() + ")")
		}
	}
	sum := func() {
		b.WriteString(": " + l.Points.String() + " points x " + strconv.Itoa(l.Weight) + " % = " + l.Contribution.String())
	}
	switch l.Kind {
	case LineRule:
		subject()
		sum()
	case LineOtherwise:
		b.WriteString(l.Key + ": no rule holds")
		sum()
	case LineMissing:
		b.WriteString(l.Key + ": not known")
		sum()
	case LineBand:
		b.WriteString("score " + l.Points.String() + ": " + string(l.Level))
	case LineOverride:
		subject()
		b.WriteString(": at least " + string(l.Level))
	case LineStale:
		b.WriteString("list " + l.List + " of " + l.Edition.String() + " is past its time")
	case LineResult:
		b.WriteString("result: " + string(l.Level))
	}
	return b.String()
}

// Explain returns the lines of an assessment for people to read.
func (a Assessment) Explain() []string {
	text := make([]string, len(a.Lines))
	for i, l := range a.Lines {
		text[i] = l.String()
	}
	return text
}
