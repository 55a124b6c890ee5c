package user

import (
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/internal/canonical"
)

// What a request is about, where its text names a thing that can become another one: an
// approval is of the thing that was read, and of no other that has its name since.

// aboutStanding is the lock or closure, and the flag.
func aboutStanding(u User) string {
	return canonical.SumJSON(u.Standing.Permission, u.Standing.PermissionCode, u.Standing.Flag, u.Standing.FlagCode)
}

// aboutSub is a submission: what was handed in last, and for whom.
func aboutSub(id string) func(User) string {
	return func(u User) string {
		b, d, _ := u.sub(id)
		return canonical.SumJSON(d.Attempt, who(b))
	}
}

// aboutBase is whom a base document names.
func aboutBase(id string) func(User) string {
	return func(u User) string {
		b, _ := u.Document(id)
		return who(b)
	}
}

// who is the subject of a base document, by all that documents are checked against.
func who(b document.Base) string {
	return canonical.SumJSON(b.Name, b.Alias, b.MaidenName, b.Day, b.Month, b.Year, b.EntityType,
		b.AddressStreet, b.AddressCity, b.AddressSubdivision, b.AddressPostalCode, b.AddressCountryCode)
}

// about is the hit: the subject, and the entry as the last search found it.
func (r DecideHitRequest) about(u User) string {
	subject := r.subject(u)
	hit, _ := u.Screenings[subject].Result.Hit(r.List, r.EntryID)
	return canonical.SumJSON(subject, hit.EntryHash)
}

// about is what the two share.
func (r DismissDuplicateRequest) about(u User) string {
	for _, t := range u.Twins.List {
		if t.User == r.User {
			return canonical.SumJSON(t.Why)
		}
	}
	return ""
}

// about is what is to be withdrawn.
func (r WithdrawDocumentRequest) about(u User) string {
	if r.SubDocument != "" {
		return aboutSub(r.SubDocument)(u)
	}
	return aboutBase(r.Document)(u)
}

// about is the risk that is to be replaced.
func (OverrideRiskRequest) about(u User) string { return canonical.SumJSON(u.Risk.Current()) }

// about is the number that is to go.
func (ReleaseNumberRequest) about(u User) string { return canonical.SumJSON(u.Phone) }
