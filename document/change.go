package document

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/bonafide-go/bonafide"
)

// Submission returns the base document as it could be submitted again, without
// its sub-documents.
func (b Base) Submission() Submission {
	s := Submission{
		ID: b.ID, Name: b.Name, Alias: b.Alias, Email: string(b.Email), PhoneNumber: string(b.PhoneNumber), IP: b.IP,
		EntityType: string(b.EntityType), EntityScope: string(b.EntityScope), EntityRelationship: string(b.EntityRelationship),
		Title: b.Title, Day: b.Day, Month: b.Month, Year: b.Year,
		AddressStreet: b.AddressStreet, AddressCity: b.AddressCity, AddressSubdivision: b.AddressSubdivision,
		AddressPostalCode: b.AddressPostalCode, AddressCountryCode: string(b.AddressCountryCode), MaidenName: b.MaidenName,
		DesiredScope: b.DesiredScope, DocOptionKey: b.DocOptionKey, DocsKey: b.DocsKey, DocsTitle: b.DocsTitle,
	}
	if b.Kind == Person && b.Year != 0 && b.Month == 0 {
		s.DateUnknown = UnknownMonth
	} else if b.Kind == Person && b.Year != 0 && b.Day == 0 {
		s.DateUnknown = UnknownDay
	}
	if b.OwnershipPercentage != nil {
		s.OwnershipPercentage = json.Number(b.OwnershipPercentage.String())
	}
	for _, a := range b.CompanyActivity {
		s.CompanyActivity = append(s.CompanyActivity, string(a))
	}
	return s
}

// Change returns the base document with the given fields of s in place of its
// own; what s leaves empty stays, and what it clears is emptied. The whole is checked again, and faults are listed
// as [Submission.Check] does. Sub-documents, scores and screening stay: what follows
// from changed fields is for the caller to renew (see [Base.Derive]), and the ID
// as well.
func (b Base) Change(path string, s Submission, r Rules) (Base, error) {
	whole := b.Submission().overlay(s)
	var faults bonafide.Faults
	for i, name := range s.Clear {
		if !whole.clear(name) {
			faults.Add(fmt.Sprintf("%s.clear[%d]", path, i), bonafide.CodeNotAllowed)
		}
	}
	if s.Name == "" || s.Name == b.Name {
		r.FullNames = false // a name that was accepted is not judged again
	}
	next, err := whole.Check(path, r)
	if err != nil && !faults.Merge("", err) {
		return b, err
	}
	if err := faults.Err(); err != nil {
		return b, err
	}
	if s.PhoneNumber == "" {
		next.PhoneNumber, next.PhoneGrade = b.PhoneNumber, b.PhoneGrade // a number that was not given is not read again
	}
	next.IsActive, next.PermissionScope = b.IsActive, b.PermissionScope
	next.IDScore, next.TrustLevel = b.IDScore, b.TrustLevel
	next.EDDStatus, next.RequiredEDDDocs = b.EDDStatus, b.RequiredEDDDocs
	next.Watchlists, next.ScreeningResults = b.Watchlists, b.ScreeningResults
	next.Virtual, next.Social, next.Physical = b.Virtual, b.Social, b.Physical
	return next, nil
}

// clear empties an optional field by its JSON name, if there is one of that name.
func (s *Submission) clear(name string) bool {
	if name == "company_activity" {
		s.CompanyActivity = nil
		return true
	}
	field, ok := map[string]*string{
		"alias": &s.Alias, "title": &s.Title, "maiden_name": &s.MaidenName, "address_subdivision": &s.AddressSubdivision,
		"address_postal_code": &s.AddressPostalCode, "desired_scope": &s.DesiredScope, "doc_option_key": &s.DocOptionKey,
		"docs_key": &s.DocsKey, "docs_title": &s.DocsTitle,
	}[name]
	if ok {
		*field = ""
	}
	return ok
}

// overlay returns s with the fields that are set in other in place of its own, and
// the sub-documents of other.
func (s Submission) overlay(other Submission) Submission {
	for _, f := range []struct {
		to   *string
		from string
	}{
		{&s.Name, other.Name}, {&s.Alias, other.Alias}, {&s.Email, other.Email}, {&s.PhoneNumber, other.PhoneNumber},
		{&s.IP, other.IP}, {&s.EntityType, other.EntityType}, {&s.EntityScope, other.EntityScope},
		{&s.EntityRelationship, other.EntityRelationship}, {&s.Title, other.Title},
		{&s.AddressStreet, other.AddressStreet}, {&s.AddressCity, other.AddressCity},
		{&s.AddressSubdivision, other.AddressSubdivision}, {&s.AddressPostalCode, other.AddressPostalCode},
		{&s.AddressCountryCode, other.AddressCountryCode}, {&s.MaidenName, other.MaidenName},
		{&s.DesiredScope, other.DesiredScope}, {&s.DocOptionKey, other.DocOptionKey}, {&s.DocsKey, other.DocsKey},
		{&s.DocsTitle, other.DocsTitle}, {&s.PermissionScope, other.PermissionScope},
	} {
		if f.from != "" {
			*f.to = f.from
		}
	}
	s.overlayDate(other)
	s.VirtualDocs, s.SocialDocs, s.PhysicalDocs = other.VirtualDocs, other.SocialDocs, other.PhysicalDocs
	if other.OwnershipPercentage != "" {
		s.OwnershipPercentage = other.OwnershipPercentage
	}
	if len(other.CompanyActivity) > 0 {
		s.CompanyActivity = slices.Clone(other.CompanyActivity)
	}
	return s
}

// overlayDate takes over the parts of the date that are given. What was not known is known once it is
// given, and the other way round.
func (s *Submission) overlayDate(other Submission) {
	for _, f := range []struct {
		to   *int
		from int
	}{{&s.Day, other.Day}, {&s.Month, other.Month}, {&s.Year, other.Year}} {
		if f.from != 0 {
			*f.to = f.from
		}
	}
	switch {
	case other.DateUnknown == UnknownDay:
		s.Day = other.Day
	case other.DateUnknown != "":
		s.Day, s.Month = other.Day, other.Month
	case s.Day != 0 && s.Month != 0:
		s.DateUnknown = ""
	case s.Month != 0 && s.DateUnknown == UnknownMonth:
		s.DateUnknown = UnknownDay
	}
	if other.DateUnknown != "" {
		s.DateUnknown = other.DateUnknown
	}
}
