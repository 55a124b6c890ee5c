package ownership

// maxEffort bounds the work on the circles of one analysis, and of one rule set on
// it, in nanoseconds of one core as measured: half a second. What takes more ends as
// [CodeTooComplex].
const maxEffort = 5e8

// An effort is what is left of the work allowed.
type effort struct{ left float64 }

func newEffort() *effort { return &effort{left: maxEffort} }

// spend takes work off, and reports whether there was enough.
func (e *effort) spend(work float64) bool {
	e.left -= work
	return e.left >= 0
}

// cost is the work of solving the block modulo that many primes: taking it apart
// where that was not done, substituting, and putting the remainders of so many figures
// together.
func (b *block) cost(count, figures int, minors bool) float64 {
	n, primes := float64(len(b.company)), float64(count)
	fill, sides, each := 0.0, 1.0, 1.0
	for _, up := range b.up {
		fill += 2 * float64(len(up))
	}
	if minors {
		sides, each = 2, 3
	}
	fresh := max(primes-float64(len(b.solved)), 0)
	return 2*fresh*b.work*each + 8*(primes*(fill+n)+sides*float64(figures)*primes*primes)
}
