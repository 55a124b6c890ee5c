package audit

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"golang.org/x/mod/sumdb/note"
)

// An Anchor keeps signed heads where the operator of the store cannot change them:
// another system, another company, a write-once disk, a newspaper. It must be safe for
// concurrent use, and may get the same head twice.
type Anchor interface {
	Anchor(ctx context.Context, signed []byte) error
}

// An AnchorFunc is an [Anchor] that is one function.
type AnchorFunc func(ctx context.Context, signed []byte) error

// Anchor calls the function.
func (f AnchorFunc) Anchor(ctx context.Context, signed []byte) error { return f(ctx, signed) }

// Anchor grows the log, signs its head and hands it over. The head of an unchanged log is
// anchored as well: it says that there was nothing new. After an error it may be called
// again.
func (l *Log) Anchor(ctx context.Context, to Anchor) (Head, error) {
	head, err := l.Grow(ctx)
	if err != nil {
		return Head{}, err
	}
	signed, err := head.Sign(l.signer)
	if err != nil {
		return Head{}, fmt.Errorf("audit: sign: %w", err)
	}
	if err := to.Anchor(ctx, signed); err != nil {
		return Head{}, fmt.Errorf("audit: anchor: %w", err)
	}
	return head, nil
}

// Dir is a folder of heads, one to a file, named by size and time. It is an [Anchor] as
// far as the operator cannot change the folder: a share of somebody else's, or a
// write-once disk. The folder must be there: Dir makes none, because a disk that is not
// mounted must fail.
type Dir string

// Anchor writes a new file, flushed to the disk. A file that is there is not touched.
func (d Dir) Anchor(_ context.Context, signed []byte) error {
	_, err := note.Open(signed, nil)
	var unverified *note.UnverifiedNoteError // there are no keys here
	if !errors.As(err, &unverified) {
		return ErrHead
	}
	head, ok := parseHead(unverified.Note.Text)
	if !ok {
		return ErrHead
	}
	f, err := os.CreateTemp(string(d), ".head-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // it has another name once it is whole
	_, err = f.Write(signed)
	if err = errors.Join(err, f.Chmod(0o644), f.Sync(), f.Close()); err != nil {
		return err
	}
	name := filepath.Join(string(d), fmt.Sprintf("%015d-%d.head", head.Size, head.At.Unix()))
	if err := os.Link(f.Name(), name); err != nil && !errors.Is(err, os.ErrExist) {
		return err
	}
	folder, err := os.Open(string(d))
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}

// Heads reads the heads of the folder, the smallest first. One that is not signed by the keys
// fails with [ErrHead].
func (d Dir) Heads(keys note.Verifiers) ([]Head, error) {
	names, err := filepath.Glob(filepath.Join(string(d), "*.head"))
	if err != nil {
		return nil, err
	}
	heads := make([]Head, len(names))
	for i, name := range names {
		signed, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		if heads[i], err = OpenHead(signed, keys); err != nil {
			return nil, fmt.Errorf("%s: %w", filepath.Base(name), err)
		}
	}
	return heads, nil
}
