// Package register reads what public registers say of who is behind a company into the
// entities and relations of a case: the register of people with significant control of the
// United Kingdom, and who consolidates whom by the Legal Entity Identifier. It is pure: it
// fetches nothing, and a host hands it the records that it has.
//
// Nothing is made up. The registers publish bands and no figures, months of birth and no
// days, parents and no shares; that is what a case gets. What they leave open is listed as
// a [Gap], for a reviewer to ask about.
package register

import (
	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
)

// A Filing is what a register says, as entities for a [casefile.CreateRequest]. Its
// relations name each other by references, and the main company by none.
type Filing struct {
	Companies   []casefile.CompanyInput
	Individuals []casefile.IndividualInput
	Gaps        []Gap
}

// A Gap is what a register knows to be open. It stops nothing: what is not known of the
// owners stays unresolved in the case, and may hide one.
type Gap struct {
	Code  bonafide.Code // as the register words it, such as psc-exists-but-not-identified
	About string        // whom it is about by the register's own reference, if anybody
}

// Fill returns the request with all that was filed added to it. A host calls it.
func (f Filing) Fill(r casefile.CreateRequest) casefile.CreateRequest {
	r.Companies = append(r.Companies[:len(r.Companies):len(r.Companies)], f.Companies...)
	r.Individuals = append(r.Individuals[:len(r.Individuals):len(r.Individuals)], f.Individuals...)
	return r
}
