package dotfile

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
)

// HeaderAPIKey is the header that an API key comes in.
const HeaderAPIKey = "X-DOTFILE-API-KEY"

var errNoKey = errors.New("dotfile: no such API key")

// APIKey makes an [Options.Actor] of the published header: lookup returns the actor that
// a key belongs to, and false for one that nobody has. It should compare hashes of keys.
// A host calls it where it has no authentication of its own.
func APIKey(lookup func(ctx context.Context, key bonafide.Secret) (bonafide.Actor, bool)) func(*http.Request) (bonafide.Actor, error) {
	return func(r *http.Request) (bonafide.Actor, error) {
		given := r.Header.Values(HeaderAPIKey)
		if len(given) != 1 || given[0] == "" {
			return bonafide.Actor{}, errNoKey
		}
		by, ok := lookup(r.Context(), bonafide.NewSecret(given[0]))
		if !ok {
			return bonafide.Actor{}, errNoKey
		}
		return by, nil
	}
}

// keyReviewer begins the id of the reviewer that an API key acts as.
const keyReviewer = "api:"

// A caller is who asks: as the platform, and as the reviewer where it may be one.
type caller struct {
	platform bonafide.Actor // or a reviewer who came in person
	reviewer bonafide.Actor // zero where it may not review
}

// newCaller is what an authenticated actor may act as.
func newCaller(by bonafide.Actor, reviews bool) (caller, error) {
	if err := by.Check("actor"); err != nil {
		return caller{}, err
	}
	switch {
	case by.Is(bonafide.ActorReviewer):
		return caller{platform: by, reviewer: by}, nil
	case !by.Is(bonafide.ActorPlatform):
		return caller{}, bonafide.ErrForbidden
	case reviews:
		return caller{platform: by, reviewer: bonafide.Reviewer(keyReviewer + by.ID)}, nil
	}
	return caller{platform: by}, nil
}

// eyes is the actor that the caller reads as.
func (c caller) eyes() bonafide.Actor {
	if c.reviewer.ID != "" {
		return c.reviewer
	}
	return c.platform
}

// owns reports whether a case is of the caller's platform. Reviewers who came in person
// see all.
func (c caller) owns(x casefile.Case) bool {
	return c.platform.Is(bonafide.ActorReviewer) || x.Platform == c.platform.ID
}

// reviewing returns the reviewer that the caller acts as.
func (c caller) reviewing() (bonafide.Actor, error) {
	if c.reviewer.ID == "" {
		return bonafide.Actor{}, bonafide.ErrForbidden
	}
	return c.reviewer, nil
}

// reviewerType is the published word for who decided.
func reviewerType(by bonafide.Actor) string {
	switch {
	case by.Is(bonafide.ActorSystem, bonafide.ActorVerifier):
		return "system"
	case by.Is(bonafide.ActorPlatform), strings.HasPrefix(by.ID, keyReviewer):
		return "api"
	}
	return "user"
}

// A handler is what serves the requests.
type handler struct {
	Options
	cases  *casefile.Service
	places *places
	logs   *logs

	uploads uploads
}

// read returns a case of the caller, as the caller may see it.
func (d *handler) read(ctx context.Context, by caller, id string) (casefile.Case, error) {
	c, err := d.cases.Get(ctx, by.eyes(), id)
	if err != nil {
		return casefile.Case{}, err
	}
	if !by.owns(c) || c.Erased() {
		return casefile.Case{}, bonafide.ErrNotFound
	}
	return c, d.places.keep(ctx, c)
}

// owned returns a case of the caller by its id or its external id, also one that was
// deleted, or whose erasure was begun.
func (d *handler) owned(ctx context.Context, by caller, id string) (casefile.Case, error) {
	c, err := d.cases.Get(ctx, by.eyes(), id)
	if errors.Is(err, bonafide.ErrNotFound) || err == nil && !by.owns(c) {
		c, err = d.cases.Find(ctx, by.platform, id)
	}
	if err == nil && (!by.owns(c) || c.Erased() && !c.Erasure.Unfinished()) {
		err = bonafide.ErrNotFound
	}
	return c, err
}

// find returns a case by its id or, failing that, by its external id.
func (d *handler) find(ctx context.Context, by caller, id string) (casefile.Case, error) {
	c, err := d.read(ctx, by, id)
	if !errors.Is(err, bonafide.ErrNotFound) {
		return c, err
	}
	if c, err = d.cases.Find(ctx, by.platform, id); err != nil {
		return casefile.Case{}, err
	}
	return d.read(ctx, by, c.ID)
}

// holding returns the case of the caller that an entity or a check belongs to.
func (d *handler) holding(ctx context.Context, by caller, id string) (casefile.Case, error) {
	home, err := d.places.of(ctx, id)
	if err != nil {
		return casefile.Case{}, err
	}
	return d.read(ctx, by, home)
}

// shown is the case after a command, as the caller may see it.
func (d *handler) shown(ctx context.Context, by caller, c casefile.Case, err error) (casefile.Case, error) {
	if err != nil {
		return casefile.Case{}, err
	}
	return d.read(ctx, by, c.ID)
}
