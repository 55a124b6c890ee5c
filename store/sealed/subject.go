package sealed

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"strings"
)

// A Subject is whose a record is: a person, a business, a case. Kind and ID are
// those of the record that stands for it. The zero value is nobody in particular.
type Subject struct {
	Kind string
	ID   string
}

// Kinds returns the kinds of the records that packages user and casefile write with a
// body: what a walk of [Store.Reseal] goes over. A host that writes kinds of its own
// adds them.
func Kinds() []string {
	return []string{
		"user", "user.access", "user.ledger", "user.coverage", "user.decision", "user.command", "user.destination", "user.import", "user.carry", "user.lists",
		"case", "case.monitoring", "case.version", "case.entity", "case.command", "screening.list",
	}
}

// SubjectOf is the rule of [Options.Subject] where the host names none. A record
// is a subject of its own, except for what packages user and casefile write
// beside their aggregates: access, money and coverage of a user belong to the
// user with their id, as the monitoring of a case does to the case; decisions of a user,
// versions and entities of a case to that user or case, by the part of their id before
// the last slash; remembered commands and rows of imports, which hold keyed hashes, ids
// and codes only, counts of codes sent, which hold times only, which editions of the lists
// were searched, and what was done to lists, to nobody in particular.
func SubjectOf(kind, id string) Subject {
	whole, _, _ := strings.Cut(kind, ".")
	switch kind {
	case "user.command", "user.destination", "user.import", "user.lists", "case.command", "screening.list":
		return Subject{}
	case "user.access", "user.ledger", "user.coverage", "case.monitoring":
		return Subject{Kind: whole, ID: id}
	case "user.decision", "case.version", "case.entity":
		if i := strings.LastIndexByte(id, '/'); i > 0 {
			return Subject{Kind: whole, ID: id[:i]}
		}
	}
	return Subject{Kind: kind, ID: id}
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
