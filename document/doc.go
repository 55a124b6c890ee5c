// Package document holds what a person or a business submits to prove who they
// are: base documents (name, birth or formation, address, contact) and the
// virtual, social and physical sub-documents under them.
//
// Everything here is a value with pure verbs. [Submission.Check] turns what a
// host was given into a canonical [Base], or lists every fault of it. [NewSub]
// does the same for one sub-document: it grades the number or inspects the file
// and seals both. The verbs of [Sub] then carry it from state to state, and refuse
// what its present state does not allow.
//
// No verdict is ever reached here: nothing local makes a document valid. A
// [Verifier], supplied by the host, answers for each attempt with one of four
// outcomes: valid, invalid, pending (the answer comes later) or unavailable (ask
// again). An outage is never a verdict, and an answer that belongs to an earlier
// attempt, comes twice or comes late changes nothing.
//
// Sub-packages hold what has rules of its own: identifier (numbers and how far
// each can be believed), upload (what a file is), photo (whether a photo can be
// read), mrz (machine-readable zones), tax (W-9, W-8BEN and the state of a TIN) and
// payout (where money may be sent).
package document
