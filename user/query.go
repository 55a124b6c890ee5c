package user

import (
	"slices"

	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/screening"
)

// query is what a base document is screened as. The user bears its legal names
// too, whatever its documents say; those of a business are not its owners'.
func (u User) query(b document.Base) *screening.Query {
	q := screening.Query{Name: b.Name, Type: screening.Person, Countries: []string{string(b.AddressCountryCode)}}
	others := []string{b.Alias, b.MaidenName}
	if b.EntityRelationship == "" {
		others = append(others, u.LegalNames...)
	}
	for _, other := range others {
		if other != "" && other != b.Name && !slices.Contains(q.OtherNames, other) {
			q.OtherNames = append(q.OtherNames, other)
		}
	}
	if b.Kind == document.Business {
		q.Type = screening.Entity
	} else if q.BirthDate = b.Born(); q.BirthDate.IsZero() {
		q.BirthYear = b.Year // the paper has no more
	}
	return &q
}

// hasPhotoID reports whether a valid photo id of a person, or EIN letter of a
// business, is there to compare a potential match with.
func hasPhotoID(b document.Base) bool {
	for _, d := range b.Physical {
		info, _ := document.Lookup(d.Class, d.Type)
		if d.Status == document.Valid && (b.Kind == document.Business && d.Type == document.EINDoc || b.Kind != document.Business && info.PhotoID) {
			return true
		}
	}
	return false
}
