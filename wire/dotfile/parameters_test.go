package dotfile

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Whatever the document says of the query of a list is taken, each value of it.
func TestParametersAreTaken(t *testing.T) {
	parse := map[string]func(url.Values) (query, error){
		"/cases": caseColumns().parse, "/checks": checkColumns().parse, "/companies": entityColumns().parse, "/individuals": entityColumns().parse,
		"/tags": tagColumns().parse, "/cases/{id}/notes": noteColumns().parse, "/templates": templateColumns().parse,
		"/custom-properties/{target_entity}": propertyColumns().parse, "/webhooks": webhookColumns().parse,
	}
	tried := 0
	for _, e := range endpoints() {
		read := parse[e.Path]
		if e.Method != http.MethodGet || read == nil {
			continue
		}
		require.NotEmpty(t, e.Query, e.Path)
		for _, p := range e.Query {
			values := p.Values
			switch {
			case len(values) > 0:
			case p.Type == "boolean":
				values = []string{"true", "false"}
			case p.Type == "integer":
				values = []string{"1"}
			default:
				values = []string{"2026-01-02"} // a time where it must be one
			}
			for _, v := range values {
				_, err := read(url.Values{p.Name: {v}})
				assert.NoError(t, err, "%s %s=%s", e.Path, p.Name, v)
				tried++
			}
			if len(p.Values) > 0 && !strings.HasPrefix(p.Type, "[]") {
				_, err := read(url.Values{p.Name: {"elsewhere"}})
				assert.Error(t, err, "%s %s", e.Path, p.Name)
			}
		}
	}
	assert.Greater(t, tried, 200)
}
