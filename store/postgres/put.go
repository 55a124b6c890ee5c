package postgres

import (
	"cmp"
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/store"
)

// The statements of Put beside those of records. Each that finds the batch refused fails with a division by
// zero, so that nothing after it in the pipeline runs and no answer has to be waited
// for in between.
const (
	insertUniques = `
		insert into bonafide_unique (tenant, kind, term, id)
		select $1, kind, term, id from unnest($2::bytea[], $3::bytea[], $4::bytea[]) as claim (kind, term, id) on conflict do nothing`
	checkUniques = `
		select 1 / (case when exists (
			select 1 from unnest($2::bytea[], $3::bytea[], $4::bytea[]) as claim (kind, term, id)
			left join bonafide_unique u on u.tenant = $1 and u.kind = claim.kind and u.term = claim.term and u.id = claim.id
			where u.id is null) then 0 else 1 end)`
	insertLabels = `
		insert into bonafide_label (tenant, kind, term, id, due)
		select $1, kind, term, id, due from unnest($2::bytea[], $3::bytea[], $4::bytea[], $5::bigint[]) as label (kind, term, id, due) on conflict do nothing`
	selectHolder = `select id from bonafide_unique where tenant = $1 and kind = $2 and term = $3`
)

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

// put is one attempt: one pipeline from begin to commit.
func (s *Store) put(ctx context.Context, batch []bonafide.Write) error {
	conn, err := s.database.pool.Acquire(ctx)
	if err != nil {
		return err
	}
	defer conn.Release()
	p, err := s.pipeline(batch)
	if err != nil {
		return err
	}
	begin := "begin"
	if s.database.meta.ordering == distributed {
		begin = "begin isolation level serializable"
	}
	work := &pgx.Batch{}
	work.Queue(begin)
	p.queue(work)
	if p.twice == nil {
		work.Queue("commit")
	} else {
		work.Queue("rollback")
	}
	err = p.run(conn.SendBatch(ctx, work), 1)
	if err == nil {
		return p.refusal()
	}
	if conn.Conn().PgConn().TxStatus() != 'I' && !conn.Conn().IsClosed() {
		_, _ = conn.Exec(context.WithoutCancel(ctx), "rollback") // else the pool drops the connection
	}
	return s.refused(ctx, conn, p, err)
}

// putWithin keeps a refused batch from leaving half of itself in the host's
// transaction.
func (s *Store) putWithin(ctx context.Context, batch []bonafide.Write) error {
	p, err := s.pipeline(batch)
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
	if err == nil {
		return p.twice
	}
	err = s.refused(ctx, s.tx, p, err)
	if errors.Is(err, errFreed) {
		return bonafide.ErrConflict
	}
	return err
}

// A pipeline is the statements of one batch, without begin and commit.
type pipeline struct {
	queue   func(*pgx.Batch)
	records int                      // statements that fail on a conflict; the first sets the tenant
	uniques int                      // index of the statement that fails on a value that another record holds; 0 = none
	length  int                      // of all statements
	written map[[2]string]bool       // kinds and ids of the batch's records
	claims  []claim                  // of unique values
	twice   *bonafide.DuplicateError // two records of the batch claim one value; told after conflicts
}

// A claim is a unique value that a record of the batch is to hold.
type claim struct{ kind, term, id string }

func (s *Store) pipeline(batch []bonafide.Write) (*pipeline, error) {
	p := &pipeline{records: len(batch), written: make(map[[2]string]bool, len(batch))}
	if err := store.CheckUnique(batch); err != nil && !errors.As(err, &p.twice) {
		return nil, err
	}
	events, err := s.events(batch)
	if err != nil {
		return nil, err
	}
	// In one order, whoever writes: two batches never wait for each other.
	ordered := slices.Clone(batch)
	slices.SortFunc(ordered, func(a, b bonafide.Write) int {
		return cmp.Or(cmp.Compare(a.Record.Kind, b.Record.Kind), cmp.Compare(a.Record.ID, b.Record.ID))
	})
	var labels []claim
	var dues []*int64
	for i := range ordered {
		r := &ordered[i].Record
		p.written[[2]string{r.Kind, r.ID}] = true
		for _, term := range distinct(r.Unique) {
			p.claims = append(p.claims, claim{r.Kind, term, r.ID})
		}
		for _, term := range distinct(r.Labels) {
			labels, dues = append(labels, claim{r.Kind, term, r.ID}), append(dues, micros(r.Due))
		}
	}
	slices.SortFunc(p.claims, func(a, b claim) int { return cmp.Or(cmp.Compare(a.kind, b.kind), cmp.Compare(a.term, b.term)) })
	p.length = 1 + len(ordered)
	if p.twice == nil {
		if len(p.claims) > 0 {
			p.uniques = p.length + 1
			p.length += 2
		}
		if len(labels) > 0 {
			p.length++
		}
		if events != nil {
			p.length++
		}
	}
	p.queue = func(b *pgx.Batch) {
		b.Queue(setTenant, s.setting)
		for i := range ordered {
			s.queueRecord(b, &ordered[i].Record)
		}
		if p.twice != nil {
			return
		}
		if len(p.claims) > 0 {
			kinds, terms, ids := columnsOf(p.claims)
			b.Queue(insertUniques, s.tenant, kinds, terms, ids)
			b.Queue(checkUniques, s.tenant, kinds, terms, ids)
		}
		if len(labels) > 0 {
			kinds, terms, ids := columnsOf(labels)
			b.Queue(insertLabels, s.tenant, kinds, terms, ids, dues)
		}
		if events != nil {
			events(b)
		}
	}
	return p, nil
}

// A recordWriter has the statements that write a record. In a database whose events
// are ordered by transaction a record is marked with the place of its last events: a
// transaction of the host can be older than a version that it read.
type recordWriter struct{ insert, update string }

func newRecordWriter(ordering string) recordWriter {
	mark := "0"
	if ordering == string(ByTransaction) {
		mark = "(select pg_current_xact_id()::text::bigint + base from bonafide_meta)"
	}
	return recordWriter{
		insert: `
			with done as (insert into bonafide_record (tenant, kind, id, version, uniques, labels, due, body, mark)
				values ($1, $2, $3, 1, $4, $5, $6, $7, ` + mark + `) on conflict do nothing returning 1)
			select 1 / count(*) from done`,
		update: `
			with old as (select uniques, labels, due from bonafide_record where tenant = $1 and kind = $2 and id = $3 and version = $4 - 1),
			done as (update bonafide_record set version = $4, uniques = $5, labels = $6, due = $7, body = $8, mark = greatest(mark, ` + mark + `)
				where tenant = $1 and kind = $2 and id = $3 and version = $4 - 1 returning 1),
			freed as (delete from bonafide_unique u using old
				where u.tenant = $1 and u.kind = $2 and u.term = any(old.uniques) and u.id = $3 and u.term <> all($5)),
			unlabelled as (delete from bonafide_label l using old
				where l.tenant = $1 and l.kind = $2 and l.term = any(old.labels) and l.id = $3 and l.term <> all($6)),
			dated as (update bonafide_label l set due = $7 from old
				where l.tenant = $1 and l.kind = $2 and l.term = any(old.labels) and l.term = any($6) and l.id = $3 and old.due is distinct from $7)
			select 1 / count(*) from done`,
	}
}

func (s *Store) queueRecord(b *pgx.Batch, r *bonafide.Record) {
	body := r.Body
	if body == nil {
		body = []byte{}
	}
	if r.Version == 1 {
		b.Queue(s.database.records.insert, s.tenant, blob(r.Kind), blob(r.ID), blobs(r.Unique), blobs(r.Labels), micros(r.Due), body)
		return
	}
	b.Queue(s.database.records.update, s.tenant, blob(r.Kind), blob(r.ID), r.Version, blobs(r.Unique), blobs(r.Labels), micros(r.Due), body)
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

// refusal is what a pipeline that ran to its end was undone for.
func (p *pipeline) refusal() error {
	if p.twice != nil {
		return p.twice
	}
	return nil
}

// givesUp reports whether a record of the batch would no longer hold a value.
func (p *pipeline) givesUp(c claim) bool {
	return p.written[[2]string{c.kind, c.id}] && !slices.Contains(p.claims, c)
}

// refused says why the statement failed at which a pipeline stopped. It looks on the
// connection that it has: a pool may have no other to give.
func (s *Store) refused(ctx context.Context, on sender, p *pipeline, err error) error {
	var at *stopped
	if !errors.As(err, &at) || codeOf(err) != divisionByZero {
		return err
	}
	switch {
	case at.at >= 1 && at.at <= p.records:
		return bonafide.ErrConflict
	case at.at != p.uniques || p.uniques == 0:
		return err
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
