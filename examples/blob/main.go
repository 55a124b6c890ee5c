// Command blob keeps uploads in a bucket, by gocloud.dev/blob: one program for S3, Google
// Cloud Storage, Azure, MinIO, or a folder. A customer hands in a photo id; the bucket
// has it sealed; and what no record names is swept.
//
//	go run .                                       # a bucket in memory
//	go run . -bucket file:///tmp/uploads           # a folder that is there
//
// For S3 add the import of gocloud.dev/blob/s3blob and give s3://name?region=us-east-1.
package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"time"

	"gocloud.dev/blob"
	_ "gocloud.dev/blob/fileblob"
	_ "gocloud.dev/blob/memblob"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/document/upload"
	"github.com/bonafide-go/bonafide/store/memory"
	"github.com/bonafide-go/bonafide/user"
)

const about = `blob keeps sealed uploads in a bucket, and sweeps what no record names.
  blob                             a bucket in memory
  blob -bucket file:///tmp/dir     a folder
`

func main() {
	flag.Usage = func() {
		fmt.Fprint(flag.CommandLine.Output(), about)
		flag.PrintDefaults()
	}
	url := flag.String("bucket", "mem://", "URL of a bucket, as gocloud.dev/blob opens it")
	flag.Parse()
	if flag.NArg() > 0 {
		flag.Usage()
		os.Exit(2)
	}
	if err := run(context.Background(), *url, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, url string, out io.Writer) (err error) {
	opened, err := blob.OpenBucket(ctx, url)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, opened.Close()) }()
	uploads := &Bucket{opened}
	users, err := user.New(memory.New("shop"), bonafide.EphemeralKeys(), &user.Options{Files: uploads})
	if err != nil {
		return err
	}
	shop := bonafide.Platform("shop")
	u, err := users.Create(ctx, shop, user.CreateRequest{Phone: "+1 415 555 2671", LegalNames: []string{"Ana Maria Lopez"}})
	if err != nil {
		return err
	}
	photo := document.SandboxImage("photo")
	if _, err := users.SubmitDocuments(ctx, shop, u.ID, user.SubmitRequest{Documents: []document.Submission{{
		Name: "Ana Maria Lopez", Email: "ana@example.com", PhoneNumber: "+14155552671", IP: "203.0.113.7", EntityType: "NOT_KNOWN", EntityScope: "Not Known",
		Day: 14, Month: 5, Year: 1990, AddressStreet: "1 Market Street", AddressCity: "San Francisco", AddressSubdivision: "CA",
		AddressPostalCode: "94105", AddressCountryCode: "US",
		PhysicalDocs: []document.SubSubmission{{Type: document.GovtID, Upload: bytes.NewReader(photo), MediaType: upload.PNG}},
	}}}); err != nil {
		return err
	}
	if err := show(ctx, out, opened, photo); err != nil {
		return err
	}
	// A submission that was cut off leaves an object that no record names.
	if err := uploads.Put(ctx, "of nobody", []byte("sealed")); err != nil {
		return err
	}
	for _, age := range []time.Duration{24 * time.Hour, -24 * time.Hour} { // today, and as if two days had passed
		removed, err := uploads.Sweep(ctx, time.Now().Add(-age), named(ctx, users))
		if err != nil {
			return err
		}
		fmt.Fprintln(out, "swept:", removed)
	}
	return show(ctx, out, opened, photo)
}

// show tells what the bucket holds.
func show(ctx context.Context, out io.Writer, bucket *blob.Bucket, original []byte) error {
	for objects := bucket.List(&blob.ListOptions{Prefix: folder}); ; {
		o, err := objects.Next(ctx)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		content, err := bucket.ReadAll(ctx, o.Key)
		if err != nil {
			return err
		}
		about, err := bucket.Attributes(ctx, o.Key)
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "an object of a photo id: %s, %s, sealed: %t\n", about.ContentType, about.ContentDisposition, !bytes.Contains(content, original[:64]))
	}
}
