package lists

import (
	"encoding/xml"
	"io"
	"regexp"
	"strings"
	"sync"
	"time"
	"unicode"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/screening"
)

// ReadUN reads the consolidated list of the United Nations Security Council in
// XML. Names of quality "Low" are weak; names in the original script are of that
// kind. The edition is the file's dateGenerated.
func ReadUN(r io.Reader, opts *Options) (screening.List, error) {
	o := opts.orDefault(screening.KeyUN)
	var edition bonafide.Date
	entries := o.gather()
	err := readXML(r, o.place(), "CONSOLIDATED_LIST", entries.ledger, func(dec *xml.Decoder, start xml.StartElement, line int) (bool, error) {
		switch start.Name.Local {
		case "CONSOLIDATED_LIST":
			for _, a := range start.Attr {
				if a.Name.Local == "dateGenerated" && len(a.Value) >= len(time.DateOnly) {
					edition = parseDate(a.Value[:len(time.DateOnly)], time.DateOnly)
				}
			}
		case "INDIVIDUAL", "ENTITY":
			var p unParty
			if err := dec.DecodeElement(&p, &start); err != nil {
				return false, err
			}
			d := p.draft(entries, line, start.Name.Local == "INDIVIDUAL")
			if len(d.Names) == 0 || !entries.add(d) {
				return false, errRecord
			}
			return true, nil
		}
		return false, nil
	})
	if err != nil {
		return screening.List{}, err
	}
	return o.list(edition, entries)
}

// unParty is an INDIVIDUAL or ENTITY of the file.
type unParty struct {
	ID              string      `xml:"DATAID"`
	First           string      `xml:"FIRST_NAME"`
	Second          string      `xml:"SECOND_NAME"`
	Third           string      `xml:"THIRD_NAME"`
	Fourth          string      `xml:"FOURTH_NAME"`
	Original        string      `xml:"NAME_ORIGINAL_SCRIPT"`
	ListType        string      `xml:"UN_LIST_TYPE"`
	Reference       string      `xml:"REFERENCE_NUMBER"`
	ListedOn        string      `xml:"LISTED_ON"`
	Gender          string      `xml:"GENDER"`
	Comments        string      `xml:"COMMENTS1"`
	Titles          []string    `xml:"TITLE>VALUE"`
	Designations    []string    `xml:"DESIGNATION>VALUE"`
	Nationality     []string    `xml:"NATIONALITY>VALUE"`
	Aliases         []unAlias   `xml:"INDIVIDUAL_ALIAS"`
	OtherNames      []unAlias   `xml:"ENTITY_ALIAS"`
	Addresses       []unAddress `xml:"INDIVIDUAL_ADDRESS"`
	EntityAddresses []unAddress `xml:"ENTITY_ADDRESS"`
	Births          []unBirth   `xml:"INDIVIDUAL_DATE_OF_BIRTH"`
	Places          []unAddress `xml:"INDIVIDUAL_PLACE_OF_BIRTH"`
	Documents       []struct {
		Type     string `xml:"TYPE_OF_DOCUMENT"`
		Type2    string `xml:"TYPE_OF_DOCUMENT2"`
		Number   string `xml:"NUMBER"`
		Country  string `xml:"ISSUING_COUNTRY"`
		IssuedIn string `xml:"COUNTRY_OF_ISSUE"`
		City     string `xml:"CITY_OF_ISSUE"`
		Date     string `xml:"DATE_OF_ISSUE"`
		Note     string `xml:"NOTE"`
	} `xml:"INDIVIDUAL_DOCUMENT"`
	Rest []unRest `xml:",any"`
}

// unRest is an element that the reader does not know.
type unRest struct {
	XMLName xml.Name
	Content string `xml:",innerxml"`
}

// unSilent are elements that say nothing about a party.
const unSilent = " VERSIONNUM LIST_TYPE LAST_DAY_UPDATED SORT_KEY SORT_KEY_LAST_MOD SUBMITTED_BY DELISTED_ON "

type unAlias struct {
	Quality string `xml:"QUALITY"`
	Name    string `xml:"ALIAS_NAME"`
	Birth   string `xml:"DATE_OF_BIRTH"`
	City    string `xml:"CITY_OF_BIRTH"`
	Country string `xml:"COUNTRY_OF_BIRTH"`
	Note    string `xml:"NOTE"`
}

type unAddress struct {
	Street  string `xml:"STREET"`
	City    string `xml:"CITY"`
	Region  string `xml:"STATE_PROVINCE"`
	Zip     string `xml:"ZIP_CODE"`
	Country string `xml:"COUNTRY"`
	Note    string `xml:"NOTE"`
}

type unBirth struct {
	Type string `xml:"TYPE_OF_DATE"`
	Date string `xml:"DATE"`
	Year string `xml:"YEAR"`
	From string `xml:"FROM_YEAR"`
	To   string `xml:"TO_YEAR"`
	Note string `xml:"NOTE"`
}

func (p *unParty) draft(entries *drafts, line int, person bool) *draft {
	d := entries.draft(collapse(p.ID), screening.Entity, line)
	d.Remarks = clean(p.Comments)
	for _, rest := range p.Rest {
		if name := rest.XMLName.Local; strings.TrimSpace(rest.Content) != "" && !strings.Contains(unSilent, " "+name+" ") {
			d.seen.cell(name, false)
		}
	}
	if person {
		d.Type = screening.Person
	}
	// A comma within a part is a slip of the pen, not "LAST, First".
	d.name(strings.ReplaceAll(joined(" ", p.First, p.Second, p.Third, p.Fourth), ",", " "), screening.PrimaryName)
	for _, part := range strings.FieldsFunc(p.Original, func(r rune) bool { return r == ';' || r == '/' }) {
		d.name(part, screening.OriginalScript)
	}
	for _, a := range append(p.Aliases, p.OtherNames...) {
		a.read(d)
	}
	d.gender(p.Gender)
	d.program(p.ListType)
	d.identifier(idUN, p.Reference, "")
	d.note("Listed on", p.ListedOn)
	for _, t := range append(p.Titles, p.Designations...) {
		d.title(collapse(t))
	}
	for _, n := range p.Nationality {
		d.country("nationality", n)
	}
	for _, a := range append(p.Addresses, p.EntityAddresses...) {
		d.address(screening.Address{Street: collapse(a.Street), City: collapse(a.City), Region: collapse(a.Region), Postal: collapse(a.Zip)}, a.Country)
		d.note("Address:", a.Note)
	}
	for _, b := range p.Births {
		b.read(d)
	}
	for _, b := range p.Places {
		d.birthPlace(collapse(b.Street), collapse(b.City), collapse(b.Region), collapse(b.Country))
		d.note("Place of birth:", b.Note)
	}
	for _, doc := range p.Documents {
		country := doc.Country
		if CountryCode(country) == "" {
			country = doc.IssuedIn
		}
		for _, number := range [...]string{doc.Number, doc.Type2} { // a few stand in the words for the document
			if strings.ContainsAny(number, "0123456789") {
				d.identifier(unDocument(doc.Type+" "+doc.Type2+" "+doc.Number), numberIn(number), CountryCode(country))
				break
			}
		}
		words := collapse(doc.Number)
		if words == numberIn(words) {
			words = "" // all is said
		}
		d.note("Document:", joined(", ", collapse(doc.Type2), words, collapse(doc.Date), collapse(doc.City), collapse(doc.Note)))
	}
	return d
}

// unDocument is the kind of a document by the words for it.
func unDocument(words string) string {
	words = strings.ToLower(words)
	for _, k := range [...]struct{ word, kind string }{
		{"passport", screening.IDPassport}, {"passeport", screening.IDPassport}, {"pasaporte", screening.IDPassport},
		{"fiscal code", screening.IDTax}, {"social security", screening.IDTax}, {"ssn", screening.IDTax},
		{"driv", screening.IDOther}, {"travel document", screening.IDOther}, {"national", screening.IDNational},
	} {
		if strings.Contains(words, k.word) {
			return k.kind
		}
	}
	return screening.IDOther
}

func (a unAlias) read(d *draft) {
	kind := screening.AKA
	if strings.EqualFold(strings.TrimSpace(a.Quality), "low") {
		kind = screening.WeakAKA
	}
	outside, inside := twoScripts(a.Name)
	for _, names := range [...]string{outside, inside} {
		for _, name := range unDivider().Split(names, -1) {
			d.name(strings.Trim(name, " ,"), kind)
		}
	}
	if a.Birth != "" {
		b, ok := parseBirthDate(a.Birth)
		d.birth(a.Birth, b, ok)
	}
	d.birthPlace(collapse(a.City), collapse(a.Country))
	d.note(joined(" ", "As", collapse(a.Name))+":", a.Note)
}

// unDivider stands between several names in one field: "A; B b) C".
var unDivider = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`;| [a-z]\) `) })

// twoScripts divides "Amir Khazmat (original script: Амир Хазмат)". What is in
// brackets and of the same script belongs to the name.
func twoScripts(name string) (outside, inside string) {
	for _, words := range [...]string{"(original script)", "original script:"} {
		name = strings.ReplaceAll(name, words, "")
	}
	name = strings.TrimRight(name, " ,\u200e\u200f")
	latin := strings.IndexFunc(name, func(r rune) bool { return unicode.Is(unicode.Latin, r) })
	other := strings.IndexFunc(name, func(r rune) bool { return unicode.IsLetter(r) && !unicode.Is(unicode.Latin, r) })
	if bracket := strings.LastIndexByte(name[:max(latin, other, 0)], '('); latin >= 0 && other >= 0 && bracket > min(latin, other) {
		return name[:bracket], balanced(name[bracket+1:])
	}
	return balanced(name), ""
}

// balanced drops brackets at the ends that do not belong to any.
func balanced(s string) string {
	for s = strings.TrimLeft(s, ") "); strings.HasSuffix(s, ")") && strings.Count(s, ")") > strings.Count(s, "("); {
		s = strings.TrimSpace(strings.TrimSuffix(s, ")"))
	}
	return s
}

func (b unBirth) read(d *draft) {
	note := collapse(b.Note)
	vague := strings.EqualFold(note, "approximately")
	text := joined(" ", b.Date, b.Year, b.From, b.To)
	var birth screening.BirthDate
	var ok bool
	switch {
	case strings.TrimSpace(b.Date) != "":
		birth, ok = parseBirthDate(b.Date)
	case strings.TrimSpace(b.Year) != "":
		if birth, ok = parseBirthDate(joined(" ", note, b.Year)); !ok { // "Sep."
			birth, ok = parseBirthDate(b.Year)
		}
	case text != "":
		birth, ok = years(number(b.From), number(b.To), false)
	case !vague: // "Nov. 1973"
		text = note
		birth, ok = parseBirthDate(note)
	}
	birth.Circa = ok && (vague || strings.EqualFold(strings.TrimSpace(b.Type), "approximately"))
	d.birth(text, birth, ok)
	if !vague && note != "" && note != text {
		d.note("DOB", joined(" ", text, note))
	}
}
