package program_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/permission/program"
)

var update = flag.Bool("update", false, "write the generated and golden files anew")

// schemaOf derives the JSON Schema of sheets from the Go types and their comments.
type schemaOf struct {
	t        *testing.T
	comments map[string]map[string]string // type, field ("" for the type itself)
	defs     map[string]any
}

func (g *schemaOf) read(file string) {
	tree, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ParseComments)
	require.NoError(g.t, err)
	flat := func(c *ast.CommentGroup) string { return strings.Join(strings.Fields(c.Text()), " ") }
	for _, decl := range tree.Decls {
		gen, ok := decl.(*ast.GenDecl)
		if !ok || gen.Tok != token.TYPE {
			continue
		}
		spec := gen.Specs[0].(*ast.TypeSpec)
		of := map[string]string{"": flat(gen.Doc)}
		if s, ok := spec.Type.(*ast.StructType); ok {
			for _, f := range s.Fields.List {
				for _, name := range f.Names {
					of[name.Name] = flat(f.Doc)
				}
			}
		}
		g.comments[spec.Name.Name] = of
	}
}

const (
	namePattern     = `^[a-z0-9._-]{1,64}$`
	durationPattern = `^P(?=[0-9T])([0-9]+Y)?([0-9]+M)?([0-9]+W)?([0-9]+D)?(T(?=[0-9])([0-9]+H)?([0-9]+M)?([0-9]+S)?)?$`
	scopePattern    = `^(UNVERIFIED|(SEND\|)?RECEIVE(\|TIER\|[1-9][0-9]?)?)$`
	decimalPattern  = `^[0-9]{1,18}(\.[0-9]{1,8})?$`
)

func texts[T ~string](list []T) []any {
	var all []any
	for _, s := range list {
		all = append(all, string(s))
	}
	return all
}

func (g *schemaOf) of(typ reflect.Type) map[string]any {
	switch typ {
	case reflect.TypeFor[time.Time]():
		return map[string]any{"type": "string", "format": "date-time"}
	case reflect.TypeFor[bonafide.Duration]():
		return map[string]any{"type": "string", "pattern": durationPattern}
	case reflect.TypeFor[bonafide.Fixed]():
		return map[string]any{"type": []any{"number", "string"}, "pattern": `^-?[0-9]{1,12}(\.[0-9]{1,6})?$`}
	case reflect.TypeFor[permission.Scope]():
		return map[string]any{"type": "string", "pattern": scopePattern}
	case reflect.TypeFor[permission.UserKind]():
		return map[string]any{"enum": texts(permission.UserKinds())}
	case reflect.TypeFor[permission.Verb]():
		return map[string]any{"enum": texts(slices.DeleteFunc(permission.Verbs(), func(v permission.Verb) bool { return !v.TakesSecondPerson() }))}
	case reflect.TypeFor[program.Fact]():
		return map[string]any{"enum": texts(program.FactNames())}
	case reflect.TypeFor[permission.Direction]():
		return map[string]any{"enum": texts(permission.Directions())}
	case reflect.TypeFor[permission.Period]():
		return map[string]any{"enum": texts(permission.Periods())}
	}
	switch typ.Kind() {
	case reflect.Pointer:
		return g.of(typ.Elem())
	case reflect.Slice:
		return map[string]any{"type": "array", "items": g.of(typ.Elem())}
	case reflect.String:
		return map[string]any{"type": "string"}
	case reflect.Int:
		return map[string]any{"type": "integer", "minimum": 0}
	case reflect.Bool:
		return map[string]any{"type": "boolean"}
	}
	name := typ.Name()
	if _, ok := g.defs[name]; !ok {
		g.defs[name] = nil // it may hold itself
		g.defs[name] = g.object(typ)
	}
	return map[string]any{"$ref": "#/$defs/" + name}
}

// ruleKinds are the members of which a rule has exactly one.
var ruleKinds = []string{"all", "any", "n_of", "document", "test", "fields", "lists", "owners", "attestation"}

func (g *schemaOf) object(typ reflect.Type) map[string]any {
	properties, required := make(map[string]any), []any{}
	for i := range typ.NumField() {
		f := typ.Field(i)
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		p := maps.Clone(g.of(f.Type))
		p["description"] = g.comments[typ.Name()][f.Name]
		require.NotEmpty(g.t, p["description"], "%s.%s has no comment", typ.Name(), f.Name)
		switch {
		case name == "id" || name == "option":
			p["pattern"] = namePattern
		case name == "max" && f.Type.Kind() == reflect.String, name == "at_least":
			p["pattern"] = decimalPattern
		}
		if options != "omitzero" {
			required = append(required, name)
			if p["type"] == "array" {
				p["minItems"] = 1
			}
		}
		properties[name] = p
	}
	o := map[string]any{"type": "object", "description": g.comments[typ.Name()][""], "properties": properties, "additionalProperties": false}
	if len(required) > 0 {
		o["required"] = required
	}
	if typ == reflect.TypeFor[program.Rule]() {
		var kinds []any
		for _, kind := range ruleKinds {
			kinds = append(kinds, map[string]any{"required": []any{kind}})
		}
		o["oneOf"] = kinds
	}
	return o
}

func generateSchema(t *testing.T) []byte {
	g := schemaOf{t: t, comments: make(map[string]map[string]string), defs: make(map[string]any)}
	g.read("sheet.go")
	g.read("../money/limits.go")
	root := g.object(reflect.TypeFor[program.Sheet]())
	root["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	root["title"] = "bonafide program"
	root["$defs"] = g.defs
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	require.NoError(t, enc.Encode(root))
	return b.Bytes()
}

func TestSchemaIsThatOfTheTypes(t *testing.T) {
	want := generateSchema(t)
	if *update {
		require.NoError(t, os.WriteFile("program.schema.json", want, 0o644))
		return
	}
	assert.Equal(t, string(want), string(program.Schema()), "run go test -run Schema -update ./permission/program")
}

// follows is the part of JSON Schema that the schema uses. It returns the first
// fault, or "" for a value that follows the schema.
func follows(root, schema map[string]any, value any, path string) string {
	if ref, ok := schema["$ref"].(string); ok {
		return follows(root, root["$defs"].(map[string]any)[strings.TrimPrefix(ref, "#/$defs/")].(map[string]any), value, path)
	}
	if enum, ok := schema["enum"].([]any); ok && !slices.Contains(enum, value) {
		return path + " enum"
	}
	if pattern, ok := schema["pattern"].(string); ok {
		if text, ok := value.(string); ok && !match(pattern, text) {
			return path + " pattern"
		}
	}
	switch typ := schema["type"].(type) {
	case string:
		if !isOf(typ, value) {
			return path + " type"
		}
	case []any:
		if !slices.ContainsFunc(typ, func(t any) bool { return isOf(t.(string), value) }) {
			return path + " type"
		}
	}
	switch v := value.(type) {
	case float64:
		if least, ok := schema["minimum"].(float64); ok && v < least {
			return path + " minimum"
		}
	case []any:
		if least, ok := schema["minItems"].(float64); ok && float64(len(v)) < least {
			return path + " minItems"
		}
		for i := range v {
			if wrong := follows(root, schema["items"].(map[string]any), v[i], fmt.Sprintf("%s[%d]", path, i)); wrong != "" {
				return wrong
			}
		}
	case map[string]any:
		properties, _ := schema["properties"].(map[string]any)
		for _, name := range slices.Sorted(maps.Keys(v)) {
			p, ok := properties[name].(map[string]any)
			if !ok {
				return path + "." + name + " unknown"
			}
			if wrong := follows(root, p, v[name], path+"."+name); wrong != "" {
				return wrong
			}
		}
		if wrong := hasAll(schema, v); wrong != "" {
			return path + "." + wrong + " required"
		}
		if kinds, ok := schema["oneOf"].([]any); ok {
			n := 0
			for _, kind := range kinds {
				if hasAll(kind.(map[string]any), v) == "" {
					n++
				}
			}
			if n != 1 {
				return path + " oneOf"
			}
		}
	}
	return ""
}

func hasAll(schema, v map[string]any) string {
	required, _ := schema["required"].([]any)
	for _, name := range required {
		if _, ok := v[name.(string)]; !ok {
			return name.(string)
		}
	}
	return ""
}

// match runs a pattern of ECMA 262; Go knows no look-ahead, which only durations use.
func match(pattern, text string) bool {
	if pattern == durationPattern {
		_, err := bonafide.ParseDuration(text)
		return err == nil
	}
	return regexp.MustCompile(pattern).MatchString(text)
}

func isOf(typ string, value any) bool {
	switch v := value.(type) {
	case string:
		return typ == "string"
	case float64:
		return typ == "number" || typ == "integer" && v == float64(int64(v))
	case bool:
		return typ == "boolean"
	case []any:
		return typ == "array"
	case map[string]any:
		return typ == "object"
	}
	return false
}

func checkSchema(t testing.TB, sheet []byte) string {
	var root map[string]any
	require.NoError(t, json.Unmarshal(program.Schema(), &root))
	var value any
	require.NoError(t, json.Unmarshal(sheet, &value))
	return follows(root, root, value, "$")
}

func TestSheetsFollowTheSchema(t *testing.T) {
	for seed := range uint64(300) {
		data, err := json.Marshal(newDice(seed).sheet())
		require.NoError(t, err)
		require.Empty(t, checkSchema(t, data), "seed %d: %s", seed, data)
	}
	for name, sheet := range faultySheets {
		if name == "form" {
			assert.NotEmpty(t, checkSchema(t, []byte(sheet)))
		}
	}
}
