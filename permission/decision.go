package permission

import (
	"slices"
	"time"

	"github.com/bonafide-go/bonafide"
)

// Decision is what a program says about facts. It is stored as it is.
type Decision struct {
	Permission   Permission         `json:"permission"`
	Scope        Scope              `json:"scope"` // the worst over the active base documents
	Documents    []DocumentDecision `json:"documents,omitzero"`
	Requirements []Requirement      `json:"requirements,omitzero"`
	Clocks       []Clock            `json:"clocks,omitzero"` // to be given back in Facts.Clocks

	Program        string `json:"program,omitzero"` // id; empty without a program
	ProgramVersion int    `json:"program_version,omitzero"`
	ProgramHash    string `json:"program_hash,omitzero"`
	InputHash      string `json:"input_hash"` // SHA-256 of the facts, lower-case hex
	Engine         string `json:"engine"`

	At  time.Time `json:"at"`
	Due time.Time `json:"due,omitzero"` // the earliest time it can change by itself; zero = never
}

// DocumentDecision is the scope of one active base document.
type DocumentDecision struct {
	ID    string `json:"id"`
	Scope Scope  `json:"scope"`
}

// Stale reports whether the decision can no longer be relied on: the clock has
// reached Due, or the decision was never made.
func (d Decision) Stale(now time.Time) bool {
	return d.Engine == "" || !d.Due.IsZero() && !now.Before(d.Due)
}

// Open returns the requirements that somebody still has to act on: neither
// satisfied nor waived nor for later.
func (d Decision) Open() []Requirement {
	return slices.DeleteFunc(slices.Clone(d.Requirements), func(r Requirement) bool { return !r.State.Open() })
}

// State is where a requirement stands.
type State string

// The states of a requirement.
const (
	EventuallyDue State = "eventually_due" // needed for a higher tier than the one asked for, or once a threshold is reached
	CurrentlyDue  State = "currently_due"  // somebody must act now, or by DueAt
	PastDue       State = "past_due"       // DueAt has passed; what Impact says is restricted, or soon will be
	Pending       State = "pending"        // delivered; the outcome is awaited
	Satisfied     State = "satisfied"      // it holds, or nothing is left to do
	Waived        State = "waived"         // does not apply, or a reviewer waived it
)

// Open reports whether somebody has to act: currently_due, past_due, pending.
func (s State) Open() bool { return s == CurrentlyDue || s == PastDue || s == Pending }

// Requirement is an entry of the ledger: one thing that a rule of the program,
// or of the engine itself, asks of one base document.
type Requirement struct {
	// What is needed: a document type ("GOVT_ID"), or what else the rule asks, in
	// lower case: "age", "country", "field.alias", "attestation.owners_complete",
	// "owners", "watchlist", "watchlist.photo_id", "watchlist.review", "blacklist" (a
	// reviewer must look at a number of a locked user), "base_document", "program". Where there are alternatives, the first of them.
	What       string             `json:"what"`
	Why        Why                `json:"why"`
	State      State              `json:"state"`
	Actor      bonafide.ActorKind `json:"actor,omitzero"` // who must act; empty if nobody
	DocumentID string             `json:"document_id,omitzero"`
	// Alternatives are the ways to satisfy it, each the things of it still
	// missing; only where there is more than one way. The chosen document option
	// comes first.
	Alternatives [][]string `json:"alternatives,omitzero"`
	// DueAt is when it must be done; of satisfied evidence, when it expires.
	DueAt  time.Time `json:"due_at,omitzero"`
	Errors []Problem `json:"errors,omitzero"` // what is wrong with what is there
	Impact Impact    `json:"impact,omitzero"`
}

// Why names the rule that asks.
type Why struct {
	Program string `json:"program,omitzero"`
	Version int    `json:"version,omitzero"`
	Rule    string `json:"rule"`        // path in the sheet, such as "tiers[1].requires[0]", or of the engine, such as "screening"
	ID      string `json:"id,omitzero"` // the rule's own id, where it has one
}

// Impact is what hangs on a requirement.
type Impact struct {
	Withholds Scope `json:"withholds,omitzero"` // cannot be had, or kept, without it
	FallsTo   Scope `json:"falls_to,omitzero"`  // what remains if it is not done in time
}

// Problem is one thing wrong with evidence that is there.
type Problem struct {
	Code         bonafide.Code `json:"code"`            // an invalid reason, or one of the codes of package program
	Reason       string        `json:"reason,omitzero"` // reason in plain words, fit for the user
	ID           string        `json:"id,omitzero"`     // the sub-document, list or owner it is about
	AttemptsLeft int           `json:"attempts_left,omitzero"`
	Final        bool          `json:"final,omitzero"` // no further attempt is taken
}
