package program_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/permission/program"
)

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

func (r dice) duration(percent int) (d bonafide.Duration) {
	if r.maybe(percent) {
		d, _ = bonafide.ParseDuration(r.one(diceDays...))
	}
	return d
}

func (r dice) fixed(values ...string) *bonafide.Fixed {
	f, _ := bonafide.ParseFixed(r.one(values...))
	return &f
}

func (r dice) test() program.Test {
	switch r.IntN(5) {
	case 0:
		return program.Test{Fact: program.FactAge, Min: r.fixed("18", "21")}
	case 1:
		return program.Test{Fact: program.FactIDScore, Min: r.fixed("0.5", "0.7")}
	case 2:
		return program.Test{Fact: program.FactCountry, In: r.some("US", "DE", "FR")}
	case 3:
		return program.Test{Fact: program.FactCountry, NotIn: r.some("IR", "FR")}
	}
	return program.Test{Fact: program.FactRiskLevel, In: r.some("low", "medium", "high")}
}

func (r dice) condition() program.Test {
	switch r.IntN(4) {
	case 0:
		return program.Test{Fact: program.FactRelationship, In: r.some("self", "UBO", "CONTROLLING_PERSON")}
	case 1:
		t := &program.TotalTest{Direction: permission.Inbound, Per: permission.Period(r.one("day", "year"))}
		if r.maybe(50) {
			t.Currency, t.AtLeast = "USD", r.one("600", "1000.50")
		} else {
			t.Count = 3
		}
		return program.Test{Fact: program.FactTotal, Total: t}
	}
	return r.test()
}

func (r dice) leaf(kind permission.UserKind) program.Rule {
	switch n := r.IntN(10); {
	case n < 5:
		d := &program.DocumentRule{Types: r.some(slices.Clone(diceTypes)...), ValidFor: r.duration(20), MinResidual: r.duration(20),
			WarnBefore: r.duration(30), OnRecord: r.maybe(10), NotImported: r.maybe(10)}
		if r.maybe(10) {
			d.Class = r.one("physical", "virtual")
		}
		if r.maybe(10) {
			d.Countries = r.some("US", "DE")
		} else if r.maybe(10) {
			d.NotCountries = r.some("IR", "FR")
		}
		return program.Rule{Document: d}
	case n < 7:
		t := r.test()
		return program.Rule{Test: &t}
	case n == 7:
		return program.Rule{Fields: r.some("alias", "ip", "email")}
	case n == 8:
		if kind == permission.Business && r.maybe(60) {
			o := &program.OwnersRule{Controlling: r.IntN(2), Scope: "RECEIVE|TIER|1", Complete: true}
			if r.maybe(70) {
				o.Share, o.Above = r.fixed("25", "10"), r.maybe(50)
			}
			if r.maybe(30) {
				o.Exempt = []string{"publicly_traded"}
			}
			return program.Rule{Owners: o}
		}
		return program.Rule{Lists: r.some("pep", "interpol")}
	}
	return program.Rule{Attestation: &program.AttestationRule{ID: r.one("terms", "tax"), ValidFor: r.duration(50), WarnBefore: r.duration(20)}}
}

func (r dice) rule(kind permission.UserKind, depth int) program.Rule {
	if depth == 0 || r.maybe(55) {
		return r.leaf(kind)
	}
	kids := make([]program.Rule, 1+r.IntN(3))
	for i := range kids {
		kids[i] = r.rule(kind, depth-1)
	}
	switch r.IntN(3) {
	case 0:
		return program.Rule{All: kids}
	case 1:
		return program.Rule{Any: kids}
	}
	return program.Rule{NOf: &program.NOfRule{N: 1 + r.IntN(len(kids)), Of: kids}}
}

// top gives a rule the terms that may stand in ledger position.
func (r dice) top(rule program.Rule, id string, below []permission.Scope) program.Rule {
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

func (r dice) sheet() program.Sheet {
	s := program.Sheet{ID: "random", Version: 1, CIPTag: 1, UserKind: permission.Personal, EffectiveAt: oracleAt.AddDate(0, -2, 0)}
	if r.maybe(30) {
		s.UserKind = permission.Business
	}
	if r.maybe(25) {
		s.Screening.CountedLists = r.some("ofac_sdn", "pep")
	}
	s.Screening.MaxAge, s.Screening.MaxEditionAge = r.duration(25), r.duration(25)
	scopes := slices.Clone(diceScopes)
	for len(scopes) > 4 || len(scopes) > 1 && r.maybe(40) {
		i := r.IntN(len(scopes))
		scopes = slices.Delete(scopes, i, i+1)
	}
	for i, scope := range scopes {
		t := program.Tier{Scope: scope}
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
	if r.maybe(10) {
		s.Imported = "vendor"
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
		d.Share = bonafide.FixedOf(r.IntN(60))
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
			l := permission.ListResult{List: list, Result: result}
			if r.maybe(80) {
				l.Edition = bonafide.DateOf(r.near())
			}
			d.Lists = append(d.Lists, l)
		}
	}
	for j := range r.IntN(12) {
		d.Subs = append(d.Subs, r.sub(j))
	}
	return d
}

func (r dice) facts(s program.Sheet) permission.Facts {
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
		o := permission.Owner{ID: fmt.Sprint("o", i), Controls: r.maybe(40), Share: bonafide.FixedOf(r.IntN(60)),
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
