package program

import (
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/permission/money"
)

// Sheet is the text of a program: the spec sheet as people write it, in JSON.
// [Parse] reads and checks it. A released version is never changed; a
// change is a new version with a later effective_at.
type Sheet struct {
	// Schema may name the JSON Schema of sheets, for editors. It means nothing and
	// takes no part in the hash.
	Schema string `json:"$schema,omitzero"`
	// ID names the program over all of its versions: 1 to 64 of a-z, 0-9, "-", "_", ".".
	ID string `json:"id"`
	// Version counts from 1.
	Version int `json:"version"`
	// Title is for people.
	Title string `json:"title,omitzero"`
	// CIPTag is the number by which users are put under the program, from 1.
	CIPTag int `json:"cip_tag"`
	// UserKind is whom the program is for.
	UserKind permission.UserKind `json:"user_kind"`
	// EffectiveAt is from when on the version decides.
	EffectiveAt time.Time `json:"effective_at"`
	// TimeZone is the IANA zone in which days, weeks, months and years of limits
	// and totals begin; UTC if absent.
	TimeZone string `json:"time_zone,omitzero"`
	// Target is the scope users are asked to reach if they do not ask for one; the
	// highest tier if absent. What is needed beyond it is eventually due.
	Target permission.Scope `json:"target,omitzero"`
	// Screening says which list results count.
	Screening Screening `json:"screening,omitzero"`
	// FourEyes are the verbs that take a second person; see [permission.Verb.TakesSecondPerson].
	FourEyes []permission.Verb `json:"four_eyes,omitzero"`
	// Tiers go from the lowest scope to the highest. They are cumulative: a tier
	// is reached if its rules and those of all tiers before it hold.
	Tiers []Tier `json:"tiers"`
}

// Screening says which list results count.
type Screening struct {
	// CountedLists are the lists whose single results must be clear, beside the
	// rolled-up watchlist value. A counted list without a result is not screened.
	CountedLists []string `json:"counted_lists,omitzero"`
	// MaxAge is how long a screening counts; for ever if absent.
	MaxAge bonafide.Duration `json:"max_age,omitzero"`
	// MaxEditionAge is how long an edition of a list counts from its day on, whenever
	// it was searched; for ever if absent. It bounds the counted lists, and without
	// counted lists all that were searched.
	MaxEditionAge bonafide.Duration `json:"max_edition_age,omitzero"`
	// PhotoIDs are the document types that help to clear a soft match. If absent:
	// GOVT_ID, GOVT_ID_INT or PASSPORT_BIODATA of a person, EIN_DOC of a business.
	PhotoIDs []string `json:"photo_ids,omitzero"`
}

// Tier is a scope and what it takes to reach it.
type Tier struct {
	// Scope is what a base document gets that reaches the tier.
	Scope permission.Scope `json:"scope"`
	// Title is for people.
	Title string `json:"title,omitzero"`
	// Requires must hold, all of it; at least one rule.
	Requires []Rule `json:"requires"`
	// Limits bound the money of a user on this tier. Without limits it is not
	// bounded.
	Limits []money.Limit `json:"limits,omitzero"`
}

// Rule asks for exactly one of: all, any, n_of, document, test, fields, lists,
// owners, attestation. The members before these may stand on a rule of a tier
// and inside "all", but not inside "any" and "n_of" (option: only there).
type Rule struct {
	// ID names the rule over versions, so that deadlines and waivers stay with
	// it: 1 to 64 of a-z, 0-9, "-", "_", ".". Required beside due_in and waivable.
	ID string `json:"id,omitzero"`
	// Title is for people.
	Title string `json:"title,omitzero"`
	// When says to which base documents the rule applies: those of which all of
	// this is true or not known.
	When []Test `json:"when,omitzero"`
	// DueIn lets the tier be had before the rule is met, for this long.
	DueIn bonafide.Duration `json:"due_in,omitzero"`
	// Grace is how long after due_in what is past due is not yet restricted.
	Grace bonafide.Duration `json:"grace,omitzero"`
	// RestrictTo is the most that remains once due_in and grace have passed; the
	// tier below if absent.
	RestrictTo permission.Scope `json:"restrict_to,omitzero"`
	// Waivable lets a reviewer waive the rule for a user.
	Waivable bool `json:"waivable,omitzero"`
	// Option is the key of a document option: the way of an "any" that a user
	// chose by doc_option_key is shown first.
	Option string `json:"option,omitzero"`

	// All must hold.
	All []Rule `json:"all,omitzero"`
	// Any of these must hold.
	Any []Rule `json:"any,omitzero"`
	// NOf asks for a number of rules out of several.
	NOf *NOfRule `json:"n_of,omitzero"`
	// Document asks for evidence.
	Document *DocumentRule `json:"document,omitzero"`
	// Test asks for a fact. A fact that is not known fails it.
	Test *Test `json:"test,omitzero"`
	// Fields must be filled in on the base document; JSON names, such as "alias".
	Fields []string `json:"fields,omitzero"`
	// Lists are screening lists that must be clear, beyond those counted.
	Lists []string `json:"lists,omitzero"`
	// Owners asks for the people behind a business. It applies to the business's
	// own base document.
	Owners *OwnersRule `json:"owners,omitzero"`
	// Attestation asks for a statement.
	Attestation *AttestationRule `json:"attestation,omitzero"`
}

// NOfRule asks for n of several rules.
type NOfRule struct {
	// N is from 1 to the number of rules.
	N int `json:"n"`
	// Of are the rules.
	Of []Rule `json:"of"`
}

// DocumentRule asks for one valid sub-document.
type DocumentRule struct {
	// Types are the document types, any of which will do.
	Types []string `json:"types"`
	// Class is physical, virtual or social; any if absent.
	Class string `json:"class,omitzero"`
	// Countries, if given, are the only countries of issue that count.
	Countries []string `json:"countries,omitzero"`
	// NotCountries do not count as countries of issue; nor does an unknown one.
	NotCountries []string `json:"not_countries,omitzero"`
	// ValidFor is how long it counts after it was submitted.
	ValidFor bonafide.Duration `json:"valid_for,omitzero"`
	// MinResidual is how long before its own expiry it stops to count.
	MinResidual bonafide.Duration `json:"min_residual,omitzero"`
	// WarnBefore is how long before it stops to count a new one is asked for.
	WarnBefore bonafide.Duration `json:"warn_before,omitzero"`
	// OnRecord takes a document that was received and not validated.
	OnRecord bool `json:"on_record,omitzero"`
	// NotImported takes no verdict that was given elsewhere and imported with the user.
	NotImported bool `json:"not_imported,omitzero"`
}

// Test compares one fact: numbers with min and max (inclusive), texts with in
// or not_in (exact), totals with total.
type Test struct {
	// Fact is what to compare.
	Fact Fact `json:"fact"`
	// In lists the values that pass.
	In []string `json:"in,omitzero"`
	// NotIn lists the values that fail.
	NotIn []string `json:"not_in,omitzero"`
	// Min is the least number that passes.
	Min *bonafide.Fixed `json:"min,omitzero"`
	// Max is the greatest number that passes.
	Max *bonafide.Fixed `json:"max,omitzero"`
	// Total is for the fact "total".
	Total *TotalTest `json:"total,omitzero"`
}

// TotalTest is true once the money or the number of transactions in the current
// period has reached a threshold.
type TotalTest struct {
	// Direction is the way of the money.
	Direction permission.Direction `json:"direction"`
	// Per is the period: day, week, month or year.
	Per permission.Period `json:"per"`
	// Currency and AtLeast give an amount, such as "USD" and "600".
	Currency string `json:"currency,omitzero"`
	// AtLeast is a plain decimal above 0.
	AtLeast string `json:"at_least,omitzero"`
	// Count is a number of transactions, instead of an amount.
	Count int `json:"count,omitzero"`
}

// OwnersRule asks for the people behind a business (31 CFR 1010.230(d)).
type OwnersRule struct {
	// Controlling is the least number of controlling persons.
	Controlling int `json:"controlling,omitzero"`
	// Share is the percentage from which on an owner must have reached the scope.
	Share *bonafide.Fixed `json:"share,omitzero"`
	// Above asks for more than the share instead of the share or more.
	Above bool `json:"above,omitzero"`
	// Scope is the least that controlling persons and owners must have reached.
	Scope permission.Scope `json:"scope"`
	// Complete asks for the declaration that the list of owners is complete.
	Complete bool `json:"complete,omitzero"`
	// Exempt are the exemptions for which owners (not controlling persons) need
	// not be named, such as "publicly_traded".
	Exempt []string `json:"exempt,omitzero"`
}

// AttestationRule asks for a statement.
type AttestationRule struct {
	// ID names the statement.
	ID string `json:"id"`
	// ValidFor is how long it counts; for ever if absent.
	ValidFor bonafide.Duration `json:"valid_for,omitzero"`
	// WarnBefore is how long before it stops to count a new one is asked for.
	WarnBefore bonafide.Duration `json:"warn_before,omitzero"`
}
