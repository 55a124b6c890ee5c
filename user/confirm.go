package user

import (
	"slices"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/canonical"
)

// A contact that was added takes codes after one was answered that had been sent
// there, and whoever asks for that one has shown before that it knows the owner. Else
// adding a contact would be a way to take a user over.

// confirmed reports whether a contact takes codes for the user's devices.
func (u User) confirmed(c Contact) bool {
	return c.Phone != "" && c.Phone == u.Phone || !c.ConfirmedAt.IsZero()
}

// confirm notes that a contact takes codes.
func (u User) confirm(to Contact, in input) User {
	u.Contacts = slices.Clone(u.Contacts)
	for i := range u.Contacts {
		if u.Contacts[i].same(to) {
			u.Contacts[i].ConfirmedAt = in.At
		}
	}
	return u
}

// reachable are the contacts that take codes for the user's devices.
func (u User) reachable() []Contact {
	return slices.DeleteFunc(slices.Clone(u.Contacts), func(c Contact) bool { return !u.confirmed(c) })
}

// strange reports whether a code to a contact is not for the owner of it, as far as is
// known: the contact is not confirmed, or it is a number that the user only claims, or
// shares with others and has yet to prove.
func (s *Service) strange(u User, to Contact) bool {
	shared := u.Number.Shared && u.PhoneVerified.IsZero()
	return !u.confirmed(to) || to.Phone != "" && to.Phone == u.Phone && (u.Number.Claimed || shared)
}

// target is where a requested code goes.
func (s *Service) target(u User, r SendCodeRequest, in input) (Contact, error) {
	if r.Contact == "" {
		return Contact{Phone: u.Phone}, nil
	}
	to, ok := s.choose(u, u.Contacts, r.Contact, r.Region)
	switch {
	case !ok || u.pendingFor(in.By): // which contacts there are is not for it to know
		return Contact{}, bonafide.Invalid("phone_number", bonafide.CodeUnknown)
	case in.By.Is(bonafide.ActorPlatform) && u.PhoneVerified.IsZero() && to.Phone != u.Phone:
		return Contact{}, &bonafide.RefusedError{Code: RefusedUnproven}
	}
	return to, nil
}

// mark is a contact as a challenge names it.
func (u User) mark(c Contact) string { return canonical.Keyed(u.Salt, "contact", c.address())[:32] }

// wentTo reports whether the code of a challenge went to a contact.
func (u User) wentTo(c challenge, to Contact) bool {
	if c.Contact == "" {
		return to.Phone == u.Phone
	}
	return c.Contact == u.mark(to)
}

// wentWhere returns the contact that the code of a challenge went to: none if it
// was removed since.
func (u User) wentWhere(c challenge) Contact {
	if c.Contact == "" {
		return Contact{Phone: u.Phone}
	}
	for _, to := range u.Contacts {
		if u.wentTo(c, to) {
			return to
		}
	}
	return Contact{}
}

// masked shows contacts without telling an address. Two that would look alike bear
// a mark each, which stays the same for as long as they are there.
func (s *Service) masked(u User, contacts []Contact) []string {
	out := make([]string, len(contacts))
	seen := make(map[string]int, len(contacts))
	for i, c := range contacts {
		if c.Phone != "" {
			out[i] = c.Phone.Mask()
		} else {
			out[i] = c.Email.Mask()
		}
		seen[out[i]]++
	}
	for i, c := range contacts {
		if seen[out[i]] > 1 {
			out[i] += " #" + u.mark(c)[:8]
		}
	}
	return out
}

// choose returns the contact that a text names: in full, or as masked shows it.
func (s *Service) choose(u User, among []Contact, text string, region bonafide.Country) (Contact, bool) {
	if given, err := parseContact(text, region); err == nil {
		if i := slices.IndexFunc(among, given.same); i >= 0 {
			return among[i], true
		}
	}
	shown := s.masked(u, among)
	i := slices.Index(shown, text)
	if i < 0 || slices.Contains(shown[i+1:], text) {
		return Contact{}, false
	}
	return among[i], true
}
