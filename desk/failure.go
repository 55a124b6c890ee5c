package desk

import (
	"errors"
	"net/http"

	"github.com/bonafide-go/bonafide"
)

// What the desk itself refuses.
var (
	errOtherSite   = errors.New("bonafide: a form of another site")
	errStranger    = errors.New("bonafide: nobody knows who asks")
	errCredentials = errors.New("bonafide: no user and password, or wrong ones")
	errForm        = errors.New("bonafide: a form that is broken or too long")
)

// A failure is an error in words.
type failure struct {
	Code   int
	Title  string
	Text   string
	Detail string // the code of a refusal, in words
	Faults []bonafide.Fault
}

// failures say which errors mean what to a reader, the first that matches.
func failures() []struct {
	is   error
	code int
	say  failure
} {
	type row = struct {
		is   error
		code int
		say  failure
	}
	return []row{
		{errOtherSite, http.StatusForbidden, failure{Title: "Refused", Text: "The form came from another site. Open the page at the desk and send it from there."}},
		{errCredentials, http.StatusUnauthorized, failure{Title: "Please sign in", Text: "The desk is for reviewers."}},
		{errStranger, http.StatusUnauthorized, failure{Title: "Please sign in", Text: "Nobody knows who asks. Sign in and try again."}},
		{errForm, http.StatusBadRequest, failure{Title: "Not understood", Text: "The form is broken or too long."}},
		{bonafide.ErrNotFound, http.StatusNotFound, failure{Title: "Not found", Text: "There is no such page or record here."}},
		{bonafide.ErrForbidden, http.StatusForbidden, failure{Title: "Not allowed", Text: "You may not do this. Some things are for reviewers, and some for another person than whoever proposed them."}},
		{bonafide.ErrCursor, http.StatusBadRequest, failure{Title: "Not understood", Text: "This is no page of that list. Begin at its first page."}},
		{bonafide.ErrInvalid, http.StatusUnprocessableEntity, failure{Title: "Please correct", Text: "Something in the form is missing or out of bounds. Nothing was changed."}},
		{bonafide.ErrKeyReused, http.StatusConflict, failure{Title: "Sent before", Text: "This form was sent before with other words. Open the page again."}},
		{bonafide.ErrRefused, http.StatusConflict, failure{Title: "Refused", Text: "A rule stands against it. Nothing was changed."}},
		{bonafide.ErrState, http.StatusConflict, failure{Title: "Not possible now", Text: "As things stand this cannot be done. Nothing was changed."}},
		{bonafide.ErrConflict, http.StatusConflict, failure{Title: "Changed meanwhile", Text: "Others changed the record meanwhile. Look at the page again before you send it."}},
		{bonafide.ErrUnavailable, http.StatusServiceUnavailable, failure{Title: "Not available", Text: "Something that the desk needs does not answer. This says nothing about the person. Try again soon."}},
		{bonafide.ErrNotConfigured, http.StatusNotImplemented, failure{Title: "Not set up", Text: "This takes something that the service was set up without. Nothing was changed; trying again does not help."}},
		{bonafide.ErrUnreadable, http.StatusInternalServerError, failure{Title: "Cannot be read", Text: "The record is damaged or of a newer version. Somebody must repair it."}},
		{bonafide.ErrSealed, http.StatusInternalServerError, failure{Title: "Cannot be opened", Text: "A sealed value does not open. Somebody must look at the keys."}},
		{bonafide.ErrDamaged, http.StatusInternalServerError, failure{Title: "Store is damaged", Text: "Trying again does not help. Somebody must repair the store."}},
	}
}

// explain puts an error into words. None of them is of the error's own text.
func explain(err error) failure {
	out := failure{Code: http.StatusInternalServerError, Title: "Something went wrong", Text: "Nobody knows whether it was done. Open the record and look."}
	for _, row := range failures() {
		if errors.Is(err, row.is) {
			out = row.say
			out.Code = row.code
			break
		}
	}
	var invalid *bonafide.InvalidError
	if errors.As(err, &invalid) {
		out.Faults = invalid.Fields
	}
	var refused *bonafide.RefusedError
	if errors.As(err, &refused) {
		out.Detail = plain(string(refused.Code))
	}
	var state *bonafide.StateError
	if errors.As(err, &state) {
		out.Detail = plain(state.Kind) + ": " + plain(state.From) + " cannot become " + plain(state.To)
	}
	return out
}

// fail answers an error as a page.
func (d *desk) fail(w http.ResponseWriter, q *request, err error) {
	f := explain(err)
	if f.Code >= http.StatusInternalServerError {
		d.opts.Logger.ErrorContext(q.Context(), "desk page", "pattern", q.Pattern, "status", f.Code)
	}
	if f.Code == http.StatusServiceUnavailable {
		w.Header().Set("Retry-After", "5")
	}
	d.render(w, q, f.Code, view{template: "failure", title: f.Title, data: f})
}
