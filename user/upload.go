package user

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"slices"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/document/upload"
)

// secrets returns what the JSON of the request leaves out.
func (r SubmitRequest) secrets() []bonafide.Secret {
	var out []bonafide.Secret
	for _, d := range r.Documents {
		for _, class := range document.Classes() {
			for _, in := range d.Docs(class) {
				out = append(out, in.Value, in.Meta.IDNumber, in.MFAAnswer)
			}
		}
	}
	return out
}

// buffer reads every upload once, so that a lost race can be run again. It
// reads at most a byte over the limit; the limit itself is checked later.
func (r SubmitRequest) buffer(limit int) (SubmitRequest, error) {
	if limit <= 0 {
		limit = upload.DefaultMaxBytes
	}
	r.Documents = slices.Clone(r.Documents)
	for i := range r.Documents {
		d := &r.Documents[i]
		for _, subs := range []*[]document.SubSubmission{&d.VirtualDocs, &d.SocialDocs, &d.PhysicalDocs} {
			*subs = slices.Clone(*subs)
			for j := range *subs {
				in := &(*subs)[j]
				if in.Upload == nil {
					continue
				}
				content, err := io.ReadAll(io.LimitReader(in.Upload, int64(limit)+1))
				if err != nil {
					return SubmitRequest{}, fmt.Errorf("bonafide: upload was cut off: %w", bonafide.ErrUnavailable)
				}
				in.Upload = bytes.NewReader(content)
			}
		}
	}
	return r, nil
}

// rewind puts buffered uploads back to their start.
func (r SubmitRequest) rewind() error {
	for _, d := range r.Documents {
		for _, in := range d.PhysicalDocs {
			if b, ok := in.Upload.(*bytes.Reader); ok {
				if _, err := b.Seek(0, io.SeekStart); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// digests returns the uploads' part of the request's fingerprint.
func (r SubmitRequest) digests() []bonafide.Secret {
	var out []bonafide.Secret
	for _, d := range r.Documents {
		for _, in := range d.PhysicalDocs {
			if b, ok := in.Upload.(*bytes.Reader); ok {
				content := make([]byte, b.Len())
				_, _ = b.ReadAt(content, 0)
				out = append(out, bonafide.NewSecret(string(content)))
			}
		}
	}
	return out
}

// answers reports whether a document's one-time code is answered.
func (r SubmitRequest) answers() bool {
	for _, d := range r.Documents {
		for _, class := range document.Classes() {
			for _, in := range d.Docs(class) {
				if !in.MFAAnswer.IsZero() {
					return true
				}
			}
		}
	}
	return false
}

// discard deletes the files of a run whose change was not kept. What a broken
// store of files leaves behind is sealed and belongs to nobody.
func (r *submission) discard() {
	for _, key := range r.put {
		_ = r.s.opts.Files.Delete(context.WithoutCancel(r.ctx), key)
	}
	r.put = nil
}

// finish deletes the files that the kept change replaced.
func (r *submission) finish() {
	if r.s.opts.Files == nil {
		return
	}
	for _, key := range r.drop {
		_ = r.s.opts.Files.Delete(context.WithoutCancel(r.ctx), key)
	}
}

// keep hands the sealed upload to the host before the record that names it.
func (r *submission) keep(d document.Sub, content []byte) error {
	if content == nil || len(r.faults) > 0 {
		return nil
	}
	if r.s.opts.Files == nil {
		return fmt.Errorf("bonafide: no store of files: %w", bonafide.ErrUnavailable)
	}
	if err := r.s.opts.Files.Put(r.ctx, d.File.Key, content); err != nil {
		return fmt.Errorf("bonafide: store of files: %w", bonafide.ErrUnavailable)
	}
	r.put = append(r.put, d.File.Key)
	return nil
}
