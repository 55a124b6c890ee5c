package user_test

import (
	"context"
	"fmt"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/rescreen"
	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/screening/match"
	"github.com/bonafide-go/bonafide/store/memory"
	"github.com/bonafide-go/bonafide/user"
)

// sanctions is the edition of a day of a list of some names.
func sanctions(day int, names ...string) screening.List {
	var entries []screening.Entry
	for i, name := range names {
		entries = append(entries, screening.Entry{ID: fmt.Sprint(i), Type: screening.Person, Names: []screening.Name{{Text: name, Kind: screening.PrimaryName}}})
	}
	list, _ := screening.NewList(screening.KeyOFACSDN, bonafide.Date{Year: 2026, Month: time.March, Day: day}, entries)
	return list
}

// screened is a service on a store, with two customers who were looked for.
func screened(store bonafide.Store, engine *match.Engine) *user.Service {
	ids := 0
	users, _ := user.New(store, bonafide.EphemeralKeys(), &user.Options{
		Screener: engine, NewID: func() (string, error) { ids++; return fmt.Sprint("id-", ids), nil }, Now: func() time.Time { return today },
	})
	for i, name := range []string{"Ana Maria Lopez", "Benedict Oldfield"} {
		u, _ := users.Create(context.Background(), shop, user.CreateRequest{Phone: fmt.Sprint("+1415555267", i), LegalNames: []string{name}})
		_, _ = users.Look(context.Background(), u.ID)
	}
	return users
}

// A new edition of a list: whom it does not concern is covered without a write, and
// whom it does is asked for. The workers of Run look for these; none runs here.
func ExampleService_Carry() {
	ctx, engine := context.Background(), match.NewEngine(nil)
	first, second := sanctions(1, "Jane Listed"), sanctions(2, "Jane Listed", "Benedict Oldfield")
	_ = engine.Load(first)
	users := screened(memory.New("shop"), engine)

	_ = engine.Load(second) // in every process, before Carry
	delta, err := screening.Diff(first, second)
	if err != nil {
		fmt.Println(err)
		return
	}
	now := engine.Snapshot()
	carried, err := users.Carry(ctx, bonafide.System(), user.CarryRequest{Delta: delta, Rules: now.Rules(), Touched: now.Touched(delta)})
	fmt.Println("touched", carried.Touched, "of", carried.Compared, err)
	open, err := users.Uncovered(ctx, bonafide.System(), user.UncoveredRequest{Edition: second.Edition})
	fmt.Println(open.Items, err)
	_, err = users.AdvanceDue(ctx, 10) // what Run does
	open, _ = users.Uncovered(ctx, bonafide.System(), user.UncoveredRequest{Edition: second.Edition})
	fmt.Println(open.Items, err)
	// Output:
	// touched 1 of 2 <nil>
	// [id-2] <nil>
	// [] <nil>
}

// A walk over everybody, such as after a change of the matcher: any number of workers
// in any number of processes, each user exactly once.
func ExampleService_Look() {
	ctx, store, engine := context.Background(), memory.New("shop"), match.NewEngine(nil)
	_ = engine.Load(sanctions(1, "Jane Listed"))
	users := screened(store, engine)
	_ = engine.Load(sanctions(2, "Jane Listed", "Benedict Oldfield"))

	pins := func() rescreen.Pins { // what this process looks by
		now := engine.Snapshot()
		pins := rescreen.Pins{Lists: map[string]string{}, Rules: now.Rules()}
		for _, list := range now.Lists() {
			pins.Lists[list.Key] = list.Hash
		}
		return pins
	}
	look := func(unit bonafide.Store) rescreen.Work { return users.WithStore(unit).Look }
	runs, err := rescreen.New(store, look, pins, &rescreen.Options{
		OnError: func(run string, err error) { fmt.Println(run, err) },
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	// Everybody. With Labels of user.LabelAsked, those alone for whom a look was asked.
	run, err := runs.Start(ctx, rescreen.Plan{ID: "2026-03-02", Kind: user.KindCoverage, Pins: pins(), AsOf: today})
	if err != nil {
		fmt.Println(err)
		return
	}
	err = runs.Work(ctx, run.Plan.ID) // in every process
	fmt.Println(err)
	p, err := runs.Progress(ctx, run.Plan.ID)
	fmt.Println("complete:", p.Complete(), "worked:", p.Worked, "hits:", p.Hits, "set apart:", p.Apart, err)
	// Output:
	// <nil>
	// complete: true worked: 2 hits: 1 set apart: 0 <nil>
}
