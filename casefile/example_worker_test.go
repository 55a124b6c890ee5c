package casefile_test

import (
	"context"
	"fmt"
	"time"

	"github.com/bonafide-go/bonafide/casefile"
)

// A host starts the worker once in each of its processes; it works until its context
// ends.
func ExampleService_Run() {
	cases := watched()
	c := bolt(cases)
	fmt.Println(c.Checks[0].Status)

	ctx, stop := context.WithCancel(context.Background())
	stopped := make(chan error)
	go func() {
		stopped <- cases.Run(ctx, casefile.WorkerOptions{Interval: 10 * time.Millisecond, OnError: func(id string, err error) { fmt.Println(id, err) }})
	}()
	for c.Checks[0].Status == casefile.CheckProcessing {
		time.Sleep(time.Millisecond)
		c, _ = cases.Get(ctx, reviewer, c.ID)
	}
	stop()
	fmt.Println(c.Checks[0].Status, <-stopped)
	// Output:
	// processing
	// need_review <nil>
}
