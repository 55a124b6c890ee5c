package permission

import (
	"slices"

	"github.com/bonafide-go/bonafide"
)

// Verb is something that can be done with a user. Which actor may do it in
// which standing is a table, see [Policy].
type Verb string

// The verbs.
const (
	VerbView             Verb = "view"              // read the user
	VerbReveal           Verb = "reveal"            // read a sealed value in clear
	VerbAuthenticate     Verb = "authenticate"      // get an access key
	VerbRevoke           Verb = "revoke_tokens"     // end refresh tokens and access keys
	VerbSubmit           Verb = "submit"            // send in base documents, sub-documents and tax forms
	VerbAnswer           Verb = "answer"            // ask for a one-time code, and answer it
	VerbResetCodes       Verb = "reset_codes"       // let a user guess codes again
	VerbReleaseNumber    Verb = "release_number"    // give a phone number to its next owner
	VerbAttest           Verb = "attest"            // make a statement
	VerbEdit             Verb = "edit"              // change logins, numbers, notes
	VerbChangeProgram    Verb = "change_program"    // put the user under another CIP tag
	VerbActivate         Verb = "set_active"        // take a base document out of the decision, or back in
	VerbTransact         Verb = "transact"          // move money
	VerbReverse          Verb = "reverse_move"      // take money that moved out of the totals
	VerbPayout           Verb = "change_payout"     // change where money is paid to
	VerbScreen           Verb = "screen"            // screen again
	VerbResolve          Verb = "resolve"           // give the outcome of a check
	VerbResolveTax       Verb = "resolve_tax"       // give the outcome of a check of a taxpayer number
	VerbDecideMatch      Verb = "decide_match"      // confirm or clear a hit
	VerbDismissDuplicate Verb = "dismiss_duplicate" // say that another user is not the same person
	VerbWaive            Verb = "waive"             // waive a rule
	VerbSetEDD           Verb = "set_edd"           // demand documents of enhanced due diligence, and give its outcome
	VerbNameOwners       Verb = "name_owners"       // name the users behind a business
	VerbExemptOwners     Verb = "exempt_owners"     // say that owners need not be named
	VerbPushRisk         Verb = "push_risk"         // record an automatic risk level
	VerbOverrideRisk     Verb = "override_risk"     // set a reviewer's own risk level
	VerbFlag             Verb = "flag"              // flag
	VerbUnflag           Verb = "unflag"            // take a flag back
	VerbLock             Verb = "lock"              // set LOCKED
	VerbUnlock           Verb = "unlock"            // lift LOCKED
	VerbClose            Verb = "close"             // set CLOSED
	VerbReopen           Verb = "reopen"            // lift CLOSED
	VerbMakeItGoAway     Verb = "make_it_go_away"   // set MAKE-IT-GO-AWAY
	VerbHold             Verb = "hold"              // set a legal hold
	VerbReleaseHold      Verb = "release_hold"      // end a legal hold
	VerbErase            Verb = "erase"             // erase personal data
)

// verbRule is what the table says of one verb.
type verbRule struct {
	verb   Verb
	actors []bonafide.ActorKind // who may use it without a grant; empty = [Policy.Grants] alone decides
	locked locked               // who may use it on a LOCKED user, besides those of Policy.Unlocking
	closed bool                 // may be used on a CLOSED user, by all of its actors but the user
	gone   bool                 // may be used after MAKE-IT-GO-AWAY, by reviewers and the system
	read   bool                 // a plain read: no command carries it out, so it takes no second person
}

// locked says who may use a verb on a LOCKED user.
type locked int

const (
	byStaff    locked = iota // reviewers, verifiers and the system
	byPlatform               // the platform too: what it does there is not the user's own
	byNobody
)

const (
	system   = bonafide.ActorSystem
	platform = bonafide.ActorPlatform
	subject  = bonafide.ActorUser
	reviewer = bonafide.ActorReviewer
	verifier = bonafide.ActorVerifier
)

type kinds = []bonafide.ActorKind

// verbTable is the one table of verbs.
var verbTable = []verbRule{
	{verb: VerbView, actors: kinds{system, platform, subject, reviewer}, locked: byPlatform, closed: true, gone: true, read: true},
	{verb: VerbReveal, actors: kinds{reviewer}, closed: true, gone: true},
	{verb: VerbAuthenticate, actors: kinds{subject}},
	{verb: VerbRevoke, actors: kinds{system, platform, subject, reviewer}, locked: byPlatform, closed: true, gone: true},
	{verb: VerbSubmit, actors: kinds{platform, subject, reviewer}},
	{verb: VerbAnswer, actors: kinds{platform, subject}},
	{verb: VerbResetCodes, actors: kinds{reviewer}, closed: true},
	{verb: VerbReleaseNumber, actors: kinds{reviewer}, closed: true, gone: true},
	{verb: VerbAttest, actors: kinds{platform, subject}},
	{verb: VerbEdit, actors: kinds{platform, subject, reviewer}},
	{verb: VerbChangeProgram, actors: kinds{platform, reviewer}},
	{verb: VerbActivate, actors: kinds{reviewer}},
	{verb: VerbTransact, actors: kinds{system, platform, subject}, locked: byNobody},
	{verb: VerbReverse, actors: kinds{system, platform}, locked: byNobody},
	{verb: VerbPayout, actors: kinds{system, platform, subject}, locked: byNobody},
	{verb: VerbScreen, actors: kinds{system, platform, reviewer}, locked: byPlatform, closed: true},
	{verb: VerbResolve, actors: kinds{system, reviewer, verifier}, closed: true},
	{verb: VerbResolveTax, actors: kinds{system, reviewer, verifier}, closed: true},
	{verb: VerbDecideMatch, actors: kinds{reviewer}, closed: true},
	{verb: VerbDismissDuplicate, actors: kinds{reviewer}},
	{verb: VerbWaive, actors: kinds{reviewer}},
	{verb: VerbSetEDD, actors: kinds{reviewer}},
	{verb: VerbNameOwners, actors: kinds{platform, reviewer}},
	{verb: VerbExemptOwners, actors: kinds{reviewer}},
	{verb: VerbPushRisk, actors: kinds{system, platform, verifier}, locked: byPlatform, closed: true, gone: true},
	{verb: VerbOverrideRisk, actors: kinds{reviewer}, closed: true, gone: true},
	{verb: VerbFlag},
	{verb: VerbUnflag},
	{verb: VerbLock},
	{verb: VerbUnlock},
	{verb: VerbClose},
	{verb: VerbReopen},
	{verb: VerbMakeItGoAway},
	{verb: VerbHold, actors: kinds{reviewer}, closed: true, gone: true},
	{verb: VerbReleaseHold, actors: kinds{reviewer}, closed: true, gone: true},
	{verb: VerbErase, actors: kinds{system, platform, reviewer}, locked: byPlatform, closed: true, gone: true},
}

// Verbs lists every verb.
func Verbs() []Verb {
	out := make([]Verb, len(verbTable))
	for i, r := range verbTable {
		out[i] = r.verb
	}
	return out
}

// rule returns what the table says of the verb, and whether it is known.
func (v Verb) rule() (verbRule, bool) {
	i := slices.IndexFunc(verbTable, func(r verbRule) bool { return r.verb == v })
	if i < 0 {
		return verbRule{}, false
	}
	return verbTable[i], true
}

// Known reports whether the value is one of [Verbs].
func (v Verb) Known() bool {
	_, ok := v.rule()
	return ok
}

// TakesSecondPerson reports whether a program may put the verb under four eyes:
// a person can do it, and a command carries it out.
func (v Verb) TakesSecondPerson() bool {
	r, ok := v.rule()
	return ok && !r.read
}

// ByGrant reports whether the right to the verb hangs on what is set with it:
// see [Policy.Set], [Policy.Lift] and [Policy.SetFlag].
func (v Verb) ByGrant() bool {
	r, ok := v.rule()
	return ok && r.actors == nil
}
