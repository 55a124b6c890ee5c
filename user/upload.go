package user

import (
	"bytes"
	"fmt"
	"io"
	"slices"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/document/upload"
	"github.com/bonafide-go/bonafide/internal/canonical"
)

// secrets returns what the JSON of the request leaves out.
func (r SubmitRequest) secrets() []bonafide.Secret {
	var out []bonafide.Secret
	for _, d := range r.Documents {
		for _, class := range document.Classes() {
			for _, in := range d.Docs(class) {
				out = append(out, in.Value, in.Meta.IDNumber)
			}
		}
	}
	return out
}

// guesses are the answers to one-time codes.
func (r SubmitRequest) guesses() []bonafide.Secret {
	var out []bonafide.Secret
	for _, d := range r.Documents {
		for _, class := range document.Classes() {
			for _, in := range d.Docs(class) {
				if !in.MFAAnswer.IsZero() {
					out = append(out, in.MFAAnswer)
				}
			}
		}
	}
	return out
}

// maxUploadBytes bounds the uploads of one request together.
const maxUploadBytes = document.MaxFileBytes

// bounds checks what can be told of a request before any upload is read: how many
// documents it has, and how many bytes are said to come.
func (r SubmitRequest) bounds() error {
	switch {
	case len(r.Documents) == 0:
		return bonafide.Invalid("documents", bonafide.CodeRequired)
	case len(r.Documents) > MaxBases:
		return bonafide.Invalid("documents", bonafide.CodeTooMany)
	}
	declared := 0
	for i, d := range r.Documents {
		if len(d.VirtualDocs)+len(d.SocialDocs)+len(d.PhysicalDocs) > maxSubs {
			return bonafide.Invalid(fmt.Sprintf("documents[%d]", i), bonafide.CodeTooMany)
		}
		for _, in := range d.PhysicalDocs {
			declared += len(in.Value.Reveal())
			if sized, ok := in.Upload.(interface{ Len() int }); ok {
				declared += sized.Len()
			}
		}
	}
	if declared > maxUploadBytes {
		return bonafide.Invalid("documents", upload.CodeImageTooLarge)
	}
	return nil
}

// buffer reads every upload once, so that a lost race can be run again, and
// returns their digests. It stops at the first one that is too large, a byte over
// the limit.
func (r SubmitRequest) buffer(limit int) (SubmitRequest, []bonafide.Secret, error) {
	if limit <= 0 {
		limit = upload.DefaultMaxBytes
	}
	var digests []bonafide.Secret
	total := 0
	r.Documents = slices.Clone(r.Documents)
	for i := range r.Documents {
		subs := slices.Clone(r.Documents[i].PhysicalDocs)
		r.Documents[i].PhysicalDocs = subs
		for j := range subs {
			if subs[j].Upload == nil {
				continue
			}
			content, err := io.ReadAll(io.LimitReader(subs[j].Upload, int64(limit)+1))
			if err != nil {
				return SubmitRequest{}, nil, fmt.Errorf("bonafide: upload was cut off: %w", bonafide.ErrUnavailable)
			}
			if total += len(content); len(content) > limit || total > maxUploadBytes {
				return SubmitRequest{}, nil, bonafide.Invalid(fmt.Sprintf("documents[%d].physical_docs[%d].document_value", i, j), upload.CodeImageTooLarge)
			}
			subs[j].Upload = bytes.NewReader(content)
			digests = append(digests, bonafide.NewSecret(canonical.Sum(content)))
		}
	}
	return r, digests, nil
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

// uploads reports whether a file is handed in.
func (r SubmitRequest) uploads() bool {
	return slices.ContainsFunc(r.Documents, func(d document.Submission) bool {
		return slices.ContainsFunc(d.PhysicalDocs, hasFile)
	})
}
