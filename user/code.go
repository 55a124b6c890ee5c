package user

import (
	"slices"
	"time"

	"github.com/bonafide-go/bonafide"
)

// CodePolicy bounds one-time codes. Zero fields mean the defaults, which are
// also the strictest values that are sensible (NIST SP 800-63B section 3.1.3.2
// and 3.2.2; OWASP ASVS 5.0 chapter 6).
type CodePolicy struct {
	Life            time.Duration // how long a code is good; default and maximum 10 minutes
	MailLife        time.Duration // the same for a code by e-mail; default 10 minutes, maximum 24 hours (NIST SP 800-63A)
	Tries           int           // guesses for one code; default 5
	FailuresPerHour int           // wrong guesses in any hour, over all codes; default 10
	MaxFailures     int           // wrong guesses in a row until a reviewer resets them; default and maximum 100
	Cooldown        time.Duration // between two codes; default 30 seconds
	SendsPerHour    int           // codes in any hour; default 5
	SendsPerDay     int           // codes in any 24 hours; default 10
	AllowPremium    bool          // send to premium-rate numbers too: an invitation to toll fraud
}

func (p CodePolicy) withDefaults() CodePolicy {
	set := func(v *int, d int) {
		if *v <= 0 {
			*v = d
		}
	}
	if p.Life <= 0 || p.Life > 10*time.Minute {
		p.Life = 10 * time.Minute
	}
	if p.MailLife <= 0 || p.MailLife > 24*time.Hour {
		p.MailLife = 10 * time.Minute
	}
	if p.Cooldown <= 0 {
		p.Cooldown = 30 * time.Second
	}
	set(&p.Tries, 5)
	set(&p.FailuresPerHour, 10)
	set(&p.MaxFailures, 100)
	set(&p.SendsPerHour, 5)
	set(&p.SendsPerDay, 10)
	p.MaxFailures = min(p.MaxFailures, 100)
	return p
}

// Codes of refusals. A guess is always refused with the one code, whatever was
// wrong with it (ASVS 6.3.8): no code was sent, it is used or too old, it is
// another one, or there were too many guesses. The host reads the reason from
// [Codes], which the guesser does not see.
const (
	RefusedCode    bonafide.Code = "code_refused" // the guess does not count as right
	RefusedSending bonafide.Code = "send_limit"   // no code is sent now; see Codes.NextSend
	RefusedPremium bonafide.Code = "premium_number"
)

// Codes is the state of a user's one-time codes. Nothing of a code itself is in
// it but an HMAC.
type Codes struct {
	Open      Challenge   `json:"open,omitzero"`       // the code that is good now
	Sends     []time.Time `json:"sends,omitzero"`      // of the last 24 hours
	Fails     []time.Time `json:"fails,omitzero"`      // wrong guesses of the last hour
	Failures  int         `json:"failures,omitzero"`   // wrong guesses in a row; a new code does not reset them
	NotBefore time.Time   `json:"not_before,omitzero"` // guesses before this time are refused unseen
}

// A Challenge is one code that was sent.
type Challenge struct {
	ID        string    `json:"id"`
	Request   []byte    `json:"request,omitzero"` // HMAC of the request that asked for it
	Channel   Channel   `json:"channel"`
	MAC       []byte    `json:"mac"` // of tenant, challenge, purpose, destination and code
	At        time.Time `json:"at"`
	Expires   time.Time `json:"expires"`
	Tries     int       `json:"tries"` // guesses that were evaluated
	Delivered bool      `json:"delivered"`
}

// IsZero reports whether no code is open.
func (c Challenge) IsZero() bool { return c.ID == "" }

// TriesLeft returns how many more guesses will be evaluated for the open code
// at a time.
func (c Codes) TriesLeft(p CodePolicy, at time.Time) int {
	p = p.withDefaults()
	if c.Open.IsZero() || !at.Before(c.Open.Expires) || c.Failures >= p.MaxFailures {
		return 0
	}
	left := min(p.Tries-c.Open.Tries, p.FailuresPerHour-count(c.Fails, at, time.Hour), p.MaxFailures-c.Failures)
	return max(left, 0)
}

// NextSend returns the earliest time at which another code may be sent.
func (c Codes) NextSend(p CodePolicy) time.Time {
	p = p.withDefaults()
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
func (c Codes) send(open Challenge, p CodePolicy) (Codes, error) {
	if open.At.Before(c.NextSend(p)) {
		return c, &bonafide.RefusedError{Code: RefusedSending}
	}
	c.Open = open
	c.Sends = append(within(c.Sends, open.At, 24*time.Hour), open.At)
	return c, nil
}

// guess counts a try of the open code and then compares. It tells in which of
// three ways the guess ended; match is called exactly once in every way, so that
// all of them take the same work.
func (c Codes) guess(match func(Challenge) bool, at time.Time, p CodePolicy) (Codes, guessResult) {
	if c.TriesLeft(p, at) == 0 || at.Before(c.NotBefore) {
		match(c.Open)
		return c, unseen
	}
	c.Open.Tries++
	if match(c.Open) {
		return Codes{Sends: c.Sends}, right
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

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
