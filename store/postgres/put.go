package postgres

import (
	"cmp"
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/store"
)

const selectHolder = `select id from bonafide_unique where tenant = $1 and kind = $2 and term = $3`

// Attempts of one write that the engine aborts, and the pause after the first.
const (
	maxAttempts = 20
	firstPause  = 2 * time.Millisecond
	longPause   = 200 * time.Millisecond
)

// Put writes the batch in one transaction, or inside the host's.
func (s *Store) Put(ctx context.Context, batch ...bonafide.Write) error {
	if err := s.ready(ctx); err != nil {
		return err
	}
	if err := store.CheckBatch(batch); err != nil || len(batch) == 0 {
		return err
	}
	if s.tx != nil {
		return outage(ctx, "put", s.putWithin(ctx, batch))
	}
	err := repeated(ctx, func() error { return s.put(ctx, batch) })
	if errors.Is(err, errFreed) {
		err = bonafide.ErrConflict
	}
	return outage(ctx, "put", err)
}

// repeated tries again what the engine aborted as a whole, after a pause at random.
func repeated(ctx context.Context, try func() error) error {
	pause := firstPause
	for attempt := 1; ; attempt++ {
		err := try()
		if !aborted(err) && !errors.Is(err, errFreed) || attempt == maxAttempts {
			return err
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(rand.N(pause)):
		}
		pause = min(2*pause, longPause)
	}
}

// errFreed says that a unique value was held when it was claimed and is free now.
var errFreed = errors.New("postgres: a unique value was given up meanwhile")

// put is one attempt. Most batches go through at once; what the quick way refuses, the
// exact one looks at.
func (s *Store) put(ctx context.Context, batch []bonafide.Write) error {
	conn, err := s.database.pool.Acquire(ctx)
	if err != nil {
		return err
	}
	defer conn.Release()
	quick, err := s.pipeline(batch, true)
	if err != nil {
		return err
	}
	if quick.twice == nil && quick.claimants < 2 {
		if err := s.attempt(ctx, conn, quick); quick.claimants == 0 || codeOf(err) != divisionByZero {
			return s.refused(ctx, conn, quick, err)
		}
	}
	exact, err := s.pipeline(batch, false)
	if err != nil {
		return err
	}
	return s.refused(ctx, conn, exact, s.attempt(ctx, conn, exact))
}

// attempt sends a pipeline as one transaction. Where nothing is said of its isolation,
// it begins with the first statement and ends with the last: the server commits what
// came in one message, or nothing.
func (s *Store) attempt(ctx context.Context, conn *pgxpool.Conn, p *pipeline) error {
	work := &pgx.Batch{}
	begin, end := "", "commit"
	if p.twice != nil {
		begin, end = "begin", "rollback"
	}
	if s.database.meta.ordering == distributed {
		begin = "begin isolation level serializable"
	}
	before := 0
	if begin != "" {
		work.Queue(begin)
		before = 1
	}
	p.queue(work)
	if begin != "" {
		work.Queue(end)
	}
	err := p.run(conn.SendBatch(ctx, work), before)
	if err != nil && conn.Conn().PgConn().TxStatus() != 'I' && !conn.Conn().IsClosed() {
		_, _ = conn.Exec(context.WithoutCancel(ctx), "rollback") // else the pool drops the connection
	}
	return err
}

// putWithin keeps a refused batch from leaving half of itself in the host's
// transaction.
func (s *Store) putWithin(ctx context.Context, batch []bonafide.Write) error {
	p, err := s.pipeline(batch, false)
	if err != nil {
		return err
	}
	within, err := s.tx.Begin(ctx) // a savepoint
	if err != nil {
		return err
	}
	work := &pgx.Batch{}
	p.queue(work)
	err = p.run(within.SendBatch(ctx, work), 0)
	if err == nil && p.twice == nil {
		return within.Commit(ctx)
	}
	if undo := within.Rollback(context.WithoutCancel(ctx)); undo != nil {
		return undo
	}
	err = s.refused(ctx, s.tx, p, err)
	if errors.Is(err, errFreed) {
		return bonafide.ErrConflict
	}
	return err
}

// A pipeline is the statements of one batch, without begin and commit.
type pipeline struct {
	queue     func(*pgx.Batch)
	records   int                      // statements that fail on a conflict, after the one that sets the tenant
	claimants int                      // records that claim unique values
	length    int                      // of all statements
	written   map[[2]string]bool       // kinds and ids of the batch's records
	claims    []claim                  // of unique values
	twice     *bonafide.DuplicateError // two records of the batch claim one value; told after conflicts
}

// A claim is a unique value that a record of the batch is to hold.
type claim struct{ kind, term, id string }

// pipeline makes the statements of a batch. Quick ones claim unique values, and write
// the events, together with a record, and so refuse a value that a later record of the batch gives
// up, and a duplicate where a later record is a conflict. Exact ones claim for the whole batch, after
// all that is given up.
func (s *Store) pipeline(batch []bonafide.Write, quick bool) (*pipeline, error) {
	p := &pipeline{records: len(batch), length: 1 + len(batch), written: make(map[[2]string]bool, len(batch))}
	if err := store.CheckUnique(batch); err != nil && !errors.As(err, &p.twice) {
		return nil, err
	}
	events, err := encodeEvents(batch)
	if err != nil {
		return nil, err
	}
	// In one order, whoever writes: two batches never wait for each other.
	ordered := batch
	if len(batch) > 1 {
		ordered = slices.Clone(batch)
		slices.SortFunc(ordered, func(a, b bonafide.Write) int {
			return cmp.Or(cmp.Compare(a.Record.Kind, b.Record.Kind), cmp.Compare(a.Record.ID, b.Record.ID))
		})
	}
	for i := range ordered {
		r := &ordered[i].Record
		p.written[[2]string{r.Kind, r.ID}] = true
		for _, term := range distinct(r.Unique) {
			p.claims = append(p.claims, claim{r.Kind, term, r.ID})
		}
		if len(r.Unique) > 0 {
			p.claimants++
		}
	}
	slices.SortFunc(p.claims, func(a, b claim) int { return cmp.Or(cmp.Compare(a.kind, b.kind), cmp.Compare(a.term, b.term)) })
	apart := !quick && p.twice == nil && len(p.claims) > 0
	if apart {
		p.length++
	}
	within := quick && s.database.meta.ordering == string(ByTransaction) // events go with the last record
	last := p.twice == nil && events != nil && !within
	if last {
		p.length++
	}
	p.queue = func(b *pgx.Batch) {
		if quick && s.database.meta.ordering != distributed {
			b.Queue(setPlans, s.setting)
		} else {
			b.Queue(setTenant, s.setting)
		}
		for i := range ordered {
			var with *encoded
			if within && i == len(ordered)-1 {
				with = events
			}
			s.queueRecord(b, &ordered[i].Record, quick, with)
		}
		if apart {
			kinds, terms, ids := columnsOf(p.claims)
			b.Queue(insertUniques, s.tenant, kinds, terms, ids)
		}
		if last {
			s.queueEvents(b, events)
		}
	}
	return p, nil
}

func (s *Store) queueRecord(b *pgx.Batch, r *bonafide.Record, claims bool, events *encoded) {
	body := r.Body
	if body == nil {
		body = []byte{}
	}
	shape := recordShape{first: r.Version == 1, claims: claims && (r.Version > 1 || len(r.Unique) > 0), events: events != nil}
	args := []any{s.tenant, blob(r.Kind), blob(r.ID), r.Version, blobs(distinct(r.Unique)), blobs(distinct(r.Labels)), micros(r.Due), body}
	if events != nil {
		args = append(args, events.kinds, events.ids, events.packed, events.events)
	}
	b.Queue(s.database.records[shape], args...)
}

func columnsOf(claims []claim) (kinds, terms, ids [][]byte) {
	for _, c := range claims {
		kinds, terms, ids = append(kinds, blob(c.kind)), append(terms, blob(c.term)), append(ids, blob(c.id))
	}
	return kinds, terms, ids
}

// A stopped is a pipeline that failed at a statement.
type stopped struct {
	at    int // 0 is the statement that sets the tenant
	cause error
}

func (e *stopped) Error() string { return "postgres: stopped" }
func (e *stopped) Unwrap() error { return e.cause }

// run reads the answers, of which some stand before those of the pipeline.
func (p *pipeline) run(answers pgx.BatchResults, before int) error {
	for i := -before; i < p.length; i++ {
		if _, err := answers.Exec(); err != nil {
			_ = answers.Close() // the first error is the one to tell
			return &stopped{i, err}
		}
	}
	return answers.Close() // what is left is the end of the transaction
}

// givesUp reports whether a record of the batch would no longer hold a value.
func (p *pipeline) givesUp(c claim) bool {
	return p.written[[2]string{c.kind, c.id}] && !slices.Contains(p.claims, c)
}

// refused says why the statement failed at which a pipeline stopped. It looks on the
// connection that it has: a pool may have no other to give.
func (s *Store) refused(ctx context.Context, on sender, p *pipeline, err error) error {
	var at *stopped
	switch {
	case err == nil && p.twice != nil:
		return p.twice
	case !errors.As(err, &at) || codeOf(err) != divisionByZero:
		return err
	case at.at <= p.records:
		return bonafide.ErrConflict
	}
	for _, c := range p.claims {
		var id []byte
		if err := s.query(ctx, on, into(&id), selectHolder, s.tenant, blob(c.kind), blob(c.term)); err != nil {
			return err
		}
		holder := string(id)
		if holder != "" && holder != c.id && !p.givesUp(claim{c.kind, c.term, holder}) {
			return &bonafide.DuplicateError{Key: c.term, ID: holder}
		}
	}
	return errFreed
}

// micros is a due time as a column holds it: null for never.
func micros(t time.Time) *int64 {
	if t.IsZero() {
		return nil
	}
	n := t.UnixMicro()
	return &n
}
