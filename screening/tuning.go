package screening

import "math"

// tuning holds the numbers of the matcher.
type tuning struct {
	particle, honorific, initial, legal, number, common float64 // weights by class

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
		return &tuning{
			particle: .081, honorific: .1, initial: .255, legal: .12, number: .8, common: .5,
			floor: .277, rise: .65, alpha: .448, lone: 1, slope: 1.214, budget0: .165, budget1: .192, power: 1.85,
			gamma: 1.64, bits: .6, group: 9300, usual: 9.8, given: 83, middle: 79, family: 113, family2: 100, gender: .57, join: 7430, share: .225,
		}
	}
	return &tuning{
		particle: .114, honorific: .1, initial: .358, legal: .176, number: .8, common: .5,
		floor: .311, rise: .542, alpha: .5, lone: .72, slope: 1.382, budget0: .15, budget1: .438, power: 1.54,
		gamma: .937, bits: .94, group: 8450, usual: 10, given: 100, middle: 100, family: 100, family2: 100, gender: 0, join: 6674, share: .25,
	}
}

// weight is how much a word tells of the name it stands in.
func (t *tuning) weight(sp sphere, c class, text string, count, names float64) int32 {
	if sp == people && c == nameWord {
		count += float64(usualNames()[text]) * names / 1e4 * t.usual
	}
	rarity := 1 - math.Log(1+count)/math.Log(2+names)
	w := t.floor + t.rise*rarity
	switch c {
	case particle:
		w *= t.particle
	case honorific:
		w *= t.honorific
	case initial:
		w *= t.initial
	case legalForm:
		w *= t.legal
	case number:
		w *= t.number
	case common:
		w *= t.common
	}
	return max(units(w), 1)
}
