package lists

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"sync"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/screening"
)

// maxFTMLine bounds one entity.
const maxFTMLine = 4 << 20

// ReadFTM reads entities of the FollowTheMoney model as JSON lines, such as
// OpenSanctions publishes: entities.ftm.json, where entities name others by id,
// and targets.nested.json, where they hold them. Options.Key and Options.Edition
// must be set.
//
// Addresses, documents, sanctions and wallets add to the entities they belong
// to; a wallet whose holder is not in the file is an entry of its own. Links
// between entities, and what belongs to an entity that is not in the file, are
// passed over, as are things that nobody is screened against, such as positions
// and articles. An entity of a schema that is not known is kept, of no type, if
// it has a name. Programs hold the entity's topics as well, such as "sanction"
// and "role.pep".
//
// The format has no end mark: a cut between two lines shows only against
// Options.MinEntries or the edition held.
func ReadFTM(r io.Reader, opts *Options) (screening.List, error) {
	o := opts.orDefault("")
	if err := o.required(); err != nil {
		return screening.List{}, err
	}
	at, in := o.place(), &input{r: r}
	text, _ := in.text()
	lines := bufio.NewScanner(text)
	lines.Buffer(make([]byte, 0, 1<<16), maxFTMLine)
	f := ftmReader{subjects: o.gather()}
	cut := 0 // a line that stops: it can only be the last
	for f.line = 1; lines.Scan(); f.line++ {
		line := bytes.TrimSpace(lines.Bytes())
		if len(line) == 0 {
			continue
		}
		if cut > 0 {
			return screening.List{}, at.refuse(screening.CodeListUnreadable, cut, nil)
		}
		var e ftmEntity
		if err := json.Unmarshal(line, &e); err != nil {
			var syntax *json.SyntaxError
			if !errors.As(err, &syntax) || syntax.Offset < int64(len(line)) {
				return screening.List{}, at.refuse(screening.CodeListUnreadable, f.line, nil)
			}
			cut = f.line
		} else if !f.entity(&e) && !f.subjects.skip(o.File, f.line) {
			return screening.List{}, at.refuse(screening.CodeListUnreadable, f.line, nil)
		}
	}
	switch err := lines.Err(); {
	case in.err != nil:
		return screening.List{}, in.outage(at, f.line)
	case err != nil: // a line over the bound
		return screening.List{}, at.refuse(screening.CodeListUnreadable, f.line, err)
	case cut > 0:
		return screening.List{}, at.refuse(screening.CodeListTruncated, cut, nil)
	}
	f.link()
	return o.list(bonafide.Date{}, f.subjects)
}

// An ftmEntity is a node of the graph.
type ftmEntity struct {
	ID         string                `json:"id"`
	Schema     string                `json:"schema"`
	Caption    string                `json:"caption"`
	Properties map[string][]ftmValue `json:"properties"`
}

// An ftmValue is a text, which may be another entity's id, or that entity.
type ftmValue struct {
	text   string
	entity *ftmEntity
}

// UnmarshalJSON reads a string or an object.
func (v *ftmValue) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && b[0] == '{' {
		v.entity = new(ftmEntity)
		return json.Unmarshal(b, v.entity)
	}
	return json.Unmarshal(b, &v.text)
}

// ftmTypes are the schemas of those who are screened against.
var ftmTypes = sync.OnceValue(func() map[string]screening.EntityType {
	return map[string]screening.EntityType{
		"Person": screening.Person, "Organization": screening.Entity, "Company": screening.Entity, "PublicBody": screening.Entity,
		"LegalEntity": "", "Vessel": screening.Vessel, "Airplane": screening.Aircraft, "Vehicle": "", "Asset": "", "Security": "",
	}
})

// ftmOther are the schemas of things with names that nobody is screened against.
var ftmOther = sync.OnceValue(func() map[string]bool {
	return map[string]bool{
		"Position": true, "Territory": true, "Event": true, "Trip": true, "Project": true, "RealEstate": true, "Contract": true, "CallForTenders": true,
		"CourtCase": true, "License": true, "Article": true, "Assessment": true, "Risk": true, "Note": true, "Call": true, "Message": true, "Mention": true,
		"Document": true, "Documentation": true, "Folder": true, "Package": true, "Email": true, "HyperText": true, "PlainText": true, "Page": true,
		"Pages": true, "Table": true, "Workbook": true, "Image": true, "Audio": true, "Video": true, "UserAccount": true, "TaxRoll": true,
	}
})

// ftmParts are the schemas of what belongs to a subject and adds to it.
var ftmParts = []string{"Identification", "Passport", "Sanction", "CryptoWallet"}

// ftmIdentifiers are the properties that hold identifiers.
var ftmIdentifiers = []struct{ property, kind string }{
	{"passportNumber", screening.IDPassport}, {"idNumber", screening.IDNational}, {"socialSecurityNumber", screening.IDTax},
	{"taxNumber", screening.IDTax}, {"innCode", screening.IDTax}, {"vatCode", screening.IDTax}, {"registrationNumber", screening.IDRegistration},
	{"ogrnCode", screening.IDRegistration}, {"okpoCode", screening.IDRegistration}, {"uscCode", screening.IDRegistration}, {"dunsCode", screening.IDRegistration},
	{"kppCode", screening.IDRegistration}, {"jibCode", screening.IDRegistration}, {"uniqueEntityId", screening.IDRegistration},
	{"cageCode", screening.IDRegistration}, {"npiCode", screening.IDRegistration}, {"giiNumber", screening.IDRegistration},
	{"leiCode", screening.IDLEI}, {"swiftBic", screening.IDBIC}, {"bikCode", idBIK}, {"isin", idSecurity}, {"isinCode", idSecurity},
	{"imoNumber", screening.IDIMO}, {"mmsi", screening.IDMMSI}, {"callSign", screening.IDCallSign}, {"serialNumber", screening.IDSerial},
	{"icaoCode", screening.IDOther}, {"publicKey", screening.IDWallet},
}
