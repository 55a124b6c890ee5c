package rest_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/wire/internal/rest"
)

func shop() rest.System {
	return rest.System{
		Name: "shop", Title: "A shop", Version: "1",
		Endpoints: []rest.Endpoint{
			{Method: "GET", Path: "/goods", Summary: "lists goods", Query: []rest.Param{{Name: "page", Type: "integer", Text: "from 1"}}, Out: "Good"},
			{Method: "PATCH", Path: "/goods/{id}", Summary: "changes a good", In: "Good", Out: "Good", Status: 202, Differs: "one at a time: a|b"},
		},
		Objects: []rest.Object{
			{Name: "Good", Text: "what is sold", Fields: []rest.Field{
				{Name: "name", Type: "string"}, {Name: "parts", Type: "[]Good?", Text: "inside"}, {Name: "sold", Type: "date-time?", Differs: "in UTC"},
			}},
		},
	}
}

// The table says where it is not whole.
func TestCheck(t *testing.T) {
	served := []string{"GET /goods", "PATCH /goods/{id}"}
	require.NoError(t, shop().Check(served))
	for _, tt := range []struct {
		name   string
		served []string
		edit   func(*rest.System)
		want   string
	}{
		{"not served", served[:1], nil, "PATCH /goods/{id} is not served"},
		{"in no table", append(served, "DELETE /goods"), nil, "DELETE /goods stands in no table"},
		{"endpoint twice", served, func(s *rest.System) { s.Endpoints = append(s.Endpoints, s.Endpoints[0]) }, "GET /goods stands twice"},
		{"object twice", served, func(s *rest.System) { s.Objects = append(s.Objects, s.Objects[0]) }, "object Good stands twice"},
		{"field twice", served, func(s *rest.System) { s.Objects[0].Fields = append(s.Objects[0].Fields, s.Objects[0].Fields[0]) }, "Good.name stands twice"},
		{"type of a field", served, func(s *rest.System) { s.Objects[0].Fields[0].Type = "[]Thing" }, `Good.name is of the unknown type "[]Thing"`},
		{"values of no field", served, func(s *rest.System) { s.Values = rest.Values{"Good.colour": {"red"}} }, "Good.colour is no text that has values"},
		{"values of no text", served, func(s *rest.System) { s.Values = rest.Values{"Good.sold": {"red"}} }, "Good.sold is no text that has values"},
		{"no values", served, func(s *rest.System) { s.Objects[0].Fields[0].Name = "status" }, "Good.status has no values"},
		{"type of a body", served, func(s *rest.System) { s.Endpoints[1].In = "Thing" }, `PATCH /goods/{id} is of the unknown type "Thing"`},
		{"type of a parameter", served, func(s *rest.System) { s.Endpoints[0].Query[0].Type = "int" }, `GET /goods page is of the unknown type "int"`},
	} {
		s := shop()
		if tt.edit != nil {
			tt.edit(&s)
		}
		assert.EqualError(t, s.Check(tt.served), tt.want, tt.name)
	}
}

func TestOpenAPI(t *testing.T) {
	var doc struct {
		OpenAPI string `json:"openapi"`
		Paths   map[string]map[string]struct {
			OperationID string `json:"operationId"`
			Description string `json:"description"`
			Parameters  []struct{ Name, In string }
			Responses   map[string]any
		}
		Components struct {
			Schemas map[string]struct{ Properties map[string]any }
		}
	}
	text := shop().OpenAPI()
	require.NoError(t, json.Unmarshal(text, &doc))
	assert.Equal(t, text, shop().OpenAPI(), "equal tables give equal bytes")
	assert.Equal(t, "3.1.0", doc.OpenAPI)
	patch := doc.Paths["/goods/{id}"]["patch"]
	assert.Equal(t, "patch_goods_id", patch.OperationID)
	assert.Contains(t, patch.Description, "one at a time")
	assert.Equal(t, []struct{ Name, In string }{{"id", "path"}}, patch.Parameters)
	assert.Contains(t, patch.Responses, "202")
	assert.Equal(t, []struct{ Name, In string }{{"page", "query"}}, doc.Paths["/goods"]["get"].Parameters)
	properties, err := json.Marshal(doc.Components.Schemas["Good"].Properties)
	require.NoError(t, err)
	assert.JSONEq(t, `{"name": {"type": "string"},
		"parts": {"anyOf": [{"type": "array", "items": {"$ref": "#/components/schemas/Good"}}, {"type": "null"}], "description": "inside"},
		"sold": {"anyOf": [{"type": "string", "format": "date-time"}, {"type": "null"}], "description": "Differs from the published system: in UTC"}}`, string(properties))
}

func TestCompatibility(t *testing.T) {
	assert.Equal(t, "## A shop 1\n\n"+
		"| endpoint | what it does | as published |\n| --- | --- | --- |\n"+
		"| `GET /goods` | lists goods | works |\n"+
		"| `PATCH /goods/{id}` | changes a good | differs: one at a time: a\\|b |\n"+
		"\n### Good\n\nwhat is sold\n\n| field | type | as published |\n| --- | --- | --- |\n"+
		"| `name` | string | works |\n| `parts` | []Good? | works |\n| `sold` | date-time? | differs: in UTC |\n",
		shop().Compatibility())
}

// Every word that a Service has for a failure has a meaning for clients.
func TestClassify(t *testing.T) {
	for _, tt := range []struct {
		err  error
		want rest.Kind
	}{
		{bonafide.Invalid("a", bonafide.CodeRequired), rest.Invalid},
		{bonafide.ErrCursor, rest.Invalid},
		{bonafide.ErrNotFound, rest.NotFound},
		{bonafide.ErrForbidden, rest.Denied},
		{bonafide.ErrConflict, rest.Conflict},
		{&bonafide.DuplicateError{}, rest.Duplicate},
		{&bonafide.StateError{}, rest.State},
		{&bonafide.RefusedError{Code: "x"}, rest.Refused},
		{bonafide.ErrKeyReused, rest.Reused},
		{bonafide.ErrUnavailable, rest.Unavailable},
		{&bonafide.NotConfiguredError{Option: "files"}, rest.NotConfigured},
		{context.DeadlineExceeded, rest.Unavailable},
		{context.Canceled, rest.Gone},
		{bonafide.ErrDamaged, rest.Internal},
		{bonafide.ErrSealed, rest.Internal},
		{&bonafide.UnreadableError{Causes: []error{bonafide.ErrNotFound}}, rest.Internal},
		{errors.New("another"), rest.Internal},
		{rest.ErrTooLarge, rest.TooLarge},
		{rest.ErrMediaType, rest.MediaType},
	} {
		assert.Equal(t, tt.want, rest.Classify(tt.err), "%v", tt.err)
		assert.Equal(t, tt.want, rest.Classify(fmt.Errorf("user: %w", tt.err)), "%v", tt.err)
	}
	assert.Equal(t, bonafide.Code("x"), rest.Refusal(&bonafide.RefusedError{Code: "x"}))
	assert.Empty(t, rest.Refusal(bonafide.ErrNotFound))
	assert.Equal(t, []bonafide.Fault{{Path: "a", Code: "required"}}, rest.Faults(bonafide.Invalid("a", "required")))
	assert.Empty(t, rest.Faults(bonafide.ErrNotFound))
}
