package dots

import (
	"errors"
	"net/http"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/user"
	"github.com/bonafide-go/bonafide/wire/internal/rest"
)

// A handler serves the API.
type handler struct {
	users *user.Service
	opts  Options
	kept  keeper
}

// A serve answers one request of somebody who is known.
type serve func(h *handler, w http.ResponseWriter, r *http.Request, by bonafide.Actor) error

// endpoints are the patterns of the table, with what serves them.
func endpoints() map[string]serve {
	return map[string]serve{
		"POST /users":             (*handler).createUser,
		"GET /users":              (*handler).listUsers,
		"GET /users/{user_id}":    (*handler).getUser,
		"PATCH /users/{user_id}":  (*handler).updateUser,
		"DELETE /users/{user_id}": (*handler).deleteUser,
		"POST /users/{user_id}/send-verification-token": (*handler).sendToken,
		"POST /users/{user_id}/verify":                  (*handler).verify,
		"PUT /users/{user_id}/compliance":               (*handler).putCompliance,
		"PUT /users/{user_id}/addresses":                (*handler).putAddress,
		"GET /users/{user_id}/payout-methods":           (*handler).listMethods,
		"PUT /users/{user_id}/payout-methods":           (*handler).addMethod,
		"POST /flows":                                   (*handler).createFlow,
		"GET /flows/{flow_id}":                          (*handler).getFlow,
	}
}

// tablePattern is where the table is served, to everybody.
const tablePattern = "GET /openapi.json"

// open are the patterns of the hosted form: the token of the link is the credential.
func open() map[string]func(h *handler, w http.ResponseWriter, r *http.Request) {
	return map[string]func(h *handler, w http.ResponseWriter, r *http.Request){
		"GET /flow/{token}":  (*handler).showForm,
		"POST /flow/{token}": (*handler).takeForm,
	}
}

// Handler serves the API from where a host mounts it, by http.StripPrefix. It fails
// with a [*bonafide.InvalidError] for options that cannot be.
//
// A host calls it once, and mounts what it returns.
func Handler(users *user.Service, opts *Options) (http.Handler, error) {
	if users == nil {
		return nil, bonafide.Invalid("users", bonafide.CodeRequired)
	}
	if opts == nil {
		opts = &Options{}
	}
	if err := opts.check(); err != nil {
		return nil, err
	}
	h := &handler{users: users, opts: opts.withDefaults()}
	h.kept = keeper{store: h.opts.Store}
	mux := http.NewServeMux()
	for pattern, do := range endpoints() {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) { h.known(w, r, do) })
	}
	for pattern, do := range open() {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) { do(h, w, r) })
	}
	mux.Handle(tablePattern, system().Document())
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { h.fail(w, r, bonafide.ErrNotFound) })
	return mux, nil
}

// known lets a request through whose actor the host knows.
func (h *handler) known(w http.ResponseWriter, r *http.Request, do serve) {
	by, err := rest.Admit(h.opts.Actor, r)
	switch {
	case err == nil:
		err = do(h, w, r, by)
	case errors.Is(err, rest.ErrStranger):
		w.Header().Set("WWW-Authenticate", `Basic realm="dots", charset="UTF-8"`)
		err = &codedError{answer{http.StatusUnauthorized, unauthorized}}
	}
	if err != nil {
		h.fail(w, r, err)
	}
}

// read reads a JSON body.
func (h *handler) read(w http.ResponseWriter, r *http.Request, to any) error {
	return rest.Read(w, r, h.opts.MaxBody, to)
}
