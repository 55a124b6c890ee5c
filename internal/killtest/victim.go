package killtest

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/user"
)

// Kind is that of the pairs of records that are written.
const Kind = "pair"

// Writers is how many write at once.
const Writers = 4

// versions of a pair, and changes of a user.
const versions = 5

// acme is on whose behalf users are written.
var acme = bonafide.Platform("acme")

var start = time.Date(2026, 2, 28, 12, 0, 0, 0, time.UTC)

// Keys are the same in every process.
func keys(ctx context.Context) (*bonafide.Keys, error) {
	w, err := bonafide.NewLocalWrapper(bytes.Repeat([]byte{7}, 32))
	if err != nil {
		return nil, err
	}
	root, err := w.WrapKey(ctx, bytes.Repeat([]byte{9}, 32), bonafide.KeyContext{Purpose: bonafide.KeyOfTenant, Tenant: "tenant"})
	if err != nil {
		return nil, err
	}
	return bonafide.NewKeys(ctx, "tenant", w, root)
}

// Write writes to the store until a write fails or the context ends, and tells of each
// acknowledged one in a line on out. Half of the writers put pairs of records straight
// into the store, half go through a user.Service. The number keeps calls apart.
func Write(ctx context.Context, s bonafide.Store, call int, out io.Writer) error {
	k, err := keys(ctx)
	if err != nil {
		return err
	}
	users, err := user.New(s, k, nil)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	l := &lines{out: out}
	var all sync.WaitGroup
	for n := range Writers {
		all.Go(func() {
			for round := 0; ctx.Err() == nil; round++ {
				id, err := fmt.Sprintf("%d-%d-%d", call, n, round), error(nil)
				if n%2 == 0 {
					err = l.pair(ctx, s, label(call), id)
				} else {
					err = l.user(ctx, users, number(call, n, round), id)
				}
				if err != nil {
					cancel(err)
				}
			}
		})
	}
	all.Wait()
	return context.Cause(ctx)
}

// lines are the acknowledgements.
type lines struct {
	mu  sync.Mutex
	out io.Writer
}

func (l *lines) ack(what, id string, n int64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	fmt.Fprintf(l.out, "ack %s %s %d\n", what, id, n)
}

// label is on all pairs of a call.
func label(call int) string { return fmt.Sprint("call=", call) }

// number is a telephone number of its own.
func number(call, writer, round int) string {
	n := (call*Writers+writer)*1000 + round
	area := []int{202, 212, 213, 305, 310, 312, 415, 646, 718, 917}[n%10]
	return fmt.Sprintf("+1%d%d%04d", area, 220+n/10/10000, n/10%10000)
}

// pair writes two records that take turns in holding a unique value, always in one batch.
func (l *lines) pair(ctx context.Context, s bonafide.Store, label, id string) error {
	var chains [2]bonafide.Chain
	for version := int64(1); version <= versions; version++ {
		var batch []bonafide.Write
		for i, half := range halves(id) {
			next, events := chains[i].Link(Kind, half, []bonafide.Event{bonafide.NewEvent("step", start, bonafide.System())})
			chains[i] = next
			body, err := json.Marshal(next)
			if err != nil {
				return err
			}
			r := bonafide.Record{Kind: Kind, ID: half, Version: version, Labels: []string{label}, Due: start, Body: body}
			if version%2 == int64(i) {
				r.Unique = []string{id}
			}
			batch = append(batch, bonafide.Write{Record: r, Events: events})
		}
		if err := s.Put(ctx, batch...); err != nil {
			return err
		}
		l.ack("pair", id, version)
	}
	return nil
}

func halves(id string) [2]string { return [2]string{id + "a", id + "b"} }

// user creates a user and changes it, each by a command with a key.
func (l *lines) user(ctx context.Context, users *user.Service, number, id string) error {
	u, err := users.Create(ctx, acme, user.CreateRequest{Key: id, Phone: number, LegalNames: []string{"Ana Lopez"}})
	if err != nil {
		return err
	}
	l.ack("user", u.ID, 0)
	for n := int64(1); n < versions; n++ {
		note := fmt.Sprint(n)
		if _, err := users.Update(ctx, acme, u.ID, user.UpdateRequest{Key: fmt.Sprint(id, "-", n), PublicNote: &note}); err != nil {
			return err
		}
		l.ack("user", u.ID, n)
	}
	return nil
}
