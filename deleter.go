package bonafide

import "context"

// A Deleter is a [Store] that can take a record away. It is optional: a Service
// asks for it where something has had its time, such as the memory of an
// idempotency key, and a Store without it keeps such records. Nothing that a
// decision follows from is ever deleted.
//
// A Store that stands before another one and has a method Unwrap() Store needs no
// Delete of its own, unless it keeps copies of records.
type Deleter interface {
	// Delete takes the record away if it stands at that version, with its unique
	// values, labels and due time; else, and where there is none, it fails with an
	// error matching [ErrConflict]. Events stay as they are. Afterwards a version 1
	// may be put again. After an error whose outcome is unknown the call may be
	// repeated: a deletion that did happen then conflicts.
	//
	// A Store that stands before one that cannot delete fails with an error matching
	// [errors.ErrUnsupported].
	Delete(ctx context.Context, kind, id string, version int64) error
}
