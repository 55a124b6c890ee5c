// Package synapse is the published HTTP shape of Synapse users and documents,
// versions 3.1 and 3.2, over a [user.Service]: a fintech that leaves that system
// changes a host name, not its code.
//
// [Handler] answers the published endpoints; a host mounts it in its own mux, behind
// its own limits. [CreateBody], [PatchBody], [UBOBody] and [EncodeUser] are the codecs alone, for
// a host with a transport of its own. [Deliverer] makes webhooks of events.
//
// # What differs
//
// The page on compatibility says it field by field. Three things matter to everybody:
// numbers and uploads that were handed in are never shown again; a refresh token ends with its use, and the
// user object shows the next one; and what the Service keeps in another form than it was
// sent in, such as telephone numbers, is answered as it was sent, from the metadata of
// the platform's link ("synapse." begins the keys).
//
// # What is laxer than the Service
//
// Published clients send what the Service refuses by default. A host that serves such
// clients says so where the rule is: IdentityPolicy.Shared, TrustFirstDevice and
// PlatformsSwap, [permission.Rules2019], Rules.Mixed and Rules.Sandbox (for the published
// test values). What remains is mapped here: removals of what is not there do nothing, of two sub-documents of a type the last one stands, extensions of
// telephone numbers are no part of the number, and logins that are no e-mail addresses
// are kept as texts.
package synapse
