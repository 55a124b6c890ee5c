package screening

import (
	"fmt"
	"strconv"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/canonical"
)

// A List is one edition of one published list. Once made it must not be
// changed: engines share it.
type List struct {
	Key     string        `json:"key"`     // such as "ofac_sdn"; see [KnownLists]
	Edition bonafide.Date `json:"edition"` // the publisher's date of this edition
	Hash    string        `json:"hash"`    // see [NewList]
	Entries []Entry       `json:"entries"`

	// Kind is what the list says of whom it names; empty where its key says it: see
	// [KindOf]. It is no part of the hash.
	Kind ListKind `json:"kind,omitzero"`

	// Reading says what the reader did not understand of the file. It is no part of the hash.
	Reading Reading `json:"reading,omitzero"`
}

// NewList makes a list of the entries: it gives every entry without a hash its
// [Entry.Digest], and the list the SHA-256, in lower-case hex, over its
// entries' ids and hashes in order. Key, edition and entries are checked as by
// [List.Check].
func NewList(key string, edition bonafide.Date, entries []Entry) (List, error) {
	d := newDigester()
	sum := canonical.NewDigest()
	for i := range entries {
		e := &entries[i]
		if e.Hash == "" {
			e.Hash = d.entry(e)
		}
		d.b = d.b[:0]
		d.text(e.ID)
		d.text(e.Hash)
		sum.Add(d.b)
	}
	l := List{Key: key, Edition: edition, Hash: sum.Sum(), Entries: entries}
	if err := l.Check(); err != nil {
		return List{}, err
	}
	return l, nil
}

// Check reports, as a [*bonafide.InvalidError], a list without key, edition or
// hash, or of an unknown kind, and up to 100 faults of its entries: no id, an id given twice, an
// unknown type, no name, no hash. An entry may have no type. A list without
// entries fails with a [*ListError].
func (l List) Check() error {
	var faults bonafide.Faults
	if l.Key == "" {
		faults.Add("key", bonafide.CodeRequired)
	}
	if l.Edition.IsZero() {
		faults.Add("edition", bonafide.CodeRequired)
	}
	if l.Hash == "" {
		faults.Add("hash", bonafide.CodeRequired)
	}
	if l.Kind != "" && !l.Kind.Known() {
		faults.Add("kind", bonafide.CodeUnknown)
	}
	seen := make(map[string]struct{}, len(l.Entries))
	for i := range l.Entries {
		if len(faults) >= 100 {
			break
		}
		e := &l.Entries[i]
		fault := func(field string, code bonafide.Code) {
			faults.Add("entries["+strconv.Itoa(i)+"]."+field, code)
		}
		if e.ID == "" {
			fault("id", bonafide.CodeRequired)
		}
		if _, dup := seen[e.ID]; dup {
			fault("id", bonafide.CodeRepeated)
		}
		seen[e.ID] = struct{}{}
		if e.Type != "" && !e.Type.Known() {
			fault("type", bonafide.CodeUnknown)
		}
		if e.Hash == "" {
			fault("hash", bonafide.CodeRequired)
		}
		if len(e.Names) == 0 {
			fault("names", bonafide.CodeRequired)
		}
	}
	if err := faults.Err(); err != nil {
		return err
	}
	if len(l.Entries) == 0 {
		return &ListError{List: l.Key, Code: CodeListEmpty}
	}
	return nil
}

// Codes of [ListError].
const (
	CodeListEmpty      bonafide.Code = "list_empty"      // a file without a byte or an entry
	CodeListTruncated  bonafide.Code = "list_truncated"  // the file stops before its end
	CodeListUnreadable bonafide.Code = "list_unreadable" // a row or element is not of the published format
	CodeListShrunken   bonafide.Code = "list_shrunken"   // far fewer entries, or names, than an edition before
	CodeListStale      bonafide.Code = "list_stale"      // an older edition than the one held
	CodeListWithdrawn  bonafide.Code = "list_withdrawn"  // an edition that was rolled back, or of a list that was removed
)

// A ListError says why an edition of a list is refused. Whoever gets one goes
// on with the edition before. It matches [bonafide.ErrRefused], as well as the
// cause, such as a failure to read.
type ListError struct {
	List string        // the list's key, where known
	Code bonafide.Code // such as CodeListEmpty
	File string        // the file, where there is one
	Line int           // 1 for the first line; 0 where it does not apply
	Hash string        // [List.Hash] of the edition refused, by which a reviewer accepts it all the same; empty for a file that cannot be read
	Had  int           // entries, or names, of the edition it is measured by, for CodeListShrunken
	Got  int           // those of the edition refused
	Err  error         // the cause; may be nil
}

// Error names list, code, place and counts.
func (e *ListError) Error() string {
	s := "screening: list " + e.List + " refused: " + string(e.Code)
	if e.File != "" {
		s += " in " + e.File
	}
	if e.Line > 0 {
		s += " line " + strconv.Itoa(e.Line)
	}
	if e.Code == CodeListShrunken {
		s += fmt.Sprintf(" from %d to %d", e.Had, e.Got)
	}
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	return s
}

// Is matches [bonafide.ErrRefused].
func (e *ListError) Is(target error) bool { return target == bonafide.ErrRefused }

// Unwrap returns the cause.
func (e *ListError) Unwrap() error { return e.Err }
