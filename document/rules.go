package document

import (
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document/upload"
)

// Rules parameterise checking. Every zero value is the strictest choice, except
// Today, which must be set: without a day nobody's age can be told.
//
// No rule refuses what is implausible only: phone numbers and identifiers keep
// their grade for a program or a verifier to decide by.
type Rules struct {
	// Today is the civil date where the customer is.
	Today bonafide.Date

	// At is the instant of the submission, which the Service sets. Where it is given, the
	// age of a person is told by the day where that person lives, see [DateThere], and
	// not by Today.
	At time.Time

	// Business says that the user is a business: its own base document describes
	// a business, and those of people need their relationship to it.
	Business bool

	// Kind is what the base document under a sub-document describes; empty means
	// what Business says. See [Base.Kind].
	Kind EntityKind

	// Country is where a phone number or identifier belongs that does not say so
	// itself; usually the base document's.
	Country bonafide.Country

	// Upload bounds files.
	Upload upload.Rules

	// Sandbox admits what the published sandbox takes and nobody else does: numbers
	// that are nothing but four digits or have the wrong length, and placeholders that
	// are no files at all. See [SandboxValues].
	Sandbox bool

	// AgeOfMajority returns the age from which on a resident may contract on a
	// day, with the source of the rule, such as [AgeOfMajority]. Nil means 18
	// everywhere, and nothing goes below 18 (Synapse users, base document
	// considerations).
	AgeOfMajority func(country bonafide.Country, subdivision string, on bonafide.Date) (age int, rule string)

	// AllowMinors admits base documents of entity type MINOR, for custodial
	// programs. Their owner must then be below the age of majority; everybody
	// else must still have reached it.
	AllowMinors bool

	// Mixed admits base documents of businesses on a user that is a person (Synapse
	// clients send such). The user's program decides on them as on any other.
	Mixed bool

	// FullNames is the published rule "full legal name, no initials" (Synapse users,
	// base document considerations): single letters are refused, and one word alone
	// unless the address, a passport, an identity card or the citizenship is of a country
	// in which people have such names. Without it both are warnings: a single letter is
	// not always an initial, and one name not always half of one (W3C, personal names).
	FullNames bool

	// Past admits documents that have expired: they were judged while they had not.
	// Set by the Service for what it imports.
	Past bool

	// Issuers replaces the issuer rule of document types, where a program reads
	// the published sentence on passports otherwise.
	Issuers map[Type]IssuerRule

	// RequiredMeta names further meta fields that types demand: MetaCountry,
	// MetaState, MetaIDNumber or MetaAddress.
	RequiredMeta map[Type][]string

	// EntityType is the base document's: the TIN of a sole proprietorship may be its
	// owner's SSN (IRS, instructions for Form W-9).
	EntityType EntityType

	// MaxAttempts is how often one sub-document may be refused; 0 means
	// DefaultMaxAttempts, a negative number means no limit.
	MaxAttempts int
}

// DefaultMaxAttempts is how often one sub-document may be refused.
const DefaultMaxAttempts = 5

func (r Rules) kind() EntityKind {
	switch {
	case r.Kind != "":
		return r.Kind
	case r.Business:
		return Business
	}
	return Person
}

func (r Rules) maxAttempts() int {
	if r.MaxAttempts == 0 {
		return DefaultMaxAttempts
	}
	return r.MaxAttempts
}

func (r Rules) majority(country bonafide.Country, subdivision string) (int, string) {
	if r.AgeOfMajority != nil {
		return r.AgeOfMajority(country, subdivision, r.Today)
	}
	return DefaultMajority, ruleMajority
}

func (r Rules) issuer(t TypeInfo) IssuerRule {
	if rule, ok := r.Issuers[t.Type]; ok {
		return rule
	}
	return t.Issuer
}

// Submittable reports whether a document of the type can be submitted in a class, issued by
// a country. An empty class or country stands for any.
func (r Rules) Submittable(t Type, class Class, country bonafide.Country) bool {
	for _, info := range typeTable {
		if info.Type == t && (class == "" || info.Class == class) && (country == "" || r.issuer(info).allows(country)) {
			return true
		}
	}
	return false
}

// file takes the submitted file, from its data URI or its reader. It fails as
// [upload.Rules.Read] does.
func (r Rules) file(in SubSubmission, allowed []upload.MediaType) (upload.File, error) {
	switch {
	case in.Upload != nil && !in.Value.IsZero():
		return upload.File{}, bonafide.Invalid("", bonafide.CodeRepeated) // a reader and a data URI
	case in.Upload != nil:
		return r.Upload.Read(in.Upload, in.MediaType, allowed)
	case in.Value.IsZero():
		return upload.File{}, bonafide.Invalid("", bonafide.CodeRequired)
	}
	if file, ok := sandboxPlaceholder(in.Value.Reveal()); r.Sandbox && ok {
		return file, nil
	}
	return r.Upload.ReadURI(in.Value, allowed)
}
