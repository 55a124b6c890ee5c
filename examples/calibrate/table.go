package main

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/bonafide-go/bonafide/screening"
)

// standing is the score of a hit where a program names no other.
var standing = units(screening.DefaultMinScore)

// table says what was measured, how it came out, and how to read it.
func table(in input, rows []row) []byte {
	var out bytes.Buffer
	w := tabwriter.NewWriter(&out, 0, 0, 2, ' ', 0)
	line := func(cells ...string) { fmt.Fprintln(w, strings.Join(cells, "\t")) }
	gap := func(title string) {
		w.Flush()
		fmt.Fprintf(&out, "\n%s\n\n", title)
	}
	fmt.Fprintf(&out, "Calibration of screening, rules of version %s\n\n", screening.EngineVersion)
	line("list", "edition", "entries", "names", "SHA-256")
	for _, l := range in.lists {
		names := 0
		for _, e := range l.Entries {
			names += len(e.Names)
		}
		line(l.Key, l.Edition.String(), fmt.Sprint(len(l.Entries)), fmt.Sprint(names), l.Hash[:min(16, len(l.Hash))])
	}

	gap("Recall, in % with its 95 % interval, and the lowest score with no more than that share of customers alarmed")
	above, head := []string{"", "", "", "", "", "", ""}, []string{"list", "edition", "kind", "names", "searched", "index", "customers"}
	for _, rate := range rates {
		above = append(above, fmt.Sprintf("at %g %%", percent(int(rate), 10000)), "")
		head = append(head, "recall", "score")
	}
	line(above[:len(above)-1]...)
	line(head...)
	for _, r := range rows {
		cells := append(r.name(), fmt.Sprint(len(r.alarms)))
		for _, rate := range rates {
			cells = append(cells, r.at(rate)...)
		}
		line(cells...)
	}

	gap(fmt.Sprintf("At %.2f, the score of a hit where a program names no other", fraction(standing)))
	line("list", "edition", "kind", "names", "searched", "index", "recall", "customers alarmed", "in Latin letters", "in other scripts", "not read")
	for _, r := range rows {
		all, latin := r.alarmed(standing), reach(r.latin, standing)
		line(append(r.name(), recall(r.found(standing), len(r.right)), alarmed(all, len(r.alarms)),
			alarmed(latin, len(r.latin)), alarmed(all-latin, len(r.alarms)-len(r.latin)), fmt.Sprint(r.unread))...)
	}
	w.Flush()
	fmt.Fprintln(&out)
	for _, note := range notes(in, rows) {
		fmt.Fprintln(&out, note)
	}
	return out.Bytes()
}

// name is what a row is about.
func (r row) name() []string {
	searched := fmt.Sprint(len(r.right))
	switch {
	case r.of == 0:
		searched = missing
	case r.of > len(r.right):
		searched += fmt.Sprintf(" of %d", r.of)
	}
	return []string{r.list, cmp.Or(r.edition, missing), cmp.Or(string(r.kind), "unknown"), cmp.Or(r.names, missing), searched, r.index}
}

const (
	missing = "-"    // cannot be told
	never   = "none" // no score does it
)

// at is recall and score at a rate.
func (r row) at(rate rate) []string {
	allowed := rate.of(len(r.alarms))
	if allowed == 0 {
		return []string{missing, missing}
	}
	t, ok := r.threshold(allowed)
	if !ok {
		return []string{never, never}
	}
	return []string{recall(r.found(t), len(r.right)), fmt.Sprintf("%.4f", fraction(t))}
}

// recall is k in n as a percentage with its interval.
func recall(k, n int) string { return share(k, n, "%.1f (%.0f-%.0f)") }

// alarmed is k in n as a percentage with its interval, to more digits.
func alarmed(k, n int) string { return share(k, n, "%.2f (%.2f-%.2f)") }

func share(k, n int, format string) string {
	if n == 0 {
		return missing
	}
	low, high := wilson(k, n)
	return fmt.Sprintf(format, percent(k, n), 100*low, 100*high)
}

func percent(k, n int) float64 { return 100 * float64(k) / float64(n) }

// notes say how to read the tables, as far as it matters to these rows.
func notes(in input, rows []row) []string {
	notes := []string{
		"searched  names that must find their entry. Those of one entry are alike: the true interval is wider than the one shown.",
		"index     primary: aliases and original script were left out, and both sides were searched for by name alone.",
		"          all: every name was there and all that is known was compared, as a program runs. Draw the line by these scores.",
	}
	has := func(is func(row) bool) bool { return slices.ContainsFunc(rows, is) }
	cells := func(text string) func(row) bool {
		return func(r row) bool {
			return slices.ContainsFunc(rates, func(rate rate) bool { return slices.Contains(r.at(rate), text) })
		}
	}
	if has(cells(missing)) {
		notes = append(notes, "-         cannot be told: no such names, or too few customers. One alarm at 0.01, 0.1, 1, 5 % needs 10000, 1000, 100, 20 customers.")
	}
	if has(cells(never)) {
		notes = append(notes, "none      no score has so few alarms: more customers than that score 1, as they bear the name of somebody listed.")
	}
	if has(cells(fmt.Sprintf("%.4f", fraction(floor)))) {
		notes = append(notes, fmt.Sprintf("%.4f    the lowest score looked at: a lower one may find more at this rate.", fraction(floor)))
	}
	if has(func(r row) bool { return r.unread > 0 }) {
		notes = append(notes, "not read  customers in a script that cannot be compared. Their screening fails rather than clears them; they take no part in any share.")
	}
	if has(func(r row) bool { return r.kind == "" }) {
		notes = append(notes, "unknown   the list does not say whom the name belongs to: searched for without a kind, against customers of every kind.")
	}
	if left := len(in.names) - len(in.named(in.lists)); left > 0 {
		notes = append(notes, fmt.Sprintf("Labelled names that were left out, as no list has their entry: %d.", left))
	}
	return notes
}
