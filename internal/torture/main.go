// Torture runs the proofs of this repository at length and writes RELIABILITY.md: what
// was tried, how often, and what came of it. A proof is a test that takes its size from
// the environment and says what it counted (package figuretest). Run it from the root:
//
//	go run ./internal/torture           # the full run: some hours on two cores
//	go run ./internal/torture -run kill # proofs with "kill" in their name; the others keep their lines
//	go run ./internal/torture -share 0.1 # a tenth of each
//	go run ./internal/torture -slice    # a slice of each: minutes; writes nothing
//
// What each proof counted when it was run last is kept in results.json beside this
// program, and the page is made of that.
package main

import (
	"cmp"
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"runtime"
	"strings"
	"time"
)

func main() {
	slice := flag.Bool("slice", false, "run a slice of each proof, and write nothing")
	only := flag.String("run", "", "run only proofs whose name contains this")
	share := flag.Float64("share", 1, "run this share of each full proof")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, *slice, *only, *share)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, slice bool, only string, share float64) error {
	kept, err := readKept()
	if err != nil {
		return err
	}
	failed, ran, where := 0, 0, where(ctx)
	for _, p := range proofs() {
		if !strings.Contains(p.name, only) || slice && p.slice == nil && p.full != nil {
			continue
		}
		r := p.run(ctx, slice, share)
		ran++
		if r.err != nil {
			failed++
			fmt.Println(r.output)
		}
		fmt.Printf("%-34s %s (%s)\n", p.name, cmp.Or(told(r.figures), "-"), r.took.Round(time.Second))
		delete(kept, p.name) // a proof that failed has no line
		if r.err == nil {
			kept[p.name] = r.keep(where)
		}
		if !slice {
			if err := kept.write(); err != nil { // what was shown is kept, whatever comes next
				return err
			}
		}
	}
	if ran == 0 {
		return kept.write()
	}
	if failed > 0 {
		return fmt.Errorf("%d of %d proofs failed", failed, ran)
	}
	return nil
}

// where says on what the run was made.
func where(ctx context.Context) string {
	commit, err := exec.CommandContext(ctx, "git", "rev-parse", "--short", "HEAD").Output()
	if err != nil {
		commit = []byte("unknown")
	}
	postgres := "PostgreSQL"
	if out, err := exec.CommandContext(ctx, "sh", "-c", "$(ls /usr/lib/postgresql/*/bin/postgres | tail -n 1) --version").Output(); err == nil {
		postgres = "PostgreSQL " + strings.Fields(string(out) + " ? ? ?")[2]
	}
	return fmt.Sprintf("%s, commit %s, %s, %s/%s, %d processors, %s",
		time.Now().UTC().Format(time.DateOnly), strings.TrimSpace(string(commit)), runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), postgres)
}
