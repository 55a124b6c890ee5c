package synapse

import (
	"encoding/json"
	"fmt"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/user"
)

// A DocumentBody is a base document as clients send it. What a client leaves out is
// nil, so that an empty text can clear a field.
type DocumentBody struct {
	ID                  string            `json:"id"`
	Name                *string           `json:"name"`
	Alias               *string           `json:"alias"`
	Email               *string           `json:"email"`
	PhoneNumber         *string           `json:"phone_number"`
	IP                  *string           `json:"ip"`
	EntityType          *string           `json:"entity_type"`
	EntityScope         *string           `json:"entity_scope"`
	EntityRelationship  *string           `json:"entity_relationship"`
	OwnershipPercentage share             `json:"ownership_percentage"`
	Title               *string           `json:"title"`
	CompanyActivity     []string          `json:"company_activity"`
	Day                 whole             `json:"day"`
	Month               whole             `json:"month"`
	Year                whole             `json:"year"`
	AddressStreet       *string           `json:"address_street"`
	AddressCity         *string           `json:"address_city"`
	AddressSubdivision  *string           `json:"address_subdivision"`
	AddressPostalCode   *string           `json:"address_postal_code"`
	AddressCountryCode  *string           `json:"address_country_code"`
	MaidenName          *string           `json:"maiden_name"`
	DesiredScope        *string           `json:"desired_scope"`
	DocOptionKey        *string           `json:"doc_option_key"`
	DocsKey             *string           `json:"docs_key"`
	DocsTitle           *string           `json:"docs_title"`
	PermissionScope     *string           `json:"permission_scope"`
	VirtualDocs         []SubDocumentBody `json:"virtual_docs"`
	SocialDocs          []SubDocumentBody `json:"social_docs"`
	PhysicalDocs        []SubDocumentBody `json:"physical_docs"`
	shownDocument
}

// shownDocument is what an answer shows of a base document and a client may send back.
type shownDocument struct {
	IsActive         anything `json:"is_active"`
	IDScore          anything `json:"id_score"`
	TrustLevel       anything `json:"trust_level"`
	EDDStatus        anything `json:"edd_status"`
	RequiredEDDDocs  anything `json:"required_edd_docs"`
	ScreeningResults anything `json:"screening_results"`
	Watchlists       anything `json:"watchlists"`
}

// A SubDocumentBody is a sub-document as clients send it.
type SubDocumentBody struct {
	ID             string          `json:"id"`
	DocumentType   document.Type   `json:"document_type"`
	DocumentValue  bonafide.Secret `json:"document_value"`
	Meta           *MetaBody       `json:"meta"`
	MFAAnswer      bonafide.Secret `json:"mfa_answer"`
	Status         anything        `json:"status"`
	LastUpdated    anything        `json:"last_updated"`
	InvalidReasons anything        `json:"invalid_reasons"`
	Info           anything        `json:"info"`
}

// A MetaBody is what is sent beside a sub-document's value. IDKind and ExpiresOn are
// additions.
type MetaBody struct {
	CountryCode        *string         `json:"country_code"`
	StateCode          *string         `json:"state_code"`
	IDNumber           bonafide.Secret `json:"id_number"`
	IDKind             string          `json:"id_kind"`
	ExpiresOn          string          `json:"expires_on"`
	AddressStreet      *string         `json:"address_street"`
	AddressCity        *string         `json:"address_city"`
	AddressSubdivision *string         `json:"address_subdivision"`
	AddressPostalCode  *string         `json:"address_postal_code"`
	AddressCountryCode *string         `json:"address_country_code"`
	AddressCareOf      *string         `json:"address_care_of"`
}

func text(p *string) string {
	if p == nil {
		return ""
	}
	return *p
}

// submissions are the documents of a body as the Service takes them. known are those
// that the user has.
func (k *keeping) submissions(bodies []DocumentBody, known []document.Base) []document.Submission {
	var out []document.Submission
	bodies = atMost(k, "documents", user.MaxBases, bodies)
	for i := range bodies {
		at := fmt.Sprintf("documents[%d]", i)
		s := bodies[i].submission()
		old, _ := find(known, s.ID)
		if given := text(bodies[i].PhoneNumber); given != "" {
			s.PhoneNumber = k.phone(at+".phone_number", given, region(s.AddressCountryCode, old.AddressCountryCode, k.region)...)
		}
		s.VirtualDocs = k.subs(old, document.Virtual, atMost(k, at+".virtual_docs", document.MaxSubs, bodies[i].VirtualDocs))
		s.SocialDocs = k.subs(old, document.Social, atMost(k, at+".social_docs", document.MaxSubs, bodies[i].SocialDocs))
		s.PhysicalDocs = k.subs(old, document.Physical, atMost(k, at+".physical_docs", document.MaxSubs, bodies[i].PhysicalDocs))
		out = append(out, s)
	}
	return out
}

func find(known []document.Base, id string) (document.Base, bool) {
	for _, b := range known {
		if b.ID == id && id != "" {
			return b, true
		}
	}
	return document.Base{}, false
}

// region are the countries in which a number without "+" is looked for, in order.
func region(given string, known, def bonafide.Country) []bonafide.Country {
	return []bonafide.Country{bonafide.Country(given), known, def}
}

// submission is the base document without its sub-documents and its number.
func (b DocumentBody) submission() document.Submission {
	s := document.Submission{
		ID: b.ID, Name: text(b.Name), Alias: text(b.Alias), Email: text(b.Email), IP: text(b.IP),
		EntityType: text(b.EntityType), EntityScope: text(b.EntityScope), EntityRelationship: text(b.EntityRelationship),
		OwnershipPercentage: json.Number(b.OwnershipPercentage), Title: text(b.Title), CompanyActivity: b.CompanyActivity,
		Day: int(b.Day), Month: int(b.Month), Year: int(b.Year),
		AddressStreet: text(b.AddressStreet), AddressCity: text(b.AddressCity), AddressSubdivision: text(b.AddressSubdivision),
		AddressPostalCode: text(b.AddressPostalCode), AddressCountryCode: text(b.AddressCountryCode),
		MaidenName: text(b.MaidenName), DesiredScope: text(b.DesiredScope),
		DocOptionKey: text(b.DocOptionKey), DocsKey: text(b.DocsKey), DocsTitle: text(b.DocsTitle),
	}
	if text(b.PermissionScope) == document.DeleteDocument {
		s.PermissionScope = document.DeleteDocument // any other is what an answer showed
	}
	if b.ID != "" {
		s.Clear = b.cleared()
	}
	return s
}

// cleared names the optional fields that are sent empty.
func (b DocumentBody) cleared() (names []string) {
	for _, f := range []struct {
		name  string
		given *string
	}{
		{"alias", b.Alias}, {"title", b.Title}, {"maiden_name", b.MaidenName}, {"address_subdivision", b.AddressSubdivision},
		{"address_postal_code", b.AddressPostalCode}, {"desired_scope", b.DesiredScope}, {"doc_option_key", b.DocOptionKey},
		{"docs_key", b.DocsKey}, {"docs_title", b.DocsTitle},
	} {
		if f.given != nil && *f.given == "" {
			names = append(names, f.name)
		}
	}
	if b.CompanyActivity != nil && len(b.CompanyActivity) == 0 {
		names = append(names, "company_activity")
	}
	return names
}

// subs are the sub-documents of a class. Those that follow from the base document's
// fields are left out, whatever is sent of them: a deletion hides them from answers.
// Of two of a type of which there may be one, the last stands.
func (k *keeping) subs(base document.Base, class document.Class, bodies []SubDocumentBody) []document.SubSubmission {
	var out []document.SubSubmission
	for _, body := range bodies {
		in := body.submission()
		old, known := base.Find(in.ID)
		typ := in.Type
		if typ == "" || in.Deletes() {
			typ = old.Type
		}
		info, _ := document.Lookup(class, typ)
		switch {
		case info.Derived && in.Deletes():
			k.hide(base.ID, typ)
			continue
		case info.Derived, in.Deletes() && !known, known && body.shown():
			continue
		}
		if typ == document.PhoneNumber2FA {
			in.Value = k.contact(in.Value, base)
		}
		if i := same(out, in, info); i >= 0 {
			out[i] = in
			continue
		}
		out = append(out, in)
	}
	return out
}

// shown reports whether a sub-document is sent back as an answer showed it, where numbers and
// uploads are empty.
func (b SubDocumentBody) shown() bool {
	return b.DocumentValue.Reveal() == "" && b.MFAAnswer.Reveal() == "" && b.Meta == nil && b.DocumentType != document.DeleteDocument
}

// same is the place of a sub-document of which there may be one beside in; -1 without one.
func same(out []document.SubSubmission, in document.SubSubmission, info document.TypeInfo) int {
	if in.Deletes() || info.Multiple || info.Type == "" {
		return -1
	}
	for i, other := range out {
		if other.Type == in.Type && other.ID == in.ID {
			return i
		}
	}
	return -1
}

func (b SubDocumentBody) submission() document.SubSubmission {
	in := document.SubSubmission{ID: b.ID, Type: b.DocumentType, Value: b.DocumentValue, MFAAnswer: b.MFAAnswer}
	if m := b.Meta; m != nil {
		in.Meta = document.MetaSubmission{
			CountryCode: text(m.CountryCode), StateCode: text(m.StateCode), IDNumber: m.IDNumber,
			IDKind: document.IDKind(m.IDKind), ExpiresOn: m.ExpiresOn,
			AddressStreet: text(m.AddressStreet), AddressCity: text(m.AddressCity), AddressSubdivision: text(m.AddressSubdivision),
			AddressPostalCode: text(m.AddressPostalCode), AddressCountryCode: text(m.AddressCountryCode), AddressCareOf: text(m.AddressCareOf),
		}
	}
	if in.Deletes() {
		in.Value = bonafide.Secret{}
	}
	return in
}
