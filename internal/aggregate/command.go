package aggregate

import (
	"context"
	"encoding/json"
	"reflect"
	"slices"
	"time"

	"github.com/bonafide-go/bonafide"
)

// A Command is one thing that can be asked of an aggregate.
type Command[T any] struct {
	Op      string               // its name in traces, logs and memories, such as "user.set_flag"
	Verb    string               // the right that it takes, and what a program may put under four eyes; empty = no right
	Key     string               // the caller's idempotency key; empty = not remembered
	Actors  []bonafide.ActorKind // who may ask at all; nil leaves it to the verb
	Body    any                  // what is asked for; its JSON is compared when a key is repeated
	Secrets []bonafide.Secret    // what the JSON leaves out; kept as an HMAC only
	Guess   []bonafide.Secret    // answers to codes: others under the same key are another guess, and no reuse of the key
	With    []string             // kinds of companion parts that the rule reads or changes

	// Overwrites says that the rule overwrites the parts whatever they hold: those that
	// cannot be read count as empty, and are named in Input.Lost.
	Overwrites bool

	// Check returns the faults of the request itself, before anything is read. It may be nil.
	Check func() error

	// Rule says what the command means. It must be free of effects: it may run
	// several times, and must not change the state it is given.
	Rule Rule[T]

	// Repeat is called in place of the rule where the key was spent before: it may
	// hand out again what the rule handed out beside the state. It may be nil.
	Repeat func(context.Context, T) error

	// Adds is the key under which the first event of the rule names what the command adds;
	// Told hears that id, also where the key was spent before. Of several tries the last one counts.
	Adds string
	Told func(id string)

	// About says what of the state the request is about, as it stands: an approval is of
	// that too. It may be nil for a request that says all by itself.
	About func(T) string
}

// A Rule is what a command means to an aggregate.
type Rule[T any] func(ctx context.Context, state T, in Input) (Change[T], error)

// An Input is what a rule knows besides state and request.
type Input struct {
	By   bonafide.Actor
	At   time.Time
	Lost []string // kinds of the parts that could not be read; see [Command.Overwrites]
}

// Event returns an event of the command's actor and time; pairs are as for
// [bonafide.NewEvent].
func (in Input) Event(typ string, pairs ...string) bonafide.Event {
	return bonafide.NewEvent(typ, in.At, in.By, pairs...)
}

// A Change is what a command means to an aggregate.
type Change[T any] struct {
	State  T
	Events []bonafide.Event // none means that nothing changed and nothing is written
	Writes []bonafide.Write // further records that change with it, all or nothing
	Touch  []string         // kinds of companion parts, or the aggregate's own, that get a new version without an event: a claim is nothing to tell

	made string // id of what was added, remembered with the key

	// Outcome, if set, is the answer of the command although the change is
	// written: a wrong code that was counted. It is remembered with the key.
	Outcome *bonafide.RefusedError

	// Keep is until when the key is remembered, where that is not as long as of
	// other commands: a guess no longer than the code that it was about is good.
	Keep time.Time
}

// Same is the change of a command that leaves everything as it is.
func Same[T any](state T) Change[T] { return Change[T]{State: state} }

// A Call is a command by an actor on one aggregate, as it is remembered under
// its key so that its repetition has no second effect.
type Call struct {
	Op     string
	ID     string // id of the aggregate; empty for one that is to be created
	By     bonafide.Actor
	Key    string
	Parts  []string // what was asked for; kept as an HMAC only
	Guess  []string // answers to codes; kept as an HMAC only
	Create bool     // creates the aggregate, or joins the one that is there: the key is not the aggregate's

	Overwrites bool // see [Command.Overwrites]

	at    time.Time        // when it was carried out
	over  int64            // version of the memory whose place the call's takes; 0 = there is none
	spent []bonafide.Write // memories under other roots that have had their time, without what they claimed
}

// Request is what an approval by a second person is bound to: the operation and
// the JSON of what was asked for.
func (c Call) Request() []byte {
	if len(c.Parts) == 0 {
		return []byte(c.Op)
	}
	return []byte(c.Op + "\n" + c.Parts[0])
}

// Call checks actor and request and returns the call that they make. It fails
// with an error matching [bonafide.ErrInvalid], or with [bonafide.ErrForbidden]
// for an actor who may not ask at all.
func (c Command[T]) Call(id string, by bonafide.Actor) (Call, error) {
	if err := by.Admit("by"); err != nil {
		return Call{}, err
	}
	if c.Actors != nil && !slices.Contains(c.Actors, by.Kind) {
		return Call{}, bonafide.ErrForbidden
	}
	if len(c.Key) > MaxKeyBytes {
		return Call{}, bonafide.Invalid("key", bonafide.CodeTooLong)
	}
	if c.Check != nil {
		if err := c.Check(); err != nil {
			return Call{}, err
		}
	}
	parts, err := fingerprint(c.Body, c.Secrets)
	if err != nil {
		return Call{}, err
	}
	call := Call{Op: c.Op, ID: id, By: by, Key: c.Key, Parts: parts, Overwrites: c.Overwrites}
	for _, s := range c.Guess {
		call.Guess = append(call.Guess, s.Reveal())
	}
	return call, nil
}

// fingerprint returns the parts of a request: its JSON, and the secrets that
// the JSON leaves out.
func fingerprint(body any, secrets []bonafide.Secret) ([]string, error) {
	data, err := json.Marshal(body)
	if err != nil {
		var faults bonafide.Faults
		misspelt(&faults, reflect.ValueOf(body), "")
		if len(faults) == 0 {
			faults.Add("request", bonafide.CodeMalformed)
		}
		return nil, faults.Err()
	}
	parts := []string{string(data)}
	for _, s := range secrets {
		parts = append(parts, s.Reveal())
	}
	return parts, nil
}
