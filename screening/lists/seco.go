package lists

import (
	"cmp"
	"encoding/xml"
	"io"
	"slices"
	"strings"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/screening"
)

// ReadSECO reads the list of the Swiss State Secretariat for Economic Affairs in XML, as
// a whole ("whole-list"; a list of changes is refused). Names of low quality are weak,
// spellings in other scripts are names of their own. A target whose last modification
// is its delisting is no entry. The edition is the file's date.
func ReadSECO(r io.Reader, opts *Options) (screening.List, error) {
	o := opts.orDefault(screening.KeySECO)
	s := secoReader{entries: o.gather(), programs: make(map[string]string), places: make(map[string]*node)}
	err := readXML(r, o.place(), "swiss-sanctions-list", s.entries.ledger, s.element)
	if err != nil {
		return screening.List{}, err
	}
	for _, t := range s.targets {
		if err := s.target(t); err != nil && !s.entries.skip(o.File, t.line) {
			return screening.List{}, o.place().refuse(screening.CodeListUnreadable, t.line, nil)
		}
	}
	return o.list(s.date, s.entries)
}

// A secoReader keeps the targets until all places are known.
type secoReader struct {
	entries  *drafts
	date     bonafide.Date
	programs map[string]string // by ssid of the sanctions set
	places   map[string]*node  // by ssid
	targets  []secoTarget
}

type secoTarget struct {
	*node
	line int
}

func (s *secoReader) element(dec *xml.Decoder, start xml.StartElement, line int) (bool, error) {
	switch start.Name.Local {
	case "swiss-sanctions-list":
		for _, a := range start.Attr {
			switch {
			case a.Name.Local == "date":
				s.date = parseDate(a.Value, "2006-01-02")
			case a.Name.Local == "list-type" && a.Value != "whole-list":
				return false, errFormat // changes are no list
			}
		}
		return false, nil
	case "sanctions-program", "place", "target":
	default:
		return false, nil
	}
	n, err := readNode(dec, start, 0)
	if err != nil {
		return false, err
	}
	switch n.name {
	case "sanctions-program":
		name := n.get("program-name")
		for _, p := range n.all("program-name") {
			if p.get("@lang") == "eng" {
				name = p.text
			}
		}
		for _, set := range n.all("sanctions-set") {
			s.programs[set.get("@ssid")] = name
		}
	case "place":
		s.places[n.get("@ssid")] = n
	case "target":
		delisted := n.delisted()
		n.kids = slices.DeleteFunc(n.kids, func(kid *node) bool { return kid.name == "modification" }) // they repeat former states
		if !delisted {
			s.targets = append(s.targets, secoTarget{n, line})
		}
	}
	return true, nil
}

// delisted reports whether the last modification of a target took it off the list.
func (n *node) delisted() bool {
	last, kind := "", ""
	for _, m := range n.all("modification") {
		if day := cmp.Or(m.get("@effective-date"), m.get("@publication-date")); day > last || kind == "" {
			last, kind = day, m.get("@modification-type")
		}
	}
	return kind == "de-listed"
}

// target reads an entry.
func (s *secoReader) target(t secoTarget) error {
	d := s.entries.draft(t.get("@ssid"), "", t.line)
	var party *node
	for _, kind := range [...]string{"individual", "entity", "object"} {
		for _, n := range t.all(kind) {
			party = n
			word := cmp.Or(n.get("@object-type"), kind)
			if !d.typed(word) && kind != "object" { // an object may be of any kind
				return errRecord
			}
		}
	}
	if party == nil {
		return errRecord
	}
	d.program(s.programs[t.get("sanctions-set-id", "@sanctions-set-id")])
	d.identifier(idUN, t.get("foreign-identifier"), "")
	d.gender(party.get("@sex"))
	for _, identity := range party.all("identity") {
		s.identity(d, identity)
	}
	for _, text := range append(party.texts("justification"), party.texts("other-information")...) {
		d.note("", text)
		d.secoNumber(text)
	}
	t.leftover(d.seen, "", " @ssid @target-id @relation-type @main @object-type relation generic-attribute ")
	return d.add(s.entries)
}

func (s *secoReader) identity(d *draft, n *node) {
	main := n.get("@main") == "true"
	for _, name := range n.all("name") {
		s.name(d, name, main)
	}
	for _, b := range n.all("day-month-year") {
		year, month, day := b.get("@year"), b.get("@month"), b.get("@day")
		birth, ok := born(number(year), number(month), number(day), false)
		if text := joined(" ", day, month, year); text != "" && d.Type == screening.Person {
			d.birth(text, birth, ok)
		} else {
			d.note("Date:", text)
		}
		b.all("@calendar")
	}
	for _, c := range n.all("nationality/country") {
		d.country("nationality", secoCountry(c))
	}
	for _, p := range n.all("place-of-birth") {
		a, country := s.place(p)
		d.birthPlace(a.Street, a.City, a.Region, country)
	}
	for _, p := range n.all("address") {
		a, country := s.place(p)
		d.address(a, country)
		d.note("Address:", p.get("remarks"))
	}
	for _, doc := range n.all("identification-document") {
		kind := screening.IDOther
		switch what := doc.get("@document-type"); {
		case strings.Contains(what, "passport"):
			kind = screening.IDPassport
		case strings.Contains(what, "id-card"), strings.Contains(what, "identity"), strings.Contains(what, "national"):
			kind = screening.IDNational
		}
		country := ""
		for _, issuer := range doc.all("issuer") {
			country = cmp.Or(CountryCode(issuer.get("@code")), CountryCode(issuer.text))
		}
		d.identifier(kind, doc.get("number"), country)
		d.note("Document:", joined(" ", doc.get("@document-type"), doc.get("remark")))
		for _, date := range [...]string{"date-of-issue", "expiry-date", "place-of-issue"} {
			doc.all(date)
		}
	}
}

// secoCountry is the code of a country or its name.
func secoCountry(n *node) string {
	if code := n.get("@iso-code"); CountryCode(code) != "" {
		return code
	}
	return n.text
}

// place is where an element lies that names a place, and says more of it itself.
func (s *secoReader) place(n *node) (a screening.Address, country string) {
	for _, p := range [...]*node{n, s.places[n.get("@place-id")]} {
		if p == nil {
			continue
		}
		box := ""
		if number := p.get("p-o-box"); number != "" {
			box = "P.O. Box " + number
		}
		a.Street = cmp.Or(a.Street, joined(", ", p.get("c-o"), p.get("address-details"), box))
		a.City = cmp.Or(a.City, p.get("location"))
		a.Region = cmp.Or(a.Region, p.get("area"))
		a.Postal = cmp.Or(a.Postal, p.get("zip-code"))
		for _, c := range p.all("country") {
			country = cmp.Or(country, secoCountry(c))
		}
		for _, other := range [...]string{"location-variant", "area-variant"} {
			p.all(other)
		}
	}
	return a, country
}
