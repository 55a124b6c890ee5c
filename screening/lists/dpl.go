package lists

import (
	"io"
	"strings"

	"github.com/bonafide-go/bonafide/internal/canonical"
	"github.com/bonafide-go/bonafide/screening"
)

// ReadDPL reads the Denied Persons List of the US Bureau of Industry and
// Security: tab-separated text with a header. It says neither the kind of
// entries nor ids: entries are of no known type, and their ids are derived from
// name and effective date, so that rows that differ in the address are one
// entry. Options.Edition must be set, as the file does not tell it, and no names
// are weak.
//
// The file has no end mark: a cut between two rows shows only against
// Options.MinEntries or the edition held.
func ReadDPL(r io.Reader, opts *Options) (screening.List, error) {
	o := opts.orDefault(screening.KeyBISDPL)
	if err := o.required(); err != nil {
		return screening.List{}, err
	}
	var c columns
	entries := o.gather()
	t := &table{place: o.place(), comma: '\t', ledger: entries.ledger, header: func(rec []string) bool {
		return c.take(rec, "name", "street_address", "effective_date")
	}}
	err := t.each(r, func(line int, rec []string) bool {
		c.row(rec)
		name := c.get("name")
		if name == "" {
			return false
		}
		d := entries.of(derivedID(name, c.get("effective_date")), line)
		d.name(name, screening.PrimaryName)
		for _, word := range [...]string{" A/K/A ", " D/B/A "} { // "… A/K/A FRANK SUN"
			if former, other, ok := strings.Cut(name, word); ok {
				d.name(former, screening.AKA)
				d.name(other, screening.AKA)
			}
		}
		a := screening.Address{Street: c.get("street_address"), City: c.get("city"), Region: c.get("state"), Postal: c.get("postal_code")}
		d.address(a, c.get("country"))
		d.note("Effective", c.get("effective_date"))
		d.note("Expires", c.get("expiration_date"))
		d.note("Standard Order", strings.ToUpper(c.get("standard_order")))
		d.note("", c.get("fr_citation"))
		return true
	})
	if err != nil {
		return screening.List{}, err
	}
	c.leftover(entries.ledger, func(name string) bool { return name == "last_update" || name == "action" })
	return o.list(o.Edition, entries)
}

// derivedID is an id for an entry whose publisher gives no id: it stays the same
// as long as the parts do.
func derivedID(parts ...string) string {
	return canonical.Sum([]byte(strings.Join(parts, "\x00") + "\x00"))[:16]
}
