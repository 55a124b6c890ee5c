package main

import (
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"
	"time"
)

// record is what was found so far, and which test holds it. It is written by hand.
//
//go:embed record.md
var record string

// Files of the repository, seen from its root.
const (
	page    = "RELIABILITY.md"
	results = "internal/torture/results.json"
)

// A lastRun is what a proof counted when it was run last.
type lastRun struct {
	Figures map[string]int `json:"figures"`
	Seconds int            `json:"seconds"`
	Where   string         `json:"where"`
}

// runs are those of all proofs, by name.
type runs map[string]lastRun

func (r result) keep(where string) lastRun {
	return lastRun{Figures: r.figures, Seconds: int(r.took.Round(time.Second) / time.Second), Where: where}
}

// readKept reads the results; before the first run there are none.
func readKept() (runs, error) {
	kept := make(runs)
	data, err := os.ReadFile(results)
	if errors.Is(err, fs.ErrNotExist) {
		return kept, nil
	}
	if err != nil {
		return nil, err
	}
	return kept, json.Unmarshal(data, &kept)
}

// write writes the results and the page.
func (k runs) write() error {
	data, err := json.MarshalIndent(k, "", "  ")
	if err != nil {
		return err
	}
	if err := os.WriteFile(results, append(data, '\n'), 0o644); err != nil {
		return err
	}
	return os.WriteFile(page, []byte(k.report()), 0o644)
}

// report is RELIABILITY.md.
func (k runs) report() string {
	var b strings.Builder
	b.WriteString(`# Reliability

What was tried, how often, and what came of it. ` + "`go run ./internal/torture`" + ` runs the proofs and writes this page; a
slice of each runs with every change. Every line counts what was tried without one failure: a proof that fails has no
line.

| Proof | What would have failed it | Counted | Took |
| --- | --- | --- | --- |
`)
	var wheres []string
	for _, p := range proofs() {
		r, ok := k[p.name]
		if !ok {
			continue
		}
		at := slices.Index(wheres, r.Where)
		if at < 0 {
			at, wheres = len(wheres), append(wheres, r.Where)
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s, run %d |\n", p.name, p.claim, told(r.Figures), time.Duration(r.Seconds)*time.Second, at+1)
	}
	b.WriteString("\n")
	for i, where := range wheres {
		fmt.Fprintf(&b, "Run %d: %s.\n", i+1, where)
	}
	return b.String() + k.bounds() + "\n" + record
}

// bounds says what no failure in so many kills shows, by the rule of three: with 95 %
// confidence the rate is below three in that many.
func (k runs) bounds() string {
	kills := 0
	for _, r := range k {
		kills += r.Figures["kills"]
	}
	if kills == 0 {
		return ""
	}
	return fmt.Sprintf(`
No loss in %s kills means, with 95 %% confidence, fewer than one in %s (the rule of three). The operating system lived on
in all of them: a loss of power is not shown, and rests on the settings of the database.
`, thousands(kills), thousands(kills/3))
}

// told is figures in words.
func told(figures map[string]int) string {
	var out []string
	for _, name := range slices.Sorted(maps.Keys(figures)) {
		out = append(out, fmt.Sprintf("%s %s", thousands(figures[name]), strings.ReplaceAll(name, "-", " ")))
	}
	return strings.Join(out, ", ")
}
