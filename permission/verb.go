package permission

import "github.com/bonafide-go/bonafide"

// Verb is something that can be done with a user. Which actor may do it in
// which standing is a table, see [Policy].
type Verb string

// The verbs.
const (
	VerbView          Verb = "view"            // read the user
	VerbAuthenticate  Verb = "authenticate"    // get an access key
	VerbSubmit        Verb = "submit"          // send in base documents and sub-documents
	VerbAnswer        Verb = "answer"          // answer a one-time code
	VerbAttest        Verb = "attest"          // make a statement
	VerbEdit          Verb = "edit"            // change logins, numbers, notes, base fields
	VerbTransact      Verb = "transact"        // move money, add accounts
	VerbScreen        Verb = "screen"          // screen again
	VerbResolve       Verb = "resolve"         // give the outcome of a check
	VerbDecideMatch   Verb = "decide_match"    // confirm or clear a hit
	VerbWaive         Verb = "waive"           // waive a rule
	VerbFlag          Verb = "flag"            // flag
	VerbUnflag        Verb = "unflag"          // take a flag back
	VerbLock          Verb = "lock"            // set LOCKED
	VerbUnlock        Verb = "unlock"          // lift LOCKED
	VerbClose         Verb = "close"           // set CLOSED
	VerbReopen        Verb = "reopen"          // lift CLOSED
	VerbMakeItGoAway  Verb = "make_it_go_away" // set MAKE-IT-GO-AWAY
	VerbErase         Verb = "erase"           // erase personal data
	VerbChangeProgram Verb = "change_program"  // put the user under another CIP tag
	VerbRelease       Verb = "release"         // release a program version
)

// verbRow says which actors may use a verb that no policy can grant or withhold.
// Of the verbs that a [Grant] gives, the row names no actor.
type verbRow struct {
	verb   Verb
	actors []bonafide.ActorKind
}

// verbs is the whole vocabulary, in the order of [Verbs].
var verbs = [...]verbRow{
	{VerbView, []bonafide.ActorKind{bonafide.ActorSystem, bonafide.ActorPlatform, bonafide.ActorUser, bonafide.ActorReviewer}},
	{VerbAuthenticate, []bonafide.ActorKind{bonafide.ActorUser}},
	{VerbSubmit, []bonafide.ActorKind{bonafide.ActorPlatform, bonafide.ActorUser, bonafide.ActorReviewer}},
	{VerbAnswer, []bonafide.ActorKind{bonafide.ActorPlatform, bonafide.ActorUser}},
	{VerbAttest, []bonafide.ActorKind{bonafide.ActorPlatform, bonafide.ActorUser}},
	{VerbEdit, []bonafide.ActorKind{bonafide.ActorPlatform, bonafide.ActorUser, bonafide.ActorReviewer}},
	{VerbTransact, []bonafide.ActorKind{bonafide.ActorSystem, bonafide.ActorPlatform, bonafide.ActorUser}},
	{VerbScreen, []bonafide.ActorKind{bonafide.ActorSystem, bonafide.ActorPlatform, bonafide.ActorReviewer}},
	{VerbResolve, []bonafide.ActorKind{bonafide.ActorSystem, bonafide.ActorReviewer, bonafide.ActorVerifier}},
	{VerbDecideMatch, []bonafide.ActorKind{bonafide.ActorReviewer}},
	{VerbWaive, []bonafide.ActorKind{bonafide.ActorReviewer}},
	{VerbFlag, nil},
	{VerbUnflag, nil},
	{VerbLock, nil},
	{VerbUnlock, nil},
	{VerbClose, nil},
	{VerbReopen, nil},
	{VerbMakeItGoAway, nil},
	{VerbErase, []bonafide.ActorKind{bonafide.ActorSystem, bonafide.ActorPlatform, bonafide.ActorReviewer}},
	{VerbChangeProgram, []bonafide.ActorKind{bonafide.ActorPlatform, bonafide.ActorReviewer}},
	{VerbRelease, []bonafide.ActorKind{bonafide.ActorReviewer}},
}

// Verbs lists every verb.
func Verbs() []Verb {
	all := make([]Verb, len(verbs))
	for i, row := range verbs {
		all[i] = row.verb
	}
	return all
}

func (v Verb) row() verbRow {
	for _, row := range verbs {
		if row.verb == v {
			return row
		}
	}
	return verbRow{}
}

// Known reports whether the value is one of [Verbs].
func (v Verb) Known() bool { return v.row().verb != "" }
