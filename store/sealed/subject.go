package sealed

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"maps"
	"slices"
	"strings"
)

// A Subject is whose a record is: a person, a business, a case. Kind and ID are
// those of the record that stands for it. The zero value is nobody in particular.
type Subject struct {
	Kind string
	ID   string
}

// owners says whose the records of a kind are that the Services of this module write
// with a body.
var owners = map[string]owner{
	"user": of("user"), "user.access": of("user"), "user.ledger": of("user"), "user.coverage": of("user"), "user.decision": partOf("user"),
	"user.command": nobody, "user.destination": nobody, "user.import": nobody,
	"case": of("case"), "case.monitoring": of("case"), "case.version": partOf("case"), "case.entity": partOf("case"), "case.command": nobody,
}

type owner func(kind, id string) Subject

func nobody(string, string) Subject { return Subject{} }

// of is for records with the id of the whole.
func of(whole string) owner {
	return func(_, id string) Subject { return Subject{whole, id} }
}

// partOf is for records whose id begins with that of the whole and a slash.
func partOf(whole string) owner {
	return func(kind, id string) Subject {
		if i := strings.LastIndexByte(id, '/'); i > 0 {
			return Subject{whole, id[:i]}
		}
		return Subject{kind, id}
	}
}

// Kinds returns the kinds of the records that packages user and casefile write with a
// body: what a walk of [Store.Reseal] goes over. A host that writes kinds of its own
// adds them.
func Kinds() []string { return slices.Sorted(maps.Keys(owners)) }

// SubjectOf is the rule of [Options.Subject] where the host names none. A record
// is a subject of its own, except for what packages user and casefile write
// beside their aggregates: access, money and coverage of a user belong to the
// user with their id, and so does the monitoring of a case; decisions of a user,
// versions and entities of a case to that user or case, by the part of their id before
// the last slash; remembered commands and rows of imports, which hold keyed hashes, ids
// and codes only, and counts of codes sent, which hold times only, to nobody in
// particular.
func SubjectOf(kind, id string) Subject {
	if of := owners[kind]; of != nil {
		return of(kind, id)
	}
	return Subject{kind, id}
}

// recordID is the id of the record that keeps the subject's keys: a hash, since
// kind and id together may be longer than an id.
func (s Subject) recordID() string {
	sum := sha256.Sum256(appendText(appendText(nil, s.Kind), s.ID))
	return hex.EncodeToString(sum[:])
}

// appendText adds a text behind its length.
func appendText(b []byte, text string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(text))), text...)
}
