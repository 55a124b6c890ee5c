// Package sealed is a [bonafide.Store] before another one: it seals the bodies
// of records, so that the database, its administrators and its backups hold
// names, addresses and birth dates as ciphertext only.
//
// The Services of packages user and casefile work through it by themselves, unless
// their Options say BodiesInClear. A host that wants more than they set, such as keys
// held in memory for longer or records of its own sealed alike, makes one and gives
// it to them; they find it, and seal nothing twice:
//
//	store, err := sealed.New(database, keys, &sealed.Options{CacheLife: time.Hour})
//	users, err := user.New(store, keys, nil)
//
// # What is sealed, and what stays readable
//
// Bodies are sealed with AES-256-GCM ([bonafide.DataKey]), bound to tenant, kind,
// id and version: a body that was changed, or moved to another record, version or
// tenant, does not open. An empty body stays empty.
//
// A body of a kilobyte or more is deflated first, where that makes it shorter: it takes
// about a third. So what a reader of the database sees of a body, its length, depends on
// how much of it repeats. That tells little: numbers of documents and keys are sealed by
// themselves within a body, and look like noise. But whoever can write a text into a
// body, such as a note, and also reads lengths in the database, may find out by
// many tries whether a name in that body is the one they guess. Let nobody have both.
//
// Everything else stays readable, because a store must find records by it: kind,
// id, version, due time, unique values and labels, and the events. The Services of
// this module keep personal data out of all of them: unique values and what is
// personal in labels are keyed hashes ([bonafide.Keys]), ids and events have
// no meaning outside. What a reader of the database does see: which records
// there are and when they change, permissions, statuses, platforms, reviewers
// and programs, and which records share a hash. A host that puts words into
// ids, labels or tags of its own must see to it that they name nobody.
//
// What a reader sees, a writer can change: labels, due times and whole rows of an
// older version are not protected here. The chain of events shows a row that was put
// back ([bonafide.VerifyChain]); access to the database is still to be guarded.
//
// # Keys
//
// Every data subject has a data key of its own, wrapped by the host's
// [bonafide.KeyWrapper] and kept in a record of its own, of kind [KindKeys]. A
// subject is a record with what belongs to it (see [SubjectOf]); what belongs to
// nobody has one key in common. Keys stay in memory for a bounded time
// ([Options.CacheLife], [Options.CacheSize]), so that the wrapper is asked
// for a subject once in a while and not with every read.
//
// The keys are kept in the same store unless [Options.KeyStore] names another
// one. Two stores are what makes erasure reach backups: when the key of a subject
// is destroyed ([Store.Shred], which the Services' Erase calls), all copies of its
// bodies become unreadable, wherever they are, as far as no backup has the key.
// Let the backups of the key store expire within days, and those of the data
// whenever you like.
//
// A subject's first key costs one record, in the same write as its first record where
// there is one store, and one call of the wrapper. No key seals without end
// ([Options.MessagesPerKey]).
//
// Three things rotate, each by a walk that may be stopped and repeated:
//
//   - The wrapper's key: new data keys are wrapped under its newest one, old ones
//     still open. [Store.Rewrap] wraps them again, after which the old one can go.
//   - Data keys: [Store.Reseal] gives subjects whose key is too old a new one, and
//     seals their bodies with it. New writes use the newest key; bodies under
//     older ones still open.
//   - No key at all, see below.
//
// A walk changes no version, no due time and no event: nobody who uses the store
// notices.
//
// # A database that was in use before
//
// Bodies in clear are refused, so that nobody slips one in. To take them over, all
// processes are first given a store with [Options.AllowUnsealed], which reads both and
// writes sealed; then Reseal walks over [Kinds]; then the option, or the store, is left
// out. The other way there is no walk: what is sealed stays so. The example Upgrade
// shows it.
//
// # Errors
//
// A body that does not open is an [*Error], which matches [bonafide.ErrSealed]. A
// key service or key store that is down is an outage: never a missing record,
// never a damaged one.
package sealed
