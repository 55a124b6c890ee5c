package casefile_test

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
	"github.com/bonafide-go/bonafide/casefile/ownership"
	"github.com/bonafide-go/bonafide/casefile/ownership/export"
)

const (
	psc  = "Companies Act 2006, Sch. 1A"
	bods = "BODS 0.4"
	eyes = "four eyes"
)

// factsOfStructures: what the law, the registers and the published formats say of owners,
// asked of a case as a host asks it.
var factsOfStructures = []fact{
	{"F3", "what is approved is what was proposed: the terms of the first stand", eyes, "next 2026-06-02, high risk / fine", "", func(t *testing.T, b *bundle) string {
		return terms(t, b, casefile.ReviewRequest{Comment: "fine"})
	}},
	{"F3", "the second has no terms of its own", eyes, "next_review_at not_allowed", "", func(t *testing.T, b *bundle) string {
		return terms(t, b, casefile.ReviewRequest{Comment: "fine", NextReviewAt: casefile.Null[bonafide.Date]()})
	}},
	{"F3", "nor a day of its own", eyes, "reviewed_at not_allowed", "", func(t *testing.T, b *bundle) string {
		return terms(t, b, casefile.ReviewRequest{Comment: "fine", ReviewedAt: b.now()})
	}},
	{"F5", "who owns a company that acts in concert stands behind it", "AMLD art. 3(6)", "p q", "", ownersBy(ownership.AMLD(), `
		{"ref":"h","type":"affiliated","name":"H","relations":[{"ownership_percentage":20,"group":"g"}]}`, `
		{"last_name":"q","relations":[{"source_company_ref":"h","ownership_percentage":100}]},
		{"last_name":"p","relations":[{"ownership_percentage":10,"group":"g"}]},
		{"last_name":"r","relations":[{"ownership_percentage":25}]}`)},
	{"F5", "the beneficiary of a trust may be a company: who owns it stands behind it", amlr + ", art. 58", "p s t", "", ownersBy(ownership.AMLR(), `
		{"ref":"t","type":"affiliated","name":"T","structure":"trust","relations":[{"ownership_percentage":50}]},
		{"ref":"c","type":"affiliated","name":"C","relations":[{"source_company_ref":"t","roles":["beneficiary"]}]}`, `
		{"last_name":"p","relations":[{"source_company_ref":"c","ownership_percentage":60}]},
		{"last_name":"s","relations":[{"source_company_ref":"t","roles":["settlor"]}]},
		{"last_name":"t","relations":[{"source_company_ref":"t","roles":["trustee"]}]}`)},
	{"F5", "a trust in the register: who runs it, not who benefits", psc + " para. 6", "t", "", ownersBy(ownership.PSC(), `
		{"ref":"t","type":"affiliated","name":"T","structure":"trust","relations":[{"ownership_percentage":50}]}`, `
		{"last_name":"b","relations":[{"source_company_ref":"t","roles":["beneficiary"]}]},
		{"last_name":"s","relations":[{"source_company_ref":"t","roles":["settlor"]}]},
		{"last_name":"t","relations":[{"source_company_ref":"t","roles":["trustee"]}]}`)},
	{"F6", "a majority of shares is control of the company between", amlr + ", art. 53(2)(c), 54", "p", "", ownersBy(ownership.AMLR(), `
		{"ref":"h","type":"affiliated","name":"H","relations":[{"ownership_percentage":30}]}`, `
		{"last_name":"p","relations":[{"source_company_ref":"h","ownership_percentage":60,"voting_rights_percentage":0}]}`)},
	{"F6", "but in the register it is votes that count", psc + " para. 18", "", "", ownersBy(ownership.PSC(), `
		{"ref":"h","type":"affiliated","name":"H","relations":[{"ownership_percentage":30}]}`, `
		{"last_name":"p","relations":[{"source_company_ref":"h","ownership_percentage":60,"voting_rights_percentage":0}]}`)},
	{"F8", "behind a British company there is somebody", bods, "known", "", stated(`"country":"GB"`, `
		{"ref":"h","type":"affiliated","name":"H","discloses":true,"relations":[{"ownership_percentage":100}]}`, `
		{"last_name":"x","relations":[{"source_company_ref":"h","ownership_percentage":100}]}`)},
	{"F8", "a listed company need not say", bods, "subjectExemptFromDisclosure publicListing", "", stated(`"structure":"listed_company"`, "", "")},
	{"F8", "nor a business of a state", bods, "subjectExemptFromDisclosure", "", stated(`"country":"FR"`,
		`{"ref":"s","type":"affiliated","name":"S","structure":"state","relations":[{"ownership_percentage":100}]}`, "")},
	{"F8", "the parties of a trust that is the customer are known", bods, "known", "", stated(`"structure":"trust"`, "", `
		{"last_name":"s","relations":[{"roles":["settlor"]}]},{"last_name":"t","relations":[{"roles":["trustee"]}]},{"last_name":"b","relations":[{"roles":["beneficiary"]}]}`)},
	{"F9", "a band, as a register tells it, makes an owner", psc + ", bands", "p", "", ownersBy(ownership.PSC(), "", `
		{"last_name":"p","relations":[{"ownership_band":{"min":25,"max":50,"above":true}}]}`)},
	{"F9", "treasury shares are no one's: 45 of 90", amlr + ", art. 52", "p", "", ownersBy(ownership.RuleSet{}, "", `
		{"last_name":"p","relations":[{"ownership_percentage":45,"voting_rights_percentage":0}]}`, `{"to":"main","ownership_percentage":10}`)},
	{"F9", "what has ended counts no more", amlr, "q", "", ownersBy(ownership.AMLR(), "", `
		{"last_name":"p","relations":[{"ownership_percentage":60,"end_date":"2026-03-01"}]},{"last_name":"q","relations":[{"ownership_percentage":60,"start_date":"2026-03-02"}]}`)},
	{"F10", "who owns without being declared is checked, and the control is open", amlr, "1 check, open", "", func(t *testing.T, _ *bundle) string {
		b := setup(t, func(o *casefile.Options) {
			o.Templates[0].Individual = []casefile.CheckPlan{{Type: casefile.IDVerification, Traits: []casefile.Trait{casefile.TraitComputedOwner}}}
			o.Templates[0].Controls = []casefile.ControlPlan{{Key: "declared", Label: "x", Type: casefile.LogicControl, Condition: casefile.ConditionOwnersDeclared}}
		})
		c := b.create(t, func(r *casefile.CreateRequest) { r.Individuals[0].Relations[0].Ownership = percent(60) })
		done := map[bool]string{true: "done", false: "open"}[c.Controls[0].Completed]
		return fmt.Sprintf("%d check, %s", len(c.ChecksOf(c.Individuals[0].ID)), done)
	}},
	{"F13", "a new address of a contact leaves the approval in force", "GDPR art. 5(1)(d)", "approved, in force, no change pending", "", func(t *testing.T, b *bundle) string {
		return afterwards(t, b, casefile.IndividualChanges{Email: casefile.To[bonafide.Email]("new@example.com")})
	}},
	{"F13", "another name is a change that is decided, and the approval stays till then", "GDPR art. 5(1)(d)", "approved, in force, a change pending", "", func(t *testing.T, b *bundle) string {
		return afterwards(t, b, casefile.IndividualChanges{MaidenName: casefile.To("Other")})
	}},
	{"F14", "an entity that others reach the main company by does not go", guide, "refused orphan", "", func(t *testing.T, b *bundle) string {
		c := island(t, b)
		_, err := b.cases.RemoveEntity(ctx, acme, c.ID, casefile.RemoveEntityRequest{Entity: c.Companies[1].ID})
		return answered(err)
	}},
	{"F14", "two that own each other beside the main company are an island", guide, "companies[1].relations orphan, companies[2].relations orphan", "", func(t *testing.T, b *bundle) string {
		_, err := b.cases.Create(ctx, acme, as[casefile.CreateRequest](t, `{"name":"Bolt","companies":[{"name":"Main"},
			{"ref":"a","type":"affiliated","name":"A","relations":[{"source_company_ref":"b","ownership_percentage":50}]},
			{"ref":"b","type":"affiliated","name":"B","relations":[{"source_company_ref":"a","ownership_percentage":50}]}]}`))
		return answered(err)
	}},
	{"F16", "a text that would turn the line round is in no picture", intake, "companies[0].name malformed", "", func(t *testing.T, b *bundle) string {
		_, err := b.cases.Create(ctx, acme, as[casefile.CreateRequest](t, `{"name":"Bolt","companies":[{"name":"Ma\u202ein"}]}`))
		return answered(err)
	}},
	{"F17", "no relation is lost", "FollowTheMoney", "Control Control Directorship Ownership Succession UnknownLink", "", func(t *testing.T, b *bundle) string {
		o := structure(t, b, "", `{"ref":"t","type":"affiliated","name":"T","structure":"trust","relations":[{"ownership_percentage":50}]}`, `
			{"last_name":"a","relations":[{"roles":["controller"]}]},{"last_name":"b","relations":[{"roles":["legal_representative"]}]},
			{"last_name":"s","relations":[{"source_company_ref":"t","roles":["settlor"]}]},{"last_name":"t","relations":[{"source_company_ref":"t","roles":["trustee"]}]},
			{"last_name":"c","relations":[{"source_company_ref":"t","roles":["beneficiary"]}]}`)
		var kinds []string
		for line := range strings.Lines(string(export.FollowTheMoney(o.Analysis, o.Parties))) {
			var e struct{ Schema string }
			require.NoError(t, json.Unmarshal([]byte(line), &e))
			if !slices.Contains([]string{"Company", "Person", "LegalEntity", "Trust", "Organization"}, e.Schema) {
				kinds = append(kinds, e.Schema)
			}
		}
		slices.Sort(kinds)
		return strings.Join(kinds, " ")
	}},
}

// terms is what became of an approval whose first reviewer wants to look again in three
// months, and whose second says that.
func terms(t *testing.T, b *bundle, second casefile.ReviewRequest) string {
	t.Helper()
	c := b.ready(t)
	first := casefile.ReviewRequest{Status: casefile.Approved, Comment: "high risk", Content: b.content(t, c.ID),
		NextReviewAt: casefile.To(bonafide.Date{Year: 2026, Month: 6, Day: 2})}
	c, err := b.cases.Review(ctx, officer, c.ID, first)
	require.NoError(t, err)
	second.Status, second.Proposal = casefile.Approved, c.Proposal.ID
	c, err = b.cases.Review(ctx, officer2, c.ID, second)
	if err != nil {
		return answered(err)
	}
	r := c.Reviews[0]
	return fmt.Sprintf("next %s, %s / %s", c.Periodic.NextReviewAt, r.MakerComment, r.Comment)
}

// structure is what follows from a case of a main company, others and persons, as their
// payloads tell them.
func structure(t *testing.T, b *bundle, main, companies, persons string, beside ...string) casefile.Ownership {
	t.Helper()
	if main != "" {
		main = "," + main
	}
	if companies != "" {
		companies = "," + companies
	}
	c, err := b.cases.Create(ctx, acme, as[casefile.CreateRequest](t, `{"name":"Bolt","companies":[{"ref":"m","name":"Main"`+main+`}`+companies+`],"individuals":[`+persons+`]}`))
	require.NoError(t, err)
	for _, payload := range beside {
		r := as[casefile.RelationInput](t, payload)
		r.From, r.To = c.Companies[0].ID, c.Companies[0].ID
		c, err = b.cases.AddRelation(ctx, acme, c.ID, r)
		require.NoError(t, err)
	}
	o, err := b.cases.Ownership(ctx, acme, c.ID)
	require.NoError(t, err)
	return o
}

// ownersBy are the owners by a rule set; by an empty one, those who hold half in total.
func ownersBy(rules ownership.RuleSet, companies, persons string, beside ...string) func(*testing.T, *bundle) string {
	return func(t *testing.T, b *bundle) string {
		o := structure(t, b, "", companies, persons, beside...)
		var out []string
		if rules.Name == "" {
			for _, h := range o.Analysis.Holders {
				if h.Ownership.String() == "50" {
					out = append(out, o.Parties[h.ID].Name)
				}
			}
			return strings.Join(out, " ")
		}
		f, ok := o.Finding(rules.Name)
		require.True(t, ok)
		for _, x := range f.Owners {
			out = append(out, o.Parties[x.ID].Name)
		}
		slices.Sort(out)
		return strings.Join(out, " ")
	}
}

// stated is why the BODS export, by the British rules where the country says so, names
// nobody, and that a company is listed; or that it names somebody.
func stated(main, companies, persons string) func(*testing.T, *bundle) string {
	return func(t *testing.T, b *bundle) string {
		o := structure(t, b, main, companies, persons)
		rules := "amlr"
		if strings.Contains(main, "GB") {
			rules = "psc"
		}
		f, _ := o.Finding(rules)
		data, err := export.BODS(o.Analysis, o.Parties, f, export.Publication{Date: bonafide.DateOf(b.now()), Publisher: "host", Source: export.Source{Types: []string{"selfDeclaration"}}})
		require.NoError(t, err)
		var out []string
		for _, reason := range []string{"noBeneficialOwners", "subjectUnableToConfirmOrIdentifyBeneficialOwner", "subjectExemptFromDisclosure", "publicListing"} {
			if strings.Contains(string(data), reason) {
				out = append(out, reason)
			}
		}
		return cmp.Or(strings.Join(out, " "), "known")
	}
}

// afterwards is how an approved case stands after a change of its contact.
func afterwards(t *testing.T, b *bundle, changes casefile.IndividualChanges) string {
	t.Helper()
	c := b.approved(t)
	c, err := b.cases.UpdateIndividual(ctx, acme, c.ID, casefile.UpdateIndividualRequest{Individual: c.Individuals[0].ID, IndividualChanges: changes})
	require.NoError(t, err)
	c = b.get(t, c.ID)
	force, change := "not in force", "no change pending"
	if c.InForce(b.now()) {
		force = "in force"
	}
	if c.Change != nil {
		change = "a change pending"
	}
	return string(c.Status) + ", " + force + ", " + change
}
