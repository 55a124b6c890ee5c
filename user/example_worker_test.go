package user_test

import (
	"context"
	"fmt"
	"time"

	"github.com/bonafide-go/bonafide/user"
)

// A host starts the worker once in each of its processes; it works until its context
// ends.
func ExampleService_Run() {
	users := shopService()
	u := customer(users, "Ana Maria Lopez")
	fmt.Println(u.Permission())

	ctx, stop := context.WithCancel(context.Background())
	stopped := make(chan error)
	go func() {
		stopped <- users.Run(ctx, user.WorkerOptions{Interval: 10 * time.Millisecond, OnError: func(id string, err error) { fmt.Println(id, err) }})
	}()
	for u.Permission() == "UNVERIFIED" {
		time.Sleep(time.Millisecond)
		u, _ = users.Get(ctx, shop, u.ID)
	}
	stop()
	fmt.Println(u.Permission(), <-stopped)
	// Output:
	// UNVERIFIED
	// SEND-AND-RECEIVE <nil>
}

// What waits for reviewers is listed by when it is due, with what it waits for.
func ExampleService_Queue() {
	ctx, users := context.Background(), shopService()
	u := customer(users, "Jane Listed Person")
	_, _ = users.Advance(ctx, u.ID)
	queue, err := users.Queue(ctx, officerA, user.QueueRequest{For: user.ForHit, Platform: "shop"})
	fmt.Println(queue.Count.N, err)
	for _, u := range queue.Items {
		fmt.Println(u.ID, u.Watchlist(), u.Waits[0].For, "by", u.Waits[0].Due)
	}
	// Output:
	// 1 <nil>
	// id-1 SOFT_MATCH|PENDING_UPLOAD hit by 2026-03-04 09:00:00 +0000 UTC
}

// How many users there are, or are found by a term.
func ExampleService_Count() {
	ctx, users := context.Background(), shopService()
	customer(users, "Ana Maria Lopez")
	for _, req := range []user.SearchRequest{{}, {Name: "lopez"}, {Email: "ana@example.com"}, {Name: "smith"}} {
		n, err := users.Count(ctx, shop, req)
		fmt.Println(n.N, n.AtLeast, err)
	}
	// Output:
	// 1 false <nil>
	// 1 false <nil>
	// 1 false <nil>
	// 0 false <nil>
}
