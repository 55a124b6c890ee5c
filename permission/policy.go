package permission

import (
	"slices"

	"github.com/bonafide-go/bonafide"
)

// Grant lets kinds of actors set a permission or a flag.
type Grant struct {
	Actors []bonafide.ActorKind `json:"actors"`
	// To is the permission to be set: LOCKED, CLOSED or MAKE-IT-GO-AWAY; or
	// UNVERIFIED, which lifts what stands, after which the evidence decides.
	To Permission `json:"to,omitzero"`
	// From are the permissions it may be set from; any if empty. Computed
	// permissions are named by UNVERIFIED, RECEIVE and SEND-AND-RECEIVE.
	From []Permission `json:"from,omitzero"`
	// Codes are the permission codes it may be set with, or, for lifting, that may
	// stand; all that go with the permission if empty.
	Codes []PermissionCode `json:"codes,omitzero"`
	// FlagCodes, instead of To: the flag codes that may be set and lifted.
	FlagCodes []FlagCode `json:"flag_codes,omitzero"`
}

// Policy says who may set what, and what a user may still do when locked. It is
// a value: a host may take one of [Strict], [Rules2021] and [Rules2019] and
// change it. The zero Policy lets nobody do anything.
type Policy struct {
	Name   string  `json:"name"`
	Grants []Grant `json:"grants"`
	// Unlocking are the verbs a locked user keeps: those that can unlock.
	Unlocking []Verb `json:"unlocking,omitzero"`
}

var (
	compliance  = []bonafide.ActorKind{bonafide.ActorReviewer}
	engine      = []bonafide.ActorKind{bonafide.ActorSystem}
	platforms   = []bonafide.ActorKind{bonafide.ActorPlatform}
	live        = []Permission{Unverified, Receive, SendAndReceive}
	unlocking   = []Verb{VerbAuthenticate, VerbSubmit, VerbAnswer, VerbAttest}
	closeFlags  = []FlagCode{FlagCloseBlockedIndustry, FlagCloseHighRisk}
	automatic   = []PermissionCode{HighReturns, NegativeBalance, DocsNotProvided, DormantAccount, BlockedList, NotKnown}
	engineFlags = []FlagCode{FlagUploadCIP, FlagReviewCIP, FlagUploadUAR, FlagReviewUAR, FlagUploadSecurity, FlagReviewSecurity,
		FlagReviewBlockedIndustry, FlagReviewHighRisk}
)

// base is what all rules have in common: reviewers may lock, close, lift and
// flag; the system may do what its timers and checks call for. Nothing leads
// out of PERMANENT_CLOSURE and MAKE-IT-GO-AWAY.
func base() []Grant {
	return []Grant{
		{Actors: compliance, To: Locked, From: append([]Permission{Locked}, live...)},
		{Actors: compliance, To: Closed, From: append([]Permission{Locked}, live...)},
		{Actors: compliance, To: Closed, From: []Permission{Closed}, Codes: []PermissionCode{PermanentClosure}},
		{Actors: compliance, To: Unverified, From: []Permission{Locked}},
		{Actors: compliance, To: Unverified, From: []Permission{Closed},
			Codes: []PermissionCode{NotKnown, DuplicateAccount, NoActivity, PlatformRequest, PlatformTerminated, UserRequest}},
		{Actors: compliance, To: MakeItGoAway, From: []Permission{Closed}},
		{Actors: compliance, FlagCodes: FlagCodes()},
		{Actors: engine, To: Locked, From: live, Codes: automatic},
		{Actors: engine, To: Closed, From: append([]Permission{Locked}, live...),
			Codes: []PermissionCode{NoActivity, PlatformRequest, PlatformTerminated, DuplicateAccount}},
		{Actors: engine, To: Unverified, From: []Permission{Locked}, Codes: []PermissionCode{DocsNotProvided, NegativeBalance}},
		{Actors: engine, FlagCodes: engineFlags},
	}
}

// Strict is the default: platforms may only close a live user who asked for it,
// and flag for closure. Under this and the other rules, reviewers may lock, close,
// lift and flag, with every code; nothing leads out of PERMANENT_CLOSURE and
// MAKE-IT-GO-AWAY. The system sets what timers and checks call for.
func Strict() Policy {
	return Policy{Name: "strict", Unlocking: slices.Clone(unlocking), Grants: append(base(),
		Grant{Actors: platforms, To: Closed, From: live, Codes: []PermissionCode{UserRequest}},
		Grant{Actors: platforms, FlagCodes: closeFlags},
	)}
}

// Rules2021 is the rule of Synapse since 2021: a platform may set CLOSED
// together with USER_REQUEST only, may not set LOCKED, may set MAKE-IT-GO-AWAY,
// and may flag for closure.
func Rules2021() Policy {
	return Policy{Name: "2021", Unlocking: slices.Clone(unlocking), Grants: append(base(),
		Grant{Actors: platforms, To: Closed, From: append([]Permission{Locked}, live...), Codes: []PermissionCode{UserRequest}},
		Grant{Actors: platforms, To: MakeItGoAway, From: append([]Permission{Locked, Closed}, live...)},
		Grant{Actors: platforms, FlagCodes: closeFlags},
	)}
}

// Rules2019 is the earlier rule of Synapse: a platform may also set LOCKED, and
// close with any code. Lifting LOCKED stays with compliance: a platform could
// otherwise lift a lock that compliance set.
func Rules2019() Policy {
	return Policy{Name: "2019", Unlocking: slices.Clone(unlocking), Grants: append(base(),
		Grant{Actors: platforms, To: Locked, From: live},
		Grant{Actors: platforms, To: Closed, From: append([]Permission{Locked}, live...)},
		Grant{Actors: platforms, To: MakeItGoAway, From: append([]Permission{Locked, Closed}, live...)},
		Grant{Actors: platforms, FlagCodes: closeFlags},
	)}
}

// Set checks that an actor may set a standing permission with a code. It fails
// with an error matching [bonafide.ErrInvalid] where permission and code are not
// known or do not go together, with a [*bonafide.StateError] where nobody may go
// there from here, and with [bonafide.ErrForbidden] where this actor may not.
func (p Policy) Set(from, to Permission, code PermissionCode, by bonafide.Actor) error {
	var faults bonafide.Faults
	switch {
	case to == "":
		faults.Add("permission", bonafide.CodeRequired)
	case !to.Known():
		faults.Add("permission", bonafide.CodeUnknown)
	case !to.Standing():
		faults.Add("permission", bonafide.CodeNotAllowed) // computed, never set
	case code == "" && to != MakeItGoAway:
		faults.Add("permission_code", bonafide.CodeRequired)
	case code != "" && !code.Known():
		faults.Add("permission_code", bonafide.CodeUnknown)
	case code != "" && !code.GoesWith(to):
		faults.Add("permission_code", bonafide.CodeMismatch)
	}
	faults.Merge("", by.Check("by"))
	if err := faults.Err(); err != nil {
		return err
	}
	return p.decide(from, to, code, by)
}

// Lift checks that an actor may lift the standing permission, which stands with
// a code; the evidence decides what follows. Errors are those of [Policy.Set].
func (p Policy) Lift(from Permission, code PermissionCode, by bonafide.Actor) error {
	if err := by.Check("by"); err != nil {
		return err
	}
	return p.decide(from, Unverified, code, by)
}

func (p Policy) decide(from, to Permission, code PermissionCode, by bonafide.Actor) error {
	reachable := false
	for _, g := range p.Grants {
		if g.To == "" || g.To != to || len(g.From) > 0 && !slices.Contains(g.From, from) {
			continue
		}
		reachable = true
		if by.Is(g.Actors...) && (len(g.Codes) == 0 || slices.Contains(g.Codes, code)) {
			return nil
		}
	}
	if !reachable {
		return &bonafide.StateError{Kind: "permission", From: string(from), To: string(to)}
	}
	return bonafide.ErrForbidden
}

// SetFlag checks that an actor may set, or lift, a flag with a code on a user
// with the permission. A closed user is not flagged.
func (p Policy) SetFlag(on Permission, code FlagCode, by bonafide.Actor) error {
	var faults bonafide.Faults
	switch {
	case code == "":
		faults.Add("flag_code", bonafide.CodeRequired)
	case !code.Known():
		faults.Add("flag_code", bonafide.CodeUnknown)
	}
	faults.Merge("", by.Check("by"))
	if err := faults.Err(); err != nil {
		return err
	}
	if !on.Computed() && on != Locked {
		return &bonafide.StateError{Kind: "permission", From: string(on), To: string(Flagged)}
	}
	for _, g := range p.Grants {
		if by.Is(g.Actors...) && slices.Contains(g.FlagCodes, code) {
			return nil
		}
	}
	return bonafide.ErrForbidden
}

// Permits reports whether an actor of a kind may use a verb on a user with the
// permission, as far as the standing of the user goes; with which code is
// [Policy.Set]'s, [Policy.Lift]'s and [Policy.SetFlag]'s to say.
//
// A live user may do all that is the user's own. LOCKED leaves the user, and the
// platform that acts for it, the verbs of Unlocking. CLOSED is on record: it can
// be viewed, screened, held, reopened and erased, and checks that are under way
// may end. After MAKE-IT-GO-AWAY only reviewers and the system can view, hold and
// erase the user.
func (p Policy) Permits(on Permission, verb Verb, by bonafide.ActorKind) bool {
	if !on.Known() {
		return false
	}
	switch verb {
	case VerbLock:
		return p.grants(on, Locked, by)
	case VerbClose:
		return p.grants(on, Closed, by)
	case VerbMakeItGoAway:
		return p.grants(on, MakeItGoAway, by)
	case VerbUnlock:
		return on == Locked && p.grants(on, Unverified, by)
	case VerbReopen:
		return on == Closed && p.grants(on, Unverified, by)
	case VerbFlag, VerbUnflag:
		return (on.Computed() || on == Locked) && slices.ContainsFunc(p.Grants, func(g Grant) bool {
			return len(g.FlagCodes) > 0 && slices.Contains(g.Actors, by)
		})
	}
	r, _ := verb.rule()
	if !slices.Contains(r.actors, by) {
		return false
	}
	switch on {
	case Locked:
		// A platform acts for its users: what is refused to the user is refused
		// through it, but for what is not the user's own.
		switch by {
		case bonafide.ActorUser:
			return slices.Contains(p.Unlocking, verb)
		case bonafide.ActorPlatform:
			return r.locked == byPlatform || slices.Contains(p.Unlocking, verb)
		}
		return r.locked != byNobody
	case Closed:
		return r.closed && by != bonafide.ActorUser
	case MakeItGoAway:
		return r.gone && (by == bonafide.ActorReviewer || by == bonafide.ActorSystem)
	}
	return true
}

// grants reports whether a kind of actor may go from one permission to another
// with some code.
func (p Policy) grants(from, to Permission, by bonafide.ActorKind) bool {
	return slices.ContainsFunc(p.Grants, func(g Grant) bool {
		return g.To == to && slices.Contains(g.Actors, by) && (len(g.From) == 0 || slices.Contains(g.From, from))
	})
}
