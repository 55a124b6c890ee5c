// Package permission holds the words of what a user may do: permissions and
// their codes, scopes, flags, who may set them, the facts that a decision rests
// on, and the decision itself. Its rooms do the work: package program reads the
// spec sheet of a customer identification program (31 CFR 1020.220(a)(2)) and
// decides; package money keeps what moved and holds it against limits.
//
// All three are pure: a decision is a function of a program, of facts (codes,
// states and times; never names, numbers or images) and of the clock that the
// facts carry. Nothing is stored, fetched or remembered here.
//
// # Words
//
// A [Permission] is what the whole user may do; a [Scope] is what one base
// document carries, with a tier; the worst scope over the active base documents
// decides the user (Synapse, base document permission scope). [Facts] are what
// is known about a user at one moment; a [Decision] is what a program makes of
// them.
//
// # Requirements
//
// Every rule of a program gives a [Requirement] for every base document: what,
// why (the path of the rule), who must act, the alternatives, what is wrong with
// what is there, until when, and what hangs on it. It goes
//
//	eventually_due -> currently_due -> pending -> satisfied
//
// and, where a deadline passes, past_due; waived if it does not apply or a
// reviewer waived it. Evaluating again after every answer comes to rest:
// requirements are computed, never kept.
//
// # Time
//
// Evidence expires, deadlines pass, programs take effect. [Decision.Due] is the
// earliest time at which a decision can change by itself: before it the same
// facts give the same answer, after it the host must evaluate again. A deadline
// that a condition started runs on if [Decision.Clocks] are given back in the
// next [Facts].
//
// # People
//
// A [Policy] says who may lock, close, lift and flag; [Timers] say what happens
// if nobody does anything. [FourEyes] is the gate of whatever takes a second
// person.
//
// All types of the package are safe for concurrent reading.
package permission
