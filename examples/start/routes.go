package main

import (
	"encoding/json"
	"errors"
	"net/http"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/user"
)

// shop acts for the platform. Who calls is for the host to find out, before these.
var shop = bonafide.Platform("shop-app")

func routes(users *user.Service) *http.ServeMux {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /users", create(users))
	mux.HandleFunc("GET /users/{id}", show(users))
	mux.HandleFunc("POST /users/{id}/documents", submit(users))
	mux.HandleFunc("POST /webhooks/registrar", webhook(users))
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, r *http.Request) { answer(w, "ok", users.Ping(r.Context())) })
	return mux
}

func create(users *user.Service) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		var in struct {
			Phone      string   `json:"phone_number"`
			LegalNames []string `json:"legal_names"`
		}
		if !read(w, r, &in) {
			return
		}
		u, err := users.Create(r.Context(), shop, user.CreateRequest{
			Key: r.Header.Get("Idempotency-Key"), Phone: in.Phone, LegalNames: in.LegalNames,
		})
		answer(w, standing(u), err)
	}
}

func show(users *user.Service) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		u, err := users.Get(r.Context(), shop, r.PathValue("id"))
		answer(w, standing(u), err)
	}
}

func submit(users *user.Service) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		var in struct {
			Document document.Submission `json:"document"`
			SSN      string              `json:"ssn"` // a Secret reads no JSON: name what is secret
		}
		if !read(w, r, &in) {
			return
		}
		in.Document.VirtualDocs = []document.SubSubmission{{Type: document.SSN, Value: bonafide.NewSecret(in.SSN)}}
		u, err := users.SubmitDocuments(r.Context(), shop, r.PathValue("id"), user.SubmitRequest{
			Key: r.Header.Get("Idempotency-Key"), Documents: []document.Submission{in.Document},
		})
		answer(w, standing(u), err)
	}
}

// webhook is called by the vendor. Verify its signature first.
func webhook(users *user.Service) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		var in struct {
			ExternalID string `json:"external_id"`
			Valid      bool   `json:"valid"`
		}
		if !read(w, r, &in) {
			return
		}
		verdict := document.Verdict{Outcome: document.OutcomeInvalid, Reasons: []string{document.ReasonNumberNotConfirmed}}
		if in.Valid {
			verdict = document.Verdict{Outcome: document.OutcomeValid}
		}
		_, err := users.ResolveToken(r.Context(), bonafide.VerifierActor("registrar"), in.ExternalID, verdict)
		answer(w, "heard", err)
	}
}

// A status is what the client of this service is told. A user has more: choose.
type status struct {
	ID         string                   `json:"id"`
	Permission permission.Permission    `json:"permission"`
	Open       []permission.Requirement `json:"open"`
}

func standing(u user.User) status { return status{u.ID, u.Permission(), u.Decision.Open()} }

func read(w http.ResponseWriter, r *http.Request, in any) bool {
	err := json.NewDecoder(http.MaxBytesReader(w, r.Body, 1<<20)).Decode(in)
	if err != nil {
		http.Error(w, "malformed", http.StatusBadRequest)
	}
	return err == nil
}

// answer gives each class of errors the number that HTTP has for it.
func answer(w http.ResponseWriter, v any, err error) {
	var invalid *bonafide.InvalidError
	code := http.StatusOK
	switch {
	case err == nil:
	case errors.As(err, &invalid):
		code, v = http.StatusUnprocessableEntity, invalid.Fields
	case errors.Is(err, bonafide.ErrNotFound):
		code, v = http.StatusNotFound, "not found"
	case errors.Is(err, bonafide.ErrConflict), errors.Is(err, bonafide.ErrDuplicate), errors.Is(err, bonafide.ErrKeyReused), errors.Is(err, bonafide.ErrState):
		code, v = http.StatusConflict, err.Error()
	case errors.Is(err, bonafide.ErrRefused), errors.Is(err, bonafide.ErrForbidden):
		code, v = http.StatusForbidden, err.Error()
	case errors.Is(err, bonafide.ErrUnavailable):
		code, v = http.StatusServiceUnavailable, "try again"
	default:
		code, v = http.StatusInternalServerError, "failed" // log err: it carries ids and codes
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(code)
	_ = json.NewEncoder(w).Encode(v)
}
