package synapse

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/canonical"
	"github.com/bonafide-go/bonafide/user"
	"github.com/bonafide-go/bonafide/wire/internal/rest"
)

// Handler answers the published endpoints over a Service. A host mounts it behind
// http.StripPrefix, with limits of its own on rates, concurrency and times. It fails with an
// [*bonafide.InvalidError] for options that are missing or out of bounds. A host calls it at
// its start.
//
// Success is HTTP 200, and 202 with error_code "10" where an action is due.
func Handler(users *user.Service, opts *Options) (http.Handler, error) {
	o, err := opts.ready()
	if err != nil {
		return nil, err
	}
	h := &handler{users: users, o: o}
	mux := http.NewServeMux()
	for pattern, serve := range h.routes() {
		mux.Handle(pattern, h.endpoint(pattern, serve))
	}
	mux.Handle("GET /openapi.json", system().Document())
	mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		status, body := EncodeError(bonafide.ErrNotFound)
		rest.Write(w, status, body)
	})
	return mux, nil
}

type handler struct {
	users *user.Service
	o     Options
}

// A route answers one endpoint.
type route struct {
	open  bool // without credentials
	serve func(c *call) (any, error)
}

// A call is one request.
type call struct {
	w      http.ResponseWriter
	r      *http.Request
	by     bonafide.Actor
	status int // of the answer; 0 means 200
}

func (c *call) ctx() context.Context { return c.r.Context() }

// user is the id that the path names.
func (c *call) user() string { return c.r.PathValue("id") }

// full reports whether the whole user object is asked for.
func (c *call) full() bool { return c.r.URL.Query().Get("full_dehydrate") == "yes" }

// key is the idempotency key of a POST, for this method and path alone.
func (c *call) key(more ...string) string {
	given := only(c.r, headerIdempotency)
	if given == "" {
		return ""
	}
	return "synapse:" + canonical.SumJSON("POST", c.r.URL.Path, given, more)
}

func (h *handler) endpoint(pattern string, to route) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		c := &call{w: w, r: r}
		var v any
		var err error
		if !to.open {
			c.by, err = rest.Admit(h.o.Actor, r)
		}
		if err == nil {
			v, err = to.serve(c)
		}
		if err != nil {
			h.fail(c, pattern, err)
			return
		}
		if c.status == 0 {
			c.status = http.StatusOK
		}
		rest.Write(w, c.status, v)
	}
}

// fail answers with an error.
func (h *handler) fail(c *call, pattern string, err error) {
	status, body := EncodeError(err)
	switch status {
	case http.StatusInternalServerError, http.StatusNotImplemented:
		h.o.Logger.ErrorContext(c.ctx(), "synapse", "endpoint", pattern, "error", err)
	case http.StatusTooManyRequests, http.StatusServiceUnavailable:
		c.w.Header().Set("Retry-After", strconv.Itoa(h.wait(c)))
	}
	rest.Write(c.w, status, body)
}

// wait is in how many seconds to try again: when another code may be sent, or soon.
func (h *handler) wait(c *call) int {
	const soon = 30
	state, err := h.users.Codes(c.ctx(), c.by, c.user())
	if left := state.NextSend.Sub(h.o.Now()); err == nil && left > 0 {
		return int(left/time.Second) + 1
	}
	return soon
}

// read decodes the body.
func (h *handler) read(c *call, to any) error { return rest.Read(c.w, c.r, h.o.MaxBody, to) }

func (h *handler) create(c *call) (any, error) {
	var body CreateBody
	if err := h.read(c, &body); err != nil {
		return nil, err
	}
	req, err := body.Request(h.o.Region)
	if err != nil {
		return nil, err
	}
	req.Key, req.IP = c.key(), userIP(c.r)
	_, req.Fingerprint = credentials(c.r)
	u, err := h.users.Create(c.ctx(), c.by, req)
	if err != nil {
		return nil, err
	}
	return h.shown(c, u)
}

func (h *handler) get(c *call) (any, error) {
	u, err := h.users.Get(c.ctx(), c.by, c.user())
	if err != nil {
		return nil, err
	}
	return h.shown(c, u)
}

// shown is a user as the request asks for it, with the present refresh token.
func (h *handler) shown(c *call, u user.User) (User, error) {
	v := h.view(c.by.ID)
	v.Full = c.full()
	var err error
	if v.Full && u.Linked(c.by.ID) {
		if v.Values, err = h.users.Statements(c.ctx(), c.by, u.ID); err != nil {
			return User{}, err
		}
	}
	if v.RefreshToken, err = h.token(c.ctx(), c.by, u); err != nil {
		return User{}, err
	}
	return EncodeUser(u, v), nil
}

// view is how a platform is shown its users.
func (h *handler) view(platform string) View {
	return View{Platform: platform, Client: h.o.Client(platform), BaseURL: h.o.BaseURL}
}
