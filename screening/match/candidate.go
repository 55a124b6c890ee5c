package match

import (
	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/screening/internal/score"
)

// Scores of names, in ten-thousandths.
const (
	nameFloor = int32(screening.NameFloor * score.Unit)       // from here on a name is reported, whatever else is known
	aside     = int32(screening.DefaultMinScore * score.Unit) // from here on a name that is not reported is counted
)

// A candidate is an entry with the best of its names.
type candidate struct {
	sphere  sphere
	entry   uint32 // number in the sphere's index
	name    uint32
	query   int                   // 0 for Query.Name, i for OtherNames[i-1]
	text    string                // the name of the query, or a further spelling of it
	score   int32                 // score of the name
	total   int32                 // score with adjustments
	short   bool                  // reported for its name alone: the total is below the threshold
	id      *screening.Identifier // the entry's, if the query has the same
	adjusts []screening.Adjustment
}

// candidates adds the entries of a sphere whose names may score least or more,
// each with the best of its names, and those with an identifier of the query, of
// whatever type: a wallet of a company may be listed as a person's. It reports
// whether a name of the query could be read.
func (s *Snapshot) candidates(found []candidate, q *screening.Query, sp sphere, asked []int, least int32, ids []sameIdentifier) (_ []candidate, read bool) {
	x := s.index[sp]
	if q.Mode == screening.ModeOFAC {
		return s.candidatesOFAC(found, q, sp, asked, least), true
	}
	// Facts beyond the name can raise a score.
	floor := min(max(score.Lowered(least, lift(q)), 1), nameFloor, aside)
	search := x.newSearch(q.Type)
	defer search.release()
	take := func(i int, text string, name uint32, got int32) *candidate {
		entry := x.nameEntry[name]
		if at := search.slot[entry]; at > 0 {
			c := &found[at-1]
			if got > c.score || got == c.score && i == c.query && text == c.text && name < c.name {
				c.name, c.query, c.text, c.score = name, i, text, got
			}
			return c
		}
		found = append(found, candidate{sphere: sp, entry: entry, name: name, query: i, text: text, score: got})
		search.slot[entry] = int32(len(found))
		search.slots = append(search.slots, entry)
		return &found[len(found)-1]
	}
	look := func(i int, text string) bool {
		if search.prepare(text); search.total == 0 {
			return false
		}
		read = read || !search.reader.unknown && !(q.Type == screening.Person && bySound(nameOf(q, i)))
		search.run(floor, func(name uint32, got int32) {
			if x.wanted(x.nameEntry[name], q, asked) {
				take(i, text, name, got)
			}
		})
		return true
	}
	for i := 0; i <= len(q.OtherNames); i++ {
		for _, text := range spelledAlso(nameOf(q, i), sp) {
			look(i, text)
			search.reset()
		}
		if !look(i, nameOf(q, i)) {
			continue
		}
		for _, id := range ids {
			entry, ok := x.find(id.list, id.entry)
			if !ok || asked[id.list] < 0 || q.Type == "" && x.foreign(entry) {
				continue
			}
			for n := x.entryName[entry]; n < x.entryName[entry+1]; n++ {
				take(i, nameOf(q, i), n, search.score(n, nil)).id = id.identifier
			}
		}
		search.reset()
	}
	return found, read
}

// wanted reports whether an entry is of a list that the query asks for, and to be
// looked for in this sphere: a query without a type finds every entry in its own.
func (x *index) wanted(entry uint32, q *screening.Query, asked []int) bool {
	return asked[x.entryList[entry]] >= 0 && (q.Type != "" || !x.foreign(entry))
}

// otherType reports whether an entry is of another type than the query's.
func otherType(q *screening.Query, listed screening.EntityType) bool {
	return q.Type != "" && listed != "" && q.Type != listed
}

// readTwice reports whether an entry of no known type was also found by the
// rules of the other sphere, and scores better there, or the same as a person.
func (s *Snapshot) readTwice(found []candidate, c *candidate) bool {
	e := s.entry(c)
	for i := range found {
		if o := &found[i]; o.sphere != c.sphere && s.entry(o) == e {
			return o.score > c.score || o.score == c.score && o.sphere == people
		}
	}
	return false
}

func (s *Snapshot) listOf(c *candidate) int { return int(s.index[c.sphere].entryList[c.entry]) }

func (s *Snapshot) entry(c *candidate) *screening.Entry {
	x := s.index[c.sphere]
	return &s.lists[x.entryList[c.entry]].Entries[x.entryPos[c.entry]]
}
