package user

import (
	"maps"
	"time"

	"github.com/bonafide-go/bonafide"
)

// Codes belong to whoever asked for them: each platform, and the user itself, has
// its own open code, its own limits and its own failures. So whoever knows a number
// and no more can neither replace nor use up the codes of its owner. All of them
// together are bounded by destination.

// maxStrangers bounds the platforms with a pending link that have asked for codes
// of one user; a reviewer who resets the codes makes room.
const maxStrangers = 20

// asker names an actor among those who ask for codes.
func asker(by bonafide.Actor) string {
	if by.Is(bonafide.ActorUser) {
		return string(by.Kind)
	}
	return string(by.Kind) + " " + by.ID // a kind has no space
}

// stranger reports whether the codes of an asker are those of a platform that has
// yet to show that it knows the owner.
func (u User) stranger(asking string) bool {
	for _, l := range u.Platforms {
		if l.Pending && asker(bonafide.Platform(l.Platform)) == asking {
			return true
		}
	}
	return false
}

// strangers counts those who asked.
func (u User) strangers() int {
	n := 0
	for asking := range u.beside.access.Codes {
		if u.stranger(asking) {
			n++
		}
	}
	return n
}

// mapWith returns a copy of a map with one more value.
func mapWith[V any](m map[string]V, key string, value V) map[string]V {
	next := maps.Clone(m)
	if next == nil {
		next = make(map[string]V, 1)
	}
	next[key] = value
	return next
}

// withCodes returns the access with what an asker's codes are now.
func (a access) withCodes(asking string, c codes) access {
	a.Codes = mapWith(a.Codes, asking, c)
	return a
}

// withCandidate returns the access with the device that waits at a platform.
func (a access) withCandidate(platform string, c candidate) access {
	a.Candidates = mapWith(a.Candidates, platform, c)
	return a
}

// void takes back a code whose message was not sent, whoever asked for it, and
// reports whether it was there.
func (a access) void(id string) (access, bool) {
	for asking, c := range a.Codes {
		if next, ok := c.void(id); ok {
			return a.withCodes(asking, next), true
		}
	}
	for platform, c := range a.Candidates {
		if next, ok := c.Codes.void(id); ok {
			c.Codes = next
			return a.withCandidate(platform, c), true
		}
	}
	return a, false
}

// closed returns the access without any open code of the phone number; what was
// guessed wrong and sent counts on.
func (a access) closed() access {
	next := maps.Clone(a.Codes)
	for asking, c := range next {
		c.Open = challenge{}
		next[asking] = c
	}
	a.Codes = next
	return a
}

// forgiven returns the access as if nothing had been guessed wrong: open codes are
// void, and what was sent counts on. Who has sent nothing for a day is forgotten.
func (a access) forgiven(at time.Time) access {
	forgive := func(c codes) (codes, bool) {
		sends := within(c.Sends, at, 24*time.Hour)
		return codes{Sends: sends}, len(sends) > 0
	}
	next := a // who is signed in stays so
	next.Codes, next.Candidates = nil, nil
	for asking, c := range a.Codes {
		if c, ok := forgive(c); ok {
			next = next.withCodes(asking, c)
		}
	}
	for platform, c := range a.Candidates {
		if c, ok := forgive(c.Codes); ok {
			next = next.withCandidate(platform, candidate{Codes: c})
		}
	}
	return next
}

// worst returns the asker whose codes need a reviewer the most: the most wrong
// guesses in a row, else the latest code.
func (a access) worst() string {
	var found string
	var worst codes
	for asking, c := range a.Codes {
		newer := c.Failures == worst.Failures && (c.Open.At.After(worst.Open.At) || c.Open.At.Equal(worst.Open.At) && asking < found)
		if found == "" || c.Failures > worst.Failures || newer {
			found, worst = asking, c
		}
	}
	return found
}
