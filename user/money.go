package user

import (
	"context"
	"slices"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/aggregate"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/permission/money"
	"github.com/bonafide-go/bonafide/permission/program"
	"github.com/bonafide-go/bonafide/user/event"
)

// KindLedger is the kind of the records that hold what a user has moved, under
// the user's id.
const KindLedger = Kind + ".ledger"

// What is older than this many days is folded to sums: from then on a
// transaction of that time is neither taken nor reversed. Of a user who moves
// more than maxEntries in that time, all but the present day is folded.
const (
	openDays   = 7
	maxEntries = 200
	maxAhead   = 5 * time.Minute // by which a host's clocks may differ
)

func (s *Service) ledgerPart() aggregate.Part[User] {
	return aggregate.NewPart(KindLedger,
		func(u User) money.Ledger { return u.beside.ledger },
		func(u User, l money.Ledger) User { u.beside.ledger = l; return u }, nil)
}

// mayMove reports whether the user may move money in some direction.
func (u User) mayMove() bool {
	return u.Permission().May(permission.Inbound) || u.Permission().May(permission.Outbound)
}

// movesAs reports whether two states of a user let the same money move: by the
// same permission, tier and program.
func (u User) movesAs(other User) bool {
	return u.Permission() == other.Permission() && u.Decision.Scope == other.Decision.Scope && u.Decision.ProgramHash == other.Decision.ProgramHash
}

// openLedger returns the user's ledger in the zone of a program, with what is
// long over folded.
func (u User) openLedger(p *program.Program, at time.Time) (money.Ledger, error) {
	l, err := inZone(u.beside.ledger, p.TimeZone())
	if err != nil {
		return l, err
	}
	if l, err = l.Fold(at.AddDate(0, 0, -openDays)); err == nil && len(l.Entries) > maxEntries {
		l, err = l.Fold(at)
	}
	return l, err
}

// inZone returns the ledger with its periods in another zone: that of a later
// version of the program. What is kept one by one simply falls into the periods
// of the new zone. A folded day falls with all it holds into the day in which it
// ends, so that no sum of a period that is still open gets smaller.
func inZone(l money.Ledger, zone string) (money.Ledger, error) {
	if l.Zone == zone {
		return l, nil
	}
	fresh, err := money.NewLedger(zone)
	if err != nil {
		return l, err
	}
	was, err := location(l.Zone)
	if err != nil {
		return l, err
	}
	now, err := location(zone)
	if err != nil {
		return l, err
	}
	fresh.From, fresh.Entries, fresh.Days = l.From, l.Entries, slices.Clone(l.Days)
	for i := range fresh.Days {
		_, end := money.Around(permission.PerDay, fresh.Days[i].Start, was)
		fresh.Days[i].Start, _ = money.Around(permission.PerDay, end.Add(-time.Microsecond), now)
	}
	return fresh, nil
}

// location reads an IANA name; empty is UTC.
func location(zone string) (*time.Location, error) {
	if zone == "" {
		return time.UTC, nil
	}
	return time.LoadLocation(zone)
}

// A MoveRequest asks for money to move: by Authorize in question, by Move in
// earnest.
type MoveRequest struct {
	Key         string            `json:"-"` // idempotency key; the transaction's own id makes a repetition harmless too
	Transaction money.Transaction `json:"transaction"`
}

// Authorize says whether a transaction may go ahead now: by which rule not,
// what remains of each limit, and what would raise it. It changes nothing; Move
// also counts the transaction. One that is dated more than five minutes ahead, or
// back by more than Options.MaxBackdate, is refused as too early or too old, so that
// limits hold whatever dates are claimed.
//
// Whoever may know of the user may ask. It fails with [bonafide.ErrNotFound],
// with an error matching [bonafide.ErrInvalid] for a malformed transaction, with
// [bonafide.ErrKeyReused] for another transaction under an id that was counted,
// and with RefusedErased.
func (s *Service) Authorize(ctx context.Context, by bonafide.Actor, id string, req MoveRequest) (program.Authorization, error) {
	u, err := s.alive(ctx, by, id, KindLedger)
	if err != nil {
		return program.Authorization{}, err
	}
	at := s.now()
	p := s.program(u, at)
	ledger, err := u.openLedger(p, at)
	if err != nil {
		return program.Authorization{}, err
	}
	a, err := p.Authorize(s.required(u, at), ledger, req.Transaction)
	return answerFor(by, s.inTime(a, req.Transaction, at)), err
}

// inTime refuses a transaction that is not of the present: by its limits it would
// be counted in a period that nothing else is counted in.
func (s *Service) inTime(a program.Authorization, t money.Transaction, at time.Time) program.Authorization {
	var code bonafide.Code
	switch {
	case a.Repeated:
		return a
	case t.At.After(at.Add(maxAhead)):
		code = money.CodeTooEarly
	case t.At.Before(at.Add(-s.opts.MaxBackdate)):
		code = money.CodeTooOld
	default:
		return a
	}
	a.Allowed, a.Raise, a.Refusals = false, nil, []money.Refusal{{Code: code}}
	return a
}

// Move authorizes a transaction and, if it is allowed, counts it, in one step:
// of racing transactions none is counted twice and together they keep within
// the limits, and none passes a lock that was set before it. A transaction id
// that was counted before is answered with Authorization.Repeated and not
// counted again. A refusal is an answer, no error: see Authorization.Refusals.
//
// Platforms, the user and the system may, others fail with
// [bonafide.ErrForbidden]. It fails with an error matching [bonafide.ErrState]
// for a user who is locked or closed (where Authorize answers with a refusal of
// [program.CodeStanding]), and otherwise as Authorize does. Only the
// user's ledger is written, unless a threshold of the program is reached.
func (s *Service) Move(ctx context.Context, by bonafide.Actor, id string, req MoveRequest) (program.Authorization, error) {
	var a program.Authorization
	_, err := s.run.Do(ctx, id, by, s.prepare(req.into(s, &a)))
	if err != nil {
		return program.Authorization{}, err
	}
	return answerFor(by, a), nil
}

func (r MoveRequest) command(s *Service) command { return r.into(s, new(program.Authorization)) }

// into is the command with a place for its answer.
func (r MoveRequest) into(s *Service, answer *program.Authorization) command {
	return command{
		Op: "user.move", Verb: string(permission.VerbTransact), Key: r.Key, Body: r, With: []string{KindLedger},
		Rule: func(_ context.Context, u User, in input) (change, error) {
			c, a, err := s.move(u, r.Transaction, in)
			*answer = a
			return c, err
		},
		Repeat: func(context.Context, User) error {
			*answer = program.Authorization{Allowed: true, Repeated: true, At: bonafide.Instant(r.Transaction.At)}
			return nil
		},
	}
}

// move counts a transaction that is allowed. Where that reaches a threshold, the
// user's own record changes with it.
func (s *Service) move(u User, t money.Transaction, in input) (change, program.Authorization, error) {
	p := s.program(u, in.At)
	ledger, err := u.openLedger(p, in.At)
	if err != nil {
		return change{}, program.Authorization{}, err
	}
	ledger, a, err := p.Move(s.required(u, in.At), ledger, t)
	a = s.inTime(a, t, in.At)
	if err != nil || !a.Allowed || a.Repeated {
		return change{State: u}, a, err
	}
	u.beside.ledger = ledger
	events := one(of(KindLedger, in.Event(event.Moved, "transaction", t.ID, "direction", string(t.Direction))))
	return s.recount(u, events, in), a, nil
}

// recount adds to a change of the ledger what it means to the decision.
func (s *Service) recount(u User, events []bonafide.Event, in input) change {
	if s.countsTotals {
		next, _ := s.decide(u, in.At)
		was, now := u.Decision, next.Decision
		if !next.movesAs(u) || !now.Due.Equal(was.Due) || !slices.Equal(now.Documents, was.Documents) || !slices.Equal(now.Clocks, was.Clocks) {
			events = append(events, bonafide.NewEvent(event.Decided, in.At, bonafide.System()))
		}
	}
	return change{State: u, Events: events}
}

// required returns the user's decision with what is missing.
func (s *Service) required(u User, at time.Time) permission.Decision {
	now, _ := s.opts.Programs.Evaluate(u.CIPTag, s.facts(u, at))
	d := u.Decision
	d.Requirements = now.Requirements
	return d
}

// A ReverseMoveRequest names a transaction that failed, or was returned.
type ReverseMoveRequest struct {
	Key         string `json:"-"`           // idempotency key
	Transaction string `json:"transaction"` // id
}

// ReverseMove takes a transaction out of the running totals. One that was not
// counted, or was folded with its day since, is no error: nothing changes.
//
// Platforms and the system may, others fail with [bonafide.ErrForbidden]. It
// fails with an error matching [bonafide.ErrState] for a user who is locked or
// closed.
func (s *Service) ReverseMove(ctx context.Context, by bonafide.Actor, id string, req ReverseMoveRequest) (User, error) {
	return s.do(ctx, by, id, req)
}

func (r ReverseMoveRequest) command(s *Service) command {
	return command{Op: "user.reverse_move", Verb: string(permission.VerbReverse), Key: r.Key, Body: r, With: []string{KindLedger},
		Rule: func(_ context.Context, u User, in input) (change, error) {
			ledger, found := u.beside.ledger.Reverse(r.Transaction)
			if !found {
				return change{State: u}, nil
			}
			u.beside.ledger = ledger
			return s.recount(u, one(of(KindLedger, in.Event(event.MoveReversed, "transaction", r.Transaction))), in), nil
		}}
}

// Ledger returns what the user has moved, as far as it is kept one by one, and
// the sums of older days. Whoever may know of the user may read it. It fails with
// [bonafide.ErrNotFound] and RefusedErased.
func (s *Service) Ledger(ctx context.Context, by bonafide.Actor, id string) (money.Ledger, error) {
	u, err := s.alive(ctx, by, id, KindLedger)
	if err != nil {
		return money.Ledger{}, err
	}
	return u.beside.ledger, nil
}
