// Package postgrestest starts private PostgreSQL servers for tests and examples. It
// needs the server's programs, as Debian's package postgresql installs them.
package postgrestest

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
	"time"
)

// A Cluster is a private server in a temporary folder, reached by its socket alone.
type Cluster struct {
	dir      string
	settings []string
	account  *syscall.SysProcAttr
	server   *exec.Cmd
	gone     <-chan struct{} // closed when it has ended
}

// Start makes and starts a server with settings such as "fsync=off". Postgres does not
// run as root: then it runs as the account of that name.
func Start(settings ...string) (*Cluster, error) {
	initdb, err := program("initdb")
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "bonafide-pg")
	if err != nil {
		return nil, err
	}
	c := &Cluster{dir: dir, settings: settings}
	if err := c.begin(initdb); err != nil {
		c.Stop()
		return nil, err
	}
	return c, nil
}

func (c *Cluster) begin(initdb string) error {
	if os.Getuid() == 0 {
		u, err := user.Lookup("postgres")
		if err != nil {
			return err
		}
		uid, _ := strconv.Atoi(u.Uid)
		gid, _ := strconv.Atoi(u.Gid)
		if err := os.Chown(c.dir, uid, gid); err != nil {
			return err
		}
		c.account = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}}
	}
	run := c.command(initdb, "-D", c.data(), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync")
	if out, err := run.CombinedOutput(); err != nil {
		return fmt.Errorf("initdb: %w: %s", err, out)
	}
	return c.Run()
}

func (c *Cluster) data() string { return filepath.Join(c.dir, "data") }

func (c *Cluster) command(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(name, args...)
	cmd.SysProcAttr, cmd.Dir = c.account, c.dir
	return cmd
}

// DSN is where a role reaches the server, in the form that pgx reads.
func (c *Cluster) DSN(role string) string {
	return fmt.Sprintf("host=%s user=%s dbname=postgres pool_max_conns=24", c.dir, role)
}

// Dir is the folder of the server's files.
func (c *Cluster) Dir() string { return c.data() }

// Run starts the server, after [Start] or [Cluster.Kill], and waits until it answers. A
// server that was killed leaves processes that hold its memory for a moment.
func (c *Cluster) Run() error {
	path, err := program("postgres")
	if err != nil {
		return err
	}
	ready, err := program("pg_isready")
	if err != nil {
		return err
	}
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		gone, err := c.launch(path)
		if err != nil {
			return err
		}
		for time.Now().Before(deadline) {
			if c.command(ready, "-q", "-h", c.dir).Run() == nil {
				return nil
			}
			select {
			case <-gone:
			case <-time.After(20 * time.Millisecond):
				continue
			}
			break
		}
	}
	return errors.New("the server does not answer")
}

// launch starts the server; what it returns is closed when the server ends.
func (c *Cluster) launch(path string) (<-chan struct{}, error) {
	args := []string{"-D", c.data()}
	for _, s := range append([]string{"listen_addresses=", "unix_socket_directories=" + c.dir, "max_connections=300"}, c.settings...) {
		args = append(args, "-c", s)
	}
	log, err := os.OpenFile(filepath.Join(c.dir, "log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	defer log.Close()
	server := c.command(path, args...)
	server.Stdout, server.Stderr = log, log
	if err := server.Start(); err != nil {
		return nil, err
	}
	c.server = server
	gone := make(chan struct{})
	go func() {
		_ = server.Wait()
		close(gone)
	}()
	c.gone = gone
	return gone, nil
}

// Kill kills the server, as an out-of-memory killer does.
func (c *Cluster) Kill() {
	_ = c.server.Process.Kill()
	<-c.gone
}

// Stop ends the server and removes its files.
func (c *Cluster) Stop() {
	if c.server != nil {
		_ = c.server.Process.Signal(syscall.SIGINT) // fast shutdown
		<-c.gone
	}
	_ = os.RemoveAll(c.dir)
}

func program(name string) (string, error) {
	if path, err := exec.LookPath(name); err == nil {
		return path, nil
	}
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/" + name)
	if len(found) == 0 {
		return "", fmt.Errorf("%s is not installed", name)
	}
	return found[len(found)-1], nil
}
