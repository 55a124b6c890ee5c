package screening

import (
	"cmp"
	"math"
	"slices"

	"github.com/bonafide-go/bonafide"
)

// A Snapshot is an immutable state of an engine's lists.
type Snapshot struct {
	lists []List // by key
	index [spheres]*index
	tune  [spheres]*tuning
}

func newSnapshot(lists []List) *Snapshot {
	s := &Snapshot{lists: lists}
	for sp := range spheres {
		s.tune[sp] = defaultTuning(sp)
		s.index[sp] = newIndex(sp, lists, s.tune[sp])
	}
	return s
}

// Lists returns the lists of the snapshot, by key. They must not be changed.
func (s *Snapshot) Lists() []List { return slices.Clone(s.lists) }

// Editions returns the date of every list of the snapshot.
func (s *Snapshot) Editions() map[string]bonafide.Date {
	m := make(map[string]bonafide.Date, len(s.lists))
	for _, l := range s.lists {
		m[l.Key] = l.Edition
	}
	return m
}

func (s *Snapshot) list(key string) int {
	return slices.IndexFunc(s.lists, func(l List) bool { return l.Key == key })
}

// A candidate is an entry with the best of its names.
type candidate struct {
	sphere  sphere
	entry   uint32
	name    uint32
	query   int   // 0 for Query.Name, i for OtherNames[i-1]
	score   int32 // of the name
	total   int32 // with adjustments
	adjusts []Adjustment
}

// screen searches; q is checked and has a MinScore.
func (s *Snapshot) screen(q *Query) Result {
	res := Result{Subject: q.Fingerprint()}
	asked := s.runs(q, &res)
	least := units(q.MinScore)
	// Facts beyond the name can raise a score: search names from the score that
	// they could raise to the least.
	lift := int32(0)
	if !q.BirthDate.IsZero() || q.BirthYear != 0 {
		lift += effectSameDay
	}
	if len(q.Countries) > 0 {
		lift += effectSameCountry
	}
	floor := max(least-int32(math.Round(float64(unit-least)*float64(lift)/float64(unit-min(lift, unit-1)))), 1)

	var found []candidate
	for sp := range spheres {
		if q.Type != "" && sphereOf(q.Type) != sp {
			continue
		}
		found = s.names(found, q, sp, asked, floor)
	}
	var hits []candidate
	for i, c := range found {
		e := s.entry(&c)
		if e.Type == "" && q.Type == "" && s.readTwice(found, i, e) {
			continue
		}
		c.adjusts = adjustments(nil, q, e, nil)
		c.total = c.score
		for _, a := range c.adjusts {
			c.total = adjust(c.total, units(a.Effect))
		}
		if c.total >= least {
			hits = append(hits, c)
		}
	}
	slices.SortFunc(hits, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(b.total, a.total), cmp.Compare(b.score, a.score),
			cmp.Compare(s.listOf(&a), s.listOf(&b)), cmp.Compare(s.entry(&a).ID, s.entry(&b).ID))
	})
	limit := cmp.Or(q.Limit, DefaultLimit)
	for i := range hits {
		run := &res.Lists[asked[s.listOf(&hits[i])]]
		run.Result = ListMatch
		if i >= limit {
			run.Cut++
			continue
		}
		res.Hits = append(res.Hits, s.hit(q, &hits[i]))
	}
	return res
}

// runs starts the answer with a run for each list asked for, and returns for
// each list of the snapshot the place of its run, or -1.
func (s *Snapshot) runs(q *Query, res *Result) []int {
	asked := make([]int, len(s.lists))
	for i := range asked {
		asked[i] = -1
	}
	add := func(i int) {
		if asked[i] < 0 {
			l := &s.lists[i]
			asked[i] = len(res.Lists)
			res.Lists = append(res.Lists, ListRun{Key: l.Key, Edition: l.Edition, Hash: l.Hash, Result: ListNoMatch})
		}
	}
	if len(q.Lists) == 0 {
		for i := range s.lists {
			add(i)
		}
		return asked
	}
	for _, key := range q.Lists {
		if i := s.list(key); i >= 0 {
			add(i)
		} else if _, again := res.Run(key); !again {
			res.Lists = append(res.Lists, ListRun{Key: key, Result: ListFailed})
		}
	}
	return asked
}

// names adds the entries of a sphere whose names score floor or more, each with
// the best of its names.
func (s *Snapshot) names(found []candidate, q *Query, sp sphere, asked []int, floor int32) []candidate {
	x := s.index[sp]
	if len(x.nameEntry) == 0 {
		return found
	}
	search := x.newSearch(s.tune[sp])
	defer search.release()
	begin := len(found)
	for i := 0; i <= len(q.OtherNames); i++ {
		text := q.Name
		if i > 0 {
			text = q.OtherNames[i-1]
		}
		search.run(text, floor, func(name uint32, score int32) {
			entry := x.nameEntry[name]
			if typ := x.entryType[entry]; asked[x.entryList[entry]] < 0 || q.Type != "" && typ != "" && typ != q.Type {
				return
			}
			for j := range found[begin:] {
				if c := &found[begin+j]; c.entry == entry {
					if score > c.score || score == c.score && i == c.query && name < c.name {
						c.name, c.query, c.score = name, i, score
					}
					return
				}
			}
			found = append(found, candidate{sphere: sp, entry: entry, name: name, query: i, score: score})
		})
		search.reset()
	}
	return found
}

// readTwice reports whether an entry of no known type was also found by the
// rules of the other sphere, with a higher score or the same and earlier.
func (s *Snapshot) readTwice(found []candidate, i int, e *Entry) bool {
	for j := range found {
		if j != i && s.entry(&found[j]) == e && (found[j].score > found[i].score || found[j].score == found[i].score && j < i) {
			return true
		}
	}
	return false
}

func (s *Snapshot) listOf(c *candidate) int { return int(s.index[c.sphere].entryList[c.entry]) }

func (s *Snapshot) entry(c *candidate) *Entry {
	x := s.index[c.sphere]
	return &s.lists[x.entryList[c.entry]].Entries[x.entryPos[c.entry]]
}

// hit explains a candidate.
func (s *Snapshot) hit(q *Query, c *candidate) Hit {
	x := s.index[c.sphere]
	l, e := &s.lists[s.listOf(c)], s.entry(c)
	name := e.Names[x.nameNo[c.name]]
	text := q.Name
	if c.query > 0 {
		text = q.OtherNames[c.query-1]
	}
	h := Hit{
		List: l.Key, Edition: l.Edition.String(), EntryID: e.ID, EntryHash: e.Hash,
		Score: fraction(c.total), MatchedName: name.Text, NameKind: name.Kind,
		Explanation: Explanation{
			Engine: EngineVersion, List: l.Key, Edition: l.Edition.String(), ListHash: l.Hash, EntryID: e.ID, EntryHash: e.Hash,
			Query: text, Name: name.Text, NameKind: name.Kind, Rules: string(x.sphere.rules()), NameScore: fraction(c.score), Score: fraction(c.total), Adjustments: c.adjusts,
		},
	}
	search := x.newSearch(s.tune[c.sphere])
	defer search.release()
	search.explain(text, c.name, &h.Explanation)
	return h
}
