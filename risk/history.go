package risk

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/text"
)

// An Assessment is what a [Model] found, or what the host's own engine pushes.
type Assessment struct {
	Level      Level                     `json:"level"`
	Score      bonafide.Fixed            `json:"score,omitzero"`
	Components map[string]bonafide.Fixed `json:"components,omitzero"` // what the score is made of, by key
	Flags      map[string]bool           `json:"flags,omitzero"`      // what was looked for, and whether it was found
	Model      string                    `json:"model,omitzero"`      // name and version, such as "standard@3": a name of letters, digits and "_-.:|", at most 64
	Lines      []Line                    `json:"lines,omitzero"`      // why, line by line
}

// A Risk is one risk of a case: who set it, when, and why.
type Risk struct {
	Mode Mode `json:"mode"`
	Assessment
	Comment string         `json:"comment,omitzero"`
	By      bonafide.Actor `json:"by,omitzero"`
	At      time.Time      `json:"at,omitzero"` // UTC, whole microseconds
}

// A History is every risk of a case. It is a value: verbs return the next one and
// change nothing. The zero value is ready: automatic, and not defined.
type History struct {
	Mode      Mode   `json:"mode,omitzero"`      // how the current risk came about; empty means automatic
	Automatic []Risk `json:"automatic,omitzero"` // oldest first
	Manual    []Risk `json:"manual,omitzero"`    // oldest first
}

// Bounds of a risk.
const (
	maxEntries  = 100  // components or flags in one assessment
	maxKeyBytes = 64   // length of a component's key or a flag
	maxComment  = 2000 // bytes
	maxLines    = 1000
)

// Settings are the host's rules for manual risks. The zero value is the strictest.
type Settings struct {
	CommentOptional bool // a manual risk needs no comment
}

// Current returns the risk that counts now. Before the first assessment it is
// automatic and [NotDefined].
func (h History) Current() Risk {
	if h.Mode == Manual && len(h.Manual) > 0 {
		return h.Manual[len(h.Manual)-1]
	}
	if latest, ok := h.LatestAutomatic(); ok {
		return latest
	}
	return Risk{Mode: Automatic, Assessment: Assessment{Level: NotDefined}}
}

// LatestAutomatic returns the automatic risk that was kept last, which counts if
// no manual one does.
func (h History) LatestAutomatic() (Risk, bool) {
	if len(h.Automatic) == 0 {
		return Risk{}, false
	}
	return h.Automatic[len(h.Automatic)-1], true
}

// Push keeps an automatic risk. While a manual risk is current it is kept and does
// not become current. An exact repeat of the latest automatic risk (level, score,
// components, flags, model, lines and comment alike) is not kept again: Push then
// returns the latest one and saved is false.
//
// It fails with a [*bonafide.InvalidError] that lists every fault.
func (h History) Push(a Assessment, comment string, by bonafide.Actor, at time.Time) (next History, kept Risk, saved bool, err error) {
	var faults bonafide.Faults
	if err := h.check(); err != nil {
		faults.Merge("history.", err)
	}
	a.faults(&faults)
	common(&faults, comment, by, at)
	if err := faults.Err(); err != nil {
		return h, Risk{}, false, err
	}
	if latest, ok := h.LatestAutomatic(); ok && latest.Comment == comment && latest.Assessment.equal(a) {
		return h, latest, false, nil
	}
	r := Risk{Mode: Automatic, Assessment: a.clone(), Comment: comment, By: by, At: bonafide.Instant(at)}
	h.Automatic = append(slices.Clip(h.Automatic), r)
	return h, r, true, nil
}

// Override sets a manual risk, which is current until [History.Automate]. Only a
// reviewer or the host's service may; a comment says why, unless the settings make
// it optional. The level cannot be not_defined.
//
// It fails with a [*bonafide.InvalidError], or with [bonafide.ErrForbidden].
func (h History) Override(level Level, comment string, by bonafide.Actor, at time.Time, s Settings) (next History, current Risk, err error) {
	var faults bonafide.Faults
	if err := h.check(); err != nil {
		faults.Merge("history.", err)
	}
	checkLevel(&faults, "level", level)
	if level == NotDefined {
		faults.Add("level", bonafide.CodeNotAllowed)
	}
	if comment == "" && !s.CommentOptional {
		faults.Add("comment", bonafide.CodeRequired)
	}
	common(&faults, comment, by, at)
	if err := faults.Err(); err != nil {
		return h, Risk{}, err
	}
	if !by.Is(bonafide.ActorReviewer, bonafide.ActorPlatform) {
		return h, Risk{}, bonafide.ErrForbidden
	}
	r := Risk{Mode: Manual, Assessment: Assessment{Level: level}, Comment: comment, By: by, At: bonafide.Instant(at)}
	h.Manual = append(slices.Clip(h.Manual), r)
	h.Mode = Manual
	return h, r, nil
}

// Automate enables automatic risks again: the latest one becomes current. Manual
// ones stay in the history. It fails with a [*bonafide.StateError] if automatic is
// enabled already, and with [bonafide.ErrForbidden] unless a reviewer or the host's
// service asks.
func (h History) Automate(by bonafide.Actor) (next History, current Risk, err error) {
	if err := h.check(); err != nil {
		return h, Risk{}, err
	}
	if err := by.Check("by"); err != nil {
		return h, Risk{}, err
	}
	if !by.Is(bonafide.ActorReviewer, bonafide.ActorPlatform) {
		return h, Risk{}, bonafide.ErrForbidden
	}
	if h.Mode != Manual {
		return h, Risk{}, &bonafide.StateError{Kind: "risk", From: string(Automatic), To: string(Automatic)}
	}
	h.Mode = Automatic
	return h, h.Current(), nil
}

// check refuses a history of a mode that is not known: what counts could not be
// told.
func (h History) check() error {
	switch h.Mode {
	case "", Automatic, Manual:
		return nil
	}
	return bonafide.Invalid("mode", bonafide.CodeUnknown)
}

func common(faults *bonafide.Faults, comment string, by bonafide.Actor, at time.Time) {
	if len(comment) > maxComment {
		faults.Add("comment", bonafide.CodeTooLong)
	}
	if err := by.Check("by"); err != nil {
		faults.Merge("", err)
	}
	if at.IsZero() {
		faults.Add("at", bonafide.CodeRequired)
	}
}

// Check reports every fault of an assessment as one [*bonafide.InvalidError].
// A host calls it in the tests of its own [Model]: an assessment with faults is
// refused.
func (a Assessment) Check() error {
	var faults bonafide.Faults
	a.faults(&faults)
	return faults.Err()
}

func (a Assessment) faults(faults *bonafide.Faults) {
	checkLevel(faults, "level", a.Level)
	if a.Score > maxNumber || a.Score < -maxNumber {
		faults.Add("score", bonafide.CodeOutOfRange)
	}
	name, version, _ := strings.Cut(a.Model, "@")
	fault := text.Code(name, a.Model != "")
	if fault == "" {
		fault = text.Code("v"+version, true) // a version may be a number
	}
	if strings.Contains(version, ".") && strings.Trim(version, "0123456789.") != "" {
		fault = text.Malformed // an e-mail address has both signs too
	}
	if fault != "" {
		faults.Add("model", bonafide.Code(fault))
	}
	keys(faults, "components", slices.Sorted(maps.Keys(a.Components)))
	keys(faults, "flags", slices.Sorted(maps.Keys(a.Flags)))
	for i, k := range slices.Sorted(maps.Keys(a.Components)) {
		if p := a.Components[k]; p > maxNumber || p < -maxNumber {
			faults.Add("components["+strconv.Itoa(i)+"]", bonafide.CodeOutOfRange)
		}
	}
	if len(a.Lines) > maxLines {
		faults.Add("lines", bonafide.CodeTooMany)
	}
}

// keys names entries by their place in sorted order: a key may be anything.
func keys(faults *bonafide.Faults, path string, sorted []string) {
	if len(sorted) > maxEntries {
		faults.Add(path, bonafide.CodeTooMany)
	}
	for i, k := range sorted {
		at := path + "[" + strconv.Itoa(i) + "]"
		if k == "" {
			faults.Add(at, bonafide.CodeRequired)
		}
		if len(k) > maxKeyBytes {
			faults.Add(at, bonafide.CodeTooLong)
		}
	}
}

func (a Assessment) equal(b Assessment) bool {
	return a.Level == b.Level && a.Score == b.Score && a.Model == b.Model &&
		maps.Equal(a.Components, b.Components) && maps.Equal(a.Flags, b.Flags) && slices.Equal(a.Lines, b.Lines)
}

func (a Assessment) clone() Assessment {
	a.Components, a.Flags, a.Lines = maps.Clone(a.Components), maps.Clone(a.Flags), slices.Clone(a.Lines)
	return a
}
