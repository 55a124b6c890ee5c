package user_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/document/payout"
	"github.com/bonafide-go/bonafide/internal/datatest"
	"github.com/bonafide-go/bonafide/internal/figuretest"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/permission/money"
	"github.com/bonafide-go/bonafide/permission/program"
	"github.com/bonafide-go/bonafide/risk"
	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/user"
)

// Hits that a user can have.
const (
	noHit   = "no hit"
	openHit = "open hit"
	trueHit = "true hit"
)

// A stand is where a user stands when somebody asks for something.
type stand struct {
	permission permission.Permission
	held       bool
	hit        string
}

func (s stand) String() string {
	held := "free"
	if s.held {
		held = "held"
	}
	return fmt.Sprintf("%s/%s/%s", s.permission, held, s.hit)
}

// stands are all that there are: with a hit that is open or true nobody has a
// permission, whatever the evidence.
func stands() (out []stand) {
	for _, p := range []permission.Permission{permission.Unverified, permission.Receive, permission.SendAndReceive, permission.Locked, permission.Closed, permission.MakeItGoAway} {
		for _, held := range []bool{false, true} {
			for _, hit := range []string{noHit, openHit, trueHit} {
				if hit == noHit || p != permission.Receive && p != permission.SendAndReceive {
					out = append(out, stand{p, held, hit})
				}
			}
		}
	}
	return out
}

// arrive makes a user that stands there, one who can be erased if that is all that
// is in the way.
func (b *bundle) arrive(t *testing.T, s stand) user.User {
	t.Helper()
	in := listed(t)
	if s.hit == noHit {
		in.Name = "Ana Maria Lopez"
	}
	if s.permission == permission.Receive || s.permission == permission.Unverified && s.hit == noHit {
		in.PhysicalDocs = nil
	}
	if s.permission == permission.Unverified && s.hit == noHit {
		b.verifier.always(document.SSN, document.Verdict{Outcome: document.OutcomePending})
	}
	u := b.advance(t, b.submit(t, b.create(t).ID, in).ID)
	_, err := b.users.SetFlag(ctx, officer, u.ID, user.FlagRequest{Flag: permission.Flagged, Code: permission.FlagReviewUAR})
	require.NoError(t, err)
	set := func(p permission.Permission, c permission.PermissionCode) {
		_, err := b.users.SetStanding(ctx, officer, u.ID, user.StandingRequest{Permission: p, Code: c})
		require.NoError(t, err)
	}
	if s.hit == trueHit {
		b.decideAs(t, officer, u.ID, screening.TruePositive)
		set("", "") // MATCH locks
	}
	switch s.permission {
	case permission.Locked:
		set(permission.Locked, permission.FraudulentDocs)
	case permission.Closed, permission.MakeItGoAway:
		set(permission.Closed, permission.UserRequest)
	}
	if s.permission == permission.MakeItGoAway {
		set(permission.MakeItGoAway, "")
	}
	if s.held {
		_, err := b.users.Hold(ctx, officer, u.ID, user.HoldRequest{ID: "matter-1", Reason: "subpoena"})
		require.NoError(t, err)
	}
	_, err = b.users.Create(ctx, other, user.CreateRequest{Phone: "+1 415 555 2671", LegalNames: []string{"X"}}) // a pending link, as far as there can be one
	if s.permission != permission.MakeItGoAway {
		require.NoError(t, err)
	}
	b.wait(48 * time.Hour)
	now := b.stored(t, u.ID)
	require.Equal(t, s.permission, now.Permission(), s)
	require.Equal(t, s.held, now.Holds.Any(), s)
	return now
}

// dry is a store that reads, and tells what would be written from what would not.
type dry struct{ bonafide.Store }

var errWritten = errors.New("written")

func (dry) Put(context.Context, ...bonafide.Write) error { return errWritten }

// asks are the requests that carry the verbs out. There is none for plain reads.
func asks(t *testing.T, u user.User, next string) map[string]user.Request {
	base := u.Documents[0].ID
	number := find(t, u, document.SSN)
	tx := money.Transaction{ID: "t", Direction: permission.Outbound, Amount: usd(t, "15"), At: start.Add(48 * time.Hour)}
	return map[string]user.Request{
		"reveal":          user.RevealRequest{SubDocument: number.ID, Purpose: "sar_filing"},
		"authenticate":    user.IssueTokenRequest{},
		"revoke_tokens":   user.RevokeTokensRequest{},
		"submit":          user.SubmitRequest{Documents: []submission{{ID: base, Alias: "Annie"}}},
		"submit/delete":   user.SubmitRequest{Documents: []submission{{ID: base, PermissionScope: document.DeleteDocument}}},
		"answer":          user.SendCodeRequest{},
		"reset_codes":     user.ResetCodesRequest{},
		"attest":          user.AttestRequest{Attestation: "terms"},
		"edit":            user.UpdateRequest{LegalName: "Ana Smith"},
		"change_program":  user.UpdateRequest{CIPTag: ptr(2)},
		"set_active":      user.SetDocumentActiveRequest{Document: base, Reason: "asked by letter"},
		"set_active/take": user.WithdrawDocumentRequest{Document: base, Reason: "asked by letter"},
		"transact":        user.MoveRequest{Transaction: tx},
		"reverse_move":    user.ReverseMoveRequest{Transaction: "none"},
		"change_payout": user.AddPayoutRequest{Method: payout.Submission{Kind: payout.ACH, RoutingNumber: "021000021",
			AccountNumber: bonafide.NewSecret("000123456789"), AccountType: payout.Checking}},
		"screen":            user.RescreenRequest{},
		"resolve":           user.ResolveRequest{SubDocument: number.ID, Attempt: number.Attempt, Verdict: document.Verdict{Outcome: document.OutcomeInvalid}},
		"resolve_tax":       user.ResolveTaxRequest{Attempt: "none", Verdict: document.Verdict{Outcome: document.OutcomeValid}},
		"decide_match":      user.DecideHitRequest{Document: base, List: "ofac_sdn", EntryID: "7", Disposition: screening.TruePositive, Reason: "r"},
		"waive":             user.WaiveRequest{Waiver: permission.Waiver{Rule: "phone", DocumentID: base, Until: start.AddDate(1, 0, 0)}},
		"set_edd":           user.EDDRequest{Document: base, Required: []document.Type{document.ProofOfAddress}, Reason: "r"},
		"name_owners":       user.NameOwnersRequest{Members: []user.OwnerLink{{User: u.ID, Controls: true}}},
		"exempt_owners":     user.ExemptOwnersRequest{Exemption: "publicly_traded", Reason: "r"},
		"push_risk":         user.PushRiskRequest{Assessment: risk.Assessment{Level: risk.Low}},
		"override_risk":     user.OverrideRiskRequest{Level: risk.Low, Comment: "known"},
		"flag":              user.FlagRequest{Flag: permission.Flagged, Code: permission.FlagUploadUAR},
		"unflag":            user.FlagRequest{Flag: permission.NotFlagged},
		"lock":              user.StandingRequest{Permission: permission.Locked, Code: permission.ComplianceSuspicious},
		"unlock":            user.StandingRequest{}, // and reopen
		"close":             user.StandingRequest{Permission: permission.Closed, Code: permission.UserRequest},
		"make_it_go_away":   user.StandingRequest{Permission: permission.MakeItGoAway},
		"hold":              user.HoldRequest{ID: "matter-2", Reason: "r"},
		"release_hold":      user.ReleaseRequest{ID: "matter-1", Reason: "r"},
		"erase":             user.EraseRequest{Reason: bonafide.SubjectRequest},
		"release_number":    user.ReleaseNumberRequest{To: next},
		"dismiss_duplicate": user.DismissDuplicateRequest{User: "nobody", Reason: "r"},
	}
}

// outcome names what comes of a request: a dot if it is carried out.
func (b *bundle) outcome(by bonafide.Actor, id string, r user.Request) string {
	var err error
	if m, moves := r.(user.MoveRequest); moves {
		var a program.Authorization
		if a, err = b.users.Move(ctx, by, id, m); err == nil && !a.Allowed {
			return "not allowed"
		}
	} else {
		err = b.carry(by, id, r)
	}
	var refused *bonafide.RefusedError
	switch {
	case err == nil, errors.Is(err, errWritten):
		return ok
	case errors.As(err, &refused):
		return string(refused.Code)
	case errors.Is(err, bonafide.ErrForbidden):
		return forbidden
	case errors.Is(err, bonafide.ErrState):
		return wrongState
	case errors.Is(err, bonafide.ErrNotFound):
		return unknown
	case errors.Is(err, bonafide.ErrInvalid):
		return bad
	}
	return err.Error()
}

// briefly names stands: a permission alone stands for all of them.
func briefly(in []stand) string {
	parts := []struct {
		name string
		has  func(stand) bool
	}{
		{"", func(stand) bool { return true }},
		{" free", func(s stand) bool { return !s.held }},
		{" held", func(s stand) bool { return s.held }},
		{" no hit", func(s stand) bool { return s.hit == noHit }},
		{" hit", func(s stand) bool { return s.hit != noHit }},
		{" held or hit", func(s stand) bool { return s.held || s.hit != noHit }},
		{" free, no hit", func(s stand) bool { return !s.held && s.hit == noHit }},
	}
	var out []string
	for _, p := range permission.Permissions() {
		of := func(list []stand, has func(stand) bool) []stand {
			return slices.DeleteFunc(slices.Clone(list), func(s stand) bool { return s.permission != p || !has(s) })
		}
		found := of(in, parts[0].has)
		for _, part := range parts {
			if len(found) > 0 && slices.Equal(found, of(stands(), part.has)) {
				out, found = append(out, string(p)+part.name), nil
			}
		}
		for _, s := range found {
			out = append(out, s.String())
		}
	}
	text := strings.Join(out, "; ")
	return strings.Replace(text, "UNVERIFIED; RECEIVE; SEND-AND-RECEIVE", "live", 1)
}

// rights are the kinds of actors that may carry a verb out, as the documentation of
// the commands and of [permission.Policy] says: while the user is live, locked,
// closed, and after MAKE-IT-GO-AWAY. P = its platform, U = the user itself, R =
// reviewers, V = verifiers, S = the system. A request after a slash is another one
// of the verb.
var rights = map[string][4]string{
	"reveal":            {"R", "R", "R", "R"},
	"authenticate":      {"P", "P", "", ""},
	"revoke_tokens":     {"PURS", "PRS", "PRS", "RS"},
	"submit":            {"PU", "PU", "", ""},
	"submit/delete":     {"PU", "PU", "", ""},
	"answer":            {"PU", "PU", "", ""},
	"reset_codes":       {"R", "R", "R", ""},
	"attest":            {"PU", "PU", "", ""},
	"edit":              {"PUR", "R", "", ""},
	"change_program":    {"PUR", "R", "", ""}, // it is an edit; a user is told the field that it may not set
	"set_active":        {"R", "R", "", ""},
	"set_active/take":   {"R", "R", "", ""},
	"transact":          {"PUS", "", "", ""},
	"reverse_move":      {"PS", "", "", ""},
	"change_payout":     {"PUS", "", "", ""},
	"screen":            {"PRS", "PRS", "PRS", ""},
	"resolve":           {"RV", "RV", "RV", ""},
	"resolve_tax":       {"RV", "RV", "RV", ""},
	"decide_match":      {"R", "R", "R", ""},
	"waive":             {"R", "R", "", ""},
	"set_edd":           {"R", "R", "", ""},
	"name_owners":       {"PR", "R", "", ""},
	"exempt_owners":     {"R", "R", "", ""},
	"push_risk":         {"PVS", "PVS", "PVS", "S"},
	"override_risk":     {"R", "R", "R", "R"},
	"release_number":    {"R", "R", "R", "R"},
	"dismiss_duplicate": {"R", "R", "", ""},
	"hold":              {"R", "R", "R", "R"},
	"release_hold":      {"R", "R", "R", "R"},
	"erase":             {"PRS", "PRS", "PRS", "RS"},
}

// grants are the kinds of actors that may set or lift what hangs on a grant; "" = no
// way leads there for anybody, "-" = there is one, with another code.
var grants = map[string][4]string{
	"flag":            {"RS", "RS", "", ""},
	"unflag":          {"RS", "RS", "", ""},
	"lock":            {"R", "R", "", ""},
	"unlock":          {"", "R", "R", ""},
	"close":           {"PR", "R", "-", ""},
	"make_it_go_away": {"", "", "R", ""},
}

// column is where a permission stands in the tables above.
func (s stand) column() int {
	switch s.permission {
	case permission.Locked:
		return 1
	case permission.Closed:
		return 2
	case permission.MakeItGoAway:
		return 3
	}
	return 0
}

const (
	ok, forbidden, wrongState, unknown, bad = ".", "-", "state", "?", "invalid"

	pendingLink, stranger = "p", "x" // platforms: whose link is pending, who has none
)

// expected is what comes of a verb, by the rules as they are written down.
func (s stand) expected(verb, by string) string {
	if by == pendingLink || by == stranger {
		switch r, listed := rights[verb]; {
		case listed && !strings.Contains(r[0], "P"):
			return forbidden // no platform may
		case by == stranger || verb != "answer":
			return unknown
		case s.column() > 1:
			return string(user.RefusedSending) // it does not learn the standing
		}
		return ok
	}
	if g, granted := grants[verb]; granted {
		if (verb == "flag" || verb == "unflag") && (by == "U" || by == "V") {
			return forbidden // no policy lets them
		}
		switch at := g[s.column()]; {
		case strings.Contains(at, by):
			return ok
		case at == "":
			return wrongState
		}
		return forbidden
	}
	if !strings.Contains(rights[verb][0], by) {
		return forbidden
	}
	if !strings.Contains(rights[verb][s.column()], by) {
		return wrongState
	}
	switch verb {
	case "submit/delete":
		// 31 CFR 1020.220(a)(3): what is under suspicion or hold is kept.
		if s.held || s.hit != noHit || s.permission == permission.Locked {
			return string(user.RefusedWithdrawal)
		}
	case "change_program":
		if by == "U" {
			return bad
		}
	case "name_owners", "exempt_owners":
		return bad // of a person
	case "dismiss_duplicate":
		return bad // of nobody
	case "decide_match":
		if s.hit == noHit {
			return unknown
		}
	case "release_hold":
		if !s.held {
			return unknown
		}
	case "transact":
		if s.permission != permission.SendAndReceive {
			return "not allowed"
		}
	case "erase":
		switch {
		case s.held && by != "P":
			return string(bonafide.RefusedHold)
		case s.column() < 2:
			return wrongState
		case s.held:
			return string(bonafide.RefusedRetention) // a platform does not learn of a hold
		}
	}
	return ok
}

// Every state with every verb, kind of actor, hold and hit. The golden file shows all
// outcomes: UPDATE_GOLDEN=1 writes it.
func TestStates(t *testing.T) {
	figuretest.OneGoroutine(t)
	columns := []string{"P", "U", "R", "V", "S", pendingLink, stranger}
	rows := map[string]map[string][]stand{} // by verb and outcomes
	for _, s := range stands() {
		b := setup(t, func(o *user.Options) { o.Retention = func(user.User) bonafide.Duration { return bonafide.Days(1) } })
		u := b.arrive(t, s)
		next, err := b.users.Create(ctx, acme, user.CreateRequest{Phone: number, Claim: true, LegalNames: []string{"Bea Jones"}})
		require.NoError(t, err)
		b.proved(t, acme, next.ID)
		b.users = b.users.WithStore(dry{b.store})
		actors := []bonafide.Actor{acme, bonafide.User(u.ID), officer, vendor, bonafide.System(), other, bonafide.Platform("stranger")}
		requests := asks(t, u, next.ID)
		for _, v := range permission.Verbs() {
			if _, asked := requests[string(v)]; v != permission.VerbView && v != permission.VerbReopen {
				require.True(t, asked, "%s: a new verb: which request carries it out, and who may?", v)
			}
		}
		for verb, r := range requests {
			var outcomes []string
			for i, by := range actors {
				got := b.outcome(by, u.ID, r)
				assert.Equal(t, s.expected(verb, columns[i]), got, "%s in %s by %s", verb, s, columns[i])
				outcomes = append(outcomes, fmt.Sprintf("%-9s", got))
			}
			if rows[verb] == nil {
				rows[verb] = map[string][]stand{}
			}
			line := strings.TrimSpace(strings.Join(outcomes, " "))
			rows[verb][line] = append(rows[verb][line], s)
		}
	}
	var out strings.Builder
	for _, verb := range slices.Sorted(maps.Keys(rows)) {
		fmt.Fprintf(&out, "%-80s %s\n", verb, strings.Join(columns, "         "))
		lines := []string{}
		for outcomes, in := range rows[verb] {
			lines = append(lines, fmt.Sprintf("  %-78s %s\n", briefly(in), outcomes))
		}
		slices.Sort(lines)
		out.WriteString(strings.Join(lines, ""))
	}
	datatest.Golden(t, "states.txt", []byte(out.String()))
}
