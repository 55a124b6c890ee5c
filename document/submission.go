package document

import (
	"encoding/json"
	"io"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document/upload"
)

// A Submission is one base document as a host receives it, with its
// sub-documents: plain texts and numbers under the names of the published API.
// [Submission.Check] turns it into a [Base].
//
// A new one needs name, email, phone_number, ip, entity_type ([EntityTypes]),
// entity_scope ([EntityScopes]), day, month, year and the address: street, city and
// country, and where the country has them subdivision and postal code. A person on a
// business needs entity_relationship and ownership_percentage as well. All else may
// be left out.
type Submission struct {
	ID                  string      `json:"id,omitzero"` // the base document to change; empty for a new one
	Name                string      `json:"name,omitzero"`
	Alias               string      `json:"alias,omitzero"`
	Email               string      `json:"email,omitzero"`
	PhoneNumber         string      `json:"phone_number,omitzero"`
	IP                  string      `json:"ip,omitzero"`
	EntityType          string      `json:"entity_type,omitzero"`
	EntityScope         string      `json:"entity_scope,omitzero"`
	EntityRelationship  string      `json:"entity_relationship,omitzero"`
	OwnershipPercentage json.Number `json:"ownership_percentage,omitzero"` // a number, or a text that is one
	Title               string      `json:"title,omitzero"`
	CompanyActivity     []string    `json:"company_activity,omitzero"`
	Day                 int         `json:"day,omitzero"`
	Month               int         `json:"month,omitzero"`
	Year                int         `json:"year,omitzero"`
	DateUnknown         UnknownDate `json:"date_unknown,omitzero"` // what the paper of a person has no day or month for
	AddressStreet       string      `json:"address_street,omitzero"`
	AddressCity         string      `json:"address_city,omitzero"`
	AddressSubdivision  string      `json:"address_subdivision,omitzero"`
	AddressPostalCode   string      `json:"address_postal_code,omitzero"`
	AddressCountryCode  string      `json:"address_country_code,omitzero"`
	MaidenName          string      `json:"maiden_name,omitzero"`
	DesiredScope        string      `json:"desired_scope,omitzero"`
	DocOptionKey        string      `json:"doc_option_key,omitzero"`
	DocsKey             string      `json:"docs_key,omitzero"`
	DocsTitle           string      `json:"docs_title,omitzero"`

	// Clear names optional fields of a base document that is there, which are emptied:
	// alias, title, company_activity, maiden_name, address_subdivision,
	// address_postal_code, desired_scope, doc_option_key, docs_key, docs_title. What
	// the country or the program asks for is then missing.
	Clear []string `json:"clear,omitzero"`

	// PermissionScope may only hold [DeleteDocument], which asks for deletion.
	PermissionScope string `json:"permission_scope,omitzero"`

	VirtualDocs  []SubSubmission `json:"virtual_docs,omitzero"`
	SocialDocs   []SubSubmission `json:"social_docs,omitzero"`
	PhysicalDocs []SubSubmission `json:"physical_docs,omitzero"`
}

// UnknownDate says which part of a date of birth is not known: some papers, such as those of
// refugees, have none ("1980-05-00", "1980-00-00"). The part is then left out, and whatever
// follows from the age takes the youngest that the person may be.
type UnknownDate string

// The parts that may be unknown.
const (
	UnknownDay   UnknownDate = "day"
	UnknownMonth UnknownDate = "month" // and the day with it
)

// Deletes reports whether the submission asks for the base document's deletion.
func (s Submission) Deletes() bool { return s.PermissionScope == DeleteDocument }

// Docs returns the submitted sub-documents of a class.
func (s Submission) Docs(class Class) []SubSubmission {
	switch class {
	case Virtual:
		return s.VirtualDocs
	case Social:
		return s.SocialDocs
	case Physical:
		return s.PhysicalDocs
	}
	return nil
}

// A SubSubmission is one sub-document as a host receives it. The value of a
// physical document is a padded data URI, unless Upload gives the file itself.
type SubSubmission struct {
	ID        string          `json:"id,omitzero"` // the sub-document to submit again; empty for a new one
	Type      Type            `json:"document_type"`
	Value     bonafide.Secret `json:"document_value,omitzero"`
	Meta      MetaSubmission  `json:"meta,omitzero"`
	Source    Source          `json:"source,omitzero"`     // where a number comes from; empty = the customer
	MFAAnswer bonafide.Secret `json:"mfa_answer,omitzero"` // answers a document that waits for a code

	Upload    io.Reader        `json:"-"` // the file, in place of a data URI; read once, to its end or over the limit
	MediaType upload.MediaType `json:"-"` // what Upload is said to be
}

// Deletes reports whether the submission asks for the sub-document's deletion.
func (s SubSubmission) Deletes() bool { return s.Type == DeleteDocument }

// A MetaSubmission is what a host receives beside a sub-document's value. Which
// parts a type demands is in its row of the type table.
type MetaSubmission struct {
	CountryCode        string          `json:"country_code,omitzero"` // country of issue, ISO 3166-1 alpha-2
	StateCode          string          `json:"state_code,omitzero"`   // state of issue, ISO 3166-2 with or without the country
	IDNumber           bonafide.Secret `json:"id_number,omitzero"`    // the number printed on the document
	IDKind             IDKind          `json:"id_kind,omitzero"`      // what a GOVT_ID is
	ExpiresOn          string          `json:"expires_on,omitzero"`   // last day of validity, "2006-01-02"
	AddressStreet      string          `json:"address_street,omitzero"`
	AddressCity        string          `json:"address_city,omitzero"`
	AddressSubdivision string          `json:"address_subdivision,omitzero"`
	AddressPostalCode  string          `json:"address_postal_code,omitzero"`
	AddressCountryCode string          `json:"address_country_code,omitzero"`
	AddressCareOf      string          `json:"address_care_of,omitzero"`
}

// IDKind says what kind of card a government ID is, which the published types
// leave open.
type IDKind string

// The kinds of government IDs.
const (
	IDPassport      IDKind = "passport"
	IDDriverLicense IDKind = "driver_license"
	IDState         IDKind = "state_id"
	IDOther         IDKind = "other"
)

// Source says who supplied a number. Since 2025 US banks may take the taxpayer
// number from a third party (FinCEN exemption order of 27 June 2025 to 31 CFR
// 1020.220), and the record must tell.
type Source string

// The sources of numbers.
const (
	SourceCustomer   Source = "customer"    // the whole number from the customer
	SourceThirdParty Source = "third_party" // the whole number from somebody else, such as a bureau
	SourceCombined   Source = "combined"    // the last digits from the customer, the rest from a third party
)
