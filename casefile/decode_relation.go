package casefile

import (
	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/strict"
)

// UnmarshalJSON reads a relation by its own names and by the published ones
// (Dotfile, relation): from_company_id, from_individual_id, to_company_id and
// source_company_ref. It fails with an [*bonafide.InvalidError] for members that are
// not known, and for two names of one end that say different things.
func (r *RelationInput) UnmarshalJSON(data []byte) error {
	type plain RelationInput
	in := struct {
		plain
		FromCompany    string `json:"from_company_id"`
		FromIndividual string `json:"from_individual_id"`
		ToCompany      string `json:"to_company_id"`
		SourceRef      string `json:"source_company_ref"`
	}{plain: plain(*r)}
	if err := strict.Unmarshal(data, &in); err != nil {
		return err
	}
	var faults bonafide.Faults
	one := func(to *string, name, given string) {
		switch {
		case given == "":
		case *to != "" && *to != given:
			faults.Add(name, bonafide.CodeMismatch)
		default:
			*to = given
		}
	}
	one(&in.From, "from_company_id", in.FromCompany)
	one(&in.From, "from_individual_id", in.FromIndividual)
	one(&in.To, "to_company_id", in.ToCompany)
	one(&in.ToRef, "source_company_ref", in.SourceRef)
	if err := faults.Err(); err != nil {
		return err
	}
	*r = RelationInput(in.plain)
	return nil
}
