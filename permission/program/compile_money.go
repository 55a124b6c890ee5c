package program

import (
	"errors"
	"strings"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/permission/money"
)

func (c *compiler) flow(path string, d permission.Direction, p permission.Period) {
	switch {
	case d == "":
		c.fault(in(path, ".direction"), bonafide.CodeRequired)
	case d != permission.Inbound && d != permission.Outbound:
		c.fault(in(path, ".direction"), bonafide.CodeUnknown)
	}
	switch {
	case p == "":
		c.fault(in(path, ".per"), bonafide.CodeRequired)
	case !p.Known():
		c.fault(in(path, ".per"), bonafide.CodeUnknown)
	}
}

// amount checks an amount of a currency and brings it to its shortest form.
func (c *compiler) amount(path, member string, text *string, currency string) bonafide.Money {
	if currency == "" {
		c.fault(in(path, ".currency"), bonafide.CodeRequired)
		return bonafide.Money{}
	}
	sum, err := bonafide.ParseMoney(*text, bonafide.Currency(currency))
	var invalid *bonafide.InvalidError
	switch {
	case errors.As(err, &invalid):
		for _, f := range invalid.Fields {
			if f.Path == "amount" {
				c.fault(in(path, member), f.Code)
			} else {
				c.fault(in(path, "."+f.Path), f.Code)
			}
		}
		return bonafide.Money{}
	case sum.Amount().IsNegative():
		c.fault(in(path, member), bonafide.CodeOutOfRange)
	}
	if strings.HasPrefix(*text, "0") || strings.Contains(*text, ".") {
		*text = sum.Amount().String()
	}
	return sum
}

func (c *compiler) total(path string, t *TotalTest) {
	c.flow(path, t.Direction, t.Per)
	if t.Per == permission.PerTransaction {
		c.fault(in(path, ".per"), bonafide.CodeNotAllowed)
	}
	switch {
	case t.AtLeast == "" && t.Count == 0:
		c.fault(in(path, ".at_least"), bonafide.CodeRequired)
	case t.AtLeast != "" && t.Count != 0:
		c.fault(in(path, ".count"), bonafide.CodeNotAllowed)
	case t.AtLeast != "":
		if m := c.amount(path, ".at_least", &t.AtLeast, t.Currency); !m.IsZero() && m.Amount().IsZero() {
			c.fault(in(path, ".at_least"), bonafide.CodeOutOfRange)
		}
	case t.Count < 0:
		c.fault(in(path, ".count"), bonafide.CodeOutOfRange)
	case t.Currency != "" && t.Count != 0:
		c.fault(in(path, ".currency"), bonafide.CodeNotAllowed)
	}
}

func (c *compiler) limits(t *tier, path string, limits []money.Limit) {
	if len(limits) > maxNames {
		c.fault(in(path, ".limits"), bonafide.CodeTooMany)
		return
	}
	t.bounds = make([]money.Bound, len(limits))
	for i := range limits {
		l, path := &limits[i], at(path, ".limits", i)
		c.flow(path, l.Direction, l.Per)
		if l.Max == "" && l.Count == 0 {
			c.fault(in(path, ".max"), bonafide.CodeRequired)
		}
		if l.Count < 0 {
			c.fault(in(path, ".count"), bonafide.CodeOutOfRange)
		}
		if l.Count != 0 && l.Per == permission.PerTransaction {
			c.fault(in(path, ".count"), bonafide.CodeNotAllowed)
		}
		bound := &t.bounds[i]
		switch {
		case l.Max != "":
			bound.Most = c.amount(path, ".max", &l.Max, l.Currency)
		case l.Currency != "" && l.Count != 0:
			c.fault(in(path, ".currency"), bonafide.CodeNotAllowed)
		}
		bound.Limit, bound.Rule = *l, path
		for j := range i {
			if o := &limits[j]; o.Direction == l.Direction && o.Per == l.Per &&
				(o.Max != "" && l.Max != "" && o.Currency == l.Currency || o.Count != 0 && l.Count != 0) {
				c.fault(in(path, ""), bonafide.CodeRepeated)
				break
			}
		}
	}
}
