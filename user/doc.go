// Package user keeps the people and businesses that a platform is to know: one
// aggregate, [User], and one [Service] that runs commands on it.
//
// # The path of a user
//
// Ten verbs take a user from a phone number to a permission, and through its life:
//
//	New               a Service, of a store, keys, and what the host supplies
//	Create            a user by phone number
//	SendCode          a one-time code, answered by VerifyCode
//	SubmitDocuments   who it is, and the evidence
//	Run               the worker; Advance does the same for one user at once
//	ResolveToken      a vendor's late answer; Resolve for a reviewer's
//	Queue             what waits for people; DecideHit ends a hit
//	Search            users by what they are known by
//	Move              money, against the limits of the tier
//	OAuth             an access key for a confirmed device, read by Authenticate
//
// What takes a second person goes by [Service.Propose] and [Service.Approve]. Links: [New],
// [Service.Create], [Service.SendCode], [Service.VerifyCode], [Service.SubmitDocuments],
// [Service.Run], [Service.Advance], [Service.ResolveToken], [Service.Resolve], [Service.Queue],
// [Service.DecideHit], [Service.Search], [Service.Move], [Service.OAuth]. Each has an
// Example; that of the package goes the whole path. docs/start.md puts it into a service.
//
// A platform creates a user by phone number. A one-time code verifies the
// number, which counts where a program asks for it ([AttestedPhone]). Base documents and sub-documents are submitted; each sub-document
// answers SUBMITTED|REVIEWING and gets its verdict later. [Service.Advance] does
// what is due: it asks the host's verifier, screens against the watchlists, and
// decides. Answers that arrive later come in by [Service.ResolveToken]; hits are
// decided on by reviewers through [Service.DecideHit]. [User.Decision] says at any
// time what the user may do, what is missing, why, and who must act.
//
// Customers of another system come in by [Service.Import], with what was decided
// about them there and when.
//
// Each base document brings five sub-documents of its own: EMAIL, PHONE_NUMBER, IP,
// ADDRESS and DATE, which the verifier is asked about where it looks at such. What no
// verifier looks at stays SUBMITTED|REVIEWING for the record, and waits for a reviewer where
// a program asks for it.
//
// # What may be relied on
//
//   - A tenant has one user for a phone number, whoever races.
//   - A permission is computed from evidence, never set: no program, no evidence
//     and no finished screening means UNVERIFIED.
//   - What was found of a subject is the user's: an open or true hit counts
//     whatever documents are there, until reviewers end it. Documents that are
//     deleted, replaced or renamed are withdrawn and kept until [Service.Erase].
//   - An outage of a verifier, a screener or a messenger is never a verdict.
//   - A command with an idempotency key takes effect once, as long as the key is
//     remembered ([Options.KeyLife]). Repeated with the same content it returns the
//     outcome of the first call and the user as it now is; with other content it fails
//     with bonafide.ErrKeyReused. A guess of a one-time code is remembered as long as
//     the code alone, and another code under its key is another guess.
//   - One-time codes belong to whoever asked for them: no platform can use up, replace
//     or lock those of another one or of the user.
//   - A decision is that of the program in effect: reads and commands decide anew
//     after a release, and [Service.Redecide] brings what is stored up to date.
//   - Every change is an event, linked to the one before; the store keeps both
//     or neither.
//   - A lock counts for the very next move and the very next request of a session.
//   - Personal data of a closed user is erased when its retention is over and no
//     legal hold is in force, and never before: see [Service.Erase]. What happened,
//     by which codes, stays.
//
// # Requests
//
// Every method that changes a user takes a [Request] of its own, with a key. What
// a program puts under four eyes is proposed as the same request
// ([Service.Propose]), approved by a second person, and then made. The errors that
// every command can fail with, and what to do then, stand at [Service]; a method names
// its own besides.
//
// # Records
//
// The record of kind [Kind] is the user: identity, documents, what was found and
// decided. Beside it, under the same id, stand what changes often and by itself:
// [KindAccess] holds tokens, devices and codes, [KindLedger] the money that moved,
// [KindCoverage] when the lists were searched last. Each has a chain of events of
// its own; see [Service.EventsOf] and package event. Records without one count the
// codes that went to one number or address, under its blind index, tell what was
// imported, and remember the keys of requests; [Service.Sweep] deletes those that have
// had their time.
//
// # Work
//
// What is due by itself, outside checks, screenings and what time changes, is done by
// [Service.Run], which a host starts in each of its processes. What waits for people is
// in [Service.Queue].
//
// # A copy, and the end
//
// A user has a right to a copy of what is held of it: [Service.Export], as JSON and as a
// page, made by the same lists as every view, so that it tells no suspicion and no other
// person. When the relationship is over and the retention too, [Service.Erase] destroys
// the data, down to the files of the store as far as its engine can; [Service.PlanErasure]
// says before what would go, what stays, and what stands in the way. What stays is codes,
// times, ids and hashes under a salt that is gone: of everything that was ever
// written, a list that is kept with the tests.
//
// # A new version of a program
//
// [Service.Simulate] says for whom a candidate would change what. A version that is
// released never changes, and neither does a program.Book: the next one stands in a new
// Book beside those before it, and with that Book a host starts its processes again,
// all of them before the version's effective_at, since a process without it goes on
// deciding by the one before. Until then [Service.Future] tells each user what will be asked
// for. Afterwards a walk of [Service.Redecide] brings up to date what is stored.
//
// # Who may do what
//
// The acting [bonafide.Actor] is named in every command. Platforms see the users
// they are linked to, a user sees itself; to anybody else a user is not found. A
// platform that creates a user whose number is known is linked once it has answered
// a code that it asked for; until then it sees the id alone. Of the user they and
// verifiers see what [User.As] lists: hits, risks, notes, legal holds and what others
// propose are for reviewers and the system alone.
// Verdicts come from verifiers and reviewers, decisions about hits from
// reviewers alone.
package user
