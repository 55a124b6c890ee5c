package casefile

import (
	"encoding/json"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var inside = regexp.MustCompile(`[a-z][A-Z]`)

// snake writes a method's name as operations are named.
func snake(name string) string {
	return strings.ToLower(inside.ReplaceAllStringFunc(name, func(s string) string { return s[:1] + "_" + s[1:] }))
}

// Every method that changes a case takes a request of its own, which has a key, an
// operation named after the method and a verb of the table; every verb has a
// command.
func TestEveryRequestOwnsItsCommand(t *testing.T) {
	s, _ := sample(t, func() time.Time { return start })
	request := reflect.TypeFor[Request]()
	used := map[verb]bool{verbAdvance: true} // of Advance, which takes no request
	seen := map[reflect.Type]string{}
	service := reflect.TypeFor[*Service]()
	for i := range service.NumMethod() {
		m := service.Method(i)
		if m.Type.NumIn() != 5 || !m.Type.In(4).Implements(request) {
			continue
		}
		typ := m.Type.In(4)
		assert.Empty(t, seen[typ], "%s has a request of its own", m.Name)
		seen[typ] = m.Name
		for _, status := range []Status{Approved, Rejected, Closed} { // of Review: one verb each
			v := reflect.New(typ).Elem()
			key, ok := typ.FieldByName("Key")
			require.True(t, ok, "%s has a key", m.Name)
			assert.Equal(t, "-", key.Tag.Get("json"))
			v.FieldByIndex(key.Index).SetString("k")
			if f := v.FieldByName("Status"); f.IsValid() && f.Type() == reflect.TypeFor[Status]() {
				f.Set(reflect.ValueOf(status))
			}
			c := v.Interface().(Request).command(s)
			assert.Equal(t, "case."+snake(m.Name), c.Op)
			assert.Equal(t, "k", c.Key, m.Name)
			assert.NotNil(t, c.Rule, m.Name)
			assert.NotEmpty(t, verb(c.Verb).right().by, "%s has a verb of the table", m.Name)
			assert.Equal(t, v.Interface(), c.Body, "%s is compared when its key is repeated", m.Name)
			body, err := json.Marshal(c.Body)
			require.NoError(t, err)
			assert.NotContains(t, string(body), `"k"`)
			used[verb(c.Verb)] = true
		}
	}
	assert.Len(t, seen, 42)
	for _, r := range rights {
		assert.True(t, used[r.verb], "%s has a command", r.verb)
	}
	assert.Len(t, used, len(rights))
}
