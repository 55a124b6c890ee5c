// Package audit makes a tenant's events one append-only log that others can hold the
// operator to: a Merkle tree (RFC 6962) whose signed heads are handed to somebody else.
// It is a module of its own:
//
//	go get github.com/bonafide-go/bonafide/audit
//
//	log, err := audit.New(store, signer, nil)
//	…
//	head, err := log.Anchor(ctx, audit.Dir("/mnt/worm/heads")) // on a timer
//
// [Log.Grow] reads [bonafide.Store.Events] from where it stopped, and adds a leaf for
// each event, in the order of positions. A leaf is a hash of the whole event with its
// record's kind, id and number. The tree is kept in records of a Store: the same, or
// better another one, that whoever runs the first cannot write to. Several replicas may
// grow one log: the loser of a race reads again.
//
// # What it proves
//
//   - An event that was changed, dropped, inserted or moved after it was logged no longer
//     agrees with its leaf. [Verify] finds it, and says where.
//   - Whoever changes the leaves as well needs the key to sign another head.
//   - Against a head that was anchored elsewhere, even who holds the key and writes
//     everything is found: the events up to it must be those, all of them.
//   - [Log.ProveInclusion] shows one event to somebody who has a head and no other
//     event; [Log.ProveConsistency] shows that a later head only adds to an older one.
//
// # What it does not prove
//
//   - Without an anchored head a cut tail and a whole rewrite cannot show: the operator
//     holds store and key. Between two anchored heads neither can what was not yet
//     anchored. Anchor often, and where the operator cannot delete.
//   - It does not show that an event is true, or that everything that happened became one.
//     What was changed before it was logged is logged as changed; the chain of its record
//     ([bonafide.VerifyChain]) may show it.
//   - A head that nobody compares proves nothing.
//
// # Erasure
//
// Events hold ids and codes and stay when a subject is erased, so the log stays whole.
// Leaves are hashes of them.
//
// # Cost
//
// About 64 bytes of hashes an event, in records of 8 KiB. Grow takes three reads and one
// Put for each thousand events. [Log.Number] reads all leaves.
package audit
