package user

import (
	"context"
	"encoding/json"
	"errors"
	"hash/fnv"
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/bonafide-go/bonafide"
)

// kindOfDestinations is the kind of the records that count the codes sent to one
// phone number or e-mail address, whichever users they were for, and those of the
// whole tenant. The id of the former is the blind index of the destination. Each is
// due when nothing that it counts counts any more.
const kindOfDestinations = Kind + ".destination"

// sends are the codes that went to one destination in the last 24 hours: to its
// owner, as far as is known, and for others, who must not use up what the owner may
// have.
type sends struct {
	At     []time.Time `json:"at,omitzero"`
	Others []time.Time `json:"others,omitzero"`
}

// of returns the list that counts a message.
func (d *sends) of(m Message) *[]time.Time {
	if m.strange {
		return &d.Others
	}
	return &d.At
}

// due is when none of it counts any more.
func (d sends) due() time.Time {
	var last time.Time
	for _, at := range append(slices.Clone(d.At), d.Others...) {
		last = later(last, at)
	}
	return last.Add(24 * time.Hour)
}

// destinations count the codes that one command sends.
type destinations struct {
	s      *Service
	writes map[string]bonafide.Write // by id of the record
}

func (s *Service) destinations() destinations {
	return destinations{s: s, writes: make(map[string]bonafide.Write)}
}

// get reads a count as it will be after the command, and the version it stands at
// in the store: 0 = there is none yet.
func (l destinations) get(ctx context.Context, id string, into any) (version int64, err error) {
	if w, ok := l.writes[id]; ok {
		return w.Record.Version - 1, json.Unmarshal(w.Record.Body, into)
	}
	r, err := l.s.run.Store.Get(ctx, kindOfDestinations, id)
	if errors.Is(err, bonafide.ErrNotFound) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	if json.Unmarshal(r.Body, into) != nil {
		return 0, errDestination
	}
	return r.Version, nil
}

var errDestination = errors.New("bonafide: record of a destination does not decode")

// set notes a count that is to be written with the command. It has no chain of
// events: what was sent stands in those of the users.
func (l destinations) set(id string, version int64, count any, due time.Time) error {
	body, err := json.Marshal(count)
	l.writes[id] = bonafide.Write{Record: bonafide.Record{Kind: kindOfDestinations, ID: id, Version: version + 1, Due: bonafide.Instant(due), Body: body}}
	return err
}

// ids are the blind indexes of a message's destination: the first is to be written,
// the others belong to root keys that are being replaced.
func (l destinations) ids(m Message) []string {
	return l.s.keys.Indexes("user.destination", string(m.To)+"\x00"+m.Email.Fold())
}

// count counts one more code to a message's destination, unless a limit over all
// users forbids it.
func (l destinations) count(ctx context.Context, m Message, at time.Time) error {
	ids := l.ids(m)
	var own sends
	version, err := l.get(ctx, ids[0], &own)
	if err != nil {
		return err
	}
	counted := slices.Clone(*own.of(m))
	for _, id := range ids[1:] {
		var old sends
		if _, err := l.get(ctx, id, &old); err != nil {
			return err
		}
		counted = append(counted, *old.of(m)...)
	}
	slices.SortFunc(counted, time.Time.Compare)
	p := l.s.opts.Codes
	over := CodePolicy{SendsPerHour: p.DestinationPerHour, SendsPerDay: p.DestinationPerDay}
	if at.Before((codes{Sends: within(counted, at, 24*time.Hour)}).nextSend(over)) {
		return &bonafide.RefusedError{Code: RefusedSending}
	}
	if err := l.countTenant(ctx, m, at); err != nil {
		return err
	}
	own.At, own.Others = within(own.At, at, 24*time.Hour), within(own.Others, at, 24*time.Hour)
	*own.of(m) = append(*own.of(m), at)
	return l.set(ids[0], version, own, own.due())
}

// all returns the counts to be written.
func (l destinations) all() []bonafide.Write { return slices.Collect(maps.Values(l.writes)) }

// giveBack takes a code that was not sent out of the count of its destination. It
// is a write of its own: where it fails, the count is too high and never too low.
func (s *Service) giveBack(ctx context.Context, m Message) error {
	for {
		l := s.destinations()
		id := l.ids(m)[0]
		var d sends
		version, err := l.get(ctx, id, &d)
		if err != nil {
			return err
		}
		at := d.of(m)
		if len(*at) == 0 {
			return nil
		}
		*at = (*at)[:len(*at)-1]
		if err := l.set(id, version, d, d.due()); err != nil {
			return err
		}
		if err := s.run.Store.Put(ctx, l.all()...); !errors.Is(err, bonafide.ErrConflict) {
			return err
		}
	}
}

// What a tenant sends is counted in shares, each in a record of its own that one
// code in so many changes: a single count would be the record that all senders
// fight for. A limit is kept as well as chance spreads the codes over the shares.
const (
	codesOfShare = 100 // codes in an hour that are worth a share of their own
	maxShares    = 64
)

// share is one share of the codes of a tenant: of the hour that began at From, and
// of the one before.
type share struct {
	From   time.Time `json:"from"`
	N      int       `json:"n"`
	Before int       `json:"before,omitzero"`
}

// at returns the share as it counts at a time.
func (s share) at(now time.Time) share {
	hour := now.Truncate(time.Hour)
	switch {
	case s.From.Equal(hour):
		return s
	case s.From.Add(time.Hour).Equal(hour):
		return share{From: hour, Before: s.N}
	}
	return share{From: hour}
}

// lastHour estimates the codes of the hour that ends at a time.
func (s share) lastHour(now time.Time) int {
	left := time.Hour - now.Sub(s.From)
	return s.N + int(int64(s.Before)*int64(left)/int64(time.Hour))
}

// countTenant counts one more code of the tenant, unless its limit forbids it.
func (l destinations) countTenant(ctx context.Context, m Message, at time.Time) error {
	limit := l.s.opts.Codes.TenantPerHour
	if limit == 0 {
		return nil
	}
	shares := min(max(limit/codesOfShare, 1), maxShares)
	h := fnv.New32a()
	h.Write([]byte(m.ID))
	id := "tenant-" + strconv.Itoa(int(h.Sum32())%shares)
	var s share
	version, err := l.get(ctx, id, &s)
	if err != nil {
		return err
	}
	s = s.at(at)
	if s.lastHour(at) >= (limit+shares-1)/shares {
		return &bonafide.RefusedError{Code: RefusedSending}
	}
	s.N++
	return l.set(id, version, s, s.From.Add(2*time.Hour))
}
