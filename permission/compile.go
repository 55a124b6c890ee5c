package permission

import (
	"slices"
	"strconv"
	"time"

	"github.com/bonafide-go/bonafide"
)

// Bounds of a compiled program.
const (
	maxTiers = 20
	maxWays  = 256 // alternatives of one rule
)

// tier is a compiled tier.
type tier struct {
	scope  Scope
	rank   int
	plain  leafSet // what units without alternatives, conditions or deadlines ask
	units  []unit  // all units, in the order of the sheet
	hard   []*unit // the units that plain does not cover
	limits []limit
}

// unit is one entry of the ledger: a rule at the top of a tier, or inside "all".
// Rules only ever ask for more, so that each is the same as a list of ways, of
// which one must hold as a whole.
type unit struct {
	path, id string
	rule     *Rule
	plain    bool // asks for all of one set of leaves, always and of every base document
	when     []Test
	ownOnly  bool // asks about owners: for the user's own base document
	ways     []way
	masks    []leafSet // the ways as sets, each once
	due      Duration
	grace    Duration
	reaches  int // tiers that remain when the deadline has passed
	fallsTo  Scope
	waivable bool
}

// way is one way to satisfy a unit.
type way struct {
	option string
	wants  []want
}

// want is one thing of a way: an item, and the leaf it satisfies.
type want struct {
	leaf int
	item string
}

// leaf is one single thing that a rule asks for.
type leaf struct {
	kind  leafKind
	path  string
	warn  Duration
	doc   *DocumentRule
	test  *Test
	names []string // fields or lists
	owner *OwnersRule
	rank  int // of the scope that owners must have
	state *AttestationRule
}

type leafKind uint8

const (
	leafDocument leafKind = iota
	leafTest
	leafFields
	leafLists
	leafOwners
	leafAttestation
)

type limit struct {
	Limit
	max  bonafide.Money
	path string
}

// compiler checks a sheet and builds the program; faults are collected.
type compiler struct {
	p      *Program
	faults bonafide.Faults
	ids    map[string]struct{}
}

func compile(sheet Sheet, zones func(string) (*time.Location, error), faults bonafide.Faults) (*Program, error) {
	c := compiler{p: &Program{sheet: sheet}, faults: faults}
	c.sheet(&c.p.sheet, zones)
	if len(c.faults) > 0 {
		return nil, distinct(c.faults).Err()
	}
	c.p.types.build(c.p.leaves)
	c.p.hash = hashSheet(&c.p.sheet)
	return c.p, nil
}

// distinct keeps the first fault of every path: what could not be read is not
// reported again as missing.
func distinct(faults bonafide.Faults) bonafide.Faults {
	var kept bonafide.Faults
	seen := make(map[string]struct{}, len(faults))
	for _, f := range faults {
		if _, ok := seen[f.Path]; !ok && len(kept) < maxFaults {
			seen[f.Path] = struct{}{}
			kept = append(kept, f)
		}
	}
	return kept
}

func (c *compiler) sheet(s *Sheet, zones func(string) (*time.Location, error)) {
	c.name("id", s.ID)
	c.title("title", s.Title)
	c.atLeastOne("version", s.Version)
	c.atLeastOne("cip_tag", s.CIPTag)
	switch {
	case s.UserKind == "":
		c.faults.Add("user_kind", bonafide.CodeRequired)
	case !s.UserKind.Known():
		c.faults.Add("user_kind", bonafide.CodeUnknown)
	}
	if s.EffectiveAt.IsZero() {
		c.faults.Add("effective_at", bonafide.CodeRequired)
	}
	s.EffectiveAt = bonafide.Instant(s.EffectiveAt)
	zone, err := zones(s.TimeZone)
	if err != nil {
		c.faults.Add("time_zone", bonafide.CodeUnknown)
	}
	c.p.zone = zone
	c.names("screening.counted_lists", s.Screening.CountedLists, false)
	c.types("screening.photo_ids", s.Screening.PhotoIDs, false)
	for i, v := range s.FourEyes {
		switch {
		case !v.Known():
			c.faults.Add(at("four_eyes", i), bonafide.CodeUnknown)
		case contains(s.FourEyes[:i], v):
			c.faults.Add(at("four_eyes", i), bonafide.CodeRepeated)
		}
	}
	c.tiers(s.Tiers)
	c.target(s)
}

func (c *compiler) tiers(tiers []Tier) {
	switch {
	case len(tiers) == 0:
		c.faults.Add("tiers", bonafide.CodeRequired)
	case len(tiers) > maxTiers:
		c.faults.Add("tiers", bonafide.CodeTooMany)
		return
	}
	c.p.tiers = make([]tier, len(tiers))
	before := 0
	for i := range tiers {
		from, t, path := &tiers[i], &c.p.tiers[i], at("tiers", i)
		t.scope, t.rank = from.Scope, from.Scope.rank()
		switch {
		case from.Scope == "":
			c.faults.Add(path+".scope", bonafide.CodeRequired)
		case t.rank == 0:
			c.faults.Add(path+".scope", bonafide.CodeMalformed)
		case t.rank <= before:
			c.faults.Add(path+".scope", bonafide.CodeNotAllowed) // tiers go up
		default:
			before = t.rank
		}
		c.title(path+".title", from.Title)
		if len(from.Requires) == 0 {
			c.faults.Add(path+".requires", bonafide.CodeRequired) // nothing is permitted by default
		}
		for j := range from.Requires {
			c.units(t, i, at(path+".requires", j), &from.Requires[j], nil)
		}
		for j := range t.units {
			u := &t.units[j]
			if u.plain = len(u.masks) == 1 && len(u.when) == 0 && u.due.IsZero() && !u.waivable && !u.ownOnly; u.plain {
				t.plain.union(&u.masks[0])
			} else {
				t.hard = append(t.hard, u)
			}
		}
		c.limits(t, path+".limits", from.Limits)
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
	c.faults.Add("target", bonafide.CodeUnknown)
}

// units compiles a rule in ledger position. An "all" without terms of its own
// is spread, so that each of its rules becomes an entry.
func (c *compiler) units(t *tier, index int, path string, r *Rule, when []Test) {
	c.terms(index, path, r)
	for i := range r.When {
		c.test(at(path+".when", i), &r.When[i], true)
	}
	when = append(when[:len(when):len(when)], r.When...)
	if len(r.All) > 0 && r.DueIn.IsZero() && !r.Waivable && c.kinds(path, r) {
		for i := range r.All {
			c.units(t, index, at(path+".all", i), &r.All[i], when)
		}
		return
	}
	first := len(c.p.leaves)
	u := unit{path: path, id: r.ID, rule: r, when: when, due: r.DueIn, grace: r.Grace, waivable: r.Waivable}
	u.ways = c.rule(path, r)
	for _, l := range c.p.leaves[first:] {
		u.ownOnly = u.ownOnly || l.kind == leafOwners
	}
	if len(u.ways) > maxWays {
		c.faults.Add(path, bonafide.CodeTooMany)
		u.ways = nil
	}
	for _, w := range u.ways {
		var mask leafSet
		for _, want := range w.wants {
			mask.add(want.leaf)
		}
		if !contains(u.masks, mask) {
			u.masks = append(u.masks, mask)
		}
	}
	c.restriction(index, path, r, &u)
	c.p.units++
	c.p.hasOwners = c.p.hasOwners || u.ownOnly
	t.units = append(t.units, u)
}

// terms checks what may stand on a rule in ledger position only.
func (c *compiler) terms(index int, path string, r *Rule) {
	if r.ID != "" {
		c.name(path+".id", r.ID)
		if c.ids == nil {
			c.ids = make(map[string]struct{})
		}
		if _, ok := c.ids[r.ID]; ok {
			c.faults.Add(path+".id", bonafide.CodeRepeated)
		}
		c.ids[r.ID] = struct{}{}
	} else if !r.DueIn.IsZero() || r.Waivable {
		c.faults.Add(path+".id", bonafide.CodeRequired)
	}
	if !r.Grace.IsZero() && r.DueIn.IsZero() {
		c.faults.Add(path+".grace", bonafide.CodeNotAllowed)
	}
	if r.Option != "" {
		c.faults.Add(path+".option", bonafide.CodeNotAllowed)
	}
}

// restriction finds what remains when a deadline has passed.
func (c *compiler) restriction(index int, path string, r *Rule, u *unit) {
	u.reaches = index
	switch {
	case r.DueIn.IsZero() && r.RestrictTo != "":
		c.faults.Add(path+".restrict_to", bonafide.CodeNotAllowed)
	case r.RestrictTo == ScopeUnverified:
		u.reaches = 0
	case r.RestrictTo != "":
		u.reaches = slices.IndexFunc(c.p.tiers[:index], func(t tier) bool { return t.scope == r.RestrictTo }) + 1
		if u.reaches == 0 {
			c.faults.Add(path+".restrict_to", bonafide.CodeUnknown) // no tier below
		}
	}
	if !u.due.IsZero() {
		u.fallsTo = c.p.scope(u.reaches)
	}
}

func at(path string, i int) string { return path + "[" + strconv.Itoa(i) + "]" }
