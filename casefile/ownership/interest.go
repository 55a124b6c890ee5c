package ownership

import "slices"

// interests are the totals of everybody in the companies that control main. Where these
// are few, everybody's total in each is computed; where they are many, the totals in all
// of them, of those who may have enough.
type interests struct {
	judge     *judge
	by        [2]*integrator
	companies []int32
	columns   []interest             // by company; nil where rows are asked for
	may       map[int32][]int32      // by holder: the companies, by number, in which it may have enough
	rows      map[int32]*[2][]number // by holder, measure and company
}

// interest is everybody's total in one company that controls main.
type interest struct{ own, vote *integral }

// maxColumns is how many companies are few.
const maxColumns = 16

// controllers prepares the totals in every company that controls main, and reports
// whether it could.
func (j *judge) controllers() bool {
	ix := j.a.ix
	in := &interests{judge: j}
	var broad []bool
	if j.broad != nil {
		broad = j.broad.controllers()
	}
	for i, c := range ix.companies {
		if j.a.Companies[i].Controls || broad != nil && broad[c] {
			in.companies = append(in.companies, c)
		}
	}
	if len(in.companies) == 0 {
		return true
	}
	j.above = in
	if len(in.companies) > maxColumns && in.sieve() {
		return true
	}
	return in.compute()
}

// integrator is the one of a measure.
func (in *interests) integrator(m measure) *integrator {
	if in.by[m] == nil {
		in.by[m] = in.judge.a.by[m].fork(in.judge.inquiry.work)
	}
	return in.by[m]
}

// compute finds everybody's total in each company.
func (in *interests) compute() bool {
	j, complete := in.judge, true
	into := func(m measure, c int32) *integral {
		by := in.integrator(m)
		if !by.knows(c) {
			by = newIntegrator(j.a.ix, m, c, j.inquiry.work)
		}
		total, err := by.into(c, false)
		if err != nil {
			complete = false
			j.inquiry.tooComplex = j.inquiry.tooComplex || tooComplex(err)
			return nil
		}
		return total
	}
	in.columns = make([]interest, len(in.companies))
	for n, c := range in.companies {
		if j.inquiry.tooComplex {
			break
		}
		own := into(ownership, c)
		vote := own
		if j.a.ix.mixed {
			vote = into(voting, c)
		}
		in.columns[n] = interest{own, vote}
	}
	return complete
}

// measures are those whose figures differ.
func (in *interests) measures() []measure {
	if in.judge.a.ix.mixed {
		return []measure{ownership, voting}
	}
	return []measure{ownership}
}

// sieve finds who may have enough of each company, and reports whether it could.
func (in *interests) sieve() bool {
	least := in.judge.rules.least(InterestInController)
	if !(least > 2*leastPart) {
		return false
	}
	ix, may := in.judge.a.ix, make(map[int32][]int32)
	for _, m := range in.measures() {
		by := in.integrator(m)
		s := newSieve(by, in.judge.inquiry.work)
		if s == nil {
			return false
		}
		for n, c := range in.companies {
			if !by.knows(c) {
				return false
			}
			if !s.into(c, least, in.judge.inquiry.work, func(h int32) {
				if h != c && ix.entity(h).asked() {
					may[h] = append(may[h], int32(n))
				}
			}) {
				return false
			}
		}
	}
	for h, list := range may {
		slices.Sort(list)
		may[h] = slices.Compact(list) // by shares, by votes, or by both
	}
	in.may, in.rows = may, make(map[int32]*[2][]number)
	return true
}

// asked reports whether an entity is ever tested as an owner. A plain company is not.
func (e *Entity) asked() bool { return e.Type != Company || e.Discloses }

// least is the smallest threshold of a measure, as a fraction of one; 0 without one.
func (r RuleSet) least(m Measure) float64 {
	least := 0.0
	for _, t := range r.Tests {
		if x := t.Threshold.number().approximate() / 100; slices.Contains(t.Measures, m) && (least == 0 || x < least) {
			least = x
		}
	}
	return least
}

// most is the larger total of a candidate in a company.
func (in *interests) most(c *candidate, n int32) number {
	sum := in.totals(c.at, n)
	for i, h := range c.together {
		if i == 0 {
			sum = [2]number{}
		}
		for m, x := range in.totals(h, n) {
			sum[m] = sum[m].add(x)
		}
	}
	if sum[ownership].cmp(sum[voting]) < 0 {
		return sum[voting]
	}
	return sum[ownership]
}

// totals are those of a holder in a company, by measure; nothing where they are too much
// work.
func (in *interests) totals(h, n int32) (out [2]number) {
	if h == in.companies[n] {
		return out // nobody has an interest in itself
	}
	if in.columns != nil {
		for m, total := range [2]*integral{in.columns[n].own, in.columns[n].vote} {
			if total != nil {
				out[m] = total.total[h]
			}
		}
		return out
	}
	row := in.row(h)
	for m, totals := range row {
		if totals != nil {
			out[m] = totals[n]
		}
	}
	return out
}

// row computes the totals of a holder in all the companies, once.
func (in *interests) row(h int32) *[2][]number {
	if have := in.rows[h]; have != nil {
		return have
	}
	row := new([2][]number)
	in.rows[h] = row
	for _, m := range in.measures() {
		totals, err := in.integrator(m).of(h, in.companies)
		if err != nil {
			q := in.judge.inquiry
			q.tooComplex = q.tooComplex || tooComplex(err)
			q.incomplete = true
			continue
		}
		row[m] = totals
	}
	return row
}

// inControllers adds the reasons of those who have enough of a company that controls main.
func (j *judge) inControllers(reasons []Reason, t *Test, c *candidate) []Reason {
	in := j.above
	if in == nil {
		return reasons
	}
	if in.may != nil && c.together == nil {
		for _, n := range in.may[c.at] {
			reasons = in.test(reasons, t, c, n)
		}
		return reasons
	}
	for n := range in.companies {
		reasons = in.test(reasons, t, c, int32(n))
	}
	return reasons
}

func (in *interests) test(reasons []Reason, t *Test, c *candidate, n int32) []Reason {
	most := in.most(c, n)
	if most.isZero() {
		return reasons
	}
	value := percentOf(most)
	if !t.met(value) {
		return reasons
	}
	company := in.judge.a.ix.id(in.companies[n])
	return append(reasons, Reason{
		Code: t.Code + ":" + company, Source: t.Source, Measure: InterestInController,
		Value: value, Threshold: t.Threshold, Through: company,
	})
}
