package killtest

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/user"
)

// Acks are what was acknowledged in a call of [Write]: the newest number of each pair and
// each user.
type Acks struct {
	N            int // acknowledgements
	pairs, users map[string]int64
}

// Read reads acknowledgements to the end. After each it tells how many there are. A line
// that was cut off by the end is no acknowledgement.
func Read(r io.Reader, each func(n int)) Acks {
	a := Acks{pairs: make(map[string]int64), users: make(map[string]int64)}
	for lines := bufio.NewReader(r); ; {
		line, err := lines.ReadString('\n')
		if err != nil {
			return a
		}
		var what, id string
		var n int64
		if _, err := fmt.Sscanf(line, "ack %s %s %d\n", &what, &id, &n); err != nil {
			continue
		}
		if what == "pair" {
			a.pairs[id] = n
		} else {
			a.users[id] = n
		}
		a.N++
		each(a.N)
	}
}

// Left says what is wrong with what a call of [Write] left behind, given what it had
// acknowledged.
func Left(ctx context.Context, s bonafide.Store, call int, a Acks) error {
	return errors.Join(a.leftPairs(ctx, s, call), a.leftUsers(ctx, s))
}

func (a Acks) leftPairs(ctx context.Context, s bonafide.Store, call int) error {
	versions, holders := map[string]int64{}, map[string]int{}
	err := everyPair(ctx, s, func(r bonafide.Record) error {
		versions[r.ID] = r.Version
		for _, u := range r.Unique {
			holders[u]++
		}
		if err := chain(ctx, s, r); err != nil {
			return fmt.Errorf("%s: %w", r.ID, err)
		}
		return nil
	}, label(call))
	if err != nil {
		return err
	}
	var wrong []error
	for id := range versions {
		pair := id[:len(id)-1]
		half, acked := halves(pair), a.pairs[pair]
		switch at := versions[half[0]]; {
		case at != versions[half[1]]:
			wrong = append(wrong, fmt.Errorf("%s: half of a batch is there", pair))
		case at > acked+1:
			wrong = append(wrong, fmt.Errorf("%s: more is there than was tried", pair))
		case holders[pair] != 1:
			wrong = append(wrong, fmt.Errorf("%s: its value is held by %d", pair, holders[pair]))
		}
	}
	for pair, acked := range a.pairs {
		for _, half := range halves(pair) {
			if versions[half] < acked {
				wrong = append(wrong, fmt.Errorf("%s: what was acknowledged is lost", half))
			}
		}
	}
	return errors.Join(wrong...)
}

// everyPair lists the halves of all pairs that hold the labels.
func everyPair(ctx context.Context, s bonafide.Store, each func(bonafide.Record) error, labels ...string) error {
	for q := (bonafide.Query{Kind: Kind, Labels: labels, Limit: bonafide.MaxPage}); ; {
		page, err := s.List(ctx, q)
		if err != nil {
			return err
		}
		for _, r := range page.Records {
			if err := each(r); err != nil {
				return err
			}
		}
		if q.Cursor = page.Next; q.Cursor == "" {
			return nil
		}
	}
}

// chain checks the events of a record against its body.
func chain(ctx context.Context, s bonafide.Store, r bonafide.Record) error {
	var head bonafide.Chain
	if err := json.Unmarshal(r.Body, &head); err != nil {
		return err
	}
	events, err := s.Events(ctx, bonafide.EventQuery{Kind: r.Kind, ID: r.ID})
	if err != nil {
		return err
	}
	if head.Seq != r.Version {
		return errors.New("the body is of another version")
	}
	return bonafide.VerifyChain(events, head)
}

func (a Acks) leftUsers(ctx context.Context, s bonafide.Store) error {
	k, err := keys(ctx)
	if err != nil {
		return err
	}
	users, err := user.New(s, k, nil)
	if err != nil {
		return err
	}
	var wrong []error
	for id, acked := range a.users {
		u, err := users.Get(ctx, acme, id)
		if err != nil {
			wrong = append(wrong, fmt.Errorf("user %s: what was acknowledged is lost: %w", id, err))
			continue
		}
		if n, _ := strconv.ParseInt(u.PublicNote, 10, 64); n < acked {
			wrong = append(wrong, fmt.Errorf("user %s: what was acknowledged is lost: at %d, not %d", id, n, acked))
		}
		if n, _ := strconv.ParseInt(u.PublicNote, 10, 64); n > acked+1 {
			wrong = append(wrong, fmt.Errorf("user %s: more is there than was tried", id))
		}
		if err := users.VerifyEvents(ctx, bonafide.Reviewer("officer"), id); err != nil {
			wrong = append(wrong, fmt.Errorf("user %s: %w", id, err))
		}
	}
	return errors.Join(wrong...)
}

// Outbox says what is wrong with the tenant's events as a whole: every version of a pair
// has one, and a reader who goes from page to page meets each once.
func Outbox(ctx context.Context, s bonafide.Store) error {
	versions := 0
	err := everyPair(ctx, s, func(r bonafide.Record) error { versions += int(r.Version); return nil })
	if err != nil {
		return err
	}
	met := make(map[string]bool)
	for q := (bonafide.EventQuery{Limit: bonafide.MaxPage}); ; {
		events, err := s.Events(ctx, q)
		if err != nil {
			return err
		}
		if len(events) == 0 {
			break
		}
		for _, e := range events {
			if e.Kind == Kind {
				met[e.Hash] = true
			}
		}
		q.After = events[len(events)-1].Position
	}
	if len(met) != versions {
		return fmt.Errorf("%d versions, %d events", versions, len(met))
	}
	return nil
}
