package main

import (
	"bytes"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gocloud.dev/blob"
	"gocloud.dev/blob/fileblob"
	"gocloud.dev/blob/memblob"

	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/document/files/filestest"
)

func TestBucket(t *testing.T) {
	for name, open := range map[string]func(tb filestest.TB) (*blob.Bucket, error){
		"memory": func(filestest.TB) (*blob.Bucket, error) { return memblob.OpenBucket(nil), nil },
		"folder": func(tb filestest.TB) (*blob.Bucket, error) {
			// Beside each file it would write what the file is, and not in one step with it.
			return fileblob.OpenBucket(tb.TempDir(), &fileblob.Options{NoTempDir: true, Metadata: fileblob.MetadataDontWrite})
		},
	} {
		t.Run(name, func(t *testing.T) {
			filestest.Run(t, func(tb filestest.TB) document.Files {
				bucket, err := open(tb)
				if err != nil {
					tb.Fatalf("open: %v", err)
				}
				tb.Cleanup(func() { _ = bucket.Close() })
				return &Bucket{bucket}
			})
		})
	}
}

// The program prints the same on a folder as in memory.
func TestProgram(t *testing.T) {
	want, err := os.ReadFile("output.golden")
	require.NoError(t, err)
	for _, url := range []string{"mem://", "file://" + t.TempDir() + "?no_tmp_dir=true"} {
		var out bytes.Buffer
		require.NoError(t, run(t.Context(), url, &out))
		assert.Equal(t, string(want), out.String())
	}
}
