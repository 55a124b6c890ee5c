package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"io/fs"
	"maps"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document/files"
)

// TestMain is the service itself where a test starts it as a process.
func TestMain(m *testing.M) {
	if os.Getenv("SERVICE") == "" {
		os.Exit(m.Run())
	}
	main()
}

// A process is the service as clients meet it.
type process struct {
	t    testing.TB
	base string
	cmd  *exec.Cmd
	vars map[string]string // of what it printed: "synapse1.client_id"

	mu    sync.Mutex
	lines []string
}

// start runs the service over a folder until the test ends.
func start(t testing.TB, addr, dir string, flags ...string) *process {
	t.Helper()
	p := &process{t: t, base: "http://" + addr, vars: map[string]string{}}
	p.cmd = exec.Command(os.Args[0], append([]string{"-addr", addr, "-demo", "-data", dir}, flags...)...)
	p.cmd.Env = append(os.Environ(), "SERVICE=1")
	out, err := p.cmd.StdoutPipe()
	require.NoError(t, err)
	p.cmd.Stderr = p.cmd.Stdout
	require.NoError(t, p.cmd.Start())
	read := make(chan struct{})
	go func() {
		defer close(read)
		for scan := bufio.NewScanner(out); scan.Scan(); {
			p.mu.Lock()
			p.lines = append(p.lines, scan.Text())
			p.mu.Unlock()
		}
	}()
	t.Cleanup(func() {
		assert.NoError(t, p.cmd.Process.Signal(syscall.SIGTERM))
		late := time.AfterFunc(15*time.Second, func() { _ = p.cmd.Process.Kill() })
		defer late.Stop()
		<-read
		assert.NoError(t, p.cmd.Wait(), "it ends within 15 seconds of SIGTERM")
		p.silent()
	})
	require.Eventually(t, func() bool {
		res, err := http.Get(p.base + "/healthz")
		return err == nil && res.Body.Close() == nil && res.StatusCode == http.StatusOK
	}, 90*time.Second, 50*time.Millisecond)
	require.Equal(t, 200, p.ask("", "GET", "/readyz", "").status)
	n := map[string]int{}
	for _, line := range p.printed() {
		kind := strings.Fields(line)[1]
		n[kind]++
		for _, m := range regexp.MustCompile(`(\w+)=("[^"]*"|\S+)`).FindAllStringSubmatch(line, -1) {
			p.vars[kind+string(rune('0'+n[kind]))+"."+m[1]] = strings.Trim(m[2], `"`)
		}
	}
	return p
}

// printed are the lines that name who may call.
func (p *process) printed() (out []string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, line := range p.lines {
		if strings.HasPrefix(line, "demo ") {
			out = append(out, line)
		}
	}
	return out
}

// silent checks that no other line has anything personal, or a secret.
func (p *process) silent() {
	secret := []string{"Ana", "Lima", "Bob", "Acme", "Ruth", "example.com", "415555", "Market", "2222", "oauth_", "refresh_", "somebody else"}
	for name, v := range p.vars {
		if !strings.HasSuffix(name, "client_id") && !strings.HasSuffix(name, "user") && !strings.HasSuffix(name, "user_id") {
			secret = append(secret, v)
		}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	random := regexp.MustCompile(`[0-9a-f]{16,}|\d{4}-\d\d-\d\dT[\d:.]*`) // ids and times hold any digits
	for _, line := range p.lines {
		for _, word := range secret {
			if !strings.HasPrefix(line, "demo ") && strings.Contains(random.ReplaceAllString(line, ""), word) {
				p.t.Errorf("a line tells %q", word)
			}
		}
	}
}

// A reply is an answer, with its JSON.
type reply struct {
	status int
	header http.Header
	text   string
	body   map[string]any
}

// at is a member by its path: "compliance.flags.ofac", "documents.0.id".
func (r reply) at(path string) any {
	var v any = r.body
	for name := range strings.SplitSeq(path, ".") {
		switch in := v.(type) {
		case map[string]any:
			v = in[name]
		case []any:
			if i := int(name[0] - '0'); i < len(in) {
				v = in[i]
			} else {
				v = nil
			}
		default:
			return nil
		}
	}
	return v
}

func (r reply) str(path string) string { s, _ := r.at(path).(string); return s }

// ask sends a request as a client: "synapse1", "dots2", "dotfile1", "desk2", or nobody.
func (p *process) ask(as, method, path, body string, header ...string) reply {
	p.t.Helper()
	r, err := http.NewRequestWithContext(context.Background(), method, p.base+path, strings.NewReader(body))
	require.NoError(p.t, err)
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	v := func(name string) string { return p.vars[as+"."+name] }
	switch {
	case strings.HasPrefix(as, "synapse"):
		r.Header.Set("X-SP-GATEWAY", v("client_id")+"|"+v("client_secret"))
		r.Header.Set("X-SP-USER", "|a-device")
		r.Header.Set("X-SP-USER-IP", "127.0.0.1")
	case strings.HasPrefix(as, "dotfile"):
		r.Header.Set("X-DOTFILE-API-KEY", v("api_key"))
	case strings.HasPrefix(as, "dots"):
		r.SetBasicAuth(v("client_id"), v("api_key"))
	case strings.HasPrefix(as, "desk"):
		r.SetBasicAuth(v("user"), v("password"))
	}
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	res, err := http.DefaultClient.Do(r)
	require.NoError(p.t, err)
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	require.NoError(p.t, err)
	out := reply{status: res.StatusCode, header: res.Header, text: string(text)}
	_ = json.Unmarshal(text, &out.body)
	return out
}

// ok asks for what succeeds.
func (p *process) ok(as, method, path, body string, header ...string) reply {
	p.t.Helper()
	r := p.ask(as, method, path, body, header...)
	require.Less(p.t, r.status, 300, "%s %s: %s", method, path, r.text)
	return r
}

// until asks until an answer is as it should be, for at most 15 seconds.
func (p *process) until(as, path string, is func(reply) bool) reply {
	p.t.Helper()
	var r reply
	require.Eventually(p.t, func() bool { r = p.ask(as, "GET", path, ""); return is(r) }, 15*time.Second, 100*time.Millisecond, path)
	return r
}

// A restart knows the same clients.
func TestRestart(t *testing.T) {
	dir := t.TempDir()
	var before, after map[string]string
	t.Run("first", func(t *testing.T) { before = start(t, "127.0.0.1:18491", dir).vars })
	t.Run("second", func(t *testing.T) { after = start(t, "127.0.0.1:18491", dir).vars })
	assert.Equal(t, before, after)
	want := "desk1.password desk1.user desk2.password desk2.user dotfile1.api_key dotfile2.api_key dots1.api_key dots1.client_id dots2.api_key dots2.client_id " +
		"listed1.name synapse1.client_id synapse1.client_secret synapse1.fingerprint synapse1.user_id synapse2.client_id synapse2.client_secret"
	assert.Equal(t, strings.Fields(want), slices.Sorted(maps.Keys(before)))
}

// A new edition of the list is taken in while the service runs, and who is on it is looked
// for; an upload of nobody goes; traces and metrics tell of all that, and nothing personal.
func TestDaily(t *testing.T) {
	dir, data := t.TempDir(), t.TempDir()
	old := time.Now().AddDate(0, 0, -2)
	uploads, err := files.Open(data + "/uploads")
	require.NoError(t, err)
	require.NoError(t, uploads.Put(t.Context(), "of nobody", []byte("sealed")))
	require.NoError(t, filepath.WalkDir(data, func(path string, _ fs.DirEntry, _ error) error { return os.Chtimes(path, old, old) }))
	publish := func(listed, name string, day time.Time) {
		for _, file := range []string{"sdn.csv", "alt.csv", "add.csv", "sdn_comments.csv"} {
			text, err := os.ReadFile("ofac/" + file)
			require.NoError(t, err)
			require.NoError(t, os.WriteFile(dir+"/new", bytes.Replace(text, []byte(listed), []byte(name), 1), 0o600))
			require.NoError(t, os.Chtimes(dir+"/new", day, day))
			require.NoError(t, os.Rename(dir+"/new", dir+"/"+file))
		}
	}
	publish("", "", old)
	p := start(t, "127.0.0.1:18494", data, "-traces", "-lists", dir, "-refresh", "300ms", "-metrics", "127.0.0.1:18501")
	path := synapseUsers + "/" + p.ok("synapse1", "POST", synapseUsers, person("Ana Lima")).str("_id")
	p.until("synapse1", path, func(r reply) bool { return r.str("permission") == "SEND-AND-RECEIVE" })
	publish("VELASQUEZ RODRIGUEZ, Ruth Cecilia", "LIMA, Ana", time.Now())
	p.until("synapse1", path, func(r reply) bool { return r.str("permission") != "SEND-AND-RECEIVE" })
	_, err = uploads.Get(t.Context(), "of nobody")
	assert.ErrorIs(t, err, bonafide.ErrNotFound)
	res, err := http.Get("http://127.0.0.1:18501/metrics")
	require.NoError(t, err)
	defer res.Body.Close()
	metrics, err := io.ReadAll(res.Body)
	require.NoError(t, err)
	for _, name := range []string{`command_seconds_count{op="user.create",outcome="ok"}`, `request_seconds_count{api="synapse"`, `outbox_lag_events{receiver="synapse webhooks"}`} {
		assert.Contains(t, string(metrics), name)
	}
	require.Eventually(t, func() bool {
		p.mu.Lock()
		defer p.mu.Unlock()
		return slices.ContainsFunc(p.lines, func(line string) bool {
			return strings.Contains(line, `"SpanContext"`) && strings.Contains(line, `"Name":"user.create"`)
		})
	}, 15*time.Second, 100*time.Millisecond)
}

// The curl blocks of the README do what it says.
func TestReadme(t *testing.T) {
	text, err := os.ReadFile("README.md")
	require.NoError(t, err)
	var script bytes.Buffer
	for _, m := range regexp.MustCompile("(?s)```sh\n(.*?)```").FindAllStringSubmatch(string(text), -1) {
		if !strings.Contains(m[1], "go run") {
			script.WriteString(m[1])
		}
	}
	require.Contains(t, script.String(), "curl")
	p := start(t, "127.0.0.1:18492", t.TempDir())
	cmd := exec.Command("bash", "-eu", "-o", "pipefail", "-c", script.String())
	cmd.Dir = t.TempDir()
	require.NoError(t, os.WriteFile(cmd.Dir+"/demo.log", []byte(strings.Join(p.printed(), "\n")+"\n"), 0o600))
	cmd.Env = append(os.Environ(), "BASE="+p.base)
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, string(out))
	assert.Regexp(t, `(?s)^"permission":"UNVERIFIED".*"permission":"SEND-AND-RECEIVE"\s*$`, string(out))
}
