package dotfile

import (
	"bytes"
	"context"
	"errors"

	"github.com/bonafide-go/bonafide"
)

// Rotate seals the secrets of all webhooks under the root in use, and returns how many it
// wrote. A host calls it beside [casefile.Service.Rotate] when it replaces a root, before
// it drops the old one: see [bonafide.NewRoot]. It may be cut off and repeated at any time,
// while requests go on. Webhooks that could not be brought over do not stop it: their
// errors come back joined. It fails with an [*bonafide.InvalidError] without a store or
// keys, or with those of two tenants.
func Rotate(ctx context.Context, store bonafide.Store, keys *bonafide.Keys) (done int, err error) {
	var faults bonafide.Faults
	if store == nil {
		faults.Add("store", bonafide.CodeRequired)
	}
	if keys == nil {
		faults.Add("keys", bonafide.CodeRequired)
	}
	if store != nil && keys != nil {
		faults.Merge("", keys.CheckTenant(store))
	}
	if err := faults.Err(); err != nil {
		return 0, err
	}
	hooks := webhooks{store, keys}
	all, err := hooks.of(ctx, "")
	if err != nil {
		return 0, err
	}
	var failed []error
	for _, h := range all {
		did, err := hooks.reseal(ctx, h)
		if err != nil {
			failed = append(failed, err)
		}
		if did {
			done++
		}
	}
	return done, errors.Join(failed...)
}

// reseal brings one webhook under the root in use, and reports whether it wrote.
func (s webhooks) reseal(ctx context.Context, h webhook) (bool, error) {
	for n := 0; ; n++ {
		now, err := s.keys.Reseal(h.Secret, purposeSecret, h.ID)
		if err != nil || bytes.Equal(now, h.Secret) {
			return false, err
		}
		h.Secret = now
		if err = s.put(ctx, h); !errors.Is(err, bonafide.ErrConflict) || n == tries {
			return err == nil, err
		}
		if h, err = s.get(ctx, h.ID); errors.Is(err, bonafide.ErrNotFound) {
			return false, nil // it was deleted
		} else if err != nil {
			return false, err
		}
	}
}
