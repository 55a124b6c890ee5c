package ownership

// A sieve tells who may have an interest of some size in each of many companies, without
// an exact figure. It follows what is held from a company upwards as floating-point
// numbers until nothing large is left, and bounds the rest. With A what is held of whom,
// and any w > 0 for which (I - A) w ≥ κ > 0, a part that is left of at most δ anywhere
// comes to at most δ w/κ with all that follows from it, since (I - A)⁻¹ has nothing
// negative. So whoever does not pass has less; who passes is computed exactly.
type sieve struct {
	in    *integrator
	share []float64 // by holding
	keep  []float64 // by entity: one part of what is held, and not the company's own, is so much
	rest  []float64 // by entity: what a part of one that is left anywhere comes to, at most
	left  []float64 // by entity
	total []float64 // by entity
	queue []int32
	met   []int32 // entities with a total
}

const (
	leftOver  = 1e-7 // what is not followed any further
	leastPart = 1e-3 // the least κ that is relied on
	maxSweeps = 1000
	rounding  = 1e-7 // more than all errors of floating-point numbers here
)

// newSieve prepares a sieve, or returns nil where the circles are too close to closed
// for one.
func newSieve(in *integrator, e *effort) *sieve {
	ix := in.ix
	n := int(ix.size())
	s := &sieve{in: in, share: make([]float64, len(ix.holder))}
	words := make([]float64, 4*n)
	s.keep, s.rest, s.left, s.total = words[:n], words[n:2*n], words[2*n:3*n], words[3*n:]
	for k := range s.share {
		if x := ix.share[in.m][k]; !x.isZero() {
			s.share[k] = x.approximate()
		}
		if !(s.share[k] >= 0) {
			return nil
		}
	}
	for c := range s.keep {
		s.keep[c] = 1
	}
	for c, own := range ix.own[in.m] {
		if own.isZero() {
			continue
		}
		if s.keep[c] = 1 - own.approximate(); !(s.keep[c] > rounding) {
			return nil
		}
	}
	if !e.spend(float64(40*(n+len(s.share)))) || !s.settle(e) {
		return nil
	}
	return s
}

// settle finds w, and makes rest of it.
func (s *sieve) settle(e *effort) bool {
	sets, ix := s.in.sets, s.in.ix
	for i := range sets.len() {
		set := sets.of(i)
		for sweep := 0; sweep < maxSweeps; sweep++ {
			grown := 0.0
			for _, c := range set {
				w := (1 + s.held(c, s.rest)) / s.keep[c]
				grown = max(grown, w-s.rest[c])
				s.rest[c] = w
			}
			if len(set) == 1 || grown < leastPart {
				break
			}
			if !e.spend(float64(20 * len(set))) {
				return false
			}
		}
	}
	least := 1.0
	for _, c := range sets.member {
		least = min(least, s.rest[c]*s.keep[c]-s.held(c, s.rest))
	}
	if !(least >= leastPart) {
		return false
	}
	for _, c := range sets.member {
		s.rest[c] /= least * (1 - rounding)
	}
	for _, h := range ix.above {
		if sets.set[h] < 0 {
			s.rest[h] = s.held(h, s.rest)
		}
		if !(s.rest[h]*leftOver < 1e-3) {
			return false
		}
	}
	return true
}

// held adds up what a holder has of companies, each times its figure.
func (s *sieve) held(h int32, figure []float64) float64 {
	sum := 0.0
	for _, k := range s.in.ix.of(h) {
		if c := s.in.ix.held[k]; s.in.sets.set[c] >= 0 {
			sum += s.share[k] * figure[c]
		}
	}
	return sum
}

// into calls found for whoever may have at least the share of the company. It reports
// false where that is more work than is left.
func (s *sieve) into(company int32, least float64, e *effort, found func(int32)) bool {
	ix, sets := s.in.ix, s.in.sets
	s.queue, s.met = append(s.queue[:0], company), s.met[:0]
	s.left[company] = 1
	enough, work := true, 0
	for next := 0; next < len(s.queue) && enough; next++ {
		c := s.queue[next]
		part := s.left[c] / s.keep[c]
		s.left[c] = 0
		s.meet(c, part)
		from, to := ix.in(c)
		work += int(to - from)
		for k := from; k < to; k++ {
			h, x := ix.holder[k], part*s.share[k]
			switch {
			case x == 0:
			case sets.set[h] < 0:
				s.meet(h, x)
			case s.left[h] <= leftOver && s.left[h]+x > leftOver:
				s.queue = append(s.queue, h)
				fallthrough
			default:
				s.left[h] += x
			}
		}
		if work > 1024 {
			enough, work = e.spend(float64(10*work)), 0
		}
	}
	for _, c := range s.queue {
		s.forget(c)
	}
	for _, h := range s.met {
		if enough && (s.total[h]+leftOver*s.rest[h])*(1+rounding) >= least {
			found(h)
		}
		s.total[h] = 0
	}
	return enough && e.spend(float64(10*work))
}

func (s *sieve) meet(h int32, part float64) {
	if s.total[h] == 0 {
		s.met = append(s.met, h)
	}
	s.total[h] += part
}

// forget takes away what is left of a company, and of those that hold it.
func (s *sieve) forget(c int32) {
	from, to := s.in.ix.in(c)
	for _, h := range s.in.ix.holder[from:to] {
		s.left[h] = 0
	}
	s.left[c] = 0
}
