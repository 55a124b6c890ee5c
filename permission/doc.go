// Package permission decides what a user may do, why, and what would change it.
//
// It is pure: a decision is a function of a program (the spec sheet of a
// customer identification program, 31 CFR 1020.220(a)(2)), of facts (codes,
// states and times; never names, numbers or images) and of the clock that the
// facts carry. Nothing is stored, fetched or remembered here, and nothing is
// permitted by default: without a program, without an active base document,
// without a finished screening the answer is UNVERIFIED.
//
//	program, err := permission.ParseProgram(sheet) // every fault at once
//	decision := program.Evaluate(facts)            // never fails
//	decision.Permission                            // what the user may do
//	decision.Requirements                          // what is missing, why, who must act, until when
//	decision.Due                                   // until when this can be relied on
//
// # Words
//
// A [Permission] is what the whole user may do; a [Scope] is what one base
// document carries, with a tier; the worst scope over the active base documents
// decides the user (Synapse, base document permission scope). A [Program] has
// tiers, lowest first and cumulative: a tier is reached if its own rules and
// those of all lower tiers hold. A [Book] holds the programs of a platform by
// CIP tag, user kind and effective date.
//
// # Time
//
// Evidence expires, deadlines pass, programs take effect. [Decision.Due] is the
// earliest time at which a decision can change by itself: before it the same
// facts give the same answer, after it the host must evaluate again.
//
// # Proof
//
// A [Decision] names the program's version and hash, the hash of the facts and
// the version of the engine. [Replay] evaluates anew and compares; [Simulate]
// shows what another version of a program would change before it takes effect;
// [Program.Explain] returns the derivation.
//
// All types of the package are safe for concurrent reading; programs and books
// never change once made.
package permission
