package lists

import (
	"cmp"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/screening"
)

// Options adjust the readers of single files. Nil means the defaults.
type Options struct {
	// Key is the list's key; empty means the reader's own.
	Key string

	// Edition is the day of the publication. If it is zero, readers take the day
	// from the file where files of the format tell it; the others refuse.
	Edition bonafide.Date

	// File names the file in errors.
	File string

	// WithoutWeak leaves out names that the publisher calls weak or of low
	// quality, unless an entry has no other.
	WithoutWeak bool

	// MinEntries refuses, as shrunken, a file with fewer entries: for the first
	// edition, which no other can be held against. 0 means at least one.
	MinEntries int

	// Tolerate is how many rows or records that are not of the format may be mended or
	// skipped; 0, which is the default, refuses the file at the first. Each stands in
	// [screening.List.Reading], and one more than that refuses the file. A file that is
	// empty, cut off or of another format is refused whatever is tolerated.
	Tolerate int
}

func (o *Options) orDefault(key string) Options {
	var v Options
	if o != nil {
		v = *o
	}
	v.Key = cmp.Or(v.Key, key)
	return v
}

func (o Options) place() place { return place{o.Key, o.File} }

// required reports what a reader needs and was not given.
func (o Options) required() error {
	var faults bonafide.Faults
	if o.Key == "" {
		faults.Add("key", bonafide.CodeRequired)
	}
	if o.Edition.IsZero() {
		faults.Add("edition", bonafide.CodeRequired)
	}
	return faults.Err()
}

// list makes the list of what was read. The edition is the options', else the
// one that the file tells.
func (o Options) list(told bonafide.Date, read *drafts) (screening.List, error) {
	at := o.place()
	entries := make([]screening.Entry, 0, len(read.all))
	for _, d := range read.all {
		if d.finish(o.WithoutWeak) {
			entries = append(entries, d.Entry)
		} else if !read.skip(o.File, d.line) {
			return screening.List{}, at.refuse(screening.CodeListUnreadable, d.line, nil)
		}
	}
	if len(entries) == 0 {
		return screening.List{}, at.refuse(screening.CodeListEmpty, 0, nil)
	}
	if len(entries) < o.MinEntries {
		return screening.List{}, at.shrunken(o.MinEntries, len(entries))
	}
	l, err := screening.NewList(o.Key, cmp.Or(o.Edition, told), entries)
	if err != nil {
		return screening.List{}, err
	}
	l.Reading = read.reading()
	return l, nil
}

// gather returns no entries yet.
func (o Options) gather() *drafts {
	return &drafts{ledger: &ledger{tolerate: o.Tolerate}}
}

// A place is where something is refused.
type place struct{ list, file string }

func (p place) refuse(code bonafide.Code, line int, cause error) error {
	return &screening.ListError{List: p.list, Code: code, File: p.file, Line: line, Err: cause}
}

func (p place) shrunken(least, got int) error {
	return &screening.ListError{List: p.list, Code: screening.CodeListShrunken, File: p.file, Had: least, Got: got}
}
