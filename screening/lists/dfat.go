package lists

import (
	"io"
	"regexp"
	"strings"
	"sync"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/screening"
)

// ReadDFAT reads the Consolidated List of the Australian Department of Foreign Affairs
// and Trade, its sheet saved as CSV, in the layout that it has had since November 2025
// and the one before. Every name has a row, of a reference such as 101 or 101a: those
// of one number are one entry. Aliases that the sheet calls weak are weak.
// Options.Edition must be set, as the sheet does not tell it.
//
// CSV has no end mark: a cut between two rows shows only against Options.MinEntries or
// the edition held.
func ReadDFAT(r io.Reader, opts *Options) (screening.List, error) {
	o := opts.orDefault(screening.KeyDFAT)
	if err := o.required(); err != nil {
		return screening.List{}, err
	}
	var c columns
	entries := o.gather()
	t := &table{place: o.place(), comma: ',', ledger: entries.ledger, header: func(rec []string) bool {
		return c.take(rec, "reference", "name of individual or entity", "type", "name type", "date of birth", "citizenship")
	}}
	err := t.each(r, func(line int, rec []string) bool {
		c.row(rec)
		reference := strings.TrimRight(strings.ToLower(c.get("reference")), "abcdefghijklmnopqrstuvwxyz")
		if reference = strings.TrimSuffix(reference, ".0"); !digits(reference) {
			return strings.Join(rec, "") == "" // the sheet may end with empty rows
		}
		return c.dfatRow(entries.of(reference, line))
	})
	if err != nil {
		return screening.List{}, err
	}
	c.leftover(entries.ledger, func(string) bool { return false })
	return o.list(bonafide.Date{}, entries)
}

// dfatTypes are what a row may say instead of "Individual" or "Entity".
const dfatTypes = " aka a "

func (c *columns) dfatRow(d *draft) bool {
	word := strings.ToLower(c.get("type"))
	if word != "" && !strings.Contains(dfatTypes, " "+word+" ") {
		ok := d.typed(word) // a few entries are given two types; the first counts
		if d.seen.cell("Type", ok); d.Type == "" {
			return false
		}
	}
	kind := screening.AKA
	switch is := strings.ToLower(c.get("name type")); {
	case strings.EqualFold(c.get("alias strength"), "weak"):
		kind = screening.WeakAKA
	case is == "original script":
		kind = screening.OriginalScript
	case is == "" || strings.HasPrefix(is, "prim"):
		kind = screening.PrimaryName
	}
	d.name(c.get("name of individual or entity"), kind)
	c.dfatBirth(d)
	for _, place := range dfatParts(c.get("place of birth")) {
		d.birthPlace(place)
	}
	for _, part := range dfatParts(c.get("citizenship")) {
		for country := range strings.SplitSeq(part, ",") {
			d.country("citizen", country)
		}
	}
	for _, part := range dfatParts(c.get("address")) {
		street, country := part, ""
		if i := strings.LastIndex(part, ", "); i >= 0 && CountryCode(part[i+2:]) != "" {
			street, country = part[:i], part[i+2:]
		}
		if CountryCode(part) != "" {
			street, country = "", part
		}
		d.address(screening.Address{Street: street}, country)
	}
	for _, imo := range dfatParts(c.get("imo number")) {
		d.ship(imo)
	}
	d.program(c.get("committees"))
	d.note("", c.get("additional information"))
	d.note("", c.get("listing information"))
	d.note("Instrument of designation:", c.get("instrument of designation"))
	d.note("Control date", c.get("control date"))
	for _, measure := range [...]string{"targeted financial sanction", "travel ban", "arms embargo", "maritime restriction"} {
		if s := strings.ToLower(c.get(measure)); s != "" && s != "false" && s != "0" && s != "no" {
			d.note("Measure:", measure)
		}
	}
	return true
}

// dfatParts divides "a) … b) …", or what semicolons or line breaks divide.
func dfatParts(text string) (out []string) {
	for _, part := range dfatMark().Split(strings.ReplaceAll(text, "_x000D_", ""), -1) {
		if part = strings.Trim(part, " ,."); part != "" {
			out = append(out, collapse(part))
		}
	}
	return out
}

var dfatMark = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`(?:^|[\s,;])(?:[a-z]|i{1,3}|iv)\)|;|[\r\n]+`) })

// dfatBirth reads dates as the sheet writes them: "01/01/2001", "01/2001", "2001",
// "Approximately 1999, 2003", and in the older layout much else.
func (c *columns) dfatBirth(d *draft) {
	for _, part := range dfatParts(c.get("date of birth")) {
		circa := false
		for _, word := range [...]string{"approximately ", "circa ", "c. ", "about "} {
			if len(part) > len(word) && strings.EqualFold(part[:len(word)], word) {
				part, circa = part[len(word):], true
			}
		}
		if rest, ok := strings.CutPrefix(strings.ToLower(part), "between "); ok { // a span of years, not two of them
			part = strings.Replace(rest, " and ", " to ", 1)
		}
		for text := range strings.SplitSeq(strings.ReplaceAll(part, " and ", ","), ",") {
			if text = strings.Trim(text, " ."); text == "" {
				continue
			}
			b, ok := parseBirthDate(text)
			if day := parseDate(text, "02/01/2006", "2/1/2006", "02-Jan-2006", "2-Jan-2006", "2006-01-02 15:04:05"); !ok && !day.IsZero() {
				b, ok = screening.BirthDate{From: day, To: day}, true
			}
			if month, year, two := strings.Cut(text, "/"); !ok && two && len(year) == 4 {
				b, ok = born(number(year), number(month), 0, false)
			}
			b.Circa = ok && (b.Circa || circa)
			d.birth(text, b, ok)
		}
	}
}
