package main

import (
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// Whoever sends large bodies slowly keeps nobody but itself waiting.
func TestSlowBodiesHoldUpNobodyElse(t *testing.T) {
	all := demoClients()
	slow, other := all[0], all[1]
	g := newGate(slog.New(slog.DiscardHandler), all, 100)
	begun := make(chan struct{}, 8)
	server := httptest.NewServer(g.before("synapse", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		begun <- struct{}{}
		_, _ = io.Copy(io.Discard, r.Body)
	})))
	defer server.Close()
	for range 4 {
		c, err := net.Dial("tcp", server.Listener.Addr().String())
		require.NoError(t, err)
		defer c.Close()
		_, err = io.WriteString(c, "POST / HTTP/1.1\r\nHost: x\r\nX-SP-GATEWAY: "+slow.ID+"|"+slow.Secret+"\r\nContent-Length: 20000000\r\n\r\n{")
		require.NoError(t, err)
	}
	<-begun
	r, err := http.NewRequest(http.MethodPost, server.URL, strings.NewReader(strings.Repeat(" ", 2*largeBody)))
	require.NoError(t, err)
	r.Header.Set("X-SP-GATEWAY", other.ID+"|"+other.Secret)
	answer, err := (&http.Client{Timeout: 20 * time.Second}).Do(r)
	require.NoError(t, err)
	require.NoError(t, answer.Body.Close())
	require.Equal(t, http.StatusOK, answer.StatusCode)
}
