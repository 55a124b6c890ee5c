package program

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/permission"
)

// A Vocabulary is what programs may ask for: what somebody gives, checks or searches.
// What no word of it names can never be met.
type Vocabulary struct {
	DocumentTypes []string `json:"document_types,omitzero"` // of sub-documents, such as "GOVT_ID"
	Fields        []string `json:"fields,omitzero"`         // JSON names of the fields of base documents
	Lists         []string `json:"lists,omitzero"`          // keys of screening lists
	Attestations  []string `json:"attestations,omitzero"`   // ids of statements

	// Never reports a document that nobody can submit, though its type is known: in that
	// class, issued by that country; either is empty where a rule says nothing of it. It
	// must be pure. Nil means that there is none.
	Never func(documentType, class, country string) bool `json:"-"`
}

// And returns the words of both.
func (v Vocabulary) And(more Vocabulary) Vocabulary {
	return Vocabulary{
		DocumentTypes: slices.Concat(v.DocumentTypes, more.DocumentTypes), Fields: slices.Concat(v.Fields, more.Fields),
		Lists: slices.Concat(v.Lists, more.Lists), Attestations: slices.Concat(v.Attestations, more.Attestations),
		Never: func(documentType, class, country string) bool {
			return v.never(documentType, class, country) || more.never(documentType, class, country)
		},
	}
}

func (v Vocabulary) never(documentType, class, country string) bool {
	return v.Never != nil && v.Never(documentType, class, country)
}

// Lint reports, as a [*bonafide.InvalidError], what the programs that are in effect at a
// time, or will be, ask for in vain: document types, fields, lists and attestations
// that the vocabulary does not know, such as misspelt ones, documents that nobody can
// submit in the class or from the countries asked for, and programs without
// counted lists, of which nobody could tell that a list is missing. Paths begin with
// the program's id and version, such as
// "programs[us-personal/2].tiers[0].requires[1].document.types[0]".
func (b *Book) Lint(v Vocabulary, at time.Time) error {
	var current []*Program
	if b == nil {
		return nil
	}
	for _, versions := range b.programs {
		for i, p := range versions {
			if i+1 == len(versions) || versions[i+1].sheet.EffectiveAt.After(at) {
				current = append(current, p)
			}
		}
	}
	slices.SortFunc(current, func(x, y *Program) int {
		return cmp.Or(cmp.Compare(x.ID(), y.ID()), cmp.Compare(x.Version(), y.Version()))
	})
	l := linter{words: v}
	for _, p := range current {
		l.program("programs["+p.ID()+"/"+strconv.Itoa(p.Version())+"].", &p.sheet)
	}
	return l.faults.Err()
}

// Knows reports whether there is a program for a CIP tag, in effect or yet to be.
func (b *Book) Knows(cipTag int) bool {
	return len(b.versions(cipTag, permission.Personal)) > 0 || len(b.versions(cipTag, permission.Business)) > 0
}

// linter collects what is asked for in vain.
type linter struct {
	words  Vocabulary
	faults bonafide.Faults
}

func (l *linter) known(path string, asked, words []string) {
	for i, word := range asked {
		if !slices.Contains(words, word) {
			l.faults.Add(at(path, "", i), bonafide.CodeUnknown)
		}
	}
}

func (l *linter) program(path string, s *Sheet) {
	if len(s.Screening.CountedLists) == 0 {
		l.faults.Add(path+"screening.counted_lists", bonafide.CodeRequired)
	}
	l.known(path+"screening.counted_lists", s.Screening.CountedLists, l.words.Lists)
	l.known(path+"screening.photo_ids", s.Screening.PhotoIDs, l.words.DocumentTypes)
	for i := range s.Tiers {
		l.rules(at(path, "tiers", i)+".requires", s.Tiers[i].Requires)
	}
}

func (l *linter) rules(path string, rules []Rule) {
	for i := range rules {
		r, path := &rules[i], at(path, "", i)
		l.rules(path+".all", r.All)
		l.rules(path+".any", r.Any)
		if r.NOf != nil {
			l.rules(path+".n_of.of", r.NOf.Of)
		}
		if r.Document != nil {
			l.known(path+".document.types", r.Document.Types, l.words.DocumentTypes)
			l.submittable(path+".document.types", r.Document)
		}
		l.known(path+".fields", r.Fields, l.words.Fields)
		l.known(path+".lists", r.Lists, l.words.Lists)
		if r.Attestation != nil && !slices.Contains(l.words.Attestations, r.Attestation.ID) {
			l.faults.Add(path+".attestation.id", bonafide.CodeUnknown)
		}
	}
}

// submittable refuses each type that no country of the rule issues in its class.
func (l *linter) submittable(path string, r *DocumentRule) {
	countries := r.Countries
	if len(countries) == 0 {
		countries = []string{""}
	}
	for i, t := range r.Types {
		if !slices.ContainsFunc(countries, func(c string) bool { return !l.words.never(t, r.Class, c) }) {
			l.faults.Add(at(path, "", i), bonafide.CodeNotAllowed)
		}
	}
}
