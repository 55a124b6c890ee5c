package lists

import (
	"encoding/xml"
	"errors"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/screening"
)

// ReadUN reads the consolidated list of the United Nations Security Council in
// XML. Names of quality "Low" are weak; names in the original script are of that
// kind. The edition is the file's dateGenerated.
func ReadUN(r io.Reader, opts *Options) (screening.List, error) {
	o := opts.orDefault(screening.KeyUN)
	var edition bonafide.Date
	var entries []screening.Entry
	err := readXML(r, o, "CONSOLIDATED_LIST", func(d *xml.Decoder, start xml.StartElement) (bool, error) {
		switch start.Name.Local {
		case "CONSOLIDATED_LIST":
			for _, a := range start.Attr {
				if a.Name.Local == "dateGenerated" && len(a.Value) >= len(time.DateOnly) {
					edition = parseDate(a.Value[:len(time.DateOnly)], time.DateOnly)
				}
			}
		case "INDIVIDUAL", "ENTITY":
			var p unParty
			if err := d.DecodeElement(&p, &start); err != nil {
				return false, err
			}
			e, ok := p.entry(o, start.Name.Local == "INDIVIDUAL")
			if !ok {
				return false, errRecord
			}
			entries = append(entries, e)
			return true, nil
		}
		return false, nil
	})
	if err != nil {
		return screening.List{}, err
	}
	return o.finish(edition, entries)
}

// unParty is an INDIVIDUAL or ENTITY of the file.
type unParty struct {
	ID           string   `xml:"DATAID"`
	First        string   `xml:"FIRST_NAME"`
	Second       string   `xml:"SECOND_NAME"`
	Third        string   `xml:"THIRD_NAME"`
	Fourth       string   `xml:"FOURTH_NAME"`
	Original     string   `xml:"NAME_ORIGINAL_SCRIPT"`
	ListType     string   `xml:"UN_LIST_TYPE"`
	Reference    string   `xml:"REFERENCE_NUMBER"`
	Gender       string   `xml:"GENDER"`
	Comments     string   `xml:"COMMENTS1"`
	Titles       []string `xml:"TITLE>VALUE"`
	Designations []string `xml:"DESIGNATION>VALUE"`
	Nationality  []string `xml:"NATIONALITY>VALUE"`
	Aliases      []struct {
		Quality string `xml:"QUALITY"`
		Name    string `xml:"ALIAS_NAME"`
	} `xml:"INDIVIDUAL_ALIAS"`
	OtherNames []struct {
		Quality string `xml:"QUALITY"`
		Name    string `xml:"ALIAS_NAME"`
	} `xml:"ENTITY_ALIAS"`
	Addresses       []unAddress `xml:"INDIVIDUAL_ADDRESS"`
	EntityAddresses []unAddress `xml:"ENTITY_ADDRESS"`
	Births          []struct {
		Type string `xml:"TYPE_OF_DATE"`
		Date string `xml:"DATE"`
		Year string `xml:"YEAR"`
		From string `xml:"FROM_YEAR"`
		To   string `xml:"TO_YEAR"`
	} `xml:"INDIVIDUAL_DATE_OF_BIRTH"`
	Places []struct {
		City    string `xml:"CITY"`
		Region  string `xml:"STATE_PROVINCE"`
		Country string `xml:"COUNTRY"`
	} `xml:"INDIVIDUAL_PLACE_OF_BIRTH"`
	Documents []struct {
		Type    string `xml:"TYPE_OF_DOCUMENT"`
		Type2   string `xml:"TYPE_OF_DOCUMENT2"`
		Number  string `xml:"NUMBER"`
		Country string `xml:"ISSUING_COUNTRY"`
		Issued  string `xml:"COUNTRY_OF_ISSUE"`
	} `xml:"INDIVIDUAL_DOCUMENT"`
}

type unAddress struct {
	Street  string `xml:"STREET"`
	City    string `xml:"CITY"`
	Region  string `xml:"STATE_PROVINCE"`
	Zip     string `xml:"ZIP_CODE"`
	Country string `xml:"COUNTRY"`
}

func (p *unParty) entry(o Options, person bool) (screening.Entry, bool) {
	e := screening.Entry{ID: clean(p.ID), Type: screening.Entity, Gender: gender(p.Gender), Remarks: clean(p.Comments)}
	if person {
		e.Type = screening.Person
	}
	// A comma within a part is a slip of the pen, not "LAST, First".
	name := strings.ReplaceAll(strings.Join([]string{p.First, p.Second, p.Third, p.Fourth}, " "), ",", " ")
	addName(&e, clean(name), screening.PrimaryName)
	for _, part := range strings.FieldsFunc(p.Original, func(r rune) bool { return r == ';' || r == '/' }) {
		addName(&e, clean(part), screening.OriginalScript)
	}
	for _, a := range append(p.Aliases, p.OtherNames...) {
		kind := screening.AKA
		if strings.EqualFold(strings.TrimSpace(a.Quality), "low") {
			if kind = screening.WeakAKA; o.WithoutWeak {
				continue
			}
		}
		addName(&e, clean(a.Name), kind)
	}
	addText(&e.Programs, clean(p.ListType))
	addIdentifier(&e, "un_reference", clean(p.Reference), "")
	e.Title = clean(strings.Join(append(p.Titles, p.Designations...), "; "))
	for _, n := range p.Nationality {
		addCountry(&e, n)
	}
	for _, a := range append(p.Addresses, p.EntityAddresses...) {
		addAddress(&e, screening.Address{Street: clean(a.Street), City: clean(a.City), Region: clean(a.Region), Postal: clean(a.Zip), Country: CountryCode(a.Country)})
	}
	for _, b := range p.Births {
		circa := strings.EqualFold(strings.TrimSpace(b.Type), "APPROXIMATELY")
		switch {
		case strings.TrimSpace(b.Date) != "":
			d := parseDate(b.Date, time.DateOnly)
			addBirth(&e, screening.BirthDate{From: d, To: d, Circa: circa}, !d.IsZero())
		case strings.TrimSpace(b.Year) != "":
			y, _ := strconv.Atoi(strings.TrimSpace(b.Year))
			v, ok := years(y, y, circa)
			addBirth(&e, v, ok)
		default:
			from, _ := strconv.Atoi(strings.TrimSpace(b.From))
			to, _ := strconv.Atoi(strings.TrimSpace(b.To))
			v, ok := years(from, to, circa)
			addBirth(&e, v, ok)
		}
	}
	for _, b := range p.Places {
		var place []string
		for _, s := range []string{b.City, b.Region, b.Country} {
			if s = clean(s); s != "" {
				place = append(place, s)
			}
		}
		addText(&e.BirthPlaces, strings.Join(place, ", "))
	}
	for _, d := range p.Documents {
		kind := screening.IDOther
		switch t := strings.ToLower(d.Type); {
		case strings.HasPrefix(t, "passport"), strings.Contains(t, "passeport"), strings.Contains(t, "pasaporte"):
			kind = screening.IDPassport
		case strings.HasPrefix(t, "national"):
			kind = screening.IDNational
		}
		country := CountryCode(d.Country)
		if country == "" {
			country = CountryCode(d.Issued)
		}
		addIdentifier(&e, kind, clean(d.Number), country)
	}
	return e, e.ID != "" && len(e.Names) > 0
}

// errRecord says that an element is not what the format has in its place.
var errRecord = errors.New("not a record of the format")

// readXML walks a document whose root has that name, and calls element for every
// element that no call before has taken. It tells a document that stops from
// one that is wrong.
func readXML(r io.Reader, o Options, root string, element func(*xml.Decoder, xml.StartElement) (took bool, err error)) error {
	tail := &tailReader{r: r}
	d := xml.NewDecoder(tail)
	depth, seen := 0, false
	refuse := func(err error) error {
		line, _ := d.InputPos()
		var syntax *xml.SyntaxError
		switch {
		case tail.n == 0 && err == io.EOF:
			return o.refuse(screening.CodeListEmpty, 0, nil)
		case errors.As(err, &syntax) && strings.Contains(syntax.Msg, "unexpected EOF"), err == io.EOF, errors.Is(err, io.ErrUnexpectedEOF):
			return o.refuse(screening.CodeListTruncated, line, nil)
		case errors.As(err, &syntax):
			return o.refuse(screening.CodeListUnreadable, syntax.Line, nil)
		case tail.eof || err == errRecord:
			return o.refuse(screening.CodeListUnreadable, line, nil)
		}
		return o.refuse(screening.CodeListUnreadable, line, err)
	}
	for {
		token, err := d.Token()
		if err == io.EOF && seen && depth == 0 {
			return nil
		}
		if err != nil {
			return refuse(err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			if !seen && t.Name.Local != root {
				return refuse(errRecord)
			}
			seen = true
			took, err := element(d, t)
			if err != nil {
				return refuse(err)
			}
			if !took {
				depth++
			}
		case xml.EndElement:
			depth--
		}
	}
}
