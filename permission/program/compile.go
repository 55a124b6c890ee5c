package program

import (
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/strict"
	"github.com/bonafide-go/bonafide/permission"
)

// Bounds of a compiled program.
const (
	maxTiers = 20
	maxWays  = 256 // alternatives of one rule
)

// compiler checks a sheet and builds the program; faults are collected.
type compiler struct {
	p      *Program
	faults bonafide.Faults
	ids    map[string]struct{}
}

func compile(sheet Sheet, zones func(string) (*time.Location, error), faults bonafide.Faults) (*Program, error) {
	c := compiler{p: &Program{sheet: sheet, leaves: make([]leaf, 0, 16)}, faults: faults}
	c.sheet(&c.p.sheet, zones)
	if len(c.faults) > 0 {
		return nil, distinct(c.faults).Err()
	}
	c.p.types.build(c.p.leaves)
	p := c.p
	p.hash = sync.OnceValue(func() string { return hashSheet(&p.sheet) })
	return p, nil
}

// distinct keeps the first fault of every path: what could not be read is not
// reported again as missing.
func distinct(faults bonafide.Faults) bonafide.Faults {
	var kept bonafide.Faults
	seen := make(map[string]struct{}, len(faults))
	for _, f := range faults {
		if _, ok := seen[f.Path]; !ok && len(kept) < strict.MaxFaults {
			seen[f.Path] = struct{}{}
			kept = append(kept, f)
		}
	}
	return kept
}

func (c *compiler) sheet(s *Sheet, zones func(string) (*time.Location, error)) {
	c.name(in("", "id"), s.ID)
	c.title(in("", "title"), s.Title)
	c.atLeastOne(in("", "version"), s.Version)
	c.atLeastOne(in("", "cip_tag"), s.CIPTag)
	switch {
	case s.UserKind == "":
		c.fault(in("", "user_kind"), bonafide.CodeRequired)
	case !s.UserKind.Known():
		c.fault(in("", "user_kind"), bonafide.CodeUnknown)
	}
	if s.EffectiveAt.IsZero() {
		c.fault(in("", "effective_at"), bonafide.CodeRequired)
	}
	s.EffectiveAt = bonafide.Instant(s.EffectiveAt)
	zone, err := zones(s.TimeZone)
	if err != nil {
		c.fault(in("", "time_zone"), bonafide.CodeUnknown)
	}
	c.p.zone = zone
	c.names(in("", "screening.counted_lists"), s.Screening.CountedLists, false)
	c.p.watches = len(s.Screening.CountedLists) > 0 || !s.Screening.MaxAge.IsZero() || !s.Screening.MaxEditionAge.IsZero()
	c.list(in("", "screening.photo_ids"), s.Screening.PhotoIDs, false, typeFault)
	for i, v := range s.FourEyes {
		switch {
		case !v.Known():
			c.fault(in("", "four_eyes").element(i), bonafide.CodeUnknown)
		case !v.TakesSecondPerson():
			c.fault(in("", "four_eyes").element(i), bonafide.CodeNotAllowed)
		case slices.Contains(s.FourEyes[:i], v):
			c.fault(in("", "four_eyes").element(i), bonafide.CodeRepeated)
		}
	}
	c.tiers(s.Tiers)
	c.target(s)
}

func (c *compiler) tiers(tiers []Tier) {
	switch {
	case len(tiers) == 0:
		c.fault(in("", "tiers"), bonafide.CodeRequired)
	case len(tiers) > maxTiers:
		c.fault(in("", "tiers"), bonafide.CodeTooMany)
		return
	}
	c.p.tiers = make([]tier, len(tiers))
	before := 0
	for i := range tiers {
		from, t, path := &tiers[i], &c.p.tiers[i], at("", "tiers", i)
		t.scope, t.rank, t.gives = from.Scope, from.Scope.Rank(), from.Scope.Permission()
		switch {
		case from.Scope == "":
			c.fault(in(path, ".scope"), bonafide.CodeRequired)
		case t.rank == 0:
			c.fault(in(path, ".scope"), bonafide.CodeMalformed)
		case t.rank <= before:
			c.fault(in(path, ".scope"), bonafide.CodeNotAllowed) // tiers go up
		default:
			before = t.rank
		}
		c.title(in(path, ".title"), from.Title)
		if len(from.Requires) == 0 {
			c.fault(in(path, ".requires"), bonafide.CodeRequired) // nothing is permitted by default
		}
		t.units = make([]unit, 0, len(from.Requires))
		for j := range from.Requires {
			c.units(t, i, at(path, ".requires", j), &from.Requires[j], nil)
		}
		for j := range t.units {
			u := &t.units[j]
			if u.plain = len(u.masks) == 1 && len(u.when) == 0 && u.due.IsZero() && !u.waivable && !u.ownOnly; u.plain {
				t.plain.union(&u.masks[0])
				t.wants = append(t.wants, u.ways[0].wants...)
			} else {
				t.hard = append(t.hard, u)
			}
		}
		c.limits(t, path, from.Limits)
	}
}

func (c *compiler) target(s *Sheet) {
	c.p.target = len(s.Tiers) - 1
	if s.Target == "" {
		return
	}
	for i := range s.Tiers {
		if s.Tiers[i].Scope == s.Target {
			c.p.target = i
			return
		}
	}
	c.fault(in("", "target"), bonafide.CodeUnknown)
}

// units compiles a rule in ledger position. An "all" without terms of its own
// is spread, so that each of its rules becomes an entry.
func (c *compiler) units(t *tier, index int, path string, r *Rule, when []Test) {
	c.terms(index, path, r)
	for i := range r.When {
		c.test(at(path, ".when", i), &r.When[i], true)
	}
	if len(r.When) > 0 {
		when = slices.Concat(when, r.When)
	}
	if len(r.All) > 0 && r.DueIn.IsZero() && !r.Waivable && c.kinds(path, r) {
		for i := range r.All {
			c.units(t, index, at(path, ".all", i), &r.All[i], when)
		}
		return
	}
	first := len(c.p.leaves)
	u := unit{path: path, id: r.ID, rule: r, leaf: first, when: when, due: r.DueIn, grace: r.Grace, waivable: r.Waivable}
	u.ways = c.rule(path, r)
	for _, l := range c.p.leaves[first:] {
		u.ownOnly = u.ownOnly || l.kind == leafOwners
	}
	if len(u.ways) > maxWays {
		c.fault(in(path, ""), bonafide.CodeTooMany)
		u.ways = nil
	}
	for _, w := range u.ways {
		var mask leafSet
		for _, want := range w.wants {
			mask.add(want.leaf)
		}
		if !slices.Contains(u.masks, mask) {
			u.masks = append(u.masks, mask)
		}
	}
	if u.only = -1; len(u.masks) == 1 && len(c.p.leaves) == first+1 {
		u.only = first
	}
	c.restriction(index, path, r, &u)
	c.p.units++
	c.p.hasOwners = c.p.hasOwners || u.ownOnly
	t.units = append(t.units, u)
}

// terms checks what may stand on a rule in ledger position only.
func (c *compiler) terms(index int, path string, r *Rule) {
	if r.ID != "" {
		c.name(in(path, ".id"), r.ID)
		if c.ids == nil {
			c.ids = make(map[string]struct{})
		}
		if _, ok := c.ids[r.ID]; ok {
			c.fault(in(path, ".id"), bonafide.CodeRepeated)
		}
		if r.ID == NamesAgree {
			c.fault(in(path, ".id"), bonafide.CodeNotAllowed)
		}
		c.ids[r.ID] = struct{}{}
	} else if !r.DueIn.IsZero() || r.Waivable {
		c.fault(in(path, ".id"), bonafide.CodeRequired)
	}
	if !r.Grace.IsZero() && r.DueIn.IsZero() {
		c.fault(in(path, ".grace"), bonafide.CodeNotAllowed)
	}
	if r.Option != "" {
		c.fault(in(path, ".option"), bonafide.CodeNotAllowed)
	}
}

// restriction finds what remains when a deadline has passed.
func (c *compiler) restriction(index int, path string, r *Rule, u *unit) {
	u.reaches = index
	switch {
	case r.DueIn.IsZero() && r.RestrictTo != "":
		c.fault(in(path, ".restrict_to"), bonafide.CodeNotAllowed)
	case r.RestrictTo == permission.ScopeUnverified:
		u.reaches = 0
	case r.RestrictTo != "":
		u.reaches = slices.IndexFunc(c.p.tiers[:index], func(t tier) bool { return t.scope == r.RestrictTo }) + 1
		if u.reaches == 0 {
			c.fault(in(path, ".restrict_to"), bonafide.CodeUnknown) // no tier below
		}
	}
	if !u.due.IsZero() {
		u.fallsTo = c.p.scope(u.reaches)
	}
}

// at is the path of an element.
func at(path, member string, i int) string {
	return path + member + "[" + strconv.Itoa(i) + "]"
}
