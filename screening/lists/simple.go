package lists

import (
	"io"
	"strings"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/screening"
)

// ReadSimple reads OpenSanctions' targets.simple.csv: a row for each target, several
// values in a cell divided by semicolons. Identifiers are of kind screening.IDOther, as
// the format does not tell their kinds. Options.Key and Options.Edition must be set.
//
// CSV has no end mark: a cut between two rows shows only against Options.MinEntries or
// the edition held.
func ReadSimple(r io.Reader, opts *Options) (screening.List, error) {
	o := opts.orDefault("")
	if err := o.required(); err != nil {
		return screening.List{}, err
	}
	var c columns
	entries := o.gather()
	t := &table{place: o.place(), comma: ',', ledger: entries.ledger, header: func(rec []string) bool {
		return c.take(rec, "id", "schema", "name", "aliases", "birth_date", "countries", "identifiers")
	}}
	err := t.each(r, func(line int, rec []string) bool {
		c.row(rec)
		d := entries.draft(c.get("id"), ftmTypes()[c.get("schema")], line)
		d.name(c.get("name"), screening.PrimaryName)
		c.values("aliases", func(s string) { d.name(s, screening.AKA) })
		c.values("birth_date", func(s string) {
			b, ok := parseBirthDate(s)
			d.birth(s, b, ok)
		})
		c.values("countries", func(s string) { d.country("countries", s) })
		c.values("addresses", func(s string) { d.address(screening.Address{Street: collapse(s)}, "") })
		c.values("identifiers", func(s string) { d.identifier(screening.IDOther, s, "") })
		c.values("program_ids", d.program)
		c.values("sanctions", func(s string) { d.note("", s) })
		c.values("dataset", func(s string) { d.note("dataset", s) })
		return len(d.Names) > 0 && entries.add(d)
	})
	if err != nil {
		return screening.List{}, err
	}
	c.leftover(entries.ledger, func(name string) bool {
		switch name {
		case "phones", "emails", "first_seen", "last_seen", "last_change":
			return true
		}
		return false
	})
	return o.list(bonafide.Date{}, entries)
}

// values calls f for every value of a cell. One that holds a semicolon is quoted; a
// quotation mark that does not enclose a whole value belongs to the value.
func (c *columns) values(column string, f func(string)) {
	for rest := c.get(column); rest != ""; {
		value, after, ok := enclosed(rest)
		if !ok {
			end := strings.IndexAny(rest, ";\r\n")
			if end < 0 {
				end = len(rest)
			}
			value, after = rest[:end], rest[end:]
		}
		if value = strings.TrimSpace(value); value != "" {
			f(value)
		}
		rest = strings.TrimLeft(after, "; \t\r\n")
	}
}

// enclosed reads a value in quotation marks, doubled within it, that a cell begins with.
func enclosed(cell string) (value, after string, ok bool) {
	if !strings.HasPrefix(cell, `"`) {
		return "", "", false
	}
	for i := 1; i < len(cell); i++ {
		if cell[i] != '"' {
			continue
		}
		if strings.HasPrefix(cell[i+1:], `"`) {
			i++
			continue
		}
		after = strings.TrimLeft(cell[i+1:], " \t\r\n")
		return strings.ReplaceAll(cell[1:i], `""`, `"`), after, after == "" || after[0] == ';'
	}
	return "", "", false
}
