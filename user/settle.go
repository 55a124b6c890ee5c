package user

import (
	"context"
	"slices"
	"strconv"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/aggregate"
	"github.com/bonafide-go/bonafide/internal/canonical"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/permission/program"
	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/user/event"
)

// passes are what follows from a change of a user, in this order.
func (s *Service) passes() []aggregate.Pass[User] {
	return []aggregate.Pass[User]{
		{Name: "subjects", Run: passSubjects},
		{Name: "waivers", Run: passWaivers},
		{Name: "names", Run: passNames},
		{Name: "watchlists", Run: s.passWatchlists},
		{Name: "lock", Run: s.passLock},
		{Name: "twins", Run: s.passTwins},
		{Name: "diligence", Run: passDiligence},
		{Name: "flag", Run: passFlag},
		{Name: "decision", Run: s.passDecision},
		{Name: "retention", Run: s.passRetention},
		{Name: "listing", Run: passListing},
		{Name: "updated", Run: passUpdated},
		{Name: "queue", Run: s.passQueue},
	}
}

// passSubjects makes whom the change named anew due for a screening, and bounds what is
// kept of whom nothing was found.
func passSubjects(before, u User, at time.Time) (User, []bonafide.Event, error) {
	return u.screenedAgain(before, at).forgetful(), nil, nil
}

// passWatchlists rolls the screenings up.
func (s *Service) passWatchlists(before, u User, at time.Time) (User, []bonafide.Event, error) {
	u = u.withWatchlists(s.counted(u, at), at)
	from, to := before.Watchlist(), u.Watchlist()
	if from == to || u.Erased() {
		return u, nil, nil
	}
	return u, one(bonafide.NewEvent(event.WatchlistChanged, at, bonafide.System(), "from", string(from), "to", string(to))), nil
}

// passLock locks a user who turns out to be somebody on a list (Synapse,
// watchlists: MATCH), where the policy lets the system. No published code is of
// watchlists; NOT_KNOWN tells nobody why (31 CFR 1020.320(e)) and sends no money
// away. The lock stays when the match is cleared, until a reviewer lifts it. Who was
// closed when the match was found, or locked for another cause, is locked for the
// match when that is lifted: no lock that the system may lift hides it.
func (s *Service) passLock(before, u User, at time.Time) (User, []bonafide.Event, error) {
	otherLock := before.Standing.Permission == permission.Locked && before.Standing.PermissionCode != permission.NotKnown
	known := before.Watchlist() == screening.WatchlistMatch && !before.closed() && !otherLock
	if known || u.Watchlist() != screening.WatchlistMatch || u.Standing.Permission.Standing() {
		return u, nil, nil
	}
	from := u.standing().Permission
	if from.Standing() {
		from = permission.Unverified // lifted by this command: the evidence is yet to decide
	}
	if s.opts.Policy.Set(from, permission.Locked, permission.NotKnown, bonafide.System()) != nil {
		return u, nil, nil
	}
	return u.stand(permission.Locked, permission.NotKnown), one(bonafide.NewEvent(event.StandingSet, at, bonafide.System(), "permission", string(permission.Locked), "code", string(permission.NotKnown))), nil
}

// passDecision decides by the program in effect. A decision that changes the
// permission is kept with its facts, and its event bears a keyed hash of its inputs: whoever
// has the user can tell that a decision is the one of an event. The plain hash is of few
// and guessable facts, and events outlive the erasure of those.
func (s *Service) passDecision(before, u User, at time.Time) (User, []bonafide.Event, error) {
	u, facts := s.decide(u, at)
	from, to := before.Permission(), u.Permission()
	if from == to {
		return u, nil, nil
	}
	u = u.salted()
	d := u.Decision
	u.DecisionVersion++
	u.beside.decided = &DecisionRecord{Decision: d, Facts: facts}
	return u, one(bonafide.NewEvent(event.PermissionChanged, at, bonafide.System(), "from", string(from), "to", string(to),
		"program", d.Program, "version", strconv.Itoa(d.ProgramVersion), "inputs", u.inputs(d))), nil
}

// passRetention dates the closure and the retention.
func (s *Service) passRetention(before, u User, at time.Time) (User, []bonafide.Event, error) {
	switch {
	case !u.closed():
		u.Retention = bonafide.Retention{}
	case u.Retention.ClosedAt.IsZero():
		u.Retention.ClosedAt = at
	}
	if u.closed() {
		u.Retention.Until = s.retainedUntil(u)
	}
	return u.countErasable(before), nil, nil
}

// passListing counts the changes of what the user is found by.
func passListing(before, u User, _ time.Time) (User, []bonafide.Event, error) {
	if u.ListingVersion == 0 || !before.listedAs(u) {
		u.ListingVersion++
	}
	return u, nil, nil
}

// passUpdated notes when the user last changed, and when what is seen of it did.
func passUpdated(before, u User, at time.Time) (User, []bonafide.Event, error) {
	u.Shown = u.shownSince(before)
	u.UpdatedAt = at
	return u, nil, nil
}

// companions returns the records that are written with a new version of the
// user: a kept decision, those that Search, Queue and Erasable look at, and further terms.
func (s *Service) companions(_ context.Context, before, after User, _ []byte, _ bonafide.Record) ([]bonafide.Write, error) {
	var records []bonafide.Record
	if after.DecisionVersion != before.DecisionVersion {
		r, err := after.beside.decided.record(after.ID, after.DecisionVersion)
		if err != nil {
			return nil, err
		}
		records = append(records, r)
	}
	if after.ListingVersion != before.ListingVersion {
		records = append(records, after.listingRecord(s.keys.Indexes))
	}
	if after.QueueVersion != before.QueueVersion {
		records = append(records, after.queueRecord())
	}
	if !slices.Equal(after.TermVersions, before.TermVersions) {
		records = append(records, after.termRecords()...)
	}
	if after.RetentionVersion != before.RetentionVersion {
		records = append(records, bonafide.Record{Kind: kindOfRetention, ID: after.ID, Version: after.RetentionVersion, Due: after.erasableAt()})
	}
	writes := make([]bonafide.Write, len(records))
	for i, r := range records {
		writes[i].Record = r
	}
	return writes, nil
}

// touched names the records beside the user that get a new version with it:
// whoever moves money by a permission that has just changed must look again, or by
// any change where what moved is a fact of decisions; and coverage follows from the
// base documents.
func (s *Service) touched(before, after User) []string {
	if after.Erased() {
		if before.Erased() {
			return nil
		}
		return []string{KindAccess, KindLedger, KindCoverage}
	}
	var kinds []string
	if before.mayMove() && (s.countsTotals || !before.movesAs(after)) {
		kinds = append(kinds, KindLedger)
	}
	if !slices.Equal(before.lookedFor(), after.lookedFor()) || s.countsOthers(before.Decision, after.Decision) {
		kinds = append(kinds, KindCoverage)
	}
	return kinds
}

// decide returns the user under the decision of a time, and the facts that it
// was made on. Requirements are left out: they are computed on read.
func (s *Service) decide(u User, at time.Time) (User, permission.Facts) {
	decision, facts := s.opts.Programs.Evaluate(u.CIPTag, s.facts(u, at))
	decision.Requirements = nil
	u.Decision = decision
	scopes := make(map[string]string, len(decision.Documents))
	for _, d := range decision.Documents {
		scopes[d.ID] = string(d.Scope)
	}
	u.Documents = slices.Clone(u.Documents)
	for i := range u.Documents {
		u.Documents[i].PermissionScope = scopes[u.Documents[i].ID]
	}
	return u, facts
}

// inputs names a decision's inputs in events, which outlive the erasure of these: a hash
// of the few and guessable facts under the user's salt, which does not.
func (u User) inputs(d permission.Decision) string {
	return canonical.Keyed(u.Salt, "permission.inputs", d.InputHash)
}

// counted returns the lists that the user's program counts; empty means all
// that were searched.
func (s *Service) counted(u User, at time.Time) []string {
	p, err := s.opts.Programs.Find(u.CIPTag, u.kind(), at)
	if err != nil {
		return nil
	}
	return p.CountedLists()
}

// countsOthers reports whether another program decided that counts other lists than the
// one before: then another edition is the oldest that counts.
func (s *Service) countsOthers(before, after permission.Decision) bool {
	if before.Program == after.Program && before.ProgramVersion == after.ProgramVersion {
		return false
	}
	was, err := s.opts.Programs.Version(before.Program, before.ProgramVersion)
	is, _ := s.opts.Programs.Version(after.Program, after.ProgramVersion)
	return err != nil || !slices.Equal(was.CountedLists(), is.CountedLists())
}

// program returns the program in effect; without one nil, which permits nothing.
func (s *Service) program(u User, at time.Time) *program.Program {
	p, err := s.opts.Programs.Find(u.CIPTag, u.kind(), at)
	if err != nil {
		return nil
	}
	return p
}
