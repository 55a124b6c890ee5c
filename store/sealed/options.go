package sealed

import (
	"time"

	"github.com/bonafide-go/bonafide"
)

// Options is what a host may set. Nil, and every zero field, mean the strictest
// behaviour.
type Options struct {
	// KeyStore keeps the wrapped data keys. It must be of the same tenant. Nil means
	// the store that is sealed, where a subject's first key is written with its first
	// record; another one, with backups of its own, is what makes
	// destroyed keys gone from backups too.
	KeyStore bonafide.Store

	// AllowUnsealed lets bodies through that are not sealed: until Reseal has walked
	// over all kinds of a store that was in use before.
	AllowUnsealed bool

	// Subject says whose a record is; the records of one subject share a data key.
	// It must be pure, and must never change for a store. Nil means SubjectOf.
	Subject func(kind, id string) Subject

	// CacheSize is of how many subjects keys are held in memory, at most. Defaults
	// to 4,096, about 4 MB.
	CacheSize int

	// CacheLife is how long a key is held in memory at most, whatever it is used
	// for. A key that another process destroys still opens here for that long.
	// Defaults to five minutes.
	CacheLife time.Duration

	// MessagesPerKey is how many bodies are sealed with one data key on average: each one
	// is the last under its key by chance, once in that many times, and the next gets
	// a new key. Nothing needs to be counted for it, in whatever number of processes.
	// Defaults to 2^26, and is at most that: the chance of ever reaching the bound of
	// 2^32 random nonces (NIST SP 800-38D, 8.3) is below 2^-92.
	MessagesPerKey int64

	// Now is the clock. Defaults to time.Now.
	Now func() time.Time
}

// maxMessages bounds Options.MessagesPerKey.
const maxMessages = 1 << 26

func (o *Options) check(faults *bonafide.Faults) {
	if o == nil {
		return
	}
	if o.CacheSize < 0 {
		faults.Add("options.cache_size", bonafide.CodeOutOfRange)
	}
	if o.CacheLife < 0 {
		faults.Add("options.cache_life", bonafide.CodeOutOfRange)
	}
	if o.MessagesPerKey < 0 || o.MessagesPerKey > maxMessages {
		faults.Add("options.messages_per_key", bonafide.CodeOutOfRange)
	}
	if _, twice := bonafide.StoreAs[*Store](o.KeyStore); twice {
		faults.Add("options.key_store", bonafide.CodeNotAllowed)
	}
}

func (o *Options) withDefaults() Options {
	var opts Options
	if o != nil {
		opts = *o
	}
	if opts.Subject == nil {
		opts.Subject = SubjectOf
	}
	if opts.CacheSize == 0 {
		opts.CacheSize = 4096
	}
	if opts.CacheLife == 0 {
		opts.CacheLife = 5 * time.Minute
	}
	if opts.MessagesPerKey == 0 {
		opts.MessagesPerKey = maxMessages
	}
	if opts.Now == nil {
		opts.Now = time.Now
	}
	return opts
}
