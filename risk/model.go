package risk

import (
	"context"
	"time"

	"github.com/bonafide-go/bonafide"
)

// A Model assesses a case. [Scoring] is one; a host may bring its own, which may
// ask a service elsewhere. An error is an outage or a fault and never a level: what
// cannot be assessed keeps the risk it has. A Model must be safe for concurrent use.
type Model interface {
	Assess(ctx context.Context, f Facts) (Assessment, error)
}

// A ModelFunc is a function as a [Model].
type ModelFunc func(ctx context.Context, f Facts) (Assessment, error)

// Assess calls the function.
func (m ModelFunc) Assess(ctx context.Context, f Facts) (Assessment, error) { return m(ctx, f) }

// Facts are what a model may look at. What is not known stays empty, which a model
// must never take for harmless. Values are codes of the host, and must not be
// personal data: they are kept in the lines that explain a risk.
type Facts struct {
	AsOf      bonafide.Date             `json:"as_of"`              // the day of the assessment; required
	Countries []CountryFact             `json:"countries,omitzero"` // each with its role
	Products  []string                  `json:"products,omitzero"`  // such as "payments"
	Channels  []string                  `json:"channels,omitzero"`  // such as "remote"
	Screening []string                  `json:"screening,omitzero"` // such as "clear", "pep", "sanction"; empty means not screened
	Structure *Structure                `json:"structure,omitzero"` // nil means not known
	Founded   bonafide.Date             `json:"founded,omitzero"`   // day the company was founded
	Choices   map[string]string         `json:"choices,omitzero"`   // the host's own facts, as "custom.<key>"
	Numbers   map[string]bonafide.Fixed `json:"numbers,omitzero"`   // the host's own numbers, as "number.<key>"
}

// A CountryFact is a country and what it is to the customer, such as
// "incorporation", "residence", "nationality", "owner", "activity".
type CountryFact struct {
	Country bonafide.Country `json:"country"`
	Role    string           `json:"role"`
}

// A Structure is what an analysis of ownership says about complexity.
type Structure struct {
	Layers       int            `json:"layers"`         // between the company and its farthest owner
	Circular     bool           `json:"circular"`       // companies own each other in circles
	Unresolved   bonafide.Fixed `json:"unresolved"`     // per cent of ownership that is not accounted for
	MayHideOwner bool           `json:"may_hide_owner"` // enough for another beneficial owner
	Trust        bool           `json:"trust"`          // a trust or similar arrangement takes part
}

// age is the number of completed months since the founding.
func (f *Facts) age() (bonafide.Fixed, bool) {
	if f.Founded.IsZero() || f.Founded.After(f.AsOf) {
		return 0, false
	}
	months := (f.AsOf.Year-f.Founded.Year)*12 + int(f.AsOf.Month-f.Founded.Month)
	if f.AsOf.Day < f.Founded.Day && f.AsOf.Day < daysIn(f.AsOf) {
		months--
	}
	return bonafide.FixedOf(months), true
}

func daysIn(d bonafide.Date) int {
	return time.Date(d.Year, d.Month+1, 0, 0, 0, 0, 0, time.UTC).Day()
}
