package main

import (
	"math"
	"slices"
)

// A score is in ten-thousandths, the steps of the engine.
type score int

const (
	floor  score = 4000  // the least that is looked at: nobody draws a line below
	top    score = 10000 // score of the listed name itself
	unread score = -1    // stands for a name in a script that cannot be compared
)

// A rate is a share of the customers, in ten-thousandths.
type rate int

// rates are the shares of customers with a false alarm that are looked at.
var rates = []rate{1, 10, 100, 500}

// of is how many of n customers a rate allows.
func (r rate) of(n int) int { return n * int(r) / 10000 }

// A curve holds the scores that tell recall at a rate of false alarms, highest
// first; 0 is a score below the floor.
type curve struct {
	right  []score // score of the right entry, for each name
	alarms []score // score of the best hit, for each customer
	latin  []score // those of alarms whose customer has a name in Latin letters
	unread int     // customers whose names could not be read: neither alarmed nor clear
}

func newCurve(right, alarms []score, customers []name) curve {
	c := curve{right: slices.Clone(right)}
	for i, n := range customers {
		if alarms[i] == unread {
			c.unread++
			continue
		}
		c.alarms = append(c.alarms, alarms[i])
		if latin(n) {
			c.latin = append(c.latin, alarms[i])
		}
	}
	for _, scores := range [][]score{c.right, c.alarms, c.latin} {
		slices.SortFunc(scores, func(a, b score) int { return int(b - a) })
	}
	return c
}

// threshold is the lowest score that so many customers, or fewer, reach. It is
// false if more of them have the highest score there is.
func (c curve) threshold(allowed int) (score, bool) {
	if allowed >= len(c.alarms) {
		return floor, true
	}
	t := max(c.alarms[allowed]+1, floor)
	return t, t <= top
}

// found is how many names find their entry at a threshold.
func (c curve) found(t score) int { return reach(c.right, t) }

// alarmed is how many customers have a hit at a threshold.
func (c curve) alarmed(t score) int { return reach(c.alarms, t) }

// reach counts the scores, highest first, of t and more.
func reach(scores []score, t score) int {
	n, _ := slices.BinarySearchFunc(scores, t, func(s, t score) int {
		if s >= t {
			return -1
		}
		return 1
	})
	return n
}

// thin takes so many of all, evenly.
func thin[T any](all []T, most int) []T {
	if len(all) <= most {
		return all
	}
	out := make([]T, most)
	for i := range out {
		out[i] = all[i*len(all)/most]
	}
	return out
}

// wilson is the 95 % interval of a share of which k in n were seen (Wilson
// 1927, without correction for continuity). n must be positive.
func wilson(k, n int) (low, high float64) {
	const z = 1.959963984540054
	p, m := float64(k)/float64(n), float64(n)
	middle := p + z*z/(2*m)
	half := z * math.Sqrt(p*(1-p)/m+z*z/(4*m*m))
	whole := 1 + z*z/m
	return max((middle-half)/whole, 0), min((middle+half)/whole, 1)
}
