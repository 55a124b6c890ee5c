package permission

import (
	"slices"

	"github.com/bonafide-go/bonafide"
)

const (
	maxName  = 64
	maxTitle = 200
	maxNames = 300
)

func contains[T comparable](list []T, v T) bool { return slices.Contains(list, v) }

func (c *compiler) title(path, text string) {
	if len(text) > maxTitle {
		c.faults.Add(path, bonafide.CodeTooLong)
	}
}

func (c *compiler) atLeastOne(path string, n int) {
	switch {
	case n == 0:
		c.faults.Add(path, bonafide.CodeRequired)
	case n < 0:
		c.faults.Add(path, bonafide.CodeOutOfRange)
	}
}

// name checks the id of a program, rule, list, field, …: a-z, 0-9, "-", "_", ".".
func (c *compiler) name(path, text string) {
	switch {
	case text == "":
		c.faults.Add(path, bonafide.CodeRequired)
	case len(text) > maxName:
		c.faults.Add(path, bonafide.CodeTooLong)
	default:
		for i := range len(text) {
			if b := text[i]; (b < 'a' || b > 'z') && (b < '0' || b > '9') && b != '-' && b != '_' && b != '.' {
				c.faults.Add(path, bonafide.CodeMalformed)
				return
			}
		}
	}
}

func (c *compiler) names(path string, list []string, required bool) {
	c.list(path, list, required, c.name)
}

// types checks document types: A-Z, 0-9, "-", "_".
func (c *compiler) types(path string, list []string, required bool) {
	c.list(path, list, required, func(path, text string) {
		switch {
		case text == "":
			c.faults.Add(path, bonafide.CodeRequired)
		case len(text) > maxName:
			c.faults.Add(path, bonafide.CodeTooLong)
		default:
			for i := range len(text) {
				if b := text[i]; (b < 'A' || b > 'Z') && (b < '0' || b > '9') && b != '-' && b != '_' {
					c.faults.Add(path, bonafide.CodeMalformed)
					return
				}
			}
		}
	})
}

func (c *compiler) countries(path string, list []string) {
	c.list(path, list, false, c.country)
}

func (c *compiler) country(path, text string) {
	if _, err := bonafide.ParseCountry(text); err != nil {
		c.faults.Merge(path, err)
	}
}

func (c *compiler) list(path string, list []string, required bool, check func(path, text string)) {
	switch {
	case required && len(list) == 0:
		c.faults.Add(path, bonafide.CodeRequired)
	case len(list) > maxNames:
		c.faults.Add(path, bonafide.CodeTooMany)
		return
	}
	for i, text := range list {
		before := len(c.faults)
		check(path, text)
		for j := before; j < len(c.faults); j++ {
			c.faults[j].Path = at(path, i)
		}
		if len(c.faults) == before && contains(list[:i], text) {
			c.faults.Add(at(path, i), bonafide.CodeRepeated)
		}
	}
}

// testValues are the only values of facts that have a closed set of them.
var testValues = map[Fact][]string{
	FactRelationship: {relationshipSelf, RelationshipControlling, RelationshipUBO},
	FactTrustLevel:   {"low", "medium", "high"},
	FactEDDStatus:    {"VALID", "INVALID", "REVIEWING"},
	FactTINStatus:    {"unsubmitted", "pending", "matched", "mismatched", "unavailable"},
	FactPhone:        {phonePlausible, phoneImplausible},
}

const (
	phonePlausible   = "plausible"
	phoneImplausible = "implausible"
)

func (c *compiler) test(path string, t *Test, condition bool) {
	number := t.Min != nil || t.Max != nil
	text := len(t.In) > 0 || len(t.NotIn) > 0
	total := t.Total != nil
	refuse := func(given bool, member string) {
		if given {
			c.faults.Add(path+member, bonafide.CodeNotAllowed)
		}
	}
	switch {
	case t.Fact == "":
		c.faults.Add(path+".fact", bonafide.CodeRequired)
	case !contains(factNames, t.Fact):
		c.faults.Add(path+".fact", bonafide.CodeUnknown)
	case t.Fact == FactTotal:
		refuse(number, ".min")
		refuse(text, ".in")
		switch {
		case !condition:
			c.faults.Add(path+".fact", bonafide.CodeNotAllowed)
		case !total:
			c.faults.Add(path+".total", bonafide.CodeRequired)
		default:
			c.total(path+".total", t.Total)
		}
	case t.Fact == FactAge || t.Fact == FactIDScore:
		c.p.usesAge = c.p.usesAge || t.Fact == FactAge
		refuse(text, ".in")
		refuse(total, ".total")
		if !number {
			c.faults.Add(path+".min", bonafide.CodeRequired)
		}
		if t.Min != nil && t.Max != nil && *t.Min > *t.Max {
			c.faults.Add(path+".max", bonafide.CodeOutOfRange)
		}
	default:
		refuse(number, ".min")
		refuse(total, ".total")
		refuse(len(t.In) > 0 && len(t.NotIn) > 0, ".not_in")
		if !text {
			c.faults.Add(path+".in", bonafide.CodeRequired)
		}
		check := func(path, value string) { c.value(path, t.Fact, value) }
		c.list(path+".in", t.In, false, check)
		c.list(path+".not_in", t.NotIn, false, check)
	}
}

func (c *compiler) value(path string, fact Fact, value string) {
	switch known := testValues[fact]; {
	case value == "":
		c.faults.Add(path, bonafide.CodeRequired)
	case len(value) > maxTitle:
		c.faults.Add(path, bonafide.CodeTooLong)
	case fact == FactCountry:
		c.country(path, value)
	case fact == FactDesiredScope && Scope(value).rank() == 0:
		c.faults.Add(path, bonafide.CodeMalformed)
	case known != nil && !contains(known, value):
		c.faults.Add(path, bonafide.CodeUnknown)
	}
}

func (c *compiler) direction(path string, d Direction) {
	switch {
	case d == "":
		c.faults.Add(path, bonafide.CodeRequired)
	case d != Inbound && d != Outbound:
		c.faults.Add(path, bonafide.CodeUnknown)
	}
}

func (c *compiler) period(path string, p Period) {
	switch {
	case p == "":
		c.faults.Add(path, bonafide.CodeRequired)
	case !p.Known():
		c.faults.Add(path, bonafide.CodeUnknown)
	}
}

// amount checks an amount of a currency and brings it to its shortest form.
func (c *compiler) amount(path, member string, text *string, currency string) bonafide.Money {
	if currency == "" {
		c.faults.Add(path+".currency", bonafide.CodeRequired)
		return bonafide.Money{}
	}
	money, err := bonafide.ParseMoney(*text, bonafide.Currency(currency))
	switch {
	case err != nil:
		if invalid := bonafide.Faults(nil); invalid.Merge(path+".", err) {
			for _, f := range invalid {
				if f.Path == path+".amount" {
					f.Path = path + member
				}
				c.faults = append(c.faults, f)
			}
		}
		return bonafide.Money{}
	case money.Amount().IsNegative():
		c.faults.Add(path+member, bonafide.CodeOutOfRange)
	}
	*text = money.Amount().String()
	return money
}

func (c *compiler) total(path string, t *TotalTest) {
	c.direction(path+".direction", t.Direction)
	c.period(path+".per", t.Per)
	if t.Per == PerTransaction {
		c.faults.Add(path+".per", bonafide.CodeNotAllowed)
	}
	switch {
	case t.AtLeast == "" && t.Count == 0:
		c.faults.Add(path+".at_least", bonafide.CodeRequired)
	case t.AtLeast != "" && t.Count != 0:
		c.faults.Add(path+".count", bonafide.CodeNotAllowed)
	case t.AtLeast != "":
		if m := c.amount(path, ".at_least", &t.AtLeast, t.Currency); !m.IsZero() && m.Amount().IsZero() {
			c.faults.Add(path+".at_least", bonafide.CodeOutOfRange)
		}
	case t.Count < 0:
		c.faults.Add(path+".count", bonafide.CodeOutOfRange)
	case t.Currency != "" && t.Count != 0:
		c.faults.Add(path+".currency", bonafide.CodeNotAllowed)
	}
}

func (c *compiler) limits(t *tier, path string, limits []Limit) {
	if len(limits) > maxNames {
		c.faults.Add(path, bonafide.CodeTooMany)
		return
	}
	for i := range limits {
		l, path := &limits[i], at(path, i)
		c.direction(path+".direction", l.Direction)
		c.period(path+".per", l.Per)
		if l.Max == "" && l.Count == 0 {
			c.faults.Add(path+".max", bonafide.CodeRequired)
		}
		if l.Count < 0 {
			c.faults.Add(path+".count", bonafide.CodeOutOfRange)
		}
		if l.Count != 0 && l.Per == PerTransaction {
			c.faults.Add(path+".count", bonafide.CodeNotAllowed)
		}
		compiled := limit{Limit: *l, path: path}
		switch {
		case l.Max != "":
			compiled.max = c.amount(path, ".max", &l.Max, l.Currency)
		case l.Currency != "" && l.Count != 0:
			c.faults.Add(path+".currency", bonafide.CodeNotAllowed)
		}
		for j := range i {
			if o := &limits[j]; o.Direction == l.Direction && o.Per == l.Per && (o.Max != "" && l.Max != "" && o.Currency == l.Currency || o.Count != 0 && l.Count != 0) {
				c.faults.Add(path, bonafide.CodeRepeated)
				break
			}
		}
		t.limits = append(t.limits, compiled)
	}
}
