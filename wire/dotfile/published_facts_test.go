package dotfile_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Facts of the published system, asked over HTTP; package casefile asks the Service. Ids
// stand for the case, its companies and the check on the main one.
func TestPublishedFacts(t *testing.T) {
	for _, f := range []struct {
		id, says     string
		method, path string
		body         string
		status       int
		place        []any // of the answer
		want         any
	}{
		{"C024", "a check that nobody submitted to waits for no reviewer", "PATCH", "/checks/document/{check}/review", `{"action":"approve"}`, 409, nil, nil},
		{"K012", "numbers of risk", "POST", "/cases/{case}/risks", `{"level":"low","score":0.12345,"components":{"geography":2147483647,"age":1e3}}`, 201, []any{"components", "geography"}, 2147483647.0},
		{"L072", "no comment where comments are optional", "POST", "/cases/{case}/reviews", `{"status":"rejected"}`, 201, []any{"status"}, "rejected"},
		{"L072", "a review closes", "POST", "/cases/{case}/reviews", `{"status":"closed"}`, 201, []any{"status"}, "closed"},
		{"L104", "the status of an open case stays", "PATCH", "/cases/{case}", `{"status":"open"}`, 200, []any{"status"}, "open"},
		{"L109", "a case goes from sight", "DELETE", "/cases/{case}", ``, 204, nil, nil},
		{"L110", "lists are sorted", "GET", "/cases?sort=name", ``, 200, []any{"data", 0, "name"}, "Stark"},
		{"M018", "one fact of a company", "PATCH", "/companies/{main}", `{"country":"DE"}`, 200, []any{"country"}, "DE"},
		{"M030", "an unknown status", "GET", "/cases?status=archived", ``, 400, nil, nil},
		{"M035", "null removes an identifier", "PATCH", "/companies/{main}", `{"tax_identification_number":null}`, 200, []any{"tax_identification_number"}, nil},
		{"P048", "a number with an exponent", "PATCH", "/cases/{case}", `{"custom_properties":{"yearly_turnover":1e3}}`, 200, []any{"custom_properties", "yearly_turnover"}, 1000.0},
		{"P096", "an address of another scheme", "PATCH", "/cases/{case}", `{"custom_properties":{"external_link":"ftp://example.com/a"}}`, 200, []any{"custom_properties", "external_link"}, "ftp://example.com/a"},
		{"P102", "no address", "PATCH", "/cases/{case}", `{"custom_properties":{"external_link":"https://a.example/<script>"}}`, 400, nil, nil},
		{"R030", "born in the future", "POST", "/individuals", `{"case_id":"{case}","first_name":"Ana","last_name":"Lopez","birth_date":"2031-01-01"}`, 400, nil, nil},
		{"R032", "no day", "POST", "/individuals", `{"case_id":"{case}","first_name":"Ana","last_name":"Lopez","birth_date":"2023-02-30"}`, 400, nil, nil},
		{"R071", "whom somebody owns", "POST", "/individuals", `{"case_id":"{case}","first_name":"Pepper","last_name":"Potts","relations":[{"to_company_id":"{holding}","ownership_percentage":50}]}`, 201, []any{"relations", 0, "to_company_id"}, "{holding}"},
		{"R080", "a total alone", "POST", "/individuals", `{"case_id":"{case}","first_name":"Pepper","last_name":"Potts","ownership_percentage":40}`, 201, []any{"relations", 0, "ownership_percentage"}, 40.0},
		{"R085", "the computed total", "POST", "/individuals", `{"case_id":"{case}","first_name":"Pepper","last_name":"Potts","relations":[{"to_company_id":"{holding}","ownership_percentage":50}]}`, 201, []any{"ownership_percentage"}, 30.0},
		{"R090", "a band", "POST", "/individuals", `{"case_id":"{case}","first_name":"Pepper","last_name":"Potts","relations":[{"ownership_band":{"min":"25","max":"50","above":true}}]}`, 201, []any{"relations", 0, "ownership_band", "min"}, "25"},
	} {
		t.Run(f.id+" "+f.says, func(t *testing.T) {
			g := newRig(t)
			c := g.ok("POST", "/cases", graph)
			g.ok("PATCH", "/cases/"+c["id"].(string), `{"template_key":"kyb"}`)
			c = g.ok("GET", "/cases/"+c["id"].(string), "")
			ids := strings.NewReplacer("{case}", c["id"].(string), "{main}", at(c, "companies", 0, "id").(string), "{holding}", at(c, "companies", 1, "id").(string),
				"{check}", at(c, "companies", 0, "checks", 0, "id").(string))
			status, answer := g.call("key-1", f.method, ids.Replace(f.path), ids.Replace(f.body))
			require.Equal(t, f.status, status, "%v", answer)
			if want, ok := f.want.(string); ok {
				f.want = ids.Replace(want)
			}
			if f.status < http.StatusMultipleChoices && f.place != nil {
				assert.Equal(t, f.want, at(answer, f.place...))
			}
		})
	}
}
