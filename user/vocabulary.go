package user

import (
	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/permission/program"
	"github.com/bonafide-go/bonafide/screening"
)

// vocabulary is what programs may ask for without the host saying so: the document
// types and fields of package document, as far as the rules let them be submitted, the
// lists that have a name, and the statements that the Service itself makes or reads.
func vocabulary(rules document.Rules) program.Vocabulary {
	v := program.Vocabulary{Attestations: []string{AttestedPhone, AttestedOwners, AttestedResidence}}
	v.Never = func(documentType, class, country string) bool {
		t := document.Type(documentType)
		return rules.Submittable(t, "", "") && !rules.Submittable(t, document.Class(class), bonafide.Country(country))
	}
	for _, f := range fields(document.Base{}) {
		v.Fields = append(v.Fields, f.name)
	}
	for _, t := range document.Types() {
		v.DocumentTypes = append(v.DocumentTypes, string(t.Type))
	}
	for _, l := range screening.KnownLists() {
		v.Lists = append(v.Lists, l.Key)
	}
	return v
}

// offers reports whether there is a program of a CIP tag. Without any program there is
// none to choose from, and every tag will do.
func offers(programs *program.Book, cipTag int) bool {
	return len(programs.Programs()) == 0 || programs.Knows(cipTag)
}
