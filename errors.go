package bonafide

import (
	"errors"
	"fmt"
	"strings"
)

// Sentinel errors. Compare with [errors.Is]; typed errors below match the one
// that names their class.
var (
	ErrNotFound    = errors.New("bonafide: not found")                                // no such record here
	ErrConflict    = errors.New("bonafide: version conflict")                         // the record changed meanwhile
	ErrDuplicate   = errors.New("bonafide: unique value is taken")                    // see *DuplicateError
	ErrInvalid     = errors.New("bonafide: invalid input")                            // see *InvalidError
	ErrState       = errors.New("bonafide: not allowed in this state")                // see *StateError
	ErrForbidden   = errors.New("bonafide: actor may not do this")                    // wrong kind of actor, or the maker as checker
	ErrRefused     = errors.New("bonafide: refused")                                  // see *RefusedError
	ErrUnavailable = errors.New("bonafide: unavailable, try again")                   // an outage; never a verdict
	ErrDamaged     = errors.New("bonafide: store is damaged, do not try again")       // somebody must repair or restore it
	ErrKeyReused   = errors.New("bonafide: idempotency key belongs to other content") // same key, another request
	ErrCursor      = errors.New("bonafide: cursor is not of this query")
	ErrSealed      = errors.New("bonafide: sealed value does not open") // wrong key, place or tenant, or damaged
	ErrUnreadable  = errors.New("bonafide: record cannot be read")      // damaged, or of a newer version; see *UnreadableError
	ErrChain       = errors.New("bonafide: event chain is broken")      // see *ChainError

	// ErrNotConfigured says that the host left out what this takes. Trying again does not help.
	ErrNotConfigured = errors.New("bonafide: the host has no such part") // see *NotConfiguredError
)

// A Code is a stable, machine-readable reason. Codes are never renamed.
type Code string

// Codes of faults that every package uses.
const (
	CodeRequired    Code = "required"     // nothing was given
	CodeUnknown     Code = "unknown"      // not one of the allowed values
	CodeMalformed   Code = "malformed"    // cannot be such a value
	CodeImplausible Code = "implausible"  // well formed, but known not to be in use
	CodeTooLong     Code = "too_long"     // over the documented bound
	CodeTooShort    Code = "too_short"    // under the documented bound
	CodeTooMany     Code = "too_many"     // more elements than allowed
	CodeOutOfRange  Code = "out_of_range" // a number or date outside its bounds
	CodeRepeated    Code = "repeated"     // given twice where once is allowed
	CodeNotAllowed  Code = "not_allowed"  // a known value that may not stand here
	CodeMismatch    Code = "mismatch"     // contradicts another field
	CodeUnderAge    Code = "under_age"    // younger than the age of majority
)

// A Fault is one thing wrong with an input: where, what, and by which rule.
// It never carries the value.
type Fault struct {
	Path string `json:"path"`          // such as "documents[0].year"
	Code Code   `json:"code"`          // stable, such as "required"
	Rule string `json:"rule,omitzero"` // the source of the rule, where one applies
}

// Faults collects faults while an input is checked. The zero value is ready.
type Faults []Fault

// Add appends a fault.
func (f *Faults) Add(path string, code Code) { *f = append(*f, Fault{Path: path, Code: code}) }

// AddRule appends a fault with the source of its rule.
func (f *Faults) AddRule(path string, code Code, rule string) {
	*f = append(*f, Fault{Path: path, Code: code, Rule: rule})
}

// Merge appends the faults of an [*InvalidError], each path behind prefix, and
// reports whether err was one. An empty path is replaced by prefix.
func (f *Faults) Merge(prefix string, err error) bool {
	var invalid *InvalidError
	if !errors.As(err, &invalid) {
		return false
	}
	for _, fault := range invalid.Fields {
		switch {
		case fault.Path == "":
			fault.Path = strings.TrimSuffix(prefix, ".")
		default:
			fault.Path = prefix + fault.Path
		}
		*f = append(*f, fault)
	}
	return true
}

// Err returns nil if nothing was collected, else an [*InvalidError] with all of it.
func (f Faults) Err() error {
	if len(f) == 0 {
		return nil
	}
	return &InvalidError{Fields: f}
}

// Invalid returns an [*InvalidError] with a single fault.
func Invalid(path string, code Code) error {
	return &InvalidError{Fields: []Fault{{Path: path, Code: code}}}
}

// An InvalidError lists every fault of an input. It matches [ErrInvalid].
type InvalidError struct {
	Fields []Fault `json:"fields"` // never empty
}

// Error names paths and codes, never values.
func (e *InvalidError) Error() string {
	var b strings.Builder
	b.WriteString("bonafide: invalid input: ")
	for i, f := range e.Fields {
		if i > 0 {
			b.WriteString(", ")
		}
		if f.Path != "" {
			b.WriteString(f.Path)
			b.WriteString(" ")
		}
		b.WriteString(string(f.Code))
		if f.Rule != "" {
			b.WriteString(" (" + f.Rule + ")")
		}
	}
	return b.String()
}

// Is matches [ErrInvalid].
func (e *InvalidError) Is(target error) bool { return target == ErrInvalid }

// Has reports whether a fault with that path and code is listed. A host calls it to
// answer a fault in its own words.
func (e *InvalidError) Has(path string, code Code) bool {
	for _, f := range e.Fields {
		if f.Path == path && f.Code == code {
			return true
		}
	}
	return false
}

// A StateError says that something cannot go from one state to another.
// It matches [ErrState].
type StateError struct {
	Kind string `json:"kind"` // what has the state, such as "document"
	From string `json:"from"`
	To   string `json:"to"` // the state, or the verb, that was asked for
}

// Error names the kind and both states.
func (e *StateError) Error() string {
	return fmt.Sprintf("bonafide: %s cannot go from %q to %q", e.Kind, e.From, e.To)
}

// Is matches [ErrState].
func (e *StateError) Is(target error) bool { return target == ErrState }

// A DuplicateError says that another record holds a unique value. A Service leaves both
// fields empty where the actor may not know of that record.
// It matches [ErrDuplicate].
type DuplicateError struct {
	Key string // the unique value, as the record holds it (blinded)
	ID  string // the record that holds it
}

// Error names the holder, where it is known; the key is left out.
func (e *DuplicateError) Error() string {
	if e.ID == "" {
		return ErrDuplicate.Error()
	}
	return fmt.Sprintf("bonafide: unique value is held by record %s", e.ID)
}

// Is matches [ErrDuplicate].
func (e *DuplicateError) Is(target error) bool { return target == ErrDuplicate }

// A RefusedError says that a well-formed request was turned down by a rule.
// It matches [ErrRefused].
type RefusedError struct {
	Code Code `json:"code"`
}

// Error names the code.
func (e *RefusedError) Error() string { return "bonafide: refused: " + string(e.Code) }

// Is matches [ErrRefused].
func (e *RefusedError) Is(target error) bool { return target == ErrRefused }

// A NotConfiguredError says that a request takes a part that the host left out of its
// Options: only a host with it can answer. It is no outage, and no verdict.
// It matches [ErrNotConfigured].
type NotConfiguredError struct {
	Option string `json:"option"` // of the Service, such as "files"
}

// Error names the option.
func (e *NotConfiguredError) Error() string { return ErrNotConfigured.Error() + ": " + e.Option }

// Is matches [ErrNotConfigured].
func (e *NotConfiguredError) Is(target error) bool { return target == ErrNotConfigured }

// An UnreadableError names records of a list that are there and cannot be read:
// damaged, without their key, or written by a newer version. A list that fails
// with it is good for all others: what is returned with it is a page as any other.
// It matches [ErrUnreadable], and whatever the causes match.
type UnreadableError struct {
	Kind   string
	IDs    []string
	Causes []error // of each, in the order of IDs
}

// Add notes one more record.
func (e *UnreadableError) Add(id string, cause error) {
	e.IDs, e.Causes = append(e.IDs, id), append(e.Causes, cause)
}

// Err returns nil if no record was noted, else e.
func (e *UnreadableError) Err() error {
	if len(e.IDs) == 0 {
		return nil
	}
	return e
}

// Error names the records.
func (e *UnreadableError) Error() string {
	return fmt.Sprintf("bonafide: %s records cannot be read: %s", e.Kind, strings.Join(e.IDs, ", "))
}

// Is matches [ErrUnreadable].
func (e *UnreadableError) Is(target error) bool { return target == ErrUnreadable }

// Unwrap returns the causes.
func (e *UnreadableError) Unwrap() []error { return e.Causes }
