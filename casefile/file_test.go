package casefile_test

import (
	"bytes"
	"context"
	"image"
	"image/png"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
	"github.com/bonafide-go/bonafide/casefile/event"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/document/upload"
)

// picture is a small picture as a file.
func picture(t testing.TB, width int) []byte {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, png.Encode(&b, image.NewGray(image.Rect(0, 0, width, 8))))
	return b.Bytes()
}

// shelf is a store of files that may be out of order.
type shelf struct {
	*document.MemoryFiles
	fails bool
}

func (s *shelf) Put(ctx context.Context, key string, content []byte) error {
	if s.fails {
		panic("disk full of 512-43-2222")
	}
	return s.MemoryFiles.Put(ctx, key, content)
}

// withFiles is a bundle that keeps files.
func withFiles(t testing.TB) (*bundle, *shelf) {
	files := &shelf{MemoryFiles: document.NewMemoryFiles()}
	return setup(t, func(o *casefile.Options) { o.Files = files }), files
}

// A file is kept sealed, opens for whoever sees its check, and is gone with the case.
func TestFiles(t *testing.T) {
	b, files := withFiles(t)
	c := b.advance(t, b.create(t).ID)
	k := of(t, c, casefile.IDDocument)
	content := picture(t, 8)
	req := casefile.AttachFileRequest{Key: "a", Check: k.ID, MediaType: upload.PNG, Content: content}
	for range 2 {
		var err error
		c, err = b.cases.AttachFile(ctx, contact, c.ID, req)
		require.NoError(t, err)
	}
	require.Len(t, c.Files, 1, "a key takes effect once")
	require.Equal(t, 1, files.Len())
	f := c.Files[0]
	assert.Equal(t, []any{k.ID, len(content), upload.PNG, ""}, []any{f.Check, f.Size, f.MediaType, f.Key})
	keys, err := b.cases.Files(ctx, officer, bonafide.PageRequest{})
	require.NoError(t, err)
	require.Len(t, keys.Items, 1)
	sealed, err := files.Get(ctx, keys.Items[0])
	require.NoError(t, err)
	assert.NotContains(t, string(sealed), "IHDR")
	_, err = b.cases.SubmitCheck(ctx, contact, c.ID, casefile.SubmitCheckRequest{Check: k.ID, Evidence: []string{f.ID}})
	require.NoError(t, err)
	_, err = b.cases.AttachFile(ctx, contact, c.ID, casefile.AttachFileRequest{Check: k.ID, MediaType: upload.PNG, Content: content})
	require.ErrorIs(t, err, bonafide.ErrState, "it waits for nothing")

	b.shut(t, c.ID, 0)
	plan, err := b.cases.PlanErasure(ctx, officer, c.ID)
	require.NoError(t, err)
	assert.Equal(t, 1, plan.Files)
	b.erase(t, c.ID)
	assert.Zero(t, files.Len())
	_, _, err = b.cases.OpenFile(ctx, officer, c.ID, casefile.OpenFileRequest{File: f.ID, Purpose: "document_review"})
	refusedAs(t, err, bonafide.RefusedErased)
}

// A file is opened for a purpose, by reviewers alone, and who did is kept.
func TestFileIsOpened(t *testing.T) {
	b, files := withFiles(t)
	c := b.advance(t, b.create(t).ID)
	k, content := of(t, c, casefile.IDDocument), picture(t, 8)
	c, err := b.cases.AttachFile(ctx, contact, c.ID, casefile.AttachFileRequest{Check: k.ID, MediaType: upload.PNG, Content: content})
	require.NoError(t, err)
	f := c.Files[0]
	opened := func() (out []bonafide.Event) {
		all, err := b.cases.Events(ctx, officer, c.ID, bonafide.PageRequest{})
		require.NoError(t, err)
		for _, e := range all.Items {
			if e.Type == event.FileOpened {
				out = append(out, e)
			}
		}
		return out
	}
	asked := casefile.OpenFileRequest{File: f.ID, Purpose: "document_review"}
	for name, x := range map[string]struct {
		by   bonafide.Actor
		req  casefile.OpenFileRequest
		want error
	}{
		"a platform":       {acme, asked, bonafide.ErrForbidden},
		"who handed it in": {contact, asked, bonafide.ErrForbidden},
		"a verifier":       {vendor, asked, bonafide.ErrForbidden},
		"the system":       {bonafide.System(), asked, bonafide.ErrForbidden},
		"another platform": {other, asked, bonafide.ErrNotFound},
		"a stranger":       {bonafide.User("stranger"), asked, bonafide.ErrNotFound},
		"no purpose":       {officer, casefile.OpenFileRequest{File: f.ID}, bonafide.ErrInvalid},
		"a sentence":       {officer, casefile.OpenFileRequest{File: f.ID, Purpose: "to look at it"}, bonafide.ErrInvalid},
		"no file":          {officer, casefile.OpenFileRequest{File: "none", Purpose: "document_review"}, bonafide.ErrNotFound},
	} {
		_, got, err := b.cases.OpenFile(ctx, x.by, c.ID, x.req)
		require.ErrorIs(t, err, x.want, name)
		assert.Empty(t, got, name)
	}
	assert.Empty(t, opened())

	asked.Key = "k"
	for range 2 { // sent twice
		shown, got, err := b.cases.OpenFile(ctx, officer, c.ID, asked)
		require.NoError(t, err)
		assert.Equal(t, content, got)
		assert.Equal(t, []any{f.ID, 8, contact}, []any{shown.ID, shown.Width, shown.By})
	}
	found := opened()
	require.Len(t, found, 1)
	assert.Equal(t, officer, found[0].Actor)
	assert.Equal(t, map[string]string{"file": f.ID, "check": k.ID, "purpose": "document_review"}, found[0].Data)

	keys, err := b.cases.Files(ctx, officer, bonafide.PageRequest{})
	require.NoError(t, err)
	asked.Key = ""
	require.NoError(t, files.MemoryFiles.Put(ctx, keys.Items[0], []byte("another file")))
	_, _, err = b.cases.OpenFile(ctx, officer, c.ID, asked)
	require.ErrorIs(t, err, bonafide.ErrSealed)
	require.NoError(t, files.Delete(ctx, keys.Items[0]))
	_, _, err = b.cases.OpenFile(ctx, officer, c.ID, asked)
	require.ErrorIs(t, err, bonafide.ErrUnreadable)
	assert.Len(t, opened(), 3, "that it was asked for is kept")
}

// What is refused leaves no file behind, and no error says what a store of files said.
func TestFilesThatAreRefused(t *testing.T) {
	b, files := withFiles(t)
	c := b.advance(t, b.create(t).ID)
	id, aml := of(t, c, casefile.IDDocument).ID, of(t, c, casefile.AML).ID
	req := func(check string, content []byte) casefile.AttachFileRequest {
		return casefile.AttachFileRequest{Check: check, MediaType: upload.PNG, Content: content}
	}
	for name, x := range map[string]struct {
		by   bonafide.Actor
		req  casefile.AttachFileRequest
		want error
	}{
		"no file":            {acme, req(id, []byte("<script>")), bonafide.ErrInvalid},
		"nothing":            {acme, req(id, nil), bonafide.ErrInvalid},
		"no check":           {acme, req("none", picture(t, 8)), bonafide.ErrNotFound},
		"a search":           {acme, req(aml, picture(t, 8)), bonafide.ErrState},
		"another platform":   {other, req(id, picture(t, 8)), bonafide.ErrNotFound},
		"the system":         {bonafide.System(), req(id, picture(t, 8)), bonafide.ErrForbidden},
		"a stranger's check": {bonafide.User("stranger"), req(id, picture(t, 8)), bonafide.ErrNotFound},
	} {
		_, err := b.cases.AttachFile(ctx, x.by, c.ID, x.req)
		require.ErrorIs(t, err, x.want, name)
		assert.Zero(t, files.Len(), name)
	}
	files.fails = true
	_, err := b.cases.AttachFile(ctx, acme, c.ID, req(id, picture(t, 8)))
	require.ErrorIs(t, err, bonafide.ErrUnavailable)
	assert.NotContains(t, err.Error(), "512-43-2222")
	_, err = setup(t).cases.AttachFile(ctx, acme, c.ID, req(id, picture(t, 8)))
	require.ErrorIs(t, err, bonafide.ErrNotFound)
	bare := setup(t)
	c = bare.advance(t, bare.create(t).ID)
	_, err = bare.cases.AttachFile(ctx, acme, c.ID, req(of(t, c, casefile.IDDocument).ID, picture(t, 8)))
	require.ErrorIs(t, err, bonafide.ErrNotConfigured)
}
