package dotfile

import (
	"errors"
	"log/slog"
	"net/http"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
	"github.com/bonafide-go/bonafide/wire/internal/rest"
)

// Handler serves Dotfile v1 over a Service. Paths begin where it is mounted, such as
// "/cases".
// A host calls it once and strips what stands before. It fails with an
// [*bonafide.InvalidError] that lists every fault of the options.
func Handler(cases *casefile.Service, opts *Options) (http.Handler, error) {
	all, err := opts.complete(cases)
	if err != nil {
		return nil, err
	}
	d := &handler{Options: all, cases: cases, places: &places{store: all.Store}}
	mux := http.NewServeMux()
	for pattern, serve := range d.routes() {
		mux.Handle(pattern, d.answering(serve))
	}
	mux.Handle("GET /openapi.json", system().Document())
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { d.fail(w, r, failure(bonafide.ErrNotFound)) })
	return mux, nil
}

// A request is one call, by whom.
type request struct {
	*http.Request
	w  http.ResponseWriter
	by caller
}

// read decodes the body.
func (d *handler) body(r request, to any) error { return rest.Read(r.w, r.Request, d.MaxBody, to) }

// serve answers with a status and an object; nil is no body.
type serve func(r request) (int, any, error)

// answering authenticates, serves, and writes the answer or the error.
func (d *handler) answering(do serve) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		actor, err := rest.Admit(d.Actor, r)
		if errors.Is(err, rest.ErrStranger) {
			d.fail(w, r, unauthorized())
			return
		}
		if err != nil {
			d.fail(w, r, failure(err))
			return
		}
		by, err := newCaller(actor, d.Reviews)
		if err != nil {
			d.fail(w, r, failure(bonafide.ErrForbidden))
			return
		}
		status, body, err := do(request{Request: r, w: w, by: by})
		switch {
		case err != nil && rest.Classify(err) == rest.Gone:
		case err != nil:
			d.fail(w, r, failure(err))
		case body == nil:
			w.WriteHeader(status)
		default:
			rest.Write(w, status, body)
		}
	})
}

func (d *handler) fail(w http.ResponseWriter, r *http.Request, e errorObject) {
	e.Timestamp = moment(d.Now())
	if e.StatusCode == http.StatusServiceUnavailable {
		w.Header().Set("Retry-After", "1")
	}
	d.Logger.LogAttrs(r.Context(), slog.LevelInfo, "dotfile", slog.String("method", r.Method), slog.Int("status", e.StatusCode), slog.String("code", e.Code))
	rest.Write(w, e.StatusCode, e)
}

// at is a time of a request; nil is none.
func at(t *time.Time) time.Time {
	if t == nil {
		return time.Time{}
	}
	return *t
}

// routes are the endpoints of the table, but for the document itself.
func (d *handler) routes() map[string]serve {
	return map[string]serve{
		"GET /ping":                                    d.ping,
		"POST /cases":                                  d.createCase,
		"GET /cases":                                   d.listCases,
		"GET /cases/{id}":                              d.getCase,
		"PATCH /cases/{id}":                            d.updateCase,
		"DELETE /cases/{id}":                           d.deleteCase,
		"POST /cases/{id}/reviews":                     d.reviewCase,
		"POST /cases/{id}/risks":                       d.pushRisk,
		"POST /cases/{id}/relations":                   d.addRelation,
		"PATCH /cases/{id}/relations/{relation}":       d.updateRelation,
		"DELETE /cases/{id}/relations/{relation}":      d.removeRelation,
		"GET /cases/{id}/tags":                         d.getTags,
		"POST /cases/{id}/tags":                        d.addTags,
		"DELETE /cases/{id}/tags":                      d.removeTags,
		"GET /cases/{id}/notes":                        d.listNotes,
		"POST /notes":                                  d.addNote,
		"GET /cases/{id}/tasks":                        d.listTasks,
		"POST /cases/{id}/tasks":                       d.addTask,
		"PATCH /cases/{id}/tasks/{task}":               d.completeTask,
		"POST /companies":                              d.addCompany,
		"GET /companies/{id}":                          d.getCompany,
		"PATCH /companies/{id}":                        d.updateCompany,
		"DELETE /companies/{id}":                       d.removeCompany,
		"GET /companies":                               d.listCompanies,
		"GET /individuals":                             d.listIndividuals,
		"GET /tags":                                    d.listTags,
		"PATCH /cases/{id}/controls/{control}":         d.setControl,
		"DELETE /checks/{type}/{id}":                   d.deleteCheck,
		"POST /companies/{id}/set-relevant":            d.setRelevantCompany,
		"POST /individuals":                            d.addIndividual,
		"GET /individuals/{id}":                        d.getIndividual,
		"PATCH /individuals/{id}":                      d.updateIndividual,
		"DELETE /individuals/{id}":                     d.removeIndividual,
		"POST /individuals/{id}/set-relevant":          d.setRelevantIndividual,
		"GET /checks":                                  d.listChecks,
		"POST /checks/{type}":                          d.startCheck,
		"GET /checks/{type}/{id}":                      d.getCheck,
		"PATCH /checks/{type}/{id}/review":             d.reviewCheck,
		"POST /checks/{type}/{id}/add_files":           d.addFiles,
		"POST /checks/document/{id}/force_review":      d.forceReview,
		"PATCH /checks/aml/{id}/hits/review":           d.reviewHits,
		"PATCH /checks/aml/{id}/monitoring":            d.setMonitored,
		"GET /templates":                               d.listTemplates,
		"GET /templates/{id}":                          d.getTemplate,
		"POST /templates/run":                          d.runTemplate,
		"GET /custom-properties/{target_entity}":       d.listProperties,
		"GET /custom-properties/{target_entity}/{key}": d.getProperty,
		"POST /webhooks":                               d.createWebhook,
		"GET /webhooks":                                d.listWebhooks,
		"GET /webhooks/{id}":                           d.getWebhook,
		"PATCH /webhooks/{id}":                         d.updateWebhook,
		"DELETE /webhooks/{id}":                        d.deleteWebhook,
	}
}

func (d *handler) ping(request) (int, any, error) {
	return http.StatusOK, map[string]string{"message": "pong"}, nil
}
