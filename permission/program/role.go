package program

import (
	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/permission"
)

// role is who must act on a leaf that does not hold.
type role uint8

const (
	nobody role = iota
	theUser
	thePlatform
	theReviewer
	theVerifier
)

func (r role) actor() bonafide.ActorKind {
	switch r {
	case theUser:
		return bonafide.ActorUser
	case theReviewer:
		return bonafide.ActorReviewer
	case thePlatform:
		return bonafide.ActorPlatform
	case theVerifier:
		return bonafide.ActorVerifier
	}
	return ""
}

// weigh says what a sub-document that does not count means for a leaf: that an
// outcome is awaited, else that somebody other than the user must act. The
// order of sub-documents has no meaning.
func (s *leafState) weigh(sub *permission.SubFacts) {
	actor, pending := nobody, false
	switch sub.Status {
	case statusSubmitted, statusReviewing:
		actor, pending = theVerifier, true
	case statusMFAPending: // the user has the code
		actor, pending = theUser, true
	case statusInvalid, statusValid: // invalid, or expired
		if sub.Final {
			actor = theReviewer
		}
	case statusBlacklisted:
		actor = theReviewer
	default:
		actor = thePlatform // a state that nobody knows
	}
	switch {
	case pending && !s.pending:
		s.actor, s.pending = actor, true
	case pending == s.pending && actor.before(s.actor):
		s.actor = actor
	}
}

// before orders who is named where several could be: the verifier, who has all
// that is needed, then the reviewer, the platform, the user.
func (r role) before(other role) bool { return r > other }

// role says who must act on a leaf that is not about sub-documents and does not
// hold, and whether an outcome is awaited.
func (l *leaf) role(f *permission.Facts, d *permission.DocumentFacts) (who role, pending bool) {
	switch l.kind {
	case leafLists:
		for _, name := range l.names {
			if listResult(d, name) == watchMatch {
				return theReviewer, false
			}
		}
		return theVerifier, true
	case leafTest:
		return l.test.role(f, d)
	}
	return theUser, false
}

func (t *Test) role(f *permission.Facts, d *permission.DocumentFacts) (role, bool) {
	known := t.compare(f, d) != unknown
	switch t.Fact {
	case FactIDScore, FactTrustLevel:
		if !known {
			return theVerifier, true
		}
		return nobody, false
	case FactEDDStatus:
		switch d.EDDStatus {
		case "":
			return thePlatform, false
		case "REVIEWING":
			return theReviewer, true
		}
		return theReviewer, false
	case FactOFACStatus:
		if !known {
			return theVerifier, true
		}
		return theReviewer, false
	case FactTINStatus:
		switch f.TINStatus {
		case "pending", "unavailable":
			return theVerifier, true
		}
		return theUser, false
	case FactRiskLevel:
		if !known {
			return thePlatform, false
		}
		return theReviewer, false
	case FactDuplicates:
		if !known {
			return theVerifier, true // looked for by itself
		}
		return theReviewer, true
	case FactPhone, FactPhoneLine, FactMailbox, FactDocOption, FactDesiredScope:
		return theUser, false
	case FactOwnerExemption:
		return nobody, false
	}
	if !known {
		return theUser, false // a field of the base document
	}
	return nobody, false
}
