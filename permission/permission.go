package permission

import "github.com/bonafide-go/bonafide"

// Permission is what a user may do as a whole (Synapse, user permissions). An
// unknown value is kept on decoding and permits nothing.
type Permission string

// The permissions.
const (
	Unverified     Permission = "UNVERIFIED"       // created; identification absent, unfinished or failed
	Receive        Permission = "RECEIVE"          // may receive only
	SendAndReceive Permission = "SEND-AND-RECEIVE" // may send and receive
	Locked         Permission = "LOCKED"           // every action of the user is refused but those that can unlock
	Closed         Permission = "CLOSED"           // closed, still on record and searchable
	MakeItGoAway   Permission = "MAKE-IT-GO-AWAY"  // out of every list and search
)

// Permissions lists every permission.
func Permissions() []Permission {
	return []Permission{Unverified, Receive, SendAndReceive, Locked, Closed, MakeItGoAway}
}

// ParsePermission reads an exact value, or fails with an error matching
// [bonafide.ErrInvalid]. The legacy value VERIFIED is not one.
func ParsePermission(text string) (Permission, error) {
	if p := Permission(text); p.Known() {
		return p, nil
	}
	return "", bonafide.Invalid("", bonafide.CodeUnknown)
}

// Known reports whether the value is one of [Permissions].
func (p Permission) Known() bool { return p.Computed() || p.Standing() }

// Computed reports whether the permission is an outcome of evaluation:
// UNVERIFIED, RECEIVE or SEND-AND-RECEIVE. Nobody may set these by hand.
func (p Permission) Computed() bool {
	return p == Unverified || p == Receive || p == SendAndReceive
}

// Standing reports whether the permission is set by an actor or a timer and
// stands until lifted, whatever the evidence: LOCKED, CLOSED, MAKE-IT-GO-AWAY.
func (p Permission) Standing() bool {
	return p == Locked || p == Closed || p == MakeItGoAway
}

// Searchable reports whether a user with the permission appears in lists and
// searches: all but MAKE-IT-GO-AWAY.
func (p Permission) Searchable() bool { return p != MakeItGoAway }

// May reports whether money may move in the direction. Only a computed
// permission allows any.
func (p Permission) May(d Direction) bool {
	switch d {
	case Inbound:
		return p == Receive || p == SendAndReceive
	case Outbound:
		return p == SendAndReceive
	}
	return false
}

// Direction is the way money moves, seen from the user.
type Direction string

// The directions.
const (
	Outbound Direction = "send"    // the user sends
	Inbound  Direction = "receive" // the user receives
)

// Directions lists both directions.
func Directions() []Direction { return []Direction{Outbound, Inbound} }

// UserKind tells people from businesses. It is fixed when a user is created.
type UserKind string

// The kinds of users.
const (
	Personal UserKind = "personal"
	Business UserKind = "business"
)

// UserKinds lists both kinds.
func UserKinds() []UserKind { return []UserKind{Personal, Business} }

// Known reports whether the value is one of [UserKinds].
func (k UserKind) Known() bool { return k == Personal || k == Business }
