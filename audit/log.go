package audit

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"github.com/bonafide-go/bonafide"
)

// Kinds of the records that keep the tree.
const (
	KindLog    = "audit.log"    // one: how far the log is
	KindHashes = "audit.hashes" // the hashes, 256 to a record
)

const logID = "log"

// Options of [New]. Nil means the defaults.
type Options struct {
	// Keep is where the tree is kept. Defaults to the store of the events. It holds
	// hashes alone: give it the Store below a store/sealed.
	Keep bonafide.Store

	// Now defaults to time.Now.
	Now func() time.Time
}

// A Log is the tree over one tenant's events. It is safe for concurrent use, and so are
// several of one tenant.
type Log struct {
	events bonafide.Store
	keep   bonafide.Store
	signer note.Signer
	now    func() time.Time
}

// New returns the log of a tenant's events. The signer's name is the log's: keep it
// when the key changes. [note.GenerateKey] makes a pair of keys for a name without
// blanks and "+". It fails with an [*bonafide.InvalidError] where store or signer
// is missing.
func New(events bonafide.Store, signer note.Signer, opts *Options) (*Log, error) {
	var faults bonafide.Faults
	if events == nil {
		faults.Add("events", bonafide.CodeRequired)
	}
	if signer == nil {
		faults.Add("signer", bonafide.CodeRequired)
	}
	if err := faults.Err(); err != nil {
		return nil, err
	}
	l := &Log{events: events, keep: events, signer: signer, now: time.Now}
	if opts != nil && opts.Keep != nil {
		l.keep = opts.Keep
	}
	if opts != nil && opts.Now != nil {
		l.now = opts.Now
	}
	return l, nil
}

// A state is the record of the log.
type state struct {
	version  int64
	position string    // of the last event
	before   string    // of the one before it
	last     tlog.Hash // leaf of the last event; zero in a record that does not tell it yet
	tree     tree
}

// storedState is its body.
type storedState struct {
	Format   int         `json:"format"`
	Size     int64       `json:"size"`
	Position string      `json:"position"`
	Before   string      `json:"before,omitzero"`
	Last     tlog.Hash   `json:"last,omitzero"`
	Edge     []tlog.Hash `json:"edge"`
}

func (l *Log) state(ctx context.Context) (state, error) {
	r, err := l.keep.Get(ctx, KindLog, logID)
	if errors.Is(err, bonafide.ErrNotFound) {
		return state{}, nil
	}
	if err != nil {
		return state{}, err
	}
	var s storedState
	if json.Unmarshal(r.Body, &s) != nil || s.Format != 1 {
		return state{}, fmt.Errorf("audit: %s record: %w", KindLog, bonafide.ErrUnreadable)
	}
	return state{r.Version, s.Position, s.Before, s.Last, tree{s.Size, s.Edge}}, nil
}

func (s state) write() (bonafide.Write, error) {
	body, err := json.Marshal(storedState{1, s.tree.size, s.position, s.before, s.last, s.tree.edge})
	return bonafide.Write{Record: bonafide.Record{Kind: KindLog, ID: logID, Version: s.version + 1, Body: body}}, err
}

func (l *Log) head(s state) Head {
	return Head{Origin: l.signer.Name(), Size: s.tree.size, Root: s.tree.root(), At: bonafide.Instant(l.now().Truncate(time.Second))}
}

// Head returns the head of the log as it stands. It is not signed.
func (l *Log) Head(ctx context.Context) (Head, error) {
	s, err := l.state(ctx)
	if err != nil {
		return Head{}, err
	}
	return l.head(s), nil
}

// Grow adds the events that came since, and returns the new head. What was added before
// an error stays. It fails as the Store's Events does; with [bonafide.ErrCursor] the
// store was put back to before the log's last event, however many came since, and the log
// tells of events that are no more. It fails with [bonafide.ErrUnreadable] where hashes stand in the tree's
// store that the log does not know of: its own record was lost or put back alone.
func (l *Log) Grow(ctx context.Context) (Head, error) {
	lost := int64(-1) // version that a race was lost at
	for {
		s, err := l.state(ctx)
		if err != nil {
			return Head{}, err
		}
		if s.version == lost { // nobody was faster
			return Head{}, fmt.Errorf("audit: %s record is older than the hashes: %w", KindLog, bonafide.ErrUnreadable)
		}
		events, more, err := l.since(ctx, s)
		if err != nil {
			return Head{}, err
		}
		if len(events) == 0 {
			return l.head(s), nil
		}
		next, err := l.grow(ctx, s, events)
		if errors.Is(err, bonafide.ErrConflict) {
			lost = s.version
			continue // another replica was faster
		}
		if err != nil {
			return Head{}, err
		}
		if !more {
			return l.head(next), nil
		}
	}
}

// since returns the events behind the last one of the log, and whether more may follow. It
// begins with that one, and finds it as it was logged: a store that was put back and has
// grown since gives its position to another event.
func (l *Log) since(ctx context.Context, s state) (events []bonafide.Event, more bool, err error) {
	q := bonafide.EventQuery{After: s.position, Limit: bonafide.MaxPage}
	told := s.last != tlog.Hash{}
	if told {
		q.After = s.before
	}
	if events, err = l.events.Events(ctx, q); err != nil {
		return nil, false, err
	}
	more = len(events) == q.Limit
	if !told {
		return events, more, nil
	}
	if len(events) == 0 || Leaf(events[0]) != s.last {
		return nil, false, fmt.Errorf("audit: the last event of the log is not in the store: %w", bonafide.ErrCursor)
	}
	return events[1:], more, nil
}

// grow writes the new hashes and how far the log is now, together.
func (l *Log) grow(ctx context.Context, s state, events []bonafide.Event) (state, error) {
	first := tlog.StoredHashCount(s.tree.size)
	next := s
	next.tree = s.tree.clone()
	hashes := make([]tlog.Hash, 0, 2*len(events))
	for _, e := range events {
		next.before, next.position, next.last = next.position, e.Position, Leaf(e)
		hashes = next.tree.add(next.last, hashes)
	}
	batch, err := l.hashWrites(ctx, first, hashes)
	if err != nil {
		return state{}, err
	}
	w, err := next.write()
	if err != nil {
		return state{}, err
	}
	next.version = w.Record.Version
	return next, l.keep.Put(ctx, append(batch, w)...)
}
