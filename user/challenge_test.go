package user

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
)

var t0 = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

func always(answer bool) func(challenge, string) bool {
	return func(challenge, string) bool { return answer }
}

var typedCode = bonafide.NewSecret("123456")

func opened(at time.Time) challenge {
	return challenge{ID: "c-" + at.Format(time.TimeOnly), Channel: SMS, MAC: []byte("mac"), At: at, Expires: at.Add(10 * time.Minute)}
}

// State x guess: what each guess of a code does (NIST SP 800-63B 3.1.3.2, 3.2.2;
// ASVS 5.0 6.5.1, 6.5.5, 6.6.3).
func TestGuess(t *testing.T) {
	p := CodePolicy{}.withDefaults()
	fresh := codes{Open: opened(t0), Sends: []time.Time{t0}}
	tried := func(n int) codes { c := fresh; c.Open.Tries = n; return c }
	failed := func(n int, ago time.Duration) codes {
		c := fresh
		for range n {
			c.Fails = append(c.Fails, t0.Add(-ago))
		}
		c.Failures = n
		return c
	}
	for name, c := range map[string]struct {
		codes        codes
		at           time.Time
		seen         bool
		left         int
		failuresThen int
	}{
		"fresh":                        {fresh, t0, true, 5, 1},
		"last moment":                  {fresh, t0.Add(10*time.Minute - 1), true, 5, 1},
		"expired":                      {fresh, t0.Add(10 * time.Minute), false, 0, 0},
		"none was sent":                {codes{}, t0, false, 0, 0},
		"fifth try":                    {tried(4), t0, true, 1, 1},
		"sixth try":                    {tried(5), t0, false, 0, 0},
		"nine failures this hour":      {failed(9, time.Minute), t0, true, 1, 10},
		"ten failures this hour":       {failed(10, time.Minute), t0, false, 0, 10},
		"ten failures an hour ago":     {failed(10, time.Hour), t0, true, 5, 11},
		"a hundred failures in a row":  {failed(100, 48*time.Hour), t0, false, 0, 100},
		"growing delay still runs":     {codes{Open: opened(t0), NotBefore: t0.Add(time.Second)}, t0, false, 5, 0},
		"growing delay has just ended": {codes{Open: opened(t0), NotBefore: t0}, t0, true, 5, 1},
	} {
		calls := 0
		next, result := c.codes.guess(typedCode, func(challenge, string) bool { calls++; return false }, c.at, p)
		assert.Equal(t, 1, calls, "%s: the same work in every case", name)
		assert.Equal(t, c.left, c.codes.triesLeft(p, c.at), name)
		if !c.seen {
			assert.Equal(t, unseen, result, name)
			assert.Equal(t, c.codes, next, "%s: nothing is counted", name)
			_, result = c.codes.guess(typedCode, always(true), c.at, p)
			assert.Equal(t, unseen, result, "%s: the right code is refused too", name)
			continue
		}
		assert.Equal(t, wrong, result, name)
		assert.Equal(t, c.codes.Open.Tries+1, next.Open.Tries, name)
		assert.Equal(t, c.failuresThen, next.Failures, name)

		next, result = c.codes.guess(typedCode, always(true), c.at, p)
		assert.Equal(t, right, result, name)
		assert.Equal(t, codes{Sends: c.codes.Sends}, next, "%s: used up, and the failures are forgiven", name)
	}
}

// Issuing a new code does not reset the failure count (63B 3.2.2), and the
// delay between guesses grows from 30 seconds to an hour.
func TestFailuresOutliveTheirCode(t *testing.T) {
	p := CodePolicy{}.withDefaults()
	var codes codes
	at := t0
	var delays []time.Duration
	for codes.Failures < p.MaxFailures {
		var err error
		codes, err = codes.send(opened(at), p)
		require.NoError(t, err)
		for range p.Tries {
			var result guessResult
			codes, result = codes.guess(typedCode, always(false), at, p)
			if result == unseen {
				break
			}
			if codes.NotBefore.After(at) {
				delays = append(delays, codes.NotBefore.Sub(at))
				break
			}
		}
		at = later(at.Add(3*time.Hour), codes.NotBefore)
	}
	assert.Equal(t, 30*time.Second, delays[0])
	assert.Equal(t, time.Minute, delays[1])
	assert.Equal(t, time.Hour, delays[len(delays)-1])
	codes, err := codes.send(opened(at), p)
	require.NoError(t, err)
	_, result := codes.guess(typedCode, always(true), at, p)
	assert.Equal(t, unseen, result, "after a hundred failures only a reviewer helps")
}

func TestSendLimits(t *testing.T) {
	p := CodePolicy{}.withDefaults()
	var codes codes
	var sent []time.Duration
	for at := t0; at.Before(t0.Add(25 * time.Hour)); at = at.Add(10 * time.Second) {
		next, err := codes.send(opened(at), p)
		if err != nil {
			var refused *bonafide.RefusedError
			require.ErrorAs(t, err, &refused)
			assert.Equal(t, RefusedSending, refused.Code)
			assert.True(t, codes.nextSend(p).After(at))
			assert.Equal(t, codes, next)
			continue
		}
		codes = next
		sent = append(sent, at.Sub(t0))
	}
	s := time.Second
	assert.Equal(t, []time.Duration{
		0, 30 * s, 60 * s, 90 * s, 120 * s, // half a minute apart, five an hour
		3600 * s, 3630 * s, 3660 * s, 3690 * s, 3720 * s, // ten a day
		86400 * s, 86430 * s, 86460 * s, 86490 * s, 86520 * s,
	}, sent)
}

func TestCodePolicyIsStrictByDefault(t *testing.T) {
	lax := CodePolicy{Life: time.Hour, MailLife: 25 * time.Hour, MaxFailures: 1000, Tries: -1}
	var invalid *bonafide.InvalidError
	require.ErrorAs(t, lax.check(), &invalid)
	for _, path := range []string{"life", "mail_life", "max_failures", "tries"} {
		assert.True(t, invalid.Has(path, bonafide.CodeOutOfRange), path)
	}
	assert.Len(t, invalid.Fields, 4)
	p := CodePolicy{}.withDefaults()
	assert.Equal(t, CodePolicy{
		Life: 10 * time.Minute, MailLife: 10 * time.Minute, Tries: 5, FailuresPerHour: 10, MaxFailures: 100, Cooldown: 30 * time.Second,
		SendsPerHour: 5, SendsPerDay: 10, DestinationPerHour: 10, DestinationPerDay: 20,
	}, p)
	for range 1000 {
		code, err := newCode()
		require.NoError(t, err)
		assert.Regexp(t, `^[0-9]{6}$`, code)
	}
}
