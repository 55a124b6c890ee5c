package ownership

import "context"

// maxEffort bounds the work on the circles of one analysis, and of one rule set on
// it, in nanoseconds of one core as they were measured once: half a second. What takes more ends
// as [CodeTooComplex]. It is counted and not timed, so that a structure has one answer on
// every machine and under every load.
const maxEffort = 5e8

// An effort is what is left of the work allowed, and who waits for it.
type effort struct {
	left float64
	ctx  context.Context
	err  error // why nobody waits any more
}

func newEffort(ctx context.Context) *effort { return &effort{left: maxEffort, ctx: ctx} }

// spend takes work off, and reports whether there was enough, and somebody waits.
func (e *effort) spend(work float64) bool {
	e.left -= work
	return e.left >= 0 && !e.stopped()
}

// stopped reports whether nobody waits any more. Whatever takes long asks now and then,
// and may then leave anything undone: the answer goes nowhere.
func (e *effort) stopped() bool {
	if e.err == nil {
		e.err = e.ctx.Err()
	}
	return e.err != nil
}

// often is how many short steps are taken between two looks at who waits.
const often = 1024

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
