package user

import (
	"cmp"
	"net/netip"
	"slices"
	"strings"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/phone"
	"github.com/bonafide-go/bonafide/user/event"
)

func (e *edit) logins(r UpdateRequest) {
	find := func(email bonafide.Email) int {
		return slices.IndexFunc(e.u.Logins, func(l Login) bool { return l.Email.Fold() == email.Fold() })
	}
	if r.Login != nil {
		login, err := r.Login.check()
		if err != nil {
			e.faults.Merge("login.", err)
		} else if i := find(login.Email); i >= 0 {
			if e.u.Logins[i].Scope != login.Scope {
				e.u.Logins = slices.Clone(e.u.Logins)
				e.u.Logins[i].Scope = login.Scope
				e.changed = append(e.changed, "logins")
			}
		} else if len(e.u.Logins) >= maxLogins {
			e.faults.Add("login", bonafide.CodeTooMany)
		} else {
			e.u.Logins = append(slices.Clone(e.u.Logins), login)
			e.changed = append(e.changed, "logins")
		}
	}
	if r.RemoveLogin != "" {
		i := find(bonafide.Email(r.RemoveLogin))
		switch {
		case i < 0:
			e.faults.Add("remove_login", bonafide.CodeUnknown)
		case len(e.u.Logins) == 1:
			e.faults.Add("remove_login", bonafide.CodeNotAllowed)
		default:
			e.u.Logins = slices.Delete(slices.Clone(e.u.Logins), i, i+1)
			e.changed = append(e.changed, "logins")
		}
	}
}

// check returns the canonical login; the scope defaults to READ_AND_WRITE.
func (l Login) check() (Login, error) {
	var faults bonafide.Faults
	email, err := bonafide.ParseEmail(string(l.Email))
	if err != nil {
		faults.Merge("email", err)
	}
	switch l.Scope {
	case "":
		l.Scope = ReadAndWrite
	case ReadAndWrite, Read:
	default:
		faults.Add("scope", bonafide.CodeUnknown)
	}
	return Login{Email: email, Scope: l.Scope}, faults.Err()
}

// parseContact reads a phone number, which may be a national one of the region, or
// an e-mail address.
func parseContact(text string, region bonafide.Country) (Contact, error) {
	if strings.Contains(text, "@") {
		email, err := bonafide.ParseEmail(text)
		return Contact{Email: email}, err
	}
	phone, _, err := phone.Parse(text, region)
	return Contact{Phone: phone}, err
}

// address is the contact as one text.
func (c Contact) address() string { return string(c.Phone) + c.Email.Fold() }

// channel is how a code travels there, for whoever chose a way to a phone.
func (c Contact) channel(chosen Channel) Channel {
	if c.Email != "" {
		return Mail
	}
	return cmp.Or(chosen, SMS)
}

func (c Contact) same(other Contact) bool {
	return c.Phone == other.Phone && c.Email.Fold() == other.Email.Fold()
}

func (e *edit) contacts(r UpdateRequest) {
	if r.PhoneNumber != "" {
		d, err := parseContact(r.PhoneNumber, r.Region)
		switch {
		case err != nil:
			e.faults.Merge("phone_number", err)
		case slices.ContainsFunc(e.u.Contacts, d.same):
		case len(e.u.Contacts) >= maxContacts:
			e.faults.Add("phone_number", bonafide.CodeTooMany)
		default:
			d.At = e.in.At
			e.u.Contacts = append(slices.Clone(e.u.Contacts), d)
			e.changed = append(e.changed, "phone_numbers")
			if e.u.Phone == "" && d.Phone != "" {
				e.identify(d.Phone)
			}
		}
	}
	if r.RemovePhoneNumber != "" {
		// What is not there is not there: the published system ignores it.
		d, err := parseContact(r.RemovePhoneNumber, r.Region)
		if i := slices.IndexFunc(e.u.Contacts, d.same); err == nil && i >= 0 {
			e.removeContact(i)
		}
	}
}

// removeContact drops a contact. If it is the number that identifies the user,
// the next number takes its place, not verified; without another number it
// stays. Once a code was answered at the old number, only a confirmed one takes its
// place, or what a reviewer lets.
func (e *edit) removeContact(i int) {
	rest := slices.Delete(slices.Clone(e.u.Contacts), i, i+1)
	if number := e.u.Contacts[i].Phone; number != "" && number == e.u.Phone {
		// Whoever may edit a profile does not thereby say where its codes go from now on.
		proven := !e.u.PhoneVerified.IsZero() || slices.ContainsFunc(e.u.beside.access.Devices, func(d device) bool { return !d.ConfirmedAt.IsZero() })
		next := slices.IndexFunc(rest, func(c Contact) bool {
			return c.Phone != "" && (!proven || e.u.confirmed(c) || e.in.By.Is(bonafide.ActorReviewer))
		})
		if next < 0 {
			e.faults.Add("remove_phone_number", bonafide.CodeNotAllowed)
			return
		}
		e.identify(rest[next].Phone)
		// Codes and verification belong to the number they were sent to; what was
		// guessed wrong and sent counts on (ASVS 5.0 6.6.2, 6.6.3).
		e.u.beside.access = e.u.beside.access.closed()
		e.events = append(e.events, of(KindAccess, e.in.Event(event.CodesVoid)))
	}
	e.u.Contacts = rest
	e.changed = append(e.changed, "phone_numbers")
}

// identify makes a number the one that the user is known by, not verified. A user who
// acts for itself claims it: an answer must not tell whether somebody else has it.
func (e *edit) identify(number bonafide.Phone) {
	e.u = e.u.identifiedBy(number)
	e.u.Number.Claimed = e.u.Number.Claimed || e.policy.claims(e.in.By)
}

// identifiedBy is the user with another number, which was read before.
func (u User) identifiedBy(number bonafide.Phone) User {
	u.Phone, u.PhoneGrade, _ = phone.Parse(string(number), "") // what is kept reads back as itself
	u.PhoneVerified = time.Time{}
	return u
}

// seen puts an address first among those seen.
func seen(ips []string, ip string) ([]string, error) {
	addr, err := netip.ParseAddr(ip)
	if err != nil || addr.Zone() != "" {
		return nil, bonafide.Invalid("", bonafide.CodeMalformed)
	}
	text := addr.Unmap().String()
	next := append([]string{text}, slices.DeleteFunc(slices.Clone(ips), func(s string) bool { return s == text })...)
	return next[:min(len(next), maxIPs)], nil
}
