package screening_test

import (
	"context"
	"fmt"
	"log"
	"os"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/screening/lists"
	"github.com/bonafide-go/bonafide/screening/match"
)

func readSample() screening.List {
	l, err := lists.ReadOFAC(os.DirFS("lists/testdata/ofac"), &lists.OFACOptions{Edition: bonafide.Date{Year: 2024, Month: 5, Day: 3}})
	if err != nil {
		log.Fatal(err)
	}
	return l
}

// A reviewer clears a hit: until the person or the entry changes, or the
// clearance expires, nobody has to look at it again.
func ExampleRecord_Decide() {
	engine := match.NewEngine(nil)
	if err := engine.Load(readSample()); err != nil {
		log.Fatal(err)
	}
	query := screening.Query{Name: "Viktor Bout", Type: screening.Person}
	now := time.Date(2024, 5, 6, 9, 0, 0, 0, time.UTC)
	result, err := engine.Screen(context.Background(), query)
	if err != nil {
		log.Fatal(err)
	}
	record, _ := screening.Record{}.Apply(result, now)
	counted := []string{screening.KeyOFACSDN}
	fmt.Println(record.Watchlist(counted, true, now))

	hit := record.Open(now)[0]
	record, err = record.Decide(hit.List, hit.EntryID, screening.FalsePositive, bonafide.Reviewer("officer-7"), "another nationality", now, now.AddDate(1, 0, 0))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(record.Watchlist(counted, true, now))

	// The same person again, a month later: the clearance holds.
	later := now.AddDate(0, 1, 0)
	record, changes := record.Apply(result, later)
	fmt.Println(record.Watchlist(counted, true, later), len(changes.Held), "held")

	// The birth date comes to be known, and it is that of the listed one.
	query.BirthDate = bonafide.Date{Year: 1970, Month: 1, Day: 13}
	if result, err = engine.Screen(context.Background(), query); err != nil {
		log.Fatal(err)
	}
	record, changes = record.Apply(result, later)
	fmt.Println(record.Watchlist(counted, true, later), len(changes.Voided), "void")
	// Output:
	// SOFT_MATCH
	// FALSE_POSITIVE
	// FALSE_POSITIVE 1 held
	// SOFT_MATCH 1 void
}
