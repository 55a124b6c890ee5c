package desk

import (
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/risk"
	"github.com/bonafide-go/bonafide/user"
)

func actionPages() []page {
	return []page{
		{pattern: "POST /users/{user}/standing", title: "User", serve: act(setStanding), form: "standing", again: showUser},
		{pattern: "POST /users/{user}/flag", title: "User", serve: act(setFlag), form: "flag", again: showUser},
		{pattern: "POST /users/{user}/waive", title: "User", serve: act(waive), form: "waive", again: showUser},
		{pattern: "POST /users/{user}/hold", title: "User", serve: act(hold), form: "hold", again: showUser},
		{pattern: "POST /users/{user}/release", title: "User", serve: act(release), form: "hold", again: showUser},
		{pattern: "POST /users/{user}/risk", title: "User", serve: act(overrideRisk), form: "risk", again: showUser},
		{pattern: "POST /users/{user}/rescreen", title: "User", serve: act(searchAgain)},
		{pattern: "POST /users/{user}/tax", title: "User", serve: act(resolveTax), form: "tax", again: showUser},
		{pattern: "POST /users/{user}/dismiss", title: "User", serve: act(dismiss), form: "dismiss", again: showDuplicates},
		{pattern: "POST /users/{user}/swap", title: "User", serve: act(swap)},
	}
}

// act serves a form that is one command, and goes back to the user's file.
func act(read func(*request) (op string, r user.Request, err error)) func(*request) (view, error) {
	return func(q *request) (view, error) {
		op, r, err := read(q)
		if err != nil {
			return view{}, err
		}
		return q.perform(q.PathValue("user"), op, r, q.to("users", q.PathValue("user")))
	}
}

func setStanding(q *request) (string, user.Request, error) {
	r := user.StandingRequest{Permission: permission.Permission(q.PostFormValue("permission")), Code: permission.PermissionCode(q.PostFormValue("code")), Seen: q.PostFormValue("seen")}
	if r.Permission == "LIFT" {
		r.Permission = ""
	} else if r.Permission == "" {
		return "", nil, bonafide.Invalid("permission", bonafide.CodeRequired)
	}
	return "user.set_standing", r, nil
}

func setFlag(q *request) (string, user.Request, error) {
	r := user.FlagRequest{Flag: permission.Flagged, Code: permission.FlagCode(q.PostFormValue("code")), Seen: q.PostFormValue("seen")}
	if r.Code == "" {
		r.Flag = permission.NotFlagged
	}
	return "user.set_flag", r, nil
}

// day reads a day of a form as its end, in UTC.
func dayOf(q *request, field string) (time.Time, error) {
	t, err := time.Parse("2006-01-02", q.PostFormValue(field))
	if err != nil {
		return t, bonafide.Invalid(field, bonafide.CodeMalformed)
	}
	return t.AddDate(0, 0, 1), nil
}

func waive(q *request) (string, user.Request, error) {
	until, err := dayOf(q, "until")
	return "user.waive", user.WaiveRequest{Waiver: permission.Waiver{
		Rule: q.PostFormValue("rule"), DocumentID: q.PostFormValue("document"), Until: until}}, err
}

func hold(q *request) (string, user.Request, error) {
	return "user.hold", user.HoldRequest{ID: q.PostFormValue("matter"), Reason: q.PostFormValue("reason")}, nil
}

func release(q *request) (string, user.Request, error) {
	return "user.release", user.ReleaseRequest{ID: q.PostFormValue("matter"), Reason: q.PostFormValue("reason")}, nil
}

func overrideRisk(q *request) (string, user.Request, error) {
	return "user.override_risk", user.OverrideRiskRequest{Level: risk.Level(q.PostFormValue("level")), Comment: q.PostFormValue("reason")}, nil
}

func dismiss(q *request) (string, user.Request, error) {
	return "user.dismiss_duplicate", user.DismissDuplicateRequest{
		User: q.PostFormValue("other"), Platform: q.PostFormValue("platform"), Reason: q.PostFormValue("reason")}, nil
}

func swap(q *request) (string, user.Request, error) {
	return "user.swap_duplicate", user.SwapRequest{To: q.PostFormValue("other")}, nil
}

func searchAgain(*request) (string, user.Request, error) {
	return "user.rescreen", user.RescreenRequest{}, nil
}

// resolveTax takes a reviewer's word on the taxpayer number, as it was when it was looked at.
func resolveTax(q *request) (string, user.Request, error) {
	v, err := verdict(q)
	return "user.resolve_tax", user.ResolveTaxRequest{Attempt: q.PostFormValue("attempt"), Verdict: v}, err
}
