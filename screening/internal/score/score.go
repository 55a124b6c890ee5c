// Package score computes the score of two names from the words that were
// aligned. The matcher uses it while it searches, and an explanation uses it to
// compute the same score again.
package score

import "math"

// Unit is 1. Similarities, weights and effects are whole ten-thousandths, so
// that sums do not depend on their order and what is stored computes to the same
// score.
const Unit = 10000

// Units returns x in ten-thousandths.
func Units(x float64) int32 { return int32(math.Round(x * Unit)) }

// Fraction returns n ten-thousandths as the number that JSON carries.
func Fraction(n int32) float64 { return float64(n) / Unit }

// Adjust moves a score by an effect: a positive one closes that part of the gap
// to 1, a negative one takes that part away.
func Adjust(score, effect int32) int32 {
	if effect > 0 {
		return score + int32(math.Round(float64(Unit-score)*float64(effect)/Unit))
	}
	return score + int32(math.Round(float64(score)*float64(effect)/Unit))
}

// Lowered is a bound of the scores that effects of the birth date and the country
// may raise to score: no lower one gets there. effect is the sum of both.
func Lowered(score, effect int32) int32 {
	return score - int32(int64(Unit-score)*int64(effect)/int64(Unit-effect)) - 1
}

// percent is a hundredth: scores as of Sanctions List Search are whole percents.
const percent = Unit / 100

// OFAC is the score as of OFAC's Sanctions List Search (OFAC FAQ 249): the
// better of the similarity of the whole names and of the mean over the parts of
// the query's, in whole percents. sum is the similarity of all parts together.
func OFAC(whole, sum, parts int32) int32 {
	best := float64(whole)
	if parts > 0 {
		best = max(best, float64(sum)/float64(parts))
	}
	return int32(math.Round(best/percent)) * percent
}
