package main

import (
	"context"
	"errors"
	"io"
	"iter"
	"time"

	"gocloud.dev/blob"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/user"
)

// Sweep removes objects that are older than a time and that no record names. The bucket
// is listed first and the records are read then, so that one that is written meanwhile
// is no danger.
func (b *Bucket) Sweep(ctx context.Context, before time.Time, named iter.Seq2[string, error]) (removed int, err error) {
	orphans := make(map[string]bool)
	for objects := b.bucket.List(&blob.ListOptions{Prefix: folder}); ; {
		o, err := objects.Next(ctx)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return 0, outcome(ctx, "list", err)
		}
		if o.ModTime.Before(before) {
			orphans[o.Key] = true
		}
	}
	for key, err := range named {
		if err != nil {
			return 0, err // what is not known is not deleted
		}
		delete(orphans, place(key))
	}
	for name := range orphans {
		if err := b.bucket.Delete(ctx, name); err != nil {
			return removed, outcome(ctx, "delete", err)
		}
		removed++
	}
	return removed, nil
}

// named are the keys of the uploads that records name.
func named(ctx context.Context, users *user.Service) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		for page := (bonafide.PageRequest{}); ; {
			found, err := users.Files(ctx, bonafide.System(), page)
			if err != nil {
				yield("", err)
				return
			}
			for _, key := range found.Items {
				if !yield(key, nil) {
					return
				}
			}
			if page.Cursor = found.Next; page.Cursor == "" {
				return
			}
		}
	}
}
