// Package clients drives the service of examples/service over HTTP as published clients
// do: by a client library as it is, by the payloads of five, through kills, and under load.
package clients

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestMain(m *testing.M) {
	if addr := os.Getenv(bareEnv); addr != "" {
		if err := bare(addr, os.Getenv(bareEnv+"_DATA"), os.Getenv(bareEnv+"_POSTGRES")); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	code := m.Run()
	if built.dir != "" {
		_ = os.RemoveAll(built.dir)
	}
	os.Exit(code)
}

// built is the service's program, built once.
var built struct {
	once sync.Once
	dir  string
	err  error
}

func binary(t testing.TB) string {
	built.once.Do(func() {
		if built.dir, built.err = os.MkdirTemp("", "service"); built.err != nil {
			return
		}
		cmd := exec.Command("go", "build", "-o", filepath.Join(built.dir, "service"), "..")
		if out, err := cmd.CombinedOutput(); err != nil {
			built.err = fmt.Errorf("%w: %s", err, out)
		}
	})
	require.NoError(t, built.err)
	return filepath.Join(built.dir, "service")
}

// A service is one process, and the first platform that it printed.
type service struct {
	t          testing.TB
	cmd        *exec.Cmd
	base       string
	id, secret string
}

// start runs the service over dir, and waits until it is ready.
func start(t testing.TB, dir string, more ...string) *service {
	addr := free(t)
	cmd := exec.Command(binary(t), append([]string{"-addr", addr, "-demo", "-data", dir}, more...)...)
	return watched(t, cmd, addr)
}

func watched(t testing.TB, cmd *exec.Cmd, addr string) *service {
	s := &service{t: t, cmd: cmd, base: "http://" + addr}
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	cmd.Stderr = io.Discard
	require.NoError(t, cmd.Start())
	t.Cleanup(s.kill)
	printed := make(chan string, 100)
	go func() {
		for scan := bufio.NewScanner(out); scan.Scan(); {
			select {
			case printed <- scan.Text():
			default:
			}
		}
		close(printed)
	}()
	for line := range printed {
		if n, _ := fmt.Sscanf(line, "demo synapse client_id=%s client_secret=%s", &s.id, &s.secret); n == 2 {
			break
		}
	}
	require.NotEmpty(t, s.secret, "the service ended before it printed its clients")
	require.Eventually(t, func() bool {
		res, err := http.Get(s.base + "/healthz")
		return err == nil && res.Body.Close() == nil && res.StatusCode == http.StatusOK
	}, 90*time.Second, 20*time.Millisecond)
	return s
}

// kill ends the process with no time for a last word.
func (s *service) kill() {
	if s.cmd.ProcessState == nil {
		_ = s.cmd.Process.Signal(syscall.SIGKILL)
		_ = s.cmd.Wait()
	}
}

func free(t testing.TB) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer l.Close()
	return l.Addr().String()
}

// A request is what a client sends. By is the X-SP-USER header.
type request struct {
	method, path, by string
	header           map[string]string
	body             any
}

// An answer is what came back.
type answer struct {
	status int
	body   any
}

// send sends a request to the Synapse API; an error means that nothing was answered.
func (s *service) send(r request) (answer, error) {
	var body io.Reader
	switch b := r.body.(type) {
	case nil:
	case json.RawMessage:
		body = bytes.NewReader(b)
	default:
		text, err := json.Marshal(b)
		if err != nil {
			return answer{}, err
		}
		body = bytes.NewReader(text)
	}
	req, err := http.NewRequest(r.method, s.base+"/synapse/v3.1"+r.path, body)
	if err != nil {
		return answer{}, err
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("X-SP-GATEWAY", s.id+"|"+s.secret)
	req.Header.Set("X-SP-USER", r.by)
	req.Header.Set("X-SP-USER-IP", "127.0.0.1")
	for name, value := range r.header {
		req.Header.Set(name, value)
	}
	res, err := client.Do(req)
	if err != nil {
		return answer{}, err
	}
	defer res.Body.Close()
	a := answer{status: res.StatusCode}
	return a, json.NewDecoder(res.Body).Decode(&a.body)
}

var client = &http.Client{Timeout: time.Minute, Transport: &http.Transport{MaxIdleConnsPerHost: 64}}

// must sends a request that is to succeed.
func (s *service) must(t testing.TB, r request) answer {
	a, err := s.send(r)
	require.NoError(t, err)
	require.Equal(t, http.StatusOK, a.status, "%s %s: %v", r.method, r.path, a.body)
	return a
}

// at is the value at a path such as "documents.0.id"; "#" is the length of a list.
func (a answer) at(path string) any {
	v := a.body
	for _, step := range strings.Split(path, ".") {
		switch in := v.(type) {
		case map[string]any:
			v = in[step]
		case []any:
			n, err := strconv.Atoi(step)
			switch {
			case step == "#":
				v = float64(len(in))
			case err == nil && n < len(in):
				v = in[n]
			default:
				return nil
			}
		default:
			return nil
		}
	}
	return v
}

func (a answer) text(path string) string { s, _ := a.at(path).(string); return s }

// list are the objects of a list.
func (a answer) list(path string) (out []answer) {
	items, _ := a.at(path).([]any)
	for _, item := range items {
		out = append(out, answer{a.status, item})
	}
	return out
}
