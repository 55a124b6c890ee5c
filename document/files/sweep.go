package files

import (
	"context"
	"errors"
	"io/fs"
	"iter"
	"path"
	"time"
)

// Sweep removes files that no record names and leftovers of interrupted writes, as far
// as both are older than a time, and returns how many it removed. A host calls it once a
// day, with a time a day ago or more: files are written before the record that names
// them, and a submission must not lose its file in between.
//
// Named gives the keys that records name, of all tenants that share the folder: all pages
// of Service.Files of packages user and casefile, for each. They are read after the folder was, so that a record
// that is written meanwhile is no danger. An error of named ends the sweep, and then no
// file was removed: what is not known is not deleted.
//
// It fails with the error of named, with the context's, and with an error matching
// [bonafide.ErrUnavailable]; what was removed before counts. Sweeps may run side by side.
func (d *Dir) Sweep(ctx context.Context, before time.Time, named iter.Seq2[string, error]) (removed int, err error) {
	orphans := make(map[string]bool)
	for place, err := range d.older(ctx, before) {
		if err != nil {
			return 0, err
		}
		orphans[place] = true
	}
	for key, err := range named {
		if err != nil {
			return 0, err
		}
		delete(orphans, placeOf(key))
	}
	for place := range orphans {
		if err := ctx.Err(); err != nil {
			return removed, err
		}
		was, err := d.root.Stat(place)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			continue
		case err == nil && !was.ModTime().Before(before): // written again meanwhile
			continue
		case err == nil:
			err = d.remove(place)
		}
		if err != nil {
			return removed, outage("sweep", err)
		}
		removed++
	}
	return removed, nil
}

// older gives the places of files, unfinished ones among them, that were last written
// before a time. What is no file of this package's making is left alone.
func (d *Dir) older(ctx context.Context, before time.Time) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		err := fs.WalkDir(d.root.FS(), ".", func(name string, e fs.DirEntry, err error) error {
			switch {
			case ctx.Err() != nil:
				return ctx.Err()
			case errors.Is(err, fs.ErrNotExist): // gone meanwhile
				return nil
			case err != nil:
				return outage("sweep", err)
			case !e.Type().IsRegular() || !ours(name):
				return nil
			}
			info, err := e.Info()
			switch {
			case errors.Is(err, fs.ErrNotExist):
				return nil
			case err != nil:
				return outage("sweep", err)
			case info.ModTime().Before(before) && !yield(name, nil):
				return fs.SkipAll
			}
			return nil
		})
		if err != nil {
			yield("", err)
		}
	}
}

// ours reports whether a place is one that this package writes to.
func ours(name string) bool {
	folder, file := path.Split(name)
	if folder == unfinished+"/" {
		return true
	}
	return len(file) == 64 && folder == file[:2]+"/"+file[2:4]+"/"
}
