// Package screening holds the words of screening: whether a person, company,
// ship or aircraft is on a sanctions list, why, and what reviewers decided.
//
// A [List] is one edition of one published list; package lists reads them. A
// [Screener] searches lists for a [Query]; package match has one, and a host may
// bring another. Its [Result] says for each list whether it matched, and carries
// [Hit] values. The [Explanation] of a hit tells which words matched by which
// rule, and computes to its score again.
//
// A [Record] is what a host keeps about one subject: the last result and the
// decisions of reviewers on its hits. It rolls up to one value per list and to
// one [Watchlist] value. Nothing is clear by default: a list that could not be
// searched, or was never searched, leaves the watchlist PENDING.
//
// A new edition of a list is compared with the one before it by [Diff].
package screening
