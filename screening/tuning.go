package screening

import "math"

// tuning holds the numbers of the matcher.
type tuning struct {
	mosts   [8][maxSound + 1]int32     // see most
	similar [maxSound + 1][1024]uint16 // see similarity

	particle, honorific, initial, legal, number, common float64 // weights by class

	patronymic, initialSim, otherNumber float64

	floor, rise                    float64 // weight of a word: floor + rise × rarity
	alpha                          float64 // how much the query's coverage counts against the list's
	lone                           float64 // factor where one word of several is all that is shared
	slope                          float64 // similarity lost for each unit of cost per letter
	budget0                        float64 // cost allowed to a pair: budget0 + budget1 × letters
	budget1                        float64
	power                          float64 // of similarities in the sum
	group                          float64 // similarity of two forms of one name
	given, middle, family, family2 float64 // percent
	gender, join, share            float64
	usual                          float64 // how much the share of a usual name counts
	gamma                          float64 // exponent added where little is shared
	bits                           float64 // how much is little
}

func defaultTuning(sp sphere) *tuning {
	if sp == people {
		return (&tuning{
			particle: .11, honorific: .1, initial: .25, legal: .12, number: .8, common: .5, patronymic: .4, initialSim: 8000, otherNumber: .6,
			floor: .28, rise: .59, alpha: .45, lone: 1, slope: 1.21, budget0: .2, budget1: .275, power: 2,
			gamma: 2.7, bits: .575, group: 8900, usual: 12, given: 86, middle: 84, family: 100, family2: 100, gender: .57, join: 6500, share: .2,
		}).prepare()
	}
	return (&tuning{
		particle: .09, honorific: .1, initial: .36, legal: .25, number: .8, common: .5, patronymic: 1, initialSim: 6500, otherNumber: .6,
		floor: .28, rise: .59, alpha: .5, lone: .72, slope: 1.39, budget0: .15, budget1: .44, power: 1.54,
		gamma: 1.75, bits: .89, group: 8450, usual: 10, given: 100, middle: 100, family: 100, family2: 100, gender: 0, join: 6700, share: .25,
	}).prepare()
}

// most is the similarity of words of n sounds that are apart by so many
// consonants, at most.
func (t *tuning) most(n, apart int) int32 {
	if apart >= len(t.mosts) {
		return 0
	}
	return t.mosts[apart][min(n, maxSound)]
}

// prepare fills the tables of most and similarity.
func (t *tuning) prepare() *tuning {
	for n := 1; n <= maxSound; n++ {
		for cost := range t.similar[n] {
			sim := max(1-t.slope*float64(cost)/100/float64(n), 0)
			t.similar[n][cost] = uint16(units(math.Pow(sim, t.power)))
		}
		for apart := range t.mosts {
			t.mosts[apart][n] = 0
			if int32(apart*fullCost) <= t.limit(n) {
				t.mosts[apart][n] = min(t.similarity(int32(apart*fullCost), n), 9700)
			}
		}
	}
	return t
}

// limit is the highest cost, in hundredths, of two words of n sounds that are
// alike at all.
func (t *tuning) limit(n int) int32 { return int32(100 * (t.budget0 + t.budget1*float64(n))) }

// similarity of two words of n sounds at a cost in hundredths.
func (t *tuning) similarity(cost int32, n int) int32 {
	row := &t.similar[min(n, maxSound)]
	if int(cost) >= len(row) {
		return 0
	}
	return int32(row[cost])
}

// priorNames stands for names that are not on the lists: it keeps the weights
// of words much the same on short lists and long ones.
const priorNames = 10000

// weight is how much a word tells of the name it stands in, in ten-thousandths.
// count is in how many of so many names the word stands.
func (t *tuning) weight(sp sphere, c class, text string, count, names float64) int32 {
	share := (count + 1) / (names + priorNames)
	if sp == people && c == nameWord {
		share += float64(usualNames()[text]) / 1e4 * t.usual
	}
	rarity := min(max(-math.Log(share)/math.Log(5*priorNames), 0), 1)
	w := t.floor + t.rise*rarity
	switch c {
	case particle:
		w *= t.particle
	case honorific:
		w *= t.honorific
	case initial:
		w *= t.initial
	case patronymic:
		w *= t.patronymic
	case legalForm:
		w *= t.legal
	case number:
		w *= t.number
	case common:
		w *= t.common
	}
	return max(units(w), 1)
}
