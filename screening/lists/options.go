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
func (o Options) list(told bonafide.Date, drafts []*draft) (screening.List, error) {
	at := o.place()
	if len(drafts) == 0 {
		return screening.List{}, at.refuse(screening.CodeListEmpty, 0, nil)
	}
	if len(drafts) < o.MinEntries {
		return screening.List{}, at.shrunken(o.MinEntries, len(drafts))
	}
	entries := make([]screening.Entry, len(drafts))
	for i, d := range drafts {
		if !d.finish(o.WithoutWeak) {
			return screening.List{}, at.refuse(screening.CodeListUnreadable, d.line, nil)
		}
		entries[i] = d.Entry
	}
	return screening.NewList(o.Key, cmp.Or(o.Edition, told), entries)
}

// A place is where something is refused.
type place struct{ list, file string }

func (p place) refuse(code bonafide.Code, line int, cause error) error {
	return &screening.ListError{List: p.list, Code: code, File: p.file, Line: line, Err: cause}
}

func (p place) shrunken(least, got int) error {
	return &screening.ListError{List: p.list, Code: screening.CodeListShrunken, File: p.file, Had: least, Got: got}
}
