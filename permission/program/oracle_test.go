package program_test

import (
	"slices"
	"strings"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/permission/program"
)

// oracle decides by reading the sheet rule by rule, as its documentation says
// it, without compiling anything: slow and obvious.
type oracle struct {
	s program.Sheet
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
	if len(d.NamesDiffer) > 0 && !slices.ContainsFunc(o.f.Waivers, func(w permission.Waiver) bool {
		return w.Rule == program.NamesAgree && w.DocumentID == d.ID && w.By.Kind == bonafide.ActorReviewer && w.By.ID != "" && w.Until.After(o.f.At)
	}) {
		return false
	}
	if !clearStatus(d.Watchlist) {
		return false
	}
	for _, name := range o.s.Screening.CountedLists {
		if !o.listClear(d, name) {
			return false
		}
	}
	if age := o.s.Screening.MaxAge; !age.IsZero() && (d.ScreenedAt.IsZero() || !o.f.At.Before(age.After(d.ScreenedAt))) {
		return false
	}
	if age := o.s.Screening.MaxEditionAge; !age.IsZero() {
		known := 0
		for _, l := range d.Lists {
			if len(o.s.Screening.CountedLists) > 0 && !slices.Contains(o.s.Screening.CountedLists, l.List) {
				continue
			}
			known++
			if l.Edition.IsZero() || !o.f.At.Before(age.After(l.Edition.In(time.UTC))) {
				return false
			}
		}
		return known > 0
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
func (o oracle) met(tier int, r program.Rule, when []program.Test, d permission.DocumentFacts) (bool, int) {
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
func (o oracle) state(r program.Rule, when []program.Test, d permission.DocumentFacts) string {
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

func asksOwners(r program.Rule) bool {
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
func (o oracle) since(r program.Rule, when []program.Test, d permission.DocumentFacts) time.Time {
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
func (o oracle) held(r program.Rule, d permission.DocumentFacts) (last time.Time) {
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

func (o oracle) holds(r program.Rule, d permission.DocumentFacts, at time.Time) bool {
	count := func(rules []program.Rule) (n int) {
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

func (o oracle) acceptable(r program.DocumentRule, s permission.SubFacts) bool {
	return (s.Status == "SUBMITTED|VALID" || r.OnRecord && s.Status == "SUBMITTED") &&
		(r.Class == "" || r.Class == s.Class) && (!r.NotImported || s.Imported == "") &&
		(len(r.Countries) == 0 || slices.Contains(r.Countries, s.Country)) &&
		(len(r.NotCountries) == 0 || s.Country != "" && !slices.Contains(r.NotCountries, s.Country)) &&
		(r.ValidFor.IsZero() || !s.SubmittedAt.IsZero())
}

// expiry is when a sub-document stops to count; the zero time if it does not.
func (o oracle) expiry(r program.DocumentRule, s permission.SubFacts) time.Time {
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

func (o oracle) test(t program.Test, d permission.DocumentFacts) string {
	say := func(ok bool) string {
		if ok {
			return "yes"
		}
		return "no"
	}
	number := func(n bonafide.Fixed) string {
		return say((t.Min == nil || n >= *t.Min) && (t.Max == nil || n <= *t.Max))
	}
	value := ""
	switch t.Fact {
	case program.FactAge:
		if d.Age == 0 {
			return "unknown"
		}
		return number(bonafide.FixedOf(d.Age))
	case program.FactIDScore:
		if d.IDScore == nil {
			return "unknown"
		}
		return number(*d.IDScore)
	case program.FactCountry:
		value = d.Country
	case program.FactRiskLevel:
		value = o.f.RiskLevel
	case program.FactRelationship:
		if value = d.Relationship; value == "" {
			value = "self"
		}
	case program.FactTotal:
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

func (o oracle) total(t program.TotalTest) string {
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

func (o oracle) owners(r program.OwnersRule) bool {
	exempt := slices.Contains(r.Exempt, o.f.Owners.Exemption)
	if r.Complete && !o.f.Owners.Complete && !exempt {
		return false
	}
	big := func(share bonafide.Fixed) bool {
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
