package lists

import (
	"io/fs"
	"strings"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/screening"
)

// OFACOptions adjust [ReadOFAC] and [ReadOFACConsolidated]. Nil means the
// defaults.
type OFACOptions struct {
	// Key is the list's key; empty means screening.KeyOFACSDN, or
	// screening.KeyOFACConsolidated.
	Key string

	// Edition is the day of the publication, which the files do not tell. The
	// zero value takes the day (UTC) the primary file was last modified.
	Edition bonafide.Date

	// PrimaryOnly reads the primary file alone, without aliases, addresses and
	// overflowing remarks: such as an archive keeps. Without it, a missing alias
	// or address file is refused.
	PrimaryOnly bool

	// WithoutWeak leaves out the weak a.k.a. of the remarks: broad nicknames that
	// OFAC itself does not expect to be screened against (OFAC FAQ 122 and 123).
	WithoutWeak bool
}

// ofacFiles are the file names of one of OFAC's two publications.
type ofacFiles struct{ primary, alt, address, comments string }

// ReadOFAC reads the SDN list of the US Treasury as it is published in CSV:
// sdn.csv, alt.csv, add.csv and, where present, sdn_comments.csv. The file names
// may also be in upper case.
//
// It fails with a [*screening.ListError] if a file is missing, empty, cut off
// or malformed, or if the files do not belong together.
func ReadOFAC(fsys fs.FS, opts *OFACOptions) (screening.List, error) {
	return readOFAC(fsys, opts, screening.KeyOFACSDN, ofacFiles{"sdn.csv", "alt.csv", "add.csv", "sdn_comments.csv"})
}

// ReadOFACConsolidated reads the US Treasury's list of all who are not SDNs, in
// the same format as [ReadOFAC]: cons_prim.csv, cons_alt.csv, cons_add.csv and
// cons_comments.csv.
func ReadOFACConsolidated(fsys fs.FS, opts *OFACOptions) (screening.List, error) {
	return readOFAC(fsys, opts, screening.KeyOFACConsolidated, ofacFiles{"cons_prim.csv", "cons_alt.csv", "cons_add.csv", "cons_comments.csv"})
}

// ofacReader gathers one list from its files.
type ofacReader struct {
	fsys    fs.FS
	opts    OFACOptions
	key     string
	entries []screening.Entry
	index   map[string]int32 // entry by id
	marked  map[string]bool  // files seen, and whether they end with a mark
	edition bonafide.Date
}

func readOFAC(fsys fs.FS, opts *OFACOptions, key string, files ofacFiles) (screening.List, error) {
	r := ofacReader{fsys: fsys, key: key, marked: make(map[string]bool)}
	if opts != nil {
		r.opts = *opts
	}
	if r.opts.Key != "" {
		r.key = r.opts.Key
	}
	if err := r.read(files); err != nil {
		return screening.List{}, err
	}
	return screening.NewList(r.key, r.edition, r.entries)
}

func (r *ofacReader) read(files ofacFiles) error {
	if err := r.each(files.primary, 12, r.primary); err != nil {
		return err
	}
	if !r.opts.PrimaryOnly {
		if err := r.each(files.comments, 2, r.comment); err != nil && !isMissing(err) {
			return err
		}
		if err := r.each(files.alt, 5, r.alt); err != nil {
			return err
		}
		if err := r.each(files.address, 6, r.address); err != nil {
			return err
		}
	}
	// Of files that were written together, either all or none end with a mark.
	for file, marked := range r.marked {
		if !marked && r.marked[files.primary] || marked && !r.marked[files.primary] {
			if marked {
				file = files.primary
			}
			return &screening.ListError{List: r.key, Code: screening.CodeListTruncated, File: file}
		}
	}
	for i := range r.entries {
		r.finish(&r.entries[i])
	}
	return nil
}

// each reads one file, in lower or upper case.
func (r *ofacReader) each(file string, fields int, row func([]string) bool) error {
	f, err := r.fsys.Open(file)
	if err != nil {
		if f, err = r.fsys.Open(strings.ToUpper(file)); err != nil {
			return &screening.ListError{List: r.key, Code: screening.CodeListUnreadable, File: file, Err: pathless(err)}
		}
	}
	defer f.Close()
	if r.edition.IsZero() {
		if r.edition = r.opts.Edition; r.edition.IsZero() {
			info, err := f.Stat()
			if err != nil || info.ModTime().IsZero() {
				return bonafide.Invalid("edition", bonafide.CodeRequired)
			}
			r.edition = bonafide.DateOf(info.ModTime().UTC())
		}
	}
	t := table{list: r.key, file: file, comma: ',', fields: fields, strict: true}
	marked, _, err := t.each(f, func(line int, rec []string) error {
		if !row(rec) {
			return t.refuse(screening.CodeListUnreadable, line, nil)
		}
		return nil
	})
	if err != nil {
		return err
	}
	r.marked[file] = marked
	return nil
}

// Rows of the primary file: ent_num, name, type, programs, title, call sign,
// vessel type, tonnage, gross registered tonnage, flag, owner, remarks.
func (r *ofacReader) primary(rec []string) bool {
	if r.index == nil {
		r.index = make(map[string]int32, 16<<10)
		r.entries = make([]screening.Entry, 0, 16<<10)
	}
	id, name := ofacText(rec[0]), ofacText(rec[1])
	if !digits(id) || name == "" {
		return false
	}
	if _, again := r.index[id]; again {
		return false
	}
	e := screening.Entry{ID: id, Names: []screening.Name{{Text: name, Kind: screening.PrimaryName}}}
	switch strings.ToLower(ofacText(rec[2])) {
	case "":
		e.Type = screening.Entity
	case "individual":
		e.Type = screening.Person
	case "vessel":
		e.Type = screening.Vessel
	case "aircraft":
		e.Type = screening.Aircraft
	default:
		return false
	}
	e.Programs = programs(ofacText(rec[3]))
	e.Title = ofacText(rec[4])
	if sign := ofacText(rec[5]); sign != "" {
		e.Identifiers = append(e.Identifiers, screening.Identifier{Kind: screening.IDCallSign, Value: sign})
	}
	addCountry(&e, ofacText(rec[9]))
	if e.Remarks = strings.Clone(rec[11]); strings.TrimSpace(e.Remarks) == "-0-" {
		e.Remarks = ""
	}
	r.index[id] = int32(len(r.entries))
	r.entries = append(r.entries, e)
	return true
}

// Rows of the comments file: ent_num, the rest of the remarks.
func (r *ofacReader) comment(rec []string) bool {
	i, ok := r.index[strings.TrimSpace(rec[0])]
	if !ok {
		return false
	}
	e := &r.entries[i]
	e.Remarks = overflow(e.Remarks, rec[1])
	return true
}

// overflow appends the rest of remarks to their first thousand characters. In
// some rows the two overlap.
func overflow(remarks, rest string) string {
	for k := min(len(remarks), len(rest)); k >= 8; k-- {
		if strings.HasSuffix(remarks, rest[:k]) {
			return remarks + rest[k:]
		}
	}
	return remarks + rest
}

// Rows of the alias file: ent_num, alt_num, type (aka, fka, nka), name, remarks.
func (r *ofacReader) alt(rec []string) bool {
	i, ok := r.index[strings.TrimSpace(rec[0])]
	name := ofacText(rec[3])
	if !ok || name == "" {
		return false
	}
	e := &r.entries[i]
	e.Names = append(e.Names, screening.Name{Text: name, Kind: screening.AKA})
	return true
}

// Rows of the address file: ent_num, add_num, street, city with region and
// postal code, country, remarks.
func (r *ofacReader) address(rec []string) bool {
	i, ok := r.index[strings.TrimSpace(rec[0])]
	if !ok {
		return false
	}
	e := &r.entries[i]
	a := screening.Address{Street: ofacText(rec[2]), City: ofacText(rec[3]), Country: CountryCode(ofacText(rec[4]))}
	if a != (screening.Address{}) {
		e.Addresses = append(e.Addresses, a)
	}
	return true
}

// finish reads the remarks, now that they are complete.
func (r *ofacReader) finish(e *screening.Entry) {
	e.Remarks = strings.TrimSpace(strings.ToValidUTF8(e.Remarks, "\ufffd"))
	readRemarks(e, !r.opts.WithoutWeak)
	for _, a := range e.Addresses {
		addCode(e, a.Country)
	}
	if e.Type == screening.Aircraft {
		// OFAC names aircraft by their registration mark.
		e.Identifiers = append(e.Identifiers, screening.Identifier{Kind: screening.IDTail, Value: e.Names[0].Text})
	}
}

// ofacText is a field without OFAC's mark for "null".
func ofacText(s string) string {
	if s = strings.TrimSpace(s); s == "-0-" {
		return ""
	}
	return clean(s)
}

// programs splits "SDGT] [IFSR" into its codes.
func programs(s string) []string {
	var out []string
	for p := range strings.SplitSeq(s, "] [") {
		if p = strings.Trim(p, "[] "); p != "" {
			out = append(out, p)
		}
	}
	return out
}

func digits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}
