package bonafide

import (
	"context"
	"time"
)

// Limits that every Store keeps and every Service can rely on.
const (
	MaxBatch     = 100     // writes in one Put
	MaxPage      = 1000    // records or events in one answer
	DefaultPage  = 100     // where a query names no limit
	MaxTermBytes = 255     // a kind, an id, a unique value, a label
	MaxTerms     = 64      // unique values, and labels, of one record
	MaxBodyBytes = 8 << 20 // a record's body
)

// What one command of a Service puts at most for a user or a case of ordinary size, for
// whoever chooses a database by it. More come where one subject has much: 64 labels a
// record where a user shares many facts with others, a record for each entity of a
// case, up to MaxBatch. Erasure keeps to it for a subject of any size.
const (
	CommandWrites = 16 // records
	CommandUnique = 2  // unique values of all records; one more while a root is replaced
	CommandLabels = 40 // labels of all records
	CommandEvents = 24 // events of all records
)

// A Record is one aggregate as a [Store] keeps it. A Store never looks into
// Body; everything it may ask about is in the other fields.
type Record struct {
	Kind    string    // "user", "case", …; never empty
	ID      string    // unique in its kind and tenant; bytes, not text: no folding, no trimming
	Version int64     // 1 for the first, then one more for every write
	Unique  []string  // values that no other record of the kind may hold at the same time; blinded by the Service
	Labels  []string  // exact terms that List can filter by, such as "permission=LOCKED"; blinded where personal
	Due     time.Time // when the record next wants attention, as Instant returns it, in years 1 to 9999; zero = never
	Body    []byte    // opaque
}

// A Write is one record with the events that its new version means.
// Its events become visible with the record or not at all.
type Write struct {
	Record Record
	Events []Event
}

// A Query selects records of one kind for [Store.List]. The zero value of a
// field other than Kind does not restrict.
type Query struct {
	Kind      string    // must be set
	Unique    string    // only the record that holds this unique value
	Labels    []string  // only records that hold all of these
	DueBefore time.Time // only records with a Due before this time; also orders the answer by Due, then ID
	Cursor    string    // Page.Next of the page before; it belongs to its store and to this query, DueBefore and order of Labels included
	Limit     int       // 1 to MaxPage; 0 means DefaultPage
}

// A Page is one answer of [Store.List].
type Page struct {
	Records []Record
	Next    string // the Cursor of the following page; empty after the last page
}

// An EventQuery selects events for [Store.Events]: those of one record if
// Kind and ID are set, those of the whole tenant if both are empty. One alone is
// refused: a lost id must not show everybody's events.
type EventQuery struct {
	Kind  string
	ID    string
	After string // Event.Position of the last event already read; empty = from the start
	Limit int    // 1 to MaxPage; 0 means DefaultPage
}

// A Store keeps records and their events for one tenant. It is the only thing
// a host writes to bring its own database, and it serves every aggregate there
// is or will be. Package store tells how to write one; storetest.Run proves it.
//
// A handle belongs to one tenant: nothing of another tenant can be read,
// written or counted through it. A call may wait while another tenant writes, as where a
// file has one writer; it never fails for what another tenant does or holds. All methods
// must be safe for concurrent use and must honour the context.
//
// Errors. Where several apply, the first of these is told: the context's; [ErrInvalid]
// for what is out of bounds; [ErrCursor]; [ErrConflict]; [ErrDuplicate]. So a refusal
// does not hang on what is stored. A Store that cannot do its work answers an
// error that matches [ErrUnavailable] where it may work later, one that matches
// [ErrDamaged] where its database is found broken and calling again cannot help, or the
// driver's own. A single record that is there and cannot be read is [ErrUnreadable]: the
// others can. No error carries values of a record.
//
// Nil and empty are the same: terms, body, and data of an event come back as either, and so
// do a page without records and an answer without events. What comes with an error counts
// for nothing, but for a page with an [*UnreadableError].
//
// What a Store can do beside the four methods it tells by further methods: [Deleter],
// [Counter], [Locker], [Pinger], [Scrubber] and [Tenanted]. A Store that a host puts before another
// one, to log or to measure, must tell of that one by a method Unwrap() Store: a Service
// looks behind it for these ([StoreAs]), and whether bodies are sealed already (package
// store/sealed). The example of package store shows it.
type Store interface {
	// Get returns a record, or an error matching [ErrNotFound]: also for a kind or an id
	// that no record can have, such as an empty one.
	// The caller may change what it gets.
	Get(ctx context.Context, kind, id string) (Record, error)

	// Put writes all of the batch (at most MaxBatch writes, no record twice),
	// each a record with its events, or nothing. It fails with an error matching
	// [ErrConflict] unless each stored version is Version-1 (a missing record
	// counts as 0), and with a [*DuplicateError] if after the batch another record
	// of the kind would hold one of its unique values. Put must not keep or change
	// what it is given.
	// After an error whose outcome is unknown (a connection lost at commit) the
	// caller may repeat the call: a write that did happen then conflicts.
	Put(ctx context.Context, batch ...Write) error

	// List returns at most q.Limit records after q.Cursor, by ID (bytewise), or
	// by Due and ID where q.DueBefore is set: those that hold q.Unique, all of
	// q.Labels, and are due before q.DueBefore, as far as these are set.
	// A record that stands still is neither missed nor repeated by a walk from
	// page to page. A cursor of another query or store fails with [ErrCursor].
	// With an [*UnreadableError] it returns the page without the records that this
	// names.
	List(ctx context.Context, q Query) (Page, error)

	// Events returns at most q.Limit events after q.After, oldest first, each with
	// its Position: of one record, or of the whole tenant in an order in which a
	// reader that goes on from its last position misses none, whatever is being
	// written meanwhile (the outbox). Events of one record keep their order.
	// A position says where to go on and nothing else: two of them say neither which
	// is later nor how many events lie between. One that the store never gave fails with
	// [ErrCursor].
	Events(ctx context.Context, q EventQuery) ([]Event, error)
}
