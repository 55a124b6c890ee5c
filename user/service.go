package user

import (
	"math/rand/v2"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/aggregate"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/permission/program"
)

// A Service runs commands on users. It is safe for concurrent use, starts no
// goroutine that outlives a call of Advance or Run, and keeps nothing
// that another Service would need: any number of them may work on one store.
//
// Every command on a user can fail with these errors besides its own:
//
//   - [bonafide.ErrNotFound]: there is no such user, or the actor may not know of it.
//   - [bonafide.ErrForbidden]: actors of that kind may not do it.
//   - a [*bonafide.StateError]: nobody may do it to a user with that permission,
//     such as one who is locked. Lift what stands by [Service.SetStanding] first.
//   - a [*bonafide.RefusedError] of [bonafide.RefusedNoApproval]: the program puts
//     it under four eyes. Call [Service.Propose] with the same request.
//   - a [*bonafide.RefusedError] of [bonafide.RefusedErased]: the user was erased.
//   - [bonafide.ErrKeyReused]: the key was used for another request. Take a new one.
//   - [bonafide.ErrConflict]: others changed the user again and again meanwhile. Call
//     again with the same key.
//   - an [*bonafide.InvalidError] for an actor without kind or id, at "by".
//   - an error of the Store or of the [bonafide.KeyWrapper], such as one matching
//     [bonafide.ErrUnavailable]. Whether the change was
//     written may be unknown: call again with the same key.
//   - a [*bonafide.NotConfiguredError]: the request takes a part that the host left out of
//     its Options, such as Files for an upload. Calling again does not help.
//   - one matching [bonafide.ErrDamaged]: calling again does not help before the
//     database is repaired.
type Service struct {
	run          aggregate.Runner[User]
	alone        aggregate.Runner[looks] // the looks, where they change without the user
	keys         *bonafide.Keys
	opts         Options
	asksLine     bool                   // some program tests what telephone numbers are for
	asksMailbox  bool                   // some program tests what e-mail addresses are for
	countsTotals bool                   // some program tests what has moved: every decision reads the ledger
	further      *atomic.Bool           // hasFurther said so
	gateOf       int                    // the gate, from 1, that looks are kept by; 0 = any
	entered      *atomic.Pointer[entry] // what was read after it
}

// New returns a service on a store. Keys must be of the store's tenant; opts may be
// nil. It fails with an [*bonafide.InvalidError] that lists every fault, those of the
// options under "options.", and keys of another tenant where the store tells of its own
// (see [bonafide.Tenanted]).
func New(store bonafide.Store, keys *bonafide.Keys, opts *Options) (*Service, error) {
	var faults bonafide.Faults
	if store == nil {
		faults.Add("store", bonafide.CodeRequired)
	}
	if keys == nil {
		faults.Add("keys", bonafide.CodeRequired)
	} else {
		faults.Merge("", keys.CheckTenant(store))
	}
	if opts == nil {
		opts = &Options{}
	}
	faults.Merge("options.", opts.check())
	all := opts.withDefaults()
	kept, err := aggregate.Bodies{InClear: opts.BodiesInClear, KeyStore: opts.KeyStore, Now: opts.Now, Interned: alike(all.Now)}.Over(store, keys)
	faults.Merge("options.", err)
	if err := faults.Err(); err != nil {
		return nil, err
	}
	s := &Service{further: new(atomic.Bool), entered: new(atomic.Pointer[entry]), keys: keys, opts: all.caught()}
	asks := func(fact program.Fact) bool {
		return slices.ContainsFunc(s.opts.Programs.Programs(), func(p *program.Program) bool { return tests(p.Sheet(), fact) })
	}
	s.countsTotals, s.asksLine, s.asksMailbox = asks(program.FactTotal), asks(program.FactPhoneLine), asks(program.FactMailbox)
	s.run = aggregate.Runner[User]{
		Table: aggregate.Table[User]{
			Store: kept, Keys: keys, Kind: Kind, Terms: s.terms, FromLabels: User.withLabels,
			Parts:  []aggregate.Part[User]{s.accessPart(), s.ledgerPart(), s.coveragePart()},
			Around: s.readOwners, KeyLife: s.opts.KeyLife,
		},
		Turns:   aggregate.NewTurns[User](),
		Now:     s.now,
		Trace:   s.opts.Trace,
		Logger:  s.opts.Logger,
		Admits:  User.admitsTo,
		Erased:  User.Erased,
		Erase:   string(permission.VerbErase),
		Elapse:  s.elapse,
		Permits: s.permits,
		Second:  s.second,
		Passes:  s.passes(),
		Touched: s.touched,
		Beside:  s.companions,
		Joint:   true,
		View:    s.view,
	}
	s.alone = s.runnerOfLooks()
	return s, nil
}

// WithStore returns a copy that works on another handle of the same tenant,
// such as one bound to a transaction of the host, and keeps bodies as the Service
// does: a handle that seals is taken as it is. After a rollback the copy must not be
// used any more. Its commands do not wait for
// each other's turn: the host may hold what another one waits for.
func (s *Service) WithStore(store bonafide.Store) *Service {
	bound := *s
	bound.run, bound.gateOf = s.run.On(store), 1+rand.N(gates)
	bound.alone.Store, bound.alone.Turns = bound.run.Store, nil
	bound.further = new(atomic.Bool) // what it sees may be rolled back
	bound.entered = new(atomic.Pointer[entry])
	return &bound
}

func (s *Service) now() time.Time { return bonafide.Instant(s.opts.Now()) }

// terms are what the store may look a user up by. Personal ones are blinded.
func (s *Service) terms(u User) aggregate.Terms {
	if u.Erased() {
		return aggregate.Terms{Labels: []string{labelPermission + string(u.Permission()), labelErased}}
	}
	t := aggregate.Terms{
		Labels: []string{labelPermission + string(u.Permission()), labelWatchlist + string(u.Watchlist())},
		Due:    s.due(u),
	}
	if u.ownsNumber() {
		for _, index := range s.keys.Indexes("user.phone", string(u.Phone)) {
			t.Unique = append(t.Unique, phoneTerm(index))
		}
	}
	same := s.sameAs(u)
	t.Labels = append(t.Labels, same[:min(len(same), bonafide.MaxTerms-len(t.Labels))]...)
	return t
}

// withLabels takes the blind indexes of what documents say back from the labels.
func (u User) withLabels(labels []string) User {
	u.beside.terms = slices.DeleteFunc(slices.Clone(labels), func(l string) bool {
		return !strings.HasPrefix(l, prefixNumber) && !strings.HasPrefix(l, prefixSame) || strings.HasPrefix(l, samePhone(""))
	})
	return u
}

// labelPermission begins the label that names the permission.
const labelPermission = "permission="

func phoneTerm(index string) string { return "phone=" + index }

// askers are the kinds of actors who may use a verb on some user; nil means that the
// verb does not tell. Others are told so before the request itself is looked at.
func (s *Service) askers(verb string) []bonafide.ActorKind {
	v := permission.Verb(verb)
	switch {
	case v == "", v == permission.VerbAuthenticate, v == permission.VerbChangeProgram: // see permits
		return nil
	case v.ByGrant() && v != permission.VerbFlag && v != permission.VerbUnflag: // their rules tell the state first
		return nil
	}
	var out []bonafide.ActorKind
	for _, kind := range bonafide.ActorKinds() {
		if slices.ContainsFunc(permission.Permissions(), func(on permission.Permission) bool { return s.opts.Policy.Permits(on, v, kind) }) {
			out = append(out, kind)
		}
	}
	return out
}

// permits checks a verb against the policy: an actor who may never use it is
// forbidden, and one who could if the user were not locked or closed learns that.
// Verbs whose right hangs on what they set are checked by their rules.
func (s *Service) permits(u User, verb string, by bonafide.Actor) error {
	v, kind := permission.Verb(verb), by.Kind
	switch {
	case v == "" || v.ByGrant():
		return nil
	case v == permission.VerbAuthenticate:
		kind = bonafide.ActorUser // a platform signs its users in: theirs is the right
	case v == permission.VerbChangeProgram && kind == bonafide.ActorUser:
		v = permission.VerbEdit // the rule refuses, and names the field
	}
	if s.opts.Policy.Permits(u.Permission(), v, kind) {
		return nil
	}
	if s.opts.Policy.Permits(permission.Unverified, v, kind) {
		if u.pendingFor(by) {
			return &bonafide.RefusedError{Code: RefusedSending} // what stands on the user is not for it to know
		}
		return &bonafide.StateError{Kind: "user", From: string(u.Permission()), To: string(v)}
	}
	return bonafide.ErrForbidden
}
