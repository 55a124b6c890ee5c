// Package storetest proves that a [bonafide.Store] keeps its contract, and
// measures it.
//
//	func TestStore(t *testing.T) {
//		storetest.Run(t, func(tb storetest.TB) func(tenant string) bonafide.Store {
//			db := openEmptyDatabase(tb) // closes itself with tb.Cleanup
//			return func(tenant string) bonafide.Store { return mystore.New(db, tenant) }
//		})
//	}
//
// Every named [Clause] is a subtest on a fresh, empty backing, and its failure
// names the rule that was broken. The suite is itself tested against stores
// that are broken on purpose, so that each clause is known to be able to fail.
//
// [RunReopen] does the same with a store that is closed and opened again, and [RunTx] with one
// that is bound to a transaction of the host.
//
// What it cannot show: that a committed write survives a crash, that the
// outbox keeps its order in races which the test machine does not meet, and
// what happens when a connection is lost at commit. Package store tells what an
// adapter must do about these.
//
// [Compare] drives a store and a slow, obvious model side by side with random
// operations, and [Bench] measures any adapter beside a floor.
package storetest
