package clients

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A payload is what a client library sends, in its shape, of a made-up person, and what
// is promised to answer. Words in braces stand for what was answered before.
type payload struct {
	Name  string `json:"name"`
	User  string `json:"user"` // who is there before: "", "plain", "documents" or "business"
	Steps []step `json:"steps"`
}

type step struct {
	Method string            `json:"method"`
	Path   string            `json:"path"`
	By     string            `json:"by"` // X-SP-USER; empty: the device that made the user
	Header map[string]string `json:"header"`
	Body   json.RawMessage   `json:"body"`
	Status int               `json:"status"`
	Answer map[string]any    `json:"answer"` // path -> value; "*": anything, "!x": not x
	Later  map[string]any    `json:"later"`  // the user as it becomes
}

// At least 48 of 50 payloads of five client libraries are answered as promised.
func TestPayloads(t *testing.T) {
	files, err := filepath.Glob("payloads/*.json")
	require.NoError(t, err)
	require.Len(t, files, 5)
	s := start(t, t.TempDir())
	var sent, kept atomic.Int32
	t.Run("all", func(t *testing.T) {
		for _, file := range files {
			text, err := os.ReadFile(file)
			require.NoError(t, err)
			var payloads []payload
			require.NoError(t, json.Unmarshal(text, &payloads))
			for _, p := range payloads {
				name := strings.TrimSuffix(filepath.Base(file), ".json") + ": " + p.Name
				t.Run(name, func(t *testing.T) {
					t.Parallel()
					n := sent.Add(1)
					if why := s.try(t, p, int(n)); why != "" {
						t.Log(name, "NOT AS PROMISED:", why)
						return
					}
					kept.Add(1)
				})
			}
		}
	})
	t.Logf("%d of %d as promised", kept.Load(), sent.Load())
	assert.EqualValues(t, 50, sent.Load())
	assert.GreaterOrEqual(t, kept.Load(), int32(48))
}

// try sends a payload, and returns what is not as promised.
func (s *service) try(t *testing.T, p payload, n int) string {
	words := s.prepare(t, p.User, n)
	for i, st := range p.Steps {
		r := request{method: st.Method, path: words.fill(st.Path), by: words.fill(st.By), header: map[string]string{}}
		if r.by == "" {
			r.by = "|device"
		}
		for name, value := range st.Header {
			r.header[name] = words.fill(value)
		}
		if st.Body != nil {
			r.body = json.RawMessage(words.fill(string(st.Body)))
		}
		a, err := s.send(r)
		if err != nil {
			return err.Error()
		}
		if a.status != st.Status {
			return fmt.Sprintf("step %d: status %d: %v", i, a.status, a.body)
		}
		if why := words.unlike(a, st.Answer); why != "" {
			return fmt.Sprintf("step %d: %s", i, why)
		}
		for _, name := range []string{"_id", "refresh_token"} {
			if v := a.text(name); v != "" && words["{"+name+"}"] == "" {
				words["{"+name+"}"] = v
			}
		}
		if why := s.becomes(words, st.Later); why != "" {
			return fmt.Sprintf("step %d, later: %s", i, why)
		}
	}
	return ""
}

// becomes waits until the user is as it is to become.
func (s *service) becomes(words words, later map[string]any) (why string) {
	if later == nil {
		return ""
	}
	id := words["{user}"]
	if id == "" {
		id = words["{_id}"]
	}
	for end := time.Now().Add(40 * time.Second); ; time.Sleep(500 * time.Millisecond) {
		a, err := s.send(request{method: "GET", path: "/users/" + id + "?full_dehydrate=yes", by: "|device"})
		if err != nil {
			return err.Error()
		}
		if why = words.unlike(a, later); why == "" || time.Now().After(end) {
			return why
		}
	}
}

// words are what stands for what was answered before.
type words map[string]string

func (w words) fill(text string) string {
	var pairs []string
	for name, value := range w {
		pairs = append(pairs, name, value)
	}
	return strings.NewReplacer(pairs...).Replace(text)
}

// unlike tells what of an answer is not as promised.
func (w words) unlike(a answer, promised map[string]any) string {
	for path, want := range promised {
		got := a.at(path)
		text, _ := want.(string)
		text = w.fill(text)
		switch {
		case text == "*":
			if got == nil || got == "" {
				return path + " is missing"
			}
		case strings.HasPrefix(text, "!"):
			if got == text[1:] {
				return path + " is the same"
			}
		case text != "" && got != text, text == "" && !reflect.DeepEqual(got, want):
			return fmt.Sprintf("%s is %v, not %v: %v", path, got, want, a.body)
		}
	}
	return ""
}

// prepare makes the user that a payload is about.
func (s *service) prepare(t *testing.T, kind string, n int) words {
	w := words{"{case}": fmt.Sprint(n), "{png}": photo(t)}
	if kind == "" {
		return w
	}
	w["{email}"], w["{phone}"] = fmt.Sprintf("default%d@example.com", n), fmt.Sprintf("314.315.%04d", 3000+n)
	name := "Default Name"
	body := map[string]any{"logins": []any{map[string]any{"email": w["{email}"]}}, "phone_numbers": []string{w["{phone}"]}, "legal_names": []string{name}}
	doc := person(n)["documents"].([]any)[0].(map[string]any)
	doc["email"], doc["phone_number"] = w["{email}"], w["{phone}"]
	switch kind {
	case "documents":
		doc["social_docs"] = []any{map[string]any{"document_type": "FACEBOOK", "document_value": "https://www.facebook.com/valid"}}
		body["documents"] = []any{doc}
	case "business":
		doc["entity_relationship"], doc["ownership_percentage"] = "CONTROLLING_PERSON", 95
		firm := person(n)["documents"].([]any)[0].(map[string]any)
		firm["name"], firm["entity_type"] = "Default Name LLC", "LLC"
		firm["virtual_docs"] = []any{map[string]any{"document_type": "TIN", "document_value": "123452222"}}
		body["documents"], body["extra"] = []any{firm, doc}, map[string]any{"is_business": true}
	}
	u := s.must(t, request{method: "POST", path: "/users", by: "|device", body: body})
	w["{user}"], w["{document}"], w["{person}"], w["{ssn}"] = u.text("_id"), u.text("documents.0.id"), u.text("documents.1.id"), u.text("documents.0.virtual_docs.0.id")
	gone := []any{}
	for _, d := range u.list("documents.0.social_docs") {
		gone = append(gone, map[string]any{"id": d.text("id"), "document_type": "DELETE_DOCUMENT", "document_value": ""})
	}
	text, err := json.Marshal(gone)
	require.NoError(t, err)
	w[`"{social}"`] = string(text)
	grant := s.must(t, request{method: "POST", path: "/oauth/" + w["{user}"], by: "|device", body: map[string]any{"refresh_token": u.text("refresh_token")}})
	w["{key}"] = grant.text("oauth_key")
	u = s.must(t, request{method: "GET", path: "/users/" + w["{user}"], by: "|device"})
	w["{refresh}"] = u.text("refresh_token")
	return w
}

// photo is a picture in base64 with line breaks, inside a JSON text.
func photo(t *testing.T) string {
	img := image.NewRGBA(image.Rect(0, 0, 64, 64))
	for i := range 64 {
		img.Set(i, i, color.RGBA{uint8(i * 3), 90, 120, 255})
	}
	var b bytes.Buffer
	require.NoError(t, png.Encode(&b, img))
	text := base64.StdEncoding.EncodeToString(b.Bytes())
	var lines []string
	for len(text) > 60 {
		lines, text = append(lines, text[:60]), text[60:]
	}
	return strings.Join(append(lines, text), `\n`)
}
