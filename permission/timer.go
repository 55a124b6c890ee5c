package permission

import (
	"cmp"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/canonical"
)

// Standing is the part of a user that timers look at: what stands, and since
// when. It is a value; [Timers.Advance] returns the next one.
type Standing struct {
	Permission     Permission     `json:"permission"` // computed, or what stands
	PermissionCode PermissionCode `json:"permission_code,omitzero"`
	Flag           Flag           `json:"flag,omitzero"`
	FlagCode       FlagCode       `json:"flag_code,omitzero"`
	FlaggedAt      time.Time      `json:"flagged_at,omitzero"`       // when the flag came to its present code
	OpenedAt       time.Time      `json:"opened_at,omitzero"`        // when the user was created
	LastActivityAt time.Time      `json:"last_activity_at,omitzero"` // the user's last activity; zero = not active yet
	ClosureAt      time.Time      `json:"closure_at,omitzero"`       // account_closure_date
	Asked          []Asked        `json:"asked,omitzero"`            // the documents that the flag names
}

// Seen tells the lock or closure and the flag, as a reviewer sees them, from what others
// made of them since. The activity of the user changes nothing of it.
func (s Standing) Seen() string {
	return canonical.SumJSON("standing 1", s.Permission, s.PermissionCode, cmp.Or(s.Flag, NotFlagged), s.FlagCode, s.ClosureAt)
}

// An Asked is a type of document that a flag asks for.
type Asked struct {
	Type string `json:"document_type"`
	ID   string `json:"id,omitzero"` // of the sub-document that was handed in; empty = it is still to come
}

// Timers are how long the engine waits.
type Timers struct {
	// Documents is how long a user has to deliver documents asked for.
	Documents bonafide.Duration `json:"documents"`
	// Activity is how long a new user may stay without any activity; never
	// closed for that if zero.
	Activity bonafide.Duration `json:"activity,omitzero"`
}

// DefaultTimers are those of Synapse: 14 days for documents (user permission
// codes, DOCS_NOT_PROVIDED), 60 days for activity (NO_ACTIVITY).
func DefaultTimers() Timers { return Timers{Documents: bonafide.Days(14), Activity: bonafide.Days(60)} }

// Consequence is what a timer that ran out means.
type Consequence struct {
	At   time.Time      `json:"at"` // when it ran out
	To   Permission     `json:"to"`
	Code PermissionCode `json:"code"`
}

// Due returns when the next timer of a standing runs out, and what that means.
// It is false if no timer runs.
func (t Timers) Due(s Standing) (Consequence, bool) {
	var next Consequence
	sooner := func(at time.Time, to Permission, code PermissionCode) {
		if !at.IsZero() && (next.At.IsZero() || at.Before(next.At)) {
			next = Consequence{At: bonafide.Instant(at), To: to, Code: code}
		}
	}
	live := s.Permission.Computed()
	if live || s.Permission == Locked {
		parts := s.FlagCode.Parts()
		// A closure that is under review waits for the reviewer. The flag's own
		// reasons are codes of LOCKED; of CLOSED, the request is what is left.
		if s.Flag == Flagged && parts.Action == ActionClosure && parts.Stage == StageOpen {
			sooner(s.ClosureAt, Closed, PlatformRequest)
		}
		if live && s.Flag == Flagged && parts.Stage == StageUpload && !s.FlaggedAt.IsZero() && !t.Documents.IsZero() {
			sooner(t.Documents.After(s.FlaggedAt), Locked, DocsNotProvided)
		}
	}
	if live && !s.OpenedAt.IsZero() && !s.LastActivityAt.After(s.OpenedAt) && !t.Activity.IsZero() {
		sooner(t.Activity.After(s.OpenedAt), Closed, NoActivity)
	}
	return next, !next.At.IsZero()
}

// Advance lets time pass up to now: it returns the standing after every timer
// that has run out, and what happened, oldest first. It is idempotent: advancing
// again to the same time does nothing.
func (t Timers) Advance(s Standing, now time.Time) (Standing, []Consequence) {
	var passed []Consequence
	for {
		next, ok := t.Due(s)
		if !ok || now.Before(next.At) {
			return s, passed
		}
		s.Permission, s.PermissionCode = next.To, next.Code
		passed = append(passed, next)
	}
}
