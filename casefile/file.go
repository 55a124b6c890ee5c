package casefile

import (
	"iter"
	"slices"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
)

// Bounds of the files of a case.
const (
	MaxFiles     = 500
	MaxFileBytes = 500 << 20 // of all of them together
)

// A File is an upload that was handed in for a check. The file itself is in the host's
// document.Files, sealed under the case's key. Its id is evidence of the check once
// [Service.SubmitCheck] names it.
type File struct {
	ID    string `json:"id"`
	Check string `json:"check_id"`
	document.File
	By bonafide.Actor `json:"by"`
	At time.Time      `json:"at"`
}

// field is what the file is sealed for.
func (f File) field() string { return "file/" + f.ID }

// File returns the file with that id, and whether there is one.
func (c Case) File(id string) (File, bool) {
	i := slices.IndexFunc(c.Files, func(f File) bool { return f.ID == id })
	if i < 0 {
		return File{}, false
	}
	return c.Files[i], true
}

// fits refuses a file that would be one too many, or too much.
func (c Case) fits(f File) error {
	size := f.Size
	for _, x := range c.Files {
		size += x.Size
	}
	if len(c.Files) >= MaxFiles || size > MaxFileBytes {
		return bonafide.Invalid("files", bonafide.CodeTooMany)
	}
	return nil
}

// addresses are where the files of the case are, those of an unfinished erasure among them.
func (c Case) addresses() iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, f := range c.Files {
			if !yield(f.Key) {
				return
			}
		}
		for _, key := range c.Erasure.Files {
			if !yield(key) {
				return
			}
		}
	}
}

// filesOf are the files of some checks.
func (c Case) filesOf(checks []Check) []File {
	return without(c.Files, func(f File) bool {
		return !slices.ContainsFunc(checks, func(k Check) bool { return k.ID == f.Check })
	})
}
