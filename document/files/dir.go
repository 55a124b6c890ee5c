package files

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"runtime"
	"sync"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/internal/canonical"
)

// Modes of what is made: for the service alone.
const (
	fileMode = 0o600
	dirMode  = 0o700
)

// unfinished is the folder of files that are being written.
const unfinished = "tmp"

// chunk is how much is written between two looks at the context.
const chunk = 256 << 10

// A Dir is a folder of uploads. It is safe for concurrent use.
type Dir struct {
	root    *os.Root
	flushed sync.Map // folders whose own entry is known to be durable
}

var _ document.Files = (*Dir)(nil)

// Open opens a folder, which is made if it is not there. A host calls it once, and
// Close at its end. It fails with an [*bonafide.InvalidError] for an empty path, and with
// an error matching [bonafide.ErrUnavailable] where the folder cannot be made or opened.
func Open(folder string) (*Dir, error) {
	if folder == "" {
		return nil, bonafide.Invalid("folder", bonafide.CodeRequired)
	}
	if err := os.MkdirAll(folder, dirMode); err != nil {
		return nil, outage("open", err)
	}
	root, err := os.OpenRoot(folder)
	if err != nil {
		return nil, outage("open", err)
	}
	d := &Dir{root: root}
	if err := d.makeFolder(unfinished); err != nil {
		return nil, errors.Join(outage("open", err), root.Close())
	}
	return d, nil
}

// Close gives back the handle of the folder. A host calls it when nobody uses the Dir
// any more.
func (d *Dir) Close() error { return d.root.Close() }

// Put keeps content under the key, durably, or fails and keeps nothing, unless a file
// was there before: that one then stays. It fails with the context's error, and with an
// error matching [bonafide.ErrUnavailable].
func (d *Dir) Put(ctx context.Context, key string, content []byte) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	place := placeOf(key)
	beside := path.Join(unfinished, rand.Text())
	err := d.write(ctx, beside, content)
	if err == nil {
		err = d.move(beside, place)
	}
	if err == nil {
		return nil
	}
	_ = d.root.Remove(beside) // the first error is the one to tell; what is left is swept
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return outage("put", err)
}

// write makes a file and flushes it.
func (d *Dir) write(ctx context.Context, name string, content []byte) error {
	f, err := d.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, fileMode)
	if err != nil {
		return err
	}
	for len(content) > 0 && err == nil {
		n := min(len(content), chunk)
		if _, err = f.Write(content[:n]); err == nil {
			content, err = content[n:], ctx.Err()
		}
	}
	if err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}

// move brings a file to its place, and flushes the folders on the way.
func (d *Dir) move(from, place string) error {
	for _, folder := range []string{path.Dir(path.Dir(place)), path.Dir(place)} {
		if err := d.makeFolder(folder); err != nil {
			return err
		}
	}
	if err := d.root.Rename(from, place); err != nil {
		return err
	}
	return d.flush(path.Dir(place))
}

// makeFolder makes a folder that is not there, and flushes the one above it. One that
// is there may have been made just now by another, who has not flushed it yet.
func (d *Dir) makeFolder(name string) error {
	err := d.root.Mkdir(name, dirMode)
	if errors.Is(err, fs.ErrExist) {
		err = nil
		if _, known := d.flushed.Load(name); known {
			return nil
		}
	}
	if err == nil {
		err = d.flush(path.Dir(name))
	}
	if err == nil {
		d.flushed.Store(name, true)
	}
	return err
}

// flush makes the entries of a folder durable.
func (d *Dir) flush(folder string) error {
	if runtime.GOOS == "windows" {
		return nil // it cannot
	}
	f, err := d.root.Open(folder)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// Get returns the content, or fails with [bonafide.ErrNotFound], with the context's
// error, or with an error matching [bonafide.ErrUnavailable].
func (d *Dir) Get(ctx context.Context, key string) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	f, err := d.root.Open(placeOf(key))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, bonafide.ErrNotFound
	}
	if err != nil {
		return nil, outage("get", err)
	}
	content, err := io.ReadAll(f)
	if err = errors.Join(err, f.Close()); err != nil {
		return nil, outage("get", err)
	}
	return content, ctx.Err()
}

// Delete removes the file, durably; one that is not there is no error. It fails with the
// context's error, or with one matching [bonafide.ErrUnavailable].
func (d *Dir) Delete(ctx context.Context, key string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return outage("delete", d.remove(placeOf(key)))
}

func (d *Dir) remove(place string) error {
	err := d.root.Remove(place)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return d.flush(path.Dir(place))
}

// placeOf is where the file of a key is, whatever the key.
func placeOf(key string) string {
	name := canonical.Sum([]byte(key))
	return path.Join(name[:2], name[2:4], name)
}

// outage is what an error of the disk means. Its text names hashes, never keys.
func outage(op string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("files: %s: %w: %w", op, bonafide.ErrUnavailable, err)
}
