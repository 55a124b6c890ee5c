package casefile

import "time"

// ModelState is the state of the next assessment by the host's model.
type ModelState struct {
	Wants   string    `json:"wants,omitzero"`  // hash of the facts as they now are; empty without a model
	Inputs  string    `json:"inputs,omitzero"` // hash of the facts last assessed
	Fails   int       `json:"fails,omitzero"`  // assessments in a row that did not come about
	RetryAt time.Time `json:"retry_at,omitzero"`
}

// stale reports whether the risk is of other facts than the present ones.
func (m ModelState) stale() bool { return m.Wants != m.Inputs }
