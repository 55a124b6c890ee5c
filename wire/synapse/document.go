package synapse

import (
	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
)

// A Document is the published base document: in short, or with its Details.
type Document struct {
	EDDStatus       *string  `json:"edd_status"`
	ID              string   `json:"id"`
	IDScore         *float64 `json:"id_score"`
	IsActive        bool     `json:"is_active"`
	Name            string   `json:"name"`
	PermissionScope string   `json:"permission_scope"`
	RequiredEDDDocs []string `json:"required_edd_docs"`
	TrustLevel      *string  `json:"trust_level"`
	Watchlists      string   `json:"watchlists"`
	*Details
	PhysicalDocs []SubDocument `json:"physical_docs"`
	SocialDocs   []SubDocument `json:"social_docs"`
	VirtualDocs  []SubDocument `json:"virtual_docs"`
}

// Details are what a base document shows with full_dehydrate.
type Details struct {
	AddressCity         string            `json:"address_city"`
	AddressCountryCode  string            `json:"address_country_code"`
	AddressPostalCode   string            `json:"address_postal_code"`
	AddressStreet       string            `json:"address_street"`
	AddressSubdivision  string            `json:"address_subdivision"`
	Alias               *string           `json:"alias"`
	CompanyActivity     []string          `json:"company_activity"`
	Day                 int               `json:"day"`
	DesiredScope        *string           `json:"desired_scope"`
	DocOptionKey        *string           `json:"doc_option_key"`
	DocsKey             *string           `json:"docs_key"`
	DocsTitle           *string           `json:"docs_title"`
	Email               string            `json:"email"`
	EntityRelationship  *string           `json:"entity_relationship"`
	EntityScope         string            `json:"entity_scope"`
	EntityType          string            `json:"entity_type"`
	IP                  string            `json:"ip"`
	MaidenName          *string           `json:"maiden_name"`
	Month               int               `json:"month"`
	OwnershipPercentage *bonafide.Fixed   `json:"ownership_percentage"`
	PhoneNumber         string            `json:"phone_number"`
	ScreeningResults    map[string]string `json:"screening_results"`
	Title               *string           `json:"title"`
	Year                int               `json:"year"`
}

// A SubDocument is the published sub-document. LastUpdated is in unix milliseconds.
type SubDocument struct {
	DocumentType   string       `json:"document_type"`
	DocumentValue  *string      `json:"document_value,omitzero"` // with full_dehydrate; empty but for social documents
	ID             string       `json:"id"`
	Info           *MailingInfo `json:"info,omitzero"` // of MAILING_ADDRESS
	InvalidReasons []string     `json:"invalid_reasons,omitzero"`
	LastUpdated    int64        `json:"last_updated"`
	Status         string       `json:"status"`
}

// A MailingInfo is what is known of a mailing address.
type MailingInfo struct {
	AddressCareOf      *string  `json:"address_care_of"`
	AddressCity        string   `json:"address_city"`
	AddressCountryCode string   `json:"address_country_code"`
	AddressPostalCode  string   `json:"address_postal_code"`
	AddressStreet      string   `json:"address_street"`
	AddressSubdivision string   `json:"address_subdivision"`
	InvalidReasons     []string `json:"invalid_reasons"`
}

// unverified is the scope of a base document that has none.
const unverified = "UNVERIFIED"

// pendingWatchlist is what a base document shows that was not screened yet.
const pendingWatchlist = "PENDING"

func (k *keeping) document(b document.Base, v View) Document {
	out := Document{
		EDDStatus: given(string(b.EDDStatus)), ID: b.ID, IDScore: b.IDScore, IsActive: b.IsActive, Name: b.Name,
		PermissionScope: b.PermissionScope, RequiredEDDDocs: []string{}, TrustLevel: given(string(b.TrustLevel)), Watchlists: b.Watchlists,
		PhysicalDocs: k.shownSubs(b, document.Physical, v), SocialDocs: k.shownSubs(b, document.Social, v), VirtualDocs: k.shownSubs(b, document.Virtual, v),
	}
	if out.PermissionScope == "" {
		out.PermissionScope = unverified
	}
	if out.Watchlists == "" {
		out.Watchlists = pendingWatchlist
	}
	for _, t := range b.RequiredEDDDocs {
		out.RequiredEDDDocs = append(out.RequiredEDDDocs, string(t))
	}
	if v.Full {
		out.Details = k.details(b)
	}
	return out
}

func (k *keeping) details(b document.Base) *Details {
	d := &Details{
		AddressCity: b.AddressCity, AddressCountryCode: string(b.AddressCountryCode), AddressPostalCode: b.AddressPostalCode,
		AddressStreet: b.AddressStreet, AddressSubdivision: b.AddressSubdivision, Alias: given(b.Alias), CompanyActivity: []string{},
		Day: b.Day, DesiredScope: given(b.DesiredScope), DocOptionKey: given(b.DocOptionKey), DocsKey: given(b.DocsKey),
		DocsTitle: given(b.DocsTitle), Email: string(b.Email), EntityRelationship: given(string(b.EntityRelationship)),
		EntityScope: string(b.EntityScope), EntityType: string(b.EntityType), IP: b.IP, MaidenName: given(b.MaidenName), Month: b.Month,
		OwnershipPercentage: b.OwnershipPercentage, PhoneNumber: k.shownBase(b.PhoneNumber), ScreeningResults: b.ScreeningResults,
		Title: given(b.Title), Year: b.Year,
	}
	for _, a := range b.CompanyActivity {
		d.CompanyActivity = append(d.CompanyActivity, string(a))
	}
	if d.ScreeningResults == nil {
		d.ScreeningResults = map[string]string{}
	}
	return d
}

func (k *keeping) shownSubs(b document.Base, class document.Class, v View) []SubDocument {
	out := []SubDocument{}
	for _, d := range b.Of(class) {
		if k.hidden(b.ID, d.Type) {
			continue
		}
		shown := SubDocument{
			DocumentType: string(d.Type), ID: d.ID, InvalidReasons: d.InvalidReasons, LastUpdated: millis(d.LastUpdated), Status: string(d.Status),
		}
		if v.Full {
			value := ""
			if class == document.Social {
				value = k.value(b, d, v)
			}
			shown.DocumentValue = &value
		}
		if d.Type == document.MailingAddress {
			shown.Info = mailingInfo(d, v)
		}
		out = append(out, shown)
	}
	return out
}

// value is the value of a social document: of those that follow from the base
// document, what stands there.
func (k *keeping) value(b document.Base, d document.Sub, v View) string {
	switch d.Type {
	case document.Email:
		return string(b.Email)
	case document.PhoneNumber:
		return k.shownBase(b.PhoneNumber)
	case document.IP:
		return b.IP
	case document.Address:
		return b.Address().Line()
	case document.Date:
		return b.Birth()
	case document.PhoneNumber2FA:
		return k.shown(bonafide.Phone(v.Values[d.ID]))
	}
	return v.Values[d.ID]
}

// mailingInfo is the address as the postal service writes it, where one was asked.
func mailingInfo(d document.Sub, v View) *MailingInfo {
	info := &MailingInfo{InvalidReasons: list(d.InvalidReasons)}
	if d.Mail == nil {
		return info
	}
	a := d.Mail.Normalized
	info.AddressCareOf, info.AddressCity, info.AddressCountryCode = given(a.CareOf), a.City, string(a.Country)
	info.AddressPostalCode, info.AddressStreet, info.AddressSubdivision = a.PostalCode, a.Street, a.Subdivision
	return info
}
