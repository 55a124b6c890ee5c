package lists

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/screening"
)

// Options adjust the readers of single files. Nil means the defaults.
type Options struct {
	// Key is the list's key; empty means the reader's own.
	Key string

	// Edition is the day of the publication. Readers whose files tell it take it
	// from there when this is zero; the others need it.
	Edition bonafide.Date

	// File names the file in errors.
	File string

	// WithoutWeak leaves out names that the publisher calls weak or of low quality.
	WithoutWeak bool
}

func (o *Options) orDefault(key string) Options {
	var v Options
	if o != nil {
		v = *o
	}
	if v.Key == "" {
		v.Key = key
	}
	return v
}

func (o Options) refuse(code bonafide.Code, line int, err error) error {
	return &screening.ListError{List: o.Key, Code: code, File: o.File, Line: line, Err: err}
}

// finish makes the list, and reports an edition that nobody told.
func (o Options) finish(edition bonafide.Date, entries []screening.Entry) (screening.List, error) {
	if !o.Edition.IsZero() {
		edition = o.Edition
	}
	return screening.NewList(o.Key, edition, entries)
}

// gathered collects rows that belong to one entry, in the order of the first.
type gathered struct {
	entries []screening.Entry
	index   map[string]int
}

// entry returns the entry of that id, and whether it is new.
func (g *gathered) entry(id string) (*screening.Entry, bool) {
	if i, ok := g.index[id]; ok {
		return &g.entries[i], false
	}
	if g.index == nil {
		g.index = make(map[string]int)
	}
	g.index[id] = len(g.entries)
	g.entries = append(g.entries, screening.Entry{ID: id})
	return &g.entries[len(g.entries)-1], true
}

// addName adds a name, once. A name in another script is of that kind.
func addName(e *screening.Entry, text string, kind screening.NameKind) {
	text = strings.Join(strings.Fields(text), " ")
	if text == "" {
		return
	}
	for _, n := range e.Names {
		if n.Text == text {
			return
		}
	}
	if kind != screening.PrimaryName && !isLatin(text) {
		kind = screening.OriginalScript
	}
	e.Names = append(e.Names, screening.Name{Text: text, Kind: kind})
}

// isLatin reports whether most letters of a text are Latin.
func isLatin(text string) bool {
	latin, other := 0, 0
	for _, r := range text {
		switch {
		case r < 0x250 || unicode.Is(unicode.Latin, r):
			latin++
		case unicode.IsLetter(r):
			other++
		}
	}
	return latin >= other
}

// primaryFirst brings the primary name to the front, and makes the first name
// one where the list has none.
func primaryFirst(e *screening.Entry) {
	i := slices.IndexFunc(e.Names, func(n screening.Name) bool { return n.Kind == screening.PrimaryName })
	if i < 0 && len(e.Names) > 0 {
		i = max(slices.IndexFunc(e.Names, func(n screening.Name) bool { return n.Kind != screening.OriginalScript }), 0)
		e.Names[i].Kind = screening.PrimaryName
	}
	if i > 0 {
		n := e.Names[i]
		copy(e.Names[1:i+1], e.Names[:i])
		e.Names[0] = n
	}
}

func addIdentifier(e *screening.Entry, kind, value, country string) {
	id := screening.Identifier{Kind: kind, Value: value, Country: country}
	if value != "" && !slices.Contains(e.Identifiers, id) {
		e.Identifiers = append(e.Identifiers, id)
	}
}

func addText(list *[]string, s string) {
	if s != "" && !slices.Contains(*list, s) {
		*list = append(*list, s)
	}
}

func addBirth(e *screening.Entry, b screening.BirthDate, ok bool) {
	if ok && !slices.Contains(e.BirthDates, b) {
		e.BirthDates = append(e.BirthDates, b)
	}
}

func addAddress(e *screening.Entry, a screening.Address) {
	if a != (screening.Address{}) && !slices.Contains(e.Addresses, a) {
		e.Addresses = append(e.Addresses, a)
	}
	addCode(e, a.Country)
}

// gender reads the spellings of the publishers.
func gender(s string) string {
	switch strings.ToLower(strings.TrimSpace(s)) {
	case "m", "male":
		return screening.Male
	case "f", "female":
		return screening.Female
	}
	return ""
}

// parseDate reads a date in one of the layouts, or returns the zero value.
func parseDate(s string, layouts ...string) bonafide.Date {
	s = strings.TrimSpace(s)
	for _, layout := range layouts {
		if t, err := time.Parse(layout, s); err == nil && t.Year() > 0 {
			return bonafide.DateOf(t)
		}
	}
	return bonafide.Date{}
}

// years is a span of whole years as a date of birth.
func years(from, to int, circa bool) (screening.BirthDate, bool) {
	a, errA := bonafide.NewDate(from, time.January, 1)
	b, errB := bonafide.NewDate(to, time.December, 31)
	return screening.BirthDate{From: a, To: b, Circa: circa}, errA == nil && errB == nil && from <= to
}

// derivedID is an id for an entry whose publisher gives none: it stays the same
// as long as the parts do.
func derivedID(parts ...string) string {
	sum := sha256.New()
	for _, p := range parts {
		_, _ = io.WriteString(sum, p)
		_, _ = sum.Write([]byte{0})
	}
	return hex.EncodeToString(sum.Sum(nil)[:8])
}
