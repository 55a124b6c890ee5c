package rest

import "github.com/google/uuid"

// MaxBody is how many bytes a body may have where a host says nothing else: the bound that
// Synapse publishes.
const MaxBody = 30 << 20

// NewID returns a random UUID: the id of what an API keeps itself, where a host says
// nothing else.
func NewID() (string, error) {
	id, err := uuid.NewRandom()
	return id.String(), err
}
