package match

import (
	"slices"
	"strconv"
	"sync"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/canonical"
	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/screening/internal/score"
)

// A Threshold is the score from which entries of a list, of a type, or of a type
// on a list are reported as hits. The most specific one counts: list and type,
// then list, then type. Validators ask for thresholds that were chosen by
// measuring (NYDFS Part 504.3); examples/calibrate measures.
type Threshold struct {
	List     string               // empty = any
	Type     screening.EntityType // type of the listed entry, or of the query where the entry's is another; empty = any
	MinScore float64              // above 0, up to 1
}

// thresholds are an engine's, by list and type.
type thresholds struct {
	least int32 // counts where no other is more specific
	of    []Threshold
}

// checkThresholds adds every fault of thresholds.
func checkThresholds(faults *bonafide.Faults, of []Threshold) {
	for i, t := range of {
		path := "thresholds[" + strconv.Itoa(i) + "]"
		if t.Type != "" && !t.Type.Known() {
			faults.Add(path+".type", bonafide.CodeUnknown)
		}
		if !(t.MinScore > 0 && t.MinScore <= 1) {
			faults.Add(path+".min_score", bonafide.CodeOutOfRange)
		}
		again := func(o Threshold) bool { return o.List == t.List && o.Type == t.Type }
		if slices.ContainsFunc(of[:i], again) {
			faults.Add(path, bonafide.CodeRepeated)
		}
	}
}

// on returns the threshold of an entry of a list.
func (t *thresholds) on(list string, typ screening.EntityType) int32 {
	least, best := t.least, 0
	for _, s := range t.of {
		if s.List != "" && s.List != list || s.Type != "" && s.Type != typ {
			continue
		}
		specific := 1
		if s.List != "" {
			specific += 2
		}
		if s.Type != "" {
			specific++
		}
		if specific > best {
			least, best = score.Units(s.MinScore), specific
		}
	}
	return least
}

// rules names the scoring rules with the thresholds.
func (t *thresholds) rules() string {
	b := canonical.Count(nil, int(t.least))
	for _, s := range t.of {
		b = canonical.Count(canonical.Text(canonical.Text(b, s.List), string(s.Type)), int(score.Units(s.MinScore)))
	}
	return screening.EngineVersion + "/" + canonical.Sum(b)[:16]
}

// entryTypes are the types an entry may have, the unknown one last.
var entryTypes = sync.OnceValue(func() []screening.EntityType { return append(screening.EntityTypes(), "") })

// table returns the threshold of every list and type; nil where one is for all.
func (t *thresholds) table(lists []screening.List) [][]int32 {
	if len(t.of) == 0 {
		return nil
	}
	table := make([][]int32, len(lists))
	for i, l := range lists {
		for _, typ := range entryTypes() {
			table[i] = append(table[i], t.on(l.Key, typ))
		}
	}
	return table
}

// bars returns the thresholds for a query: one for all entries where the query
// names it, or where it asks for another mode's scores, which the thresholds
// were not chosen for.
func (s *Snapshot) bars(q *screening.Query) bars {
	switch {
	case q.MinScore > 0:
		return bars{all: score.Units(q.MinScore)}
	case q.Mode != "":
		return bars{all: s.thresholds.least}
	}
	return bars{all: s.thresholds.least, of: s.table}
}

// bars are the thresholds of one query.
type bars struct {
	all int32
	of  [][]int32 // thresholds by list and entry type; nil = one threshold for all
}

// on returns the threshold for entries of a type on a list of the snapshot.
func (b *bars) on(list int, typ screening.EntityType) int32 {
	if b.of == nil {
		return b.all
	}
	return b.of[list][slices.Index(entryTypes(), typ)]
}

// least returns the lowest threshold that an entry may have on a list, for a query
// of a type.
func (b *bars) least(list int, typ screening.EntityType) int32 {
	if b.of == nil {
		return b.all
	}
	if typ != "" {
		return min(b.on(list, typ), b.on(list, ""))
	}
	return slices.Min(b.of[list])
}
