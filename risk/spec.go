package risk

import "github.com/bonafide-go/bonafide"

// A Spec is a scoring model as data. It is JSON, versioned, and checked as a whole
// by [New]: every fault is reported at once.
//
// Each factor gives points from 0 to 100; its weight is its share of the score in
// per cent, and the weights add up to 100, so that the score is between 0 and 100
// as well. The bands turn the score into a level. Overrides raise the level, never
// lower it: the highest of all wins, so that a prohibited country wins over any
// score.
type Spec struct {
	Name      string        `json:"name"`    // 1 to 64 bytes
	Version   int           `json:"version"` // 1 and up; a released version never changes
	Factors   []Factor      `json:"factors"`
	Bands     []Band        `json:"bands"` // ascending, the first from 0
	Overrides []Override    `json:"overrides,omitzero"`
	Lists     []CountryList `json:"lists,omitzero"`
}

// A Factor looks at one kind of fact.
type Factor struct {
	Key     string  `json:"key"`     // the component's key, unique
	Weight  int     `json:"weight"`  // per cent of the score, 1 to 100
	Combine Combine `json:"combine"` // how the points of several rules that hold become one
	Rules   []Rule  `json:"rules"`
	// Otherwise are the points where the facts are known and no rule holds.
	Otherwise int `json:"otherwise"`
	// Missing are the points where every fact that the rules look at is unknown. It
	// is required: an unknown fact is never harmless by default.
	Missing *int `json:"missing"`
}

// Combine says what several rules of a factor that hold come to.
type Combine string

// The ways to combine.
const (
	Worst Combine = "worst" // the largest points
	Sum   Combine = "sum"   // all points added up, 100 at most
)

// A Rule gives points where its condition holds.
type Rule struct {
	Condition
	Points int `json:"points"` // 0 to 100
}

// A Condition looks at one fact. Exactly one of InList, Is, Missing, and the pair
// AtLeast and Below must be set. A fact with several values meets it if one of them
// does. The facts are
//
//	country, country.<role>                        of countries: InList, Is, Missing
//	product, channel, screening, custom.<key>      of codes: Is, Missing
//	circular, may_hide_owner, trust                of "true" and "false": Is, Missing
//	layers, unresolved, age_months, number.<key>   of numbers: AtLeast, Below, Missing
type Condition struct {
	Fact    string          `json:"fact"`
	InList  string          `json:"in_list,omitzero"`  // the key of a list
	Is      []string        `json:"is,omitzero"`       // any of these
	AtLeast *bonafide.Fixed `json:"at_least,omitzero"` // inclusive
	Below   *bonafide.Fixed `json:"below,omitzero"`    // exclusive
	Missing bool            `json:"missing,omitzero"`  // nothing is known
}

// A Band is a level from a score on, up to the next band.
type Band struct {
	From  bonafide.Fixed `json:"from"` // 0 to 100, inclusive
	Level Level          `json:"level"`
}

// An Override raises the level to at least its own where its condition holds.
type Override struct {
	Key   string    `json:"key"` // the flag's key, unique
	When  Condition `json:"when"`
	Level Level     `json:"level"`
}

// A CountryList is a published list of countries as of an edition. Lists are data:
// they go out of date, and a model names the edition that it used.
type CountryList struct {
	Key       string             `json:"key"`     // such as "fatf_call_for_action"; unique in a model
	Title     string             `json:"title"`   // title of the publication
	Source    string             `json:"source"`  // who publishes it
	Edition   bonafide.Date      `json:"edition"` // when it was published; required
	Countries []bonafide.Country `json:"countries"`
	// StaleAfterDays flags an assessment that is made more than so many days after
	// the edition; 0 never.
	StaleAfterDays int `json:"stale_after_days,omitzero"`
}
