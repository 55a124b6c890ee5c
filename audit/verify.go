package audit

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/store"
)

// Codes of [Fault]; those of [bonafide.ChainError] are the others.
const (
	CodeChanged   bonafide.Code = "changed"   // an event is not what was logged at its place
	CodeDropped   bonafide.Code = "dropped"   // an event that was logged is not there
	CodeInserted  bonafide.Code = "inserted"  // an event was never logged
	CodeSwapped   bonafide.Code = "swapped"   // an event stands at the place of the one after it, and that one at its
	CodeRewritten bonafide.Code = "rewritten" // the log up to here is not that of a signed head
	CodeCut       bonafide.Code = "cut"       // a signed head tells of more events than there are
	CodeUnsigned  bonafide.Code = "unsigned"  // events behind the last signed head
	CodeSignature bonafide.Code = "signature" // a head that none of the keys signed
)

// A Fault is one thing that an audit found.
type Fault struct {
	N    int64         // place in the log, 0 for the first event
	Kind string        // of the event's record; empty where no event is at hand
	ID   string        // of it
	Code bonafide.Code // what is wrong
}

// A Report is what an audit found, and what it could not have found.
type Report struct {
	Events   int64   // that were looked at
	Anchored int64   // leaves that an anchored head stands for; what came after could be cut off or rewritten unseen
	Faults   []Fault // none if all is well
}

// A Verifier looks at a log from its first event on: leaves and events are added in
// their order, each sequence for itself. It keeps the end of each record's chain, and no
// events. It is not safe for concurrent use.
type Verifier struct {
	anchored []Head // those that the leaves have not reached, the smallest first
	tree     tree
	hashes   []tlog.Hash // room
	signed   int64       // leaves that a head of the log itself stands for
	chains   map[[2]string]bonafide.Chain
	leaves   []tlog.Hash // not yet compared
	events   []arrived
	compared int64 // leaves
	report   Report
}

// An arrived event waits for its leaf.
type arrived struct {
	bonafide.Event
	leaf tlog.Hash
}

// NewVerifier returns the verifier of a log for which these heads were anchored.
func NewVerifier(anchored ...Head) *Verifier {
	v := &Verifier{anchored: slices.Clone(anchored), chains: make(map[[2]string]bonafide.Chain)}
	slices.SortFunc(v.anchored, func(a, b Head) int { return int(max(-1, min(1, a.Size-b.Size))) })
	v.reach()
	return v
}

// Leaf adds the next leaf.
func (v *Verifier) Leaf(leaf tlog.Hash) {
	v.hashes = v.tree.add(leaf, v.hashes[:0])
	v.leaves = append(v.leaves, leaf)
	v.reach()
	v.compare(false)
}

// Event adds the next event. It must follow on the one before it in its record.
func (v *Verifier) Event(e bonafide.Event) {
	key := [2]string{e.Kind, e.ID}
	var broken *bonafide.ChainError
	if _, err := v.chains[key].Follow(e.Kind, e.ID, []bonafide.Event{e}); errors.As(err, &broken) {
		v.fault(v.compared+int64(len(v.events)), e, broken.Code)
	}
	v.chains[key] = bonafide.Chain{Seq: e.Seq, Hash: e.Hash}
	v.report.Events++
	v.events = append(v.events, arrived{e, Leaf(e)})
	v.compare(false)
}

// Head adds a head of all leaves so far that the log itself bears.
func (v *Verifier) Head(h Head) {
	switch {
	case h.Size > v.tree.size:
		v.fault(v.tree.size, bonafide.Event{}, CodeCut)
	case h.Size < v.tree.size || h.Root != v.tree.root():
		v.fault(h.Size, bonafide.Event{}, CodeRewritten)
	}
	v.signed = v.tree.size
}

// End returns what was found. Nothing may be added after it.
func (v *Verifier) End() Report {
	v.compare(true)
	if v.signed < v.tree.size {
		v.fault(v.signed, bonafide.Event{}, CodeUnsigned)
	}
	if len(v.anchored) > 0 {
		v.fault(v.tree.size, bonafide.Event{}, CodeCut)
	}
	return v.report
}

// reach compares the tree with the anchored heads of its size.
func (v *Verifier) reach() {
	for len(v.anchored) > 0 && v.anchored[0].Size == v.tree.size {
		if v.anchored[0].Root != v.tree.root() {
			v.fault(v.tree.size, bonafide.Event{}, CodeRewritten)
		}
		v.report.Anchored, v.anchored = v.tree.size, v.anchored[1:]
	}
}

// ahead is how far one sequence may run before the other.
const ahead = 1000

// compare pairs leaves with events. Where they differ, the one after tells what happened.
func (v *Verifier) compare(end bool) {
	at := func(leaf, event int) bool {
		return leaf < len(v.leaves) && event < len(v.events) && v.leaves[leaf] == v.events[event].leaf
	}
	for len(v.leaves)+len(v.events) > 0 {
		leaves, events := len(v.leaves), len(v.events)
		switch {
		case at(0, 0):
			v.take(1, 1)
		case !end && min(leaves, events) < 2 && max(leaves, events) < ahead:
			return
		case at(0, 1) && at(1, 0):
			v.fault(v.compared, v.events[0].Event, CodeSwapped)
			v.take(2, 2)
		case events == 0, at(1, 0):
			v.fault(v.compared, bonafide.Event{}, CodeDropped)
			v.take(1, 0)
		case leaves == 0, at(0, 1):
			v.fault(v.compared, v.events[0].Event, CodeInserted)
			v.take(0, 1)
		default:
			v.fault(v.compared, v.events[0].Event, CodeChanged)
			v.take(1, 1)
		}
	}
}

func (v *Verifier) take(leaves, events int) {
	v.leaves, v.events = v.leaves[leaves:], v.events[events:]
	v.compared += int64(leaves)
}

func (v *Verifier) fault(n int64, e bonafide.Event, code bonafide.Code) {
	v.report.Faults = append(v.report.Faults, Fault{N: n, Kind: e.Kind, ID: e.ID, Code: code})
}

// clone is a verifier that goes on from here alone.
func (v *Verifier) clone() *Verifier {
	c := *v
	c.tree, c.hashes, c.chains = v.tree.clone(), nil, maps.Clone(v.chains)
	c.leaves, c.events = slices.Clone(v.leaves), slices.Clone(v.events)
	c.report.Faults = slices.Clone(v.report.Faults)
	return &c
}

// Verify reads what [Log.Export] wrote, and compares it with heads that were anchored. A
// text that is no export fails with an error that tells the line and matches
// [bonafide.ErrUnreadable].
func Verify(export io.Reader, keys note.Verifiers, anchored ...Head) (Report, error) {
	v := NewVerifier(anchored...)
	lines := json.NewDecoder(export)
	lines.DisallowUnknownFields()
	for number := 1; ; number++ {
		var next line
		err := lines.Decode(&next)
		if errors.Is(err, io.EOF) {
			return v.End(), nil
		}
		if err == nil {
			err = v.line(next, keys)
		}
		if err != nil {
			return Report{}, fmt.Errorf("audit: line %d: %w", number, bonafide.ErrUnreadable)
		}
	}
}

func (v *Verifier) line(next line, keys note.Verifiers) error {
	if next.Head != "" {
		head, err := OpenHead([]byte(next.Head), keys)
		if err != nil {
			v.fault(v.tree.size, bonafide.Event{}, CodeSignature)
			return nil
		}
		v.Head(head)
		return nil
	}
	if next.Leaf == nil && next.Event == nil {
		return bonafide.ErrUnreadable
	}
	if next.Leaf != nil {
		if len(next.Leaf) != tlog.HashSize {
			return bonafide.ErrUnreadable
		}
		v.Leaf(tlog.Hash(next.Leaf))
	}
	if next.Event != nil {
		record, err := store.DecodeTerms(next.Record)
		if err != nil || len(record) != 2 {
			return bonafide.ErrUnreadable
		}
		e, err := store.DecodeEvent(record[0], record[1], next.Event)
		if err != nil {
			return err
		}
		v.Event(e)
	}
	return nil
}
