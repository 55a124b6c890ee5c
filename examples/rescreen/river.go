package main

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivermigrate"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/rescreen"
)

// A job asks for one partition of a run to be gone through, whichever is free. It
// carries no id of anybody.
type job struct {
	Run string `json:"run"`
}

// Kind names the job.
func (job) Kind() string { return "rescreen" }

// jobs does jobs.
type jobs struct {
	river.WorkerDefaults[job]
	runs *rescreen.Runs
}

// Work does one job. Should the process die, others claim the partition when the lease
// has run out; should River hand the job out again, it claims another one.
func (w *jobs) Work(ctx context.Context, j *river.Job[job]) error {
	_, err := workPartition(ctx, w.runs, j.Args.Run)
	if errors.Is(err, bonafide.ErrConflict) {
		return nil
	}
	return err
}

// Timeout lets a job take as long as its lease is renewed.
func (w *jobs) Timeout(*river.Job[job]) time.Duration { return -1 }

func migrateRiver(ctx context.Context, pool *pgxpool.Pool) error {
	m, err := rivermigrate.New(riverpgxv5.New(pool), &rivermigrate.Config{Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		return err
	}
	_, err = m.Migrate(ctx, rivermigrate.DirectionUp, nil)
	return err
}

// workRiver works on jobs until it is killed.
func workRiver(ctx context.Context, pool *pgxpool.Pool, runs *rescreen.Runs) error {
	workers := river.NewWorkers()
	river.AddWorker(workers, &jobs{runs: runs})
	client, err := river.NewClient(riverpgxv5.New(pool), &river.Config{
		Queues:            map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: 1}},
		Workers:           workers,
		FetchCooldown:     10 * time.Millisecond,
		FetchPollInterval: 100 * time.Millisecond,
		Logger:            slog.New(slog.DiscardHandler),
	})
	if err != nil {
		return err
	}
	if err := client.Start(ctx); err != nil {
		return err
	}
	<-client.Stopped()
	return nil
}

// dispatch asks for a job for every partition, and every second for those that are still
// open: River itself hands a job of a process that died out again only after an hour,
// and a job that finds nothing to claim does no harm.
func (t trial) dispatch(ctx context.Context, runs *rescreen.Runs, run string) (stop func(), err error) {
	client, err := river.NewClient(riverpgxv5.New(t.pool), &river.Config{Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		return nil, err
	}
	ask := func(ctx context.Context) error {
		p, err := runs.Progress(ctx, run)
		if err != nil {
			return err
		}
		var params []river.InsertManyParams
		for range min(p.Run.Partitions-p.Done, 4*t.s.workers) {
			params = append(params, river.InsertManyParams{Args: job{Run: run}})
		}
		if len(params) == 0 {
			return nil
		}
		return pgx.BeginFunc(ctx, t.pool, func(tx pgx.Tx) error {
			_, err := client.InsertManyTx(ctx, tx, params)
			return err
		})
	}
	if err := ask(ctx); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(ctx)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		for tick := time.NewTicker(time.Second); ; {
			select {
			case <-ctx.Done():
				tick.Stop()
				return
			case <-tick.C:
				if err := ask(ctx); err != nil && ctx.Err() == nil {
					tell("jobs: %v", err)
				}
			}
		}
	}()
	return func() { cancel(); <-ended }, nil
}
