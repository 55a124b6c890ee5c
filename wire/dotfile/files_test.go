package dotfile_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"image"
	"image/png"
	"mime/multipart"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
	"github.com/bonafide-go/bonafide/casefile/event"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/wire/dotfile"
)

// withFiles is a rig that keeps files.
func withFiles(t testing.TB) (*rig, *document.MemoryFiles) {
	t.Helper()
	g, files := newRig(t), document.NewMemoryFiles()
	var err error
	g.cases, err = casefile.New(g.store, g.options.Keys, &casefile.Options{Files: files, Now: g.now, NewID: g.newID,
		Reviews: casefile.ReviewSettings{OneReviewer: true, CommentOptional: true}, Retention: func(casefile.Case) bonafide.Duration { return bonafide.Days(1) }})
	require.NoError(t, err)
	g.options.Files, g.options.Properties, g.options.Templates = files, nil, nil
	g.handler, err = dotfile.Handler(g.cases, g.options)
	require.NoError(t, err)
	return g, files
}

// upload sends a file as a part of a form.
func (g *rig) upload(key, part string, content []byte) (int, map[string]any) {
	g.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	w, err := form.CreateFormFile(part, "../../etc/kbis.png")
	require.NoError(g.t, err)
	_, err = w.Write(content)
	require.NoError(g.t, err)
	require.NoError(g.t, form.Close())
	r := httptest.NewRequest("POST", "/files/upload", &body)
	r.Header.Set("X-DOTFILE-API-KEY", key)
	r.Header.Set("Content-Type", form.FormDataContentType())
	out := httptest.NewRecorder()
	g.handler.ServeHTTP(out, r)
	var m map[string]any
	require.NoError(g.t, json.Unmarshal(out.Body.Bytes(), &m), out.Body.String())
	return out.Code, m
}

func (g *rig) download(key, id string) *httptest.ResponseRecorder {
	r := httptest.NewRequest("GET", "/files/"+id, nil)
	r.Header.Set("X-DOTFILE-API-KEY", key)
	w := httptest.NewRecorder()
	g.handler.ServeHTTP(w, r)
	return w
}

func picture(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, png.Encode(&b, image.NewGray(image.Rect(0, 0, 8, 8))))
	return b.Bytes()
}

// An upload becomes a file of the check that names it, is read by its workspace alone, and
// goes with the case.
func TestFiles(t *testing.T) {
	g, files := withFiles(t)
	content := picture(t)
	status, up := g.upload("key-1", "file", content)
	require.Equal(t, 201, status, up)
	ref := up["upload_ref"].(string)
	assert.NotEmpty(t, up["expired_at"])
	c := g.ok("POST", "/cases", graph)
	company := at(c, "companies", 0, "id")
	data := fmt.Sprintf(`"settings":{"document_type_key":"kbis"},"data":{"files":[{"upload_ref":%q}]}`, ref)
	status, e := g.call("key-2", "POST", "/checks/document", fmt.Sprintf(`{"company_id":%q,%s}`, company, data))
	require.Equal(t, 404, status, e)
	check := g.ok("POST", "/checks/document", fmt.Sprintf(`{"company_id":%q,%s}`, company, data))
	assert.Equal(t, "need_review", check["status"])
	ids := at(check, "data", "document_file_ids").([]any)
	require.Len(t, ids, 1)
	id := ids[0].(string)
	assert.NotEqual(t, ref, id)
	assert.Equal(t, 1, files.Len(), "the upload was moved")

	got := g.download("key-1", id)
	require.Equal(t, 200, got.Code)
	assert.Equal(t, content, got.Body.Bytes())
	assert.Equal(t, []string{"application/octet-stream", "attachment", "nosniff"},
		[]string{got.Header().Get("Content-Type"), got.Header().Get("Content-Disposition"), got.Header().Get("X-Content-Type-Options")})
	for _, x := range [][2]string{{"key-2", id}, {"key-1", ref}, {"key-1", c["id"].(string)}} {
		assert.Equal(t, 404, g.download(x[0], x[1]).Code)
	}
	all, err := g.cases.Events(t.Context(), bonafide.Reviewer("ada"), c["id"].(string), bonafide.PageRequest{})
	require.NoError(t, err)
	last := all.Items[len(all.Items)-1]
	assert.Equal(t, []any{event.FileOpened, bonafide.Reviewer("api:acme"), id, "api_download"}, []any{last.Type, last.Actor, last.Data["file"], last.Data["purpose"]})
	g.options.Reviews = false
	g.handler, err = dotfile.Handler(g.cases, g.options)
	require.NoError(t, err)
	assert.Equal(t, 403, g.download("key-1", id).Code, "a key that may not review")
	g.options.Reviews = true
	g.handler, err = dotfile.Handler(g.cases, g.options)
	require.NoError(t, err)

	status, e = g.call("key-1", "POST", "/checks/document", fmt.Sprintf(`{"company_id":%q,%s}`, at(c, "companies", 1, "id"), data))
	assert.Equal(t, 400, status, "an upload serves once: %v", e)

	g.ok2(204, "DELETE", "/cases/"+c["id"].(string))
	g.clock = g.clock.AddDate(0, 0, 2)
	g.ok2(204, "DELETE", "/cases/"+c["id"].(string)+"?permanent=true")
	assert.Zero(t, files.Len())
	assert.Equal(t, 404, g.download("key-1", id).Code)
}

// forgetful is a store that fails once to note which file an upload became.
type forgetful struct {
	bonafide.Store
	fails bool
}

func (s *forgetful) Put(ctx context.Context, batch ...bonafide.Write) error {
	if s.fails && batch[0].Record.Kind == "dotfile.upload" && batch[0].Record.Version == 2 {
		s.fails = false
		return bonafide.ErrUnavailable
	}
	return s.Store.Put(ctx, batch...)
}

// An upload that became a file of a check, while nobody heard of it, is that file when it is
// named again, and not another one of the same size.
func TestUploadNamedAgain(t *testing.T) {
	g, _ := withFiles(t)
	store := &forgetful{Store: g.store}
	g.options.Store = store
	var err error
	g.handler, err = dotfile.Handler(g.cases, g.options)
	require.NoError(t, err)
	var refs [2]string
	for i := range refs {
		img := image.NewGray(image.Rect(0, 0, 8, 8))
		img.Pix[0] = byte(100 + i)
		var b bytes.Buffer
		require.NoError(t, png.Encode(&b, img))
		_, up := g.upload("key-1", "file", b.Bytes())
		refs[i] = up["upload_ref"].(string)
	}
	c := g.ok("POST", "/cases", graph)
	check := g.ok("POST", "/checks/document", fmt.Sprintf(`{"company_id":%q,"settings":{"document_type_key":"kbis"}}`, at(c, "companies", 0, "id")))
	add := "/checks/document/" + check["id"].(string) + "/add_files"
	store.fails = true
	status, _ := g.call("key-1", "POST", add, fmt.Sprintf(`{"files":[{"upload_ref":%q}]}`, refs[0]))
	require.Equal(t, 503, status)
	got := g.ok("POST", add, fmt.Sprintf(`{"files":[{"upload_ref":%q},{"upload_ref":%q}]}`, refs[1], refs[0]))
	ids := at(got, "data", "document_file_ids").([]any)
	require.Len(t, ids, 2)
	assert.NotEqual(t, ids[0], ids[1])
}

// counting counts how often records of uploads are read.
type counting struct {
	bonafide.Store
	reads int
}

func (s *counting) Get(ctx context.Context, kind, id string) (bonafide.Record, error) {
	if kind == "dotfile.upload" {
		s.reads++
	}
	return s.Store.Get(ctx, kind, id)
}

// A check that starts with files reads each reference once, also one that stands there twice.
func TestReferencesAreReadOnce(t *testing.T) {
	g, files := withFiles(t)
	store := &counting{Store: g.store}
	g.options.Store = store
	var err error
	g.handler, err = dotfile.Handler(g.cases, g.options)
	require.NoError(t, err)
	var refs [2]string
	for i := range refs {
		_, up := g.upload("key-1", "file", picture(t)) // alike
		refs[i] = up["upload_ref"].(string)
	}
	c := g.ok("POST", "/cases", graph)
	store.reads = 0
	check := g.ok("POST", "/checks/document", fmt.Sprintf(`{"company_id":%q,"settings":{"document_type_key":"kbis"},"data":{"files":[{"upload_ref":%q},{"upload_ref":%q}]}}`,
		at(c, "companies", 0, "id"), refs[0], refs[1]))
	assert.Equal(t, 2, store.reads)
	ids := at(check, "data", "document_file_ids").([]any)
	require.Len(t, ids, 2)
	assert.NotEqual(t, ids[0], ids[1], "two uploads of one content are two files")
	assert.Equal(t, 2, files.Len())
}

// What is no upload is refused before anything is done with it.
func TestUploadsThatAreRefused(t *testing.T) {
	g, files := withFiles(t)
	for name, x := range map[string]struct {
		part    string
		content []byte
		status  int
	}{
		"nothing":     {"file", nil, 400},
		"no file":     {"other", picture(t), 400},
		"a page":      {"file", []byte("<html><script>alert(1)</script>"), 415},
		"a program":   {"file", []byte("MZ\x90\x00"), 415},
		"a GIF":       {"file", []byte("GIF89a\x01\x00\x01\x00"), 415},
		"a WebP":      {"file", []byte("RIFF\x24\x00\x00\x00WEBPVP8 "), 415},
		"a TIFF":      {"file", []byte("II*\x00\x08\x00\x00\x00"), 415},
		"a HEIC":      {"file", []byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic"), 415},
		"an office":   {"file", []byte("PK\x03\x04\x14\x00\x06\x00word/document.xml"), 415},
		"a table":     {"file", []byte("name,born\nAna,1990\n"), 415},
		"half a file": {"file", picture(t)[:40], 400},
		"too much":    {"file", append(picture(t), make([]byte, 20<<20)...), 413},
		"a script":    {"file", []byte("%PDF-1.4\n1 0 obj<</Type/Catalog/OpenAction<</S/JavaScript/JS(x)>>>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"), 400},
	} {
		status, e := g.upload("key-1", x.part, x.content)
		assert.Equal(t, x.status, status, "%s: %v", name, e)
		assert.Zero(t, files.Len(), name)
	}
	status, _ := g.call("key-1", "POST", "/files/upload", `{"file":"x"}`)
	assert.Equal(t, 415, status)
	c := g.ok("POST", "/cases", graph)
	check := g.ok("POST", "/checks/document", fmt.Sprintf(`{"company_id":%q,"settings":{"document_type_key":"kbis"}}`, at(c, "companies", 0, "id")))["id"]
	_, foreign := g.upload("key-2", "file", picture(t))
	for _, ref := range []any{"none", "", strings.Repeat("x", 300), foreign["upload_ref"]} {
		status, _ := g.call("key-1", "POST", fmt.Sprintf("/checks/document/%s/add_files", check), fmt.Sprintf(`{"files":[{"upload_ref":%q}]}`, ref))
		assert.Equal(t, 400, status, ref)
	}
	bare := newRig(t)
	company := at(bare.ok("POST", "/cases", graph), "companies", 0, "id")
	status, _ = bare.call("key-1", "POST", "/checks/document", fmt.Sprintf(`{"company_id":%q,"settings":{"document_type_key":"kbis"},"data":{"files":[{"upload_ref":%q}]}}`,
		company, strings.Repeat("x", 300)))
	assert.Equal(t, 400, status, "no id of evidence")
	status, _ = bare.upload("key-1", "file", picture(t))
	assert.Equal(t, 501, status, "the host keeps no files")
}

// An upload that no check took in a day is gone.
func TestUploadsExpire(t *testing.T) {
	g, files := withFiles(t)
	_, up := g.upload("key-1", "file", picture(t))
	c := g.ok("POST", "/cases", graph)
	check := g.ok("POST", "/checks/document", fmt.Sprintf(`{"company_id":%q,"settings":{"document_type_key":"kbis"}}`, at(c, "companies", 0, "id")))["id"]
	g.clock = g.clock.AddDate(0, 0, 1)
	status, _ := g.call("key-1", "POST", fmt.Sprintf("/checks/document/%s/add_files", check), fmt.Sprintf(`{"files":[{"upload_ref":%q}]}`, up["upload_ref"]))
	assert.Equal(t, 400, status)
	g.upload("key-1", "file", picture(t))
	assert.Equal(t, 1, files.Len())
	page, err := g.store.List(t.Context(), bonafide.Query{Kind: "dotfile.upload"})
	require.NoError(t, err)
	assert.Len(t, page.Records, 1)
}
