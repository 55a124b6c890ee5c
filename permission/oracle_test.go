package permission_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/permission"
)

// oracle decides by reading the sheet rule by rule, as its documentation says
// it, without compiling anything: slow and obvious.
type oracle struct {
	s permission.Sheet
	f permission.Facts
}

func clearStatus(s string) bool { return s == "NO_MATCH" || s == "FALSE_POSITIVE" }

func (o oracle) permission() (permission.Scope, permission.Permission) {
	if o.f.Kind != o.s.UserKind || o.f.At.Before(o.s.EffectiveAt) {
		return "UNVERIFIED", "UNVERIFIED"
	}
	worst, own := len(o.s.Tiers), false
	for _, d := range o.f.Documents {
		if d.Active {
			worst = min(worst, o.tier(d))
			own = own || d.Relationship == ""
		}
	}
	if !own || worst == 0 {
		return "UNVERIFIED", "UNVERIFIED"
	}
	scope := o.s.Tiers[worst-1].Scope
	if strings.HasPrefix(string(scope), "SEND") {
		return scope, "SEND-AND-RECEIVE"
	}
	return scope, "RECEIVE"
}

// tier returns how many tiers a base document reaches.
func (o oracle) tier(d permission.DocumentFacts) int {
	for _, s := range d.Subs {
		if s.Status == "SUBMITTED|INVALID|BLACKLIST" {
			return 0
		}
	}
	if !o.screened(d) {
		return 0
	}
	reached, stopped, most := 0, false, len(o.s.Tiers)
	for i, t := range o.s.Tiers {
		for _, r := range t.Requires {
			met, limit := o.met(i, r, nil, d)
			if !met {
				stopped = true
			}
			most = min(most, limit)
		}
		if !stopped {
			reached = i + 1
		}
	}
	return min(reached, most)
}

func (o oracle) screened(d permission.DocumentFacts) bool {
	if !clearStatus(d.Watchlist) {
		return false
	}
	for _, name := range o.s.Screening.CountedLists {
		if !o.listClear(d, name) {
			return false
		}
	}
	if age := o.s.Screening.MaxAge; !age.IsZero() {
		return !d.ScreenedAt.IsZero() && o.f.At.Before(age.After(d.ScreenedAt))
	}
	return true
}

func (o oracle) listClear(d permission.DocumentFacts, name string) bool {
	found := false
	for _, l := range d.Lists {
		if l.List == name {
			if !clearStatus(l.Result) {
				return false
			}
			found = true
		}
	}
	return found
}

// met reports whether a rule is met, and how many tiers a missed deadline leaves.
func (o oracle) met(tier int, r permission.Rule, when []permission.Test, d permission.DocumentFacts) (bool, int) {
	when = slices.Concat(when, r.When)
	if len(r.All) > 0 && r.DueIn.IsZero() && !r.Waivable {
		met, most := true, len(o.s.Tiers)
		for _, kid := range r.All {
			m, n := o.met(tier, kid, when, d)
			met, most = met && m, min(most, n)
		}
		return met, most
	}
	switch o.state(r, when, d) {
	case "satisfied", "waived", "in time":
		return true, len(o.s.Tiers)
	case "late":
		if r.RestrictTo == "UNVERIFIED" {
			return false, 0
		}
		for i, t := range o.s.Tiers {
			if t.Scope == r.RestrictTo {
				return false, i + 1
			}
		}
		return false, tier
	}
	return false, len(o.s.Tiers)
}

// state says how a rule with its own entry stands.
func (o oracle) state(r permission.Rule, when []permission.Test, d permission.DocumentFacts) string {
	if asksOwners(r) && d.Relationship != "" {
		return "waived"
	}
	for _, t := range when {
		if o.test(t, d) == "no" {
			return "waived"
		}
	}
	if o.holds(r, d, o.f.At) {
		return "satisfied"
	}
	for _, w := range o.f.Waivers {
		if r.Waivable && w.Rule == r.ID && w.DocumentID == d.ID && w.By.Kind == bonafide.ActorReviewer && w.By.ID != "" && o.f.At.Before(w.Until) {
			return "waived"
		}
	}
	if !r.DueIn.IsZero() {
		if o.f.At.Before(r.Grace.After(r.DueIn.After(o.since(r, when, d)))) {
			return "in time"
		}
		return "late"
	}
	return "unmet"
}

func asksOwners(r permission.Rule) bool {
	if r.Owners != nil {
		return true
	}
	kids := slices.Concat(r.All, r.Any)
	if r.NOf != nil {
		kids = append(kids, r.NOf.Of...)
	}
	return slices.ContainsFunc(kids, asksOwners)
}

// since is when the clock of a rule began: as recorded, else when the user and
// the program first met, for rules that always apply; never before the last
// evidence for it expired, never in the future.
func (o oracle) since(r permission.Rule, when []permission.Test, d permission.DocumentFacts) time.Time {
	start := o.s.EffectiveAt
	if o.f.OpenedAt.After(start) {
		start = o.f.OpenedAt
	}
	if len(when) > 0 {
		start = o.f.At
	}
	for _, c := range o.f.Clocks {
		if c.Rule == r.ID && c.DocumentID == d.ID {
			start = c.Since
		}
	}
	if end := o.held(r, d); end.After(start) {
		start = end
	}
	if start.After(o.f.At) {
		start = o.f.At
	}
	return start
}

var always = time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)

// held is until when a rule last held, or holds: the zero time if it never did.
func (o oracle) held(r permission.Rule, d permission.DocumentFacts) (last time.Time) {
	kids, n := r.All, len(r.All)
	switch {
	case len(r.Any) > 0:
		kids, n = r.Any, 1
	case r.NOf != nil:
		kids, n = r.NOf.Of, r.NOf.N
	}
	switch {
	case len(kids) > 0:
		var ends []time.Time
		for _, k := range kids {
			ends = append(ends, o.held(k, d))
		}
		slices.SortFunc(ends, func(a, b time.Time) int { return b.Compare(a) })
		return ends[n-1]
	case r.Document != nil:
		for _, s := range d.Subs {
			if slices.Contains(r.Document.Types, s.Type) && o.acceptable(*r.Document, s) {
				end := o.expiry(*r.Document, s)
				if end.IsZero() {
					end = always
				}
				if end.After(last) {
					last = end
				}
			}
		}
	case r.Attestation != nil:
		for _, x := range o.f.Attestations {
			if x.ID == r.Attestation.ID && !x.At.After(o.f.At) {
				end := always
				if !r.Attestation.ValidFor.IsZero() {
					end = r.Attestation.ValidFor.After(x.At)
				}
				if end.After(last) {
					last = end
				}
			}
		}
	case o.holds(r, d, o.f.At):
		last = always
	}
	return last
}

func (o oracle) holds(r permission.Rule, d permission.DocumentFacts, at time.Time) bool {
	count := func(rules []permission.Rule) (n int) {
		for _, k := range rules {
			if o.holds(k, d, at) {
				n++
			}
		}
		return n
	}
	switch {
	case len(r.All) > 0:
		return count(r.All) == len(r.All)
	case len(r.Any) > 0:
		return count(r.Any) > 0
	case r.NOf != nil:
		return count(r.NOf.Of) >= r.NOf.N
	case r.Document != nil:
		return slices.ContainsFunc(d.Subs, func(s permission.SubFacts) bool {
			if !slices.Contains(r.Document.Types, s.Type) || !o.acceptable(*r.Document, s) {
				return false
			}
			end := o.expiry(*r.Document, s)
			return end.IsZero() || at.Before(end)
		})
	case r.Test != nil:
		return o.test(*r.Test, d) == "yes"
	case len(r.Fields) > 0:
		for _, name := range r.Fields {
			if !slices.Contains(d.Fields, name) {
				return false
			}
		}
		return true
	case len(r.Lists) > 0:
		for _, name := range r.Lists {
			if !o.listClear(d, name) {
				return false
			}
		}
		return true
	case r.Owners != nil:
		return o.owners(*r.Owners)
	}
	return slices.ContainsFunc(o.f.Attestations, func(a permission.Attestation) bool {
		return a.ID == r.Attestation.ID && !a.At.IsZero() && !a.At.After(at) &&
			(r.Attestation.ValidFor.IsZero() || at.Before(r.Attestation.ValidFor.After(a.At)))
	})
}

func (o oracle) acceptable(r permission.DocumentRule, s permission.SubFacts) bool {
	return (s.Status == "SUBMITTED|VALID" || r.OnRecord && s.Status == "SUBMITTED") &&
		(r.Class == "" || r.Class == s.Class) &&
		(len(r.Countries) == 0 || slices.Contains(r.Countries, s.Country)) &&
		(len(r.NotCountries) == 0 || s.Country != "" && !slices.Contains(r.NotCountries, s.Country)) &&
		(r.ValidFor.IsZero() || !s.SubmittedAt.IsZero())
}

// expiry is when a sub-document stops to count; the zero time if it does not.
func (o oracle) expiry(r permission.DocumentRule, s permission.SubFacts) time.Time {
	end := s.ValidUntil
	if !end.IsZero() && !r.MinResidual.IsZero() {
		end = r.MinResidual.Before(end)
	}
	if !r.ValidFor.IsZero() {
		if late := r.ValidFor.After(s.SubmittedAt); end.IsZero() || late.Before(end) {
			end = late
		}
	}
	return end
}

func (o oracle) test(t permission.Test, d permission.DocumentFacts) string {
	say := func(ok bool) string {
		if ok {
			return "yes"
		}
		return "no"
	}
	number := func(n permission.Fixed) string {
		return say((t.Min == nil || n >= *t.Min) && (t.Max == nil || n <= *t.Max))
	}
	value := ""
	switch t.Fact {
	case permission.FactAge:
		if d.Age == 0 {
			return "unknown"
		}
		return number(permission.FixedOf(d.Age))
	case permission.FactIDScore:
		if d.IDScore == nil {
			return "unknown"
		}
		return number(*d.IDScore)
	case permission.FactCountry:
		value = d.Country
	case permission.FactRiskLevel:
		value = o.f.RiskLevel
	case permission.FactRelationship:
		if value = d.Relationship; value == "" {
			value = "self"
		}
	case permission.FactTotal:
		return o.total(*t.Total)
	}
	if value == "" {
		return "unknown"
	}
	if len(t.In) > 0 {
		return say(slices.Contains(t.In, value))
	}
	return say(!slices.Contains(t.NotIn, value))
}

func (o oracle) total(t permission.TotalTest) string {
	if o.f.Totals.AsOf.IsZero() {
		return "unknown"
	}
	count := 0
	for _, s := range o.f.Totals.Sums {
		if s.Direction != t.Direction || s.Per != t.Per || !o.f.At.Before(s.Until) {
			continue
		}
		count += s.Count
		if t.AtLeast != "" {
			least, err := bonafide.ParseMoney(t.AtLeast, bonafide.Currency(t.Currency))
			if err != nil {
				return "unknown"
			}
			if order, err := s.Amount.Compare(least); err == nil && order >= 0 {
				return "yes"
			}
		}
	}
	if t.Count > 0 && count >= t.Count {
		return "yes"
	}
	return "no"
}

func (o oracle) owners(r permission.OwnersRule) bool {
	exempt := slices.Contains(r.Exempt, o.f.Owners.Exemption)
	if r.Complete && !o.f.Owners.Complete && !exempt {
		return false
	}
	big := func(share permission.Fixed) bool {
		switch {
		case r.Share == nil || exempt:
			return false
		case r.Above:
			return share > *r.Share
		}
		return share >= *r.Share
	}
	controlling := 0
	for _, d := range o.f.Documents {
		if !d.Active || d.Relationship == "" {
			continue
		}
		if d.Relationship == "CONTROLLING_PERSON" {
			controlling++
		}
		if d.Relationship == "CONTROLLING_PERSON" || big(d.Share) {
			scope := permission.Scope("UNVERIFIED")
			if n := o.tier(d); n > 0 {
				scope = o.s.Tiers[n-1].Scope
			}
			if scope.Compare(r.Scope) < 0 {
				return false
			}
		}
	}
	for _, m := range o.f.Owners.Members {
		if m.Controls {
			controlling++
		}
		if (m.Controls || big(m.Share)) && (m.Scope.Compare(r.Scope) < 0 || !m.Until.IsZero() && !o.f.At.Before(m.Until)) {
			return false
		}
	}
	return controlling >= r.Controlling
}

// dice makes random sheets and facts that have much to do with each other.
type dice struct{ *rand.Rand }

func newDice(seed uint64) dice { return dice{rand.New(rand.NewPCG(seed, 17))} }

func (r dice) one(of ...string) string { return of[r.IntN(len(of))] }

func (r dice) maybe(percent int) bool { return r.IntN(100) < percent }

func (r dice) some(of ...string) []string {
	r.Shuffle(len(of), func(i, j int) { of[i], of[j] = of[j], of[i] })
	return of[:1+r.IntN(min(3, len(of)))]
}

var (
	oracleAt    = time.Date(2024, 6, 1, 12, 0, 0, 0, time.UTC)
	diceTypes   = []string{"SSN", "GOVT_ID", "PASSPORT_BIODATA", "PROOF_OF_ADDRESS", "W9_DOC"}
	diceScopes  = []permission.Scope{"RECEIVE|TIER|1", "RECEIVE|TIER|2", "RECEIVE", "SEND|RECEIVE|TIER|1", "SEND|RECEIVE|TIER|2", "SEND|RECEIVE"}
	diceDays    = []string{"P10D", "P30D", "P3M", "P1Y"}
	diceCountry = []string{"US", "DE", "FR", "IR"}
)

func (r dice) duration(percent int) (d permission.Duration) {
	if r.maybe(percent) {
		d, _ = permission.ParseDuration(r.one(diceDays...))
	}
	return d
}

func (r dice) fixed(values ...string) *permission.Fixed {
	f, _ := permission.ParseFixed(r.one(values...))
	return &f
}

func (r dice) test() permission.Test {
	switch r.IntN(5) {
	case 0:
		return permission.Test{Fact: permission.FactAge, Min: r.fixed("18", "21")}
	case 1:
		return permission.Test{Fact: permission.FactIDScore, Min: r.fixed("0.5", "0.7")}
	case 2:
		return permission.Test{Fact: permission.FactCountry, In: r.some("US", "DE", "FR")}
	case 3:
		return permission.Test{Fact: permission.FactCountry, NotIn: r.some("IR", "FR")}
	}
	return permission.Test{Fact: permission.FactRiskLevel, In: r.some("low", "medium", "high")}
}

func (r dice) condition() permission.Test {
	switch r.IntN(4) {
	case 0:
		return permission.Test{Fact: permission.FactRelationship, In: r.some("self", "UBO", "CONTROLLING_PERSON")}
	case 1:
		t := &permission.TotalTest{Direction: permission.Inbound, Per: permission.Period(r.one("day", "year"))}
		if r.maybe(50) {
			t.Currency, t.AtLeast = "USD", r.one("600", "1000.50")
		} else {
			t.Count = 3
		}
		return permission.Test{Fact: permission.FactTotal, Total: t}
	}
	return r.test()
}

func (r dice) leaf(kind permission.UserKind) permission.Rule {
	switch n := r.IntN(10); {
	case n < 5:
		d := &permission.DocumentRule{Types: r.some(slices.Clone(diceTypes)...), ValidFor: r.duration(20), MinResidual: r.duration(20),
			WarnBefore: r.duration(30), OnRecord: r.maybe(10)}
		if r.maybe(10) {
			d.Class = r.one("physical", "virtual")
		}
		if r.maybe(10) {
			d.Countries = r.some("US", "DE")
		} else if r.maybe(10) {
			d.NotCountries = r.some("IR", "FR")
		}
		return permission.Rule{Document: d}
	case n < 7:
		t := r.test()
		return permission.Rule{Test: &t}
	case n == 7:
		return permission.Rule{Fields: r.some("alias", "ip", "email")}
	case n == 8:
		if kind == permission.Business && r.maybe(60) {
			o := &permission.OwnersRule{Controlling: r.IntN(2), Scope: "RECEIVE|TIER|1", Complete: true}
			if r.maybe(70) {
				o.Share, o.Above = r.fixed("25", "10"), r.maybe(50)
			}
			if r.maybe(30) {
				o.Exempt = []string{"publicly_traded"}
			}
			return permission.Rule{Owners: o}
		}
		return permission.Rule{Lists: r.some("pep", "interpol")}
	}
	return permission.Rule{Attestation: &permission.AttestationRule{ID: r.one("terms", "tax"), ValidFor: r.duration(50), WarnBefore: r.duration(20)}}
}

func (r dice) rule(kind permission.UserKind, depth int) permission.Rule {
	if depth == 0 || r.maybe(55) {
		return r.leaf(kind)
	}
	kids := make([]permission.Rule, 1+r.IntN(3))
	for i := range kids {
		kids[i] = r.rule(kind, depth-1)
	}
	switch r.IntN(3) {
	case 0:
		return permission.Rule{All: kids}
	case 1:
		return permission.Rule{Any: kids}
	}
	return permission.Rule{NOf: &permission.NOfRule{N: 1 + r.IntN(len(kids)), Of: kids}}
}

// top gives a rule the terms that may stand in ledger position.
func (r dice) top(rule permission.Rule, id string, below []permission.Scope) permission.Rule {
	rule.ID = id
	if r.maybe(25) {
		rule.When = append(rule.When, r.condition())
	}
	if r.maybe(25) {
		rule.DueIn, rule.Grace = r.duration(100), r.duration(40)
		if r.maybe(30) {
			rule.RestrictTo = "UNVERIFIED"
		} else if len(below) > 0 && r.maybe(30) {
			rule.RestrictTo = below[r.IntN(len(below))]
		}
	}
	rule.Waivable = r.maybe(15)
	return rule
}

func (r dice) sheet() permission.Sheet {
	s := permission.Sheet{ID: "random", Version: 1, CIPTag: 1, UserKind: permission.Personal, EffectiveAt: oracleAt.AddDate(0, -2, 0)}
	if r.maybe(30) {
		s.UserKind = permission.Business
	}
	if r.maybe(25) {
		s.Screening.CountedLists = r.some("ofac_sdn", "pep")
	}
	s.Screening.MaxAge = r.duration(25)
	scopes := slices.Clone(diceScopes)
	for len(scopes) > 4 || len(scopes) > 1 && r.maybe(40) {
		i := r.IntN(len(scopes))
		scopes = slices.Delete(scopes, i, i+1)
	}
	for i, scope := range scopes {
		t := permission.Tier{Scope: scope}
		for j := range 1 + r.IntN(2) {
			t.Requires = append(t.Requires, r.top(r.rule(s.UserKind, 2), fmt.Sprintf("r%d-%d", i, j), scopes[:i]))
		}
		s.Tiers = append(s.Tiers, t)
	}
	if r.maybe(30) {
		s.Target = scopes[r.IntN(len(scopes))]
	}
	return s
}

// near returns a time about the moment of the decision, often just at an edge.
func (r dice) near() time.Time {
	t := oracleAt.AddDate(0, 0, r.IntN(800)-400)
	if r.maybe(20) {
		t = oracleAt
	}
	return t
}

func (r dice) sub(i int) permission.SubFacts {
	s := permission.SubFacts{ID: fmt.Sprint("s", i), Type: r.one(diceTypes...), Class: r.one("physical", "virtual", ""),
		Status: r.one("SUBMITTED|VALID", "SUBMITTED|VALID", "SUBMITTED|VALID", "SUBMITTED|VALID", "SUBMITTED|VALID", "SUBMITTED",
			"SUBMITTED|REVIEWING", "SUBMITTED|MFA_PENDING", "SUBMITTED|INVALID", "NO_SUCH_STATUS")}
	if r.maybe(1) {
		s.Status = "SUBMITTED|INVALID|BLACKLIST"
	}
	if r.maybe(70) {
		s.Country = r.one(diceCountry...)
	}
	if r.maybe(80) {
		s.SubmittedAt = oracleAt.AddDate(0, 0, -r.IntN(400))
	}
	if r.maybe(50) {
		s.ValidUntil = r.near()
	}
	if s.Status == "SUBMITTED|INVALID" && r.maybe(70) {
		s.Reasons = r.some("name_mismatch", "expired_document", "dob_mismatch")
		s.AttemptsLeft, s.Final = r.IntN(3), r.maybe(20)
	}
	return s
}

func (r dice) document(i int, kind permission.UserKind) permission.DocumentFacts {
	d := permission.DocumentFacts{ID: fmt.Sprint("d", i), Active: r.maybe(90), Country: r.one(diceCountry...), Age: r.IntN(40),
		Watchlist: r.one("NO_MATCH", "FALSE_POSITIVE")}
	if r.maybe(12) {
		d.Watchlist = r.one("SOFT_MATCH", "SOFT_MATCH|PENDING_UPLOAD", "MATCH", "PENDING", "", "NO_SUCH_VALUE")
	}
	if i > 0 && kind == permission.Business && r.maybe(70) {
		d.Relationship = r.one("UBO", "CONTROLLING_PERSON")
		d.Share = permission.FixedOf(r.IntN(60))
	}
	if r.maybe(20) {
		d.Country = ""
	}
	if r.maybe(70) {
		d.Fields = r.some("alias", "ip", "email")
	}
	if r.maybe(70) {
		d.IDScore = r.fixed("0.4", "0.5", "0.7", "0.9")
	}
	if r.maybe(30) {
		d.DesiredScope = string(diceScopes[r.IntN(len(diceScopes))])
	}
	if r.maybe(80) {
		d.ScreenedAt = oracleAt.AddDate(0, 0, -r.IntN(120))
	}
	for _, list := range []string{"ofac_sdn", "pep", "interpol"} {
		result := r.one("NO_MATCH", "FALSE_POSITIVE")
		if r.maybe(8) {
			result = r.one("MATCH", "PENDING", "FAILED", "NO_SUCH_RESULT")
		}
		if r.maybe(95) {
			d.Lists = append(d.Lists, permission.ListResult{List: list, Result: result})
		}
	}
	for j := range r.IntN(12) {
		d.Subs = append(d.Subs, r.sub(j))
	}
	return d
}

func (r dice) facts(s permission.Sheet) permission.Facts {
	f := permission.Facts{Kind: s.UserKind, At: oracleAt, RiskLevel: r.one("low", "medium", "high", "")}
	if r.maybe(2) {
		f.Kind = permission.Business
	}
	if r.maybe(80) {
		f.OpenedAt = oracleAt.AddDate(0, 0, -r.IntN(200))
	}
	for i := range r.one("", "1", "1", "1", "22", "333") {
		f.Documents = append(f.Documents, r.document(i, s.UserKind))
	}
	for _, id := range []string{"terms", "tax"} {
		if r.maybe(60) {
			f.Attestations = append(f.Attestations, permission.Attestation{ID: id, At: oracleAt.AddDate(0, 0, 10-r.IntN(400))})
		}
	}
	f.Owners.Complete = r.maybe(70)
	if r.maybe(20) {
		f.Owners.Exemption = r.one("publicly_traded", "other")
	}
	for i := range r.IntN(3) {
		o := permission.Owner{ID: fmt.Sprint("o", i), Controls: r.maybe(40), Share: permission.FixedOf(r.IntN(60)),
			Scope: permission.Scope(r.one("SEND|RECEIVE", "RECEIVE|TIER|1", "RECEIVE", "UNVERIFIED", "nonsense"))}
		if r.maybe(30) {
			o.Until = r.near()
		}
		f.Owners.Members = append(f.Owners.Members, o)
	}
	if r.maybe(80) {
		f.Totals.AsOf = oracleAt
		for _, per := range []permission.Period{permission.PerDay, permission.PerYear} {
			if r.maybe(70) {
				m, _ := bonafide.ParseMoney(r.one("599.99", "600", "1000.50", "5"), bonafide.Currency(r.one("USD", "USD", "EUR")))
				f.Totals.Sums = append(f.Totals.Sums, permission.Total{Direction: permission.Inbound, Per: per, Amount: m,
					Count: r.IntN(5), Until: oracleAt.AddDate(0, 0, r.IntN(40)-3)})
			}
		}
	}
	for i, t := range s.Tiers {
		for j, rule := range t.Requires {
			for _, d := range f.Documents {
				id := fmt.Sprintf("r%d-%d", i, j)
				if rule.Waivable && r.maybe(40) {
					by := bonafide.Reviewer("r")
					if r.maybe(30) {
						by = bonafide.Platform("p")
					}
					f.Waivers = append(f.Waivers, permission.Waiver{Rule: id, DocumentID: d.ID, Until: r.near(), By: by})
				}
				if !rule.DueIn.IsZero() && r.maybe(40) {
					f.Clocks = append(f.Clocks, permission.Clock{Rule: id, DocumentID: d.ID, Since: oracleAt.AddDate(0, 0, 5-r.IntN(100))})
				}
			}
		}
	}
	return f
}
