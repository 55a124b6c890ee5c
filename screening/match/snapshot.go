package match

import (
	"cmp"
	"slices"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/screening/internal/score"
)

// A Snapshot is an immutable state of an engine's lists, with the indexes to
// search them. It is safe for concurrent use.
type Snapshot struct {
	lists      []screening.List // sorted by key
	index      [spheres]*index
	ids        *identifierIndex
	thresholds thresholds
	table      [][]int32 // thresholds by list and entry type; nil = one for all
	rules      string
	over       map[string]bonafide.Date // by list: see [screening.ListRun.Over]
	earlier    map[string][]string      // by list: see [screening.ListRun.Earlier]
}

func newSnapshot(lists []screening.List, t thresholds) *Snapshot {
	s := &Snapshot{lists: lists, ids: newIdentifierIndex(lists), thresholds: t, table: t.table(lists), rules: t.rules()}
	for sp := range spheres {
		s.index[sp] = newIndex(sp, lists, nil)
	}
	return s
}

// of returns a snapshot of other lists, in which words weigh what they weigh in
// s: names score the same in both.
func (s *Snapshot) of(lists []screening.List) *Snapshot {
	next := &Snapshot{lists: lists, ids: newIdentifierIndex(lists), thresholds: s.thresholds, table: s.thresholds.table(lists)}
	for sp := range spheres {
		next.index[sp] = newIndex(sp, lists, s.index[sp])
	}
	return next
}

// after is the snapshot with what is known of the editions of its lists.
func (s *Snapshot) after(known map[string]past) *Snapshot {
	next := *s
	next.over = make(map[string]bonafide.Date, len(known))
	next.earlier = make(map[string][]string)
	for list, p := range known {
		next.over[list] = p.over
		if held, i := of(s.lists, list); i >= 0 {
			next.earlier[list] = p.earlier(held.Edition, held.Hash)
		}
	}
	return &next
}

// Lists returns the lists of the snapshot, by key. They must not be changed.
func (s *Snapshot) Lists() []screening.List { return slices.Clone(s.lists) }

// Rules names the scoring rules and the thresholds of the snapshot's engine: it changes
// with either. Results of queries that bring their own MinScore or Mode have none.
func (s *Snapshot) Rules() string { return s.rules }

// Editions returns the date of every list of the snapshot.
func (s *Snapshot) Editions() map[string]bonafide.Date {
	m := make(map[string]bonafide.Date, len(s.lists))
	for _, l := range s.lists {
		m[l.Key] = l.Edition
	}
	return m
}

func (s *Snapshot) list(key string) int {
	return slices.IndexFunc(s.lists, func(l screening.List) bool { return l.Key == key })
}

// screen searches; q is checked.
func (s *Snapshot) screen(q *screening.Query) screening.Result {
	res := screening.Result{Subject: q.Fingerprint()}
	if q.Mode == "" && q.MinScore == 0 {
		res.Rules = s.Rules()
	}
	bars := s.bars(q)
	asked := s.runs(q, &bars, &res)
	hits, set, read := s.hits(q, &bars, asked)
	res.Unread = !read
	for i := range res.Lists {
		if run := &res.Lists[i]; !read && run.Result == screening.ListNoMatch {
			run.Result = screening.ListFailed // a name that cannot be read is not a name without a match
		}
	}
	limit := cmp.Or(q.Limit, screening.DefaultLimit)
	for i := range hits {
		run := &res.Lists[asked[s.listOf(&hits[i])]]
		run.Result = screening.ListMatch
		if i >= limit {
			run.Cut++
		}
	}
	for i := range set {
		res.Lists[asked[s.listOf(&set[i])]].SetAside++
	}
	res.Hits = s.explained(q, hits[:min(len(hits), limit)])
	if q.SetAside {
		res.SetAside = s.explained(q, set[:min(len(set), limit)])
	}
	return res
}

// explained makes the hits of candidates.
func (s *Snapshot) explained(q *screening.Query, found []candidate) []screening.Hit {
	if len(found) == 0 {
		return nil
	}
	hits := make([]screening.Hit, len(found))
	for i := range found {
		s.explain(q, &found[i], &hits[i])
	}
	return hits
}

// all returns every hit of a query that is checked.
func (s *Snapshot) all(q *screening.Query) []screening.Hit {
	asked, bars := make([]int, len(s.lists)), s.bars(q)
	found, _, _ := s.hits(q, &bars, asked)
	return s.explained(q, found)
}

// runs starts the answer with a run for each list asked for, and returns for
// each list of the snapshot the place of its run, or -1.
func (s *Snapshot) runs(q *screening.Query, bars *bars, res *screening.Result) []int {
	asked := make([]int, len(s.lists))
	for i := range asked {
		asked[i] = -1
	}
	res.Lists = make([]screening.ListRun, 0, max(len(q.Lists), len(s.lists)))
	add := func(i int) {
		if l := &s.lists[i]; asked[i] < 0 && (len(q.Kinds) == 0 || slices.Contains(q.Kinds, screening.KindOf(l.Key, l.Kind))) {
			asked[i] = len(res.Lists)
			least := score.Fraction(bars.least(i, q.Type))
			res.Lists = append(res.Lists, screening.ListRun{Key: l.Key, Edition: l.Edition, Hash: l.Hash, Over: s.over[l.Key], Earlier: s.earlier[l.Key], MinScore: least, Result: screening.ListNoMatch, Kind: l.Kind})
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
			res.Lists = append(res.Lists, screening.ListRun{Key: key, Result: screening.ListFailed})
		}
	}
	return asked
}

// hits returns the candidates that are reported, and those that facts, type or a
// threshold set aside though their names are alike, best first. It reports
// whether a name of the query could be read.
func (s *Snapshot) hits(q *screening.Query, bars *bars, asked []int) (hits, set []candidate, read bool) {
	least := int32(score.Unit)
	for i := range s.lists {
		if asked[i] >= 0 {
			least = min(least, bars.least(i, q.Type))
		}
	}
	var ids []sameIdentifier
	if q.Mode != screening.ModeOFAC {
		for _, id := range q.Identifiers {
			ids = s.ids.find(ids, s.lists, id)
		}
	}
	var found []candidate
	for sp := range spheres {
		if q.Type == "" || sphereOf(q.Type) == sp {
			var ok bool
			found, ok = s.candidates(found, q, sp, asked, least, ids)
			read = read || ok
		}
	}
	hits = found[:0]
	for i := range found {
		c := &found[i]
		e := s.entry(c)
		if e.Type == "" && s.readTwice(found, c) {
			continue
		}
		if q.Mode != screening.ModeOFAC {
			c.adjusts = adjustments(q, e, c.id)
		}
		c.total = c.score
		for _, a := range c.adjusts {
			c.total = score.Adjust(c.total, score.Units(a.Effect))
		}
		typ := e.Type
		if otherType(q, typ) {
			typ = q.Type
		}
		c.short = c.total < bars.on(s.listOf(c), typ)
		switch {
		case !c.short, q.Mode == "" && c.score >= nameFloor:
			hits = append(hits, *c)
		case q.Mode == "" && c.score >= aside:
			set = append(set, *c)
		}
	}
	s.rank(hits)
	s.rank(set)
	return hits, set, read
}

// rank sorts candidates, best first.
func (s *Snapshot) rank(found []candidate) {
	slices.SortFunc(found, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(b.total, a.total), cmp.Compare(b.score, a.score),
			cmp.Compare(s.listOf(&a), s.listOf(&b)), cmp.Compare(s.entry(&a).ID, s.entry(&b).ID))
	})
}

// discounts names what speaks against a candidate whose total is below the
// threshold: its facts, or the threshold alone.
func (c *candidate) discounts() (facts []string) {
	if !c.short {
		return nil
	}
	for _, a := range c.adjusts {
		if a.Effect < 0 {
			facts = append(facts, a.Fact)
		}
	}
	if facts == nil {
		facts = []string{screening.FactThreshold}
	}
	return facts
}

// explain makes the hit of a candidate.
func (s *Snapshot) explain(q *screening.Query, c *candidate, h *screening.Hit) {
	x := s.index[c.sphere]
	l, e := &s.lists[s.listOf(c)], s.entry(c)
	name, edition := e.Names[x.nameNo[c.name]], l.Edition.String()
	*h = screening.Hit{
		List: l.Key, Kind: screening.KindOf(l.Key, l.Kind), Edition: edition, EntryID: e.ID, EntryHash: e.Hash, Score: score.Fraction(c.total), MatchedName: name.Text, NameKind: name.Kind, Discounted: c.discounts(),
		Explanation: screening.Explanation{
			Engine: screening.EngineVersion, List: l.Key, Edition: edition, ListHash: l.Hash, EntryID: e.ID, EntryHash: e.Hash,
			Query: nameOf(q, c.query), Name: name.Text, NameKind: name.Kind, Rules: string(c.sphere.rules()), Mode: q.Mode,
			NameScore: score.Fraction(c.score), Adjustments: c.adjusts, Score: score.Fraction(c.total),
		},
	}
	if c.text != h.Explanation.Query {
		h.Explanation.ReadAs = c.text
	}
	if q.Mode == screening.ModeOFAC {
		var query, listed ofacName
		query.read(c.text)
		listed.read(name.Text)
		ofacScore(&query, &listed, &h.Explanation)
		return
	}
	search := x.newSearch(q.Type)
	defer search.release()
	search.explain(c.text, c.name, &h.Explanation)
}
