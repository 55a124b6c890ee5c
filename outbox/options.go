package outbox

import (
	"time"

	"github.com/bonafide-go/bonafide"
)

// A From says where a name begins that was never run before.
type From string

// Where a name may begin.
const (
	// Beginning is the first event of the tenant.
	Beginning From = "beginning"

	// Now is behind the events that there are when Run is first called: none of them is
	// delivered. The end is looked for first: all events of the tenant are read once,
	// bonafide.MaxPage at a time, with a save behind each page, so that whoever takes over
	// goes on from there. An event that is put meanwhile may be delivered or not, and each
	// that is put afterwards is ([Lag.Seeking] tells). An event that the store does not show
	// yet, as store/postgres behind a transaction that stays open, counts as put later.
	Now From = "now"
)

// Options is how a Run delivers. Nil, and every zero field, mean the defaults. All
// processes of one name should have the same Lease.
type Options struct {
	// From is where the name begins, if it was never run before; otherwise it goes on where
	// it was, whatever this says. Empty means Beginning.
	From From

	// Concurrency is how many records are delivered at once, 1 to 256; 0 means 4.
	Concurrency int

	// Window is how many events are held at most, and how many are delivered again at
	// most after a kill: 1 to bonafide.MaxPage; 0 means 100. A record that waits for
	// another attempt takes one place.
	Window int

	// Attempts is after how many failures in a row a record is parked, at least 1; 0 means 10.
	// Errors that match bonafide.ErrUnavailable do not count.
	Attempts int

	// Backoff is how long to wait after so many failures in a row. Nil means a second, then twice
	// as long each time, up to five minutes.
	Backoff func(failures int) time.Duration

	// MaxParked is how many records may be parked before Run stops, 1 to 1000; 0 means 100.
	MaxParked int

	// Timeout ends the context of one call of deliver; 0 means 30 seconds.
	Timeout time.Duration

	// Interval is how long to wait where there is nothing new, or after an error of the
	// store: 1 ms to an hour; 0 means a second. A save waits for a slow call at most as long.
	Interval time.Duration

	// Lease is after what time without a save another process takes over, 1 second to
	// an hour; 0 means 30 seconds. It is renewed after a third of it.
	Lease time.Duration

	// OnError is told of every failure: with the event, or of the store and with a zero
	// Event. It must not block.
	OnError func(e bonafide.Event, err error)

	// Now is the clock that attempts are dated by. Defaults to time.Now.
	Now func() time.Time
}

// Bounds and defaults of Options.
const (
	maxConcurrency = 256
	maxParked      = 1000
	firstBackoff   = time.Second
	longestBackoff = 5 * time.Minute
)

// complete returns the options with everything set that was left out, or every fault.
func (o *Options) complete() (Options, error) {
	var all Options
	if o != nil {
		all = *o
	}
	var faults bonafide.Faults
	number := func(path string, n *int, byDefault, most int) {
		if *n == 0 {
			*n = byDefault
		}
		if *n < 1 || *n > most {
			faults.Add(path, bonafide.CodeOutOfRange)
		}
	}
	duration := func(path string, d *time.Duration, byDefault, least, most time.Duration) {
		if *d == 0 {
			*d = byDefault
		}
		if *d < least || *d > most {
			faults.Add(path, bonafide.CodeOutOfRange)
		}
	}
	switch all.From {
	case "":
		all.From = Beginning
	case Beginning, Now:
	default:
		faults.Add("options.from", bonafide.CodeUnknown)
	}
	number("options.concurrency", &all.Concurrency, 4, maxConcurrency)
	number("options.window", &all.Window, 100, bonafide.MaxPage)
	number("options.attempts", &all.Attempts, 10, 1<<30)
	number("options.max_parked", &all.MaxParked, 100, maxParked)
	duration("options.timeout", &all.Timeout, 30*time.Second, 1, 24*time.Hour)
	duration("options.interval", &all.Interval, time.Second, time.Millisecond, time.Hour)
	duration("options.lease", &all.Lease, 30*time.Second, time.Second, time.Hour)
	if all.Backoff == nil {
		all.Backoff = doubled
	}
	if all.OnError == nil {
		all.OnError = func(bonafide.Event, error) {}
	}
	if all.Now == nil {
		all.Now = time.Now
	}
	return all, faults.Err()
}

// doubled is the default of Backoff.
func doubled(failures int) time.Duration {
	d := firstBackoff
	for range failures - 1 {
		if d *= 2; d >= longestBackoff {
			return longestBackoff
		}
	}
	return d
}
