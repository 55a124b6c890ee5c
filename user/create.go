package user

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/aggregate"
	"github.com/bonafide-go/bonafide/internal/text"
	"github.com/bonafide-go/bonafide/phone"
	"github.com/bonafide-go/bonafide/user/event"
)

// Bounds of what is given at creation.
const (
	maxLegalNames = 10
	maxLegalName  = 200 // characters
	maxSuppID     = 128 // bytes
)

// A CreateRequest asks for a user. Phone is what identifies it: a tenant has
// one user for a phone number.
type CreateRequest struct {
	Key        string           `json:"-"`               // idempotency key
	Phone      string           `json:"phone_number"`    // as people write it
	Region     bonafide.Country `json:"region,omitzero"` // where a number without "+" belongs
	LegalNames []string         `json:"legal_names"`     // at least one
	IsBusiness bool             `json:"is_business,omitzero"`
	CIPTag     int              `json:"cip_tag,omitzero"` // default 1
	SuppID     string           `json:"supp_id,omitzero"` // the platform's own id of the user
	Logins     []Login          `json:"logins,omitzero"`
	PublicNote string           `json:"public_note,omitzero"` // at most 250 characters
	IP         string           `json:"ip,omitzero"`          // the user's address, as the host sees it
}

// check returns the user that the request means, without ids and keys.
func (r CreateRequest) check() (User, error) {
	var faults bonafide.Faults
	u := User{IsBusiness: r.IsBusiness, CIPTag: r.CIPTag}
	var err error
	if u.Phone, u.PhoneGrade, err = phone.Parse(r.Phone, r.Region); err != nil {
		faults.Merge("phone_number", err)
	}
	switch {
	case len(r.LegalNames) == 0:
		faults.Add("legal_names", bonafide.CodeRequired)
	case len(r.LegalNames) > maxLegalNames:
		faults.Add("legal_names", bonafide.CodeTooMany)
	}
	for _, text := range r.LegalNames {
		name, code := legalName(text)
		if code != "" {
			faults.Add("legal_names", code)
		}
		u.LegalNames = append(u.LegalNames, name)
	}
	for i, l := range r.Logins {
		login, err := l.check()
		faults.Merge(fmt.Sprintf("logins[%d].", i), err)
		u.Logins = append(u.Logins, login)
	}
	if len(r.Logins) > maxLogins {
		faults.Add("logins", bonafide.CodeTooMany)
	}
	if r.IP != "" {
		var err error
		u.IPs, err = seen(nil, r.IP)
		faults.Merge("ip", err)
	}
	note, fault := text.Intake{Max: maxPublicNote, Lines: true}.Read(r.PublicNote)
	if fault != "" {
		faults.Add("public_note", bonafide.Code(fault))
	}
	u.PublicNote = note
	if u.CIPTag == 0 {
		u.CIPTag = 1
	}
	if u.CIPTag < 0 {
		faults.Add("cip_tag", bonafide.CodeOutOfRange)
	}
	if len(r.SuppID) > maxSuppID {
		faults.Add("supp_id", bonafide.CodeTooLong)
	}
	if err := faults.Err(); err != nil {
		return User{}, err
	}
	return u, nil
}

// Create makes a user for a phone number and links the calling platform to it.
// If the tenant already has a user with that number it returns the id of that one,
// with a link that is pending: to know a number is not to know its owner. Until a
// code that the platform asked for is answered, it can send and answer codes and
// nothing else; names and kind stay as they were first given. What comes next is [Service.SendCode], and [Service.SubmitDocuments].
//
// Only platforms may, others fail with [bonafide.ErrForbidden]. It fails with an
// [*bonafide.InvalidError] that lists every fault of the request, and with a
// [*bonafide.RefusedError] and RefusedErased where a repeated key made a user that
// was erased since.
func (s *Service) Create(ctx context.Context, by bonafide.Actor, req CreateRequest) (u User, err error) {
	ctx, end := s.run.Begin(ctx, "user.create", "")
	defer end(&err)
	var draft User
	call, err := command{Op: "user.create", Key: req.Key, Body: req, Actors: platforms, Check: func() (err error) {
		draft, err = req.check()
		return err
	}}.Call("", by)
	if err != nil {
		return User{}, err
	}
	u, err = s.create(ctx, call, draft, req)
	for errors.Is(err, bonafide.ErrDuplicate) {
		// Somebody has the number. If they give it up before we look, it is free.
		var id string
		if id, err = s.holder(ctx, draft.Phone); err == nil && id != "" {
			u, err = s.join(ctx, call, id, req)
		} else if err == nil {
			u, err = s.create(ctx, call, draft, req)
		}
	}
	if err == nil && u.Erased() {
		err = &bonafide.RefusedError{Code: bonafide.RefusedErased} // the key was spent on a user that was erased since
	}
	if err != nil {
		return User{}, err
	}
	return s.view(u, by, s.now()), nil
}

func (s *Service) create(ctx context.Context, call aggregate.Call, u User, req CreateRequest) (User, error) {
	if id, err := s.holder(ctx, u.Phone); err != nil {
		return User{}, err
	} else if id != "" {
		return User{}, bonafide.ErrDuplicate // known already: no key and no id are spent
	}
	in := input{By: call.By, At: s.now()}
	id, err := s.opts.NewID()
	if err != nil {
		return User{}, err
	}
	key, err := s.keys.NewDataKey(ctx, Kind, id)
	if err != nil {
		return User{}, err
	}
	u.ID, u.DataKey, u.CreatedAt = id, key.Wrapped(), in.At
	u = u.salted()
	u.Contacts = []Contact{{Phone: u.Phone, At: in.At}}
	u, linked := u.link(Link{Platform: in.By.ID, SuppID: req.SuppID}, in)
	created := in.Event(event.Created, "platform", in.By.ID, "kind", string(u.kind()))
	kept, err := s.run.Create(ctx, id, call, change{State: u, Events: append(one(created), linked...)}, in.At)
	return kept.State, err
}

// join links the platform to the user who has the phone number.
func (s *Service) join(ctx context.Context, call aggregate.Call, id string, req CreateRequest) (User, error) {
	kept, err := s.run.Join(ctx, id, call, step{By: call.By, Rule: pure(func(u User, in input) (User, []bonafide.Event, error) {
		next, events := u.link(Link{Platform: in.By.ID, SuppID: req.SuppID, Pending: true}, in)
		return next, events, nil
	})}, s.with()...)
	var refused *bonafide.RefusedError
	if errors.As(err, &refused) && refused.Code == bonafide.RefusedErased {
		err = bonafide.ErrDuplicate // meanwhile: who has the number now is asked again
	}
	return kept.State, err
}

// holder returns the id of the user with that phone number, or "".
func (s *Service) holder(ctx context.Context, phone bonafide.Phone) (string, error) {
	for _, index := range s.keys.Indexes("user.phone", string(phone)) {
		found, _, err := s.run.List(ctx, bonafide.Query{Unique: phoneTerm(index), Limit: 1})
		if err != nil {
			return "", err
		}
		if len(found) == 1 {
			return found[0].State.ID, nil
		}
	}
	return "", nil
}

// link ties the user to a platform. An existing link stays as it is, but takes
// a supplied id if it has none yet.
func (u User) link(to Link, in input) (User, []bonafide.Event) {
	linked := in.Event(event.Linked, "platform", to.Platform, "pending", strconv.FormatBool(to.Pending))
	to.At = in.At
	i := slices.IndexFunc(u.Platforms, func(l Link) bool { return l.Platform == to.Platform })
	switch {
	case i < 0:
		u.Platforms = append(slices.Clone(u.Platforms), to)
		return u, one(linked)
	case u.Platforms[i].SuppID != "" || to.SuppID == "":
		return u, nil
	}
	u.Platforms = slices.Clone(u.Platforms)
	u.Platforms[i].SuppID = to.SuppID
	return u, one(in.Event(event.Linked, "platform", to.Platform, "pending", strconv.FormatBool(u.Platforms[i].Pending)))
}

// confirmLink ends that the link of a platform is pending.
func (u User) confirmLink(in input) (User, []bonafide.Event) {
	if !u.pendingFor(in.By) {
		return u, nil
	}
	u.Platforms = slices.Clone(u.Platforms)
	for i := range u.Platforms {
		if u.Platforms[i].Platform == in.By.ID {
			u.Platforms[i].Pending = false
		}
	}
	return u, one(in.Event(event.Linked, "platform", in.By.ID, "pending", "false"))
}
