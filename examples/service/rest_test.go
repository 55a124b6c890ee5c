package main

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide/internal/figuretest"
)

func payee(number string) string {
	return `{"first_name":"Bob","last_name":"Lima","email":"bob@example.com","country_code":"1","phone_number":"` + number + `","metadata":{"internal_id":"u1"}}`
}

func w9(tin string) string {
	return `{"w9":{"entity_type":"individual","first_name":"Bob","last_name":"Lima","date_of_birth":"1989-05-02","tin":"` + tin + `",
		"address":{"line_1":"1 Market Street","city":"San Francisco","state":"CA","country":"US","postcode":"94105"}}}`
}

const w8ben = `{"w8ben":{"name":"Bob Lima","citizenship_country":"DE","date_of_birth":"1989-05-02","foreign_tax_id":"12 345 678 901",
	"address":{"line_1":"Unter den Linden 1","city":"Berlin","country":"DE","postcode":"10117"},"signature":{"consent":true,"name":"Bob Lima","email":"bob@example.com"}}}`

func TestDots(t *testing.T) {
	p := start(t, "127.0.0.1:18495", t.TempDir())
	const users = "/dots/v2/users"
	u := p.ok("dots1", "POST", users, payee("4155552001"))
	path := users + "/" + u.str("id")
	assert.Equal(t, u.str("id"), p.ok("dots1", "POST", users, payee("4155552001")).str("id"), "one user a phone")

	seen := p.ok("dots2", "POST", users, payee("4155552001"))
	assert.Equal(t, map[string]any{"id": u.str("id"), "status": u.str("status")}, seen.body)
	assert.Equal(t, 202, p.ask("dots2", "POST", path+"/send-verification-token", "{}").status)
	assert.Equal(t, 400, p.ask("dots2", "POST", path+"/verify", `{"token":"000000"}`).status)
	assert.Len(t, p.ok("dots2", "GET", path, "").body, 2)
	assert.Equal(t, 200, p.ask("dots2", "POST", path+"/verify", `{"token":"123456"}`).status)
	assert.Equal(t, "bob@example.com", p.ok("dots2", "GET", path, "").str("email"))

	for i, tt := range []struct{ form, status string }{{w9("512432222"), "matched"}, {w9("512431111"), "mismatched"}, {w8ben, "unsubmitted"}} {
		path := users + "/" + p.ok("dots1", "POST", users, payee(fmt.Sprint(4155553001+i))).str("id")
		p.ok("dots1", "PUT", path+"/compliance", tt.form)
		p.until("dots1", path, func(r reply) bool { return r.str("compliance.tax_id_verification") == tt.status })
	}
	first, last, _ := strings.Cut(listed, " ")
	on := p.ok("dots1", "POST", users, strings.NewReplacer("Bob", first, "Lima", last).Replace(payee("4155554001")))
	p.until("dots1", users+"/"+on.str("id"), func(r reply) bool { return r.at("compliance.flags.ofac") == true })

	five := users + "/" + p.ok("dots1", "POST", users, payee("4155555001")).str("id")
	p.ok("dots1", "POST", five+"/send-verification-token", "")
	for range 5 {
		assert.Equal(t, 400, p.ask("dots1", "POST", five+"/verify", `{"token":"000000"}`).status)
	}
	assert.Equal(t, 400, p.ask("dots1", "POST", five+"/verify", `{"token":"123456"}`).status, "five wrong codes end a code")
	again := p.ask("dots1", "POST", five+"/send-verification-token", "")
	assert.Equal(t, 429, again.status)
	assert.NotEmpty(t, again.header.Get("Retry-After"))

	page := p.ok("dots1", "GET", users+"?limit=1", "")
	assert.Equal(t, true, page.at("has_more"))
	next := p.ok("dots1", "GET", users+"?limit=1&starting_after="+page.str("data.0.id"), "")
	assert.Equal(t, page.str("data.0.id"), p.ok("dots1", "GET", users+"?limit=1&ending_before="+next.str("data.0.id"), "").str("data.0.id"))
	for _, query := range []string{"limit=0", "limit=101", "limit=x"} {
		assert.Equal(t, 400, p.ask("dots1", "GET", users+"?"+query, "").status, query)
	}
	p.ok("dots1", "PATCH", path, `{"metadata":{"a":"b"}}`)
	p.ok("dots1", "DELETE", path, "")
	assert.Equal(t, 401, p.ask("", "GET", path, "").status)
	assert.Equal(t, 415, p.ask("dots1", "POST", users, "{}", "Content-Type", "text/plain").status)
}

// At most ten messages go to one number in a row, whoever asks, for however many users.
func TestMessagesToANumber(t *testing.T) {
	p := start(t, "127.0.0.1:18496", t.TempDir())
	sent := 0
	for range 14 {
		u := p.ok("synapse1", "POST", synapseUsers, person("Ana Lima"))
		r := p.ask("synapse1", "POST", "/synapse/v3.1/oauth/"+u.str("_id"), `{"refresh_token":"`+u.str("refresh_token")+`","phone_number":"415.555.0101"}`, "X-SP-USER", "|another")
		if r.status == 202 {
			sent++
		} else {
			assert.Equal(t, 429, r.status, r.text)
			assert.NotEmpty(t, r.header.Get("Retry-After"))
		}
	}
	assert.LessOrEqual(t, sent, 10)
	assert.Positive(t, sent)
}

func TestDotfile(t *testing.T) {
	p := start(t, "127.0.0.1:18497", t.TempDir())
	const api = "/dotfile/v1"
	c := p.ok("dotfile1", "POST", api+"/cases", `{"name":"Acme","external_id":"e 1","custom_properties":{"ubo_us_citizen":true,"main_activity_country":["FR","US"],"office_location":["emea"],
		"last_audit":"2024-01-01","default_email":"a@example.com","yearly_turnover":100,"default_phone_number":"+33612345678","source_of_funds":"sales","external_link":"https://example.com"}}`)
	assert.Len(t, c.at("custom_properties"), 9)
	assert.Equal(t, c.str("id"), p.ok("dotfile1", "GET", api+"/cases/e%201", "").str("id"))
	p.ok("dotfile1", "PATCH", api+"/cases/e%201", `{"name":"Acme SA"}`)
	acme := p.ok("dotfile1", "POST", api+"/companies", `{"case_id":"`+c.str("id")+`","name":"Acme","country":"FR","registration_number":"552100554","type":"main"}`)
	first, last, _ := strings.Cut(listed, " ")
	individual := `{"case_id":"` + c.str("id") + `","first_name":"%s","last_name":"%s","birth_date":"1970-01-01","roles":["shareholder"]}`
	on := p.ok("dotfile1", "POST", api+"/individuals", fmt.Sprintf(individual, first, last))
	off := p.ok("dotfile1", "POST", api+"/individuals", fmt.Sprintf(individual, "Ana", "Lima"))
	rather := p.ok("dotfile1", "POST", api+"/individuals", fmt.Sprintf(individual, "Bob", "Lima"))
	p.ok("dotfile1", "POST", api+"/individuals/"+off.str("id")+"/set-relevant", `{"is_relevant":false}`)
	p.ok("dotfile1", "POST", api+"/individuals/"+off.str("id")+"/set-relevant", `{"is_relevant":true}`)
	p.ok("dotfile1", "DELETE", api+"/individuals/"+rather.str("id"), "")

	check := p.ok("dotfile1", "POST", api+"/checks/aml", `{"individual_id":"`+on.str("id")+`","settings":{}}`)
	clear := p.ok("dotfile1", "POST", api+"/checks/aml", `{"individual_id":"`+off.str("id")+`","settings":{}}`)
	p.until("dotfile1", api+"/checks/aml/"+clear.str("id"), func(r reply) bool { return r.str("status") == "approved" })
	found := p.until("dotfile1", api+"/checks/aml/"+check.str("id"), func(r reply) bool { return r.str("status") == "need_review" })
	assert.Equal(t, 400, p.ask("dotfile1", "POST", api+"/cases/"+c.str("id")+"/reviews", `{"status":"approved"}`).status, "a hit is open")
	hits := p.ok("dotfile1", "PATCH", api+"/checks/aml/"+check.str("id")+"/hits/review", `{"hit_ids":["`+found.str("data.hits.0.id")+`"],"action":"ignore","comment":"no"}`)
	assert.Equal(t, "api", hits.at("data.hits.0.review.reviewer_type"), hits.text)
	p.ok("dotfile1", "POST", api+"/cases/"+c.str("id")+"/risks", `{"level":"low"}`)

	for _, query := range []string{"page=0", "limit=0", "limit=101", "page=x", "sort=bad", "created_at=bad", "bogus=1"} {
		assert.Equal(t, 400, p.ask("dotfile1", "GET", api+"/cases?"+query, "").status, query)
	}
	broken := p.ask("dotfile1", "POST", api+"/cases", `{"a"`)
	assert.Equal(t, 400, broken.status)
	for _, member := range []string{"status_code", "timestamp", "code", "message"} {
		assert.NotNil(t, broken.at(member), member)
	}
	assert.Equal(t, 404, p.ask("dotfile2", "GET", api+"/cases/"+c.str("id"), "").status)
	assert.Equal(t, 401, p.ask("", "GET", api+"/cases", "").status)
	assert.Equal(t, 200, p.ask("dotfile1", "GET", api+"/companies/"+acme.str("id"), "").status)
	p.ok("dotfile1", "DELETE", api+"/cases/e%201", "")
}

// Everything is reached by links from /desk, and a hit that two decide is decided by two.
func TestDesk(t *testing.T) {
	p := start(t, "127.0.0.1:18498", t.TempDir())
	u := p.ok("synapse1", "POST", synapseUsers, person(listed, "extra", extra(2, false)))
	p.until("synapse1", synapseUsers+"/"+u.str("_id"), func(r reply) bool { return r.str("documents.0.watchlists") != "PENDING" })
	hit, seen, todo := "", map[string]bool{}, []string{"/desk"}
	for len(todo) > 0 {
		at := todo[0]
		todo = todo[1:]
		page := p.ok("desk1", "GET", at, "")
		assert.Contains(t, page.header.Get("Content-Security-Policy"), "default-src 'none'", at)
		if strings.Contains(at, "/hits/") {
			hit = at
			assert.Contains(t, page.text, u.str("_id"))
		}
		for _, m := range regexp.MustCompile(`href="(/desk[^"#?]*)"`).FindAllStringSubmatch(page.text, -1) {
			if !seen[m[1]] {
				seen[m[1]], todo = true, append(todo, m[1])
			}
		}
	}
	require.NotEmpty(t, hit)
	decide := func(as, at, decision string, header ...string) int {
		page := p.ok(as, "GET", at, "")
		form := url.Values{"decision": {decision}, "reason": {"somebody else"}}
		for _, m := range regexp.MustCompile(`type="hidden" name="([^"]*)" value="([^"]*)"`).FindAllStringSubmatch(page.text, -1) {
			form.Set(m[1], m[2])
		}
		return p.ask(as, "POST", at, form.Encode(), append(header, "Content-Type", "application/x-www-form-urlencoded")...).status
	}
	assert.Equal(t, 403, decide("desk1", hit, "false_positive", "Sec-Fetch-Site", "cross-site"), "a form of another site")
	assert.Less(t, decide("desk1", hit, "false_positive"), 400)
	assert.Equal(t, "UNVERIFIED", p.ok("synapse1", "GET", synapseUsers+"/"+u.str("_id"), "").str("permission"))
	proposal := regexp.MustCompile(`/desk/users/[0-9a-f]*/proposals/[^"]*`).FindString(p.ok("desk2", "GET", hit, "").text)
	require.NotEmpty(t, proposal)
	assert.Less(t, decide("desk2", proposal, "approve"), 400)
	p.until("synapse1", synapseUsers+"/"+u.str("_id"), func(r reply) bool { return r.str("permission") == "SEND-AND-RECEIVE" })
	assert.Equal(t, 401, p.ask("", "GET", "/desk", "").status)
	for _, path := range []string{"/metrics", "/debug/pprof/", "/debug/vars"} {
		assert.Equal(t, 404, p.ask("", "GET", path, "").status, path)
	}
}

// Webhooks are signed, and come again after a 5xx.
func TestWebhooks(t *testing.T) {
	p := start(t, "127.0.0.1:18499", t.TempDir())
	var mu sync.Mutex
	got := map[string][]reply{}
	receiver := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		text, _ := io.ReadAll(r.Body)
		mu.Lock()
		defer mu.Unlock()
		in := reply{header: r.Header, text: string(text)}
		assert.NoError(t, json.Unmarshal(text, &in.body))
		if got[r.URL.Path] = append(got[r.URL.Path], in); len(got[r.URL.Path]) == 1 {
			w.WriteHeader(http.StatusBadGateway)
		}
	}))
	defer receiver.Close()
	for _, bad := range []string{"http://169.254.169.254/", "http://[fe80::1]/", "ftp://127.0.0.1/", "file:///etc/passwd"} {
		assert.Equal(t, 400, p.ask("synapse1", "POST", "/synapse/v3.1/subscriptions", `{"url":"`+bad+`","scope":["USERS|POST"]}`).status, bad)
		assert.Equal(t, 400, p.ask("dotfile1", "POST", "/dotfile/v1/webhooks", `{"url":"`+bad+`","events":["Case.Created"],"name":"x"}`).status, bad)
	}
	p.ok("synapse1", "POST", "/synapse/v3.1/subscriptions", `{"url":"`+receiver.URL+`/synapse","scope":["USERS|POST"]}`)
	p.ok("dotfile1", "POST", "/dotfile/v1/webhooks", `{"url":"`+receiver.URL+`/dotfile","events":["Case.Created"],"name":"x","secret":"of the webhook"}`)
	u := p.ok("synapse1", "POST", synapseUsers, person("Ana Lima"))
	c := p.ok("dotfile1", "POST", "/dotfile/v1/cases", `{"name":"Acme"}`)
	require.Eventually(t, func() bool {
		mu.Lock()
		defer mu.Unlock()
		return len(got["/synapse"]) >= 2 && len(got["/dotfile"]) >= 2
	}, 45*time.Second, 100*time.Millisecond)
	mu.Lock()
	defer mu.Unlock()
	sum := func(secret, text string) string {
		mac := hmac.New(sha256.New, []byte(secret))
		mac.Write([]byte(text))
		return hex.EncodeToString(mac.Sum(nil))
	}
	for _, in := range got["/synapse"] {
		assert.Equal(t, sum(p.vars["synapse1.client_secret"], in.text), in.header.Get("X-Synapse-Signature-SHA256-FullBody"))
		assert.Equal(t, u.str("_id"), in.str("_rest._id"))
		assert.NotEmpty(t, in.str("webhook_meta.log_id"))
		assert.NotZero(t, in.at("webhook_meta.date.$date"))
	}
	for _, in := range got["/dotfile"] {
		assert.Equal(t, sum("of the webhook", in.text), in.header.Get("dotfile-signature"))
		assert.Equal(t, c.str("id"), in.str("case.id"))
		assert.Equal(t, got["/dotfile"][0].str("context.event_id"), in.str("context.event_id"))
		assert.NotZero(t, in.at("context.timestamp"))
	}
}

// Eight bodies of 20 MB at once stay below 1 GiB, and one above 30 MiB is refused.
func TestLargeBodies(t *testing.T) {
	p := start(t, "127.0.0.1:18500", t.TempDir())
	body := `{"name":"` + strings.Repeat("x", 20_000_000) + `"}`
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			as, path := "synapse1", synapseUsers
			if i%2 == 0 {
				as, path = "dotfile1", "/dotfile/v1/cases"
			}
			assert.Contains(t, []int{400, 503}, p.ask(as, "POST", path, body).status)
		})
	}
	all.Wait()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	if err != nil {
		t.Skip("no /proc")
	}
	peak, err := strconv.Atoi(regexp.MustCompile(`VmHWM:\s+(\d+) kB`).FindStringSubmatch(string(status))[1])
	require.NoError(t, err)
	most := 1 << 20
	if figuretest.UnderRace {
		most *= 4 // the race detector keeps words of its own for each
	}
	assert.Less(t, peak, most, "kB")
	t.Logf("peak %d MB", peak>>10)
	assert.Equal(t, 413, p.ask("synapse1", "POST", synapseUsers, `"`+strings.Repeat("x", maxBody)+`"`).status)
}

// A handler that panics is answered for, and what it says is told to nobody.
func TestPanic(t *testing.T) {
	var logs bytes.Buffer
	g := newGate(slog.New(slog.NewJSONHandler(&logs, nil)), nil, 300)
	w := httptest.NewRecorder()
	g.before("dots", http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("Ana Lima") })).ServeHTTP(w, httptest.NewRequest("GET", "/", nil))
	assert.Equal(t, 500, w.Code)
	assert.Contains(t, logs.String(), `"msg":"panic","api":"dots"`)
	assert.NotContains(t, logs.String()+w.Body.String(), "Ana")
}

// A client is refused beyond its writes, in a form that each API has; others are not.
func TestWritesAMinute(t *testing.T) {
	synctest.Test(t, func(t *testing.T) { // a minute that stands still, however slow the machine
		all := demoClients()
		g := newGate(slog.New(slog.DiscardHandler), all, 300)
		h := g.before("dotfile", http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
		ask := func(key string) *httptest.ResponseRecorder {
			r := httptest.NewRequest("POST", "/cases", strings.NewReader("{}"))
			r.Header.Set("X-DOTFILE-API-KEY", key)
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			return w
		}
		for range 300 {
			require.Equal(t, 200, ask(all[4].Secret).Code)
		}
		w := ask(all[4].Secret)
		assert.Equal(t, 429, w.Code)
		assert.NotEmpty(t, w.Header().Get("Retry-After"))
		for _, member := range []string{`"error_code":"429"`, `"status_code":429`, `"code":"429"`, `"timestamp":"20`} {
			assert.Contains(t, w.Body.String(), member)
		}
		assert.Equal(t, 200, ask(all[5].Secret).Code)
		assert.GreaterOrEqual(t, writesAMinute, 300)
	})
}
