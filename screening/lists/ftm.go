package lists

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"slices"
	"strings"

	"github.com/bonafide-go/bonafide/screening"
)

// maxFTMLine bounds one entity.
const maxFTMLine = 4 << 20

// ReadFTM reads entities of the FollowTheMoney model as JSON lines, such as
// OpenSanctions publishes. Entities of schemas that cannot be screened
// (addresses, sanctions, links between entities) are passed over.
// Options.Key and Options.Edition must be set.
func ReadFTM(r io.Reader, opts *Options) (screening.List, error) {
	o := opts.orDefault("")
	tail := &tailReader{r: r}
	lines := bufio.NewScanner(tail)
	lines.Buffer(make([]byte, 0, 1<<16), maxFTMLine)
	var entries []screening.Entry
	line, last := 0, error(nil)
	for lines.Scan() {
		line++
		text := bytes.TrimSpace(lines.Bytes())
		if len(text) == 0 {
			continue
		}
		if last != nil {
			return screening.List{}, o.refuse(screening.CodeListUnreadable, line-1, nil)
		}
		var f ftmEntity
		if last = json.Unmarshal(text, &f); last != nil {
			continue // what stops in the last line was cut off
		}
		e, take := f.entry(o)
		if !take {
			continue
		}
		if e.ID == "" || len(e.Names) == 0 {
			return screening.List{}, o.refuse(screening.CodeListUnreadable, line, nil)
		}
		entries = append(entries, e)
	}
	switch err := lines.Err(); {
	case err != nil:
		return screening.List{}, o.refuse(screening.CodeListUnreadable, line+1, err)
	case tail.n == 0:
		return screening.List{}, o.refuse(screening.CodeListEmpty, 0, nil)
	case last != nil:
		return screening.List{}, o.refuse(screening.CodeListTruncated, line, nil)
	}
	return o.finish(o.Edition, entries)
}

type ftmEntity struct {
	ID         string              `json:"id"`
	Schema     string              `json:"schema"`
	Caption    string              `json:"caption"`
	Properties map[string][]string `json:"properties"`
}

var ftmTypes = map[string]screening.EntityType{
	"Person": screening.Person, "Organization": screening.Entity, "Company": screening.Entity, "PublicBody": screening.Entity,
	"LegalEntity": "", "Vessel": screening.Vessel, "Airplane": screening.Aircraft,
}

// ftmIdentifiers are the properties that hold identifiers.
var ftmIdentifiers = []struct{ property, kind string }{
	{"passportNumber", screening.IDPassport}, {"idNumber", screening.IDNational}, {"socialSecurityNumber", screening.IDTax},
	{"taxNumber", screening.IDTax}, {"innCode", screening.IDTax}, {"vatCode", screening.IDTax}, {"registrationNumber", screening.IDRegistration},
	{"ogrnCode", screening.IDRegistration}, {"okpoCode", screening.IDRegistration}, {"uscCode", screening.IDRegistration}, {"dunsCode", screening.IDRegistration},
	{"leiCode", screening.IDLEI}, {"swiftBic", screening.IDBIC}, {"bikCode", screening.IDOther}, {"imoNumber", screening.IDIMO}, {"mmsi", screening.IDMMSI},
	{"callSign", screening.IDCallSign}, {"serialNumber", screening.IDSerial}, {"icaoCode", screening.IDOther}, {"publicKey", screening.IDWallet},
}

// entry turns an entity into an entry; take is false for what cannot be
// screened.
func (f *ftmEntity) entry(o Options) (e screening.Entry, take bool) {
	typ, take := ftmTypes[f.Schema]
	if !take {
		return screening.Entry{}, false
	}
	e = screening.Entry{ID: clean(f.ID), Type: typ}
	addName(&e, clean(f.Caption), screening.PrimaryName)
	for _, n := range f.Properties["name"] {
		addName(&e, clean(n), screening.AKA)
	}
	for _, property := range [...]string{"alias", "previousName", "abbreviation"} {
		for _, n := range f.Properties[property] {
			addName(&e, clean(n), screening.AKA)
		}
	}
	if !o.WithoutWeak {
		for _, n := range f.Properties["weakAlias"] {
			addName(&e, clean(n), screening.WeakAKA)
		}
	}
	primaryFirst(&e)
	for _, d := range f.Properties["birthDate"] {
		if b, ok := ftmBirth(d); ok {
			addBirth(&e, b, true)
		}
	}
	for _, p := range f.Properties["birthPlace"] {
		addText(&e.BirthPlaces, clean(p))
	}
	for _, property := range [...]string{"nationality", "citizenship", "country", "jurisdiction", "flag"} {
		for _, c := range f.Properties[property] {
			addCountry(&e, strings.ToUpper(c))
		}
	}
	for _, g := range f.Properties["gender"] {
		e.Gender = gender(g)
	}
	for _, p := range f.Properties["program"] {
		addText(&e.Programs, clean(p))
	}
	for _, t := range f.Properties["position"] {
		e.Title = clean(t)
	}
	for _, i := range ftmIdentifiers {
		for _, v := range f.Properties[i.property] {
			addIdentifier(&e, i.kind, clean(v), "")
		}
	}
	if typ == screening.Aircraft {
		for _, v := range f.Properties["registrationNumber"] {
			addIdentifier(&e, screening.IDTail, clean(v), "")
		}
	}
	for _, a := range f.Properties["address"] {
		addAddress(&e, screening.Address{Street: clean(a)})
	}
	sortIdentifiers(&e)
	return e, true
}

// ftmBirth reads "1962-03-04", "1962-03" or "1962".
func ftmBirth(s string) (screening.BirthDate, bool) {
	if len(s) == 7 && s[4] == '-' {
		from := parseDate(s, "2006-01")
		return screening.BirthDate{From: from, To: from.AddDays(31).AddDays(-from.AddDays(31).Day)}, !from.IsZero()
	}
	from, to, ok := parseDay(s)
	return screening.BirthDate{From: from, To: to}, ok
}

// sortIdentifiers orders identifiers whose order the source does not fix, so
// that the entry's hash does not depend on it.
func sortIdentifiers(e *screening.Entry) {
	slices.SortFunc(e.Identifiers, func(a, b screening.Identifier) int {
		if c := strings.Compare(a.Kind, b.Kind); c != 0 {
			return c
		}
		return strings.Compare(a.Value, b.Value)
	})
}
