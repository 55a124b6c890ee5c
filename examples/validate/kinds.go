package main

import (
	"cmp"
	"errors"
	"strings"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile/property"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/document/identifier"
	"github.com/bonafide-go/bonafide/document/mrz"
	"github.com/bonafide-go/bonafide/document/upload"
	"github.com/bonafide-go/bonafide/phone"
	"github.com/bonafide-go/bonafide/user"
)

// kinds fill an answer, or fail with an error matching bonafide.ErrInvalid.
var kinds = map[string]func(line, *answer) error{
	"phone": func(l line, a *answer) error {
		region, err := country(l.Region)
		if err != nil {
			return at("region", err)
		}
		number, grade, err := phone.Parse(l.Value, region)
		a.Canonical, a.Grade = string(number), grade
		if code := document.LineWarning(number); err == nil && code != "" {
			a.Warnings = append(a.Warnings, bonafide.Fault{Code: code, Rule: document.RuleLine})
		}
		return err
	},
	"email": func(l line, a *answer) error {
		email, err := bonafide.ParseEmail(l.Value)
		if err != nil {
			return err
		}
		a.Canonical, a.Grade = string(email), bonafide.Plausible
		if code, rule := document.MailboxWarning(email.Mailbox(nil)); code != "" {
			a.Warnings = append(a.Warnings, bonafide.Fault{Code: code, Rule: rule})
			if code == document.CodeReservedMailbox {
				a.Grade = bonafide.Implausible
			}
		}
		return nil
	},
	"name":       legalName,
	"legal_name": legalName,
	"address":    postalAddress,
	"birth_date": birthDate,
	"code":       oneTimeCode,
	"mrz": func(l line, a *answer) error {
		zone, err := mrz.ParseOCR(l.Value, l.day)
		if err == nil {
			a.Canonical = strings.TrimSpace(zone.Surname + ", " + zone.GivenNames)
			expired(zone, l, a)
		}
		return err
	},
	"mrz_name": func(l line, a *answer) error {
		zone, err := mrz.ParseOCR(l.Value, l.day)
		if err != nil {
			return err
		}
		expired(zone, l, a)
		if !zone.MatchesName(l.Name) {
			return at("name", bonafide.Invalid("", bonafide.CodeMismatch))
		}
		return nil
	},
	"number": number,
	"iban":   numbered(identifier.IBAN),
	"vat":    numbered(identifier.VAT),
	"url": func(l line, a *answer) error {
		const key = "url"
		fields := property.Set{{Key: key, Label: "Address", Target: property.OfCase, Type: property.TypeURL}}
		var faults bonafide.Faults
		kept := fields.Merge(property.OfCase, nil, property.Values{key: property.Text(l.Value)}, &faults, "")
		a.Canonical = kept[key].Text()
		for i := range faults {
			faults[i].Path = "" // there is one property only
		}
		return faults.Err()
	},
	"data_uri": func(l line, a *answer) error {
		paper, known := document.Lookup(document.Physical, cmp.Or(document.Type(l.Type), document.ProofOfAddress))
		if !known {
			return at("type", bonafide.Invalid("", bonafide.CodeUnknown))
		}
		file, err := upload.Rules{}.ReadURI(bonafide.NewSecret(l.Value), paper.Media)
		a.Canonical = string(file.MediaType)
		return err
	},
}

func country(text string) (bonafide.Country, error) {
	if text == "" {
		return "", nil
	}
	return bonafide.ReadCountry(text)
}

// at puts faults under a path.
func at(path string, err error) error {
	var faults bonafide.Faults
	faults.Merge(path, err)
	return faults.Err()
}

// sample is a person of whom only one thing is asked.
func sample() document.Submission {
	return document.Submission{
		Name: "Ana Ramirez", Email: "ana@example.com", PhoneNumber: "+14155552671", IP: "203.0.113.7", EntityType: "F", EntityScope: "Arts & Entertainment",
		Day: 2, Month: 5, Year: 1989, AddressStreet: "1 Market Street", AddressCity: "San Francisco", AddressSubdivision: "CA",
		AddressPostalCode: "94105", AddressCountryCode: "US",
	}
}

// only returns the faults of some fields, without the names of the fields.
func only(faults []bonafide.Fault, fields ...string) []bonafide.Fault {
	var out []bonafide.Fault
	for _, f := range faults {
		for _, field := range fields {
			if rest, found := strings.CutPrefix(f.Path, field); found {
				f.Path = rest
				out = append(out, f)
				break
			}
		}
	}
	return out
}

// about checks a submission and keeps what concerns some of its fields.
func about(s document.Submission, r document.Rules, a *answer, fields ...string) (document.Base, error) {
	base, err := s.Check("", r)
	var invalid *bonafide.InvalidError
	switch {
	case errors.As(err, &invalid):
		if own := only(invalid.Fields, fields...); len(own) > 0 {
			return base, &bonafide.InvalidError{Fields: own}
		}
		return base, nil
	case err != nil:
		return base, err
	}
	a.Warnings = only(base.Warnings(), fields...)
	return base, nil
}

func legalName(l line, a *answer) error {
	s := sample()
	s.Name = l.Value
	base, err := about(s, document.Rules{Today: l.day}, a, "name")
	a.Canonical = base.Name
	return err
}

func postalAddress(l line, a *answer) error {
	s := sample()
	given := l.Address
	s.AddressStreet, s.AddressCity, s.AddressSubdivision = given.Street, given.City, given.Subdivision
	s.AddressPostalCode, s.AddressCountryCode = given.PostalCode, given.CountryCode
	base, err := about(s, document.Rules{Today: l.day}, a, "address_")
	a.Canonical = base.Address().Line()
	return err
}

// born is a person born on a date; zeros stand for a day, or a month with its day, that the
// paper does not have.
func born(date string) (document.Submission, error) {
	s := sample()
	known := date
	if whole, cut := strings.CutSuffix(date, "-00-00"); cut {
		known, s.DateUnknown = whole+"-01-01", document.UnknownMonth
	} else if whole, cut := strings.CutSuffix(date, "-00"); cut {
		known, s.DateUnknown = whole+"-01", document.UnknownDay
	}
	d, err := bonafide.ParseDate(known)
	if err != nil {
		return s, err
	}
	s.Day, s.Month, s.Year = d.Day, int(d.Month), d.Year
	switch s.DateUnknown {
	case document.UnknownMonth:
		s.Day, s.Month = 0, 0
	case document.UnknownDay:
		s.Day = 0
	}
	return s, nil
}

func birthDate(l line, a *answer) error {
	s, err := born(l.Value)
	if err != nil {
		return err
	}
	at := cmp.Or(l.Country, l.Region)
	where, err := country(at)
	if err != nil {
		return err
	}
	today := l.day
	if !l.At.IsZero() {
		today = document.DateThere(where, cmp.Or(l.Subdivision, l.State), l.At)
	}
	rules := document.Rules{Today: today, AgeOfMajority: func(_ bonafide.Country, _ string, on bonafide.Date) (int, string) {
		return document.AgeOfMajority(where, cmp.Or(l.Subdivision, l.State), on)
	}}
	a.Canonical = l.Value
	if _, err = about(s, rules, a, "day", "month", "year"); err == nil && l.Subdivision != "" {
		if _, known := document.ParseSubdivision(where, l.Subdivision); !known {
			a.Warnings = append(a.Warnings, bonafide.Fault{Path: "subdivision", Code: bonafide.CodeUnknown, Rule: "ISO 3166-2"})
		}
	}
	return err
}

// oneTimeCode compares what was typed with the right code: what cannot be a code is
// malformed and is no guess, another code is a mismatch.
func oneTimeCode(l line, a *answer) error {
	code, err := user.ParseCode(l.Value)
	if err != nil {
		return err
	}
	if code != l.Code {
		return bonafide.Invalid("", bonafide.CodeMismatch)
	}
	a.Canonical = code
	return nil
}

func expired(zone mrz.Zone, l line, a *answer) {
	if zone.Repaired {
		a.Warnings = append(a.Warnings, bonafide.Fault{Code: "repaired", Rule: "letters and digits that look alike were exchanged"})
	}
	if !zone.Expires.IsZero() && zone.Expires.Before(l.day) {
		a.Warnings = append(a.Warnings, bonafide.Fault{Path: "expires", Code: "expired_document"})
	}
}

func numbered(parse func(string) (identifier.Number, error)) func(line, *answer) error {
	return func(l line, a *answer) error {
		n, err := parse(l.Value)
		a.number(n)
		return err
	}
}

// number shows a number in full: it came from whoever asks.
func (a *answer) number(n identifier.Number) {
	a.Canonical, a.Grade = n.Value.Reveal(), n.Grade
	if n.Rule != "" {
		a.Warnings = []bonafide.Fault{{Code: bonafide.CodeImplausible, Rule: n.Rule}}
	}
}

// numbers are those that are no type of document, and those whose type does not say how
// they are read.
var numbers = map[string]func(string) (identifier.Number, error){
	"ABA": identifier.ABA, "GIIN": identifier.GIIN, "IBAN": identifier.IBAN, "EIN": identifier.EIN, "ATIN": identifier.ATIN,
}

func number(l line, a *answer) error {
	where, err := country(cmp.Or(l.Country, l.Region))
	if err != nil {
		return at("country", err)
	}
	state := cmp.Or(l.State, l.Subdivision)
	if code, known := document.ParseSubdivision(where, state); known {
		state = code
	}
	if parse, own := numbers[l.Type]; own {
		return numbered(parse)(l, a)
	}
	if _, known := document.Lookup(document.Virtual, document.Type(l.Type)); !known {
		return at("type", bonafide.Invalid("", bonafide.CodeUnknown))
	}
	n, err := document.ParseNumber(document.Type(l.Type), document.Person, where, state, l.Value)
	if err == nil {
		a.number(n)
	}
	return err
}
