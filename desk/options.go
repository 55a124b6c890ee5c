package desk

import (
	"context"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/permission/program"
	"github.com/bonafide-go/bonafide/rescreen"
)

// Options says how a desk is mounted, and who works at it.
type Options struct {
	// Path is where browsers find the desk, such as "/desk"; without a slash at its end.
	// Empty, it is found from each request: what [http.StripPrefix] took away. Name it
	// where the desk gets whole paths, or a proxy takes the prefix away.
	Path string

	// Actor says who sends a request, after the host has authenticated it. An error is
	// answered with 401. Only reviewers work at the desk; others are answered with 403.
	// Required; [Basic] is one.
	Actor func(*http.Request) (bonafide.Actor, error)

	// Clearance is how long a hit stays cleared that a reviewer finds to be somebody else;
	// default one year.
	Clearance bonafide.Duration

	// ProposalLife is how long what waits for a second reviewer can be approved; default
	// seven days.
	ProposalLife time.Duration

	// Programs are what reviewers begin a what-if with; nil lets them paste a sheet alone.
	Programs *program.Book

	// Lists tells the edition of each list that is searched, by key, such as
	// Editions of a match.Engine; nil shows none.
	Lists func() map[string]bonafide.Date

	// Runs tells how far the host's walks over all users are, the newest first; nil shows
	// none. It must not list the records: see [rescreen.Runs.Progress].
	Runs func(context.Context) ([]rescreen.Progress, error)

	Now    func() time.Time // default time.Now
	Logger *slog.Logger     // told of answers with 500 and more: pattern and code, nothing personal; default none
}

func (o Options) check() error {
	var faults bonafide.Faults
	if o.Actor == nil {
		faults.Add("actor", bonafide.CodeRequired)
	}
	if o.Path != "" && (!strings.HasPrefix(o.Path, "/") || strings.HasPrefix(o.Path, "//") || strings.HasSuffix(o.Path, "/") || strings.ContainsAny(o.Path, "?#\\ ")) {
		faults.Add("path", bonafide.CodeMalformed)
	}
	if o.ProposalLife < 0 {
		faults.Add("proposal_life", bonafide.CodeOutOfRange)
	}
	return faults.Err()
}

func (o Options) withDefaults() Options {
	if o.Clearance.IsZero() {
		o.Clearance = bonafide.Years(1)
	}
	if o.ProposalLife == 0 {
		o.ProposalLife = 7 * 24 * time.Hour
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	return o
}
