package ownership

import "math/bits"

// steering is who controls what: the least fixpoint of majorities. x controls y if
// x, together with the companies it controls already, holds more than half of the
// outstanding votes of y, or controls y by other means. Nothing is assumed that is
// not proven: two companies that would control each other if one of them were
// controlled stay free (Ross and Sagiv 1992).
type steering struct {
	ix    *index
	tally tally
	also  *tally  // where majorities of it are control too
	round []int32 // by company: in which round its tally was begun
	taken []int32 // by company: in which round it was found controlled
	now   int32
	queue []int32
	work  *effort // who waits; nil where that takes no time
}

// by is the steering for somebody who waits.
func (s *steering) by(work *effort) *steering {
	s.work = work
	return s
}

// abandoned reports whether nobody waits any more, for which it looks now and then.
func (s *steering) abandoned() bool {
	return s.work != nil && (s.work.err != nil || s.now%often == 0 && s.work.stopped())
}

func newSteering(ix *index) *steering {
	n := ix.size()
	rounds := make([]int32, 2*n)
	return &steering{ix: ix, tally: newTally(ix, voting), round: rounds[:n], taken: rounds[n:], queue: make([]int32, 0, 16)}
}

// newBroadSteering takes majorities of shares for control as well.
func newBroadSteering(ix *index) *steering {
	s := newSteering(ix)
	shares := newTally(ix, ownership)
	s.also = &shares
	return s
}

// reign is what a controller, or several who act as one, has in main.
type reign struct {
	votes    number // own ones and all of controlled companies, not multiplied
	shares   number // likewise
	controls bool   // main itself
	through  bool   // a controlled company holds a part of main directly
}

// of computes the control of the given entities, taken as one owner. What they
// control stays marked until the next call.
func (s *steering) of(owners ...int32) reign { return s.before(nil, owners...) }

// before is of, without what is held by and through the given companies, unless
// they are the owners themselves.
func (s *steering) before(stop map[int32]bool, owners ...int32) reign {
	return s.walk(stop, nil, owners)
}

// controllers tells by entity which companies control main. Whoever controls one
// that does does too, so that most walks end after a step: they are taken from main
// upwards.
func (s *steering) controllers() []bool {
	known := make([]bool, s.ix.size())
	for _, c := range s.ix.upwards {
		known[c] = s.walk(nil, known, []int32{c}).controls
	}
	return known
}

func (s *steering) walk(stop map[int32]bool, known []bool, owners []int32) reign {
	ix := s.ix
	s.now++
	s.queue = append(s.queue[:0], owners...)
	for _, o := range owners {
		s.taken[o] = s.now // nobody takes what is its own
	}
	var r reign
	if s.abandoned() {
		return r
	}
	if len(owners) == 1 && ix.entity(owners[0]).Type == Class {
		return r // several persons do not vote as one
	}
	for next := 0; next < len(s.queue); next++ {
		for _, k := range ix.of(s.queue[next]) {
			c := ix.held[k]
			if !ix.reaches[c] {
				continue
			}
			if s.round[c] != s.now {
				s.round[c] = s.now
				s.tally.begin(c)
				if s.also != nil {
					s.also.begin(c)
				}
			}
			majority := s.tally.cast(c, k)
			if s.also != nil && s.also.cast(c, k) {
				majority = true
			}
			if c == ix.main {
				r.shares = r.shares.add(ix.share[ownership][k])
				if next >= len(owners) && !(ix.share[voting][k].isZero() && ix.share[ownership][k].isZero()) {
					r.through = true
				}
			}
			if s.taken[c] != s.now && (majority || ix.by != nil && ix.by[k]) {
				s.taken[c] = s.now
				if known != nil && known[c] {
					return reign{controls: true}
				}
				if !stop[c] {
					s.queue = append(s.queue, c)
				}
			}
		}
	}
	if s.round[ix.main] == s.now {
		r.votes = s.tally.votes(ix.main)
	}
	r.controls = s.taken[ix.main] == s.now
	if len(ix.own[voting]) > 0 {
		r.votes = r.votes.overOutstanding(ix.outstanding(voting, ix.main))
	}
	if len(ix.own[ownership]) > 0 {
		r.shares = r.shares.overOutstanding(ix.outstanding(ownership, ix.main))
	}
	return r
}

func (x number) overOutstanding(y number) number {
	if y == one {
		return x
	}
	return x.over(y)
}

// controls reports whether the entities of the last call control c.
func (s *steering) controls(c int32) bool { return s.taken[c] == s.now }

// tally adds up the votes, or shares, of one owner in each company. Where all have few
// enough decimals, which is nearly always, they are counted in words.
type tally struct {
	ix    *index
	m     measure
	scale uint32
	unit  []uint64 // by holding: votes × 10^scale; nil if they do not fit
	sum   []uint64 // by company
	need  []uint64 // by company: a majority is more than this
	exact []number // by company, where unit is nil
}

// tallyScale bounds the decimals of a vote in words, which leaves room for a
// company over-allocated a thousandfold.
const tallyScale = 15

func newTally(ix *index, m measure) tally {
	t := tally{ix: ix, m: m}
	share := ix.share[m]
	for i := range share {
		if share[i].wide != nil || share[i].hi != 0 || share[i].scale > tallyScale {
			return exactTally(ix, m)
		}
		t.scale = max(t.scale, share[i].scale)
	}
	for _, own := range ix.own[m] {
		if own.wide != nil || own.hi != 0 || own.scale > tallyScale {
			return exactTally(ix, m)
		}
		t.scale = max(t.scale, own.scale)
	}
	n := int(ix.size())
	words := make([]uint64, 2*n+len(share))
	t.sum, t.need, t.unit = words[:n], words[n:2*n], words[2*n:]
	whole := powers[t.scale]
	for c := range t.need {
		t.need[c] = whole / 2
	}
	for c, own := range ix.own[m] {
		t.need[c] = (whole - own.lo*powers[t.scale-own.scale]) / 2
	}
	var most uint64
	for k := range share {
		over, unit := bits.Mul64(share[k].lo, powers[t.scale-share[k].scale])
		if over != 0 { // thousands of relations of one pair
			return exactTally(ix, m)
		}
		t.unit[k] = unit
		most = max(most, unit)
	}
	if most > 1<<63/uint64(len(share)+1) && ix.crowded(most) {
		return exactTally(ix, m)
	}
	return t
}

func exactTally(ix *index, m measure) tally {
	return tally{ix: ix, m: m, exact: make([]number, ix.size())}
}

// crowded reports whether the votes of some company might not fit a word.
func (ix *index) crowded(most uint64) bool {
	for c := range ix.size() {
		if from, to := ix.in(c); uint64(to-from) > 1<<63/most {
			return true
		}
	}
	return false
}

func (t *tally) begin(c int32) {
	if t.unit != nil {
		t.sum[c] = 0
		return
	}
	t.exact[c] = number{}
}

// cast adds a holding in c and reports whether there is a majority now.
func (t *tally) cast(c, k int32) bool {
	if t.unit != nil {
		t.sum[c] += t.unit[k]
		return t.sum[c] > t.need[c]
	}
	t.exact[c] = t.exact[c].add(t.ix.share[t.m][k])
	return t.exact[c].cmp(t.ix.outstanding(t.m, c).mul(half)) > 0
}

func (t *tally) votes(c int32) number {
	if t.unit != nil {
		return number{lo: t.sum[c], scale: t.scale}.trim()
	}
	return t.exact[c]
}
