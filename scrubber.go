package bonafide

import "context"

// A Scrubber is a [Store] that can take out of its files what was deleted or
// overwritten before, as far as its engine is able to. It is optional: the last thing
// but one that Erase does is to ask for it, wherever it stands behind Unwrap.
//
// A Store that stands before another one and has a method Unwrap() Store needs no
// Scrub of its own, unless it keeps copies of records.
type Scrubber interface {
	// Scrub returns once the files of the store hold nothing any more of what was deleted
	// or overwritten before the call, but for what the documentation of the store names.
	// It changes nothing that can be read, may be repeated, and covers
	// every tenant of the files. An error matching [ErrUnavailable] says that it could
	// not be done now: the caller asks again later.
	//
	// A Store that stands before one that cannot scrub fails with an error matching
	// [errors.ErrUnsupported]; so does a handle that is bound to a transaction of the
	// host, which must call Scrub on the store itself once it has committed.
	Scrub(ctx context.Context) error
}
