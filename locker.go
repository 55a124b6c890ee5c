package bonafide

import "context"

// A Locker is a [Store] that lets those who write one record go one after another, in
// whatever processes they are, by reading and writing in one transaction that holds the
// record ("select … for update"). It is optional: without it versions alone decide, and of
// many who write one record at once most lose and try again. A Service asks for it once a
// write has met another one.
//
// A Service asks the Store that it was given, and never one behind Unwrap: what stands
// before a store is not gone around. A Store that stands before another one passes Locked
// on, with itself before the handle, or has no such method.
type Locker interface {
	// Locked waits until nobody else holds the record, and calls do, once, with a handle on
	// a transaction: what that puts is written when do has returned nil, all of it, or nothing.
	// A record that is not there is held by nobody. Versions decide as always: who does not
	// ask for the lock may still come first, and do is then told [ErrConflict].
	//
	// It returns the error of do as it is, [ErrConflict] for a transaction that the engine
	// aborted, and otherwise fails like Put: whether anything was written may then be
	// unknown. An error matching [errors.ErrUnsupported] without a call of do says that it
	// cannot be done here or now, such as on a handle that is bound to a transaction already.
	Locked(ctx context.Context, kind, id string, do func(Store) error) error
}
