package lists

import (
	"cmp"
	"io"
	"slices"
	"strings"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/screening"
)

// Own makes a list of the host's own, of kind screening.InternalList and with the key
// screening.KeyHost. An entry needs a name and nothing more: without an id it gets one that
// stays the same as long as its type and its first name do, and its first name is the
// primary one unless another is. A host calls it, with what it keeps of its own.
func Own(edition bonafide.Date, entries ...screening.Entry) (screening.List, error) {
	entries = slices.Clone(entries)
	for i := range entries {
		e := &entries[i]
		e.Names = slices.Clone(e.Names)
		for j := range e.Names {
			e.Names[j].Kind = cmp.Or(e.Names[j].Kind, screening.AKA)
		}
		isPrimary := func(n screening.Name) bool { return n.Kind == screening.PrimaryName }
		if len(e.Names) > 0 && !slices.ContainsFunc(e.Names, isPrimary) {
			e.Names[0].Kind = screening.PrimaryName
		}
		e.ID = cmp.Or(e.ID, derivedID(string(e.Type), e.PrimaryName()))
		e.Hash = ""
	}
	l, err := screening.NewList(screening.KeyHost, edition, entries)
	if err != nil {
		return screening.List{}, err
	}
	l.Kind = screening.InternalList
	return l, nil
}

// ReadOwn reads a list of the host's own in CSV with a header. The first column is "name";
// "id", "type" (person, entity, vessel or aircraft), "aliases", "birth_date",
// "countries", "identifiers" and "remarks" may follow, several values of one cell
// divided by semicolons. A row without an id has the one that [Own] gives. Its kind is
// screening.InternalList, and its key screening.KeyHost unless the options name another.
// Options.Edition must be set.
//
// CSV has no end mark: a cut between two rows shows only against Options.MinEntries or
// the edition held.
func ReadOwn(r io.Reader, opts *Options) (screening.List, error) {
	o := opts.orDefault(screening.KeyHost)
	if err := o.required(); err != nil {
		return screening.List{}, err
	}
	var c columns
	entries := o.gather()
	t := &table{place: o.place(), comma: ',', ledger: entries.ledger, header: func(rec []string) bool {
		return strings.EqualFold(strings.TrimSpace(rec[0]), "name") && c.take(rec, "name")
	}}
	err := t.each(r, func(line int, rec []string) bool {
		c.row(rec)
		d := entries.draft(c.get("id"), screening.EntityType(strings.ToLower(c.get("type"))), line)
		if d.Type != "" && !d.Type.Known() {
			return false
		}
		d.name(c.get("name"), screening.PrimaryName)
		c.values("aliases", func(s string) { d.name(s, screening.AKA) })
		c.values("birth_date", func(s string) {
			b, ok := parseBirthDate(s)
			d.birth(s, b, ok)
		})
		c.values("countries", func(s string) { d.country("countries", s) })
		c.values("identifiers", func(s string) { d.identifier(screening.IDOther, s, "") })
		d.note("", c.get("remarks"))
		if len(d.Names) == 0 {
			return false
		}
		d.ID = cmp.Or(d.ID, derivedID(string(d.Type), d.Names[0].Text))
		return entries.add(d)
	})
	if err != nil {
		return screening.List{}, err
	}
	c.leftover(entries.ledger, func(string) bool { return false })
	l, err := o.list(bonafide.Date{}, entries)
	if err != nil {
		return screening.List{}, err
	}
	l.Kind = screening.InternalList
	return l, nil
}
