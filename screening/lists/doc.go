// Package lists reads sanctions lists in the formats their publishers use, each
// into a [screening.List].
//
// A reader takes a file as a whole or not at all. One that is empty, cut off or
// not of its format is refused with a [*screening.ListError] that names list,
// file and line; no part of it becomes a list, and no row is passed over in
// silence. What a format holds beyond the fields of an entry stands in the
// entry's remarks. The order of rows and columns changes no entry, nor its hash.
//
// XML documents, and OFAC's CSV files with their end mark, show by themselves
// that they are complete. The other CSV formats and JSON lines have no end mark:
// a file cut within a row is refused, one cut exactly between two rows cannot be
// told from a shorter list. Against that stand Options.MinEntries and, with
// every further edition, MaxShrink of the engine that loads it.
//
// Readers work as the file comes in and keep what goes into the list. Text is
// UTF-8, with or without a byte order mark; a byte that is not is read as
// Windows-1252, in which older publications are written.
package lists
