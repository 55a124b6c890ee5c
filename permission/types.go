package permission

// typeTable finds what a sub-document of a type is evidence for: an open hash
// table over the types that a program knows, a power of two long.
type typeTable struct {
	slots []typeEntry
	mask  uint32
}

// typeEntry is one document type of a program.
type typeEntry struct {
	typ    string
	plain  leafSet // leaves that any valid sub-document of the type satisfies
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
	if len(t.slots) == 0 {
		return nil
	}
	for i := typeHash(typ) & t.mask; ; i = (i + 1) & t.mask {
		switch e := &t.slots[i]; e.typ {
		case typ:
			if typ == "" {
				return nil
			}
			return e
		case "":
			return nil
		}
	}
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
	t.slots, t.mask = make([]typeEntry, size), uint32(size-1)
	for i := range leaves {
		if leaves[i].kind != leafDocument {
			continue
		}
		for _, typ := range leaves[i].doc.Types {
			at := typeHash(typ) & t.mask
			for t.slots[at].typ != "" && t.slots[at].typ != typ {
				at = (at + 1) & t.mask
			}
			e := &t.slots[at]
			e.typ = typ
			if leaves[i].doc.plain() {
				e.plain.add(i)
			} else {
				e.strict = append(e.strict, i)
			}
		}
	}
}

// plain reports that the rule asks for a type and a valid status only.
func (d *DocumentRule) plain() bool {
	return d.Class == "" && len(d.Countries) == 0 && len(d.NotCountries) == 0 && d.ValidFor.IsZero() && d.MinResidual.IsZero() && !d.OnRecord
}
