package faulttest

import (
	"bytes"
	"context"
	"embed"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"index/suffixarray"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/user"
)

// secrets are what the flows say that no body holds in clear.
var secrets = []string{"512-43-2222", "512432222", "512-43-3333", "512433333", "512-43-4444", "512434444", "123456789", "987654321", device.Reveal()}

// shortest is how long a text must be to be looked for: shorter ones stand anywhere.
const shortest = 5

// A Remainder is what is left of a flow after everybody in it was erased.
type Remainder struct {
	Said  int      // texts that were written, or said and never written
	Found int      // of these, how many were found before
	Texts []string // those that are found afterwards, but for ids, times and hashes
}

// Remains plays a flow on an empty store, lets everybody who is left be erased, what has
// had its time be swept and the store be scrubbed, and looks in content for every text that was ever
// written, unique values, labels and events among them, and for every secret: in
// clear, in hex, in base64 and as JSON writes them. content is all that the store
// holds, as whoever has its files finds it.
func (f Flow) Remains(ctx context.Context, s bonafide.Store, content func() ([]byte, error)) (out Remainder, err error) {
	witness := &witness{Store: s, said: make(map[string]bool)}
	for _, secret := range secrets {
		witness.said[secret] = true
	}
	stored := content // events may be stored deflated, where no search finds anything
	content = func() ([]byte, error) {
		data, err := stored()
		if err != nil {
			return nil, err
		}
		return appendEvents(ctx, data, s)
	}
	empty, err := content()
	if err != nil {
		return out, err
	}
	h, err := newHost(ctx, witness, flawless)
	if err != nil {
		return out, err
	}
	h.inClear() // what is looked for must be found where it is
	w, err := f.begin(h)
	if err != nil {
		return out, err
	}
	for i, s := range w.steps() {
		h.begin(i)
		if err := h.take(ctx, w, s, fmt.Sprintf("key-%03d", i)); err != nil {
			return out, fmt.Errorf("step %d, %s: %w", i, s.method, err)
		}
	}
	data, err := content()
	if err != nil {
		return out, err
	}
	out.Said, out.Found = len(witness.said), len(witness.found(data))
	if err := w.erase(ctx); err != nil {
		return out, err
	}
	if s, ok := bonafide.StoreAs[bonafide.Scrubber](s); ok {
		if err := s.Scrub(ctx); err != nil && !errors.Is(err, errors.ErrUnsupported) {
			return out, err
		}
	}
	if len(h.files.content) > 0 {
		return out, fmt.Errorf("%d uploads are left", len(h.files.content))
	}
	if data, err = content(); err != nil {
		return out, err
	}
	left := make(map[string]bool)
	for _, text := range witness.found(data) {
		left[plain(text)] = true
	}
	for _, text := range witness.found(empty) { // such as words of the schema
		delete(left, plain(text))
	}
	out.Texts = slices.Sorted(maps.Keys(left))
	return out, nil
}

// appendEvents adds the text of every event of a store.
func appendEvents(ctx context.Context, data []byte, s bonafide.Store) ([]byte, error) {
	for after := ""; ; {
		events, err := s.Events(ctx, bonafide.EventQuery{After: after, Limit: bonafide.MaxPage})
		if err != nil || len(events) == 0 {
			return data, err
		}
		for _, e := range events {
			text, err := json.Marshal(e)
			if err != nil {
				return nil, err
			}
			data, after = append(data, text...), e.Position
		}
	}
}

//go:embed testdata/outlives_*.txt
var outlives embed.FS

// Beyond returns what is left of a flow although it is not in the list of what may
// outlive an erasure.
func (f Flow) Beyond(left Remainder) []string {
	list, _ := outlives.ReadFile("testdata/outlives_" + f.Name + ".txt") // without a list nothing may
	may := strings.Split(string(list), "\n")
	return slices.DeleteFunc(slices.Clone(left.Texts), func(text string) bool { return slices.Contains(may, text) })
}

// A witness is a store that knows every text that was ever written to it.
type witness struct {
	bonafide.Store
	mu   sync.Mutex
	said map[string]bool
}

// Unwrap leads to what the store can do beside the four methods.
func (w *witness) Unwrap() bonafide.Store { return w.Store }

// Put is [bonafide.Store.Put].
func (w *witness) Put(ctx context.Context, batch ...bonafide.Write) error {
	w.mu.Lock()
	for _, write := range batch {
		r := write.Record
		w.hear(r.ID)
		for _, term := range append(slices.Clone(r.Unique), r.Labels...) {
			w.hear(term)
			_, value, _ := strings.Cut(term, "=")
			w.hear(value)
		}
		w.hearJSON(r.Body)
		for _, e := range write.Events {
			data, _ := json.Marshal(e)
			w.hearJSON(data)
		}
	}
	w.mu.Unlock()
	return w.Store.Put(ctx, batch...)
}

func (w *witness) hear(text string) {
	if len(text) >= shortest {
		w.said[text] = true
	}
}

func (w *witness) hearJSON(data []byte) {
	var body any
	if json.Unmarshal(data, &body) == nil {
		w.hearAll(body)
	}
}

func (w *witness) hearAll(v any) {
	switch v := v.(type) {
	case map[string]any:
		for k, x := range v {
			if strings.ContainsAny(k, "@+ ") || len(k) > 40 { // keys that are values, such as hashes
				w.hear(k)
			}
			w.hearAll(x)
		}
	case []any:
		for _, x := range v {
			w.hearAll(x)
		}
	case string:
		w.hear(v)
	}
}

// found returns the texts that stand in data in any form.
func (w *witness) found(data []byte) (out []string) {
	data = bytes.ToLower(data)
	index := suffixarray.New(data)
	stands := func(form []byte) bool {
		form = bytes.ToLower(form)
		if len(form) > 8 || !inHash(form) {
			return len(index.Lookup(form, 1)) > 0
		}
		return slices.ContainsFunc(index.Lookup(form, -1), func(at int) bool {
			end := at + len(form)
			return !inHash(data[max(0, at-1):at]) && !inHash(data[end:min(end+1, len(data))])
		})
	}
	for text := range w.said {
		if slices.ContainsFunc(forms(text), stands) {
			out = append(out, text)
		}
	}
	return out
}

// inHash reports whether a text could be a part of a hash in hex: a postal code, say,
// stands in one of every few thousand by chance.
func inHash(text []byte) bool {
	return len(text) > 0 && len(bytes.Trim(text, "0123456789abcdef")) == 0
}

// forms are the forms in which a text could stand somewhere.
func forms(text string) [][]byte {
	b := []byte(text)
	quoted, _ := json.Marshal(text)
	out := [][]byte{
		b, quoted[1 : len(quoted)-1], []byte(hex.EncodeToString(b)),
		[]byte(strings.TrimRight(base64.StdEncoding.EncodeToString(b), "=")), []byte(base64.RawURLEncoding.EncodeToString(b)),
	}
	if raw, err := base64.StdEncoding.DecodeString(text); err == nil && len(raw) >= 2*shortest {
		out = append(out, raw, []byte(hex.EncodeToString(raw)), []byte(base64.RawURLEncoding.EncodeToString(raw)))
	}
	return out
}

var (
	stepIDs = regexp.MustCompile(`id-\d{3}`)
	entries = regexp.MustCompile(`/[0-9a-f]{16}$`) // hashes of list entries, as events name them
	counted = regexp.MustCompile(`/0\d+$`)
)

// plain is a text without what differs from run to run, or tells a step of the flow.
func plain(text string) string {
	text = entries.ReplaceAllString(scrubText(text), "/<hash>")
	return stepIDs.ReplaceAllString(counted.ReplaceAllString(text, "/<number>"), "<id>")
}

// erase closes and erases every user that is left.
func (w *people) erase(ctx context.Context) error {
	if err := w.uploads(ctx, w.users.Files); err != nil { // those that nobody names would be left
		return err
	}
	ids, err := idsOf(ctx, w.store.Store, user.Kind)
	if err != nil {
		return err
	}
	for _, id := range ids {
		u, err := w.users.Get(ctx, officer, id)
		if err == nil && u.Permission() != permission.Closed {
			_, err = w.users.SetStanding(ctx, officer, id, user.StandingRequest{Permission: permission.Closed, Code: permission.UserRequest})
		}
		if err != nil {
			return fmt.Errorf("close: %w", err)
		}
	}
	w.wait(11 * 366 * 24 * time.Hour)
	for _, id := range ids {
		if _, err := w.users.Erase(ctx, officer, id, user.EraseRequest{Key: "erase", Reason: bonafide.SubjectRequest}); err != nil {
			return fmt.Errorf("erase: %w", err)
		}
	}
	return w.swept(w.users.Sweep)(ctx, "")
}

// erase closes and erases every case that is left.
func (w *cases) erase(ctx context.Context) error {
	ids, err := idsOf(ctx, w.store.Store, casefile.Kind)
	if err != nil {
		return err
	}
	for _, id := range ids {
		c, err := w.cases.Get(ctx, officer, id)
		if err == nil && c.Status != casefile.Closed {
			_, err = w.cases.Review(ctx, officer, id, casefile.ReviewRequest{Status: casefile.Closed, Comment: "they left"})
		}
		if err != nil {
			return fmt.Errorf("close: %w", err)
		}
	}
	w.wait(11 * 366 * 24 * time.Hour)
	for _, id := range ids {
		if _, err := w.cases.Erase(ctx, officer, id, casefile.EraseRequest{Key: "erase", Reason: bonafide.SubjectRequest}); err != nil {
			return err
		}
	}
	return w.swept(w.cases.Sweep)(ctx, "")
}

// idsOf lists the ids of the records of a kind.
func idsOf(ctx context.Context, s bonafide.Store, kind string) (ids []string, _ error) {
	for q := (bonafide.Query{Kind: kind, Limit: bonafide.MaxPage}); ; {
		page, err := s.List(ctx, q)
		if err != nil {
			return nil, err
		}
		for _, r := range page.Records {
			ids = append(ids, r.ID)
		}
		if q.Cursor = page.Next; q.Cursor == "" {
			return ids, nil
		}
	}
}
