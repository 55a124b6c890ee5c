package user

import (
	"context"
	"fmt"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/screening"
)

// errPanicked says that a part of the host's panicked. What it said is left out:
// it may be personal.
var errPanicked = fmt.Errorf("bonafide: a part of the host panicked: %w", bonafide.ErrUnavailable)

// caught turns a panic of a part of the host's into an error: one broken vendor
// must not take the process down, nor the other checks of a user.
func caught(err *error) {
	if recover() != nil {
		*err = errPanicked
	}
}

// caught returns the options with every part of the host's behind a door that
// catches its panics.
func (o Options) caught() Options {
	if v := o.Verifier; v != nil {
		o.Verifier = caughtVerifier{v}
	}
	if a := o.Addresses; a != nil {
		o.Addresses = document.AddressVerifierFunc(func(ctx context.Context, p document.PostalAddress) (_ document.AddressResult, err error) {
			defer caught(&err)
			return a.VerifyAddress(ctx, p)
		})
	}
	if s := o.Screener; s != nil {
		o.Screener = caughtScreener{s}
	}
	if m := o.Messenger; m != nil {
		o.Messenger = MessengerFunc(func(ctx context.Context, msg Message) (err error) {
			defer caught(&err)
			return m.Send(ctx, msg)
		})
	}
	if f := o.Files; f != nil {
		o.Files = caughtFiles{f}
	}
	return o
}

type caughtVerifier struct{ document.Verifier }

// Verify calls the host's verifier.
func (v caughtVerifier) Verify(ctx context.Context, r document.Request) (_ document.Verdict, err error) {
	defer caught(&err)
	return v.Verifier.Verify(ctx, r)
}

// Takes asks the host's verifier, if it tells. One that panics will be asked: what
// becomes of that is told.
func (v caughtVerifier) Takes(class document.Class, t document.Type, country bonafide.Country) (yes bool) {
	s, ok := v.Verifier.(document.Selective)
	if !ok {
		return true
	}
	defer func() {
		if recover() != nil {
			yes = true
		}
	}()
	return s.Takes(class, t, country)
}

type caughtScreener struct{ screening.Screener }

// Screen calls the host's screener.
func (s caughtScreener) Screen(ctx context.Context, q screening.Query) (_ screening.Result, err error) {
	defer caught(&err)
	return s.Screener.Screen(ctx, q)
}

type caughtFiles struct{ document.Files }

// Put calls the host's store of files.
func (f caughtFiles) Put(ctx context.Context, key string, content []byte) (err error) {
	defer caught(&err)
	return f.Files.Put(ctx, key, content)
}

// Get calls the host's store of files.
func (f caughtFiles) Get(ctx context.Context, key string) (_ []byte, err error) {
	defer caught(&err)
	return f.Files.Get(ctx, key)
}

// Delete calls the host's store of files.
func (f caughtFiles) Delete(ctx context.Context, key string) (err error) {
	defer caught(&err)
	return f.Files.Delete(ctx, key)
}
