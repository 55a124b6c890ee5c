package dotfile

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"slices"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
	"github.com/bonafide-go/bonafide/document/upload"
	"github.com/bonafide-go/bonafide/internal/canonical"
	"github.com/bonafide-go/bonafide/wire/internal/kept"
	"github.com/bonafide-go/bonafide/wire/internal/rest"
)

// kindUpload is the kind of the records of uploads that no check has yet. An upload lies in
// [Options.Files], sealed under a key of its own that goes with the record.
const kindUpload = "dotfile.upload"

const (
	uploadLife = 24 * time.Hour // as published
	maxUpload  = 20 << 20       // bytes, as published
	maxPart    = 1 << 16        // what stands around the file
	maxGiven   = 10             // references of one request
)

// uploaded is an upload as it is kept; once a check has it, no more than that.
type uploaded struct {
	Platform  string           `json:"platform"`
	MediaType upload.MediaType `json:"media_type,omitzero"`
	Address   string           `json:"address,omitzero"`
	DataKey   []byte           `json:"data_key,omitzero"` // wrapped
	Check     string           `json:"check,omitzero"`
	File      string           `json:"file,omitzero"`
}

// uploadObject is the published UploadedFile.
type uploadObject struct {
	Ref       string `json:"upload_ref"`
	ExpiredAt moment `json:"expired_at"`
}

// fileOf reads the file of a request, as the part "file" of a form.
func fileOf(r request) (content []byte, media upload.MediaType, err error) {
	r.Body = http.MaxBytesReader(r.w, r.Body, maxUpload+maxPart)
	form, err := r.MultipartReader()
	if err != nil {
		return nil, "", rest.ErrMediaType
	}
	for {
		part, err := form.NextPart()
		var large *http.MaxBytesError
		switch {
		case errors.As(err, &large):
			return nil, "", rest.ErrTooLarge
		case errors.Is(err, io.EOF):
			return nil, "", bonafide.Invalid("file", bonafide.CodeRequired)
		case err != nil:
			return nil, "", bonafide.Invalid("file", bonafide.CodeMalformed)
		case part.FormName() != "file":
			continue
		}
		if content, err = io.ReadAll(io.LimitReader(part, maxUpload+1)); errors.As(err, &large) || len(content) > maxUpload {
			return nil, "", rest.ErrTooLarge
		}
		if err != nil {
			return nil, "", bonafide.Invalid("file", bonafide.CodeMalformed)
		}
		media = upload.MediaType(http.DetectContentType(content)) // what clients say of files is their guess
		switch {
		case len(content) == 0:
			return nil, "", bonafide.Invalid("file", bonafide.CodeRequired)
		case !slices.Contains([]upload.MediaType{upload.JPEG, upload.PNG, upload.PDF}, media):
			return nil, "", rest.ErrMediaType
		}
		return content, media, nil
	}
}

// uploadFile keeps a file until a check has it, for a day.
func (d *handler) uploadFile(r request) (int, any, error) {
	workspace, err := r.by.workspace()
	if err != nil {
		return 0, nil, err
	}
	if d.Files == nil {
		return 0, nil, &bonafide.NotConfiguredError{Option: "files"}
	}
	content, media, err := fileOf(r)
	if err != nil {
		return 0, nil, err
	}
	var faults bonafide.Faults
	got, err := d.Uploads.Read(bytes.NewReader(content), media, []upload.MediaType{media})
	if err != nil && faults.Merge("file", err) {
		return 0, nil, faults.Err()
	}
	if err != nil {
		return 0, nil, err
	}
	d.uploads.sweep(r.Context(), d)
	ref, err := d.NewID()
	if err != nil {
		return 0, nil, err
	}
	key, err := d.Keys.NewDataKey(r.Context(), kindUpload, ref)
	if err != nil {
		return 0, nil, err
	}
	sealed := key.SealBytes(ref, got.Content)
	u := uploaded{Platform: workspace, MediaType: media, Address: canonical.Sum(sealed), DataKey: key.Wrapped()}
	due := bonafide.Instant(d.Now().Add(uploadLife))
	if err := d.Files.Put(r.Context(), u.Address, sealed); err != nil {
		return 0, nil, bonafide.ErrUnavailable
	}
	if err := kept.Put(r.Context(), d.Store, bonafide.Record{Kind: kindUpload, ID: ref, Version: 1, Due: due}, u); err != nil {
		return 0, nil, err // the file belongs to nobody: a sweep of the host's finds it
	}
	return http.StatusCreated, uploadObject{ref, moment(due)}, nil
}

// A reference is one that a request names, with the upload that it is of.
type reference struct {
	ref    string
	record bonafide.Record // zero where the host keeps no files
	upload uploaded
}

// given are the references of a request, each read once; one that is no upload of the
// workspace is refused. Without [Options.Files] they are the host's own ids.
func (d *handler) given(r request, refs []string) ([]*reference, error) {
	if d.Files == nil || len(refs) == 0 {
		out := make([]*reference, 0, len(refs))
		for _, ref := range refs {
			out = append(out, &reference{ref: ref})
		}
		return out, nil
	}
	workspace, err := r.by.workspace()
	if err != nil {
		return nil, err
	}
	if len(refs) > maxGiven {
		return nil, bonafide.Invalid("files", bonafide.CodeTooMany)
	}
	var out []*reference
	for _, ref := range refs {
		if i := slices.IndexFunc(out, func(x *reference) bool { return x.ref == ref }); i >= 0 {
			out = append(out, out[i])
			continue
		}
		record, u, err := d.upload(r.Context(), workspace, ref)
		if err != nil {
			return nil, err
		}
		out = append(out, &reference{ref, record, u})
	}
	return out, nil
}

// evidence is what a check is given for references: files of the case.
func (d *handler) evidence(r request, id, check string, given []*reference) ([]string, error) {
	out := make([]string, 0, len(given))
	for _, x := range given {
		if d.Files == nil {
			out = append(out, x.ref)
			continue
		}
		if err := d.take(r.Context(), r.by.platform, id, check, x); err != nil {
			return nil, err
		}
		out = append(out, x.upload.File)
	}
	return out, nil
}

// upload returns an upload of a workspace that is still there.
func (d *handler) upload(ctx context.Context, workspace, ref string) (bonafide.Record, uploaded, error) {
	var u uploaded
	r, err := d.Store.Get(ctx, kindUpload, ref)
	if err == nil {
		err = kept.Read(r, &u)
	}
	if errors.Is(err, bonafide.ErrNotFound) || err == nil && (u.Platform != workspace || !r.Due.After(d.Now())) {
		err = bonafide.Invalid("upload_ref", bonafide.CodeUnknown)
	}
	return r, u, err
}

// take moves an upload to a case, sealed under the case's key, and notes which file it is. One
// that was moved for the same check before is that file.
func (d *handler) take(ctx context.Context, by bonafide.Actor, id, check string, x *reference) error {
	u := x.upload
	switch {
	case u.File != "" && u.Check != check:
		return bonafide.Invalid("upload_ref", bonafide.CodeUnknown) // another check has it
	case u.File != "":
		return nil
	}
	key, err := d.Keys.OpenDataKey(ctx, kindUpload, x.ref, u.DataKey)
	if err != nil {
		return err
	}
	sealed, err := d.Files.Get(ctx, u.Address)
	switch {
	case errors.Is(err, bonafide.ErrNotFound):
		return bonafide.Invalid("upload_ref", bonafide.CodeUnknown) // another check was faster
	case err != nil:
		return bonafide.ErrUnavailable
	}
	content, err := key.OpenBytes(x.ref, sealed)
	if err != nil {
		return err
	}
	made, err := d.cases.AttachFile(ctx, by, id,
		casefile.AttachFileRequest{Key: kindUpload + "/" + x.ref, Check: check, MediaType: u.MediaType, Content: content})
	if err != nil {
		return err
	}
	x.record.Version++
	x.upload = uploaded{Platform: by.ID, Check: check, File: made.Added}
	if err := kept.Put(ctx, d.Store, x.record, x.upload); err != nil {
		return err
	}
	_ = d.Files.Delete(ctx, u.Address) // a sweep of the host's finds what is left
	return nil
}

// A download is an answer that is a file.
type download []byte

// write sends the file as a download, whose type nobody guesses.
func (f download) write(w http.ResponseWriter) {
	for name, value := range map[string]string{"Content-Type": "application/octet-stream", "Content-Disposition": "attachment",
		"X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"} {
		w.Header().Set(name, value)
	}
	_, _ = w.Write(f)
}

// purposeDownload is what a file is opened for by whoever has it sent.
const purposeDownload = "api_download"

// downloadFile answers with a file of a case, once it is recorded who had it.
func (d *handler) downloadFile(r request) (int, any, error) {
	by, err := r.by.reviewing()
	if err != nil {
		return 0, nil, err
	}
	c, err := d.holding(r.Context(), r.by, r.PathValue("id"))
	if err != nil {
		return 0, nil, err
	}
	_, content, err := d.cases.OpenFile(r.Context(), by, c.ID, casefile.OpenFileRequest{File: r.PathValue("id"), Purpose: purposeDownload})
	return http.StatusOK, download(content), err
}
