package document

import (
	"context"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/text"
)

// Deliverability says whether mail reaches an address (Synapse address
// verification). The set is open: an unknown value says nothing.
type Deliverability string

const maxReference = 255 // bytes

// The values of deliverability.
const (
	USPSDeliverable            Deliverability = "usps_deliverable"
	Deliverable                Deliverability = "deliverable"
	DeliverableIncorrectUnit   Deliverability = "deliverable_incorrect_unit"
	DeliverableMissingUnit     Deliverability = "deliverable_missing_unit"
	DeliverableUnnecessaryUnit Deliverability = "deliverable_unnecessary_unit"
	Undeliverable              Deliverability = "google_undeliverable"
)

// deliverableMisspelt occurs in answers beside the right spelling.
const deliverableMisspelt Deliverability = "deliverable_unneccessary_unit"

// Canonical returns the value in its right spelling.
func (d Deliverability) Canonical() Deliverability {
	if d == deliverableMisspelt {
		return DeliverableUnnecessaryUnit
	}
	return d
}

// An AddressResult is what an [AddressVerifier] found.
type AddressResult struct {
	Deliverability Deliverability  `json:"deliverability"`
	Analysis       AddressAnalysis `json:"deliverability_analysis"`
	Normalized     PostalAddress   `json:"normalized_address,omitzero"`
	Reference      string          `json:"reference,omitzero"`
}

// Bounded returns the result in its right spelling, without what cannot be what it is
// said to be: words that are no codes, lines that are too long, an unknown country.
func (r AddressResult) Bounded() AddressResult {
	r.Deliverability = r.Deliverability.Canonical()
	if text.Code(string(r.Deliverability), true) != "" {
		r.Deliverability = ""
	}
	if len(r.Reference) > maxReference {
		r.Reference = ""
	}
	for _, part := range []*string{&r.Normalized.Street, &r.Normalized.City, &r.Normalized.Subdivision, &r.Normalized.PostalCode, &r.Normalized.CareOf} {
		line, fault := text.Intake{Max: maxStreet}.Read(*part)
		if fault != "" {
			line = ""
		}
		*part = line
	}
	country, err := bonafide.ParseCountry(string(r.Normalized.Country))
	if err != nil {
		country = ""
	}
	r.Normalized.Country = country
	return r
}

// An AddressAnalysis says which part of an address is amiss.
type AddressAnalysis struct {
	PartialValid         bool `json:"partial_valid"`
	PrimaryNumberInvalid bool `json:"primary_number_invalid"`
	PrimaryNumberMissing bool `json:"primary_number_missing"`
	SecondaryInvalid     bool `json:"secondary_invalid"`
	SecondaryMissing     bool `json:"secondary_missing"`
}

// An AddressVerifier asks a postal service about an address. It must be safe
// for concurrent use; an error is an outage, never a verdict.
type AddressVerifier interface {
	VerifyAddress(ctx context.Context, a PostalAddress) (AddressResult, error)
}

// AddressVerifierFunc is a function as an [AddressVerifier].
type AddressVerifierFunc func(ctx context.Context, a PostalAddress) (AddressResult, error)

// VerifyAddress calls f.
func (f AddressVerifierFunc) VerifyAddress(ctx context.Context, a PostalAddress) (AddressResult, error) {
	return f(ctx, a)
}

// VerifyAddresses makes an [AddressVerifier] the [Verifier] of ADDRESS and
// MAILING_ADDRESS. Every deliverable address is valid, except that mail must have
// the right unit: a MAILING_ADDRESS with an incorrect one is invalid.
func VerifyAddresses(v AddressVerifier) Verifier {
	return VerifierFunc(func(ctx context.Context, r Request) (Verdict, error) {
		address := r.Base.Address()
		switch {
		case r.Class != Social || r.Type != Address && r.Type != MailingAddress:
			return Verdict{Outcome: OutcomeUnavailable}, nil
		case r.Type == MailingAddress:
			address = r.Meta.Address
		}
		result, err := v.VerifyAddress(ctx, address)
		if err != nil {
			return Verdict{}, err
		}
		verdict := Verdict{Outcome: OutcomeUnavailable, Reference: result.Reference, Mail: &result}
		switch result.Deliverability.Canonical() {
		case USPSDeliverable, Deliverable, DeliverableMissingUnit, DeliverableUnnecessaryUnit:
			verdict.Outcome = OutcomeValid
		case DeliverableIncorrectUnit:
			verdict.Outcome = OutcomeValid
			if r.Type == MailingAddress {
				verdict.Outcome, verdict.Reasons = OutcomeInvalid, []string{ReasonAddressHasWrongUnit}
			}
		case Undeliverable:
			verdict.Outcome, verdict.Reasons = OutcomeInvalid, []string{ReasonInvalidAddress}
		}
		return verdict, nil
	})
}
