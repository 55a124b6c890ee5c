package casefile

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/bonafide-go/bonafide"
	"github.com/shopspring/decimal"
)

// A PropertyType is what a custom property holds (Dotfile, custom properties).
type PropertyType string

// The nine types.
const (
	ChoicesProperty   PropertyType = "choices"      // option keys
	CountriesProperty PropertyType = "countries"    // ISO 3166-1 alpha-2 codes
	DateProperty      PropertyType = "date"         // ISO 8601, 2006-01-02
	EmailProperty     PropertyType = "email"        // at most 250 characters
	NumericProperty   PropertyType = "numeric"      // string or number; kept exactly
	PhoneProperty     PropertyType = "phone_number" // E.164
	TextProperty      PropertyType = "text"         // at most 250 characters, or 1500 in several lines
	URLProperty       PropertyType = "url"          // RFC 3986, http or https
	BooleanProperty   PropertyType = "boolean"      // yes or no
)

// PropertyTypes lists every type.
func PropertyTypes() []PropertyType {
	return []PropertyType{ChoicesProperty, CountriesProperty, DateProperty, EmailProperty, NumericProperty, PhoneProperty, TextProperty, URLProperty, BooleanProperty}
}

// A PropertyTarget says what a custom property belongs to.
type PropertyTarget string

// The targets of properties.
const (
	PropertiesOfCase       PropertyTarget = "case"
	PropertiesOfCompany    PropertyTarget = "company"
	PropertiesOfIndividual PropertyTarget = "individual"
)

// A NumberFormat says how people read a numeric property.
type NumberFormat string

// The number formats.
const (
	FormatNumber   NumberFormat = "number" // the default
	FormatPercent  NumberFormat = "percent"
	FormatCurrency NumberFormat = "currency" // with CurrencyCode
)

// An Option is one choice of a choices property.
type Option struct {
	Key   string `json:"key"`
	Label string `json:"label,omitzero"`
}

// A Property defines one custom property. Key is unique for its target. An
// archived one is not accepted any more and not shown; what is stored stays.
type Property struct {
	Key      string         `json:"key"`
	Label    string         `json:"label,omitzero"`
	Target   PropertyTarget `json:"target_entity"`
	Type     PropertyType   `json:"type"`
	Archived bool           `json:"archived,omitzero"`

	AllowMultiple bool                `json:"allow_multiple,omitzero"` // choices, countries: more than one element
	Options       []Option            `json:"options,omitzero"`        // choices; at least one
	MultiLine     bool                `json:"is_multi_line,omitzero"`  // text
	Format        NumberFormat        `json:"format,omitzero"`         // numeric
	Min           decimal.NullDecimal `json:"min,omitzero"`            // numeric; inclusive
	Max           decimal.NullDecimal `json:"max,omitzero"`            // numeric; inclusive
	CurrencyCode  bonafide.Currency   `json:"currency_code,omitzero"`  // numeric as currency: ISO 4217
}

// A PropertySet is every definition of a tenant.
type PropertySet []Property

// Check reports every fault of the definitions.
func (s PropertySet) Check() error {
	var faults bonafide.Faults
	for i, p := range s {
		at := fmt.Sprintf("[%d].", i)
		code(&faults, at+"key", p.Key, true, 64)
		if slices.ContainsFunc(s[:i], func(o Property) bool { return o.Key == p.Key && o.Target == p.Target }) {
			faults.Add(at+"key", bonafide.CodeRepeated)
		}
		switch p.Target {
		case PropertiesOfCase, PropertiesOfCompany, PropertiesOfIndividual:
		default:
			faults.Add(at+"target_entity", bonafide.CodeUnknown)
		}
		if !slices.Contains(PropertyTypes(), p.Type) {
			faults.Add(at+"type", bonafide.CodeUnknown)
			continue
		}
		p.settings(&faults, at)
	}
	return faults.Err()
}

// settings checks that a definition has the settings of its type and no others.
func (p Property) settings(faults *bonafide.Faults, at string) {
	lists := p.Type == ChoicesProperty || p.Type == CountriesProperty
	if p.AllowMultiple && !lists {
		faults.Add(at+"allow_multiple", bonafide.CodeNotAllowed)
	}
	if p.MultiLine && p.Type != TextProperty {
		faults.Add(at+"is_multi_line", bonafide.CodeNotAllowed)
	}
	switch {
	case p.Type != ChoicesProperty && len(p.Options) > 0:
		faults.Add(at+"options", bonafide.CodeNotAllowed)
	case p.Type == ChoicesProperty && len(p.Options) == 0:
		faults.Add(at+"options", bonafide.CodeRequired)
	case len(p.Options) > 500:
		faults.Add(at+"options", bonafide.CodeTooMany)
	}
	for i, o := range p.Options {
		place := fmt.Sprintf("%soptions[%d].key", at, i)
		code(faults, place, o.Key, true, 64)
		if slices.ContainsFunc(p.Options[:i], func(x Option) bool { return x.Key == o.Key }) {
			faults.Add(place, bonafide.CodeRepeated)
		}
	}
	if p.Type != NumericProperty {
		if p.Format != "" || p.Min.Valid || p.Max.Valid || p.CurrencyCode != "" {
			faults.Add(at+"format", bonafide.CodeNotAllowed)
		}
		return
	}
	switch p.Format {
	case "", FormatNumber, FormatPercent:
		if p.CurrencyCode != "" {
			faults.Add(at+"currency_code", bonafide.CodeNotAllowed)
		}
	case FormatCurrency:
		if _, err := bonafide.ParseCurrency(string(p.CurrencyCode)); err != nil {
			faults.AddRule(at+"currency_code", bonafide.CodeUnknown, "ISO 4217")
		}
	default:
		faults.Add(at+"format", bonafide.CodeUnknown)
	}
	if p.Min.Valid && p.Max.Valid && p.Max.Decimal.LessThan(p.Min.Decimal) {
		faults.Add(at+"max", bonafide.CodeOutOfRange)
	}
}

func (s PropertySet) find(t PropertyTarget, key string) (Property, bool) {
	i := slices.IndexFunc(s, func(p Property) bool { return p.Target == t && p.Key == key })
	if i < 0 {
		return Property{}, false
	}
	return s[i], true
}

// merge applies given values to stored ones: null resets a property, what is not
// named stays. Keys that are not defined, or archived, are faults.
func (s PropertySet) merge(t PropertyTarget, stored, given Properties, faults *bonafide.Faults, path string) Properties {
	if len(given) == 0 {
		return stored
	}
	next := maps.Clone(stored)
	if next == nil {
		next = Properties{}
	}
	for _, key := range slices.Sorted(maps.Keys(given)) {
		p, ok := s.find(t, key)
		switch {
		case !ok:
			// The key may be anything, so it is not repeated in the fault.
			faults.Add(strings.TrimSuffix(path, "."), bonafide.CodeUnknown)
		case p.Archived:
			faults.AddRule(path+key, bonafide.CodeNotAllowed, "archived")
		case given[key].IsZero():
			delete(next, key)
		default:
			v, err := p.Parse(given[key])
			if !faults.Merge(path+key, err) {
				next[key] = v
			}
		}
	}
	if len(next) == 0 {
		return nil
	}
	return next
}

// shown leaves out what is archived or not defined any more.
func (s PropertySet) shown(t PropertyTarget, stored Properties) Properties {
	next := maps.Clone(stored)
	maps.DeleteFunc(next, func(key string, _ Value) bool {
		p, ok := s.find(t, key)
		return !ok || p.Archived
	})
	if len(next) == 0 {
		return nil
	}
	return next
}
