package casefile

import (
	"fmt"
	"maps"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/strict"
)

// An identifier that was given by mistake is taken back (Regulation (EU) 2016/679,
// articles 16 and 17): its seal goes, and the mark by which others find it.

func (x Company) drop(names []string, faults *bonafide.Faults) Company {
	x.Marks = dropped(faults, x.Marks, names, map[string]place{
		"tax_identification_number":      {&x.TaxNumber, markTax},
		"employer_identification_number": {&x.EmployerNumber, markEmployer},
		"iban":                           {&x.IBAN, ""},
	})
	return x
}

func (x Individual) drop(names []string, faults *bonafide.Faults) Individual {
	x.Marks = dropped(faults, x.Marks, names, map[string]place{
		"tax_identification_number": {&x.TaxNumber, markTax},
		"social_security_number":    {&x.SocialSecurityNumber, markSSN},
	})
	return x
}

// place is where an identifier is kept, and the name of its mark.
type place struct {
	sealed *bonafide.Sealed
	mark   string
}

func dropped(faults *bonafide.Faults, marks Marks, names []string, of map[string]place) Marks {
	marks = maps.Clone(marks)
	for i, name := range names {
		at, ok := of[name]
		if !ok {
			faults.Add(fmt.Sprintf("remove[%d]", i), bonafide.CodeUnknown)
			continue
		}
		*at.sealed = bonafide.Sealed{}
		delete(marks, at.mark)
	}
	return marks
}

// taken sorts an identifier of a request into what is given and what is to go.
func taken(p Patch[bonafide.Secret], name string, to *bonafide.Secret, remove *[]string) {
	if value, ok := p.Value(); ok {
		*to = value
	} else if p.IsNull() {
		*remove = append(*remove, name)
	}
}

// UnmarshalJSON reads null for an identifier as its removal. It fails with an
// [*bonafide.InvalidError] for members that are not known.
func (r *UpdateCompanyRequest) UnmarshalJSON(data []byte) error {
	type plain UpdateCompanyRequest
	in := struct {
		Tax      Patch[bonafide.Secret] `json:"tax_identification_number"`
		Employer Patch[bonafide.Secret] `json:"employer_identification_number"`
		Account  Patch[bonafide.Secret] `json:"iban"`
		Banking  struct {
			IBAN Patch[bonafide.Secret] `json:"iban"`
			BIC  Patch[string]          `json:"bic"`
		} `json:"banking_information"`
		plain
	}{plain: plain(*r)}
	if err := strict.Unmarshal(data, &in); err != nil {
		return err
	}
	taken(in.Tax, "tax_identification_number", &in.TaxNumber, &in.Remove)
	taken(in.Employer, "employer_identification_number", &in.EmployerNumber, &in.Remove)
	taken(in.Account, "iban", &in.IBAN, &in.Remove)
	taken(in.Banking.IBAN, "iban", &in.IBAN, &in.Remove)
	if !in.Banking.BIC.IsZero() {
		in.BIC = in.Banking.BIC
	}
	*r = UpdateCompanyRequest(in.plain)
	return nil
}

// UnmarshalJSON reads null for an identifier as its removal. It fails with an
// [*bonafide.InvalidError] for members that are not known.
func (r *UpdateIndividualRequest) UnmarshalJSON(data []byte) error {
	type plain UpdateIndividualRequest
	in := struct {
		Tax    Patch[bonafide.Secret] `json:"tax_identification_number"`
		Social Patch[bonafide.Secret] `json:"social_security_number"`
		plain
	}{plain: plain(*r)}
	if err := strict.Unmarshal(data, &in); err != nil {
		return err
	}
	taken(in.Tax, "tax_identification_number", &in.TaxNumber, &in.Remove)
	taken(in.Social, "social_security_number", &in.SocialSecurityNumber, &in.Remove)
	*r = UpdateIndividualRequest(in.plain)
	return nil
}

// UnmarshalJSON reads IBAN and BIC by their own names and as the published
// banking_information, too. It fails with an [*bonafide.InvalidError] for members that
// are not known.
func (r *CompanyInput) UnmarshalJSON(data []byte) error {
	type plain CompanyInput
	in := struct {
		plain
		Banking struct {
			IBAN bonafide.Secret `json:"iban"`
			BIC  string          `json:"bic"`
		} `json:"banking_information"`
	}{plain: plain(*r)}
	if err := strict.Unmarshal(data, &in); err != nil {
		return err
	}
	if !in.Banking.IBAN.IsZero() {
		in.IBAN = in.Banking.IBAN
	}
	if in.Banking.BIC != "" {
		in.BIC = in.Banking.BIC
	}
	*r = CompanyInput(in.plain)
	return nil
}
