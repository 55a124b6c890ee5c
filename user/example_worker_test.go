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
