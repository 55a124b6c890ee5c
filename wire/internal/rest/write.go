package rest

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"

	"github.com/bonafide-go/bonafide"
)

// Write answers with a JSON value. What it writes is personal data: nobody on the way
// may keep it.
func Write(w http.ResponseWriter, status int, v any) {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(v); err != nil {
		w.WriteHeader(http.StatusInternalServerError)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "application/json; charset=utf-8")
	h.Set("Content-Length", strconv.Itoa(text.Len()))
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write(text.Bytes()) // a client that left needs no answer
}

// Pages reads the number and the size of a page, each at least 1, from the parameters
// page and size. Without them it is page 1 of def items. It fails with a
// [*bonafide.InvalidError] that names the parameter.
func Pages(q url.Values, page, size string, def, max int) (number, items int, err error) {
	var faults bonafide.Faults
	number = whole(q, page, 1, 1<<31-1, &faults)
	items = whole(q, size, def, max, &faults)
	return number, items, faults.Err()
}

func whole(q url.Values, name string, def, max int, faults *bonafide.Faults) int {
	if !q.Has(name) {
		return def
	}
	n, err := strconv.Atoi(q.Get(name))
	switch {
	case len(q[name]) > 1:
		faults.Add(name, bonafide.CodeRepeated)
	case err != nil:
		faults.Add(name, bonafide.CodeMalformed)
	case n < 1, n > max:
		faults.Add(name, bonafide.CodeOutOfRange)
	}
	return n
}
