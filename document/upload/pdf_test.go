package upload_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide/document/upload"
	"github.com/bonafide-go/bonafide/internal/datatest"
	"github.com/bonafide-go/bonafide/internal/uploadtest"
)

// What its owner restricted and anybody can open is looked into, by each method of encryption
// (ISO 32000-2, 7.6; the files were written by qpdf). What needs a password says so.
func TestEncryptedPDFs(t *testing.T) {
	paths, err := filepath.Glob("testdata/encrypted/*.pdf")
	require.NoError(t, err)
	require.Len(t, paths, 14)
	for _, path := range paths {
		content, err := os.ReadFile(path)
		require.NoError(t, err)
		var want []string
		switch name := filepath.Base(path); {
		case strings.HasSuffix(name, "-user.pdf"):
			want = []string{" encrypted_document"}
		case strings.HasPrefix(name, "script-"):
			want = []string{" pdf_script"}
		}
		_, err = upload.Rules{}.Inspect(upload.PDF, content, everything)
		assert.Equal(t, want, datatest.Faults(err), path)
	}
}

// FuzzPDF: nothing that is put into a PDF makes it panic, take long or lose what was found in it.
func FuzzPDF(f *testing.F) {
	for _, content := range uploadtest.Good()[upload.PDF] {
		f.Add(content)
	}
	for _, b := range uploadtest.Bombs() {
		if b.Media == upload.PDF && len(b.Content) < 100_000 {
			f.Add(b.Content)
		}
	}
	paths, err := filepath.Glob("testdata/encrypted/*.pdf")
	require.NoError(f, err)
	for _, path := range paths {
		content, err := os.ReadFile(path)
		require.NoError(f, err)
		f.Add(content)
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		_, err := upload.Rules{}.Inspect(upload.PDF, content, everything)
		again := append([]byte("%PDF-1.7\n9 0 obj << /S /JavaScript /JS (x) >> endobj\n"), content...)
		_, scripted := upload.Rules{}.Inspect(upload.PDF, again, everything)
		if err == nil {
			assert.Error(t, scripted, "a script before the rest")
		}
	})
}

func BenchmarkPDF(b *testing.B) {
	content := uploadtest.LongPDF(2000)
	b.SetBytes(int64(len(content)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := (upload.Rules{}).Inspect(upload.PDF, content, everything); err != nil {
			b.Fatal(err)
		}
	}
}
