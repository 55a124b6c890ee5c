package user

import (
	"context"
	"slices"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/user/event"
)

// The second factor is a code for every device that is not known yet. It is on
// unless somebody who answers for the user switched it off (Synapse user object,
// extra.extra_security).

// secondFactor switches it. Off: by platforms and reviewers, since whoever holds no
// more than a session must not make the next one easier. On: the devices that came
// without a code end, with their sessions.
func (e *edit) secondFactor(on *bool) {
	now := e.u.ExtraSecurity == nil || *e.u.ExtraSecurity
	switch {
	case on == nil || *on == now:
		return
	case !*on && e.in.By.Is(bonafide.ActorUser):
		e.faults.Add("extra_security", bonafide.CodeNotAllowed)
		return
	}
	value := *on
	e.u.ExtraSecurity = &value
	e.changed = append(e.changed, "extra_security")
	if !value {
		return
	}
	for _, d := range e.u.beside.access.Devices {
		if d.ConfirmedAt.IsZero() {
			e.u.beside.access = e.u.beside.access.distrust(d.ID)
			e.events = append(e.events, of(KindAccess, e.in.Event(event.DeviceDistrusted, "device", d.ID)))
		}
	}
}

// A DistrustDeviceRequest ends the trust in a device.
type DistrustDeviceRequest struct {
	Key    string `json:"-"`      // idempotency key
	Device string `json:"device"` // Device.ID, as [Service.Access] lists it
}

// DistrustDevice ends the trust in a device, and every session that it holds: its
// next OAuth takes a code again. A protected device is no exception.
//
// Platforms, reviewers, the system and the user itself may call it, others fail with
// [bonafide.ErrForbidden]. It fails with an [*bonafide.InvalidError] for a device that
// is not trusted.
func (s *Service) DistrustDevice(ctx context.Context, by bonafide.Actor, id string, req DistrustDeviceRequest) (User, error) {
	return s.do(ctx, by, id, req)
}

func (r DistrustDeviceRequest) command(*Service) command {
	return command{Op: "user.distrust_device", Verb: string(permission.VerbRevoke), Key: r.Key, Body: r, With: []string{KindAccess},
		Rule: pure(func(u User, in input) (User, []bonafide.Event, error) {
			if !slices.ContainsFunc(u.beside.access.Devices, func(d device) bool { return d.ID == r.Device }) {
				return u, nil, bonafide.Invalid("device", bonafide.CodeUnknown)
			}
			u.beside.access = u.beside.access.distrust(r.Device)
			return u, one(of(KindAccess, in.Event(event.DeviceDistrusted, "device", r.Device))), nil
		})}
}

// distrust returns the access without a device and the sessions that it holds.
func (a access) distrust(id string) access {
	a.Devices = slices.DeleteFunc(slices.Clone(a.Devices), func(d device) bool { return d.ID == id })
	a.Families = slices.DeleteFunc(slices.Clone(a.Families), func(f tokenFamily) bool { return f.Device == id })
	return a
}
