package program

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/permission"
)

const (
	maxName  = 64
	maxTitle = 200
	maxNames = 300
)

// where is a place in a sheet, spelled out only if there is a fault.
type where struct {
	path, member string
	index        int // index of an element; negative where the place is not an element
}

func in(path, member string) where { return where{path, member, -1} }

func (w where) element(i int) where { return where{w.path, w.member, i} }

func (w where) String() string {
	text := w.path + w.member
	if w.path == "" {
		text = strings.TrimPrefix(text, ".")
	}
	if w.index >= 0 {
		text += "[" + strconv.Itoa(w.index) + "]"
	}
	return text
}

// fault reports a fault unless the code is empty.
func (c *compiler) fault(w where, code bonafide.Code) {
	if code != "" {
		c.faults.Add(w.String(), code)
	}
}

func (c *compiler) title(w where, text string) {
	if len(text) > maxTitle {
		c.fault(w, bonafide.CodeTooLong)
	}
}

func (c *compiler) atLeastOne(w where, n int) {
	switch {
	case n == 0:
		c.fault(w, bonafide.CodeRequired)
	case n < 0:
		c.fault(w, bonafide.CodeOutOfRange)
	}
}

func (c *compiler) name(w where, text string) { c.fault(w, nameFault(text)) }

func (c *compiler) names(w where, list []string, required bool) {
	c.list(w, list, required, nameFault)
}

// nameFault checks the id of a program, rule, list, field, …: a-z, 0-9, "-", "_", ".".
func nameFault(text string) bonafide.Code {
	return spelling(text, func(b byte) bool {
		return b >= 'a' && b <= 'z' || b >= '0' && b <= '9' || b == '-' || b == '_' || b == '.'
	})
}

// typeFault checks a document type: A-Z, 0-9, "-", "_".
func typeFault(text string) bonafide.Code {
	return spelling(text, func(b byte) bool {
		return b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' || b == '-' || b == '_'
	})
}

func spelling(text string, allowed func(byte) bool) bonafide.Code {
	switch {
	case text == "":
		return bonafide.CodeRequired
	case len(text) > maxName:
		return bonafide.CodeTooLong
	}
	for i := range len(text) {
		if !allowed(text[i]) {
			return bonafide.CodeMalformed
		}
	}
	return ""
}

func countryFault(text string) bonafide.Code {
	var invalid *bonafide.InvalidError
	if _, err := bonafide.ParseCountry(text); errors.As(err, &invalid) {
		return invalid.Fields[0].Code
	}
	return ""
}

// list checks every element, and that none comes twice.
func (c *compiler) list(w where, list []string, required bool, check func(string) bonafide.Code) {
	switch {
	case required && len(list) == 0:
		c.fault(w, bonafide.CodeRequired)
	case len(list) > maxNames:
		c.fault(w, bonafide.CodeTooMany)
		return
	}
	for i, text := range list {
		code := check(text)
		if code == "" && slices.Contains(list[:i], text) {
			code = bonafide.CodeRepeated
		}
		c.fault(w.element(i), code)
	}
}

func (c *compiler) test(path string, t *Test, condition bool) {
	number := t.Min != nil || t.Max != nil
	text := len(t.In) > 0 || len(t.NotIn) > 0
	refuse := func(given bool, member string) {
		if given {
			c.fault(in(path, member), bonafide.CodeNotAllowed)
		}
	}
	switch {
	case t.Fact == "":
		c.fault(in(path, ".fact"), bonafide.CodeRequired)
	case !slices.Contains(factNames, t.Fact):
		c.fault(in(path, ".fact"), bonafide.CodeUnknown)
	case t.Fact == FactTotal:
		refuse(number, ".min")
		refuse(text, ".in")
		switch {
		case !condition:
			c.fault(in(path, ".fact"), bonafide.CodeNotAllowed)
		case t.Total == nil:
			c.fault(in(path, ".total"), bonafide.CodeRequired)
		default:
			c.total(path+".total", t.Total)
		}
	case t.Fact == FactAge || t.Fact == FactIDScore:
		c.p.usesAge = c.p.usesAge || t.Fact == FactAge
		refuse(text, ".in")
		refuse(t.Total != nil, ".total")
		if !number {
			c.fault(in(path, ".min"), bonafide.CodeRequired)
		}
		if t.Min != nil && t.Max != nil && *t.Min > *t.Max {
			c.fault(in(path, ".max"), bonafide.CodeOutOfRange)
		}
	default:
		refuse(number, ".min")
		refuse(t.Total != nil, ".total")
		refuse(len(t.In) > 0 && len(t.NotIn) > 0, ".not_in")
		if !text {
			c.fault(in(path, ".in"), bonafide.CodeRequired)
		}
		check := func(value string) bonafide.Code { return t.Fact.fault(value) }
		c.list(in(path, ".in"), t.In, false, check)
		c.list(in(path, ".not_in"), t.NotIn, false, check)
	}
}

// fault checks a value of a textual fact.
func (fact Fact) fault(value string) bonafide.Code {
	known := testValues[fact]
	switch {
	case value == "":
		return bonafide.CodeRequired
	case len(value) > maxTitle:
		return bonafide.CodeTooLong
	case fact == FactCountry:
		return countryFault(value)
	case fact == FactDesiredScope && permission.Scope(value).Rank() == 0:
		return bonafide.CodeMalformed
	case known != nil && !slices.Contains(known, value):
		return bonafide.CodeUnknown
	}
	return ""
}
