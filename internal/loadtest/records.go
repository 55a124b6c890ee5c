package loadtest

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/figuretest"
)

// FlatRecords is [Flat] for populations that no Service could build in a while: it writes
// records like those of users as they are, and asks the store what the Service asks it.
// It measures in turns among BONAFIDE_SCALE users and among ten times as many.
func FlatRecords(b *testing.B, open func() bonafide.Store) {
	size := figuretest.Size(b, "SCALE", 200)
	few, many := records(b, open(), size), records(b, open(), 10*size)
	for _, name := range slices.Sorted(maps.Keys(few.reads())) {
		b.Run(name, func(b *testing.B) {
			var took [2][]time.Duration
			for range max(b.N, 500) {
				for i, p := range []recorded{few, many} {
					begin := time.Now()
					require.NoError(b, p.reads()[name](b.Context()))
					took[i] = append(took[i], time.Since(begin))
				}
			}
			slices.Sort(took[0])
			slices.Sort(took[1])
			median := [2]time.Duration{took[0][len(took[0])/2], took[1][len(took[1])/2]}
			b.ReportMetric(0, "ns/op")
			b.ReportMetric(float64(median[1].Nanoseconds())/1000, "many-µs")
			b.ReportMetric(float64(median[1])/float64(median[0]), "ratio")
		})
	}
}

// Kinds of the records that are written; each user has one of the first two, and every
// tenth one of the last, which is a queue.
const (
	kindRecord  = "user"
	kindListing = "user.listing"
	kindQueue   = "user.queue"
)

// latest is later than anything in a listing.
var latest = time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)

// recorded is a store with so many users in it.
type recorded struct {
	store bonafide.Store
	n     int
}

// records writes n users, many at once.
func records(b *testing.B, store bonafide.Store, n int) recorded {
	var batch []bonafide.Write
	flush := func() {
		require.NoError(b, store.Put(b.Context(), batch...))
		batch = batch[:0]
	}
	body := make([]byte, 600)
	for i := range n {
		id, at := idOf(i), time.Date(2026, 1, 1, 0, 0, i, 0, time.UTC)
		head, created := bonafide.Chain{}.Link(kindRecord, id, []bonafide.Event{{Type: "user.created", At: at, Actor: shop}, {Type: "user.used", At: at, Actor: shop}})
		_, changed := head.Link(kindRecord, id, []bonafide.Event{{Type: "user.updated", At: at, Actor: shop}})
		batch = append(batch,
			bonafide.Write{Record: bonafide.Record{Kind: kindRecord, ID: id, Version: 1, Unique: []string{hashed("phone", i)}, Labels: []string{"permission=UNVERIFIED", hashed("same", i)}, Body: body}, Events: append(created, changed...)},
			bonafide.Write{Record: bonafide.Record{Kind: kindListing, ID: id, Version: 1, Labels: []string{"platform=shop", hashed("word", i), hashed("word", -1-i%50)}, Due: latest.Add(-time.Duration(i+1) * time.Second)}})
		if i%10 == 0 {
			batch = append(batch, bonafide.Write{Record: bonafide.Record{Kind: kindQueue, ID: id, Version: 1, Labels: []string{"queue=hit"}, Due: at}})
		}
		if len(batch)+3 > bonafide.MaxBatch {
			flush()
		}
	}
	flush()
	return recorded{store, n}
}

// idOf spreads the ids, as random ones are.
func idOf(i int) string { return fmt.Sprintf("%x", sha256.Sum256(fmt.Append(nil, i)))[:32] }

// hashed is a term as a blind index is one.
func hashed(name string, i int) string {
	sum := sha256.Sum256(fmt.Append(nil, name, i))
	return name + "=" + base64.RawURLEncoding.EncodeToString(sum[:16])
}

// reads are what is measured, by name; each is of the user in the middle, or a page.
func (p recorded) reads() map[string]func(context.Context) error {
	i := p.n / 2
	list := func(q bonafide.Query) func(context.Context) error {
		return func(ctx context.Context) error {
			page, err := p.store.List(ctx, q)
			return some(len(page.Records), err)
		}
	}
	return map[string]func(context.Context) error{
		"get": func(ctx context.Context) error {
			_, err := p.store.Get(ctx, kindRecord, idOf(i))
			return err
		},
		"unique":        list(bonafide.Query{Kind: kindRecord, Unique: hashed("phone", i), Limit: 1}),
		"search-word":   list(bonafide.Query{Kind: kindListing, Labels: []string{hashed("word", i), "platform=shop"}, DueBefore: latest, Limit: 20}),
		"search-usual":  list(bonafide.Query{Kind: kindListing, Labels: []string{hashed("word", -1), "platform=shop"}, DueBefore: latest, Limit: 20}),
		"search-newest": list(bonafide.Query{Kind: kindListing, Labels: []string{"platform=shop"}, DueBefore: latest, Limit: 20}),
		"queue":         list(bonafide.Query{Kind: kindQueue, Labels: []string{"queue=hit"}, DueBefore: latest, Limit: 20}),
		"events": func(ctx context.Context) error {
			found, err := p.store.Events(ctx, bonafide.EventQuery{Kind: kindRecord, ID: idOf(i), Limit: 20})
			return some(len(found), err)
		},
	}
}
