package user

import (
	"context"
	"fmt"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
)

// CheckAddress asks the postal service of [Options.Addresses] about an address,
// without a user: whether mail reaches it, what is amiss with it, and how the service
// writes it (Synapse, address verification). Nothing is stored.
//
// Platforms, reviewers and the system may, others fail with [bonafide.ErrForbidden].
// It fails with an [*bonafide.InvalidError] that lists every fault of the address by
// its path ("address_city"); with a [*bonafide.NotConfiguredError] without
// a postal service; and with an error matching [bonafide.ErrUnavailable] where none answered
// within Options.Lease. Neither says anything of the address.
func (s *Service) CheckAddress(ctx context.Context, by bonafide.Actor, address document.PostalAddress) (_ document.AddressResult, err error) {
	ctx, end := s.run.Begin(ctx, "user.check_address", "")
	defer end(&err)
	if err := by.Admit("by"); err != nil {
		return document.AddressResult{}, err
	}
	if !by.Is(bonafide.ActorPlatform, bonafide.ActorReviewer, bonafide.ActorSystem) {
		return document.AddressResult{}, bonafide.ErrForbidden
	}
	if address, err = address.Check(""); err != nil {
		return document.AddressResult{}, err
	}
	if s.opts.Addresses == nil {
		return document.AddressResult{}, &bonafide.NotConfiguredError{Option: "addresses"}
	}
	ctx, cancel := context.WithTimeout(ctx, s.opts.Lease)
	defer cancel()
	type answer struct {
		result document.AddressResult
		err    error
	}
	answers := make(chan answer, 1)
	go func() {
		result, err := s.opts.Addresses.VerifyAddress(ctx, address)
		answers <- answer{result, err}
	}()
	select {
	case a := <-answers:
		if a.err != nil {
			return document.AddressResult{}, fmt.Errorf("bonafide: postal service: %w", bonafide.ErrUnavailable)
		}
		return a.result.Bounded(), nil
	case <-ctx.Done(): // a service that does not heed its context is no longer waited for
		return document.AddressResult{}, fmt.Errorf("bonafide: postal service: %w", bonafide.ErrUnavailable)
	}
}
