package synapse

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"net/http"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/canonical"
	"github.com/bonafide-go/bonafide/wire/internal/kept"
)

// KindLog is the kind of the records of Options.Store that say how deliveries of webhooks
// went. They hold ids, times and statuses, and are taken away after [LogLife] where the
// Store is a [bonafide.Deleter].
const KindLog = "synapse.log"

// LogLife is how long it is kept how a delivery went.
const LogLife = 30 * 24 * time.Hour

const (
	maxTries  = 10                   // of one event with one subscription
	maxLogged = bonafide.MaxPage     // entries that a platform is shown: the latest
	sweeps    = 8 * maxSubscriptions // entries that one event takes away at most: more than it makes
)

// A Log is the published entry on the delivery of one event to one subscription. Its id is the
// log_id of the webhook.
type Log struct {
	ID               ObjectID   `json:"_id"`
	ClientID         string     `json:"client_id"`
	Date             int64      `json:"date"` // of the event, in unix milliseconds
	Function         string     `json:"function"`
	HTTPResponseCode int        `json:"http_response_code"` // of the last attempt; 0 without an answer
	HTTPResponseText string     `json:"http_response_text"`
	HTTPResponses    []Response `json:"http_responses"`
	HTTPURL          string     `json:"http_url"`
	ObjectID         string     `json:"object_id"`
	SafeObj          SafeObject `json:"safe_obj"`
	SafeObjHash      string     `json:"safe_obj_hash"`
	UpdatedBy        string     `json:"updated_by"`
}

// A Response is how one attempt went.
type Response struct {
	Date             int64  `json:"date"` // unix milliseconds
	HTTPResponseCode int    `json:"http_response_code"`
	HTTPResponseText string `json:"http_response_text"`
}

// A SafeObject is what a log keeps of an object.
type SafeObject struct {
	ID ObjectID `json:"_id"`
}

// Logs are the page of a platform's entries, the latest first.
type Logs struct {
	ErrorCode string `json:"error_code"`
	HTTPCode  string `json:"http_code"`
	Limit     int    `json:"limit"`
	Logs      []Log  `json:"logs"`
	LogsCount int    `json:"logs_count"`
	Page      int    `json:"page"`
	PageCount int    `json:"page_count"`
	Success   bool   `json:"success"`
}

// An entry is a Log as a record holds it.
type entry struct {
	LogID    string     `json:"log_id"`
	Platform string     `json:"platform"`
	At       time.Time  `json:"at"`
	Function string     `json:"function"`
	URL      string     `json:"url"`
	User     string     `json:"user"`
	Tries    []Response `json:"tries"`
	Done     bool       `json:"done,omitzero"` // it was delivered, or is given up

	id      string
	version int64
}

// logID is the log_id of an event.
func logID(e bonafide.Event) string { return e.Hash[:min(len(e.Hash), 24)] }

// entryID orders entries by the time of their events, the latest first.
func entryID(e bonafide.Event, subscription string) string {
	return fmt.Sprintf("%016x.%s", math.MaxInt64-e.At.UnixMilli(), canonical.SumJSON(e.Hash, subscription)[:24])
}

// entry is how far an event got with a subscription.
func (o Options) entry(ctx context.Context, e bonafide.Event, subscription string, s stored, function string) (entry, error) {
	out := entry{LogID: logID(e), Platform: s.Platform, At: e.At, Function: function, User: e.ID, id: entryID(e, subscription)}
	version, err := kept.Get(ctx, o.Store, KindLog, out.id, &out)
	if err != nil && !errors.Is(err, bonafide.ErrNotFound) {
		return out, err
	}
	out.URL, out.version = s.URL, version
	return out, nil
}

// log keeps how an attempt went.
func (o Options) log(ctx context.Context, l entry, status int, delivered bool) (entry, error) {
	l.Tries = append(l.Tries, Response{millis(o.Now()), status, http.StatusText(status)})
	l.Done = delivered || len(l.Tries) >= maxTries
	return l, kept.Put(ctx, o.Store, bonafide.Record{Kind: KindLog, ID: l.id, Version: l.version + 1,
		Labels: []string{"platform=" + l.Platform}, Due: bonafide.Instant(o.Now().Add(LogLife))}, l)
}

// sweep takes entries away that have had their time.
func (o Options) sweep(ctx context.Context) { kept.Sweep(ctx, o.Store, KindLog, o.Now(), sweeps) }

func (l entry) encode() Log {
	last := Response{}
	if n := len(l.Tries); n > 0 {
		last = l.Tries[n-1]
	}
	safe := SafeObject{ObjectID{l.User}}
	return Log{ID: ObjectID{l.LogID}, ClientID: l.Platform, Date: millis(l.At), Function: l.Function,
		HTTPResponseCode: last.HTTPResponseCode, HTTPResponseText: last.HTTPResponseText, HTTPResponses: l.Tries, HTTPURL: l.URL,
		ObjectID: l.User, SafeObj: safe, SafeObjHash: canonical.SumJSON(safe), UpdatedBy: updatedBy}
}

func (h *handler) logs(c *call) (any, error) {
	l, err := listingOf(c.r.URL.Query(), h.o.Region)
	if err != nil {
		return nil, err
	}
	page, err := h.o.Store.List(c.ctx(), bonafide.Query{Kind: KindLog, Labels: []string{"platform=" + c.by.ID}, Limit: maxLogged})
	if err != nil {
		return nil, err
	}
	n := len(page.Records)
	out := Logs{ErrorCode: "0", HTTPCode: "200", Limit: l.size, Logs: []Log{}, LogsCount: n, Page: l.page, PageCount: (n + l.size - 1) / l.size, Success: true}
	from := min((l.page-1)*l.size, n)
	for _, r := range page.Records[from:min(from+l.size, n)] {
		var one entry
		if err := kept.Read(r, &one); err != nil {
			return nil, err
		}
		out.Logs = append(out.Logs, one.encode())
	}
	return out, nil
}

// fewerTries puts what was tried less before: who is down keeps nobody waiting.
func fewerTries(a, b target) int { return cmp.Compare(len(a.log.Tries), len(b.log.Tries)) }
