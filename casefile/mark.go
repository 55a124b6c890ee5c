package casefile

import (
	"maps"
	"slices"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/text"
)

// Marks are what an entity can be found again by in other cases: blind indexes by
// fact, one for each root key in use. Without the root key nobody can make one.
type Marks map[string][]string

// The facts by which two entities count as the same.
const (
	markName         = "name"                           // a company's name and country, a person's name and birth date
	markSimilarName  = "similar_name"                   // the first given name and the surnames of a person, and its birth date
	markRegistration = "registration_number"            // registration number and country
	markEmail        = "email"                          // e-mail address
	markPhone        = "phone_number"                   // E.164
	markUser         = "user_id"                        // id of package user
	markTax          = "tax_identification_number"      // tax number of any country
	markEmployer     = "employer_identification_number" // EIN
	markSSN          = "social_security_number"         // SSN
)

func markOf(keys *bonafide.Keys, fact, value string) []string {
	return keys.Indexes("case.entity."+fact, value)
}

// secrets adds the marks of identifiers that are being given.
func (m Marks) secrets(keys *bonafide.Keys, given map[string]bonafide.Secret) Marks {
	m = maps.Clone(m)
	for fact, s := range given {
		if value := text.Squeeze(s.Reveal()); value != "" {
			if m == nil {
				m = Marks{}
			}
			m[fact] = markOf(keys, fact, value)
		}
	}
	return m
}

// facts replaces the marks of what is in clear.
func (m Marks) facts(keys *bonafide.Keys, values map[string]string) Marks {
	next := make(Marks, len(values)+2)
	for _, fact := range []string{markTax, markEmployer, markSSN} {
		if old, ok := m[fact]; ok {
			next[fact] = old
		}
	}
	for fact, value := range values {
		if value != "" {
			next[fact] = markOf(keys, fact, value)
		}
	}
	if len(next) == 0 {
		return nil
	}
	return next
}

// labels are the terms of an entity's own record.
func (m Marks) labels() []string {
	var out []string
	for _, fact := range slices.Sorted(maps.Keys(m)) {
		for _, index := range m[fact] {
			out = append(out, fact+"="+index)
		}
	}
	return out
}
