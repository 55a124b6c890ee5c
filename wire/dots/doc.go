// Package dots is the published HTTP API of Dots, version 2, as far as it is about
// knowing a payee, over a user.Service: users, one-time codes, tax forms, payout
// methods and the hosted compliance form. A client that was written for it changes its
// host.
//
// [Handler] serves all of it from wherever the host mounts it. [Decode] and [Encode]
// are its codecs for users, for hosts that have routes of their own. What differs
// from the published system, and why, tells [Compatibility], of which docs/compatibility.md
// is made; the same table is served as OpenAPI at /openapi.json.
//
// What is personal goes in and does not come out: no answer holds a taxpayer number,
// a date of birth, an address or a number of an account.
package dots
