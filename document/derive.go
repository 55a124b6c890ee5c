package document

import (
	"time"

	"github.com/bonafide-go/bonafide"
)

// derivedValue returns what a derived social document says, and its mask.
func (b Base) derivedValue(t Type) (value, mask string) {
	switch t {
	case Email:
		return string(b.Email), maskEmail(b.Email)
	case PhoneNumber:
		return string(b.PhoneNumber), b.PhoneNumber.Mask()
	case IP:
		return b.IP, bonafide.MaskTail(b.IP, 2)
	case Address:
		return b.Address().Line(), string(b.AddressCountryCode)
	case Date:
		return b.Birth(), "****-**-**"
	}
	return "", ""
}

// DerivedTypes lists the social documents that appear by themselves.
func DerivedTypes() []Type { return []Type{Email, PhoneNumber, IP, Address, Date} }

// Derive returns the base document with the five social documents that follow
// from its fields (EMAIL, PHONE_NUMBER, IP, ADDRESS, DATE): missing ones are added,
// those whose field has changed go to REVIEWING under a new attempt, and all others
// stay as they are. newID gives ids of documents and of attempts. It fails with
// [bonafide.ErrSealed] if key is not the record's.
func (b Base) Derive(newID func() string, key *bonafide.DataKey, at time.Time) (Base, error) {
	at = bonafide.Instant(at)
	for _, t := range DerivedTypes() {
		value, mask := b.derivedValue(t)
		d := Sub{Class: Social, Type: t}
		if old := b.FindType(Social, t); len(old) > 0 {
			d = old[0]
			stands, err := key.Open(d.Field(), d.Value)
			if err != nil {
				return b, err
			}
			if stands.Equal(bonafide.NewSecret(value)) {
				continue
			}
		} else {
			d.ID = newID()
		}
		d = Sub{
			ID: d.ID, Class: Social, Type: t, Status: Reviewing, LastUpdated: at,
			Attempt: newID(), Attempts: 1, RetryAt: at, // nobody submits it, so it counts no attempts
		}
		var err error
		if d.Value, err = key.Seal(d.Field(), bonafide.NewSecret(value), mask); err != nil {
			return b, err
		}
		if b, err = b.Put(d); err != nil {
			return b, err
		}
	}
	return b, nil
}
