package casefile

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/phone"
	"github.com/shopspring/decimal"
)

// Bounds of custom properties.
const (
	maxSingleLine = 250
	maxMultiLine  = 1500
	maxEmail      = 250
	maxDigits     = 40 // of a number as it is written
	maxItems      = 250
)

// Parse returns a value in its stored form: addresses and numbers canonical. It
// fails with an [*bonafide.InvalidError] and then returns the zero value.
func (p Property) Parse(v Value) (Value, error) {
	switch p.Type {
	case ChoicesProperty, CountriesProperty:
		return p.parseList(v)
	case BooleanProperty:
		if v.kind != 'b' {
			return Value{}, bonafide.Invalid("", bonafide.CodeMalformed)
		}
		return v, nil
	case NumericProperty:
		return p.parseNumber(v)
	}
	if v.kind != 's' {
		return Value{}, bonafide.Invalid("", bonafide.CodeMalformed)
	}
	switch p.Type {
	case DateProperty:
		d, err := bonafide.ParseDate(v.text)
		if err != nil {
			return Value{}, err
		}
		return Text(d.String()), nil
	case EmailProperty:
		if len(v.text) > maxEmail {
			return Value{}, bonafide.Invalid("", bonafide.CodeTooLong)
		}
		e, err := bonafide.ParseEmail(v.text)
		if err != nil {
			return Value{}, err
		}
		return Text(string(e)), nil
	case PhoneProperty:
		if !strings.HasPrefix(v.text, "+") || strings.ContainsFunc(v.text[1:], func(r rune) bool { return r < '0' || r > '9' }) {
			return Value{}, bonafide.Invalid("", bonafide.CodeMalformed) // E.164, not as people write it
		}
		number, _, err := phone.Parse(v.text, "")
		if err != nil {
			return Value{}, err
		}
		return Text(string(number)), nil
	case URLProperty:
		if !webAddress(v.text) {
			return Value{}, bonafide.Invalid("", bonafide.CodeMalformed)
		}
		return v, nil
	case TextProperty:
		var faults bonafide.Faults
		text := ""
		if p.MultiLine {
			text = prose(&faults, "", v.text, true, maxMultiLine)
		} else {
			text = line(&faults, "", v.text, true, maxSingleLine)
			if strings.ContainsAny(v.text, "\n\r") {
				faults.Add("", bonafide.CodeMalformed)
			}
		}
		if err := faults.Err(); err != nil {
			return Value{}, err
		}
		return Text(text), nil
	}
	return Value{}, bonafide.Invalid("", bonafide.CodeUnknown)
}

func (p Property) parseList(v Value) (Value, error) {
	if v.kind != 'l' {
		return Value{}, bonafide.Invalid("", bonafide.CodeMalformed)
	}
	var faults bonafide.Faults
	switch {
	case len(v.list) == 0:
		faults.Add("", bonafide.CodeRequired)
	case len(v.list) > maxItems || len(v.list) > 1 && !p.AllowMultiple:
		return Value{}, bonafide.Invalid("", bonafide.CodeTooMany)
	}
	for i, item := range v.list {
		at := fmt.Sprintf("[%d]", i)
		switch {
		case slices.Contains(v.list[:i], item):
			faults.Add(at, bonafide.CodeRepeated)
		case p.Type == CountriesProperty:
			_, err := bonafide.ParseCountry(item)
			faults.Merge(at, err)
		case !slices.ContainsFunc(p.Options, func(o Option) bool { return o.Key == item }):
			faults.Add(at, bonafide.CodeUnknown)
		}
	}
	if err := faults.Err(); err != nil {
		return Value{}, err
	}
	return List(v.list...), nil
}

func (p Property) parseNumber(v Value) (Value, error) {
	malformed := bonafide.Invalid("", bonafide.CodeMalformed)
	if v.kind != 's' && v.kind != 'n' || v.text == "" {
		return Value{}, malformed
	}
	if len(v.text) > maxDigits {
		return Value{}, bonafide.Invalid("", bonafide.CodeTooLong)
	}
	digits := strings.TrimPrefix(v.text, "-")
	whole, fraction, point := strings.Cut(digits, ".")
	// Exponents are refused: 1e40 is four bytes and forty digits.
	if whole == "" || point && fraction == "" || strings.ContainsFunc(whole+fraction, func(r rune) bool { return r < '0' || r > '9' }) {
		return Value{}, malformed
	}
	d, err := decimal.NewFromString(v.text)
	if err != nil {
		return Value{}, malformed
	}
	if p.Min.Valid && d.LessThan(p.Min.Decimal) || p.Max.Valid && d.GreaterThan(p.Max.Decimal) {
		return Value{}, bonafide.Invalid("", bonafide.CodeOutOfRange)
	}
	return Value{kind: 's', text: d.String()}, nil
}
