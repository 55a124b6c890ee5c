package faulttest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/user"
)

// A picture is what a run leaves behind, line by line, but for what differs from
// run to run.
type picture []string

// diff returns the first lines that one picture has and the other has not.
func (p picture) diff(q picture) string {
	missing := func(p, q picture) (out []string) {
		left := make(map[string]int)
		for _, line := range q {
			left[line]++
		}
		for _, line := range p {
			if left[line]--; left[line] < 0 {
				out = append(out, line)
			}
		}
		return out
	}
	gone, come := missing(p, q), missing(q, p)
	if len(gone)+len(come) == 0 {
		return ""
	}
	// Lines that are alike are shown from a little before where they part.
	var out strings.Builder
	show := func(sign, line string, from int) {
		fmt.Fprintf(&out, "%s %.60s ... %.400s\n", sign, line, line[min(from, len(line)):])
	}
	for _, line := range gone {
		from, other := 0, ""
		for _, o := range come {
			if n := alike(line, o); n > from {
				from, other = n, o
			}
		}
		show("-", line, max(0, from-80))
		if other != "" {
			show("+", other, max(0, from-80))
		}
	}
	if len(gone) == 0 {
		for _, line := range come {
			show("+", line, 0)
		}
	}
	return out.String()
}

// alike is how many bytes two lines begin with together.
func alike(a, b string) int {
	n := 0
	for n < min(len(a), len(b)) && a[n] == b[n] {
		n++
	}
	return n
}

// picture draws all records, and checks that every chain of events is whole and
// starts with its record.
func (h *host) picture(ctx context.Context) (picture, error) {
	seen := make(map[string]bool)
	var faults []error
	for _, kind := range slices.Sorted(maps.Keys(h.store.kinds.of)) {
		for q := (bonafide.Query{Kind: kind, Limit: bonafide.MaxPage}); ; {
			page, err := h.kept.List(ctx, q)
			if err != nil {
				return nil, err
			}
			for _, r := range page.Records {
				line, err := h.draw(ctx, r)
				if err != nil {
					faults = append(faults, fmt.Errorf("%s %s: %w", r.Kind, r.ID, err))
				}
				for n := 1; line != "" && seen[line] && !strings.HasSuffix(kind, ".command"); n++ {
					line = fmt.Sprintf("%s #%d", strings.TrimSuffix(line, fmt.Sprintf(" #%d", n-1)), n)
				}
				seen[line] = true
			}
			if q.Cursor = page.Next; q.Cursor == "" {
				break
			}
		}
	}
	delete(seen, "")
	return slices.Sorted(maps.Keys(seen)), errors.Join(faults...)
}

// fleeting are kinds of records of which there are as many as it took.
var fleeting = []string{"user.decision", "user.destination", "user.lists", "user.carry.gate", "case.version"}

// draw draws one record.
func (h *host) draw(ctx context.Context, r bonafide.Record) (string, error) {
	if slices.Contains(fleeting, r.Kind) {
		return "", nil
	}
	var body any
	if len(r.Body) > 0 {
		if err := json.Unmarshal(r.Body, &body); err != nil {
			return "", errors.New("body does not decode")
		}
	}
	var k struct {
		Head *bonafide.Chain `json:"head"`
	}
	if json.Unmarshal(r.Body, &k) == nil && k.Head != nil {
		if err := h.whole(ctx, r, *k.Head); err != nil {
			return "", err
		}
	}
	if r.ID == h.unlike || empty(r) {
		return "", nil
	}
	text, err := json.Marshal(scrub(body))
	if err != nil {
		return "", err
	}
	labels := slices.Clone(r.Labels)
	for i := range labels {
		labels[i] = scrubText(labels[i])
	}
	slices.Sort(labels)
	return fmt.Sprintf("%s %s unique=%d due=%v %s", r.Kind, slices.Compact(labels), len(r.Unique), !r.Due.IsZero(), text), nil
}

// empty reports whether a record holds nothing, and is there or not by the way that a
// run took: a ledger in which nothing is booked comes with what may be moved having
// changed in two steps, and of a key of who was erased a memory that could not be
// deleted at once is left until its time is over.
func empty(r bonafide.Record) bool {
	var body struct {
		Head    bonafide.Chain  `json:"head"`
		Request json.RawMessage `json:"request"`
		Create  bool            `json:"create"`
	}
	_ = json.Unmarshal(r.Body, &body) // it did decode
	switch {
	case r.Kind == user.KindLedger:
		return body.Head.Seq == 0
	case strings.HasSuffix(r.Kind, ".command"):
		return body.Request == nil && !body.Create
	}
	return false
}

// whole reports whether the events of a record are one chain up to its head.
func (h *host) whole(ctx context.Context, r bonafide.Record, head bonafide.Chain) error {
	var events []bonafide.Event
	for q := (bonafide.EventQuery{Kind: r.Kind, ID: r.ID, Limit: bonafide.MaxPage}); ; {
		page, err := h.kept.Events(ctx, q)
		if err != nil {
			return err
		}
		events = append(events, page...)
		if len(page) < q.Limit {
			return bonafide.VerifyChain(events, head)
		}
		q.After = page[len(page)-1].Position
	}
}

// passing are members of bodies that differ from run to run: what is random, what
// tells the time, and how often it was tried.
var passing = []string{"head", "data", "data_key", "hash", "marks", "seal", "mac", "attempt", "asks", "asked_at", "sends", "fails", "not_before",
	"decision_version", "listing_version", "retention_version", "queue_version", "version", "input_hash", "clocks", "due", "content", "signed_on", "spent", "next_review_at", "rounds", "shown"}

// scrub leaves out of a body what differs from run to run.
func scrub(v any) any {
	switch v := v.(type) {
	case map[string]any:
		alike := make(map[string][]any, len(v)) // members whose names differ by what is random alone
		for k, x := range v {
			if !slices.Contains(passing, k) {
				k = scrubText(k)
				alike[k] = append(alike[k], scrub(x))
			}
		}
		out := make(map[string]any, len(alike))
		for k, x := range alike {
			if out[k] = x[0]; len(x) > 1 {
				slices.SortFunc(x, func(a, b any) int { return strings.Compare(fmt.Sprint(a), fmt.Sprint(b)) }) // maps print in order
				out[k] = x
			}
		}
		return out
	case []any:
		for i := range v {
			v[i] = scrub(v[i])
		}
	case string:
		return scrubText(v)
	}
	return v
}

var (
	ids     = regexp.MustCompile(`id-(\d{3})-\d{4}`)
	times   = regexp.MustCompile(`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z`)
	hashes  = regexp.MustCompile(`[0-9a-f]{64}`)
	indexes = regexp.MustCompile(`[0-9A-Za-z+/_-]{43,}={0,2}`)
	short   = regexp.MustCompile(`(^|=)[0-9A-Za-z_-]{22}$`) // a blind index, or a name in lower case
)

func scrubText(s string) string {
	s = ids.ReplaceAllString(s, "id-$1")
	s = times.ReplaceAllString(s, "<time>")
	s = hashes.ReplaceAllString(s, "<hash>")
	s = indexes.ReplaceAllString(s, "<random>")
	if strings.ContainsAny(short.FindString(s), "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") {
		return short.ReplaceAllString(s, "$1<random>")
	}
	return s
}
