package risk

import (
	"slices"
	"strconv"
	"strings"

	"github.com/bonafide-go/bonafide"
)

// maxNumber bounds scores and shares, in both directions: twelve digits before the
// point, which is all that can be read. The published scores have 32 bits.
const maxNumber = bonafide.Fixed(1_000_000_000_000*1_000_000 - 1)

// Check reports every fault of the facts as one [*bonafide.InvalidError].
func (f Facts) Check() error {
	var faults bonafide.Faults
	if f.AsOf.IsZero() {
		faults.Add("as_of", bonafide.CodeRequired)
	}
	for i, c := range f.Countries {
		path := "countries[" + strconv.Itoa(i) + "]."
		if _, err := bonafide.ParseCountry(string(c.Country)); err != nil {
			faults.Add(path+"country", bonafide.CodeUnknown)
		}
		if c.Role == "" {
			faults.Add(path+"role", bonafide.CodeRequired)
		} else if len(c.Role) > maxKeyBytes {
			faults.Add(path+"role", bonafide.CodeTooLong)
		}
	}
	for path, list := range map[string][]string{"products": f.Products, "channels": f.Channels, "screening": f.Screening} {
		if slices.Contains(list, "") {
			faults.Add(path, bonafide.CodeRequired)
		}
		if slices.ContainsFunc(list, func(v string) bool { return len(v) > maxKeyBytes }) {
			faults.Add(path, bonafide.CodeTooLong)
		}
	}
	if f.Structure != nil {
		if f.Structure.Layers < 0 {
			faults.Add("structure.layers", bonafide.CodeOutOfRange)
		}
		if f.Structure.Unresolved < -maxNumber || f.Structure.Unresolved > maxNumber {
			faults.Add("structure.unresolved", bonafide.CodeOutOfRange)
		}
	}
	if f.Founded.After(f.AsOf) {
		faults.Add("founded", bonafide.CodeMismatch)
	}
	for _, v := range f.Choices {
		if len(v) > maxKeyBytes {
			faults.Add("choices", bonafide.CodeTooLong)
			break
		}
	}
	slices.SortFunc(faults, func(a, b bonafide.Fault) int { return strings.Compare(a.Path, b.Path) })
	return faults.Err()
}

// missing reports that nothing is known of a fact.
func (f *Facts) missing(fact string) bool {
	switch factKind(fact) {
	case countryFact:
		role := roleOf(fact)
		return !slices.ContainsFunc(f.Countries, func(c CountryFact) bool { return role == "" || c.Role == role })
	case numberFact:
		_, ok := f.number(fact)
		return !ok
	}
	return len(f.codes(fact)) == 0
}

// roleOf is the role that a fact of countries is limited to.
func roleOf(fact string) string {
	role, _ := strings.CutPrefix(fact, "country.")
	if role == fact {
		return ""
	}
	return role
}

func (f *Facts) number(fact string) (bonafide.Fixed, bool) {
	switch fact {
	case "age_months":
		return f.age()
	case "layers":
		if f.Structure == nil {
			return 0, false
		}
		return bonafide.FixedOf(f.Structure.Layers), true
	case "unresolved":
		if f.Structure == nil {
			return 0, false
		}
		return f.Structure.Unresolved, true
	}
	n, ok := f.Numbers[strings.TrimPrefix(fact, "number.")]
	return n, ok
}

func (f *Facts) codes(fact string) []string {
	switch fact {
	case "product":
		return f.Products
	case "channel":
		return f.Channels
	case "screening":
		return f.Screening
	case "circular", "may_hide_owner", "trust":
		if f.Structure == nil {
			return nil
		}
		if fact == "circular" && f.Structure.Circular || fact == "may_hide_owner" && f.Structure.MayHideOwner || fact == "trust" && f.Structure.Trust {
			return yes
		}
		return no
	}
	if v := f.Choices[strings.TrimPrefix(fact, "custom.")]; v != "" {
		return []string{v}
	}
	return nil
}

var yes, no = []string{"true"}, []string{"false"}
