package register

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
	"github.com/bonafide-go/bonafide/casefile/ownership"
)

// A PSC is one entry of the register of people with significant control of the United
// Kingdom, or of its register of overseas entities, with the names of its public API. What
// the API has beside is not read.
type PSC struct {
	Kind     string   `json:"kind"` // such as individual-person-with-significant-control
	Name     string   `json:"name"`
	Natures  []string `json:"natures_of_control"`
	Elements struct {
		Forename   string `json:"forename"`
		MiddleName string `json:"middle_name"`
		Surname    string `json:"surname"`
	} `json:"name_elements"`
	Identification struct {
		Country      string `json:"country_registered"`
		Registration string `json:"registration_number"`
		LegalForm    string `json:"legal_form"`
	} `json:"identification"`
	Notified bonafide.Date `json:"notified_on"`
	Ceased   bonafide.Date `json:"ceased_on"`
}

// A PSCStatement is one statement of the same register: what the company says where it
// cannot, or need not, name somebody.
type PSCStatement struct {
	Statement string        `json:"statement"` // such as psc-exists-but-not-identified
	Person    string        `json:"linked_psc_name"`
	Ceased    bonafide.Date `json:"ceased_on"`
}

// PSCs reads the entries and statements of one company. Each person or company gets a
// relation to the main company with the bands that the register publishes: a nature that
// is not entered is at most 25 %, since all that are more must be. Where somebody controls a trust or
// a firm, or is its trustee or member, that stands in between with its other parties
// unknown. An entry that has ended keeps its days. Dates of birth are left out, as the
// register has no day, and so are nationalities, which it has in words.
//
// It fails with an [*bonafide.InvalidError] for kinds and natures that are not known, and
// entries without a name: "[2].natures_of_control[0]". Statements that are not known become gaps as
// they are. Protected people are a gap, too. A host calls it.
func PSCs(entries []PSC, statements []PSCStatement) (Filing, error) {
	var f Filing
	var faults bonafide.Faults
	for i, e := range entries {
		f.enter(e, i, &faults)
	}
	for _, s := range statements {
		if s.Ceased.IsZero() {
			f.Gaps = append(f.Gaps, Gap{Code: bonafide.Code(strings.TrimSuffix(s.Statement, "-partnership")), About: s.Person})
		}
	}
	if err := faults.Err(); err != nil {
		return Filing{}, err
	}
	return f, nil
}

func (f *Filing) enter(e PSC, i int, faults *bonafide.Faults) {
	path, ref := fmt.Sprintf("[%d].", i), fmt.Sprintf("psc-%d", i+1)
	relations := f.relations(e, path, ref, faults)
	kind := strings.TrimSuffix(strings.TrimSuffix(e.Kind, "-person-with-significant-control"), "-beneficial-owner")
	switch kind {
	case "super-secure":
		f.Gaps = append(f.Gaps, Gap{Code: "super-secure", About: ref})
	case "individual":
		first, last := e.names()
		if first == "" || last == "" {
			faults.Add(path+"name", bonafide.CodeRequired)
		}
		f.Individuals = append(f.Individuals, casefile.IndividualInput{
			Ref:              ref,
			IndividualFields: casefile.IndividualFields{FirstName: first, LastName: last, MiddleName: e.Elements.MiddleName},
			Relations:        relations,
		})
	case "corporate-entity", "legal-person":
		if e.Name == "" {
			faults.Add(path+"name", bonafide.CodeRequired)
		}
		f.Companies = append(f.Companies, casefile.CompanyInput{
			Ref: ref, Type: casefile.AffiliatedCompany,
			CompanyFields: casefile.CompanyFields{
				Name: e.Name, Registration: e.Identification.Registration, LegalForm: e.Identification.LegalForm, Country: place(e.Identification.Country),
				Discloses: e.Kind == "corporate-entity-person-with-significant-control", // it is on this register because it is on one itself
			},
			Relations: relations,
		})
	default:
		faults.Add(path+"kind", bonafide.CodeUnknown)
	}
}

// A stake is what somebody has in the main company in one capacity.
type stake struct {
	bearer
	shares, votes *ownership.Band
	control, land bool
}

func (s *stake) add(n nature) {
	if n.shares != nil {
		s.shares = n.shares
	}
	if n.votes != nil {
		s.votes = n.votes
	}
	s.control, s.land = s.control || n.control, s.land || n.land
}

// relation is the stake as a relation to the main company.
func (s *stake) relation(e PSC) casefile.RelationInput {
	r := casefile.RelationInput{Start: e.Notified, End: e.Ceased, Band: s.shares, VotesBand: s.votes}
	atMost := func(b *ownership.Band) *ownership.Band {
		if b == nil {
			return &ownership.Band{Min: ownership.Whole(0), Max: ownership.Whole(25)}
		}
		return b
	}
	if r.Band, r.VotesBand = atMost(s.shares), atMost(s.votes); s.control {
		r.Roles = []ownership.Role{ownership.Controller}
	}
	return r
}

// stakes are what an entry says, by capacity.
func (e PSC) stakes(path string, faults *bonafide.Faults) []*stake {
	var out []*stake
	for j, text := range e.Natures {
		n, ok := readNature(text)
		if !ok {
			faults.Add(fmt.Sprintf("%snatures_of_control[%d]", path, j), bonafide.CodeUnknown)
			continue
		}
		i := slices.IndexFunc(out, func(s *stake) bool { return s.bearer == n.by })
		if i < 0 {
			i, out = len(out), append(out, &stake{bearer: n.by})
		}
		out[i].add(n)
	}
	return out
}

// relations are those of somebody who was entered. Trusts and firms in between are added,
// with all that is known of them: that they are there.
func (f *Filing) relations(e PSC, path, ref string, faults *bonafide.Faults) []casefile.RelationInput {
	var out []casefile.RelationInput
	for _, s := range e.stakes(path, faults) {
		if s.of == "" {
			out = append(out, s.relation(e))
			continue
		}
		between := casefile.CompanyInput{
			Ref: fmt.Sprintf("%s-%s-%s", ref, s.of, s.role), Type: casefile.AffiliatedCompany,
			CompanyFields: casefile.CompanyFields{Name: fmt.Sprintf("Unnamed %s (%s: %s)", s.of, s.role, e.Name), Structure: s.of},
			Relations:     []casefile.RelationInput{s.relation(e)},
		}
		f.Companies = append(f.Companies, between)
		out = append(out, casefile.RelationInput{ToRef: between.Ref, Roles: []ownership.Role{s.role}, Start: e.Notified, End: e.Ceased})
	}
	return out
}

// names are the first and last name: where the register does not take the name apart, the
// last word is the last name.
func (e PSC) names() (first, last string) {
	if e.Elements.Surname != "" && e.Elements.Forename != "" {
		return e.Elements.Forename, e.Elements.Surname
	}
	words := strings.Fields(e.Name)
	if len(words) < 2 {
		return "", e.Name
	}
	return strings.Join(words[:len(words)-1], " "), words[len(words)-1]
}

// place reads a country as the register writes it; empty for what is not known.
func place(text string) bonafide.Country {
	switch strings.ToLower(strings.Join(strings.Fields(text), " ")) {
	case "united kingdom", "england", "wales", "scotland", "northern ireland", "england and wales", "england & wales", "great britain", "uk":
		return "GB"
	}
	country, err := bonafide.ReadCountry(text)
	if err != nil {
		return ""
	}
	return country
}
