package permission

import "slices"

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

var verbs = []Verb{VerbView, VerbAuthenticate, VerbSubmit, VerbAnswer, VerbAttest, VerbEdit, VerbTransact, VerbScreen,
	VerbResolve, VerbDecideMatch, VerbWaive, VerbFlag, VerbUnflag, VerbLock, VerbUnlock, VerbClose, VerbReopen,
	VerbMakeItGoAway, VerbErase, VerbChangeProgram, VerbRelease}

// Verbs lists every verb.
func Verbs() []Verb { return slices.Clone(verbs) }

// Known reports whether the value is one of [Verbs].
func (v Verb) Known() bool { return slices.Contains(verbs, v) }
