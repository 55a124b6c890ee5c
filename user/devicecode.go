package user

import (
	"context"
	"slices"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/user/event"
)

// An unknown device is confirmed by a one-time code that goes to a contact of the
// user; see [Service.OAuth].

// confirm answers the device's one-time code.
func (x *exchange) confirm(u User, f tokenFamily, in input) (change, error) {
	refused := &bonafide.RefusedError{Code: RefusedCode}
	a := &u.beside.access
	fits := x.s.keys.VerifyMAC(a.Candidate.Fingerprint, "device", u.ID, x.req.Fingerprint.Reveal())
	open := a.Candidate.Codes.Open.ID
	next, result := a.Candidate.Codes.guess(func(c challenge) bool {
		return fits && x.s.keys.VerifyMAC(c.MAC, "device code", c.ID, u.ID, x.req.PIN.Reveal())
	}, in.At, x.s.opts.Codes)
	a.Candidate.Codes = next
	switch result {
	case unseen:
		return change{}, refused
	case wrong:
		return change{State: u, Outcome: refused, Events: one(of(KindAccess, in.Event(event.CodeWrong, "challenge", open)))}, nil
	}
	id, err := x.s.opts.NewID()
	if err != nil {
		return change{}, err
	}
	trusted, ok := a.trust(device{
		ID: id, Fingerprint: x.s.keys.MAC("device", u.ID, x.req.Fingerprint.Reveal()), ConfirmedAt: in.At, UsedAt: in.At, IsProtected: x.req.IsProtected,
	})
	if !ok {
		return change{}, &bonafide.RefusedError{Code: RefusedDevice}
	}
	*a = trusted
	a.Candidate = candidate{Codes: codes{Sends: next.Sends}}
	return x.give(u, f, len(a.Devices)-1, one(of(KindAccess, in.Event(event.DeviceConfirmed, "device", id))), in)
}

// send opens a code for the device; the message goes out once it is stored.
func (x *exchange) send(ctx context.Context, u User, in input) (change, error) {
	to, err := parseContact(x.req.Device, x.req.Region)
	if err != nil || !slices.ContainsFunc(u.Contacts, to.same) {
		return change{}, bonafide.Invalid("device", bonafide.CodeUnknown)
	}
	code, id, err := x.s.draw()
	if err != nil {
		return change{}, err
	}
	m := Message{ID: id, UserID: u.ID, To: to.Phone, Email: to.Email, Channel: SMS, Code: bonafide.NewSecret(code), Expires: in.At.Add(x.s.opts.Codes.Life)}
	if to.Email != "" {
		m.Channel = Mail
	}
	if err := x.s.opts.Codes.reaches(m.Channel, m.To); err != nil {
		return change{}, err
	}
	a := &u.beside.access
	open := challenge{ID: id, Channel: m.Channel, MAC: x.s.keys.MAC("device code", id, u.ID, code), At: in.At, Expires: m.Expires}
	next, err := a.Candidate.Codes.send(open, x.s.opts.Codes)
	if err != nil {
		return change{}, err
	}
	sent := x.s.destinations()
	if err := sent.count(ctx, m, in.At); err != nil {
		return change{}, err
	}
	writes, err := sent.writes()
	if err != nil {
		return change{}, err
	}
	a.Candidate = candidate{Fingerprint: x.s.keys.MAC("device", u.ID, x.req.Fingerprint.Reveal()), Codes: next}
	x.message = m
	x.grant = Grant{Step: StepCodeSent, Contacts: u.maskedContacts()}
	return change{State: u, Writes: writes, Events: one(of(KindAccess, in.Event(event.CodeSent, "challenge", id, "channel", string(m.Channel))))}, nil
}

// maskedContacts shows where a code may go, without telling an address.
func (u User) maskedContacts() []string {
	var out []string
	for _, c := range u.Contacts {
		if c.Phone != "" {
			out = append(out, c.Phone.Mask())
		} else {
			out = append(out, c.Email.Mask())
		}
	}
	return out
}
