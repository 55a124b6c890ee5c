package ownership

import "slices"

// suspend turns the votes that a company holds in a company which controls it
// into treasury votes of the latter, and reports whether there were any. Who
// controls whom is decided before any vote is suspended.
func (ix *index) suspend(steer *steering) bool {
	var circular []int32
	for _, c := range append([]int32{ix.main}, ix.companies...) {
		from, to := ix.in(c)
		if from == to || len(ix.of(c)) == 0 {
			continue
		}
		steer.of(c)
		for k := from; k < to; k++ {
			if h := ix.holder[k]; !ix.share[voting][k].isZero() && steer.controls(h) {
				circular = append(circular, k)
			}
		}
	}
	if len(circular) == 0 {
		return false
	}
	if !ix.mixed {
		ix.mixed = true
		ix.share[voting] = slices.Clone(ix.share[ownership])
	}
	for _, k := range circular {
		ix.treasury(ix.held[k], number{}, ix.share[voting][k])
		ix.share[voting][k] = number{}
	}
	return true
}
