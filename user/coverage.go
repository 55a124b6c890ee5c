package user

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/aggregate"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/screening"
)

// KindCoverage is the kind of the records that tell when, and in which editions
// of the lists, a user was looked for last. They have the user's id, and a Due
// that is the oldest of those editions.
const KindCoverage = Kind + ".coverage"

// LabelAsked is the label of the records of [KindCoverage] of users for whom a screening
// was asked: by [Service.Rescreen], or since a delta touches them.
const LabelAsked = "screening=asked"

// never is the edition of what was never screened.
var never = time.Date(1, 1, 2, 0, 0, 0, 0, time.UTC)

// Coverage tells when a user was looked for on the lists. What was found stands
// in User.Screenings, and is never newer than this.
type Coverage struct {
	Documents map[string]Look `json:"documents,omitzero"` // last searches, by base document id; of names that no document gives, by [NamesLegal] and its like
}

// A Look is the last search of the lists for one base document, or for a name that
// the user bears elsewhere.
type Look struct {
	Subject string              `json:"subject,omitzero"`  // [screening.Query.Fingerprint] of who was looked for
	At      time.Time           `json:"at,omitzero"`       // zero = never
	Lists   []screening.ListRun `json:"lists,omitzero"`    // lists that were searched, with the edition and the result of each
	Rules   string              `json:"rules,omitzero"`    // [screening.Result.Rules] by which names were compared
	AskedAt time.Time           `json:"asked_at,omitzero"` // when another look was asked for that has not come about

	// Stale is set where a later edition of a list concerns the subject, or nobody can
	// say that it does not: the look covers nothing any more. See [Service.Carry].
	Stale bool `json:"stale,omitzero"`

	// ClaimedFor is who is being looked for at this moment, until the lease of who
	// looks runs out; nobody else looks meanwhile.
	ClaimedFor   string    `json:"claimed_for,omitzero"`
	ClaimedUntil time.Time `json:"claimed_until,omitzero"`
}

// claimed reports whether somebody looks for a subject.
func (l Look) claimed(subject string, at time.Time) bool {
	return l.ClaimedFor == subject && l.ClaimedUntil.After(at)
}

// claimLook claims a search of the lists for a base document.
func (u User) claimLook(base, subject string, until time.Time) User {
	look := u.beside.coverage.Documents[base]
	look.ClaimedFor, look.ClaimedUntil = subject, bonafide.Instant(until)
	return u.withLook(base, look)
}

func (s *Service) coveragePart() aggregate.Part[User] {
	return aggregate.NewPart(KindCoverage,
		s.looks,
		func(u User, l looks) User { u.beside.coverage = l.Coverage; return u },
		func(u User) aggregate.Terms {
			if u.lookedFor() == nil {
				return aggregate.Terms{}
			}
			return u.beside.coverage.terms(u.subjects(), s.counted(u, s.now()))
		})
}

// terms are what a store is told of the looks for somebody who is looked for.
func (c Coverage) terms(subjects []subject, counted []string) aggregate.Terms {
	t := aggregate.Terms{Due: c.edition(subjects, counted)}
	if slices.ContainsFunc(subjects, func(s subject) bool { return !c.Documents[s.id].AskedAt.IsZero() }) {
		t.Labels = []string{LabelAsked}
	}
	return t
}

// of returns the looks as they are kept: one for somebody who is no longer named is
// stale. Nobody is compared with a list who is not named, so should the name come back,
// it is not carried.
func (c Coverage) of(subjects []subject) Coverage {
	named := make(map[string]bool, len(subjects))
	for _, s := range subjects {
		named[s.fingerprint()] = true
	}
	kept := Coverage{Documents: maps.Clone(c.Documents)}
	for id, look := range kept.Documents {
		look.Stale = look.Stale || look.Subject != "" && !named[look.Subject]
		kept.Documents[id] = look
	}
	return kept
}

// lookedFor names who is to be covered, what is known of them, and by which program. It
// is empty for a user who need not be looked for.
func (u User) lookedFor() []string {
	if u.Erased() || u.Standing.Permission == permission.MakeItGoAway {
		return nil
	}
	var out []string
	for _, s := range u.subjects() {
		fingerprint := s.fingerprint()
		out = append(out, s.id, fingerprint, u.Screenings[fingerprint].quietSince())
	}
	if out != nil {
		out = append(out, strconv.Itoa(u.CIPTag), string(u.kind()))
	}
	return out
}

// look returns the last search for a subject, whatever named it then.
func (c Coverage) look(s subject) (Look, bool) {
	fingerprint := s.fingerprint()
	if look := c.Documents[s.id]; look.Subject == fingerprint {
		return look, true
	}
	for _, id := range slices.Sorted(maps.Keys(c.Documents)) {
		if c.Documents[id].Subject == fingerprint {
			return c.Documents[id], true
		}
	}
	return Look{}, false
}

// edition returns the oldest edition of the counted lists (empty = all that were
// searched) by which the subjects were looked for as they now are.
func (c Coverage) edition(subjects []subject, counted []string) time.Time {
	var oldest time.Time
	for _, s := range subjects {
		e := never
		if look, ok := c.look(s); ok && !look.Stale {
			e = look.edition(counted)
		}
		oldest = sooner(oldest, e)
	}
	return oldest
}

// edition returns the oldest edition that was searched.
func (l Look) edition(counted []string) time.Time {
	if len(counted) == 0 {
		for _, run := range l.Lists {
			counted = append(counted, run.Key)
		}
	}
	var oldest time.Time
	for _, key := range counted {
		e := never
		i := slices.IndexFunc(l.Lists, func(run screening.ListRun) bool { return run.Key == key })
		if i >= 0 && finished(l.Lists[i]) && !l.Lists[i].Edition.IsZero() {
			e = l.Lists[i].Edition.In(time.UTC)
		}
		oldest = sooner(oldest, e)
	}
	if oldest.IsZero() {
		return never
	}
	return oldest
}

// finished reports whether a list was searched to the end.
func finished(run screening.ListRun) bool {
	return run.Result == screening.ListMatch || run.Result == screening.ListNoMatch
}

// withLook returns the user with the last look for a subject.
func (u User) withLook(id string, l Look) User {
	u.beside.coverage = u.beside.coverage.with(id, l)
	maps.DeleteFunc(u.beside.coverage.Documents, func(id string, _ Look) bool { _, there := u.subject(id); return !there })
	return u
}

// with returns the looks with the last one for a subject.
func (c Coverage) with(id string, l Look) Coverage {
	next := make(map[string]Look, len(c.Documents)+1)
	maps.Copy(next, c.Documents)
	next[id] = l
	return Coverage{Documents: next}
}

// Coverage returns when, and in which editions of the lists, a user was looked
// for last. Reviewers and the system may read it. It fails with
// [bonafide.ErrForbidden] for other actors and with [bonafide.ErrNotFound] for an
// unknown user; one who was never screened has no coverage, which is no error.
func (s *Service) Coverage(ctx context.Context, by bonafide.Actor, id string) (Coverage, error) {
	u, err := s.inside(ctx, by, id, KindCoverage)
	if err != nil {
		return Coverage{}, err
	}
	return u.beside.coverage, nil
}

// An UncoveredRequest asks who was not screened against an edition.
type UncoveredRequest struct {
	Edition bonafide.Date `json:"edition"` // day of the lists' edition; required
	bonafide.PageRequest
}

// Uncovered returns the ids of users who are not covered, as they now are, for the
// edition of a day or a later one of every list that counts for them: by a screening
// against it, or by one against an earlier edition that [Service.Carry] carries there.
// Those who were never screened, and those whom a change of a list concerns since,
// come first; those who could not be read when the lists were carried come last. It is
// one query; a page may be short or empty where few are carried.
// Whoever is not in its answer was looked for: absence never reads as clear.
// [Service.Rescreen] asks for what is missing.
// Which lists count is as of the last decision about a user: see [Service.Redecide].
//
// Reviewers and the system may ask, others fail with [bonafide.ErrForbidden]. It
// fails with an [*bonafide.InvalidError] for a missing edition or a limit out of
// bounds, and with [bonafide.ErrCursor]. A cursor is good until Carry changes what is
// carried.
func (s *Service) Uncovered(ctx context.Context, by bonafide.Actor, req UncoveredRequest) (out bonafide.PageOf[string], err error) {
	if err := aggregate.Insider(by); err != nil {
		return out, err
	}
	if req.Edition.IsZero() {
		return out, bonafide.Invalid("edition", bonafide.CodeRequired)
	}
	limit, err := req.Size()
	if err != nil {
		return out, err
	}
	_, carried, err := s.carried(ctx)
	if err != nil {
		return out, err
	}
	apart := carried.apart()
	if at, ok := strings.CutPrefix(req.Cursor, apartCursor); ok {
		return s.uncoveredApart(ctx, apart, at, req.Edition, limit)
	}
	since := carried.since(req.Edition)
	found, err := s.run.Store.List(ctx, bonafide.Query{Kind: KindCoverage, DueBefore: since.In(time.UTC), Cursor: req.Cursor, Limit: limit})
	if stops(err) {
		return out, err
	}
	for _, r := range found.Records {
		looks, failure := aggregate.StateOf[Coverage](r)
		if _, last := slices.BinarySearch(apart, r.ID); !last && (failure != nil || r.Due.Equal(never) || !carried.covers(looks, req.Edition)) {
			out.Items = append(out.Items, r.ID)
		}
	}
	if out.Next = found.Next; found.Next == "" && len(apart) > 0 {
		out.Next = apartCursor
	}
	return out, err
}

// apartCursor begins the cursor of the pages after the last of the store: of those whom
// nothing carries since they could not be read. The id of the last one follows.
const apartCursor = "apart:"

// uncoveredApart returns those behind an id who are not covered by the editions that
// they were looked for in themselves.
func (s *Service) uncoveredApart(ctx context.Context, ids []string, after string, day bonafide.Date, limit int) (out bonafide.PageOf[string], err error) {
	i, found := slices.BinarySearch(ids, after)
	if found {
		i++
	}
	for _, id := range ids[i:min(i+limit, len(ids))] {
		r, err := s.run.Store.Get(ctx, KindCoverage, id)
		if stops(err) && !errors.Is(err, bonafide.ErrNotFound) {
			return bonafide.PageOf[string]{}, err
		}
		if err != nil || !r.Due.IsZero() && r.Due.Before(day.In(time.UTC)) {
			out.Items = append(out.Items, id)
		}
		out.Next = apartCursor + id
	}
	if i+limit >= len(ids) {
		out.Next = ""
	}
	return out, nil
}

// ids returns a page of ids to those who work on users from the inside.
func (s *Service) ids(ctx context.Context, by bonafide.Actor, q bonafide.Query, page bonafide.PageRequest) (out bonafide.PageOf[string], err error) {
	if err := aggregate.Insider(by); err != nil {
		return out, err
	}
	if q.Limit, err = page.Size(); err != nil {
		return out, err
	}
	q.Cursor = page.Cursor
	found, err := s.run.Store.List(ctx, q)
	if stops(err) {
		return out, err
	}
	for _, r := range found.Records {
		out.Items = append(out.Items, r.ID)
	}
	out.Next = found.Next
	return out, err
}
