package main

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"

	"gocloud.dev/blob"
	"gocloud.dev/gcerrors"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
)

// Bucket keeps uploads in a bucket: of S3 or what speaks its language, of Google, of
// Azure, or in a folder, as the URL that it was opened by says.
type Bucket struct {
	bucket *blob.Bucket
}

var _ document.Files = (*Bucket)(nil)

// Put writes an object. A caller that leaves ends the write, and then nothing is kept.
func (b *Bucket) Put(ctx context.Context, key string, content []byte) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	// Never shown by a browser that is led to it, and never kept by one.
	return outcome(ctx, "put", b.bucket.WriteAll(ctx, place(key), content, &blob.WriterOptions{
		ContentType: "application/octet-stream", ContentDisposition: "attachment", CacheControl: "no-store",
	}))
}

// Get reads an object.
func (b *Bucket) Get(ctx context.Context, key string) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	content, err := b.bucket.ReadAll(ctx, place(key))
	return content, outcome(ctx, "get", err)
}

// Delete removes an object. In a bucket that keeps versions, let its lifecycle remove
// old ones: an erased customer's upload is gone only with the last of them. The upload
// is sealed, and its key is destroyed.
func (b *Bucket) Delete(ctx context.Context, key string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	err := outcome(ctx, "delete", b.bucket.Delete(ctx, place(key)))
	if errors.Is(err, bonafide.ErrNotFound) {
		return nil
	}
	return err
}

// folder begins the names of all objects.
const folder = "uploads/"

// place is the name of an object, whatever the key: buckets differ in which names they
// take.
func place(key string) string { return fmt.Sprintf("%s%x", folder, sha256.Sum256([]byte(key))) }

// outcome is what an error of the bucket means. Its text may hold names and addresses
// of the host's, never what the file is.
func outcome(ctx context.Context, op string, err error) error {
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return ctx.Err()
	case gcerrors.Code(err) == gcerrors.NotFound:
		return bonafide.ErrNotFound
	}
	return fmt.Errorf("bucket: %s: %w", op, errors.Join(bonafide.ErrUnavailable, err))
}
