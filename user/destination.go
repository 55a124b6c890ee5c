package user

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/bonafide-go/bonafide"
)

// kindOfDestinations is the kind of the records that count the codes sent to one
// phone number or e-mail address, whichever users they were for. Their id is the
// blind index of the destination.
const kindOfDestinations = Kind + ".destination"

// sends are the codes that went to one destination in the last 24 hours.
type sends struct {
	At []time.Time `json:"at"`

	record bonafide.Record // as it was read; a version of zero = there is none yet
}

// destinations count the codes that one command sends, by destination.
type destinations struct {
	s     *Service
	found map[string]sends // by blind index
}

func (s *Service) destinations() destinations {
	return destinations{s: s, found: make(map[string]sends)}
}

// read returns what went to a message's destination, and its blind index.
func (l destinations) read(ctx context.Context, m Message) (sends, string, error) {
	index := l.s.keys.Indexes("user.destination", string(m.To)+"\x00"+m.Email.Fold())[0]
	if known, ok := l.found[index]; ok {
		return known, index, nil
	}
	r, err := l.s.run.Store.Get(ctx, kindOfDestinations, index)
	if errors.Is(err, bonafide.ErrNotFound) {
		return sends{record: bonafide.Record{Kind: kindOfDestinations, ID: index}}, index, nil
	}
	if err != nil {
		return sends{}, "", err
	}
	var d sends
	if json.Unmarshal(r.Body, &d) != nil {
		return sends{}, "", errDestination
	}
	d.record = r
	return d, index, nil
}

var errDestination = errors.New("bonafide: record of a destination does not decode")

// count counts one more code to a message's destination, unless a limit over all
// users forbids it.
func (l destinations) count(ctx context.Context, m Message, at time.Time) error {
	d, index, err := l.read(ctx, m)
	if err != nil {
		return err
	}
	p := l.s.opts.Codes
	over := CodePolicy{SendsPerHour: p.DestinationPerHour, SendsPerDay: p.DestinationPerDay}
	if at.Before((codes{Sends: d.At}).nextSend(over)) {
		return &bonafide.RefusedError{Code: RefusedSending}
	}
	d.At = append(within(d.At, at, 24*time.Hour), at)
	l.found[index] = d
	return nil
}

// writes returns the counts to be written with the command. They have no chain
// of events: what was sent stands in those of the users.
func (l destinations) writes() ([]bonafide.Write, error) {
	var out []bonafide.Write
	for _, d := range l.found {
		w, err := d.write()
		if err != nil {
			return nil, err
		}
		out = append(out, w)
	}
	return out, nil
}

func (d sends) write() (bonafide.Write, error) {
	r := d.record
	r.Version++
	var err error
	r.Body, err = json.Marshal(d)
	return bonafide.Write{Record: r}, err
}

// giveBack takes a code that was not sent out of the count of its destination. It
// is a write of its own: where it fails, the count is too high and never too low.
func (s *Service) giveBack(ctx context.Context, m Message) error {
	for {
		d, _, err := s.destinations().read(ctx, m)
		if err != nil || len(d.At) == 0 {
			return err
		}
		d.At = d.At[:len(d.At)-1]
		w, err := d.write()
		if err != nil {
			return err
		}
		if err := s.run.Store.Put(ctx, w); !errors.Is(err, bonafide.ErrConflict) {
			return err
		}
	}
}
