package user

import (
	"cmp"
	"math"
	"time"

	"github.com/bonafide-go/bonafide"
)

// CodePolicy bounds one-time codes: all that one platform, or the user itself, asks
// for of one user, as far as nothing else is said. Zero fields mean the defaults, which are
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

	// The same to one phone number or e-mail address, over all users of the tenant:
	// once for its owner, and once more for all others together, whose codes are those
	// that platforms with a pending link ask for, that prove what a document claims, and
	// that confirm a contact. So nobody uses up what the owner may have.
	DestinationPerHour int // default 10
	DestinationPerDay  int // default 20

	// TenantPerHour bounds all codes of the tenant in an hour, approximately: a few in
	// a hundred less or more. By default there is no bound. Set it to what the host is
	// ready to pay for: it ends a toll fraud that goes to many numbers. Once it is
	// reached nobody of the tenant gets a code until the hour has passed.
	TenantPerHour int

	AllowPremium bool // send to premium-rate numbers too: an invitation to toll fraud
	RefuseVoIP   bool // send nothing to numbers of internet telephony, which are bound to no line
}

// check reports every field that is laxer than its bound.
func (p CodePolicy) check() error {
	var faults bonafide.Faults
	between := func(path string, value, most time.Duration) {
		if value < 0 || most > 0 && value > most {
			faults.Add(path, bonafide.CodeOutOfRange)
		}
	}
	between("life", p.Life, 10*time.Minute)
	between("mail_life", p.MailLife, 24*time.Hour)
	between("cooldown", p.Cooldown, 0)
	for _, n := range []struct {
		path        string
		value, most int
	}{
		{"tries", p.Tries, math.MaxInt}, {"failures_per_hour", p.FailuresPerHour, math.MaxInt}, {"max_failures", p.MaxFailures, 100},
		{"sends_per_hour", p.SendsPerHour, math.MaxInt}, {"sends_per_day", p.SendsPerDay, math.MaxInt},
		{"destination_per_hour", p.DestinationPerHour, math.MaxInt}, {"destination_per_day", p.DestinationPerDay, math.MaxInt},
		{"tenant_per_hour", p.TenantPerHour, math.MaxInt},
	} {
		if n.value < 0 || n.value > n.most {
			faults.Add(n.path, bonafide.CodeOutOfRange)
		}
	}
	return faults.Err()
}

func (p CodePolicy) withDefaults() CodePolicy {
	p.Life = cmp.Or(p.Life, 10*time.Minute)
	p.MailLife = cmp.Or(p.MailLife, 10*time.Minute)
	p.Cooldown = cmp.Or(p.Cooldown, 30*time.Second)
	p.Tries = cmp.Or(p.Tries, 5)
	p.FailuresPerHour = cmp.Or(p.FailuresPerHour, 10)
	p.MaxFailures = cmp.Or(p.MaxFailures, 100)
	p.SendsPerHour = cmp.Or(p.SendsPerHour, 5)
	p.SendsPerDay = cmp.Or(p.SendsPerDay, 10)
	p.DestinationPerHour = cmp.Or(p.DestinationPerHour, 10)
	p.DestinationPerDay = cmp.Or(p.DestinationPerDay, 20)
	return p
}

// life is how long a code is good that travels by a channel.
func (p CodePolicy) life(c Channel) time.Duration {
	if c == Mail {
		return p.MailLife
	}
	return p.Life
}

// Codes of refusals. A guess is always refused with the one code, whatever was
// wrong with it (ASVS 6.3.8): no code was sent, it is used or too old, it is
// another one, or there were too many guesses. The host reads the reason from
// [Service.Codes], which the guesser does not see.
const (
	RefusedCode    bonafide.Code = "code_refused" // the guess does not count as right
	RefusedSending bonafide.Code = "send_limit"   // no code is sent now; see CodeState.NextSend, unless the limit is that of the destination

	// The phone number that identifies the user has to be verified first: whoever only
	// knows of a user cannot add a contact of their own and take codes there.
	RefusedUnproven bonafide.Code = "phone_not_verified"
)
