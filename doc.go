// Package bonafide is the front page of a library for knowing one's customer:
// it decides, inside a host's own service, whether a person or a business is
// who they say they are, what is still missing, and what they may do.
//
// # Where to begin
//
// Package [github.com/bonafide-go/bonafide/user] runs the whole path of a user,
// from a phone number to a permission. A host gives it a [Store], [Keys] and,
// in its options, a verifier of documents, a screener of watchlists, a messenger
// of one-time codes, a store of files and the programs that decide. The example
// in examples/onboarding does all of it in memory.
//
// Package outbox delivers what happened, the [Event] values, to a message broker or a
// webhook.
//
// The parts can be used alone. Packages document (documents and their states),
// screening (watchlists and explained matches), permission (what a user may do;
// its programs are in permission/program) and risk do no I/O, take the time as an
// argument, and return values.
//
// # This package
//
// This package holds the words that all others share: [Secret], [Sealed] and
// [Keys] keep identifiers out of every log and table; [Record], [Write] and
// [Store] are the one contract with a database; [Event] and [VerifyChain] make
// history tamper-evident; [Date], [Money], [Phone], [Email] and [Country] are
// values with one canonical form; typed errors such as [InvalidError] name paths
// and stable codes, never values.
//
// # Rules of the house
//
// Nothing is ever clear by default: an outage, an unknown value or a missing
// part never lets anybody through. Nothing personal is in an error, a log line,
// an event or an index. An [Actor] is a claim that the host has authenticated:
// bonafide checks what an actor may do and see, never who it is. Nothing reads the clock, starts a goroutine or keeps
// global state behind the host's back.
package bonafide
