package user

import (
	"maps"
	"slices"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/permission/program"
	"github.com/bonafide-go/bonafide/phone"
)

// AttestedPhone is the id of the attestation that a verified phone number
// gives: a program asks for it as {"attestation": {"id": "phone_verified"}}.
const AttestedPhone = "phone_verified"

// AttestedOwners is the attestation that the people behind a business were
// named completely.
const AttestedOwners = "owners_complete"

// AttestedResidence is the attestation that a statement of tax residences gives
// (FATCA and CRS): a program asks for it as {"attestation": {"id": "tax_residence"}},
// with valid_for where it is to be renewed.
const AttestedResidence = "tax_residence"

// facts are what a program may know of the user at a time. What has moved is
// among them only where some program asks: then every command reads the ledger.
func (s *Service) facts(u User, at time.Time) permission.Facts {
	f := u.facts(s.rules(u, at), s.opts.Zone, at)
	if s.countsTotals {
		if totals, err := u.beside.ledger.Totals(at); err == nil {
			f.Totals = totals
		}
	}
	s.reachFacts(u, &f, s.asksLine, s.asksMailbox)
	return f
}

// reachFacts adds what the number and the address of each base document are for, where that is asked: the
// numbering plans are not read for nothing.
func (s *Service) reachFacts(u User, f *permission.Facts, line, mailbox bool) {
	for i, b := range u.Documents {
		if line {
			f.Documents[i].PhoneLine = string(phone.LineOf(b.PhoneNumber))
		}
		if mailbox && b.Email != "" {
			f.Documents[i].Mailbox = string(b.Email.Mailbox(s.opts.Disposable))
		}
	}
}

// facts are those that the user's own record tells.
func (u User) facts(rules document.Rules, zone *time.Location, at time.Time) permission.Facts {
	f := permission.Facts{Kind: u.kind(), At: at, OpenedAt: u.CreatedAt, Clocks: u.Decision.Clocks}
	if u.Standing.Permission.Standing() {
		f.Standing = u.Standing.Permission
	}
	f.OFACStatus = string(u.OFACStatus(at))
	f.Duplicates = u.Twins.fact()
	f.RiskLevel = string(u.Risk.Current().Level)
	f.Owners = u.ownersFacts(at)
	f.TINStatus = string(u.Tax.TIN.State())
	f.Waivers = u.Waivers
	f.Attestations = u.attested()
	today := bonafide.DateOf(at.In(zone))
	var names []Screening
	for _, s := range u.subjects() {
		if !s.base {
			names = append(names, u.Screenings[s.fingerprint()])
		}
	}
	differ := u.namesDiffer()
	for _, b := range u.Documents {
		d := u.documentFacts(b, names, rules, zone, today)
		if b.EntityRelationship == "" {
			d.NamesDiffer = differ
		}
		f.Documents = append(f.Documents, d)
	}
	return f
}

// attested are the statements that were made for the user, and those that follow from its record.
func (u User) attested() []permission.Attestation {
	out := slices.Clip(u.Attestations)
	if !u.PhoneVerified.IsZero() && !u.Number.Claimed {
		out = append(out, permission.Attestation{ID: AttestedPhone, At: u.PhoneVerified})
	}
	if u.Tax.Residence != nil {
		out = append(out, permission.Attestation{ID: AttestedResidence, At: u.Tax.ResidenceAt})
	}
	return out
}

// addressFacts are those by which a cashed-out user's address is found.
func addressFacts(b document.Base) permission.DocumentFacts {
	f := permission.DocumentFacts{ID: b.ID, Active: b.IsActive, Relationship: string(b.EntityRelationship), Fields: filled(b)}
	for d := range b.Subs() {
		f.Subs = append(f.Subs, permission.SubFacts{ID: d.ID, Type: string(d.Type), Status: string(d.Status)})
	}
	return f
}

// documentFacts are those of a base document. names are the screenings of the names
// that the user bears elsewhere: the oldest look counts.
func (u User) documentFacts(b document.Base, names []Screening, rules document.Rules, zone *time.Location, today bonafide.Date) permission.DocumentFacts {
	f := permission.DocumentFacts{
		ID: b.ID, Active: b.IsActive, Relationship: string(b.EntityRelationship), EntityType: string(b.EntityType), EntityScope: string(b.EntityScope),
		Country: string(b.AddressCountryCode), Subdivision: b.AddressSubdivision, DesiredScope: b.DesiredScope, DocOptionKey: b.DocOptionKey,
		Fields: filled(b), PhonePlausible: b.PhoneGrade == bonafide.Plausible,
		TrustLevel: string(b.TrustLevel), EDDStatus: string(b.EDDStatus),
		Watchlist: b.Watchlists,
	}
	screenings := append(slices.Clip(names), u.screening(b))
	for _, sc := range screenings {
		if sc.Result.At.IsZero() {
			f.ScreenedAt = time.Time{}
			break
		}
		f.ScreenedAt = sooner(f.ScreenedAt, sc.Result.At)
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
	if born := b.BornLatest(); b.Kind != document.Business && !born.IsZero() {
		f.Age = born.Age(today)
		f.NextBirthday = born.AddYears(f.Age + 1).In(zone)
	}
	for _, key := range slices.Sorted(maps.Keys(b.ScreeningResults)) {
		f.Lists = append(f.Lists, permission.ListResult{List: key, Result: b.ScreeningResults[key], Edition: oldestEdition(screenings, key)})
	}
	for d := range b.Subs() {
		status, reasons := counting(b, d)
		sub := permission.SubFacts{
			ID: d.ID, Class: string(d.Class), Type: string(d.Type), Status: string(status), Country: string(d.Meta.CountryCode),
			SubmittedAt: d.LastUpdated, Reasons: reasons, AttemptsLeft: max(d.AttemptsLeft(rules), 0), Final: d.AttemptsLeft(rules) == 0,
			Imported: d.Imported,
		}
		if !d.ExpiresOn.IsZero() {
			sub.ValidUntil = d.ExpiresOn.AddDays(1).In(zone)
		}
		f.Subs = append(f.Subs, sub)
	}
	return f
}

// oldestEdition is the oldest edition of a list that screenings looked in; zero where
// one of them did not.
func oldestEdition(screenings []Screening, list string) bonafide.Date {
	var oldest bonafide.Date
	for _, sc := range screenings {
		run, ok := sc.Result.Run(list)
		if !ok || run.Edition.IsZero() {
			return bonafide.Date{}
		}
		if oldest.IsZero() || run.Edition.Before(oldest) {
			oldest = run.Edition
		}
	}
	return oldest
}

// ReasonSSNRequired is why a valid US passport does not count yet.
const ReasonSSNRequired = "ssn_required"

// counting returns the state in which a document counts. Of an accepted document and
// its successor neither counts once the other was refused for good. A US passport
// needs a verified Social Security number beside it, wherever the user lives (Synapse
// user object, passports).
func counting(b document.Base, d document.Sub) (document.Status, []string) {
	if d.Status != document.Valid {
		return d.Status, d.InvalidReasons
	}
	other, ok := b.Successor(d.ID)
	if !ok {
		other, _ = b.Find(d.Renews)
	}
	if other.RefusedForGood() {
		return other.Status, other.InvalidReasons
	}
	if d.Type != document.GovtID && !d.USPassport() || !b.SSNRequired() {
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

// A field is a base field, and whether it holds something.
type field struct {
	name string
	set  bool
}

// fields are the base fields by their JSON names; of the address a document from
// elsewhere may lack parts. What no address of the country has is not missing.
func fields(b document.Base) []field {
	has := document.PartsOfAddress(b.AddressCountryCode)
	return []field{
		{"name", true}, {"email", true}, {"phone_number", true}, {"ip", true}, {"entity_type", true}, {"entity_scope", true},
		{"day", b.Day != 0}, {"month", b.Month != 0}, {"year", true},
		{"address_street", b.AddressStreet != ""}, {"address_city", b.AddressCity != "" || !has.City}, {"address_subdivision", b.AddressSubdivision != "" || !has.Subdivision},
		{"address_postal_code", b.AddressPostalCode != "" || !has.PostalCode}, {"address_country_code", b.AddressCountryCode != ""},
		{"alias", b.Alias != ""}, {"entity_relationship", b.EntityRelationship != ""}, {"ownership_percentage", b.OwnershipPercentage != nil},
		{"title", b.Title != ""}, {"company_activity", len(b.CompanyActivity) > 0}, {"maiden_name", b.MaidenName != ""},
		{"desired_scope", b.DesiredScope != ""}, {"doc_option_key", b.DocOptionKey != ""}, {"docs_key", b.DocsKey != ""}, {"docs_title", b.DocsTitle != ""},
	}
}

// filled lists the JSON names of the base fields that hold something.
func filled(b document.Base) []string {
	names := make([]string, 0, 24)
	for _, f := range fields(b) {
		if f.set {
			names = append(names, f.name)
		}
	}
	return names
}

// tests reports whether some rule of a sheet tests a fact.
func tests(sheet program.Sheet, fact program.Fact) bool {
	return slices.ContainsFunc(sheet.Tiers, func(t program.Tier) bool {
		return slices.ContainsFunc(t.Requires, func(r program.Rule) bool { return ruleTests(r, fact) })
	})
}

func ruleTests(r program.Rule, fact program.Fact) bool {
	isIt := func(t program.Test) bool { return t.Fact == fact }
	tested := func(r program.Rule) bool { return ruleTests(r, fact) }
	return slices.ContainsFunc(r.When, isIt) || r.Test != nil && isIt(*r.Test) ||
		slices.ContainsFunc(r.All, tested) || slices.ContainsFunc(r.Any, tested) ||
		r.NOf != nil && slices.ContainsFunc(r.NOf.Of, tested)
}
