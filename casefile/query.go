package casefile

import "github.com/bonafide-go/bonafide/screening"

// query is what an entity is screened as.
func (c Case) query(entity string) (screening.Query, bool) {
	if x, ok := c.Company(entity); ok {
		q := screening.Query{Name: x.Name, Type: screening.Entity}
		if x.CommercialName != "" {
			q.OtherNames = []string{x.CommercialName}
		}
		if x.Country != "" {
			q.Countries = []string{string(x.Country)}
		}
		if x.Registration != "" {
			q.Identifiers = []string{x.Registration}
		}
		return q, true
	}
	x, ok := c.Individual(entity)
	if !ok {
		return screening.Query{}, false
	}
	q := screening.Query{Name: x.Name(), Type: screening.Person, BirthDate: x.BirthDate}
	if x.MaidenName != "" {
		q.OtherNames = []string{x.FirstName + " " + x.MaidenName}
	}
	for _, n := range x.Nationalities {
		q.Countries = append(q.Countries, string(n))
	}
	if x.Gender == screening.Male || x.Gender == screening.Female {
		q.Gender = x.Gender
	}
	return q, true
}
