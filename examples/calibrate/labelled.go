package main

import (
	"bytes"
	"encoding/json"
	"io"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/screening"
)

// labelled parses a line of labelled names. It is strict: a misspelled
// "entry_id" would make a customer of a listed name.
func labelled(line []byte) (name, error) {
	var row struct {
		ID        json.RawMessage      `json:"id"`
		Note      json.RawMessage      `json:"note"`
		Name      string               `json:"name"`
		Type      screening.EntityType `json:"type"`
		List      string               `json:"list"`
		EntryID   string               `json:"entry_id"`
		Match     *bool                `json:"match"`
		BirthDate string               `json:"birth_date"`
		Countries []string             `json:"countries"`
		IDs       []string             `json:"ids"`
		Gender    string               `json:"gender"`
	}
	d := json.NewDecoder(bytes.NewReader(line))
	d.DisallowUnknownFields()
	if !bytes.HasPrefix(line, []byte("{")) || d.Decode(&row) != nil {
		return name{}, bonafide.Invalid("", bonafide.CodeMalformed)
	}
	if _, err := d.Token(); err != io.EOF {
		return name{}, bonafide.Invalid("", bonafide.CodeMalformed) // more than one value
	}
	n := name{list: row.List, entry: row.EntryID, query: screening.Query{
		Name: row.Name, Type: row.Type, Countries: row.Countries, Identifiers: row.IDs, Gender: row.Gender,
	}}
	var faults bonafide.Faults
	if row.BirthDate != "" {
		if year, err := time.Parse("2006", row.BirthDate); err == nil {
			n.query.BirthYear = year.Year() // only the year is known
		} else if n.query.BirthDate, err = bonafide.ParseDate(row.BirthDate); err != nil {
			faults.Add("birth_date", bonafide.CodeMalformed)
		}
	}
	switch matches := row.Match == nil || *row.Match; {
	case row.Type == "":
		faults.Add("type", bonafide.CodeRequired)
	case !matches && row.EntryID != "":
		faults.Add("match", bonafide.CodeMismatch)
	case row.EntryID == "" && (row.List != "" || row.Match != nil && matches):
		faults.Add("entry_id", bonafide.CodeRequired)
	}
	faults.Merge("", n.query.Check())
	if err := faults.Err(); err != nil {
		return name{}, err
	}
	return n, nil
}

// known returns the labelled names of a kind whose entry is on one of the lists.
func (in input) known(lists []screening.List, kind screening.EntityType) []name {
	var out []name
	for _, n := range in.named(lists) {
		if n.query.Type == kind {
			out = append(out, n)
		}
	}
	return out
}

// named returns the labelled names whose entry is on one of the lists.
func (in input) named(lists []screening.List) []name {
	if len(in.names) == 0 {
		return nil
	}
	type entry struct{ list, id string }
	on := make(map[entry]bool)
	for _, l := range lists {
		for _, e := range l.Entries {
			on[entry{l.Key, e.ID}], on[entry{"", e.ID}] = true, true
		}
	}
	var out []name
	for _, n := range in.names {
		if on[entry{n.list, n.entry}] {
			out = append(out, n)
		}
	}
	return out
}
