// Package memory is a [bonafide.Store] that keeps everything in the process's
// memory: for tests, examples and first steps. What it holds is gone when the
// process ends. A service that has to answer for its decisions needs a durable
// store, such as package sqlite beside this one.
//
// It keeps the whole contract, unique values, pages, outbox and tenants
// included, so what works on it works on every other store that passes
// storetest.Run.
package memory
