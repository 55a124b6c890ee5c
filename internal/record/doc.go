// Package record keeps aggregates in a bonafide.Store: it encodes them, links
// their events, retries lost races and remembers idempotency keys. Packages
// user and casefile share it; a host never sees it.
package record
