// Package property is about custom properties: fields that a host defines for its
// cases, companies and individuals. It is pure: a [Set] of definitions checks and
// stores [Values], without a store or a clock.
package property

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/text"
	"github.com/shopspring/decimal"
)

// A Type is what a property holds (Dotfile, custom properties).
type Type string

// The nine types.
const (
	TypeChoices   Type = "choices"      // option keys
	TypeCountries Type = "countries"    // ISO 3166-1 alpha-2 codes
	TypeDate      Type = "date"         // ISO 8601, 2006-01-02
	TypeEmail     Type = "email"        // at most 250 characters
	TypeNumeric   Type = "numeric"      // string or number; kept exactly
	TypePhone     Type = "phone_number" // E.164
	TypeText      Type = "text"         // at most 250 characters, or 1500 in several lines
	TypeURL       Type = "url"          // RFC 3986: http, https, ftp or mailto; an international one (RFC 3987) is stored in ASCII
	TypeBoolean   Type = "boolean"      // yes or no
)

// Types lists every type.
func Types() []Type {
	return []Type{TypeChoices, TypeCountries, TypeDate, TypeEmail, TypeNumeric, TypePhone, TypeText, TypeURL, TypeBoolean}
}

// A Target says what a property belongs to.
type Target string

// The targets.
const (
	OfCase       Target = "case"
	OfCompany    Target = "company"
	OfIndividual Target = "individual"
)

// A Format says how people read a number.
type Format string

// The number formats.
const (
	FormatNumber   Format = "number" // the default
	FormatPercent  Format = "percent"
	FormatCurrency Format = "currency" // with CurrencyCode
)

// An Option is one choice of a choices property.
type Option struct {
	Key   string `json:"key"`
	Label string `json:"label,omitzero"`
}

// A Definition says what one property is. Key is unique for its target, at most 64
// bytes of printable ASCII without spaces. An archived property is not accepted any
// more and not shown; what is stored of it stays.
type Definition struct {
	Key      string `json:"key"`
	Label    string `json:"label,omitzero"`
	Target   Target `json:"target_entity"`
	Type     Type   `json:"type"`
	Archived bool   `json:"archived,omitzero"`

	AllowMultiple bool                `json:"allow_multiple,omitzero"` // choices, countries: more than one element
	Options       []Option            `json:"options,omitzero"`        // choices; at least one
	MultiLine     bool                `json:"is_multi_line,omitzero"`  // text
	Format        Format              `json:"format,omitzero"`         // numeric
	Min           decimal.NullDecimal `json:"min,omitzero"`            // numeric; inclusive
	Max           decimal.NullDecimal `json:"max,omitzero"`            // numeric; inclusive
	CurrencyCode  bonafide.Currency   `json:"currency_code,omitzero"`  // numeric as currency: ISO 4217
}

// A Set holds all definitions of a tenant. It is read only and safe for
// concurrent use.
type Set []Definition

// Check returns an [*bonafide.InvalidError] with every fault of the definitions, or
// nil. Paths begin with the index, such as "[0].key".
func (s Set) Check() error {
	var faults bonafide.Faults
	for i, p := range s {
		at := fmt.Sprintf("[%d].", i)
		checkKey(&faults, at+"key", p.Key)
		if slices.ContainsFunc(s[:i], func(o Definition) bool { return o.Key == p.Key && o.Target == p.Target }) {
			faults.Add(at+"key", bonafide.CodeRepeated)
		}
		switch p.Target {
		case OfCase, OfCompany, OfIndividual:
		default:
			faults.Add(at+"target_entity", bonafide.CodeUnknown)
		}
		if !slices.Contains(Types(), p.Type) {
			faults.Add(at+"type", bonafide.CodeUnknown)
			continue
		}
		p.settings(&faults, at)
	}
	return faults.Err()
}

// checkKey checks the key of a property or option: 1 to 64 bytes of printable
// ASCII.
func checkKey(faults *bonafide.Faults, path, key string) {
	if fault := text.Token(key, 64, true); fault != "" {
		faults.Add(path, bonafide.Code(fault))
	}
}

// settings checks that a definition has the settings of its type and no others.
func (d Definition) settings(faults *bonafide.Faults, at string) {
	lists := d.Type == TypeChoices || d.Type == TypeCountries
	if d.AllowMultiple && !lists {
		faults.Add(at+"allow_multiple", bonafide.CodeNotAllowed)
	}
	if d.MultiLine && d.Type != TypeText {
		faults.Add(at+"is_multi_line", bonafide.CodeNotAllowed)
	}
	switch {
	case d.Type != TypeChoices && len(d.Options) > 0:
		faults.Add(at+"options", bonafide.CodeNotAllowed)
	case d.Type == TypeChoices && len(d.Options) == 0:
		faults.Add(at+"options", bonafide.CodeRequired)
	case len(d.Options) > 500:
		faults.Add(at+"options", bonafide.CodeTooMany)
	}
	for i, o := range d.Options {
		place := fmt.Sprintf("%soptions[%d].key", at, i)
		checkKey(faults, place, o.Key)
		if slices.ContainsFunc(d.Options[:i], func(x Option) bool { return x.Key == o.Key }) {
			faults.Add(place, bonafide.CodeRepeated)
		}
	}
	if d.Type != TypeNumeric {
		if d.Format != "" || d.Min.Valid || d.Max.Valid || d.CurrencyCode != "" {
			faults.Add(at+"format", bonafide.CodeNotAllowed)
		}
		return
	}
	switch d.Format {
	case "", FormatNumber, FormatPercent:
		if d.CurrencyCode != "" {
			faults.Add(at+"currency_code", bonafide.CodeNotAllowed)
		}
	case FormatCurrency:
		if _, err := bonafide.ParseCurrency(string(d.CurrencyCode)); err != nil {
			faults.AddRule(at+"currency_code", bonafide.CodeUnknown, "ISO 4217")
		}
	default:
		faults.Add(at+"format", bonafide.CodeUnknown)
	}
	if d.Min.Valid && d.Max.Valid && d.Max.Decimal.LessThan(d.Min.Decimal) {
		faults.Add(at+"max", bonafide.CodeOutOfRange)
	}
}

func (s Set) find(t Target, key string) (Definition, bool) {
	i := slices.IndexFunc(s, func(p Definition) bool { return p.Target == t && p.Key == key })
	if i < 0 {
		return Definition{}, false
	}
	return s[i], true
}

// Merge returns the stored values with the given ones applied: null resets a
// property, and a property that is not named stays. It adds a fault for every key
// that is not defined or archived, and for every value that [Definition.Parse]
// refuses. Path, such as "custom_properties.", stands before the key. Stored values
// are not changed.
func (s Set) Merge(t Target, stored, given Values, faults *bonafide.Faults, path string) Values {
	if len(given) == 0 {
		return stored
	}
	next := maps.Clone(stored)
	if next == nil {
		next = Values{}
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

// Visible returns the stored values without those that are archived or no longer
// defined.
func (s Set) Visible(t Target, stored Values) Values {
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
