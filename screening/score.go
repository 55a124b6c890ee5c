package screening

import "math"

// Similarities, weights and effects are whole ten-thousandths, so that sums do
// not depend on their order and what is stored computes to the same score.
const unit = 10000

// units returns x in ten-thousandths.
func units(x float64) int32 { return int32(math.Round(x * unit)) }

// fraction returns n ten-thousandths as the number that JSON carries.
func fraction(n int32) float64 { return float64(n) / unit }

// tally is what the score of a name is computed from: sums over the words of
// an alignment.
type tally struct {
	queryMatched, listMatched int64 // similarity × weight
	query, list               int64 // weights of all words
	evidence                  int64 // similarity × the lesser weight
	shared                    int   // pairs of name words
	queryNames, listNames     int   // name words
	queryNumbers, listNumbers int   // numbers without a partner
}

// pair counts two words that were aligned.
func (t *tally) pair(sim, queryWeight, listWeight int32, queryClass, listClass class) {
	t.queryMatched += int64(sim) * int64(queryWeight)
	t.listMatched += int64(sim) * int64(listWeight)
	t.evidence += int64(sim) * int64(min(queryWeight, listWeight))
	if queryClass == nameWord && listClass == nameWord {
		t.shared++
	}
	t.addQuery(queryWeight, queryClass)
	t.addList(listWeight, listClass)
}

// queryWord counts a word of the query without a partner.
func (t *tally) queryWord(weight int32, c class) {
	t.addQuery(weight, c)
	if c == number {
		t.queryNumbers++
	}
}

// listWord counts a word of the listed name without a partner.
func (t *tally) listWord(weight int32, c class) {
	t.addList(weight, c)
	if c == number {
		t.listNumbers++
	}
}

func (t *tally) addQuery(weight int32, c class) {
	t.query += int64(weight)
	if c == nameWord {
		t.queryNames++
	}
}

func (t *tally) addList(weight int32, c class) {
	t.list += int64(weight)
	if c == nameWord {
		t.listNames++
	}
}

// lone reports whether of two names of several words one alone is shared.
func (t *tally) lone() bool { return t.shared <= 1 && t.queryNames > 1 && t.listNames > 1 }

// single reports whether the listed name is one word and the query's several:
// many people have a name that somebody listed goes by.
func (t *tally) single() bool { return t.listNames == 1 && t.queryNames > 1 }

// otherNumber reports whether both names have a number that the other has not.
func (t *tally) otherNumber() bool { return t.queryNumbers > 0 && t.listNumbers > 0 }

// score is 1 where every word found its equal. Otherwise it is the weighted
// geometric mean of how much of the query and how much of the listed name was
// covered, less where a single word is shared or numbers differ.
func (t *tally) score(p *tuning) int32 { return t.scoreFrom(p, 0) }

// scoreFrom is score where nothing below a mean coverage of least matters: it
// may be 0 then.
func (t *tally) scoreFrom(p *tuning, least float64) int32 {
	if t.query == 0 || t.list == 0 || t.queryMatched == 0 {
		return 0
	}
	q := float64(t.queryMatched) / float64(t.query) / unit
	l := float64(t.listMatched) / float64(t.list) / unit
	if p.alpha*q+(1-p.alpha)*l < least {
		return 0 // the geometric mean is not higher
	}
	exponent := p.scale * (1 + p.doubt*math.Exp(-float64(t.evidence)/(unit*unit*p.enough)))
	s := math.Exp(exponent * (p.alpha*math.Log(q) + (1-p.alpha)*math.Log(l)))
	if t.lone() {
		s *= p.lone
	}
	if t.single() {
		s *= p.single
	}
	if t.otherNumber() {
		s *= p.otherNumber
	}
	return min(units(s), unit)
}

// adjust moves a score by an effect: a positive one closes that part of the gap
// to 1, a negative one takes that part away.
func adjust(score, effect int32) int32 {
	if effect > 0 {
		return score + int32(math.Round(float64(unit-score)*float64(effect)/unit))
	}
	return score + int32(math.Round(float64(score)*float64(effect)/unit))
}
