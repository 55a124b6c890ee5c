package user

import (
	"slices"
	"time"

	"github.com/bonafide-go/bonafide"
)

// codes is the state of the one-time codes of one destination. Nothing of a code
// itself is in it but an HMAC.
type codes struct {
	Open      challenge   `json:"open,omitzero"`       // the code that is good now
	Sends     []time.Time `json:"sends,omitzero"`      // when codes were sent in the last 24 hours
	Fails     []time.Time `json:"fails,omitzero"`      // wrong guesses of the last hour
	Failures  int         `json:"failures,omitzero"`   // wrong guesses in a row; a new code does not reset them
	NotBefore time.Time   `json:"not_before,omitzero"` // guesses before this time are refused unseen
	Last      guessed     `json:"last,omitzero"`       // the last guess that was evaluated under a key
}

// guessed remembers a guess, for as long as the code that it was about is good.
type guessed struct {
	Request []byte    `json:"request"` // HMAC of actor, key and code
	Right   bool      `json:"right,omitzero"`
	Until   time.Time `json:"until"`
}

// A challenge is one code that was sent.
type challenge struct {
	ID      string    `json:"id"`
	Request []byte    `json:"request,omitzero"` // HMAC of the key of the request that asked for it
	Contact string    `json:"contact,omitzero"` // mark of the contact it went to; empty for the phone number that identifies the user
	Channel Channel   `json:"channel"`
	MAC     []byte    `json:"mac"` // HMAC that binds the code to tenant, challenge, purpose and destination
	At      time.Time `json:"at"`
	Expires time.Time `json:"expires"`
	Tries   int       `json:"tries"` // guesses that were evaluated
}

// IsZero reports whether no code is open.
func (c challenge) IsZero() bool { return c.ID == "" }

// triesLeft returns how many more guesses will be evaluated for the open code
// at a time.
func (c codes) triesLeft(p CodePolicy, at time.Time) int {
	if c.Open.IsZero() || !at.Before(c.Open.Expires) || c.Failures >= p.MaxFailures {
		return 0
	}
	left := min(p.Tries-c.Open.Tries, p.FailuresPerHour-count(c.Fails, at, time.Hour), p.MaxFailures-c.Failures)
	return max(left, 0)
}

// nextSend returns the earliest time at which another code may be sent.
func (c codes) nextSend(p CodePolicy) time.Time {
	var next time.Time
	if n := len(c.Sends); n > 0 {
		next = c.Sends[n-1].Add(p.Cooldown)
		if n >= p.SendsPerHour {
			next = later(next, c.Sends[n-p.SendsPerHour].Add(time.Hour))
		}
		if n >= p.SendsPerDay {
			next = later(next, c.Sends[n-p.SendsPerDay].Add(24*time.Hour))
		}
	}
	return next
}

// send opens a challenge in place of the one before, unless a limit forbids it.
func (c codes) send(open challenge, p CodePolicy) (codes, error) {
	if open.At.Before(c.nextSend(p)) {
		return c, &bonafide.RefusedError{Code: RefusedSending}
	}
	c.Open, c.Last = open, guessed{}
	c.Sends = append(within(c.Sends, open.At, 24*time.Hour), open.At)
	return c, nil
}

// guess counts a try of the open code and then compares. It tells in which of
// three ways the guess ended; match is called exactly once in every way, so that
// all of them take the same work. What cannot be a code is no guess: see [ParseCode].
func (c codes) guess(typed bonafide.Secret, match func(c challenge, code string) bool, at time.Time, p CodePolicy) (codes, guessResult) {
	code, ok := read(typed)
	if !ok || c.triesLeft(p, at) == 0 || at.Before(c.NotBefore) {
		match(c.Open, code)
		return c, unseen
	}
	c.Open.Tries++
	if match(c.Open, code) {
		return codes{Sends: c.Sends}, right
	}
	c.Failures++
	c.Fails = append(within(c.Fails, at, time.Hour), at)
	if extra := c.Failures - p.Tries; extra > 0 {
		c.NotBefore = at.Add(min(30*time.Second<<min(extra-1, 10), time.Hour))
	}
	return c, wrong
}

type guessResult int

const (
	unseen guessResult = iota // refused without being evaluated
	wrong
	right
)

// within returns a copy of the times that are less than d before at.
func within(times []time.Time, at time.Time, d time.Duration) []time.Time {
	return slices.DeleteFunc(slices.Clone(times), func(t time.Time) bool { return !t.Add(d).After(at) })
}

func count(times []time.Time, at time.Time, d time.Duration) int { return len(within(times, at, d)) }

// void takes back a code whose message was not sent.
func (c codes) void(id string) (codes, bool) {
	if c.Open.ID != id {
		return c, false // answered or replaced meanwhile
	}
	c.Open, c.Sends = challenge{}, c.Sends[:max(len(c.Sends)-1, 0)]
	return c, true
}

// abandon takes back a code whose message may have been sent: it counts.
func (c codes) abandon(id string) (codes, bool) {
	if c.Open.ID != id {
		return c, false
	}
	c.Open = challenge{}
	return c, true
}
