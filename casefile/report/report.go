// Package report writes a case as one page for an auditor, to read, keep and print: who
// the customer is, what was checked, hits and decisions, owners with reasons and picture,
// risk line by line, reviews and the history. The page holds all that it needs: it asks
// nothing of any other place and runs nothing. It is pure: the same report gives the same
// bytes.
package report

import (
	_ "embed"
	"errors"
	"fmt"
	"html/template"
	"io"
	"strings"
	"sync"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
	"github.com/bonafide-go/bonafide/casefile/ownership"
	"github.com/bonafide-go/bonafide/casefile/ownership/export"
	"github.com/bonafide-go/bonafide/screening"
)

//go:embed report.html
var source string

var page = sync.OnceValues(func() (*template.Template, error) {
	return template.New("report").Funcs(template.FuncMap{
		"words": words,
		"time": func(t time.Time) template.HTML {
			return template.HTML(t.UTC().Format("<time>2006-01-02 15:04 MST</time>"))
		},
		"share": share,
		"bounds": func(b ownership.Band) string {
			if b.Min.Cmp(b.Max) == 0 {
				return share(b.Min)
			}
			return share(b.Min) + " to " + share(b.Max)
		},
		"actor": actor,
		"join":  strings.Join,
	}).Parse(source)
})

// A file is what the page shows of a report.
type file struct {
	casefile.Report
	Pictures []picture
}

// A picture is one page of the structure.
type picture struct {
	SVG       template.HTML
	Landscape bool
}

// HTML writes the report as one self-contained page for A4 paper. Values are escaped. It
// fails with the error of the writer.
func HTML(w io.Writer, r casefile.Report) error {
	t, err := page()
	if err != nil {
		return err
	}
	f := file{Report: r}
	if r.Ownership.Analysis != nil {
		var found ownership.Finding
		if len(r.Ownership.Findings) > 0 {
			found = r.Ownership.Findings[0]
		}
		pages, err := export.Sheet{Case: r.Case.ID, Light: true, Bounds: r.Ownership.Bounds}.Pages(r.Ownership.Analysis, r.Ownership.Parties, found)
		if err != nil && !errors.Is(err, bonafide.ErrRefused) {
			return err
		}
		for _, p := range pages {
			f.Pictures = append(f.Pictures, picture{template.HTML(p.SVG), p.Landscape}) // made by the export of structures, which escapes every name
		}
	}
	return t.Execute(w, f)
}

// Called is the name of an entity of the case, or its id.
func (f file) Called(id string) string {
	if x, ok := f.Case.Company(id); ok {
		return x.Name
	}
	if x, ok := f.Case.Individual(id); ok {
		return x.Name()
	}
	return id
}

// Reasons are why somebody is an owner, with the role in a trust or the like, and whom each
// runs through.
func (f file) Reasons(why []ownership.Reason) []string {
	var out []string
	for _, r := range why {
		text := words(r.Measure)
		if parts := strings.SplitN(r.Code, ":", 3); r.Measure == ownership.TrustParty && len(parts) == 3 {
			text = words(parts[1])
		}
		switch {
		case r.Through != "" && r.Measure == ownership.TrustParty:
			text += " of " + f.Called(r.Through)
		case r.Through != "":
			text += " through " + f.Called(r.Through)
		}
		if !r.Value.IsZero() {
			text += " " + share(r.Value)
		}
		if !r.Threshold.IsZero() {
			text += ", threshold " + share(r.Threshold)
		}
		out = append(out, text+" ("+r.Source+")")
	}
	return out
}

func words(v any) string { return strings.ReplaceAll(fmt.Sprint(v), "_", " ") }

// Decided are the decisions on a hit, oldest first.
func (file) Decided(k casefile.Check, h screening.Hit) []screening.Decision {
	var out []screening.Decision
	for _, d := range k.Screening.Decisions {
		if d.List == h.List && d.EntryID == h.EntryID {
			out = append(out, d)
		}
	}
	return out
}

func share(p ownership.Percent) string {
	text := p.Round(4)
	if strings.Contains(text, ".") {
		text = strings.TrimRight(strings.TrimRight(text, "0"), ".")
	}
	return text + " %"
}

// actor is somebody who acted, by role and the host's id.
func actor(a bonafide.Actor) string {
	if a.ID == "" {
		return string(a.Kind)
	}
	return string(a.Kind) + " " + a.ID
}
