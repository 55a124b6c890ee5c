package user

import (
	"cmp"
	"slices"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/permission"
)

// As returns the user as an actor may see it. Reviewers and the system see all
// but keys and what proposals contain, which [Service.Proposed] reads. Anybody else
// sees what is listed here and nothing more: no notes, hits, risks, legal holds or
// proposals of others, and no reviewer by name, since whoever is suspected must not
// learn it (31 CFR 1020.320(e); Regulation (EU) 2024/1624 article 73); and no hash of
// the facts that were decided on, which few guesses would find. A platform sees its
// own link alone, and while that is pending nothing else but the id. Whoever proposed
// something sees how that stands.
func (u User) As(by bonafide.Actor) User {
	u.Proposals = slices.Clone(u.Proposals)
	for i := range u.Proposals {
		u.Proposals[i].Content = bonafide.Sealed{}
	}
	u.DataKey, u.beside = nil, beside{}
	if u.pendingFor(by) {
		return User{ID: u.ID, Platforms: u.linksAs(by)}
	}
	u.Standing.Flag = cmp.Or(u.Standing.Flag, permission.NotFlagged) // the published default
	if by.Is(bonafide.ActorReviewer, bonafide.ActorSystem) {
		return u
	}
	u = u.unnamed()
	u.Decision.InputHash = ""
	return User{
		ID: u.ID, IsBusiness: u.IsBusiness, CIPTag: u.CIPTag, LegalNames: u.LegalNames, FirstName: u.FirstName, LastName: u.LastName,
		Phone: u.Phone, PhoneGrade: u.PhoneGrade, PhoneVerified: u.PhoneVerified, Number: Number{Claimed: u.Number.Claimed}, Contacts: u.Contacts, Logins: u.Logins,
		Platforms: u.linksAs(by), PublicNote: u.PublicNote, IsHidden: u.IsHidden, ExtraSecurity: u.ExtraSecurity, Photos: u.Photos, IPs: u.IPs,
		Documents: u.Documents, NamesWatchlist: u.NamesWatchlist, PastWatchlist: u.PastWatchlist, Decision: u.Decision, Standing: u.Standing, Payouts: u.Payouts, Tax: u.Tax,
		Attestations: u.Attestations, Waivers: u.Waivers, Owners: u.ownersOutside(), Proposals: u.proposedBy(by), Retention: u.Retention, Erasure: u.Erasure,
		CreatedAt: u.CreatedAt, UpdatedAt: u.UpdatedAt,
	}
}

// unnamed is the user without the reviewers who decided: who they are is nobody's
// affair outside.
func (u User) unnamed() User {
	u.Documents, u.Waivers = slices.Clone(u.Documents), slices.Clone(u.Waivers)
	for i := range u.Documents {
		b := &u.Documents[i]
		for _, subs := range []*[]document.Sub{&b.Virtual, &b.Social, &b.Physical} {
			*subs = slices.Clone(*subs)
			for j := range *subs {
				d := &(*subs)[j]
				d.DecidedBy = bonafide.Actor{}
				if d.Contrary != nil { // what waits for a reviewer because of it is theirs too
					d.Contrary, d.ReviewDue = nil, time.Time{}
				}
			}
		}
	}
	for i := range u.Waivers {
		u.Waivers[i].By = bonafide.Actor{}
	}
	if u.Erasure.By.Is(bonafide.ActorReviewer) {
		u.Erasure.By = bonafide.Actor{}
	}
	return u
}

// linksAs returns the links that somebody outside may see: what a platform notes is
// for itself, and that it named somebody else for reviewers.
func (u User) linksAs(by bonafide.Actor) []Link {
	links := make([]Link, 0, len(u.Platforms))
	for _, l := range u.Platforms {
		own := by.Is(bonafide.ActorPlatform)
		if own && l.Platform != by.ID {
			continue
		}
		if l.OtherName = false; !own {
			l.Metadata = nil
		}
		links = append(links, l)
	}
	return links
}

// proposedBy returns an actor's own proposals without the reviewers who changed
// them or agreed.
func (u User) proposedBy(maker bonafide.Actor) []bonafide.Approval {
	var out []bonafide.Approval
	for _, p := range u.Proposals {
		if p.Maker == maker {
			p.Editors, p.Consents = nil, nil
			out = append(out, p)
		}
	}
	return out
}

// admitsTo reports whether an actor may know of the user to use a verb: a platform
// whose link is pending may send and answer codes.
func (u User) admitsTo(by bonafide.Actor, verb string) bool {
	return u.admits(by) || permission.Verb(verb) == permission.VerbAnswer && u.pendingFor(by)
}

// admits reports whether an actor may know of the user at all.
func (u User) admits(by bonafide.Actor) bool {
	switch by.Kind {
	case bonafide.ActorSystem, bonafide.ActorReviewer, bonafide.ActorVerifier:
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
	u, _, _ = s.elapse(u, at)
	if !u.Erased() {
		now, _ := s.opts.Programs.Evaluate(u.CIPTag, s.facts(u, at))
		u.Decision.Requirements = now.Requirements
	}
	return u.As(by)
}
