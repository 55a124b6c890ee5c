package rest_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide/wire/internal/rest"
)

// What a text can be stands beside it, in a list beside its items, and never bounds null.
func TestValues(t *testing.T) {
	s := rest.System{Objects: []rest.Object{{Name: "Good", Fields: []rest.Field{
		{Name: "colour", Type: "string"}, {Name: "size", Type: "string?"}, {Name: "tags", Type: "[]string"}, {Name: "name", Type: "string"},
	}}}, Values: rest.Values{"Good.colour": {"red", "blue"}, "Good.size": {"s"}, "Good.tags": {"new"}}}
	require.NoError(t, s.Check(nil))
	var doc struct {
		Components struct {
			Schemas map[string]struct {
				Properties map[string]json.RawMessage `json:"properties"`
			} `json:"schemas"`
		} `json:"components"`
	}
	require.NoError(t, json.Unmarshal(s.OpenAPI(), &doc))
	listed := rest.System{Endpoints: []rest.Endpoint{{Method: "GET", Path: "/goods", Query: []rest.Param{{Name: "status.in", Type: "[]string"}}}}}
	require.ErrorContains(t, listed.Check([]string{"GET /goods"}), "GET /goods status.in has no values")
	listed.Endpoints[0].Query[0].Values = []string{"new", "old"}
	require.NoError(t, listed.Check([]string{"GET /goods"}))
	var query struct {
		Paths map[string]map[string]struct {
			Parameters []json.RawMessage `json:"parameters"`
		} `json:"paths"`
	}
	require.NoError(t, json.Unmarshal(listed.OpenAPI(), &query))
	assert.JSONEq(t, `{"name":"status.in","in":"query","explode":false,"schema":{"type":"array","items":{"type":"string","enum":["new","old"]}}}`,
		string(query.Paths["/goods"]["get"].Parameters[0]))
	for name, want := range map[string]string{
		"colour": `{"type":"string","enum":["red","blue"]}`,
		"size":   `{"anyOf":[{"type":"string","enum":["s"]},{"type":"null"}]}`,
		"tags":   `{"type":"array","items":{"type":"string","enum":["new"]}}`,
		"name":   `{"type":"string"}`,
	} {
		assert.JSONEq(t, want, string(doc.Components.Schemas["Good"].Properties[name]), name)
	}
}
