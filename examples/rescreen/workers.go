package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/examples/internal/bar"
	"github.com/bonafide-go/bonafide/rescreen"
)

// dsnEnv tells workers where the database is.
const dsnEnv = "RESCREEN_DEMO_DSN"

// work is what a worker process does. It prints a line for every step.
func work(ctx context.Context, role, run string, s settings) error {
	pool, err := pgxpool.New(ctx, os.Getenv(dsnEnv))
	if err != nil {
		return err
	}
	defer pool.Close()
	n, err := strconv.Atoi(strings.TrimPrefix(run, "edition-"))
	if err != nil {
		return err
	}
	h, err := newHost(ctx, pool, n)
	if err != nil {
		return err
	}
	runs, err := h.runs(s)
	if err != nil {
		return err
	}
	if role == "river" {
		return workRiver(ctx, pool, runs)
	}
	return workPlain(ctx, runs, run)
}

// workPlain is [rescreen.Runs.Work], with a line for every step.
func workPlain(ctx context.Context, runs *rescreen.Runs, run string) error {
	for {
		did, err := workPartition(ctx, runs, run)
		if err != nil && !errors.Is(err, bonafide.ErrConflict) {
			return err
		}
		if did {
			continue
		}
		p, err := runs.Progress(ctx, run)
		if err != nil || p.Complete() {
			return err
		}
		time.Sleep(200 * time.Millisecond)
	}
}

// workPartition claims a partition and goes through it. It reports whether there was one.
func workPartition(ctx context.Context, runs *rescreen.Runs, run string) (bool, error) {
	lease, ok, err := runs.Claim(ctx, run)
	for err == nil && ok && !lease.Done {
		if lease, err = runs.Step(ctx, lease); err == nil {
			fmt.Println("step")
		}
	}
	return ok, err
}

// A worker is a process that works.
type worker struct {
	cmd   *exec.Cmd
	lives int // steps until it is killed
}

// drive keeps workers at work until a run is complete. It kills some of them, each
// after a few steps, in the middle of the next one.
func (t trial) drive(ctx context.Context, runs *rescreen.Runs, role, run string, kills int) (killed int, err error) {
	steps := make(chan *worker)
	ended := make(chan *worker)
	living := make(map[*worker]bool)
	defer func() {
		for w := range living {
			_ = w.cmd.Process.Kill()
		}
		for len(living) > 0 {
			select {
			case w := <-ended:
				delete(living, w)
			case <-steps:
			}
		}
	}()
	// All who are killed do at most half of the steps, so that there is something left to kill.
	lives := max(1, min(t.s.users/200, 100)/max(1, kills))
	if role == "river" {
		stop, err := t.dispatch(ctx, runs, run)
		if err != nil {
			return 0, err
		}
		defer stop()
	}
	look := time.NewTicker(500 * time.Millisecond)
	defer look.Stop()
	shown := bar.New(os.Stderr, t.s.users)
	for {
		for len(living) < t.s.workers {
			w, err := t.start(role, run, 1+rand.IntN(lives), steps, ended)
			if err != nil {
				return killed, err
			}
			living[w] = true
		}
		select {
		case w := <-steps:
			if w.lives--; w.lives == 0 && killed < kills {
				killed++
				_ = w.cmd.Process.Kill()
			}
			continue
		case w := <-ended:
			delete(living, w)
		case <-look.C:
		}
		p, err := runs.Progress(ctx, run)
		if err != nil {
			return killed, err
		}
		shown.Reach(int(p.Worked))
		if p.Complete() {
			return killed, nil
		}
	}
}

// start starts a worker.
func (t trial) start(role, run string, lives int, steps, ended chan *worker) (*worker, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	w := &worker{lives: lives}
	w.cmd = exec.Command(self, "-worker", role, "-run", run, "-users", strconv.Itoa(t.s.users))
	w.cmd.Env = append(os.Environ(), dsnEnv+"="+t.dsn)
	w.cmd.Stderr = os.Stderr
	out, err := w.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := w.cmd.Start(); err != nil {
		return nil, err
	}
	go func() {
		lines := bufio.NewScanner(out)
		for lines.Scan() {
			steps <- w
		}
		_ = w.cmd.Wait()
		ended <- w
	}()
	return w, nil
}
