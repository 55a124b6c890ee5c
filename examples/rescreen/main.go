// Command rescreen looks for a whole population on new editions of a list, on PostgreSQL,
// by workers that are killed while they work: first by plain workers, then by jobs of
// River. Workers are processes of their own, and killed by SIGKILL in the middle of what
// they do. At the end every user was looked for exactly once in each run, and the hits
// are those that a single loop over everybody finds.
//
//	go run .                               # 2,000 users
//	go run . -users 1000000 -workers 4     # and how long 100 million would take
//
// It starts a private server, or uses that of BONAFIDE_POSTGRES, in a database of its
// own that it drops at the end. What it took is told on standard error.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/bonafide-go/bonafide/rescreen"
	"github.com/bonafide-go/bonafide/store/postgres"
	"github.com/bonafide-go/bonafide/user"
)

// settings are how the example runs.
type settings struct {
	users, workers, kills int
	floor                 bool
}

const about = `rescreen walks a million users with workers that are killed, each user done once.
  rescreen -users 2000 -workers 3 -kills 20
`

func main() {
	flag.Usage = func() {
		fmt.Fprint(flag.CommandLine.Output(), about)
		flag.PrintDefaults()
	}
	var s settings
	flag.IntVar(&s.users, "users", 2000, "how many users to make up")
	flag.IntVar(&s.workers, "workers", 3, "how many processes work at once")
	flag.IntVar(&s.kills, "kills", 20, "how many of them are killed in each run")
	flag.BoolVar(&s.floor, "floor", false, "measure what the store alone takes for the same reads and writes")
	role := flag.String("worker", "", "be a worker: plain or river")
	run := flag.String("run", "", "the run that a worker works on")
	flag.Parse()
	if flag.NArg() > 0 {
		flag.Usage()
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	var err error
	if *role != "" {
		err = work(ctx, *role, *run, s)
	} else {
		err = demonstrate(ctx, s, os.Stdout)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func demonstrate(ctx context.Context, s settings, out io.Writer) error {
	server, err := open(ctx)
	if err != nil {
		return err
	}
	defer server.close()
	pool, err := pgxpool.New(ctx, server.dsn)
	if err != nil {
		return err
	}
	defer pool.Close()
	if err := postgres.Migrate(ctx, pool, nil); err != nil {
		return err
	}
	if err := migrateRiver(ctx, pool); err != nil {
		return err
	}
	quick, err := pgxpool.New(ctx, server.dsn+server.quick)
	if err != nil {
		return err
	}
	defer quick.Close()
	h, err := newHost(ctx, quick, 1)
	if err != nil {
		return err
	}
	begun := time.Now()
	if err := h.populate(ctx, s.users); err != nil {
		return err
	}
	tell("%d users made up: %.0f a second", s.users, rate(s.users, begun))
	if _, err := pool.Exec(ctx, "analyze"); err != nil { // or the planner takes the tables for empty
		return err
	}

	first := trial{pool: pool, dsn: server.dsn, s: s, n: 1}
	if err := first.run(ctx, out, "plain", 0); err != nil {
		return err
	}
	for n, role := range []string{"plain", "river"} {
		next := first
		next.n = n + 2
		if err := next.run(ctx, out, role, s.kills); err != nil {
			return err
		}
	}
	if !s.floor {
		return nil
	}
	if h, err = newHost(ctx, pool, 1); err != nil {
		return err
	}
	return h.floor(ctx, s)
}

// A trial is one run over everybody, against the n-th edition of the list.
type trial struct {
	pool *pgxpool.Pool
	dsn  string
	s    settings
	n    int
}

func (t trial) run(ctx context.Context, out io.Writer, role string, kills int) error {
	h, err := newHost(ctx, t.pool, t.n)
	if err != nil {
		return err
	}
	runs, err := h.runs(t.s)
	if err != nil {
		return err
	}
	id := fmt.Sprintf("edition-%d", t.n)
	begun := time.Now()
	plan := rescreen.Plan{ID: id, Kind: user.KindCoverage, Pins: h.pins(), AsOf: h.asOf(), PartitionSize: max(50, min(10_000, t.s.users/20))}
	run, err := runs.Start(ctx, plan)
	if err != nil {
		return err
	}
	tell("%s: %d users in %d partitions, planned in %.1f s", id, run.Planned, run.Partitions, time.Since(begun).Seconds())
	begun = time.Now()
	killed, err := t.drive(ctx, runs, role, id, kills)
	if err != nil {
		return err
	}
	took := rate(t.s.users, begun)
	tell("%s: %s workers, %d killed: %.0f users a second; 100 million: %.1f hours on this machine", id, role, killed, took, 100e6/took/3600)
	p, err := runs.Progress(ctx, id)
	if err != nil {
		return err
	}
	hits, err := h.check(ctx, t.s.users, t.n)
	if err != nil {
		return err
	}
	if p.Hits != hits || p.Worked != int64(t.s.users) || p.Apart != 0 {
		return fmt.Errorf("%s: %d hits of %d users, %d set apart; a single loop finds %d hits of %d users", id, p.Hits, p.Worked, p.Apart, hits, t.s.users)
	}
	fmt.Fprintf(out, "%s by %s workers, %d of them killed: %d users, each looked for once; %d hits, as a single loop finds\n", id, role, killed, p.Worked, p.Hits)
	return nil
}

func rate(n int, since time.Time) float64 { return float64(n) / time.Since(since).Seconds() }

// tell says how it goes, on standard error: no two runs take the same time.
func tell(format string, args ...any) { fmt.Fprintf(os.Stderr, format+"\n", args...) }
