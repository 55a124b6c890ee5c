// Package outbox delivers the events of a tenant to a receiver, such as a message
// broker or a webhook: each at least once, those of one record in their order.
//
//	err := outbox.Run(ctx, store, "webhooks", deliver, nil)
//
// [Run] works until its context ends. A host starts it in as many processes as it likes:
// those of one name share the work in turns, and the others stand by. Different names
// deliver independently, each from the first event of the tenant or from when it is first
// run (see [From]). [Forget] ends a name for good.
//
// # What is promised
//
// Every event is delivered: deliver was called with it and returned nil, or an operator
// skipped it. An event of a record is first delivered after all earlier events of that
// record were. Events of different records are delivered side by side and in any order.
//
// An event may be delivered again: when deliver failed after the receiver had it, and when a
// process was killed, was cut off from its store or lost its turn. Then at most
// [Options.Window] events, those delivered since its last save, are repeated. A run that ends by
// its context repeats nothing. The Hash of an event is the same every time and no other event
// has it: receivers tell repeats by it.
//
// # What fails
//
// A record whose event fails is set aside: later events of that record wait behind it, and
// other records go on. The event is tried again, after a longer time each time. An error that
// matches [bonafide.ErrUnavailable] says that the receiver is down: it is tried for as long as it
// takes. After [Options.Attempts] other failures the record is parked until an operator
// calls [Retry] or [Skip]; [ListParked] names it. Run stops where too many records are parked.
//
// [Measure] tells how far a name lags behind.
//
// # Turns
//
// Position, records set aside and the turn stand in one record of the Store, of kind [Kind] and
// with the name as its id. Each save is a new version of it, so whoever lost the turn cannot
// save, and delivers nothing more. The turn goes on when the record has stood still for [Options.Lease]
// by the clock of whoever waits: clocks of machines are never compared. A call of deliver is
// cancelled when the turn is lost; one that does not heed that may reach the receiver
// beside the next process's.
//
// # Memory
//
// Window bounds the events that are held in memory together with the records that wait for
// another attempt. While that many wait, nothing new is read: a receiver that is down fills
// no memory. Window and [Options.MaxParked] bound the record in the Store: to about 200 bytes
// for each record that waits or is parked.
package outbox
