package aggregatetest

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide/internal/allow"
)

// Full returns a T of which every field is set, however deep it stands: a text is the
// path of where it stands.
func Full[T any](t *testing.T) T {
	t.Helper()
	var out T
	fill(t, reflect.ValueOf(&out).Elem(), "")
	return out
}

func fill(t *testing.T, v reflect.Value, path string) {
	if u, ok := v.Addr().Interface().(json.Unmarshaler); ok {
		for _, text := range []string{`"2026-01-02T03:04:05Z"`, `"2026-01-02"`, `"12"`, `12`} {
			if u.UnmarshalJSON([]byte(text)) == nil {
				return
			}
		}
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(path)
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		v.SetInt(1)
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		v.SetUint(1)
	case reflect.Float32, reflect.Float64:
		v.SetFloat(0.5)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(t, v.Elem(), path)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(t, v.Index(0), path)
	case reflect.Map:
		key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		fill(t, key, path)
		fill(t, value, path)
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(key, value)
	case reflect.Struct:
		for i := range v.NumField() {
			f := v.Type().Field(i)
			if !f.IsExported() {
				continue
			}
			name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			switch {
			case f.Anonymous && name == "":
				fill(t, v.Field(i), path)
			case name != "-":
				fill(t, v.Field(i), strings.TrimPrefix(path+"."+name, "."))
			}
		}
	default:
		t.Fatalf("%s: no value of %s", path, v.Type())
	}
}

// Views compares what each kind of actor sees of a full aggregate with golden files:
// view_<kind>.json, and seen.txt, which names for every field who sees it. A field that
// it does not name is one that nobody decided on. UPDATE_GOLDEN=1 writes the files.
func Views[T any](t *testing.T, dir string, full T, views map[string]T) {
	t.Helper()
	require.Empty(t, missing(allow.Paths[T](), allow.Set(full)), "the aggregate has them, and they are not set")
	seen := make(map[string][]string)
	for kind, view := range views {
		for _, path := range allow.Set(view) {
			seen[path] = append(seen[path], kind)
		}
		text, err := json.MarshalIndent(view, "", "  ")
		require.NoError(t, err)
		golden(t, filepath.Join(dir, "view_"+kind+".json"), string(text)+"\n")
	}
	var lines strings.Builder
	for _, path := range allow.Paths[T]() {
		slices.Sort(seen[path])
		fmt.Fprintf(&lines, "%s: %s\n", path, strings.Join(seen[path], " "))
	}
	file := filepath.Join(dir, "seen.txt")
	known := make(map[string]bool)
	if text, err := os.ReadFile(file); err == nil && os.Getenv("UPDATE_GOLDEN") == "" {
		for line := range strings.Lines(string(text)) {
			path, _, _ := strings.Cut(line, ":")
			known[path] = true
		}
		for _, path := range allow.Paths[T]() {
			assert.True(t, known[path], "%s: nobody decided who may see it; it is left out until somebody does", path)
		}
	}
	golden(t, file, lines.String())
}

// missing returns what is in all and not in some.
func missing(all, some []string) []string {
	return slices.DeleteFunc(all, func(path string) bool { return slices.Contains(some, path) })
}

func golden(t *testing.T, path, got string) {
	t.Helper()
	if os.Getenv("UPDATE_GOLDEN") != "" {
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, []byte(got), 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, string(want), got, path)
}
