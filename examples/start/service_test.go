package main

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide/user"
)

// From a phone number to a permission by HTTP: the worker orders the check, the webhook
// answers it, and after a restart it is still so.
func TestService(t *testing.T) {
	data := t.TempDir()
	vendor := &registrar{}
	users, closeAll, err := open(t.Context(), data, vendor)
	require.NoError(t, err)
	call := caller(t, routes(users))

	code, u := call("POST", "/users", `{"phone_number": "+1 415 555 2671", "legal_names": ["Ana Maria Lopez"]}`)
	require.Equal(t, http.StatusOK, code, u)
	id := u["id"].(string)
	assert.Equal(t, "UNVERIFIED", u["permission"])
	code, faults := call("POST", "/users", `{"phone_number": "12"}`)
	assert.Equal(t, http.StatusUnprocessableEntity, code, faults)
	code, _ = call("GET", "/users/nobody", "")
	assert.Equal(t, http.StatusNotFound, code)

	code, u = call("POST", "/users/"+id+"/documents", `{"ssn": "512-43-2222", "document": {
		"name": "Ana Maria Lopez", "email": "ana@example.com", "phone_number": "+1 415 555 2671", "ip": "203.0.113.7",
		"entity_type": "F", "entity_scope": "Education", "day": 14, "month": 5, "year": 1990,
		"address_street": "1 Market Street", "address_city": "San Francisco", "address_subdivision": "CA",
		"address_postal_code": "94105", "address_country_code": "US"}}`)
	require.Equal(t, http.StatusOK, code, u)

	ctx, stop := context.WithCancel(t.Context())
	worked := make(chan error, 1)
	go func() {
		worked <- users.Run(ctx, user.WorkerOptions{Interval: 10 * time.Millisecond, OnError: logError})
	}()
	var order string
	require.Eventually(t, func() bool {
		vendor.mu.Lock()
		defer vendor.mu.Unlock()
		if len(vendor.orders) > 0 {
			order = vendor.orders[0]
		}
		return order != ""
	}, 20*time.Second, 10*time.Millisecond)
	code, heard := call("POST", "/webhooks/registrar", `{"external_id": "`+order+`", "valid": true}`)
	assert.Equal(t, http.StatusOK, code, heard)
	assert.Eventually(t, func() bool {
		_, u := call("GET", "/users/"+id, "")
		return u["permission"] == "SEND-AND-RECEIVE"
	}, 20*time.Second, 10*time.Millisecond)
	stop()
	require.NoError(t, <-worked)
	closeAll()

	users, closeAll, err = open(t.Context(), data, vendor)
	require.NoError(t, err)
	defer closeAll()
	_, u = caller(t, routes(users))("GET", "/users/"+id, "")
	assert.Equal(t, "SEND-AND-RECEIVE", u["permission"])
}

func caller(t *testing.T, mux http.Handler) func(method, path, body string) (int, map[string]any) {
	return func(method, path, body string) (int, map[string]any) {
		w := httptest.NewRecorder()
		mux.ServeHTTP(w, httptest.NewRequest(method, path, strings.NewReader(body)))
		var object map[string]any
		_ = json.Unmarshal(w.Body.Bytes(), &object) // faults are a list, an error is a text
		return w.Code, object
	}
}
