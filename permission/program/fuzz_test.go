package program_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/permission/program"
)

// No text makes the parser panic; what fails gives nothing but faults with
// paths; what passes is JSON that encoding/json reads the same way, and survives
// a round trip.
func FuzzParse(f *testing.F) {
	f.Add([]byte(sheet(``, ``)))
	for _, text := range faultySheets {
		f.Add([]byte(text))
	}
	for seed := range uint64(5) {
		data, err := json.Marshal(newDice(seed).sheet())
		require.NoError(f, err)
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := program.Parse(data)
		if err != nil {
			var invalid *bonafide.InvalidError
			require.ErrorAs(t, err, &invalid)
			require.NotEmpty(t, invalid.Fields)
			require.Nil(t, p)
			return
		}
		require.True(t, json.Valid(data))
		var same program.Sheet
		require.NoError(t, json.Unmarshal(data, &same))
		again, err := program.New(same)
		require.NoError(t, err)
		require.Equal(t, p.Hash(), again.Hash())
		text, err := json.Marshal(p.Sheet())
		require.NoError(t, err)
		back, err := program.Parse(text)
		require.NoError(t, err)
		require.Equal(t, p.Hash(), back.Hash())
		d := p.Evaluate(permission.Facts{Kind: p.Sheet().UserKind, At: p.EffectiveAt()})
		require.Equal(t, permission.Unverified, d.Permission)
	})
}

// Facts that are read from a store are evaluated whatever they say.
func FuzzEvaluate(f *testing.F) {
	p, facts := goldenCase(f)
	data, err := json.Marshal(facts)
	require.NoError(f, err)
	f.Add(data)
	f.Add([]byte(`{"kind":"personal","at":"9999-12-31T23:59:59Z","documents":[{"id":"a","active":true,"watchlist":"NO_MATCH","subs":[{"type":"SSN","status":"SUBMITTED|VALID","valid_until":"0001-01-01T00:00:01Z"}]}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		var read permission.Facts
		if json.Unmarshal(data, &read) != nil {
			return
		}
		d := p.Evaluate(read)
		var out program.Outcome
		p.Scopes(&read, &out)
		require.Equal(t, d.Scope, out.Scope)
		require.True(t, d.Permission.Known())
		require.NoError(t, program.Replay(p, read, d))
	})
}
