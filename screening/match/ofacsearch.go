package match

import (
	"slices"
	"unicode"
	"unicode/utf8"

	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/screening/internal/score"
)

// The numbers of ModeOFAC.
const (
	ofacPrefix = 6   // letters of a common beginning that count between whole names
	partPrefix = 4   // and between parts
	ofacBoost  = .1  // what each of them closes of the gap to 1
	partLeast  = .75 // a part that is less alike counts nothing
	shortPart  = 3   // shorter parts are left out, if there are longer ones
)

// ofacName is a name as ModeOFAC compares it: in upper case, without commas and
// marks, and its parts of letters and digits.
type ofacName struct {
	whole []byte
	parts []wordSpan
}

func (o *ofacName) part(i int) []byte { return o.whole[o.parts[i].start:o.parts[i].end] }

// read reads a name into o, whose buffers it uses again. Apostrophes do not
// divide parts; they are dropped from whole names as well.
func (o *ofacName) read(name string) {
	o.whole, o.parts = o.whole[:0], o.parts[:0]
	inside := false
	for _, r := range decompose(name) {
		if r == ',' || r == '\'' || skipped(r) || len(o.whole) > screening.MaxNameBytes {
			inside = inside && r != ','
			continue
		}
		r = unicode.ToUpper(r)
		start := len(o.whole)
		o.whole = utf8.AppendRune(o.whole, r)
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			inside = false
			continue
		}
		if !inside {
			o.parts = append(o.parts, wordSpan{start: uint16(start)})
			inside = true
		}
		o.parts[len(o.parts)-1].end = uint16(len(o.whole))
	}
}

// counted reports whether a part of the query counts.
func (o *ofacName) counted(i int) bool {
	long := slices.ContainsFunc(o.parts, func(w wordSpan) bool { return w.end-w.start >= shortPart })
	return !long || o.parts[i].end-o.parts[i].start >= shortPart
}

// ofacScore scores two names, and tells ex, where there is one, how.
func ofacScore(q, l *ofacName, ex *screening.Explanation) int32 {
	whole := score.Units(jaroWinkler(q.whole, l.whole, ofacPrefix))
	var sum, parts int32
	var used uint64
	for i := range q.parts {
		if !q.counted(i) {
			if ex != nil {
				ex.QueryOnly = append(ex.QueryOnly, screening.Word{Text: string(q.part(i)), Kind: screening.InitialWord, Weight: 0})
			}
			continue
		}
		parts++
		best, at := int32(0), -1
		for j := range l.parts {
			if q.part(i)[0] != l.part(j)[0] {
				continue
			}
			if sim := score.Units(jaroWinkler(q.part(i), l.part(j), partPrefix)); sim > best {
				best, at = sim, j
			}
		}
		if best < score.Units(partLeast) {
			if ex != nil {
				ex.QueryOnly = append(ex.QueryOnly, screening.Word{Text: string(q.part(i)), Kind: screening.NameWord, Weight: 1})
			}
			continue
		}
		sum += best
		used |= 1 << min(at, 63)
		if ex != nil {
			r := screening.RuleEdit
			if best == score.Unit {
				r = screening.RuleExact
			}
			ex.Pairs = append(ex.Pairs, screening.Pair{
				Query: string(q.part(i)), List: string(l.part(at)), Rule: r, Similarity: score.Fraction(best),
				QueryKind: screening.NameWord, ListKind: screening.NameWord, QueryWeight: 1, ListWeight: 1,
			})
		}
	}
	if ex != nil {
		ex.Whole = score.Fraction(whole)
		for j := range l.parts {
			if used>>min(j, 63)&1 == 0 {
				ex.ListOnly = append(ex.ListOnly, screening.Word{Text: string(l.part(j)), Kind: screening.NameWord, Weight: 0})
			}
		}
	}
	return score.OFAC(whole, sum, parts)
}

// jaroWinkler is the similarity of Jaro with Winkler's boost for a common
// beginning of up to so many bytes.
func jaroWinkler(a, b []byte, prefix int) float64 {
	if len(a) == 0 || len(b) == 0 {
		return 0
	}
	const most = 256
	a, b = a[:min(len(a), most)], b[:min(len(b), most)]
	reach := max(max(len(a), len(b))/2-1, 0)
	var usedA, usedB [most / 64]uint64
	matches := 0
	for i, c := range a {
		for j := max(0, i-reach); j < min(len(b), i+reach+1); j++ {
			if b[j] == c && usedB[j>>6]>>(j&63)&1 == 0 {
				usedA[i>>6] |= 1 << (i & 63)
				usedB[j>>6] |= 1 << (j & 63)
				matches++
				break
			}
		}
	}
	if matches == 0 {
		return 0
	}
	swaps, j := 0, 0
	for i, c := range a {
		if usedA[i>>6]>>(i&63)&1 == 0 {
			continue
		}
		for usedB[j>>6]>>(j&63)&1 == 0 {
			j++
		}
		if b[j] != c {
			swaps++
		}
		j++
	}
	m := float64(matches)
	sim := (m/float64(len(a)) + m/float64(len(b)) + (m-float64(swaps)/2)/m) / 3
	common := 0
	for common < prefix && common < len(a) && common < len(b) && a[common] == b[common] {
		common++
	}
	return sim + float64(common)*ofacBoost*(1-sim)
}

// candidatesOFAC adds the entries of a sphere whose names score floor or more
// by the rules of ModeOFAC.
func (s *Snapshot) candidatesOFAC(found []candidate, q *screening.Query, sp sphere, asked []int, floor int32) []candidate {
	x := s.index[sp]
	var query, listed ofacName
	for i := 0; i <= len(q.OtherNames); i++ {
		query.read(nameOf(q, i))
		last := -1 // the candidate of the entry that was compared last
		for n := range x.nameEntry {
			entry := x.nameEntry[n]
			if x.foreign(entry) || otherType(q, x.entryType[entry]) || !x.wanted(entry, q, asked) {
				continue
			}
			c := candidate{sphere: sp, entry: entry, name: uint32(n), query: i, text: nameOf(q, i)}
			listed.read(s.entry(&c).Names[x.nameNo[n]].Text)
			if c.score = ofacScore(&query, &listed, nil); c.score < floor {
				continue
			}
			if i > 0 {
				last = slices.IndexFunc(found, func(f candidate) bool { return f.sphere == sp && f.entry == entry })
			}
			switch {
			case last < 0 || found[last].entry != entry || found[last].sphere != sp:
				last = len(found)
				found = append(found, c)
			case c.score > found[last].score:
				found[last] = c
			}
		}
	}
	return found
}
