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
// What a reader does not understand it counts: List.Reading says, by column, how
// many cells held something that is no date, no country, no identifier of a known
// kind, or stand in a column that the reader does not know. Where a publisher
// changes a layout, this is where it shows; see [screening.Reading.Blind].
// Options.Tolerate reads on over rows that are not of the format, and says which.
//
// Readers work as the file comes in and keep what goes into the list, but for the
// formats of JSON documents and where flaws are tolerated: these are read as a
// whole first. Text is UTF-8, with or without a byte order mark; a byte that is
// not is read as Windows-1252, in which older publications are written.
//
// What was tried on complete files as published, and what on samples made by the
// published schema or by what users of the format say of it:
//
//	ReadOFAC              complete: SDN list of 2024-05-03, nine older sdn.csv
//	ReadOFACConsolidated  complete: 2025-12-19
//	ReadOFACXML           complete: CONSOLIDATED.XML of 2020-03-17; SDN.XML by sample
//	ReadOFACEnhanced      sample
//	ReadOFACAdvanced      sample
//	ReadCSL               complete: 2022-05-06; layout of 2025 by thirteen published rows
//	ReadUN                complete: 2022-09-15, 2025-11-20, 2026-02-27
//	ReadDPL               complete: November 2023
//	ReadEU, ReadEUXML     sample, of CSV 1.1, CSV 1.0 and XML 1.1
//	ReadUK                complete: OFSI's list of 2018-04-13 and 2020-04-27; UK Sanctions List by sample
//	ReadUKXML             sample
//	ReadSECO              sample
//	ReadSEMA              sample, with the names of elements before and since 2026-08-24
//	ReadDFAT              sample, in the layouts before and since November 2025
//	ReadFTM, ReadSimple   sample
//	ReadSenzing           sample
//	ReadWorldBank         sample
//	ReadFBI               sample
//	ReadInterpol          sample
//
// [Published] fills the published keys of [screening.KnownLists] from what was read,
// [Origins] and KEYS.md say for each where its entries come from. [ByKind] divides a
// list of several kinds, [Own] and [ReadOwn] make the host's own.
package lists
