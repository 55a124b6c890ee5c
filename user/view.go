package user

import (
	"cmp"
	"slices"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/screening"
)

// As returns the user as an actor may see it: for every kind of actor there is a list
// of what may be seen, and whatever it does not name, now or one day, is left out.
//
// Reviewers and the system see all but keys and what proposals contain, which
// [Service.Proposed] reads. A platform sees its own link, the documents as it gave them with
// masks in place of identifiers, states, permission, requirements, the OFAC status and the values of
// watchlists. The user itself sees the same without what watchlists, risks and
// suspicions say: whoever is suspected must not learn it (31 CFR 1020.320(e); Regulation
// (EU) 2024/1624 article 73). Neither sees notes, hits, risks, legal holds, proposals
// of others, any reviewer, or the hash of the facts that were decided on, which few
// guesses would find. Whoever proposed something sees how that stands. A platform whose
// link is pending sees the id and its link, and a verifier the id and the permission.
// Others see nothing.
func (u User) As(by bonafide.Actor) User {
	u.Standing.Flag = cmp.Or(u.Standing.Flag, permission.NotFlagged) // the published default
	switch {
	case by.Is(bonafide.ActorReviewer, bonafide.ActorSystem):
		return seenInside().From(u)
	case by.Is(bonafide.ActorVerifier):
		return seenByVerifier().From(u)
	case u.pendingFor(by):
		return seenWhilePending().From(u.outside(by))
	case by.Is(bonafide.ActorPlatform):
		return seenByPlatform().From(u.outside(by))
	case by.Is(bonafide.ActorUser):
		return seenBySubject().From(u.outside(by).discreet())
	}
	return User{}
}

// outside is the user with the rows alone that are somebody's outside, and without
// the reviewers who decided, and with no time of what is not theirs to see.
func (u User) outside(by bonafide.Actor) User {
	u = u.asShown(by)
	if by.Is(bonafide.ActorPlatform) {
		u.Platforms = slices.DeleteFunc(slices.Clone(u.Platforms), func(l Link) bool { return l.Platform != by.ID })
	}
	u = u.withSubs(func(d document.Sub) bool { return d.Contrary != nil }, func(d *document.Sub) {
		d.ReviewDue = time.Time{} // what waits for a reviewer because of it is theirs too
	})
	u.Proposals = slices.DeleteFunc(slices.Clone(u.Proposals), func(p bonafide.Approval) bool { return p.Maker != by })
	if len(u.Proposals) == 0 {
		u.Proposals = nil
	}
	if u.Erasure.By != by {
		u.Erasure.By = bonafide.Actor{}
	}
	return u
}

// withSubs is the user with another copy of those sub-documents that are to be changed; the
// rest is shared.
func (u User) withSubs(which func(document.Sub) bool, change func(*document.Sub)) User {
	shared := true
	for i, b := range u.Documents {
		for _, subs := range []*[]document.Sub{&b.Virtual, &b.Social, &b.Physical} {
			if !slices.ContainsFunc(*subs, which) {
				continue
			}
			*subs = slices.Clone(*subs)
			for j := range *subs {
				if which((*subs)[j]) {
					change(&(*subs)[j])
				}
			}
			if shared {
				u.Documents, shared = slices.Clone(u.Documents), false
			}
			u.Documents[i] = b
		}
	}
	return u
}

// admitsTo reports whether an actor may know of the user to use a verb: a platform
// whose link is pending may send and answer codes, and a verifier may answer.
func (u User) admitsTo(by bonafide.Actor, verb string) bool {
	return u.admits(by) || by.Is(bonafide.ActorVerifier) || permission.Verb(verb) == permission.VerbAnswer && u.pendingFor(by)
}

// admits reports whether an actor may know of the user at all. A verifier may not: it
// was told what it is to look at.
func (u User) admits(by bonafide.Actor) bool {
	switch by.Kind {
	case bonafide.ActorSystem, bonafide.ActorReviewer:
		return true
	case bonafide.ActorPlatform:
		return u.Linked(by.ID)
	case bonafide.ActorUser:
		return by.ID == u.ID
	}
	return false
}

// view is how a Service returns a user: as it is at a time, with what is
// missing, as far as the actor may see it.
func (s *Service) view(u User, by bonafide.Actor, at time.Time) User {
	stored := u
	u, events, _ := s.elapse(stored, at)
	if len(events) > 0 { // what time alone changes is written later, and is no time of what was written before
		u.Shown = u.shownSince(stored)
		u.UpdatedAt = stored.asShown(by).UpdatedAt
	}
	if !u.Erased() {
		facts := s.facts(u, at)
		now, _ := s.opts.Programs.Evaluate(u.CIPTag, facts)
		u.Decision.Requirements, u.OFAC = now.Requirements, screening.OFACStatus(facts.OFACStatus)
	}
	return u.As(by)
}
