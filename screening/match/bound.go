package match

import (
	"math/bits"

	"github.com/bonafide-go/bonafide/screening/internal/score"
)

// equals returns which words of the query and of a name have their equal in the
// other: they are aligned to nothing else.
func (s *search) equals(words []uint32) (query, list uint32) {
	for j, w := range words {
		if s.row[w] == 0 {
			continue
		}
		row := s.cells[s.rowOf(w):]
		for i := range s.real {
			if row[i].sim >= simFold {
				query |= 1 << i
				list |= 1 << j
			}
		}
	}
	return query, list
}

// bound returns what a name can score at most, without comparing words that
// the keys of the vocabulary did not bring together. It may be 0 where the mean
// coverage stays below least.
func (s *search) bound(n uint32, least float64) int32 {
	begin, end := s.x.nameOff[n], s.x.nameOff[n+1]
	t := score.Tally{Query: s.total, Shared: 2}
	t.QueryMatched, t.ListMatched, t.List = s.cover(s.x.nameWords[begin:end], s.x.nameWeights[begin:end])
	t.Evidence = min(t.QueryMatched, t.ListMatched)
	return s.t.formula.ScoreFrom(&t, least)
}

// cover returns how much of the query and of a name can be matched at most, and
// the weight of the name.
func (s *search) cover(words []uint32, weights []uint16) (query, listed, sum int64) {
	equalQ, equalL := s.equals(words)
	var best [maxWords]int32
	for j, w := range words {
		var row []cell
		if s.row[w] > 0 {
			row = s.cells[s.rowOf(w):]
		}
		most := int32(0)
		for i := range s.real {
			sim := int32(0)
			if row != nil {
				sim = int32(row[i].sim)
			}
			if (equalQ>>i|equalL>>j)&1 != 0 {
				if sim < simFold {
					continue
				}
			} else if row == nil || !row[i].known {
				sim = s.atMost(&s.words[i], w)
			}
			best[i] = max(best[i], sim)
			most = max(most, sim)
		}
		for i := s.real; i < len(s.words) && equalL>>j&1 == 0; i++ {
			if s.words[i].mask&equalQ != 0 {
				continue
			}
			sim := int32(0)
			if row != nil && row[i].known {
				sim = int32(row[i].sim)
			} else if s.mayBeJoined(&s.words[i], w) {
				sim = s.atMost(&s.words[i], w)
			}
			if sim > 0 {
				first := bits.TrailingZeros32(s.words[i].mask)
				best[first], best[first+1] = max(best[first], sim), max(best[first+1], sim)
				most = max(most, sim)
			}
		}
		if j > 0 && equalL>>(j-1)&3 == 0 && s.firsts>>s.x.firsts[words[j-1]]&1 != 0 {
			for i := range s.real {
				if equalQ>>i&1 == 0 && s.mayJoin(&s.words[i], words[j-1], w) {
					best[i], most = simJoined, simJoined
					listed += simJoined * int64(weights[j-1])
				}
			}
		}
		sum += int64(weights[j])
		listed += int64(most) * int64(weights[j])
	}
	for i := range s.real {
		query += int64(best[i]) * int64(s.words[i].weight)
	}
	return query, min(listed, sum*score.Unit), sum
}

// atMost returns a bound of the similarity of a query word and a word of the
// vocabulary, from their signatures.
func (s *search) atMost(q *queryWord, w uint32) int32 {
	if k := s.x.known[w]; k != 0 && q.known != 0 {
		if k != q.known {
			return 0
		}
		return simFold
	}
	c := s.x.classes[w]
	switch {
	case q.class == number || c == number:
		return 0
	case q.class == initial || c == initial:
		return s.likeInitial(q, w)
	case q.loose != full || s.x.loosely[w] != full:
		return simEdit
	}
	n := max(len(q.sound), int(s.x.soundOff[w+1]-s.x.soundOff[w]))
	return s.t.most(n, q.sign.apart(s.x.signs[w]))
}

// likeInitial compares words of which one is a single letter.
func (s *search) likeInitial(q *queryWord, w uint32) int32 {
	if s.x.sphere == people && q.class != s.x.classes[w] && q.loose == full && s.x.loosely[w] == full && q.text[0] == s.x.texts[w][0] {
		return s.t.initialSim
	}
	return 0
}
