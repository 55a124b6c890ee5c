package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The service starts, prints who may call, onboards a person, and prints the same again
// after a restart.
func TestServiceOnboardsAPerson(t *testing.T) {
	const addr = "127.0.0.1:18493"
	dir := t.TempDir()
	var before []string
	for range 2 {
		ctx, stop := context.WithCancel(t.Context())
		read, write := io.Pipe()
		ended := make(chan error, 1)
		go func() {
			ended <- run(ctx, config{addr: addr, data: dir, demo: true, writes: 300}, write, io.Discard)
			write.Close()
		}()
		var lines []string
		for scan := bufio.NewScanner(read); len(lines) < 9 && scan.Scan(); {
			lines = append(lines, scan.Text())
		}
		require.Len(t, lines, 9)
		require.Eventually(t, func() bool {
			res, err := http.Get("http://" + addr + "/healthz")
			return err == nil && res.Body.Close() == nil && res.StatusCode == http.StatusOK
		}, 10*time.Second, 50*time.Millisecond)
		if before != nil {
			assert.Equal(t, before, lines, "a restart prints the same")
		}
		before = lines
		var id, secret string
		_, err := fmt.Sscanf(lines[0], "demo synapse client_id=%s client_secret=%s", &id, &secret)
		require.NoError(t, err)
		body := `{"logins":[{"email":"a@example.com"}],"phone_numbers":["415-555-0101"],"legal_names":["Ana Lima"]}`
		for given, status := range map[string]int{secret: 200, "wrong": 401} {
			r, err := http.NewRequest("POST", "http://"+addr+"/synapse/v3.1/users", strings.NewReader(body))
			require.NoError(t, err)
			r.Header.Set("Content-Type", "application/json")
			r.Header.Set("X-SP-GATEWAY", id+"|"+given)
			r.Header.Set("X-SP-USER", "|device")
			res, err := http.DefaultClient.Do(r)
			require.NoError(t, err)
			res.Body.Close()
			assert.Equal(t, status, res.StatusCode)
		}
		stop()
		select {
		case err := <-ended:
			require.NoError(t, err)
		case <-time.After(15 * time.Second):
			t.Fatal("it does not end within 15 seconds")
		}
	}
}
