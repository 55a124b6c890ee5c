package lists

import (
	"cmp"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/screening"
)

// keyFBI is what errors call the file, and what the keys of its lists begin with.
const keyFBI = "fbi"

// FBIKeys are the keys that [ReadFBI] gives its lists, by the subject that the file
// has for each. Subjects that are not among them get a key made of their name.
func FBIKeys() map[string]string {
	return map[string]string{
		"Counterintelligence": "fbi_counter_intelligence", "Cyber's Most Wanted": "fbi_cyber", "White-Collar Crime": "fbi_white_collar",
		"White Collar Crimes": "fbi_white_collar", "Most Wanted Fraudster": "fbi_white_collar", "Crimes Against Children": "fbi_crimes_against_children",
		"Endangered Child Alert Program": "fbi_crimes_against_children", "ECAP": "fbi_crimes_against_children", "Known Bank Robbers": "fbi_bank_robbers",
		"Bank Robbers": "fbi_bank_robbers", "Most Wanted Terrorists": "fbi_wanted_terrorists", "Additional Violent Crimes": "fbi_violent_crimes",
		"Domestic Terrorism": "fbi_domestic_terrorism", "Human Trafficking": "fbi_human_trafficking",
		"Criminal Enterprise Investigations": "fbi_criminal_enterprise_investigations", "Seeking Information - Terrorism": "fbi_terrorism",
		"Violent Crime - Murders": "fbi_murders", "Violent Crimes - Murders": "fbi_murders",
	}
}

// ReadFBI reads the wanted of the US Federal Bureau of Investigation in JSON, as its
// service answers: all pages, one document behind another in a file. Each subject is a
// list of its own, by key; who is wanted for several is in each. Missing and unidentified
// persons, victims, and those who were caught or died are on none. Options.Edition must
// be set, as the answers do not tell it, and no names are weak. Options.Key is not used.
//
// Pages that hold fewer items than they say there are in total are refused as cut off.
func ReadFBI(r io.Reader, opts *Options) ([]screening.List, error) {
	o := opts.orDefault(keyFBI)
	if o.Key = keyFBI; o.Edition.IsZero() {
		return nil, o.required()
	}
	f := fbiReader{o: o, file: &ledger{tolerate: o.Tolerate}, lists: make(map[string]*drafts)}
	p := &pagesReader{place: o.place(), seen: f.file}
	total, items := 0, 0
	_, err := p.each(r, func(page *node) error {
		if len(page.all("total")) == 0 || len(page.all("_embedded")) > 0 {
			return errFormat
		}
		total = max(total, number(page.get("total")))
		for _, item := range page.all("items") {
			items++
			if err := p.record(item, f.item); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if total > items {
		return nil, o.place().refuse(screening.CodeListTruncated, 0, nil)
	}
	return f.result()
}

// An fbiReader gathers lists by subject.
type fbiReader struct {
	o     Options
	file  *ledger
	lists map[string]*drafts
}

// result returns the lists in order of their keys.
func (f *fbiReader) result() ([]screening.List, error) {
	var out []screening.List
	got := 0
	for _, key := range slices.Sorted(maps.Keys(f.lists)) {
		o := Options{Key: key, Edition: f.o.Edition, File: f.o.File}
		l, err := o.list(bonafide.Date{}, f.lists[key])
		if err != nil {
			return nil, err
		}
		l.Reading = l.Reading.Merge(f.file.reading())
		l.Kind = screening.WarningList
		out = append(out, l)
		got += len(l.Entries)
	}
	switch {
	case got == 0:
		return nil, f.o.place().refuse(screening.CodeListEmpty, 0, nil)
	case got < f.o.MinEntries:
		return nil, f.o.place().shrunken(f.o.MinEntries, got)
	}
	return out, nil
}

// item reads an item into the lists of its subjects.
func (f *fbiReader) item(n *node, line int) error {
	id, title := n.get("uid"), n.get("title")
	if id == "" || title == "" {
		return errRecord
	}
	subjects := n.texts("subjects")
	if n.sought(subjects) {
		return nil
	}
	if len(subjects) == 0 {
		subjects = []string{cmp.Or(n.get("poster_classification"), "wanted")}
	}
	for _, subject := range subjects {
		key := cmp.Or(FBIKeys()[subject], slug(keyFBI, subject), keyFBI+"_wanted")
		if f.lists[key] == nil {
			f.lists[key] = (Options{}).gather()
		}
		f.lists[key].of(id, line).wanted(n, title)
	}
	return nil
}

// sought reports whether an item is of one who is looked for, but not wanted.
func (n *node) sought(subjects []string) bool {
	if strings.EqualFold(n.get("person_classification"), "victim") || strings.EqualFold(n.get("poster_classification"), "missing") {
		return true
	}
	switch strings.ToLower(n.get("status")) {
	case "captured", "located", "recovered", "surrendered", "deceased":
		return true
	}
	for _, s := range subjects {
		if strings.Contains(s, "Missing Persons") || strings.Contains(s, "Unidentified Persons") {
			return true
		}
	}
	return false
}

// wanted takes what an item says.
func (d *draft) wanted(n *node, title string) {
	name, where, _ := strings.Cut(title, " - ")
	d.name(name, screening.PrimaryName)
	d.note("", where)
	for _, alias := range n.texts("aliases") {
		d.name(strings.Trim(alias, `"“” `), screening.AKA)
	}
	if d.gender(n.get("sex")); n.get("sex") != "" || len(n.all("dates_of_birth_used")) > 0 {
		d.Type = screening.Person
	}
	for _, text := range n.texts("dates_of_birth_used") {
		b, ok := parseBirthDate(text)
		if day := parseDate(text, "January 2, 2006", "Jan 2, 2006", "01/02/2006"); !ok && !day.IsZero() {
			b, ok = screening.BirthDate{From: day, To: day}, true
		}
		d.birth(text, b, ok)
	}
	d.birthPlace(n.get("place_of_birth"))
	for c := range strings.SplitSeq(n.get("nationality"), ",") {
		d.country("nationality", c)
	}
	for _, text := range n.texts("occupations") {
		d.title(text)
	}
	for _, subject := range n.texts("subjects") {
		d.program(subject)
	}
	d.note("", n.get("description"))
	d.note("", n.get("warning_message"))
	d.note("", n.get("url"))
	for _, silent := range [...]string{"poster_classification", "person_classification", "status", "uid"} {
		n.all(silent)
	}
	n.leftover(d.seen, "", fbiSilent)
}

// fbiSilent are fields of looks, rewards and the web page, and those that repeat others.
const fbiSilent = " images files path pathId modified publication details caution remarks additional_information reward_text reward_min reward_max ncic race race_raw sex " +
	"hair hair_raw eyes eyes_raw complexion build height_min height_max weight weight_min weight_max age_min age_max age_range scars_and_marks field_offices " +
	"possible_countries possible_states locations languages coordinates suspects legat_names @id places_of_birth "

// slug makes a key of a name.
func slug(prefix, name string) string {
	s := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			return r
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A'
		}
		return '_'
	}, name)
	if s = strings.Trim(s, "_"); s == "" {
		return ""
	}
	return prefix + "_" + s
}
