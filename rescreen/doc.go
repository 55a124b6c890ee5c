// Package rescreen walks a whole population, such as all users after a change of the
// matcher, with any number of workers on any Store.
//
// A [Plan] is cut into partitions, each a range of ids. Workers claim a partition for a
// lease and go through it in steps. A step does its work on up to 99 records and writes
// all of it in one Put together with the place that the partition has come to: whatever
// is killed, and whenever, each record is done exactly once in effect. What a work calls
// outside the Store, such as a paid Screener, is called again for at most the step that
// was under way.
//
// A lease has an epoch. Whoever claims a partition whose lease has run out raises it, so
// that the worker of before, should it still live, can write nothing any more. Clocks
// that differ cost a lease, never a record.
//
// A run is pinned to the editions, rules and program that it was planned with: a worker
// that holds others does nothing. What cannot be read, or fails three times, is set
// apart, and is never silently skipped: a run that is complete has done or set apart
// every record of its kind that was there when it was planned.
//
// The package knows no type of the domain. A host joins them:
//
//	runs, err := rescreen.New(store, func(unit bonafide.Store) rescreen.Work {
//		users := users.WithStore(unit)
//		return users.Look
//	}, pins, nil)
package rescreen
