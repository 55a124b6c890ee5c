package risk

import (
	"slices"
	"strconv"
	"strings"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/text"
)

// kind is the type of a fact's values.
type kind int

const (
	unknownFact kind = iota
	countryFact
	codeFact
	flagFact
	numberFact
)

// factKind tells the kind of a fact by its name.
func factKind(fact string) kind {
	switch fact {
	case "country":
		return countryFact
	case "product", "channel", "screening":
		return codeFact
	case "circular", "may_hide_owner", "trust":
		return flagFact
	case "layers", "unresolved", "age_months":
		return numberFact
	}
	switch group, key, _ := strings.Cut(fact, "."); {
	case key == "" || len(key) > maxKeyBytes:
		return unknownFact
	case group == "country":
		return countryFact
	case group == "custom":
		return codeFact
	case group == "number":
		return numberFact
	}
	return unknownFact
}

// Bounds of a spec.
const (
	maxFactors   = 50
	maxRules     = 200 // rules of one factor
	maxBands     = 10
	maxOverrides = 50
	maxLists     = 50
	maxValues    = 1000 // values in the Is of one rule
)

// Check reports every fault of the spec as one [*bonafide.InvalidError].
func (s Spec) Check() error {
	c := checker{lists: make(map[string]bool)}
	c.name(s)
	for i := range s.Lists {
		c.list(&s.Lists[i], "lists["+strconv.Itoa(i)+"].")
	}
	c.factors(s.Factors)
	c.bands(s.Bands)
	c.overrides(s.Overrides)
	return c.faults.Err()
}

type checker struct {
	faults bonafide.Faults
	lists  map[string]bool
}

func (c *checker) name(s Spec) {
	if fault := text.Code(s.Name, true); fault != "" {
		c.faults.Add("name", bonafide.Code(fault)) // it is written to events
	}
	if s.Version < 1 {
		c.faults.Add("version", bonafide.CodeOutOfRange)
	}
	for _, n := range []struct {
		path     string
		have     int
		required bool
		most     int
	}{
		{"factors", len(s.Factors), true, maxFactors},
		{"bands", len(s.Bands), true, maxBands},
		{"overrides", len(s.Overrides), false, maxOverrides},
		{"lists", len(s.Lists), false, maxLists},
	} {
		if n.required && n.have == 0 {
			c.faults.Add(n.path, bonafide.CodeRequired)
		}
		if n.have > n.most {
			c.faults.Add(n.path, bonafide.CodeTooMany)
		}
	}
}

// key reports a key that is missing, too long or used before.
func (c *checker) key(path, key string, used map[string]bool) {
	switch {
	case key == "":
		c.faults.Add(path, bonafide.CodeRequired)
	case len(key) > maxKeyBytes:
		c.faults.Add(path, bonafide.CodeTooLong)
	case used[key]:
		c.faults.Add(path, bonafide.CodeRepeated)
	}
	used[key] = true
}

func (c *checker) list(l *CountryList, path string) {
	c.key(path+"key", l.Key, c.lists)
	if l.Edition.IsZero() {
		c.faults.Add(path+"edition", bonafide.CodeRequired)
	}
	if l.StaleAfterDays < 0 {
		c.faults.Add(path+"stale_after_days", bonafide.CodeOutOfRange)
	}
	if len(l.Countries) == 0 {
		c.faults.Add(path+"countries", bonafide.CodeRequired) // an empty download must not clear everybody
	}
	seen := make(map[string]bool, len(l.Countries))
	for i, country := range l.Countries {
		at := path + "countries[" + strconv.Itoa(i) + "]"
		if _, err := bonafide.ParseCountry(string(country)); err != nil {
			c.faults.Add(at, bonafide.CodeUnknown)
		}
		if seen[string(country)] {
			c.faults.Add(at, bonafide.CodeRepeated)
		}
		seen[string(country)] = true
	}
}

func (c *checker) points(path string, n int) {
	if n < 0 || n > 100 {
		c.faults.Add(path, bonafide.CodeOutOfRange)
	}
}

func (c *checker) factors(factors []Factor) {
	used, weight := make(map[string]bool), 0
	for i := range factors {
		f, path := &factors[i], "factors["+strconv.Itoa(i)+"]."
		c.key(path+"key", f.Key, used)
		if f.Weight < 1 || f.Weight > 100 {
			c.faults.Add(path+"weight", bonafide.CodeOutOfRange)
		}
		weight += min(max(f.Weight, -100), 100)
		switch f.Combine {
		case Worst, Sum:
		case "":
			c.faults.Add(path+"combine", bonafide.CodeRequired)
		default:
			c.faults.Add(path+"combine", bonafide.CodeUnknown)
		}
		c.points(path+"otherwise", f.Otherwise)
		if f.Missing == nil {
			c.faults.Add(path+"missing", bonafide.CodeRequired)
		} else {
			c.points(path+"missing", *f.Missing)
		}
		if len(f.Rules) == 0 {
			c.faults.Add(path+"rules", bonafide.CodeRequired)
		}
		if len(f.Rules) > maxRules {
			c.faults.Add(path+"rules", bonafide.CodeTooMany)
		}
		for j := range f.Rules {
			at := path + "rules[" + strconv.Itoa(j) + "]."
			c.condition(&f.Rules[j].Condition, at)
			c.points(at+"points", f.Rules[j].Points)
		}
	}
	if len(factors) > 0 && weight != 100 {
		c.faults.Add("factors", bonafide.CodeMismatch) // the weights do not add up to 100
	}
}

func (c *checker) condition(w *Condition, path string) {
	k := factKind(w.Fact)
	switch {
	case w.Fact == "":
		c.faults.Add(path+"fact", bonafide.CodeRequired)
	case k == unknownFact:
		c.faults.Add(path+"fact", bonafide.CodeUnknown)
	}
	between := w.AtLeast != nil || w.Below != nil
	set := 0
	for _, b := range [...]bool{w.InList != "", len(w.Is) > 0, between, w.Missing} {
		if b {
			set++
		}
	}
	switch {
	case set == 0:
		c.faults.Add(path+"is", bonafide.CodeRequired)
	case set > 1:
		c.faults.Add(path+"fact", bonafide.CodeMismatch)
	}
	if w.InList != "" && !c.lists[w.InList] {
		c.faults.Add(path+"in_list", bonafide.CodeUnknown)
	}
	if k == unknownFact {
		return
	}
	if w.InList != "" && k != countryFact {
		c.faults.Add(path+"in_list", bonafide.CodeNotAllowed)
	}
	if len(w.Is) > 0 && k == numberFact {
		c.faults.Add(path+"is", bonafide.CodeNotAllowed)
	}
	if len(w.Is) > maxValues {
		c.faults.Add(path+"is", bonafide.CodeTooMany)
	}
	for i, v := range w.Is {
		at := path + "is[" + strconv.Itoa(i) + "]"
		switch {
		case v == "":
			c.faults.Add(at, bonafide.CodeRequired)
		case len(v) > maxKeyBytes:
			c.faults.Add(at, bonafide.CodeTooLong)
		case k == flagFact && v != "true" && v != "false":
			c.faults.Add(at, bonafide.CodeUnknown)
		case k == countryFact:
			if _, err := bonafide.ParseCountry(v); err != nil {
				c.faults.Add(at, bonafide.CodeUnknown)
			}
		}
	}
	if between && k != numberFact {
		c.faults.Add(path+"at_least", bonafide.CodeNotAllowed)
	}
	if w.AtLeast != nil && w.Below != nil && *w.AtLeast >= *w.Below {
		c.faults.Add(path+"below", bonafide.CodeMismatch)
	}
}

func (c *checker) bands(bands []Band) {
	for i, b := range bands {
		path := "bands[" + strconv.Itoa(i) + "]."
		if b.From < 0 || b.From > bonafide.FixedOf(100) {
			c.faults.Add(path+"from", bonafide.CodeOutOfRange)
		}
		if i == 0 && b.From != 0 || i > 0 && b.From <= bands[i-1].From {
			c.faults.Add(path+"from", bonafide.CodeMismatch)
		}
		c.level(path+"level", b.Level)
		if i > 0 && b.Level.Known() && bands[i-1].Level.Known() && b.Level.Compare(bands[i-1].Level) <= 0 {
			c.faults.Add(path+"level", bonafide.CodeMismatch)
		}
	}
}

// level of a result: a model that has looked cannot say not_defined.
func (c *checker) level(path string, l Level) {
	checkLevel(&c.faults, path, l)
	if l == NotDefined {
		c.faults.Add(path, bonafide.CodeNotAllowed)
	}
}

func (c *checker) overrides(overrides []Override) {
	used := map[string]bool{FlagStaleList: true}
	for i := range overrides {
		o, path := &overrides[i], "overrides["+strconv.Itoa(i)+"]."
		c.key(path+"key", o.Key, used)
		c.condition(&o.When, path+"when.")
		c.level(path+"level", o.Level)
	}
}

// WithList returns the spec with a newer edition of a list in place of the one of
// the same key, or with another list. The version is raised by one, since the same
// facts may now give another result.
func (s Spec) WithList(l CountryList) Spec {
	s.Lists = slices.Clone(s.Lists)
	s.Version++
	for i := range s.Lists {
		if s.Lists[i].Key == l.Key {
			s.Lists[i] = l
			return s
		}
	}
	s.Lists = append(s.Lists, l)
	return s
}
