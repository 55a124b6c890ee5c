package lists

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"unicode/utf8"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/screening"
)

// OFACOptions adjust [ReadOFAC] and [ReadOFACConsolidated]. Nil is refused: the
// edition is required.
type OFACOptions struct {
	// Key is the list's key; empty means screening.KeyOFACSDN, or
	// screening.KeyOFACConsolidated.
	Key string

	// Edition is the day of the publication, which the files do not tell.
	Edition bonafide.Date

	// PrimaryOnly reads the primary file alone, without aliases, addresses and
	// overflowing remarks: such as an archive keeps. Without it, a missing alias
	// or address file is refused, and so are missing comments where remarks
	// overflow.
	PrimaryOnly bool

	// WithoutWeak leaves out the weak a.k.a. of the remarks: broad nicknames that
	// OFAC itself does not expect to be screened against (OFAC FAQ 122 and 123).
	WithoutWeak bool

	// Unmarked accepts files that all lack the end mark that OFAC writes (Ctrl-Z
	// behind the last row), as a mirror may serve that cleans up text, or a host
	// that writes lists of its own. Such files can be cut between two rows unseen,
	// and aliases and addresses may be empty. Where one has the mark, all must.
	Unmarked bool

	// MinEntries refuses, as shrunken, a list with fewer entries: for the first
	// edition, which no other can be held against. 0 means at least one.
	MinEntries int

	// Tolerate is as in [Options].
	Tolerate int
}

// ofacFiles are the file names of one of OFAC's two publications.
type ofacFiles struct{ primary, alt, address, comments string }

// ReadOFAC reads the SDN list of the US Treasury as it is published in CSV. It
// wants, of one day and in one folder,
//
//   - sdn.csv: the entries;
//   - alt.csv: their other names;
//   - add.csv: their addresses;
//   - sdn_comments.csv: the ends of remarks that are too long for sdn.csv; it may
//     only be missing if there are none.
//
// The file names may also be in upper case, as OFAC offers them. The same list in
// one file is read by [ReadOFACXML], [ReadOFACEnhanced] and [ReadOFACAdvanced].
//
// It fails with a [*screening.ListError] if a file is missing, empty, cut off
// or malformed, or if the files do not belong together.
func ReadOFAC(fsys fs.FS, opts *OFACOptions) (screening.List, error) {
	return readOFAC(fsys, opts, screening.KeyOFACSDN, ofacFiles{"sdn.csv", "alt.csv", "add.csv", "sdn_comments.csv"})
}

// ReadOFACConsolidated reads the US Treasury's list of all who are not SDNs, in
// the same format as [ReadOFAC]: cons_prim.csv, cons_alt.csv, cons_add.csv and,
// where remarks overflow, cons_comments.csv.
func ReadOFACConsolidated(fsys fs.FS, opts *OFACOptions) (screening.List, error) {
	return readOFAC(fsys, opts, screening.KeyOFACConsolidated, ofacFiles{"cons_prim.csv", "cons_alt.csv", "cons_add.csv", "cons_comments.csv"})
}

// ofacReader gathers one list from its files.
type ofacReader struct {
	fsys      fs.FS
	files     ofacFiles
	opts      OFACOptions
	drafts    *drafts
	continued map[string]bool // entries whose remarks go on in the comments
	marked    bool            // a file has the end mark
	unmarked  string          // a file that has not
}

func readOFAC(fsys fs.FS, opts *OFACOptions, key string, files ofacFiles) (screening.List, error) {
	r := ofacReader{fsys: fsys}
	if opts != nil {
		r.opts = *opts
	}
	r.opts.Key = cmp.Or(r.opts.Key, key)
	o := Options{Key: r.opts.Key, Edition: r.opts.Edition, File: files.primary, WithoutWeak: r.opts.WithoutWeak, MinEntries: r.opts.MinEntries, Tolerate: r.opts.Tolerate}
	if err := o.required(); err != nil {
		return screening.List{}, err
	}
	r.files, r.drafts = files, o.gather()
	if err := r.read(files); err != nil {
		return screening.List{}, err
	}
	return o.list(bonafide.Date{}, r.drafts)
}

// wanted says which files belong to the publication.
func (f ofacFiles) wanted() string {
	return fmt.Sprintf("%s, %s and %s are read together, with %s where remarks overflow", f.primary, f.alt, f.address, f.comments)
}

func (r *ofacReader) read(files ofacFiles) error {
	if err := r.each(files.primary, 12, r.primary); err != nil {
		return err
	}
	var missing error
	if !r.opts.PrimaryOnly {
		if missing = r.each(files.comments, 2, r.comment); missing != nil && !errors.Is(missing, fs.ErrNotExist) {
			return missing
		}
		if err := r.each(files.alt, 5, r.alt); err != nil {
			return err
		}
		if err := r.each(files.address, 6, r.address); err != nil {
			return err
		}
	}
	for _, d := range r.drafts.all {
		cut := utf8.RuneCountInString(d.Remarks) >= fullRemarks && !r.continued[d.ID] && !strings.HasSuffix(strings.TrimSpace(d.Remarks), ".")
		if cut && missing != nil {
			return missing
		}
		if cut && !r.opts.PrimaryOnly {
			return place{r.opts.Key, files.comments}.refuse(screening.CodeListTruncated, 0, nil)
		}
		d.Remarks = clean(d.Remarks)
		d.readRemarks(cut)
		if d.Type == screening.Aircraft { // OFAC names aircraft by their registration mark
			d.identifier(screening.IDTail, d.Names[0].Text, "")
		}
	}
	return nil
}

// fullRemarks is how many characters of its remarks the primary file has room
// for; what is more stands in the comments.
const fullRemarks = 1000

// each reads one file, in lower or upper case.
func (r *ofacReader) each(file string, fields int, row func(line int, rec []string) bool) error {
	t := &table{place: place{r.opts.Key, file}, comma: ',', fields: fields, marked: !r.opts.Unmarked, ledger: r.drafts.ledger}
	f, err := r.fsys.Open(file)
	if errors.Is(err, fs.ErrNotExist) {
		f, err = r.fsys.Open(strings.ToUpper(file))
	}
	if err != nil {
		if err = pathless(err); errors.Is(err, fs.ErrNotExist) && !r.opts.PrimaryOnly {
			err = fmt.Errorf("%w: %s", err, r.files.wanted())
		}
		return t.refuse(screening.CodeListUnreadable, 0, err)
	}
	defer f.Close()
	t.sparse = r.unmarked != "" || r.marked // behind the primary file
	if err := t.each(f, row); err != nil {
		return err
	}
	if t.ended {
		r.marked = true
	} else {
		r.unmarked = file
	}
	if r.marked && r.unmarked != "" {
		return place{r.opts.Key, r.unmarked}.refuse(screening.CodeListTruncated, 0, nil)
	}
	return nil
}

// Rows of the primary file: ent_num, name, type, programs, title, call sign,
// vessel type, tonnage, gross registered tonnage, flag, owner, remarks.
func (r *ofacReader) primary(line int, rec []string) bool {
	d := r.drafts.draft(ofacText(rec[0]), "", line)
	if !d.typed(cmp.Or(ofacText(rec[2]), "entity")) {
		return false
	}
	d.name(ofacText(rec[1]), screening.PrimaryName)
	for p := range strings.SplitSeq(ofacText(rec[3]), "] [") { // "SDGT] [IFSR"
		d.program(strings.Trim(p, "[] "))
	}
	d.title(ofacText(rec[4]))
	d.identifier(screening.IDCallSign, ofacText(rec[5]), "")
	d.note("Vessel Type", ofacText(rec[6]))
	d.note("Tonnage", ofacText(rec[7]))
	d.note("Gross Registered Tonnage", ofacText(rec[8]))
	d.country("Vessel Flag", ofacText(rec[9]))
	d.note("Vessel Owner", ofacText(rec[10]))
	if strings.TrimSpace(rec[11]) != "-0-" {
		d.Remarks = strings.Clone(rec[11]) // a character may be cut in two
	}
	return digits(d.ID) && len(d.Names) > 0 && r.drafts.add(d)
}

// Rows of the comments file: ent_num, the rest of the remarks.
func (r *ofacReader) comment(_ int, rec []string) bool {
	d := r.known(rec[0])
	if d == nil {
		return false
	}
	d.Remarks = overflow(d.Remarks, rec[1])
	if r.continued == nil {
		r.continued = make(map[string]bool)
	}
	r.continued[d.ID] = true
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

// Rows of the alias file: ent_num, alt_num, type, name, remarks.
func (r *ofacReader) alt(_ int, rec []string) bool {
	d, name := r.known(rec[0]), ofacText(rec[3])
	if d == nil || name == "" {
		return false
	}
	switch ofacText(rec[2]) {
	case "aka", "fka", "nka", "":
	default:
		return false
	}
	d.name(name, screening.AKA)
	d.note("a.k.a. "+name, ofacText(rec[4]))
	return true
}

// Rows of the address file: ent_num, add_num, street, city with region and
// postal code, country, remarks.
func (r *ofacReader) address(_ int, rec []string) bool {
	d := r.known(rec[0])
	if d == nil {
		return false
	}
	a := screening.Address{Street: ofacText(rec[2]), City: ofacText(rec[3])}
	d.address(a, ofacText(rec[4]))
	d.note(joined(", ", "Address", a.Street, a.City), ofacText(rec[5]))
	return true
}

// known returns the draft of an id in the primary file, or nil.
func (r *ofacReader) known(id string) *draft { return r.drafts.index[strings.TrimSpace(id)] }

// ofacText is a field without OFAC's mark for "null".
func ofacText(s string) string {
	if s = clean(s); s == "-0-" {
		return ""
	}
	return s
}

func digits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}
