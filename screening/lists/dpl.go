package lists

import (
	"io"
	"time"

	"github.com/bonafide-go/bonafide/screening"
)

// ReadDPL reads the Denied Persons List of the US Bureau of Industry and
// Security: tab-separated text with a header. It says neither the kind of
// entries nor ids: entries are of no known type, and their ids are derived from
// name and effective date. Options.Edition must be set, as the file does not
// tell it.
func ReadDPL(r io.Reader, opts *Options) (screening.List, error) {
	o := opts.orDefault(screening.KeyBISDPL)
	var c columns
	var g gathered
	t := table{list: o.Key, file: o.File, comma: '\t', header: func(rec []string) bool {
		return c.take(rec, "Name", "Street_Address", "Effective_Date")
	}}
	_, _, err := t.each(r, func(line int, rec []string) error {
		c.rec = rec
		name := c.get("name")
		if name == "" {
			return t.refuse(screening.CodeListUnreadable, line, nil)
		}
		e, first := g.entry(derivedID(name, c.get("effective_date")))
		addName(e, name, screening.PrimaryName)
		a := screening.Address{
			Street: c.get("street_address"), City: c.get("city"), Region: c.get("state"),
			Postal: c.get("postal_code"), Country: CountryCode(c.get("country")),
		}
		addAddress(e, a)
		if first {
			e.Remarks = c.get("fr_citation")
			if until := parseDate(c.get("expiration_date"), "01/02/2006", time.DateOnly); !until.IsZero() {
				e.Remarks += " expires " + until.String()
			}
		}
		return nil
	})
	if err != nil {
		return screening.List{}, err
	}
	return o.finish(o.Edition, g.entries)
}
