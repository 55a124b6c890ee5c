package document

import (
	"slices"

	"github.com/bonafide-go/bonafide/document/upload"
)

// Class says which kind of evidence a sub-document is.
type Class string

// The classes of sub-documents.
const (
	Virtual  Class = "virtual"  // a number or another plain fact
	Social   Class = "social"   // a contact or a profile
	Physical Class = "physical" // an uploaded file
)

// Classes lists every class in the order in which a base document keeps them.
func Classes() []Class { return []Class{Virtual, Social, Physical} }

// Type names what a sub-document is, such as "SSN" or "GOVT_ID". The set is
// open: an unknown type survives decoding and is refused on submission.
type Type string

// DeleteDocument is the type of a sub-document submission, and the permission
// scope of a base document submission, that asks for its deletion.
const DeleteDocument = "DELETE_DOCUMENT"

// EntityKind tells people from businesses.
type EntityKind string

// The kinds of entities.
const (
	Person   EntityKind = "person"
	Business EntityKind = "business"
)

// Names of the meta fields of a sub-document, as the type table demands them.
const (
	MetaCountry  = "country_code"
	MetaState    = "state_code"
	MetaIDNumber = "id_number"
	MetaAddress  = "address" // all of address_street … address_country_code
)

// A TypeInfo is one row of the type table: what may be submitted, by whom, how.
type TypeInfo struct {
	Class        Class              `json:"class"`
	Type         Type               `json:"type"`
	Name         string             `json:"common_name"`                 // what people call it
	Who          []EntityKind       `json:"base_doc_types"`              // whose base document may carry it
	Media        []upload.MediaType `json:"allowed_file_types,omitzero"` // physical documents only
	Multiple     bool               `json:"multiple_allowed"`            // more than one on a base document
	RequiredMeta []string           `json:"required_meta,omitzero"`      // names of meta fields that must be given
	Issuer       IssuerRule         `json:"issuer_rule,omitzero"`        // which countries may have issued it
	Checked      bool               `json:"checked"`                     // goes to a Verifier; false = kept for the record
	Derived      bool               `json:"derived,omitzero"`            // made from base document fields, never submitted
	PhotoID      bool               `json:"photo_id,omitzero"`           // a photograph of an identity document or of a face
	Comment      string             `json:"description"`                 // what the document is
}

// For reports whether a base document of that kind may carry the type.
func (t TypeInfo) For(kind EntityKind) bool { return slices.Contains(t.Who, kind) }
