package casefile_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
)

// Metadata: string to string, replaced as a whole, null removes all, bounded.
func TestMetadata(t *testing.T) {
	b := setup(t)
	c := b.create(t, func(r *casefile.CreateRequest) { r.Metadata = map[string]string{"a": "1", "b": "2"} })
	set := func(p casefile.Patch[map[string]string]) (casefile.Case, error) {
		return b.cases.Label(ctx, acme, c.ID, casefile.LabelRequest{Metadata: p})
	}
	c, err := set(casefile.To(map[string]string{"c": "3"}))
	require.NoError(t, err)
	assert.Equal(t, map[string]string{"c": "3"}, c.Metadata)
	c, err = b.cases.Label(ctx, acme, c.ID, casefile.LabelRequest{AddTags: []string{"t"}})
	require.NoError(t, err)
	assert.Equal(t, map[string]string{"c": "3"}, c.Metadata, "absent leaves it")
	c, err = set(casefile.Null[map[string]string]())
	require.NoError(t, err)
	assert.Nil(t, c.Metadata)
	many := map[string]string{}
	for i := range casefile.MaxMetadata + 1 {
		many[strings.Repeat("k", i%casefile.MaxMetadataKey+1)+string(rune('a'+i/casefile.MaxMetadataKey))] = "v"
	}
	_, err = set(casefile.To(many))
	invalid(t, err, "metadata", bonafide.CodeTooMany)
	_, err = set(casefile.To(map[string]string{"k": strings.Repeat("x", casefile.MaxMetadataValue+1)}))
	invalid(t, err, "metadata.value", bonafide.CodeTooLong)
	_, err = set(casefile.To(map[string]string{strings.Repeat("k", casefile.MaxMetadataKey+1): "x"}))
	invalid(t, err, "metadata.key", bonafide.CodeTooLong)
}

// A patch tells absent, null and a value apart, in Go and in JSON.
func TestPatch(t *testing.T) {
	var req struct {
		A casefile.Patch[string] `json:"a,omitzero"`
		B casefile.Patch[string] `json:"b,omitzero"`
		C casefile.Patch[string] `json:"c,omitzero"`
	}
	require.NoError(t, json.Unmarshal([]byte(`{"b":null,"c":"x"}`), &req))
	assert.True(t, req.A.IsZero())
	assert.True(t, req.B.IsNull() && !req.B.IsZero())
	v, ok := req.C.Value()
	assert.True(t, ok && v == "x")
	data, err := json.Marshal(req)
	require.NoError(t, err)
	assert.Equal(t, `{"b":null,"c":"x"}`, string(data))
	err = json.Unmarshal([]byte(`{"a":["secret"]}`), &req)
	require.ErrorIs(t, err, bonafide.ErrInvalid)
	assert.NotContains(t, err.Error(), "secret")
}
