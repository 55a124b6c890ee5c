package casefile_test

import (
	"encoding/json"
	"reflect"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
)

// faultsOf are the paths and codes of a request that cannot be.
func faultsOf(t *testing.T, err error) (out []string) {
	t.Helper()
	var invalid *bonafide.InvalidError
	require.ErrorAs(t, err, &invalid)
	for _, f := range invalid.Fields {
		out = append(out, f.Path+" "+string(f.Code))
	}
	return out
}

// Whatever a Service takes, it takes strictly.
func TestEveryRequestIsStrict(t *testing.T) {
	service := reflect.TypeFor[*casefile.Service]()
	request := reflect.TypeFor[casefile.Request]()
	seen := 0
	for i := range service.NumMethod() {
		m := service.Method(i)
		last := m.Type.In(m.Type.NumIn() - 1)
		switch {
		case last.Implements(request), last == reflect.TypeFor[casefile.CreateRequest](), last == reflect.TypeFor[casefile.ListRequest]():
		default:
			continue
		}
		seen++
		to := reflect.New(last)
		require.NoError(t, json.Unmarshal([]byte("{}"), to.Interface()), m.Name)
		assert.True(t, to.Elem().IsZero(), m.Name)
		err := json.Unmarshal([]byte(`{"nobody_knows":1}`), to.Interface())
		assert.Equal(t, []string{"nobody_knows unknown"}, faultsOf(t, err), m.Name)
	}
	assert.Equal(t, 40, seen)
}

// What is wrong inside a request has its path; values are in no error.
func TestFaultsOfRequests(t *testing.T) {
	var r casefile.CreateRequest
	err := json.Unmarshal([]byte(`{"name":"A","companies":[{"name":"M","relation":[]}],
		"individuals":[{"first_name":"Ana","birth_date":"2023-02-30","relations":[{"too":"x","ownership_percentage":"a"}]}]}`), &r)
	assert.Equal(t, []string{
		"companies[0].relation unknown", "individuals[0].birth_date malformed",
		"individuals[0].relations[0].too unknown", "individuals[0].relations[0].ownership_percentage malformed",
	}, faultsOf(t, err))
	assert.NotContains(t, err.Error(), "2023")
}
