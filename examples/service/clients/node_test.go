package clients

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The npm package synapsenode, as published, onboards a person.
func TestNodeClient(t *testing.T) {
	missing := func(why string) {
		if os.Getenv("CI") == "true" {
			t.Fatal(why)
		}
		t.Skip(why)
	}
	for _, name := range []string{"node", "npm"} {
		if _, err := exec.LookPath(name); err != nil {
			missing(name + " is not installed")
		}
	}
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	defer cancel()
	dir := t.TempDir()
	for _, name := range []string{"package.json", "package-lock.json", "onboard.js"} {
		text, err := os.ReadFile(name)
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), text, 0o600))
	}
	install := exec.CommandContext(ctx, "npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts")
	install.Dir = dir
	if out, err := install.CombinedOutput(); err != nil {
		missing("npm has no registry: " + string(out))
	}
	s := start(t, t.TempDir())
	node := exec.CommandContext(ctx, "node", "onboard.js")
	node.Dir = dir
	node.Env = append(os.Environ(), "HOST="+s.base+"/synapse/v3.1", "CLIENT_ID="+s.id, "CLIENT_SECRET="+s.secret)
	out, err := node.CombinedOutput()
	require.NoError(t, err, string(out))
	assert.Equal(t, "onboarded\n", string(out))
}
