package register

import (
	"fmt"
	"slices"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
	"github.com/bonafide-go/bonafide/casefile/ownership"
)

// A LegalEntity is one entity with a Legal Entity Identifier (ISO 17442).
type LegalEntity struct {
	LEI          string
	Name         string
	Country      bonafide.Country
	Registration string
	ELF          string // ISO 20275
	Fund         bool   // of the category FUND
}

// A LegalRelationship is one record of who relates to whom (GLEIF, Relationship Record CDF
// 2.1): its type reads from child to parent.
type LegalRelationship struct {
	Child, Parent string // LEI
	Type          string // such as IS_DIRECTLY_CONSOLIDATED_BY
	Active        bool
	Start, End    bonafide.Date // of the relationship period
}

// A LegalException is why an entity reports no parent.
type LegalException struct {
	LEI    string
	Reason string // such as NATURAL_PERSONS
}

// LEIs reads who is above an entity with the LEI main. A parent that consolidates controls, by which
// shares nobody says; an ultimate parent is entered by itself only where no chain of direct
// parents leads to it. A branch is part of its head office. Who manages a fund is its
// manager; an umbrella, and a feeder, are tied to it and no more. Records that are not active are left out, and so is all that is not
// above main. Each reason to report no parent is a gap. A host calls it.
//
// It fails with an [*bonafide.InvalidError] for relationships of a type that is not known,
// or with a parent that is not among the entities: "[2].parent".
func LEIs(main string, entities []LegalEntity, relationships []LegalRelationship, exceptions []LegalException) (Filing, error) {
	var faults bonafide.Faults
	t := tree{main: main, above: make(map[string][]LegalRelationship)}
	for i, r := range relationships {
		path := fmt.Sprintf("[%d].", i)
		if _, known := tieOf(r.Type); !known && r.Type != ultimately {
			faults.Add(path+"type", bonafide.CodeUnknown)
		}
		if !slices.ContainsFunc(entities, func(e LegalEntity) bool { return e.LEI == r.Parent }) && r.Parent != main {
			faults.Add(path+"parent", bonafide.CodeUnknown)
		}
		if r.Active && r.Child != r.Parent {
			t.above[r.Child] = append(t.above[r.Child], r)
		}
	}
	if err := faults.Err(); err != nil {
		return Filing{}, err
	}
	return t.filing(entities, exceptions), nil
}

const ultimately = "IS_ULTIMATELY_CONSOLIDATED_BY"

// A tie is what a parent is to its child.
type tie struct {
	role ownership.Role // empty = tied, and no more
	all  bool           // it is the same legal entity
}

// tieOf is what a type of relationships, but for ultimate parents, means.
func tieOf(typ string) (tie, bool) {
	switch typ {
	case "IS_DIRECTLY_CONSOLIDATED_BY":
		return tie{role: ownership.Controller}, true
	case "IS_INTERNATIONAL_BRANCH_OF":
		return tie{all: true}, true
	case "IS_FUND-MANAGED_BY":
		return tie{role: ownership.FundManager}, true
	case "IS_SUBFUND_OF", "IS_FEEDER_TO":
		return tie{}, true
	}
	return tie{}, false
}

// A tree is who is above main.
type tree struct {
	main  string
	above map[string][]LegalRelationship // by child
}

// climb lists who is above an entity by relationships of some types, itself first.
func (t tree) climb(from string, follow func(LegalRelationship) bool) []string {
	all := []string{from}
	for i := 0; i < len(all); i++ {
		for _, r := range t.above[all[i]] {
			if follow(r) && !slices.Contains(all, r.Parent) {
				all = append(all, r.Parent)
			}
		}
	}
	return all
}

func (t tree) filing(entities []LegalEntity, exceptions []LegalException) Filing {
	var f Filing
	reached := t.climb(t.main, func(LegalRelationship) bool { return true })
	relations := make(map[string][]casefile.RelationInput) // by parent
	for _, child := range reached {
		direct := t.climb(child, func(r LegalRelationship) bool { return r.Type != ultimately })
		for _, r := range t.above[child] {
			if r.Type == ultimately && slices.Contains(direct, r.Parent) {
				continue
			}
			relations[r.Parent] = append(relations[r.Parent], r.input(t.main))
		}
	}
	for _, e := range entities {
		if e.LEI == t.main || !slices.Contains(reached, e.LEI) {
			continue
		}
		in := casefile.CompanyInput{
			Ref: e.LEI, Type: casefile.AffiliatedCompany, Relations: merged(relations[e.LEI]),
			CompanyFields: casefile.CompanyFields{Name: e.Name, Country: e.Country, Registration: e.Registration, ELF: e.ELF},
		}
		if e.Fund {
			in.Structure = ownership.Fund
		}
		f.Companies = append(f.Companies, in)
	}
	for _, x := range exceptions {
		if slices.Contains(reached, x.LEI) {
			f.Gaps = append(f.Gaps, Gap{Code: bonafide.Code(x.Reason), About: x.LEI})
		}
	}
	return f
}

// input is the relation of a parent to its child.
func (r LegalRelationship) input(main string) casefile.RelationInput {
	in := casefile.RelationInput{Start: r.Start, End: r.End}
	if r.Child != main {
		in.ToRef = r.Child
	}
	known, _ := tieOf(r.Type)
	if r.Type == ultimately {
		known.role = ownership.Controller
	}
	if known.role != "" {
		in.Roles = []ownership.Role{known.role}
	}
	if known.all {
		in.Ownership = ownership.Whole(100)
	}
	return in
}

// merged makes one relation of several to one company: a case has one for a pair. It
// counts from the first day of all to the last.
func merged(list []casefile.RelationInput) []casefile.RelationInput {
	var out []casefile.RelationInput
	for _, r := range list {
		i := slices.IndexFunc(out, func(o casefile.RelationInput) bool { return o.ToRef == r.ToRef })
		if i < 0 {
			out = append(out, r)
			continue
		}
		o := &out[i]
		for _, role := range r.Roles {
			if !slices.Contains(o.Roles, role) {
				o.Roles = append(o.Roles, role)
			}
		}
		if o.Ownership.IsZero() {
			o.Ownership = r.Ownership
		}
		if r.Start.IsZero() || !o.Start.IsZero() && r.Start.Before(o.Start) {
			o.Start = r.Start
		}
		if r.End.IsZero() || !o.End.IsZero() && r.End.After(o.End) {
			o.End = r.End
		}
	}
	return out
}
