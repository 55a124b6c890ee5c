package lists

import (
	"encoding/xml"
	"io"
	"strings"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/screening"
)

// ReadEUXML reads the consolidated Financial Sanctions File of the European Union in
// XML (version 1.1), which the Commission recommends. Entries are the same as those of
// [ReadEU], but for aliases that the file says are not strong: these are weak too. The
// edition is the file's generationDate.
func ReadEUXML(r io.Reader, opts *Options) (screening.List, error) {
	o := opts.orDefault(screening.KeyEU)
	entries := o.gather()
	var generated bonafide.Date
	err := readXML(r, o.place(), "export", entries.ledger, func(dec *xml.Decoder, start xml.StartElement, line int) (bool, error) {
		switch start.Name.Local {
		case "export":
			for _, a := range start.Attr {
				if a.Name.Local == "generationDate" && len(a.Value) >= len("2006-01-02") {
					generated = parseDate(a.Value[:len("2006-01-02")], "2006-01-02")
				}
			}
		case "sanctionEntity":
			n, err := readNode(dec, start, 0)
			if err != nil {
				return false, err
			}
			return true, n.sanctionEntity(entries, line)
		}
		return false, nil
	})
	if err != nil {
		return screening.List{}, err
	}
	return o.list(generated, entries)
}

// euFields is a row made of an element: column names of CSV 1.1 to texts.
type euFields map[string]string

func (f euFields) get(names ...string) string {
	for _, name := range names {
		if s := f[name]; s != "" {
			return s
		}
	}
	return ""
}

// euParts are the elements of an entry, and what the columns of each begin with.
var euParts = [...]struct{ element, prefix string }{
	{"regulation", "entity_regulation_"}, {"nameAlias", "namealias_"}, {"citizenship", "citizenship_"}, {"birthdate", "birthdate_"},
	{"identification", "identification_"}, {"address", "address_"},
}

// sanctionEntity reads an entry.
func (n *node) sanctionEntity(entries *drafts, line int) error {
	d := entries.draft(n.get("@logicalId"), "", line)
	if !d.typed(n.get("subjectType/@code")) && !d.typed(map[string]string{"P": "person", "E": "enterprise"}[n.get("subjectType/@classificationCode")]) {
		return errRecord
	}
	euEntity(euFields{
		"entity_remark": joined("\n", n.texts("remark")...), "entity_designationdate": n.get("@designationDate"), "entity_designationdetails": n.get("@designationDetails"),
		"entity_eu_referencenumber": n.get("@euReferenceNumber"), "entity_unitednationid": n.get("@unitedNationId"),
	}, d)
	for _, part := range euParts {
		for _, e := range n.all(part.element) {
			row := make(euFields)
			for _, kid := range e.kids {
				if name, ok := strings.CutPrefix(kid.name, "@"); ok {
					kid.taken = true
					row[part.prefix+euAttribute(name)] = kid.text
				}
			}
			row[part.prefix+"remark"] = joined("\n", e.texts("remark")...)
			for _, contact := range e.all("contactInfo") {
				d.note(contact.get("@key")+":", contact.get("@value"))
			}
			if part.element == "nameAlias" && row["namealias_strong"] == "false" && row["namealias_remark"] == "" {
				row["namealias_remark"] = "weak quality"
			}
			euPart(row, d)
		}
	}
	n.leftover(d.seen, "", " regulation regulationSummary @classificationCode ")
	return d.add(entries)
}

// euAttribute is the name of the column that holds what an attribute does.
func euAttribute(name string) string {
	switch name {
	case "identificationTypeCode":
		return "typecode"
	case "identificationTypeDescription":
		return "typedescription"
	case "dayOfMonth":
		return "day"
	case "monthOfYear":
		return "month"
	}
	return strings.ToLower(name)
}
