package user

import (
	"context"
	"slices"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/user/event"
)

// An unknown device is confirmed by a one-time code that goes to a confirmed contact
// of the user; see [Service.OAuth]. At each platform one device waits at a time.

// confirm answers the device's one-time code.
func (x *exchange) confirm(u User, f tokenFamily, in input) (change, error) {
	refused := &bonafide.RefusedError{Code: RefusedCode}
	a := &u.beside.access
	waiting := a.Candidates[in.By.ID]
	fits := x.s.keys.VerifyMAC(waiting.Fingerprint, "device", u.ID, x.req.Fingerprint.Reveal())
	open := waiting.Codes.Open
	to := u.wentWhere(open)
	next, result := waiting.Codes.guess(x.req.PIN, func(c challenge, code string) bool {
		right := x.s.keys.VerifyMAC(c.MAC, "device code", c.ID, u.ID, to.address(), code)
		return fits && right && u.confirmed(to) // a contact that was removed since confirms nothing
	}, in.At, x.s.opts.Codes)
	waiting.Codes = next
	switch result {
	case unseen:
		return change{}, refused
	case wrong:
		*a = a.withCandidate(in.By.ID, waiting)
		return change{State: u, Outcome: refused, Keep: open.Expires, Events: one(of(KindAccess, in.Event(event.CodeWrong, "challenge", open.ID)))}, nil
	}
	*a = a.withCandidate(in.By.ID, candidate{Codes: codes{Sends: next.Sends}})
	c, err := x.trust(u, f, in.At, in)
	c.Keep = open.Expires
	return c, err
}

// trust makes the device one that needs no code from now on, and gives it a key. A
// device that is known already is confirmed anew.
func (x *exchange) trust(u User, f tokenFamily, confirmed time.Time, in input) (change, error) {
	a := &u.beside.access
	d := x.device(u)
	if d >= 0 {
		a.Devices = slices.Clone(a.Devices)
		a.Devices[d].ConfirmedAt = confirmed
	} else {
		id, err := x.s.opts.NewID()
		if err != nil {
			return change{}, err
		}
		trusted, ok := a.trust(device{
			ID: id, Fingerprint: x.macs.MAC("device", x.req.Fingerprint.Reveal()), ConfirmedAt: confirmed, UsedAt: in.At, IsProtected: x.req.IsProtected,
		})
		if !ok {
			return change{}, &bonafide.RefusedError{Code: RefusedDevice}
		}
		*a, d = trusted, len(trusted.Devices)-1
	}
	var events []bonafide.Event
	if !confirmed.IsZero() {
		events = one(of(KindAccess, in.Event(event.DeviceConfirmed, "device", a.Devices[d].ID)))
	}
	return x.give(u, f, d, events, in)
}

// send opens a code for the device; the message goes out once it is stored.
func (x *exchange) send(ctx context.Context, u User, in input) (change, error) {
	to, ok := x.s.choose(u, u.reachable(), x.req.Device, x.req.Region)
	if !ok {
		return change{}, bonafide.Invalid("device", bonafide.CodeUnknown)
	}
	code, id, err := x.s.draw()
	if err != nil {
		return change{}, err
	}
	m := Message{ID: id, UserID: u.ID, To: to.Phone, Email: to.Email, Channel: to.channel(SMS), Code: bonafide.NewSecret(code), Expires: in.At.Add(x.s.opts.Codes.Life)}
	m.strange = x.s.strange(u, to)
	if err := x.s.opts.Codes.reaches(m.Channel, m.To); err != nil {
		return change{}, err
	}
	a := &u.beside.access
	open := challenge{ID: id, Channel: m.Channel, MAC: x.s.keys.MAC("device code", id, u.ID, to.address(), code), At: in.At, Expires: m.Expires}
	if to.Phone != u.Phone {
		open.Contact = u.mark(to)
	}
	next, err := a.Candidates[in.By.ID].Codes.send(open, x.s.opts.Codes)
	if err != nil {
		return change{}, err
	}
	sent := x.s.destinations()
	if err := sent.count(ctx, m, in.At); err != nil {
		return change{}, err
	}
	*a = a.withCandidate(in.By.ID, candidate{Fingerprint: x.s.keys.MAC("device", u.ID, x.req.Fingerprint.Reveal()), Codes: next})
	x.message = m
	x.grant = Grant{Step: StepCodeSent, Contacts: x.s.masked(u, u.reachable())}
	return change{State: u, Writes: sent.all(), Events: one(of(KindAccess, in.Event(event.CodeSent, "challenge", id, "channel", string(m.Channel))))}, nil
}
