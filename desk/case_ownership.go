package desk

import (
	"errors"
	"html/template"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
	"github.com/bonafide-go/bonafide/casefile/ownership"
	draw "github.com/bonafide-go/bonafide/casefile/ownership/export"
)

// An ownersPage is who owns and controls the main company.
type ownersPage struct {
	dossier
	Missing string // why nothing can be computed
	Picture template.HTML
	Laws    []law
	Holders []ownership.Holder
	casefile.Ownership
}

// A law is what one rule set finds.
type law struct {
	Words string
	ownership.Finding
}

// showOwnership shows the structure as a picture and as tables, with the owners under
// each law and the reason for each.
func showOwnership(q *request) (view, error) {
	d, err := q.dossier()
	if err != nil {
		return view{}, err
	}
	p := ownersPage{dossier: d}
	p.Ownership, err = q.desk.cases.Ownership(q.Context(), q.by, d.ID)
	if errors.Is(err, bonafide.ErrRefused) || errors.As(err, new(*ownership.StructureError)) {
		if p.Missing = refused(err); errors.As(err, new(*ownership.StructureError)) {
			p.Missing = "the structure is beyond what can be computed exactly"
		}
		return d.view("case_ownership", "Owners", p), nil
	}
	if err != nil {
		return view{}, err
	}
	p.Holders = p.Analysis.Holders
	for _, f := range p.Findings {
		p.Laws = append(p.Laws, law{lawWords(f.Rules), f})
	}
	shown, _ := p.Finding("amlr")
	picture, err := draw.Sheet{Case: d.ID, Light: true, Bounds: p.Bounds}.SVG(p.Analysis, p.Parties, shown)
	if err == nil {
		p.Picture = template.HTML(picture) // made by the export of structures, which escapes every name
	} else if !errors.As(err, new(*ownership.StructureError)) {
		return view{}, err
	}
	return d.view("case_ownership", "Owners", p), nil
}

// lawWords says which law a rule set is of.
func lawWords(rules string) string {
	switch rules {
	case "amlr":
		return "Regulation (EU) 2024/1624 (AMLR)"
	case "amld":
		return "Directive (EU) 2015/849 (AMLD)"
	case "psc":
		return "Companies Act 2006, persons with significant control"
	case "fincen":
		return "31 CFR 1010.380 (FinCEN, reports of companies)"
	case "fincen_cdd":
		return "31 CFR 1010.230 (FinCEN, due diligence)"
	case "ofac50":
		return "OFAC 50 percent rule"
	case "eu50":
		return "EU best practices of 3 July 2024, owned or controlled"
	case "uk50":
		return "UK sanctions regulations, owned or controlled"
	}
	return rules
}
