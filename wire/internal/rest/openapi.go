package rest

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
)

// OpenAPI returns the table as an OpenAPI 3.1 document. Equal tables give equal bytes.
func (s System) OpenAPI() []byte {
	paths := map[string]map[string]any{}
	for _, e := range s.Endpoints {
		if paths[e.Path] == nil {
			paths[e.Path] = map[string]any{}
		}
		paths[e.Path][strings.ToLower(e.Method)] = e.operation()
	}
	schemas := map[string]any{}
	for _, o := range s.Objects {
		schemas[o.Name] = o.schema(s.Values)
	}
	doc := map[string]any{
		"openapi":           "3.1.0",
		"jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
		"info":              map[string]any{"title": s.Title, "version": s.Version},
		"paths":             paths,
		"components":        map[string]any{"schemas": schemas},
	}
	text, err := json.MarshalIndent(doc, "", "  ")
	if err != nil {
		return nil // maps of strings, numbers and booleans always encode
	}
	return append(text, '\n')
}

// Document answers with the table as an OpenAPI document, which is made once.
func (s System) Document() http.HandlerFunc {
	text := s.OpenAPI()
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		_, _ = w.Write(text) // a client that left needs no answer
	}
}

func (e Endpoint) operation() map[string]any {
	params := []any{}
	for _, part := range strings.Split(e.Path, "/") {
		if name, ok := strings.CutPrefix(part, "{"); ok {
			params = append(params, map[string]any{
				"name": strings.TrimSuffix(strings.TrimSuffix(name, "}"), "..."), "in": "path", "required": true, "schema": scalar("string"),
			})
		}
	}
	params = append(params, parameters("query", e.Query)...)
	params = append(params, parameters("header", e.Header)...)
	status := e.Status
	if status == 0 {
		status = http.StatusOK
	}
	answer := map[string]any{"description": http.StatusText(status)}
	if e.Out != "" {
		answer["content"] = content(e.Out)
	}
	op := map[string]any{
		"summary":     e.Summary,
		"operationId": operationID(e),
		"responses":   map[string]any{strconv.Itoa(status): answer, "default": map[string]any{"description": "an error, in the form of this system"}},
	}
	if len(params) > 0 {
		op["parameters"] = params
	}
	if e.In != "" {
		op["requestBody"] = map[string]any{"required": true, "content": content(e.In)}
	}
	if e.Differs != "" {
		op["description"] = "Differs from the published system: " + e.Differs
	}
	return op
}

// operationID is the pattern in letters: "GET /users/{id}" gives "get_users_id".
func operationID(e Endpoint) string {
	path := strings.NewReplacer("{", "", "}", "", "...", "", "-", "_", ".", "_").Replace(e.Path)
	return strings.ToLower(e.Method) + strings.TrimSuffix(strings.ReplaceAll(path, "/", "_"), "_")
}

func parameters(in string, params []Param) (all []any) {
	for _, p := range params {
		param := map[string]any{"name": p.Name, "in": in, "schema": among(schemaOf(p.Type), p.Values)}
		if in == "query" && strings.HasPrefix(p.Type, "[]") {
			param["explode"] = false
		}
		if p.Text != "" {
			param["description"] = p.Text
		}
		all = append(all, param)
	}
	return all
}

func content(object string) map[string]any {
	return map[string]any{"application/json": map[string]any{"schema": schemaOf(object)}}
}

func (o Object) schema(values Values) map[string]any {
	members := map[string]any{}
	for _, f := range o.Fields {
		member := map[string]any{}
		for k, v := range among(schemaOf(f.Type), values[o.Name+"."+f.Name]) {
			member[k] = v
		}
		text := f.Text
		if f.Differs != "" {
			text = strings.TrimSpace(text + " Differs from the published system: " + f.Differs)
		}
		if text != "" {
			member["description"] = text
		}
		members[f.Name] = member
	}
	schema := map[string]any{"type": "object", "properties": members}
	if o.Text != "" {
		schema["description"] = o.Text
	}
	return schema
}

// among bounds the texts of a schema, or of the items of its list, to values.
func among(schema map[string]any, values []string) map[string]any {
	if len(values) == 0 {
		return schema
	}
	text := schema
	if either, ok := text["anyOf"].([]any); ok {
		text, _ = either[0].(map[string]any)
	}
	if items, ok := text["items"].(map[string]any); ok {
		text = items
	}
	text["enum"] = values
	return schema
}

func schemaOf(kind string) map[string]any {
	bare, nullable := strings.CutSuffix(kind, "?")
	var schema map[string]any
	if item, list := strings.CutPrefix(bare, "[]"); list {
		schema = map[string]any{"type": "array", "items": schemaOf(item)}
	} else if simple := scalar(bare); simple != nil {
		schema = simple
	} else {
		schema = map[string]any{"$ref": "#/components/schemas/" + bare}
	}
	if nullable {
		return map[string]any{"anyOf": []any{schema, map[string]any{"type": "null"}}}
	}
	return schema
}
