// Torture runs the proofs of this repository at length and writes RELIABILITY.md: what
// was tried, how often, and what came of it. A proof is a test that takes its size from
// the environment and says what it counted (package figuretest). Run it from the root:
//
//	go run ./internal/torture          # the full run: some hours on two cores
//	go run ./internal/torture -slice   # a slice of it: minutes; writes nothing
//	go run ./internal/torture -run kill # only proofs whose name has "kill" in it; writes nothing
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
	only := flag.String("run", "", "run only proofs whose name contains this, and write nothing")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, *slice, *only); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, slice bool, only string) error {
	var done []result
	failed := 0
	for _, p := range proofs() {
		if !strings.Contains(p.name, only) {
			continue
		}
		r := p.run(ctx, slice)
		if r.err != nil {
			failed++
			fmt.Println(r.output)
		}
		fmt.Printf("%-34s %s (%s)\n", p.name, cmp.Or(r.told(), "-"), r.took.Round(time.Second))
		done = append(done, r)
	}
	if failed > 0 {
		return fmt.Errorf("%d of %d proofs failed", failed, len(done))
	}
	if slice || only != "" {
		return nil
	}
	return os.WriteFile("RELIABILITY.md", []byte(report(where(ctx), done)), 0o644)
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
	return fmt.Sprintf("commit %s, %s, %s/%s with %d processors, %s, %s",
		strings.TrimSpace(string(commit)), runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), postgres, time.Now().UTC().Format(time.DateOnly))
}
