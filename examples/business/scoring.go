package main

import (
	"encoding/json"
	"os"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
	"github.com/bonafide-go/bonafide/casefile/property"
	"github.com/bonafide-go/bonafide/risk"
)

// scoring is the host's own, read from a file, or the standard one with two changes.
func scoring(file string) (*risk.Scoring, error) {
	if file != "" {
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		return risk.Parse(text)
	}
	// The list of prohibited countries is the host's own.
	spec := risk.Standard().WithList(risk.CountryList{
		Key: "prohibited", Title: "Where we do no business", Source: "Acme Compliance",
		Edition: bonafide.Date{Year: 2026, Month: 1, Day: 1}, Countries: []bonafide.Country{"KP", "IR", "SY"},
	})
	// A listed owner who was accepted all the same makes the risk high at least.
	spec.Overrides = append(spec.Overrides, risk.Override{
		Key: "listed_owner", When: risk.Condition{Fact: "screening", Is: []string{"accepted_match"}}, Level: risk.High,
	})
	return risk.New(spec)
}

// keep writes the scoring as it was used, so that an assessment can be made again.
func keep(model *risk.Scoring, file string) error {
	text, err := json.MarshalIndent(model.Spec(), "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(file, append(text, '\n'), 0o600)
}

// properties are the questions of the host's own form.
func properties() property.Set {
	return property.Set{
		{Key: "products", Label: "What they want", Target: property.OfCase, Type: property.TypeChoices, AllowMultiple: true,
			Options: []property.Option{{Key: "payments"}, {Key: "savings"}}},
		{Key: "channel", Label: "How we met", Target: property.OfCase, Type: property.TypeText},
		{Key: "regulated", Label: "Has a licence", Target: property.OfCase, Type: property.TypeBoolean},
	}
}

// facts adds to the facts of the case what only the host's form knows.
func facts(c casefile.Case, f risk.Facts) risk.Facts {
	f.Products, f.Channels = c.Properties["products"].List(), []string{c.Properties["channel"].Text()}
	if !c.Properties["regulated"].Yes() {
		f.Products = append(f.Products, "unlicensed")
	}
	return f
}
