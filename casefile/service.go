package casefile

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile/property"
	"github.com/bonafide-go/bonafide/internal/record"
)

// A Service runs commands on cases. It is safe for concurrent use, starts no
// goroutine and keeps no state of its own: any number of them may work on one store.
//
// Every command on a case fails with [bonafide.ErrNotFound] if there is no such case
// or the actor may not know of it, with [bonafide.ErrForbidden] if actors of that
// kind may not do it, with a [*bonafide.StateError] in a status that does not allow
// it (the comment of the package has the table), with a [*bonafide.RefusedError] of
// [bonafide.RefusedErased] once the case is erased, with [bonafide.ErrKeyReused] if its key was
// used for another command, with [bonafide.ErrConflict] if others changed the case
// again and again meanwhile (try again), and with an [*bonafide.InvalidError] for an
// actor that is none of those there are. After an error nothing has changed.
// Otherwise it returns the case as the actor may see it.
type Service struct {
	table record.Table[Case]
	keys  *bonafide.Keys
	opts  Options
}

// New returns a service on a store. Keys must be of the store's tenant. It fails
// with an [*bonafide.InvalidError] that lists every fault of the options.
func New(store bonafide.Store, keys *bonafide.Keys, opts *Options) (*Service, error) {
	var faults bonafide.Faults
	if store == nil {
		faults.Add("store", bonafide.CodeRequired)
	}
	if keys == nil {
		faults.Add("keys", bonafide.CodeRequired)
	}
	if opts != nil {
		faults.Merge("", opts.check())
	}
	if err := faults.Err(); err != nil {
		return nil, err
	}
	s := &Service{keys: keys, opts: opts.withDefaults()}
	s.table = record.Table[Case]{Store: store, Keys: keys, Kind: Kind, Terms: s.terms}
	return s, nil
}

// WithStore returns a copy that works on another handle of the same tenant,
// such as one bound to a transaction of the host.
func (s *Service) WithStore(store bonafide.Store) *Service {
	bound := *s
	bound.table.Store = store
	return &bound
}

func (s *Service) now() time.Time { return bonafide.Instant(s.opts.Now()) }

var errID = errors.New("casefile: NewID made an id that is empty or too long")

// newID makes one id of at most maxID bytes.
func (s *Service) newID() (string, error) {
	id, err := s.opts.NewID()
	if err == nil && (id == "" || len(id) > maxID) {
		return "", errID
	}
	return id, err
}

// terms are what the store may look a case up by. Personal ones are blinded.
func (s *Service) terms(c Case) record.Terms {
	if c.Erased() {
		return record.Terms{Labels: []string{"status=" + string(c.Status), "platform=" + c.Platform, labelErased}}
	}
	t := record.Terms{
		Labels: []string{"status=" + string(c.Status), "risk=" + string(c.RiskLevel()), "periodic=" + string(c.Periodic.in())},
		Due:    c.due(s.opts.Reviews, s.opts.Screener != nil, s.opts.Model != nil),
	}
	if c.ExternalID != "" {
		for _, index := range s.keys.Indexes("case.external", c.ExternalID) {
			t.Unique = append(t.Unique, externalTerm(index))
		}
	}
	for key, value := range map[string]string{"assignee": c.Assignee, "platform": c.Platform, "template": c.Template} {
		if value != "" {
			t.Labels = append(t.Labels, key+"="+value)
		}
	}
	if c.ContactHasActions {
		t.Labels = append(t.Labels, "contact=true")
	}
	if c.ReviewerHasActions {
		t.Labels = append(t.Labels, "reviewer=true")
	}
	for _, f := range c.Flags {
		t.Labels = append(t.Labels, "flag="+string(f))
	}
	for _, tag := range c.Tags {
		t.Labels = append(t.Labels, tagTerm(tag))
	}
	return t
}

func externalTerm(index string) string { return "external=" + index }

// tagTerm is short and of one form; tags are the host's words and name nobody.
func tagTerm(tag string) string { return "tag=" + digest("tag", strings.ToLower(tag))[:32] }

// begin opens the trace of a command; the function it returns closes trace and
// log with the command's error.
func (s *Service) begin(ctx context.Context, op, id string) (context.Context, func(*error)) {
	ctx, end := s.opts.Trace(ctx, op)
	return ctx, func(err *error) {
		end(*err)
		level, outcome := slog.LevelInfo, "done"
		if *err != nil {
			level, outcome = slog.LevelWarn, reason(*err)
		}
		s.opts.Logger.LogAttrs(ctx, level, op, slog.String("case", id), slog.String("outcome", outcome))
	}
}

// reason names an error for the log. Texts of foreign errors stay out of it.
func reason(err error) string {
	var refused *bonafide.RefusedError
	if errors.As(err, &refused) {
		return string(refused.Code)
	}
	for _, known := range []error{bonafide.ErrNotFound, bonafide.ErrConflict, bonafide.ErrDuplicate, bonafide.ErrInvalid, bonafide.ErrState,
		bonafide.ErrForbidden, bonafide.ErrRefused, bonafide.ErrUnavailable, bonafide.ErrKeyReused, bonafide.ErrCursor, bonafide.ErrSealed, bonafide.ErrChain,
		context.Canceled, context.DeadlineExceeded} {
		if errors.Is(err, known) {
			return known.Error()
		}
	}
	return "error"
}

// A rule is what a command does to a case at a time.
type rule func(c Case, at time.Time) (Case, []bonafide.Event, error)

// A request is what a command was called with.
type request struct {
	op      string
	id      string
	by      bonafide.Actor
	key     string
	body    any // what is asked for; its JSON is the command's fingerprint
	secrets []bonafide.Secret
}

// command describes a call for the idempotency memory.
func (r request) command() (record.Command, error) {
	if err := r.by.Check("by"); err != nil {
		return record.Command{}, err
	}
	parts, err := record.Fingerprint(r.body, r.secrets...)
	if err != nil {
		return record.Command{}, err
	}
	return record.Command{Op: r.op, Key: r.key, By: r.by, Parts: parts}, nil
}

// run is a whole command on one case: trace, log, idempotency, rule, write.
func (s *Service) run(ctx context.Context, r request, do rule) (c Case, err error) {
	ctx, end := s.begin(ctx, r.op, r.id)
	defer end(&err)
	cmd, err := r.command()
	if err != nil {
		return Case{}, err
	}
	return s.update(ctx, r.id, cmd, do)
}

// update runs a verb on a stored case that the actor may know of, settles what
// follows, and writes it with its version. Every command on a case passes here.
func (s *Service) update(ctx context.Context, id string, cmd record.Command, do rule) (Case, error) {
	t := s.table
	var before, after Case
	t.Store = companion{Store: s.table.Store, extra: func(ctx context.Context, r bonafide.Record) ([]bonafide.Write, error) {
		return s.writes(before, after, nil)(ctx, r)
	}}
	kept, err := t.Update(ctx, id, cmd, func(c Case) (record.Change[Case], error) {
		if !c.admits(cmd.By) {
			return record.Change[Case]{}, bonafide.ErrNotFound
		}
		if err := c.unerased(cmd.Op); err != nil {
			return record.Change[Case]{}, err
		}
		at := s.now()
		now, events, err := s.elapse(c, at)
		if err != nil {
			return record.Change[Case]{}, err
		}
		next, done, err := do(now, at)
		if err != nil {
			return record.Change[Case]{}, err
		}
		if events = append(events, done...); len(events) == 0 {
			return record.Change[Case]{State: c}, nil
		}
		var more []bonafide.Event
		if !next.Erased() { // else there is nothing left that could follow
			if next, more, err = s.settle(c, next, at); err != nil {
				return record.Change[Case]{}, err
			}
		}
		before, after = c, next
		return record.Change[Case]{State: next, Events: append(events, more...)}, nil
	})
	if kept.State.ID != "" && !kept.State.admits(cmd.By) {
		return Case{}, bonafide.ErrNotFound // a repeated key of an actor who lost sight of the case
	}
	if err := kept.State.unerased(cmd.Op); err != nil {
		return Case{}, err // a repeated key of before the erasure
	}
	if err != nil {
		return Case{}, err
	}
	return s.view(kept.State, cmd.By), nil
}

// view is a case as an actor gets it: archived properties left out.
func (s *Service) view(c Case, by bonafide.Actor) Case {
	c = c.as(by)
	c.Properties = s.opts.Properties.Visible(property.OfCase, c.Properties)
	for i := range c.Companies {
		c.Companies[i].Properties = s.opts.Properties.Visible(property.OfCompany, c.Companies[i].Properties)
	}
	for i := range c.Individuals {
		c.Individuals[i].Properties = s.opts.Properties.Visible(property.OfIndividual, c.Individuals[i].Properties)
	}
	return c
}
