package match

import (
	"math"
	"sync"

	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/screening/internal/score"
)

// tuning holds the numbers of the matcher for people, or for things. They were
// fitted on one half of OFAC's own aliases against one half of the synthetic
// customers and listed companies, and are reported on the other halves; see
// quality_test.go.
type tuning struct {
	// Weights: how much a word tells is floor + rise × rarity, times a factor by
	// its class, and for listed names by its place in them.
	floor, rise                          float64
	particle, honorific, initial         float64
	patronymic, number, legal, common    float64
	given, middle, family, furtherFamily float64
	usual                                float64 // how much the share of a usual name counts; of a company, the share of a usual word
	slope, power                         float64 // similarity of words: (1 - slope × cost per sound) ^ power
	typo                                 curve   // and for a cost of one typo at most, if it differs
	budget0, budget1                     float64 // words are alike up to a cost of budget0 + budget1 × sounds
	gender                               int32   // cost added for Mario and Maria, in hundredths
	group, join, initialSim              int32   // similarity of two forms of a name; least of joined words; of an initial
	formula                              *score.Formula
	vessels                              *tuning // for names of vessels; nil = this one
	share                                float64 // how much of the query's weight must bring a name up for it to be looked at

	mosts   [8][maxSound + 1]int32     // see most
	similar [maxSound + 1][1024]uint16 // see similarity
}

// tunings are those of each sphere.
var tunings = sync.OnceValue(func() *[spheres]*tuning {
	companies := tuning{
		floor: .34, rise: .53, particle: .09, honorific: .1, initial: .36, patronymic: 1, number: .8, legal: .25, common: .5,
		given: 1, middle: 1, family: 1, furtherFamily: 1, usual: .1,
		slope: 1.25, power: 1.7, budget0: .15, budget1: .44, gender: 0, group: 8450, join: 6700, initialSim: 6500,
		share: .3, formula: score.Things(),
	}
	vessels := companies // a ship's name is short, and its list too: a typo tells less against it
	vessels.typo = curve{.9, 1.1}
	companies.vessels = vessels.prepare()
	return &[spheres]*tuning{
		people: (&tuning{
			floor: .28, rise: .59, particle: .11, honorific: .1, initial: .25, patronymic: .4, number: .8, legal: .12, common: .5,
			given: .86, middle: .84, family: 1, furtherFamily: .75, usual: 12,
			slope: 1.21, power: 2, budget0: .2, budget1: .25, gender: 57, group: 8900, join: 6500, initialSim: 8000,
			share: .3, formula: score.People(),
		}).prepare(),
		things: companies.prepare(),
	}
})

// of returns the numbers for names of a type.
func (t *tuning) of(typ screening.EntityType) *tuning {
	if typ == screening.Vessel && t.vessels != nil {
		return t.vessels
	}
	return t
}

// prepare fills the tables of most and similarity.
func (t *tuning) prepare() *tuning {
	for n := 1; n <= maxSound; n++ {
		for cost := range t.similar[n] {
			c := curve{t.slope, t.power}
			if t.typo.power > 0 && cost <= typoCost {
				c = t.typo
			}
			t.similar[n][cost] = c.similarity(cost, n)
		}
		for apart := range t.mosts {
			t.mosts[apart][n] = 0
			if cost := int32(apart * fullCost); cost <= t.limit(n) {
				t.mosts[apart][n] = min(t.similarity(cost, n), simFold)
			}
		}
	}
	return t
}

// typoCost is what one typo costs at most.
const typoCost = fullCost + firstCost

// A curve is how similar words are by what they differ in.
type curve struct{ slope, power float64 }

// similarity of two words of n sounds at a cost in hundredths.
func (c curve) similarity(cost, n int) uint16 {
	sim := max(1-c.slope*float64(cost)/fullCost/float64(n), 0)
	return uint16(score.Units(math.Pow(sim, c.power)))
}

// limit is the highest cost, in hundredths, of two words of n sounds that are
// alike at all.
func (t *tuning) limit(n int) int32 { return int32(fullCost * (t.budget0 + t.budget1*float64(n))) }

// similarity of two words of n sounds at a cost in hundredths.
func (t *tuning) similarity(cost int32, n int) int32 {
	row := &t.similar[min(n, maxSound)]
	if int(cost) >= len(row) {
		return 0
	}
	return int32(row[cost])
}

// most is the similarity of two words of n sounds that are apart by so many
// consonants, at most.
func (t *tuning) most(n, apart int) int32 {
	if apart >= len(t.mosts) {
		return 0
	}
	return t.mosts[apart][min(n, maxSound)]
}

// priorNames stands for names that are not on the lists: it keeps the weights
// of words much the same on short lists and long ones.
const priorNames = 10000

// weight is how much a word tells of the name it stands in, in ten-thousandths.
// count is in how many of so many names the word stands.
func (t *tuning) weight(sp sphere, c class, text string, loose looseness, count, names float64) int32 {
	share := (count + 1) / (names + priorNames)
	switch {
	case c != nameWord:
	case sp == people:
		share += float64(usual(text, loose)) / 1e4 * t.usual
	case loose == full && usualWords().has([]byte(text)):
		share += t.usual
	}
	rarity := min(max(-math.Log(share)/math.Log(5*priorNames), 0), 1)
	w := (t.floor + t.rise*rarity) * t.classFactor(c)
	return max(score.Units(w), 1)
}

func (t *tuning) classFactor(c class) float64 {
	switch c {
	case particle:
		return t.particle
	case honorific:
		return t.honorific
	case initial:
		return t.initial
	case patronymic:
		return t.patronymic
	case legalForm:
		return t.legal
	case number:
		return t.number
	case common:
		return t.common
	}
	return 1
}

// place is the factor for the word j of a name whose family names are the bits
// of family. A name without a comma has no family names that are known.
func (t *tuning) place(family uint16, j int) float64 {
	switch {
	case family == 0:
		return 1
	case family>>j&1 == 0 && j == 0:
		return t.given
	case family>>j&1 == 0:
		return t.middle
	case j == 0 || family>>(j-1)&1 == 0:
		return t.family
	}
	return t.furtherFamily
}
