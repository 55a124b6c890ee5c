// Package lists reads sanctions lists in the formats their publishers use, each
// into a [screening.List].
//
// A reader refuses a file that is empty, cut off, or not of its format, with a
// [*screening.ListError] that names file and line; it never returns part of a
// list. A file that became much smaller is refused by [screening.Engine.Load],
// which holds the edition before.
package lists
