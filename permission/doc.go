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
// # Programs
//
// A program is a [Sheet] in JSON:
//
//	{"id": "us-personal", "version": 1, "cip_tag": 1, "user_kind": "personal",
//	 "effective_at": "2024-01-01T00:00:00Z", "time_zone": "America/New_York",
//	 "screening": {"counted_lists": ["ofac_sdn"], "max_age": "P30D"},
//	 "tiers": [
//	   {"scope": "RECEIVE|TIER|1",
//	    "requires": [{"document": {"types": ["SSN"]}}, {"test": {"fact": "age", "min": 18}}],
//	    "limits": [{"direction": "receive", "per": "day", "currency": "USD", "max": "250"}]},
//	   {"scope": "SEND|RECEIVE|TIER|1",
//	    "requires": [
//	      {"any": [{"test": {"fact": "id_score", "min": 0.75}}, {"document": {"types": ["GOVT_ID"], "min_residual": "P30D"}}]},
//	      {"id": "address", "due_in": "P30D", "grace": "P7D", "document": {"types": ["UTILITY_BILL"], "valid_for": "P1Y"}}]}]}
//
// Rules ask for documents, tests of facts, base fields, clear lists, owners and
// attestations; all, any and n_of combine them; when says to whom a rule
// applies. Rules only ever ask for more: more valid evidence never lowers a
// scope, and what is not known neither meets a rule nor takes one away.
// [Schema] is the JSON Schema for editors.
//
// # The ledger
//
// Every rule gives a [Requirement] for every base document: what, why (the path
// of the rule), who must act, the alternatives, what is wrong with what is
// there, until when, and what hangs on it. It goes
//
//	eventually_due -> currently_due -> pending -> satisfied
//
// and, where a deadline passes, past_due; waived if it does not apply or a
// reviewer waived it. Evaluating again after every answer comes to rest: the
// ledger is computed, never kept.
//
// # Time
//
// Evidence expires, deadlines pass, programs take effect. [Decision.Due] is the
// earliest time at which a decision can change by itself: before it the same
// facts give the same answer, after it the host must evaluate again. A deadline
// that a condition started runs on if [Decision.Clocks] are given back in the
// next [Facts].
//
// # Money
//
// [Program.Authorize] holds a [Transaction] against the limits of the tier and
// says what remains and what would raise it; a [Ledger] adds up what moved,
// once per transaction. [Program.Move] does both.
//
// # People
//
// A [Policy] says who may lock, close, lift and flag; [Timers] say what happens
// if nobody does anything; [CashOutOf] where the money of a closed user goes.
// [FourEyes] is the gate of whatever takes a second person.
//
// # Proof
//
// A [Decision] names the program's version and hash, the hash of the facts and
// the version of the engine. [Replay] evaluates anew and compares; [Simulate]
// shows what another version of a program would change before it takes effect;
// [Book.Future] says it to a user; [Program.Explain] returns the derivation and
// [AdverseActions] the reasons in plain words.
//
// All types of the package are safe for concurrent reading; programs and books
// never change once made.
package permission
