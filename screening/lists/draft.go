package lists

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/bonafide-go/bonafide/screening"
)

// A draft is an entry while its parts come in, in whatever order. What it takes
// is copied, so that an entry keeps no row alive; what it has it does not take
// twice.
type draft struct {
	screening.Entry
	line   int      // line of the first part, for errors
	titles []string // joined to Entry.Title
	notes  []string // remarks beyond Entry.Remarks
	lead   lead     // which alias comes first where the list calls no name primary
	mixed  bool     // the list gives two genders
	seen   *ledger  // counts what is understood
}

// A lead is the name that came first on the publisher's side.
type lead struct {
	name string
	rank int
}

// drafts are the entries so far, in the order of their first parts.
type drafts struct {
	*ledger
	all   []*draft
	index map[string]*draft
}

// draft begins an entry that is added once it is known.
func (d *drafts) draft(id string, typ screening.EntityType, line int) *draft {
	return &draft{Entry: screening.Entry{ID: strings.Clone(id), Type: typ}, line: line, seen: d.ledger}
}

// of returns the draft of that id. It makes one if there is no such draft yet.
func (d *drafts) of(id string, line int) *draft {
	one, ok := d.index[id]
	if !ok {
		one = d.draft(id, "", line)
		d.add(one)
	}
	return one
}

// add takes a draft of an id that no other has.
func (d *drafts) add(one *draft) bool {
	if _, again := d.index[one.ID]; again || one.ID == "" {
		return false
	}
	if d.index == nil {
		d.index = make(map[string]*draft)
	}
	d.index[one.ID] = one
	d.all = append(d.all, one)
	return true
}

// typed sets the type by a publisher's word for it. It reports false for a word
// that names no type, or another type than before.
func (d *draft) typed(word string) bool {
	var t screening.EntityType
	switch strings.ToLower(word) {
	case "individual", "person":
		t = screening.Person
	case "entity", "enterprise":
		t = screening.Entity
	case "vessel", "ship":
		t = screening.Vessel
	case "aircraft":
		t = screening.Aircraft
	}
	d.Type = cmp.Or(d.Type, t)
	return t != "" && d.Type == t
}

// name adds a name. An alias in another script is of that kind; a name given
// twice is of the stronger kind.
func (d *draft) name(text string, kind screening.NameKind) {
	if text = collapse(text); text == "" {
		return
	}
	if kind == screening.AKA && !isLatin(text) {
		kind = screening.OriginalScript
	}
	for i := range d.Names {
		if d.Names[i].Text == text {
			if nameRank(kind) < nameRank(d.Names[i].Kind) {
				d.Names[i].Kind = kind
			}
			return
		}
	}
	d.Names = append(d.Names, screening.Name{Text: text, Kind: kind})
}

// leads remembers the alias of the lowest rank.
func (d *draft) leads(text string, rank int) {
	if text = collapse(text); text == "" {
		return
	}
	if l := (lead{text, rank}); d.lead.name == "" || rank < d.lead.rank || rank == d.lead.rank && text < d.lead.name {
		d.lead = l
	}
}

// nameRank orders the kinds of names by how much their publisher stands by them.
func nameRank(kind screening.NameKind) int {
	switch kind {
	case screening.PrimaryName:
		return 0
	case screening.AKA:
		return 2
	case screening.OriginalScript:
		return 3
	}
	return 4
}

func (d *draft) identifier(kind, value, country string) {
	id := screening.Identifier{Kind: kind, Value: strings.TrimSpace(value), Country: country}
	if id.Value != "" && !slices.Contains(d.Identifiers, id) {
		id.Value = strings.Clone(id.Value)
		d.Identifiers = append(d.Identifiers, id)
	}
}

// birth adds a date of birth. A text that is no date becomes a remark.
func (d *draft) birth(text string, b screening.BirthDate, ok bool) {
	if ok || !unknown(text) {
		d.seen.cell("DOB", ok)
	}
	if !ok {
		d.note("DOB", text)
	} else if !slices.Contains(d.BirthDates, b) {
		d.BirthDates = append(d.BirthDates, b)
	}
}

func (d *draft) birthPlace(parts ...string) { add(&d.BirthPlaces, joined(", ", parts...)) }

func (d *draft) program(text string) { add(&d.Programs, text) }

func (d *draft) title(text string) { add(&d.titles, text) }

// note adds a remark behind a label, unless the text is empty.
func (d *draft) note(label, text string) {
	if text = strings.TrimSpace(text); text != "" {
		add(&d.notes, joined(" ", label, text))
	}
}

// address adds an address in the country of that name. One that is not a country
// of ISO 3166-1 stands as the region.
func (d *draft) address(a screening.Address, country string) {
	a.Country = CountryCode(country)
	if !unknown(country) {
		d.seen.cell("address country", a.Country != "")
	}
	if a.Country == "" && !unknown(country) {
		a.Region = joined(", ", a.Region, country)
	}
	if a != (screening.Address{}) && !slices.Contains(d.Addresses, a) {
		a.Street, a.City, a.Region, a.Postal = strings.Clone(a.Street), strings.Clone(a.City), strings.Clone(a.Region), strings.Clone(a.Postal)
		d.Addresses = append(d.Addresses, a)
	}
	d.code(a.Country)
}

// country adds the country of that name. One that is not of ISO 3166-1 is noted
// behind the label.
func (d *draft) country(label, name string) {
	if unknown(name) {
		return
	}
	code := CountryCode(name)
	d.seen.cell(strings.TrimSuffix(label, ":"), code != "")
	if d.code(code); code == "" {
		d.note(label, name)
	}
}

// unknown reports whether a publisher's text says that nothing is known.
func unknown(text string) bool {
	switch strings.ToLower(strings.TrimSpace(text)) {
	case "", "unknown", "undetermined", "none identified", "n/a", "na", "-", "00":
		return true
	}
	return false
}

func (d *draft) code(code string) {
	if code != "" && !slices.Contains(d.Countries, code) {
		d.Countries = append(d.Countries, code)
	}
}

// gender takes the spellings of the publishers. An entry that is given both
// genders keeps neither.
func (d *draft) gender(text string) {
	var g string
	switch text = strings.ToLower(strings.Trim(text, " .")); text {
	case "m", "male":
		g = screening.Male
	case "f", "female":
		g = screening.Female
	default:
		if !unknown(text) && text != "u" {
			d.seen.cell("gender", false)
		}
		return
	}
	d.seen.cell("gender", true)
	if d.mixed = d.mixed || d.Gender != "" && d.Gender != g; d.mixed {
		g = ""
	}
	d.Gender = g
}

// finish brings everything into the one order that the entry's hash is made
// over, and reports whether there is a name. Without weak names, those go unless
// there is no other.
func (d *draft) finish(withoutWeak bool) bool {
	isWeak := func(n screening.Name) bool { return n.Kind == screening.WeakAKA }
	if withoutWeak && slices.ContainsFunc(d.Names, func(n screening.Name) bool { return !isWeak(n) }) {
		d.Names = slices.DeleteFunc(d.Names, isWeak)
	}
	if len(d.Names) == 0 {
		return false
	}
	rank := func(n screening.Name) int {
		if n.Kind == screening.AKA && n.Text == d.lead.name {
			return 1
		}
		return nameRank(n.Kind)
	}
	slices.SortFunc(d.Names, func(a, b screening.Name) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(a.Text, b.Text))
	})
	d.Names[0].Kind = screening.PrimaryName
	slices.SortFunc(d.BirthDates, func(a, b screening.BirthDate) int {
		return cmp.Or(a.From.Compare(b.From), a.To.Compare(b.To), strings.Compare(a.String(), b.String()))
	})
	slices.SortFunc(d.Identifiers, func(a, b screening.Identifier) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Value, b.Value), cmp.Compare(a.Country, b.Country))
	})
	slices.SortFunc(d.Addresses, func(a, b screening.Address) int {
		return cmp.Or(
			cmp.Compare(a.Country, b.Country), cmp.Compare(a.Region, b.Region), cmp.Compare(a.City, b.City),
			cmp.Compare(a.Postal, b.Postal), cmp.Compare(a.Street, b.Street),
		)
	})
	for _, list := range [...][]string{d.BirthPlaces, d.Countries, d.Programs, d.titles, d.notes} {
		slices.Sort(list)
	}
	if len(d.titles) > 0 {
		d.Title = joined("; ", d.Title, joined("; ", d.titles...))
	}
	if len(d.notes) > 0 {
		d.Remarks = joined("\n", d.Remarks, joined("\n", d.notes...))
	}
	return true
}

// add adds a text to a list.
func add(list *[]string, text string) {
	if text = strings.TrimSpace(text); text != "" && !slices.Contains(*list, text) {
		*list = append(*list, strings.Clone(text))
	}
}

// isLatin reports whether at least half of a text's letters are Latin.
func isLatin(text string) bool {
	latin, other := 0, 0
	for _, r := range text {
		switch {
		case r < utf8.RuneSelf:
			if r |= 0x20; r >= 'a' && r <= 'z' {
				latin++
			}
		case unicode.Is(unicode.Latin, r):
			latin++
		case unicode.IsLetter(r):
			other++
		}
	}
	return latin >= other
}
