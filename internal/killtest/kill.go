package killtest

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"testing"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/figuretest"
)

// Of a child: which store it writes to, and the number of its call.
const (
	place = "BONAFIDE_VICTIM"
	count = "BONAFIDE_VICTIM_CALL"
)

// Victim is the test that a parent runs in a child process: it writes to the store that
// open opens at the place the parent names. In an ordinary run it is skipped.
func Victim(t *testing.T, open func(place string) bonafide.Store) {
	t.Helper()
	at := os.Getenv(place)
	if at == "" {
		t.Skip("runs in a child process, which is killed")
	}
	call, err := strconv.Atoi(os.Getenv(count))
	if err != nil {
		t.Fatal(err)
	}
	t.Fatal(Write(t.Context(), open(at), call, os.Stdout))
}

// Host kills a writing process, as many times as BONAFIDE_KILLS says or else slice, and
// looks at what it left after each, once the database has done with it: gone waits for
// that, and may be nil. victim names the test that calls [Victim], at what its open needs.
func Host(t *testing.T, s bonafide.Store, victim, at string, slice int, gone func()) {
	t.Helper()
	if testing.Short() {
		t.Skip("starts and kills processes")
	}
	kills := figuretest.Size(t, "KILLS", slice)
	acks, err := Kills(t.Context(), s, victim, at, kills, gone)
	if err != nil {
		t.Fatal(err)
	}
	figuretest.Report(t, "kills", kills)
	figuretest.Report(t, "acknowledged", acks)
}

// Kills is [Host] where something may be wrong: it returns how many writes were
// acknowledged, and the first thing that was.
func Kills(ctx context.Context, s bonafide.Store, victim, at string, kills int, gone func()) (acks int, err error) {
	for call := range kills {
		a, err := kill(ctx, victim, at, call)
		if err != nil {
			return acks, fmt.Errorf("call %d: %w", call, err)
		}
		acks += a.N
		if gone != nil {
			gone()
		}
		if err := Left(ctx, s, call, a); err != nil {
			return acks, fmt.Errorf("after kill %d: %w", call+1, err)
		}
	}
	return acks, Outbox(ctx, s)
}

// kill starts a child, lets it write, and kills it in the middle of a write.
func kill(ctx context.Context, victim, at string, call int) (Acks, error) {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	child := exec.CommandContext(ctx, os.Args[0], "-test.run=^"+victim+"$", "-test.count=1")
	child.Env = append(os.Environ(), place+"="+at, count+"="+strconv.Itoa(call))
	out, err := child.StdoutPipe()
	if err != nil {
		return Acks{}, err
	}
	if err := child.Start(); err != nil {
		return Acks{}, err
	}
	last, killed := 20+rand.IntN(1000), false
	a := Read(out, func(n int) {
		if n == last {
			time.Sleep(rand.N(time.Millisecond)) // anywhere in the next write
			killed = child.Process.Kill() == nil
		}
	})
	_ = child.Wait() // it was killed
	if !killed {
		return a, fmt.Errorf("it ended by itself after %d writes", a.N)
	}
	return a, nil
}
