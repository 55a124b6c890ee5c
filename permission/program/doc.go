// Package program is the language of customer identification programs (31 CFR
// 1020.220(a)(2)): it reads their spec sheets and decides by them what a user
// may do, why, and what would change it.
//
// Nothing is permitted by default: without a program, without an active base
// document, without a finished screening the answer is UNVERIFIED.
//
//	p, err := program.Parse(sheet)  // every fault at once
//	decision := p.Evaluate(facts)   // never fails
//	decision.Permission             // what the user may do
//	decision.Requirements           // what is missing, why, who must act, until when
//	decision.Due                    // until when this can be relied on
//
// A [Program] has tiers, lowest first and cumulative: a tier is reached if its
// own rules and those of all lower tiers hold. A [Book] holds the programs of a
// platform by CIP tag, user kind and effective date.
//
// # Sheets
//
// A program is a [Sheet] in JSON:
//
//	{"id": "us-personal", "version": 1, "cip_tag": 1, "user_kind": "personal",
//	 "effective_at": "2024-01-01T00:00:00Z", "time_zone": "America/New_York",
//	 "screening": {"counted_lists": ["ofac_sdn"], "max_age": "P30D", "max_edition_age": "P60D"},
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
// # Money
//
// [Program.Authorize] holds a transaction against the limits of the tier and
// says what remains and what would raise it. [Program.Move] posts it as well.
//
// # Proof
//
// A decision names the program's version and hash, the hash of the facts and
// the version of the engine. [Replay] evaluates again and compares; [Simulate]
// shows what another version of a program would change before it takes effect;
// [Book.Future] says it to a user; [Program.Explain] returns the derivation and
// [AdverseActions] the reasons in plain words.
//
// Programs and books never change once made. All types of the package are safe
// for concurrent reading.
package program
