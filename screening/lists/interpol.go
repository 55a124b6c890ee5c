package lists

import (
	"io"
	"strings"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/screening"
)

// ReadInterpol reads Interpol's red notices in JSON, as its service answers: pages of
// notices, or single notices with their details, one document behind another in a file.
// A notice that comes again adds to the one before. Options.Edition must be set, as the
// answers do not tell it.
//
// A page alone that says there are more notices than it has is refused as cut off. Of
// several pages this is not known, since they may answer different questions: against a
// missing one stands Options.MinEntries.
func ReadInterpol(r io.Reader, opts *Options) (screening.List, error) {
	o := opts.orDefault(screening.KeyInterpol)
	if err := o.required(); err != nil {
		return screening.List{}, err
	}
	entries := o.gather()
	p := &pagesReader{place: o.place(), seen: entries.ledger}
	missing := false
	pages, err := p.each(r, func(page *node) error {
		notices := page.all("_embedded/notices")
		switch {
		case page.get("entity_id") != "":
			notices = []*node{page}
		case len(page.all("_embedded")) == 0:
			return errFormat
		}
		missing = number(page.get("total")) > len(notices)
		for _, notice := range notices {
			if err := p.record(notice, func(n *node, line int) error { return n.redNotice(entries, line) }); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return screening.List{}, err
	}
	if pages == 1 && missing {
		return screening.List{}, o.place().refuse(screening.CodeListTruncated, 0, nil)
	}
	return o.list(bonafide.Date{}, entries)
}

func (n *node) redNotice(entries *drafts, line int) error {
	id, name := n.get("entity_id"), joined(", ", n.get("name"), n.get("forename"))
	if id == "" || name == "" {
		return errRecord
	}
	d := entries.of(id, line)
	d.Type = screening.Person
	d.name(name, screening.AKA)
	d.leads(name, -len(name)) // the fullest is the primary one
	if text := n.get("date_of_birth"); text != "" {
		b, ok := parseBirthDate(strings.ReplaceAll(text, "/", "-"))
		d.birth(text, b, ok)
	}
	for _, c := range n.texts("nationalities") {
		d.country("nationality", c)
	}
	d.gender(n.get("sex_id"))
	d.birthPlace(n.get("place_of_birth"), n.get("country_of_birth_id"))
	for _, w := range n.all("arrest_warrants") {
		d.note("Wanted by", joined(": ", w.get("issuing_country_id"), w.get("charge_translation", "charge")))
	}
	d.note("", n.get("distinguishing_marks"))
	n.leftover(d.seen, "", " _links _embedded total query height weight hairs_id eyes_colors_id languages_spoken_ids charge charge_translation ")
	return nil
}
