package match_test

import (
	"context"
	"fmt"
	"log"
	"os"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/screening/lists"
	"github.com/bonafide-go/bonafide/screening/match"
)

func readSample() screening.List {
	l, err := lists.ReadOFAC(os.DirFS("../lists/testdata/ofac"), &lists.OFACOptions{Edition: bonafide.Date{Year: 2024, Month: 5, Day: 3}})
	if err != nil {
		log.Fatal(err)
	}
	return l
}

// Screen a name, and read why it matched.
func Example() {
	engine := match.NewEngine(nil)
	if err := engine.Load(readSample()); err != nil {
		log.Fatal(err)
	}
	result, err := engine.Screen(context.Background(), screening.Query{
		Name: "Victor But", Type: screening.Person, BirthDate: bonafide.Date{Year: 1970, Month: 1, Day: 13},
	})
	if err != nil {
		log.Fatal(err)
	}
	for _, run := range result.Lists {
		fmt.Println(run.Key, run.Edition, run.Result)
	}
	for _, hit := range result.Hits {
		fmt.Print(hit.Explanation)
	}
	// Output:
	// ofac_sdn 2024-05-03 MATCH
	// 98% "Victor But" is like the primary name "BOUT, Viktor Anatolijevitch" of entry 8279 on ofac_sdn (edition 2024-05-03)
	//   but = bout: same sound, 98% alike
	//   victor = viktor: same sound, 98% alike
	//   anatolijevitch (patronymic) is only in the listed name
	//   the names alone: 96%
	//   birth date: same day (screened 1970-01-13, listed 1970-01-13), +50%
}

// A new edition of a list concerns few customers.
func ExampleBook_Rescreen() {
	after := readSample()
	before := after
	before.Edition = bonafide.Date{Year: 2024, Month: 4, Day: 1}
	before.Entries = after.Entries[1:]
	engine := match.NewEngine(nil)
	if err := engine.Load(after); err != nil {
		log.Fatal(err)
	}
	book, err := match.NewBook(func(yield func(string, screening.Query) bool) {
		for id, name := range []string{"Ana Lopez", after.Entries[0].PrimaryName(), "Kim Young"} {
			if !yield(fmt.Sprint("customer-", id+1), screening.Query{Name: name}) {
				return
			}
		}
	})
	if err != nil {
		log.Fatal(err)
	}
	delta, err := screening.Diff(before, after)
	if err != nil {
		log.Fatal(err)
	}
	for touched, err := range book.Rescreen(context.Background(), engine.Snapshot(), delta, 0) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(touched.Customer, touched.Hits[0].MatchedName, touched.Hits[0].Score)
	}
	// Output:
	// customer-2 AEROCARIBBEAN AIRLINES 1
}
