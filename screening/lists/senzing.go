package lists

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"io"
	"strings"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/screening"
)

// ReadSenzing reads entities in Senzing's JSON lines, as OpenSanctions publishes them
// (senzing.json): their features stand in a list FEATURES, or in lists by what they
// are, such as NAMES. Options.Key and Options.Edition must be set. Topics of risk are
// among the programs, see [ByKind].
//
// The format has no end mark: a cut between two lines shows only against
// Options.MinEntries or the edition held.
func ReadSenzing(r io.Reader, opts *Options) (screening.List, error) {
	o := opts.orDefault("")
	if err := o.required(); err != nil {
		return screening.List{}, err
	}
	at, in, entries := o.place(), &input{r: r}, o.gather()
	text, _ := in.text()
	lines := bufio.NewScanner(text)
	lines.Buffer(make([]byte, 0, 1<<16), maxFTMLine)
	cut, line := 0, 1
	for ; lines.Scan(); line++ {
		row := bytes.TrimSpace(lines.Bytes())
		if len(row) == 0 {
			continue
		}
		if cut > 0 {
			return screening.List{}, at.refuse(screening.CodeListUnreadable, cut, nil)
		}
		d := json.NewDecoder(bytes.NewReader(row))
		d.UseNumber()
		nodes, err := readJSON(d, "entity", 0)
		switch {
		case errors.Is(err, io.ErrUnexpectedEOF):
			cut = line // it can only be the last
		case err != nil || len(nodes) != 1 || d.InputOffset() != int64(len(row)):
			return screening.List{}, at.refuse(screening.CodeListUnreadable, line, nil)
		default:
			if nodes[0].senzing(entries, line) != nil && !entries.skip(o.File, line) {
				return screening.List{}, at.refuse(screening.CodeListUnreadable, line, nil)
			}
		}
	}
	switch err := lines.Err(); {
	case in.err != nil:
		return screening.List{}, in.outage(at, line)
	case err != nil: // a line over the bound
		return screening.List{}, at.refuse(screening.CodeListUnreadable, line, err)
	case cut > 0:
		return screening.List{}, at.refuse(screening.CodeListTruncated, cut, nil)
	}
	return o.list(bonafide.Date{}, entries)
}

// senzingNumbers are the features that are identifiers, the first with the feature of its country.
var senzingNumbers = [...]struct{ number, country, kind string }{
	{"PASSPORT_NUMBER", "PASSPORT_COUNTRY", screening.IDPassport}, {"NATIONAL_ID_NUMBER", "NATIONAL_ID_COUNTRY", screening.IDNational},
	{"TAX_ID_NUMBER", "TAX_ID_COUNTRY", screening.IDTax}, {"SSN_NUMBER", "", screening.IDTax}, {"LEI_NUMBER", "", screening.IDLEI}, {"IMO_NUMBER", "", screening.IDIMO},
	{"DUNS_NUMBER", "", screening.IDRegistration}, {"OTHER_ID_NUMBER", "OTHER_ID_COUNTRY", screening.IDOther},
}

// senzing reads an entity.
func (n *node) senzing(entries *drafts, line int) error {
	types := map[string]screening.EntityType{"PERSON": screening.Person, "ORGANIZATION": screening.Entity, "VESSEL": screening.Vessel, "AIRCRAFT": screening.Aircraft}
	d := entries.draft(n.get("RECORD_ID"), types[n.get("RECORD_TYPE")], line)
	parts := []*node{n}
	for _, kid := range n.kids {
		if len(kid.kids) > 0 { // a feature, whatever the list is called
			kid.taken = true
			parts = append(parts, kid)
		}
	}
	for _, f := range parts {
		if d.Type == "" {
			d.Type = types[f.get("RECORD_TYPE")]
		}
		d.senzingFeature(f)
	}
	n.leftover(d.seen, "", " DATA_SOURCE URL LAST_CHANGE SOURCE_URL PHONE_NUMBER EMAIL_ADDRESS WEBSITE_ADDRESS RECORD_TYPE NAME_LANG ADDR_TYPE OTHER_ID_TYPE "+
		"NATIONAL_ID_TYPE REL_ANCHOR_DOMAIN REL_ANCHOR_KEY REL_POINTER_DOMAIN REL_POINTER_KEY REL_POINTER_ROLE ")
	if len(d.Names) == 0 || d.ID == "" || !entries.add(d) {
		return errRecord
	}
	return nil
}

func (d *draft) senzingFeature(f *node) {
	kind := screening.AKA
	switch f.get("NAME_TYPE") {
	case "PRIMARY":
		kind = screening.PrimaryName
	case "WEAK", "WEAKALIAS":
		kind = screening.WeakAKA
	}
	d.name(cmp.Or(f.get("NAME_FULL", "NAME_ORG"), joined(" ", f.get("NAME_FIRST"), f.get("NAME_MIDDLE"), f.get("NAME_LAST"))), kind)
	if text := f.get("DATE_OF_BIRTH"); text != "" {
		b, ok := parseBirthDate(text)
		d.birth(text, b, ok)
	}
	d.note("Registered", f.get("REGISTRATION_DATE"))
	d.birthPlace(f.get("PLACE_OF_BIRTH"))
	for _, country := range [...]string{"NATIONALITY", "CITIZENSHIP", "REGISTRATION_COUNTRY", "COUNTRY_OF_ASSOCIATION"} {
		d.country(strings.ToLower(country), f.get(country))
	}
	d.gender(f.get("GENDER"))
	street := cmp.Or(joined(", ", f.get("ADDR_LINE1"), f.get("ADDR_LINE2"), f.get("ADDR_LINE3")), f.get("ADDR_FULL"))
	d.address(screening.Address{Street: street, City: f.get("ADDR_CITY"), Region: f.get("ADDR_STATE"), Postal: f.get("ADDR_POSTAL_CODE")}, f.get("ADDR_COUNTRY"))
	for _, id := range senzingNumbers {
		country := ""
		if id.country != "" {
			country = CountryCode(f.get(id.country))
		}
		for _, number := range f.texts(id.number) {
			one := screening.Identifier{Kind: id.kind, Value: number}
			if id.kind == screening.IDIMO {
				one = shipNumber(one)
			}
			d.identifier(one.Kind, one.Value, country)
		}
	}
	for _, topic := range append(f.texts("TOPIC"), f.texts("PROGRAM")...) {
		d.program(topic)
	}
}
