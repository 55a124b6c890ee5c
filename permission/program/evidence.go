package program

// typeTable finds what a sub-document of a type is evidence for: an open hash
// table over the types that a program knows, a power of two long. A map makes
// [Program.Scopes] an eighth slower (BenchmarkTask/scopes).
type typeTable struct {
	types   []string // empty where nothing is
	entries []typeEntry
	mask    uint32
}

// typeEntry is what one document type of a program is evidence for.
type typeEntry struct {
	plain  leafSet // leaves that any valid sub-document of the type satisfies
	loose  []int   // the same as a list
	strict []int   // leaves that ask for more than type and status
}

// typeHash is good enough for names such as GOVT_ID and PROOF_OF_ADDRESS.
func typeHash(s string) uint32 {
	n := len(s)
	if n == 0 {
		return 0
	}
	return uint32(n)*31 + uint32(s[0])*7 + uint32(s[n-1])*131 + uint32(s[n/2])*17
}

func (t *typeTable) find(typ string) *typeEntry {
	if typ == "" {
		return nil
	}
	for i := typeHash(typ) & t.mask; int(i) < len(t.types); i = (i + 1) & t.mask {
		switch t.types[i] {
		case typ:
			return &t.entries[i]
		case "":
			return nil
		}
	}
	return nil
}

// build fills the table; it stays at most half full, so that find ends.
func (t *typeTable) build(leaves []leaf) {
	n := 0
	for i := range leaves {
		if leaves[i].kind == leafDocument {
			n += len(leaves[i].doc.Types)
		}
	}
	size := 8
	for size < 2*n {
		size *= 2
	}
	t.types, t.entries, t.mask = make([]string, size), make([]typeEntry, size), uint32(size-1)
	for i := range leaves {
		if leaves[i].kind != leafDocument {
			continue
		}
		for _, typ := range leaves[i].doc.Types {
			at := typeHash(typ) & t.mask
			for t.types[at] != "" && t.types[at] != typ {
				at = (at + 1) & t.mask
			}
			t.types[at] = typ
			if e := &t.entries[at]; leaves[i].doc.plain() {
				e.plain.add(i)
				e.loose = append(e.loose, i)
			} else {
				e.strict = append(e.strict, i)
			}
		}
	}
}

// plain reports that the rule asks for a type and a valid status only.
func (d *DocumentRule) plain() bool {
	return d.Class == "" && len(d.Countries) == 0 && len(d.NotCountries) == 0 && d.ValidFor.IsZero() && d.MinResidual.IsZero() && !d.OnRecord && !d.NotImported
}
