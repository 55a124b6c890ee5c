// Package bench measures evaluation against general rule engines on one task: 2
// base documents of 3 sub-documents each, a watchlist value, 4 cumulative tiers;
// wanted are the scope of every base document, the worst, and the missing types.
//
//	go -C permission/bench test -bench .
//
// It is a module of its own, so that the engines stay out of everybody else's.
// Every engine gives the same answers, which a test checks on thousands of
// random users; each is used as its documentation says it is fastest, with
// everything compiled and prepared before the clock starts.
package bench
