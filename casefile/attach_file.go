package casefile

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/bonafide-go/bonafide/casefile/event"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/document/upload"
	"github.com/bonafide-go/bonafide/internal/canonical"
)

// An AttachFileRequest is a file to keep for a check.
type AttachFileRequest struct {
	Key       string           `json:"-"` // idempotency key
	Check     string           `json:"check_id"`
	MediaType upload.MediaType `json:"media_type"`
	Content   []byte           `json:"-"`
}

// AttachFile keeps a file for a check that waits for evidence, sealed under the case's own
// key; [Service.SubmitCheck] then names it by its id. The file is written to [Options.Files]
// before the record that names it, and while other commands on the case go on. It goes with
// the case's erasure.
//
// Contacts (for entities that they act for), platforms and reviewers may. It fails with
// [bonafide.ErrNotFound] for a check that is not there or not the contact's, with a
// [*bonafide.StateError] for one that waits for nothing, with an [*bonafide.InvalidError]
// for a file that package document/upload refuses and after [MaxFiles] files, with a
// [*bonafide.NotConfiguredError] without Options.Files, with an error matching
// [bonafide.ErrUnavailable] where the store of files is out of order, and with the errors of
// every command: see [Service]. The file of a command whose outcome is unknown stays in
// Options.Files; see [Service.Files].
func (s *Service) AttachFile(ctx context.Context, by bonafide.Actor, id string, req AttachFileRequest) (Case, error) {
	a := &attachment{}
	cmd := whole(req.by(s, a))
	from, err := s.run.Rehearse(ctx, id, by, cmd, nil) // the file is written while nobody waits for this case
	if err != nil {
		cmd.Check = func() error { return err }
	}
	added := told(&cmd)
	c, err := s.run.DoFrom(ctx, id, by, cmd, from)
	c.Added = *added
	if err != nil || req.Key != "" {
		s.discard(ctx, id, a)
	}
	return c, err
}

// An attachment is a file that was written before the record that names it. A command that
// runs again writes nothing again.
type attachment struct{ file File }

func (r AttachFileRequest) command(s *Service) command { return r.by(s, &attachment{}) }

// by is the command with a place for what it writes.
func (r AttachFileRequest) by(s *Service, a *attachment) command {
	return command{Op: "case.attach_file", Adds: "file", Verb: string(verbCollect), Key: r.Key, Body: r, Secrets: []bonafide.Secret{bonafide.NewSecret(string(r.Content))},
		Rule: func(ctx context.Context, c Case, in input) (change, error) {
			k, err := c.find(in.By, r.Check)
			if err == nil {
				err = k.collects()
			}
			if err == nil && a.file.ID == "" {
				a.file, err = s.attach(ctx, c, r)
			}
			if err == nil {
				err = c.fits(a.file)
			}
			if err != nil {
				return change{}, err
			}
			f := a.file
			f.By, f.At = in.By, in.At
			c.Files = append(slices.Clone(c.Files), f)
			return change{State: c, Events: one(in.Event(event.FileAttached, "file", f.ID, "check", k.ID, "entity", k.Entity))}, nil
		}}
}

// attach inspects a file, seals it and hands it to the host.
func (s *Service) attach(ctx context.Context, c Case, r AttachFileRequest) (File, error) {
	if s.opts.Files == nil {
		return File{}, &bonafide.NotConfiguredError{Option: "files"}
	}
	var faults bonafide.Faults
	got, err := s.opts.Uploads.Read(bytes.NewReader(r.Content), r.MediaType, []upload.MediaType{upload.JPEG, upload.PNG, upload.PDF})
	if err != nil && faults.Merge("content", err) {
		return File{}, faults.Err()
	}
	if err != nil {
		return File{}, err
	}
	id, err := s.newID()
	if err != nil {
		return File{}, err
	}
	f := File{ID: id, Check: r.Check, File: document.File{SHA256: canonical.Sum(got.Content), Size: len(got.Content), MediaType: got.MediaType, Width: got.Width, Height: got.Height}}
	if err := c.fits(f); err != nil {
		return File{}, err
	}
	key, err := s.dataKey(ctx, c)
	if err != nil {
		return File{}, err
	}
	sealed := key.SealBytes(f.field(), got.Content)
	f.Key = canonical.Sum(sealed)
	if caught(func() error { return s.opts.Files.Put(ctx, f.Key, sealed) }) != nil {
		return File{}, errFiles
	}
	return f, nil
}

// errFiles says that the host's store of files is out of order; what it said may be personal.
var errFiles = fmt.Errorf("casefile: store of files: %w", bonafide.ErrUnavailable)

// discard deletes a file that was written and that the case, as read now, does not name.
// Where a read does not show it, a sweep finds it: see [Service.Files].
func (s *Service) discard(ctx context.Context, id string, a *attachment) {
	if a.file.Key == "" {
		return
	}
	ctx = context.WithoutCancel(ctx)
	kept, err := s.run.Get(ctx, id)
	if err != nil && !errors.Is(err, bonafide.ErrNotFound) {
		return
	}
	for key := range kept.State.addresses() {
		if key == a.file.Key {
			return
		}
	}
	_ = caught(func() error { return s.opts.Files.Delete(ctx, a.file.Key) })
}
