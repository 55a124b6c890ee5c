// Package screening answers whether a person, company, ship or aircraft is on
// a sanctions list, explains every hit, and remembers what reviewers decided.
//
// A [List] is one edition of one published list; package lists reads them.
// An [Engine] holds the lists and screens a [Query] against them. Its [Result]
// says for each list whether it matched, and carries [Hit] values whose
// [Explanation] tells which words matched by which rule, so that the score can
// be computed again by anybody.
//
// A [Record] is what a host keeps about one subject: the last result and the
// decisions of reviewers on its hits. It rolls up to one value per list and to
// one [Watchlist] value. Nothing is clear by default: a list that could not be
// searched, or was never searched, leaves the watchlist PENDING.
//
// A new edition of a list is compared with the one before it by [Diff], and a
// [Book] of customers finds those that the difference touches.
package screening
