package screening

import (
	"slices"
	"strings"
	"sync"
)

// A ListKind is what a list says of those whom it names, and so what follows on being
// one of them (Dotfile, list types of an aml check).
type ListKind string

// The kinds.
const (
	SanctionList     ListKind = "sanction"        // nobody may deal with them
	PEPList          ListKind = "pep"             // politically exposed: enhanced due diligence (FATF recommendation 12)
	AdverseMediaList ListKind = "adverse_media"   // named by the press
	WarningList      ListKind = "warning"         // wanted, fined or warned of by an authority
	FitnessList      ListKind = "fitness_probity" // held unfit for an office
	InternalList     ListKind = "internal"        // a host's own
)

// ListKinds lists every kind, gravest first.
func ListKinds() []ListKind {
	return []ListKind{SanctionList, WarningList, FitnessList, InternalList, PEPList, AdverseMediaList}
}

// Known reports whether the kind is one of [ListKinds].
func (k ListKind) Known() bool { return slices.Contains(ListKinds(), k) }

// Reviewers is how many reviewers it takes to accept a true match of a list of the
// kind: one, who looked closer, for politically exposed persons and adverse media; two
// for the others; 0 for sanctions, which nobody accepts: what is frozen may not be dealt
// with (31 CFR 501.603; Regulation (EU) 269/2014 article 2).
func (k ListKind) Reviewers() int {
	switch k {
	case SanctionList:
		return 0
	case PEPList, AdverseMediaList:
		return 1
	}
	return 2
}

// KindOf returns the kind of the list of a key, of which a host or a Screener said a
// kind; empty where it said none. One of [KnownLists] has its own, whatever is said. Any
// other is of the kind that is said, if that is known. Where nothing is said, a key that
// begins with "pep_" or "adverse_media_" names its kind, one that begins with "fbi_" a
// warning, and every other list is one of sanctions.
func KindOf(key string, said ListKind) ListKind {
	if kind, ok := knownKinds()[key]; ok {
		return kind
	}
	if said != "" {
		if said.Known() {
			return said
		}
		return SanctionList // what cannot be read is never the milder
	}
	for _, named := range []struct {
		prefix string
		kind   ListKind
	}{{"pep_", PEPList}, {"adverse_media_", AdverseMediaList}, {"fbi_", WarningList}} {
		if strings.HasPrefix(key, named.prefix) {
			return named.kind
		}
	}
	return SanctionList
}

var knownKinds = sync.OnceValue(func() map[string]ListKind {
	kinds := make(map[string]ListKind, len(knownLists))
	for _, l := range knownLists {
		kinds[l.Key] = l.Kind
	}
	return kinds
})

// ListKind returns the kind of the list that was hit: see [KindOf].
func (h Hit) ListKind() ListKind { return KindOf(h.List, h.Kind) }

// ListKind returns the kind of the list that was searched: see [KindOf]. A host calls it,
// to tell what was searched for.
func (run ListRun) ListKind() ListKind { return KindOf(run.Key, run.Kind) }

// ListKind returns the kind of the list that the decision is about: see [KindOf].
func (d Decision) ListKind() ListKind { return KindOf(d.List, d.Kind) }

// kindOf is the kind of an entry's list: of the hit, or as the search or a decision on it
// told.
func (r Record) kindOf(list, entryID string) ListKind {
	if h, ok := r.Result.Hit(list, entryID); ok {
		return h.ListKind()
	}
	for _, d := range slices.Backward(r.Decisions) {
		if d.on(list, entryID) {
			return d.ListKind()
		}
	}
	run, _ := r.Result.Run(list)
	return KindOf(list, run.Kind)
}
