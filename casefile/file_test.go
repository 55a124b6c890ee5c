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
	for _, by := range []bonafide.Actor{contact, acme, officer} {
		got, opened, err := b.cases.OpenFile(ctx, by, c.ID, f.ID)
		require.NoError(t, err, by.Kind)
		assert.Equal(t, content, opened, by.Kind)
		assert.Equal(t, f.ID, got.ID)
	}
	for _, by := range []bonafide.Actor{other, bonafide.User("stranger"), vendor} {
		_, _, err := b.cases.OpenFile(ctx, by, c.ID, f.ID)
		require.ErrorIs(t, err, bonafide.ErrNotFound, by.Kind)
	}
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
	_, _, err = b.cases.OpenFile(ctx, officer, c.ID, f.ID)
	require.ErrorIs(t, err, bonafide.ErrNotFound)
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
