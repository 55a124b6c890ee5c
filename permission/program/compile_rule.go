package program

import (
	"slices"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/permission"
)

// kinds reports a rule that asks for nothing, or for more than one thing.
func (c *compiler) kinds(path string, r *Rule) bool {
	n := 0
	for _, given := range [...]bool{len(r.All) > 0, len(r.Any) > 0, r.NOf != nil, r.Document != nil, r.Test != nil,
		len(r.Fields) > 0, len(r.Lists) > 0, r.Owners != nil, r.Attestation != nil} {
		if given {
			n++
		}
	}
	switch n {
	case 0:
		c.fault(in(path, ""), bonafide.CodeRequired)
	case 1:
		return true
	default:
		c.fault(in(path, ""), bonafide.CodeNotAllowed)
	}
	return false
}

// rule compiles a rule into the ways to satisfy it: at most a few more than
// maxWays, which the caller reports.
func (c *compiler) rule(path string, r *Rule) []way {
	c.title(in(path, ".title"), r.Title)
	if !c.kinds(path, r) {
		return nil
	}
	switch {
	case len(r.All) > 0:
		return choose(c.group(path, ".all", r.All, false), len(r.All))
	case len(r.Any) > 0:
		return choose(c.group(path, ".any", r.Any, true), 1)
	case r.NOf != nil:
		if len(r.NOf.Of) == 0 {
			c.fault(in(path, ".n_of.of"), bonafide.CodeRequired)
		} else if r.NOf.N < 1 || r.NOf.N > len(r.NOf.Of) {
			c.fault(in(path, ".n_of.n"), bonafide.CodeOutOfRange)
		}
		kids := c.group(path, ".n_of.of", r.NOf.Of, false)
		if choices(len(kids), r.NOf.N) > maxWays {
			c.fault(in(path, ".n_of"), bonafide.CodeTooMany)
			return nil
		}
		return choose(kids, r.NOf.N)
	case r.Document != nil:
		return c.document(path, r.Document)
	case r.Test != nil:
		c.test(path+".test", r.Test, false)
		return c.leaf(leaf{kind: leafTest, test: r.Test}, string(r.Test.Fact))
	case len(r.Fields) > 0:
		c.names(in(path, ".fields"), r.Fields, true)
		return c.leaf(leaf{kind: leafFields, names: r.Fields}, "field."+r.Fields[0])
	case len(r.Lists) > 0:
		c.names(in(path, ".lists"), r.Lists, true)
		return c.leaf(leaf{kind: leafLists, names: r.Lists}, "list."+r.Lists[0])
	case r.Owners != nil:
		return c.owners(path, r.Owners)
	}
	a := r.Attestation
	c.name(in(path, ".attestation.id"), a.ID)
	return c.leaf(leaf{kind: leafAttestation, state: a, warn: a.WarnBefore}, "attestation."+a.ID)
}

// group compiles the rules inside "all", "any" and "n_of".
func (c *compiler) group(path, member string, rules []Rule, options bool) [][]way {
	kids := make([][]way, len(rules))
	for i := range rules {
		r, inner := &rules[i], at(path, member, i)
		for _, term := range [...]struct {
			given bool
			name  string
		}{{r.ID != "", ".id"}, {len(r.When) > 0, ".when"}, {!r.DueIn.IsZero(), ".due_in"}, {!r.Grace.IsZero(), ".grace"},
			{r.RestrictTo != "", ".restrict_to"}, {r.Waivable, ".waivable"}, {r.Option != "" && !options, ".option"}} {
			if term.given {
				c.fault(in(inner, term.name), bonafide.CodeNotAllowed)
			}
		}
		if r.Option != "" {
			c.name(in(inner, ".option"), r.Option)
		}
		kids[i] = c.rule(inner, r)
		for j := range kids[i] {
			if kids[i][j].option == "" {
				kids[i][j].option = r.Option
			}
		}
	}
	return kids
}

// leaf adds a leaf, with a way for each of the items that satisfy it.
func (c *compiler) leaf(l leaf, items ...string) []way {
	index := len(c.p.leaves)
	if index == maxLeaves {
		c.fault(in("", "tiers"), bonafide.CodeTooMany)
		return nil
	}
	c.p.leaves = append(c.p.leaves, l)
	if l.kind != leafDocument {
		c.p.facts = append(c.p.facts, index)
	}
	ways := make([]way, len(items))
	wants := make([]want, len(items))
	for i, item := range items {
		wants[i] = want{index, item}
		ways[i].wants = wants[i : i+1 : i+1]
	}
	return ways
}

func (c *compiler) document(path string, d *DocumentRule) []way {
	c.list(in(path, ".document.types"), d.Types, true, typeFault)
	switch d.Class {
	case "", "physical", "virtual", "social":
	default:
		c.fault(in(path, ".document.class"), bonafide.CodeUnknown)
	}
	if len(d.Countries) > 0 && len(d.NotCountries) > 0 {
		c.fault(in(path, ".document.not_countries"), bonafide.CodeNotAllowed)
	}
	c.list(in(path, ".document.countries"), d.Countries, false, countryFault)
	c.list(in(path, ".document.not_countries"), d.NotCountries, false, countryFault)
	return c.leaf(leaf{kind: leafDocument, doc: d, warn: d.WarnBefore}, d.Types...)
}

func (c *compiler) owners(path string, o *OwnersRule) []way {
	if c.p.sheet.UserKind == permission.Personal {
		c.fault(in(path, ".owners"), bonafide.CodeNotAllowed)
	}
	if o.Controlling < 0 || o.Controlling > 100 {
		c.fault(in(path, ".owners.controlling"), bonafide.CodeOutOfRange)
	}
	if o.Share != nil && (*o.Share < 0 || *o.Share > bonafide.FixedOf(100)) {
		c.fault(in(path, ".owners.share"), bonafide.CodeOutOfRange)
	}
	if o.Share != nil && !o.Complete {
		c.fault(in(path, ".owners.complete"), bonafide.CodeRequired) // an owner nobody named would be nobody's
	}
	if o.Above && o.Share == nil {
		c.fault(in(path, ".owners.above"), bonafide.CodeNotAllowed)
	}
	if o.Controlling == 0 && o.Share == nil && !o.Complete {
		c.fault(in(path, ".owners"), bonafide.CodeRequired)
	}
	rank := o.Scope.Rank()
	switch {
	case o.Scope == "":
		c.fault(in(path, ".owners.scope"), bonafide.CodeRequired)
	case rank == 0:
		c.fault(in(path, ".owners.scope"), bonafide.CodeMalformed)
	}
	c.names(in(path, ".owners.exempt"), o.Exempt, false)
	return c.leaf(leaf{kind: leafOwners, owner: o, rank: rank}, "owners")
}

// choose spells out every choice of n of the kids, in order, and stops soon
// after maxWays.
func choose(kids [][]way, n int) []way {
	switch {
	case n <= 0:
		return []way{{}}
	case n > len(kids):
		return nil
	}
	if n == 1 {
		return slices.Concat(kids...)
	}
	rest := choose(kids[1:], n-1)
	var all []way
	for _, first := range kids[0] {
		for _, then := range rest {
			w := first
			if len(then.wants) > 0 {
				w.wants = slices.Concat(first.wants, then.wants)
			}
			if w.option == "" {
				w.option = then.option
			}
			if all = append(all, w); len(all) > maxWays {
				return all
			}
		}
	}
	if n < len(kids) {
		all = append(all, choose(kids[1:], n)...)
	}
	return all
}

// choices returns the number of ways to choose k of n, or something above
// maxWays.
func choices(n, k int) int {
	if k < 0 || k > n {
		return 0
	}
	c := 1
	for i := range min(k, n-k) {
		if c = c * (n - i) / (i + 1); c > maxWays {
			break
		}
	}
	return c
}
