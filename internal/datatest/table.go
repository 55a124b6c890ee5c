package datatest

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
)

// What a cell of a [Table] says beside a state.
const (
	Same    = "=" // no change and no error
	Refused = ""  // an error that matches [bonafide.ErrState], and no change
)

// A Verb is one column of a [Table].
type Verb[T any] struct {
	Name string
	Do   func(T) (T, error)
}

// A Table says where each verb leads from each state: one row a state, one cell a
// verb.
type Table[T any, S ~string] struct {
	Verbs []Verb[T]
	Rows  map[S][]string
	In    func(S) T // a value in a state
	State func(T) S
}

// Run tries every verb in every state. Every state of the list must have a row.
func (x Table[T, S]) Run(t *testing.T, states []S) {
	for _, s := range states {
		require.Contains(t, x.Rows, s)
	}
	for state, row := range x.Rows {
		require.Len(t, row, len(x.Verbs))
		for i, verb := range x.Verbs {
			t.Run(string(state)+"/"+verb.Name, func(t *testing.T) {
				before := x.In(state)
				after, err := verb.Do(before)
				switch row[i] {
				case Refused:
					assert.ErrorIs(t, err, bonafide.ErrState)
					assert.Equal(t, before, after)
				case Same:
					require.NoError(t, err)
					assert.Equal(t, before, after)
				default:
					require.NoError(t, err)
					assert.Equal(t, S(row[i]), x.State(after))
				}
			})
		}
	}
}
