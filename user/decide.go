package user

import (
	"encoding/hex"
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/document/tax"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/screening"
)

// AttestedPhone is the id of the attestation that a verified phone number
// gives: a program asks for it as {"attestation": "phone_verified"}.
const AttestedPhone = "phone_verified"

// decide computes what follows from a user's evidence at a time: watchlists,
// scopes, permission and what is missing. It returns the events of what differs
// from before.
func (s *Service) decide(before, u User, at time.Time) (User, []bonafide.Event) {
	u = u.watch(s.counted(u, at), at)
	u.Decision, _ = s.opts.Programs.Evaluate(u.CIPTag, s.facts(u, at))
	scopes := make(map[string]string, len(u.Decision.Documents))
	for _, d := range u.Decision.Documents {
		scopes[d.ID] = string(d.Scope)
	}
	u.Documents = slices.Clone(u.Documents)
	for i := range u.Documents {
		u.Documents[i].PermissionScope = scopes[u.Documents[i].ID]
	}
	var events []bonafide.Event
	if from, to := before.Watchlist(), u.Watchlist(); from != to && len(u.Documents) > 0 {
		events = append(events, bonafide.NewEvent(EventWatchlistChanged, at, bonafide.System(), "from", string(from), "to", string(to)))
	}
	if from, to := before.Permission(), u.Permission(); from != to {
		d := u.Decision
		events = append(events, bonafide.NewEvent(EventPermissionChanged, at, bonafide.System(), "from", string(from), "to", string(to),
			"program", d.Program, "version", strconv.Itoa(d.ProgramVersion), "inputs", s.inputs(u.ID, d)))
	}
	return u, events
}

// inputs is a keyed hash of a decision's inputs: whoever has the keys can tell
// that a decision is the one of an event. The plain hash is of few and guessable
// facts, and events outlive the erasure of those.
func (s *Service) inputs(id string, d permission.Decision) string {
	return hex.EncodeToString(s.keys.MAC("permission.inputs", id, d.InputHash))
}

// counted returns the lists that the user's program counts; none means all
// that were searched.
func (s *Service) counted(u User, at time.Time) []string {
	p, err := s.opts.Programs.Find(u.CIPTag, u.kind(), at)
	if err != nil {
		return nil
	}
	return p.CountedLists()
}

// watch rolls the screening of every base document up.
func (u User) watch(counted []string, at time.Time) User {
	u.Documents = slices.Clone(u.Documents)
	for i := range u.Documents {
		b := &u.Documents[i]
		b.Watchlists, b.ScreeningResults = string(screening.WatchlistPending), nil
		sc, ok := u.Screenings[b.ID]
		if !ok {
			continue
		}
		value := sc.Watchlist(counted, hasPhotoID(*b), at)
		if sc.Result.Subject != query(*b).Fingerprint() && value != screening.WatchlistMatch {
			value = screening.WatchlistPending // what was screened is not who this is now
		}
		b.Watchlists = string(value)
		b.ScreeningResults = make(map[string]string)
		for key, result := range sc.ListResults(at) {
			b.ScreeningResults[key] = string(result)
		}
	}
	return u
}

// hasPhotoID reports whether a valid photo id of a person, or EIN letter of a
// business, is there to compare a potential match with.
func hasPhotoID(b document.Base) bool {
	for _, d := range b.Physical {
		info, _ := document.Lookup(d.Class, d.Type)
		if d.Status == document.Valid && (b.Kind == document.Business && d.Type == document.EINDoc || b.Kind != document.Business && info.PhotoID) {
			return true
		}
	}
	return false
}

// facts are what a program may know of the user at a time.
func (s *Service) facts(u User, at time.Time) permission.Facts {
	return u.facts(s.rules(u, at), s.opts.Zone, at)
}

// facts are what a program may know of the user.
func (u User) facts(rules document.Rules, zone *time.Location, at time.Time) permission.Facts {
	f := permission.Facts{Kind: u.kind(), At: at, OpenedAt: u.CreatedAt, Clocks: u.Decision.Clocks}
	if u.Standing.Permission.Standing() {
		f.Standing = u.Standing.Permission
	}
	f.OFACStatus = string(u.OFACStatus(at))
	f.RiskLevel = string(u.Risk.Current().Level)
	f.Owners.Complete = slices.ContainsFunc(u.Attestations, func(a permission.Attestation) bool { return a.ID == AttestedOwners })
	f.TINStatus = string(u.Tax.TIN.State())
	f.Waivers = u.Waivers
	f.Attestations = u.Attestations
	if !u.PhoneVerified.IsZero() {
		f.Attestations = append(slices.Clone(u.Attestations), permission.Attestation{ID: AttestedPhone, At: u.PhoneVerified})
	}
	if totals, err := u.Ledger.Totals(at); err == nil {
		f.Totals = totals
	}
	today := bonafide.DateOf(at.In(zone))
	for _, b := range u.Documents {
		f.Documents = append(f.Documents, u.documentFacts(b, rules, zone, today))
	}
	return f
}

// addressFacts are those by which a cashed-out user's address is found.
func addressFacts(b document.Base) permission.DocumentFacts {
	f := permission.DocumentFacts{ID: b.ID, Active: b.IsActive, Relationship: string(b.EntityRelationship), Fields: filled(b)}
	for d := range b.Subs() {
		f.Subs = append(f.Subs, permission.SubFacts{ID: d.ID, Type: string(d.Type), Status: string(d.Status)})
	}
	return f
}

func (u User) documentFacts(b document.Base, rules document.Rules, zone *time.Location, today bonafide.Date) permission.DocumentFacts {
	f := permission.DocumentFacts{
		ID: b.ID, Active: b.IsActive, Relationship: string(b.EntityRelationship), EntityType: string(b.EntityType), EntityScope: string(b.EntityScope),
		Country: string(b.AddressCountryCode), Subdivision: b.AddressSubdivision, DesiredScope: b.DesiredScope, DocOptionKey: b.DocOptionKey,
		Fields: filled(b), PhonePlausible: b.PhoneGrade == bonafide.Plausible,
		TrustLevel: string(b.TrustLevel), EDDStatus: string(b.EDDStatus),
		Watchlist: b.Watchlists, ScreenedAt: u.Screenings[b.ID].Result.At,
	}
	if b.OwnershipPercentage != nil {
		f.Share = *b.OwnershipPercentage
	}
	if b.IDScore != nil {
		if score, err := permission.ScoreOf(*b.IDScore); err == nil {
			f.IDScore = &score
		}
	}
	for _, a := range b.CompanyActivity {
		f.Activities = append(f.Activities, string(a))
	}
	if born := b.Born(); b.Kind != document.Business && !born.IsZero() {
		f.Age = born.Age(today)
		f.NextBirthday = born.AddYears(f.Age + 1).In(zone)
	}
	for _, key := range slices.Sorted(maps.Keys(b.ScreeningResults)) {
		f.Lists = append(f.Lists, permission.ListResult{List: key, Result: b.ScreeningResults[key]})
	}
	for d := range b.Subs() {
		status, reasons := counting(b, d)
		sub := permission.SubFacts{
			ID: d.ID, Class: string(d.Class), Type: string(d.Type), Status: string(status), Country: string(d.Meta.CountryCode),
			SubmittedAt: d.LastUpdated, Reasons: reasons, AttemptsLeft: max(d.AttemptsLeft(rules), 0), Final: d.AttemptsLeft(rules) == 0,
		}
		if !d.ExpiresOn.IsZero() {
			sub.ValidUntil = d.ExpiresOn.AddDays(1).In(zone)
		}
		f.Subs = append(f.Subs, sub)
	}
	return f
}

// ReasonSSNRequired is why a valid US passport does not count yet.
const ReasonSSNRequired = "ssn_required"

// counting returns the state in which a document counts: a US passport needs a
// verified Social Security number beside it, wherever the user lives (Synapse
// user object, passports).
func counting(b document.Base, d document.Sub) (document.Status, []string) {
	if d.Type != document.GovtID || d.Status != document.Valid || !b.SSNRequired() {
		return d.Status, d.InvalidReasons
	}
	status, reasons := document.Invalid, []string{ReasonSSNRequired}
	for _, number := range b.FindType(document.Virtual, document.SSN) {
		switch {
		case number.Status == document.Valid:
			return d.Status, nil
		case number.Status.Open():
			status, reasons = document.Reviewing, nil
		}
	}
	return status, reasons
}

// filled lists the JSON names of the base fields that hold something; of the
// address a document from elsewhere may lack parts.
func filled(b document.Base) []string {
	names := make([]string, 0, 24)
	names = append(names, "name", "email", "phone_number", "ip", "entity_type", "entity_scope", "day", "month", "year")
	for _, f := range [...]struct {
		name string
		set  bool
	}{
		{"address_street", b.AddressStreet != ""}, {"address_city", b.AddressCity != ""}, {"address_subdivision", b.AddressSubdivision != ""},
		{"address_postal_code", b.AddressPostalCode != ""}, {"address_country_code", b.AddressCountryCode != ""},
		{"alias", b.Alias != ""}, {"entity_relationship", b.EntityRelationship != ""}, {"ownership_percentage", b.OwnershipPercentage != nil},
		{"title", b.Title != ""}, {"company_activity", len(b.CompanyActivity) > 0}, {"maiden_name", b.MaidenName != ""},
		{"desired_scope", b.DesiredScope != ""}, {"doc_option_key", b.DocOptionKey != ""}, {"docs_key", b.DocsKey != ""}, {"docs_title", b.DocsTitle != ""},
	} {
		if f.set {
			names = append(names, f.name)
		}
	}
	return names
}

// current returns the user as it is at a time: timers that have run out have
// had their effect, and a decision whose time is up is made anew. The events say
// so, if anything did.
func (s *Service) current(u User, at time.Time) (User, []bonafide.Event) {
	if u.Erased() {
		return u, nil
	}
	next, events := u.elapse(*s.opts.Timers, at)
	if len(events) == 0 && reached(u.decisionDue(), at) {
		events = []bonafide.Event{bonafide.NewEvent(EventDecided, at, bonafide.System())}
	}
	if len(events) > 0 {
		next, _ = s.decide(u, next, at)
	}
	return next, events
}

// decisionDue is when the decision can change by itself: evidence, a clearance
// or a waiver ends, or a program begins.
func (u User) decisionDue() time.Time {
	due := u.Decision.Due
	for _, b := range u.Documents {
		due = sooner(due, u.Screenings[b.ID].Due(u.Decision.At))
	}
	return due
}

// due is when the user next wants attention: an outside check, a screening, a
// timer, or a decision that ends by itself. What nobody is there to do is not due.
func (s *Service) due(u User) time.Time {
	if u.Standing.Permission == permission.MakeItGoAway {
		return time.Time{}
	}
	due := u.decisionDue()
	if next, ok := s.opts.Timers.Due(u.standing()); ok {
		due = sooner(due, next.At)
	}
	for _, b := range u.Documents {
		for d := range b.Subs() {
			due = sooner(due, d.Due())
		}
		if s.opts.Screener != nil {
			due = sooner(due, u.screenDue(b))
		}
	}
	if s.opts.Verifier != nil {
		due = sooner(due, u.taxDue())
	}
	return due
}

// sooner returns the earlier of two times, where zero means never.
func sooner(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

// taxDue is when an outside check of the taxpayer number is due; zero = never.
func (u User) taxDue() time.Time {
	if u.Tax.TIN.State() != tax.Pending {
		return time.Time{}
	}
	return u.Tax.TIN.RetryAt
}

// screenDue is when a base document is to be screened; zero = not yet.
func (u User) screenDue(b document.Base) time.Time {
	sc, ok := u.Screenings[b.ID]
	switch {
	case !b.IsActive:
		return time.Time{}
	case !ok:
		return u.UpdatedAt
	case !sc.RetryAt.IsZero():
		return sc.RetryAt // a run that failed, or one that was asked for
	case sc.Result.Subject != query(b).Fingerprint():
		return u.UpdatedAt
	}
	return time.Time{}
}

// query is what a base document is screened as.
func query(b document.Base) *screening.Query {
	q := screening.Query{Name: b.Name, Type: screening.Person, Countries: []string{string(b.AddressCountryCode)}}
	for _, other := range []string{b.Alias, b.MaidenName} {
		if other != "" {
			q.OtherNames = append(q.OtherNames, other)
		}
	}
	if b.Kind == document.Business {
		q.Type = screening.Entity
	} else {
		q.BirthDate = b.Born()
	}
	return &q
}
