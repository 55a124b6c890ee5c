package property

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/text"
	"github.com/bonafide-go/bonafide/phone"
	"github.com/shopspring/decimal"
)

// Bounds of custom properties.
const (
	maxSingleLine = 250
	maxMultiLine  = 1500
	maxEmail      = 250
	maxDigits     = 40 // bytes of a number as it is written
	maxItems      = 250
)

// Parse returns a value in its stored form: addresses and numbers canonical. It
// fails with an [*bonafide.InvalidError] and then returns the zero value.
func (d Definition) Parse(v Value) (Value, error) {
	switch d.Type {
	case TypeChoices, TypeCountries:
		return d.parseList(v)
	case TypeBoolean:
		if v.kind != 'b' {
			return Value{}, bonafide.Invalid("", bonafide.CodeMalformed)
		}
		return v, nil
	case TypeNumeric:
		return d.parseNumber(v)
	}
	if v.kind != 's' {
		return Value{}, bonafide.Invalid("", bonafide.CodeMalformed)
	}
	switch d.Type {
	case TypeDate:
		date, err := bonafide.ParseDate(v.text)
		if err != nil {
			return Value{}, err
		}
		return Text(date.String()), nil
	case TypeEmail:
		if len(v.text) > maxEmail {
			return Value{}, bonafide.Invalid("", bonafide.CodeTooLong)
		}
		e, err := bonafide.ParseEmail(v.text)
		if err != nil {
			return Value{}, err
		}
		return Text(string(e)), nil
	case TypePhone:
		if !strings.HasPrefix(v.text, "+") || strings.ContainsFunc(v.text[1:], func(r rune) bool { return r < '0' || r > '9' }) {
			return Value{}, bonafide.Invalid("", bonafide.CodeMalformed) // E.164, not as people write it
		}
		number, _, err := phone.Parse(v.text, "")
		if err != nil {
			return Value{}, err
		}
		return Text(string(number)), nil
	case TypeURL:
		link, ok := text.WebLink(v.text)
		if !ok {
			return Value{}, bonafide.Invalid("", bonafide.CodeMalformed)
		}
		return Text(link), nil
	case TypeText:
		limit := maxSingleLine
		if d.MultiLine {
			limit = maxMultiLine
		}
		stored, fault := text.Intake{Max: limit, Required: true, Lines: d.MultiLine, Kept: !d.MultiLine}.Read(v.text)
		if fault != "" {
			return Value{}, bonafide.Invalid("", bonafide.Code(fault))
		}
		return Text(stored), nil
	}
	return Value{}, bonafide.Invalid("", bonafide.CodeUnknown)
}

func (d Definition) parseList(v Value) (Value, error) {
	if v.kind != 'l' {
		return Value{}, bonafide.Invalid("", bonafide.CodeMalformed)
	}
	var faults bonafide.Faults
	switch {
	case len(v.list) == 0:
		faults.Add("", bonafide.CodeRequired)
	case len(v.list) > maxItems || len(v.list) > 1 && !d.AllowMultiple:
		return Value{}, bonafide.Invalid("", bonafide.CodeTooMany)
	}
	for i, item := range v.list {
		at := fmt.Sprintf("[%d]", i)
		switch {
		case slices.Contains(v.list[:i], item):
			faults.Add(at, bonafide.CodeRepeated)
		case d.Type == TypeCountries:
			_, err := bonafide.ParseCountry(item)
			faults.Merge(at, err)
		case !slices.ContainsFunc(d.Options, func(o Option) bool { return o.Key == item }):
			faults.Add(at, bonafide.CodeUnknown)
		}
	}
	if err := faults.Err(); err != nil {
		return Value{}, err
	}
	return List(v.list...), nil
}

// parseNumber reads a number as JSON spells it. Exponents are bounded: 1e40 is four bytes
// and forty digits. Money has no more decimal places than its currency (ISO 4217).
func (d Definition) parseNumber(v Value) (Value, error) {
	switch {
	case v.kind != 's' && v.kind != 'n' || strings.Trim(v.text, "+-.0123456789eE") != "":
		return Value{}, bonafide.Invalid("", bonafide.CodeMalformed)
	case len(v.text) > maxDigits:
		return Value{}, bonafide.Invalid("", bonafide.CodeTooLong)
	case !json.Valid([]byte(v.text)):
		return Value{}, bonafide.Invalid("", bonafide.CodeMalformed)
	}
	n, err := decimal.NewFromString(v.text)
	switch {
	case err != nil, n.Exponent() > maxDigits || n.Exponent() < -maxDigits: // before it is written out
		return Value{}, bonafide.Invalid("", bonafide.CodeOutOfRange)
	case len(n.String()) > maxDigits:
		return Value{}, bonafide.Invalid("", bonafide.CodeTooLong)
	case d.Format == FormatCurrency && !n.Equal(n.Truncate(d.CurrencyCode.Digits())):
		return Value{}, bonafide.Invalid("", bonafide.CodeMalformed)
	case d.Min.Valid && n.LessThan(d.Min.Decimal) || d.Max.Valid && n.GreaterThan(d.Max.Decimal):
		return Value{}, bonafide.Invalid("", bonafide.CodeOutOfRange)
	}
	return Text(n.String()), nil
}
