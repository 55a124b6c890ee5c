package user

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/aggregate"
	"github.com/bonafide-go/bonafide/internal/text"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/user/event"
)

// ownerWord is how long what was read of an owner counts in a stored decision:
// the business is due again after that, whether or not the owner changed.
const ownerWord = 24 * time.Hour

// maxID bounds the id of a user, in bytes.
const maxID = 255

// Owners are the people behind a business who are users of their own, and why
// owners need not be named. People who are no users are base documents of the
// business with a relationship to it; programs count both alike, so that nobody
// must be named in both ways.
type Owners struct {
	// Members are the owners with the scope of each one's own last decision. A
	// Service reads the scopes again whenever it reads the business; stored ones count until
	// Until, at most a day. Reviewers and the system alone see scope and time.
	Members   []permission.Owner `json:"members,omitzero"`
	Exemption Exemption          `json:"exemption,omitzero"`
}

// An OwnerLink names a person behind a business who is a user of its own. It has
// a share, or controls, or both.
type OwnerLink struct {
	User     string         `json:"user_id"`
	Share    bonafide.Fixed `json:"ownership_percentage,omitzero"` // percent, 0 to 100
	Controls bool           `json:"controls,omitzero"`             // controlling person, 31 CFR 1010.230(d)(2)
}

// A NameOwnersRequest lists the people behind a business who are users of their
// own, in place of those named before.
type NameOwnersRequest struct {
	Key     string      `json:"-"`                // idempotency key
	Members []OwnerLink `json:"members,omitzero"` // at most 30; empty unlinks all
}

// NameOwners names the people behind a business who are users of their own: each
// individual who owns a share, and whoever controls (31 CFR 1010.230(d)). Their
// permission is theirs to earn; the business's program asks for the scope that
// each must have reached, and an owner who is locked, closed or erased, or who
// falls below it, takes the business's permission away. Every read and command of
// the business looks at the owners as they then are. Labels, by which Search
// finds, follow within a day if [Service.AdvanceDue] runs.
//
// A changed list voids the statement [AttestedOwners]: it was about the list
// before, and must be made again with [Service.Attest].
//
// Platforms and reviewers may, others fail with [bonafide.ErrForbidden]. It fails
// with an [*bonafide.InvalidError] that lists every fault: a user that is not a
// business, an owner who is unknown to the actor, not a person or named twice, a
// share out of bounds, neither share nor control, shares of more than 100 percent
// together with those of the base documents; and with an error matching
// [bonafide.ErrState] for a closed user, and for a platform on a locked one.
func (s *Service) NameOwners(ctx context.Context, by bonafide.Actor, id string, req NameOwnersRequest) (User, error) {
	return s.do(ctx, by, id, req)
}

func (r NameOwnersRequest) command(s *Service) command {
	return command{Op: "user.name_owners", Verb: string(permission.VerbNameOwners), Key: r.Key, Body: r, Check: r.check,
		Rule: func(ctx context.Context, u User, in input) (change, error) {
			found := make(map[string]permission.Owner, len(r.Members))
			for _, m := range r.Members {
				owner, err := s.run.Get(ctx, m.User, s.with()...)
				switch {
				case errors.Is(err, bonafide.ErrNotFound):
				case err != nil:
					return change{}, err
				case !owner.State.IsBusiness && !owner.State.Erased() && owner.State.admits(in.By):
					found[m.User] = s.asOwner(owner.State, in.At)
				}
			}
			next, events, err := u.nameOwners(in, r, found)
			return change{State: next, Events: events}, err
		}}
}

func (r NameOwnersRequest) check() error {
	var faults bonafide.Faults
	if len(r.Members) > MaxBases {
		faults.Add("members", bonafide.CodeTooMany)
	}
	for i, m := range r.Members {
		path := "members[" + strconv.Itoa(i) + "]"
		if fault := text.Token(m.User, maxID, true); fault != "" {
			faults.Add(path+".user_id", bonafide.Code(fault))
		}
		if slices.ContainsFunc(r.Members[:i], func(o OwnerLink) bool { return o.User == m.User }) {
			faults.Add(path+".user_id", bonafide.CodeRepeated)
		}
		switch {
		case m.Share < 0 || m.Share > bonafide.FixedOf(100):
			faults.Add(path+".ownership_percentage", bonafide.CodeOutOfRange)
		case m.Share == 0 && !m.Controls:
			faults.Add(path+".ownership_percentage", bonafide.CodeRequired)
		}
	}
	return faults.Err()
}

// nameOwners links those of the members who were found.
func (u User) nameOwners(in input, r NameOwnersRequest, found map[string]permission.Owner) (User, []bonafide.Event, error) {
	var faults bonafide.Faults
	if !u.IsBusiness {
		faults.Add("members", bonafide.CodeNotAllowed)
	}
	var members []permission.Owner
	ids := make([]string, len(r.Members))
	for i, m := range r.Members {
		owner, ok := found[m.User]
		if !ok {
			faults.Add("members["+strconv.Itoa(i)+"].user_id", bonafide.CodeUnknown)
		}
		owner.Share, owner.Controls = m.Share, m.Controls
		members, ids[i] = append(members, owner), m.User
	}
	same := slices.EqualFunc(members, u.Owners.Members, func(a, b permission.Owner) bool {
		return a.ID == b.ID && a.Share == b.Share && a.Controls == b.Controls
	})
	u.Owners.Members = members
	if u.shares() > bonafide.FixedOf(100) {
		faults.Add("members", bonafide.CodeOutOfRange)
	}
	if err := faults.Err(); err != nil || same {
		return u, nil, err
	}
	u.beside.owners = found
	u.Attestations = slices.DeleteFunc(slices.Clone(u.Attestations), func(a permission.Attestation) bool { return a.ID == AttestedOwners })
	return u, one(in.Event(event.OwnersNamed, "owners", strings.Join(ids, ","))), nil
}

// shares adds up what the people behind the business hold, in percent.
func (u User) shares() bonafide.Fixed {
	var sum bonafide.Fixed
	for _, b := range u.Documents {
		if b.IsActive && b.OwnershipPercentage != nil {
			sum += *b.OwnershipPercentage
		}
	}
	for _, m := range u.Owners.Members {
		sum += m.Share
	}
	return sum
}

// ownersFacts are what a program may know of the people behind the business. A
// list that gives away more than 100 percent is not complete, whoever said so.
func (u User) ownersFacts(at time.Time) permission.OwnersFacts {
	stated := slices.ContainsFunc(u.Attestations, func(a permission.Attestation) bool { return a.ID == AttestedOwners })
	f := permission.OwnersFacts{Complete: stated && u.shares() <= bonafide.FixedOf(100), Members: u.Owners.Members}
	if x := u.Owners.Exemption; x.Until.IsZero() || at.Before(x.Until) {
		f.Exemption, f.ExemptUntil = x.Code, x.Until
	}
	return f
}

// readOwners reads the owners of a business beside it.
func (s *Service) readOwners(ctx context.Context, t aggregate.Table[User], u User) (User, error) {
	if len(u.Owners.Members) == 0 {
		return u, nil
	}
	found, at := make(map[string]permission.Owner, len(u.Owners.Members)), s.now()
	for _, m := range u.Owners.Members {
		owner, err := t.Get(ctx, m.ID, s.with()...)
		switch {
		case errors.Is(err, bonafide.ErrNotFound):
			found[m.ID] = unverified(m.ID, at)
		case err != nil:
			return u, err
		default:
			found[m.ID] = s.asOwner(owner.State, at)
		}
	}
	u.beside.owners = found
	return u, nil
}

// looksAround reports whether a decision about the user takes more than its own
// record, which is all that a page of a list brings.
func (s *Service) looksAround(u User) bool { return s.countsTotals || len(u.Owners.Members) > 0 }

// asOwner is what a user is worth as the owner of a business at a time.
func (s *Service) asOwner(u User, at time.Time) permission.Owner {
	out := unverified(u.ID, at)
	if u.Erased() {
		return out
	}
	u, _, _ = s.elapse(u, at)
	if !u.Permission().Standing() {
		out.Scope = u.Decision.Scope
	}
	out.Until = sooner(u.decisionDue(), out.Until)
	if timer, ok := s.opts.Timers.Due(u.standing()); ok {
		out.Until = sooner(timer.At, out.Until)
	}
	return out
}

func unverified(id string, at time.Time) permission.Owner {
	return permission.Owner{ID: id, Scope: permission.ScopeUnverified, Until: bonafide.Instant(at.Add(ownerWord))}
}

// withOwners returns the business with its owners as they were read last, and
// whether that is news to its decision.
func (u User) withOwners(at time.Time) (User, bool) {
	news := false
	members := slices.Clone(u.Owners.Members)
	for i := range members {
		m := &members[i]
		now, ok := u.beside.owners[m.ID]
		if !ok || now.Scope == m.Scope && !now.Until.Before(m.Until) && at.Before(m.Until) {
			continue
		}
		m.Scope, m.Until, news = now.Scope, now.Until, true
	}
	u.Owners.Members = members
	return u, news
}
