package guard

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What can be used alone carries no numbering plans: phonenumbers and the protobuf
// runtime behind it are more than half of a small program. Only package phone, and
// what reads numbers with it, pays for them.
func TestWhatStandsAloneHasNoNumberingPlans(t *testing.T) {
	args := []string{"list", "-deps"}
	for _, dir := range []string{
		"", "/permission", "/screening", "/risk", "/casefile/ownership", "/document/mrz", "/document/identifier", "/document/upload",
		"/document/payout", "/store", "/store/memory", "/store/sealed", "/outbox",
	} {
		args = append(args, module+dir)
	}
	list := exec.Command("go", args...)
	list.Dir = filepath.Join("..", "..")
	out, err := list.Output()
	require.NoError(t, err)
	require.Contains(t, string(out), module+"/permission", "the list is one of packages")
	for path := range strings.Lines(string(out)) {
		for _, heavy := range []string{"nyaruka/phonenumbers", "google.golang.org/protobuf", "golang.org/x/text/language"} {
			assert.NotContains(t, path, heavy)
		}
	}
}
