package upload_test

import (
	"cmp"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide/document/upload"
	"github.com/bonafide-go/bonafide/internal/datatest"
)

// TestPDFsOfTheWorld looks into every PDF below the folder that BONAFIDE_PDFS names, such as the
// documentation packages of a distribution, and tells what it refused and what took longest. Whoever runs it
// reads the refusals with another program: each has what its code says. Of other reasons at most one file in five hundred is refused.
func TestPDFsOfTheWorld(t *testing.T) {
	folder := os.Getenv("BONAFIDE_PDFS")
	if folder == "" {
		t.Skip("BONAFIDE_PDFS names no folder")
	}
	type look struct {
		path string
		size int
		took time.Duration
	}
	var looks []look
	active := []string{" pdf_script", " pdf_attachment", " pdf_launch", " active_content", " encrypted_document"}
	refused, other := 0, 0
	require.NoError(t, filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".pdf") {
			return err
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		began := time.Now()
		_, err = upload.Rules{MaxBytes: 1 << 28}.Inspect(upload.PDF, content, everything)
		looks = append(looks, look{path, len(content), time.Since(began)})
		if err != nil {
			faults := datatest.Faults(err)
			refused++
			if !slices.ContainsFunc(faults, func(f string) bool { return slices.Contains(active, f) }) {
				other++
			}
			t.Log(path, faults)
		}
		return nil
	}))
	require.Greater(t, len(looks), 1700)
	slices.SortFunc(looks, func(a, b look) int { return cmp.Compare(b.took, a.took) })
	for _, l := range looks[:5] {
		t.Log(l.took, l.size, l.path)
	}
	t.Logf("%d of %d refused", refused, len(looks))
	assert.LessOrEqual(t, other*500, len(looks))
}
