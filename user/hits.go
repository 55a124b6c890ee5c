package user

import (
	"context"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/canonical"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/user/event"
)

// A DecideHitRequest says what a reviewer makes of a hit of the last screening of
// a subject. The subject is that of a base document as it is now, or, where
// Subject is given, one of User.Screenings: so are hits decided whose document was
// withdrawn or bears another name.
type DecideHitRequest struct {
	Key         string                `json:"-"` // idempotency key
	Document    string                `json:"document,omitzero"`
	Subject     string                `json:"subject,omitzero"`
	List        string                `json:"list"`
	EntryID     string                `json:"entry_id"`
	Disposition screening.Disposition `json:"disposition"`
	Reason      string                `json:"reason"`
	Expires     time.Time             `json:"expires,omitzero"` // end of a clearance; required to clear a hit
	Seen        string                `json:"seen,omitzero"`    // [screening.Record.Seen] of the hit that was looked at; if given and no longer so, ErrConflict
}

// DecideHit records a reviewer's decision about a hit; see
// [screening.Record.Decide]. A clearance holds for the subject and the list entry
// as they are now: it is void as soon as either changes. To clear a true match
// takes two reviewers, each of whom calls. Where the program puts decide_match under
// four eyes as well, each of the two calls needs an approval of its own.
//
// Hits are in [User.Screenings] by subject: [screening.Record.Open] returns those that
// wait, and the key is Subject of the request. Only reviewers and the system see them.
//
// Only reviewers may, others fail with [bonafide.ErrForbidden], as does the same
// reviewer as second. It fails with [bonafide.ErrNotFound] where there is no such
// hit, with [bonafide.ErrConflict] if the hit or the decisions on it changed since Seen, so
// that nobody is the second reviewer unawares, and with an [*bonafide.InvalidError] that lists every fault.
func (s *Service) DecideHit(ctx context.Context, by bonafide.Actor, id string, req DecideHitRequest) (User, error) {
	return s.do(ctx, by, id, req)
}

func (r DecideHitRequest) command(*Service) command {
	return command{Op: "user.decide_hit", Verb: string(permission.VerbDecideMatch), Key: r.Key, Body: r, Actors: reviewers, About: r.about,
		Rule: pure(func(u User, in input) (User, []bonafide.Event, error) { return u.decideHit(in, r) })}
}

// subject is whom the request is about.
func (r DecideHitRequest) subject(u User) string {
	if b, ok := u.Document(r.Document); ok && r.Subject == "" {
		return u.query(b).Fingerprint()
	}
	return r.Subject
}

func (u User) decideHit(in input, r DecideHitRequest) (User, []bonafide.Event, error) {
	subject := r.subject(u)
	sc, ok := u.Screenings[subject]
	if !ok {
		return u, nil, bonafide.ErrNotFound
	}
	if r.Seen != "" && r.Seen != sc.Seen(r.List, r.EntryID) {
		return u, nil, bonafide.ErrConflict
	}
	var err error
	if sc.Record, err = sc.Decide(r.List, r.EntryID, r.Disposition, in.By, r.Reason, in.At, r.Expires); err != nil {
		return u, nil, err
	}
	return u.withScreening(subject, sc), one(in.Event(event.HitDecided,
		"document", sc.Document, "list", r.List, "entry", canonical.Keyed(u.Salt, "entry", r.List, r.EntryID), "disposition", string(r.Disposition))), nil
}
