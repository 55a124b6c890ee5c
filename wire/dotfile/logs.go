package dotfile

import (
	"context"
	"errors"
	"fmt"
	"math"
	"net/http"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
	"github.com/bonafide-go/bonafide/wire/internal/kept"
)

// kindLog is the kind of the records of what was sent to webhooks, latest first by their
// ids: ids, codes and times. What was sent and answered is kept nowhere.
const kindLog = "dotfile.log"

const (
	logLife     = 30 * 24 * time.Hour // as published
	maxAttempts = 20                  // of one log: the published retries, and those after a kill
	sweepEvery  = time.Minute         // in one process
	sweepMost   = 1000                // logs at once
)

// A sending is what became of one message to one webhook.
type sending struct {
	ID         string    `json:"id"`
	Webhook    string    `json:"webhook"`
	Event      string    `json:"event"`
	Endpoint   string    `json:"endpoint"`
	Case       string    `json:"case,omitzero"`
	Company    string    `json:"company,omitzero"`
	Individual string    `json:"individual,omitzero"`
	CreatedAt  time.Time `json:"created_at"`
	Attempts   []attempt `json:"attempts"` // oldest first
}

// An attempt is one call; without a status nobody answered.
type attempt struct {
	At     time.Time `json:"at"`
	Status int       `json:"status,omitzero"`
}

// logs keeps what became of messages, for a time.
type logs struct {
	store bonafide.Store
	swept nowAndThen
}

// key is the id of the record of a log: the later, the earlier in a list.
func (s sending) key() string {
	return fmt.Sprintf("%016x/%s", math.MaxInt64-s.CreatedAt.UnixMicro(), s.ID)
}

// add notes an attempt.
func (l *logs) add(ctx context.Context, platform string, s sending, a attempt) error {
	l.sweep(ctx, a.At)
	r := bonafide.Record{Kind: kindLog, ID: s.key(), Labels: []string{platformLabel(platform), caseLabel(s.Case)}, Due: bonafide.Instant(a.At.Add(logLife))}
	for n := 0; ; n++ {
		next := s
		next.Attempts = append(next.Attempts, a)
		if len(next.Attempts) > maxAttempts {
			next.Attempts = next.Attempts[1:]
		}
		r.Version++
		err := kept.Put(ctx, l.store, r, next)
		if !errors.Is(err, bonafide.ErrConflict) || n == tries {
			return err
		}
		if r.Version, err = kept.Get(ctx, l.store, kindLog, r.ID, &s); err != nil {
			return err
		}
	}
}

func caseLabel(id string) string { return "case=" + id }

// sweep takes away what is over, now and then.
func (l *logs) sweep(ctx context.Context, now time.Time) {
	if l.swept.due(now) {
		kept.Sweep(ctx, l.store, kindLog, now, sweepMost)
	}
}

// each goes through the logs of a platform, latest first, at most n; of one case, where it
// is named.
func (l *logs) each(ctx context.Context, platform, of string, now time.Time, n int, each func(sending)) error {
	q := bonafide.Query{Kind: kindLog, Labels: []string{platformLabel(platform)}, Limit: bonafide.MaxPage}
	if of != "" {
		q.Labels = append(q.Labels, caseLabel(of))
	}
	for {
		page, err := l.store.List(ctx, q)
		if err != nil && !errors.Is(err, bonafide.ErrUnreadable) {
			return err
		}
		for _, r := range page.Records {
			var s sending
			if !r.Due.After(now) || kept.Read(r, &s) != nil {
				continue
			}
			if n--; n < 0 {
				return nil
			}
			each(s)
		}
		if q.Cursor = page.Next; q.Cursor == "" {
			return nil
		}
	}
}

// logObject is the published WebhookLog.
type logObject struct {
	ID            string          `json:"id"`
	Event         string          `json:"event"`
	StatusCode    int             `json:"status_code"`
	Endpoint      string          `json:"endpoint"`
	RetryCount    int             `json:"retry_count"`
	CaseID        text            `json:"case_id"`
	IndividualID  text            `json:"individual_id"`
	CompanyID     text            `json:"company_id"`
	WebhookID     string          `json:"webhook_id"`
	CreatedAt     moment          `json:"created_at"`
	LastAttemptAt moment          `json:"last_attempt_at"`
	Payload       *struct{}       `json:"payload"`
	NextRetryAt   moment          `json:"next_retry_at"`
	Attempts      []attemptObject `json:"attempts"`
}

// attemptObject is the published WebhookLogAttempt.
type attemptObject struct {
	Type            string            `json:"type"`
	Endpoint        string            `json:"endpoint"`
	StatusCode      int               `json:"status_code"`
	RequestHeaders  map[string]string `json:"request_headers"`
	ResponseHeaders map[string]string `json:"response_headers"`
	ResponseBody    text              `json:"response_body"`
	AttemptedAt     moment            `json:"attempted_at"`
}

const (
	firstCall      = "first_call"
	automaticRetry = "automatic_retry"
)

func (s sending) object() logObject {
	o := logObject{ID: s.ID, Event: s.Event, Endpoint: s.Endpoint, CaseID: text(s.Case), IndividualID: text(s.Individual), CompanyID: text(s.Company),
		WebhookID: s.Webhook, CreatedAt: moment(s.CreatedAt), Attempts: []attemptObject{}}
	for i := len(s.Attempts) - 1; i >= 0; i-- {
		a := s.Attempts[i]
		x := attemptObject{Type: automaticRetry, Endpoint: s.Endpoint, StatusCode: a.Status, RequestHeaders: map[string]string{}, AttemptedAt: moment(a.At)}
		if i == 0 {
			x.Type = firstCall
		}
		o.Attempts = append(o.Attempts, x)
	}
	if n := len(s.Attempts); n > 0 {
		o.StatusCode, o.LastAttemptAt, o.RetryCount = s.Attempts[n-1].Status, moment(s.Attempts[n-1].At), n-1
	}
	return o
}

func logColumns() columns[sending] {
	return columns[sending]{byDefault: "created_at.desc", most: 50, of: map[string]column[sending]{
		"event":         {ops: opsWord, words: published(), text: func(x sending) string { return x.Event }},
		"case_id":       {ops: opsExact, text: func(x sending) string { return x.Case }},
		"company_id":    {ops: opsExact, text: func(x sending) string { return x.Company }},
		"individual_id": {ops: opsExact, text: func(x sending) string { return x.Individual }},
		"created_at":    {ops: opsTime, sorts: true, time: func(x sending) time.Time { return x.CreatedAt }},
	}}
}

// listLogs lists what was sent to the webhooks of the caller.
func (d *handler) listLogs(r request) (int, any, error) {
	workspace, err := r.by.workspace()
	if err != nil {
		return 0, nil, err
	}
	cols := logColumns()
	q, err := cols.parse(r.URL.Query())
	if err != nil {
		return 0, nil, err
	}
	of, _ := q.equal("case_id")
	var all []sending
	if err := d.logs.each(r.Context(), workspace, of, d.Now(), d.MaxScan, func(s sending) { all = append(all, s) }); err != nil {
		return 0, nil, err
	}
	page, err := selected(cols, r.URL.Query(), all, sending.object)
	return http.StatusOK, page, err
}

// sent notes what became of a message. It is no part of the delivery: a note that cannot
// be kept holds nothing up.
func (d *handler) sent(ctx context.Context, h webhook, e bonafide.Event, c casefile.Case, m message, id string, status int) {
	s := sending{ID: id, Webhook: h.ID, Event: m.event, Endpoint: h.URL, Case: c.ID, CreatedAt: e.At}
	switch entity := e.Data["entity"]; {
	case ofCompany(e, func(id string) bool { _, ok := c.Company(id); return ok }):
		s.Company = entity
	default:
		s.Individual = entity
	}
	note, end := outlasting(ctx)
	defer end()
	_ = d.logs.add(note, h.Platform, s, attempt{At: bonafide.Instant(d.Now()), Status: status})
}
