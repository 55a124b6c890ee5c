package main

import (
	"bytes"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestGolden(t *testing.T) {
	var out bytes.Buffer
	require.NoError(t, run(&out))
	if os.Getenv("UPDATE") == "1" {
		require.NoError(t, os.WriteFile("output.golden", out.Bytes(), 0o644))
	}
	want, err := os.ReadFile("output.golden")
	require.NoError(t, err)
	assert.Equal(t, string(want), out.String())
}
