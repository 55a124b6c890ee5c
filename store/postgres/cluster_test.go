package postgres_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/bonafide-go/bonafide/store/storetest"
)

// dsn leads to the server that the tests use: the host's own, or a private one that
// they start; empty where there is neither.
var dsn = sync.OnceValue(func() string {
	if own := os.Getenv("BONAFIDE_POSTGRES"); own != "" {
		return own
	}
	c, err := startCluster()
	if err != nil {
		missing = err
		return ""
	}
	private = c
	return c.dsn("postgres")
})

var (
	missing error
	private *cluster
)

func TestMain(m *testing.M) {
	code := m.Run()
	if private != nil {
		private.stop()
	}
	os.Exit(code)
}

// A cluster is a private server in a temporary folder, reached by its socket alone.
type cluster struct {
	dir    string
	server *exec.Cmd
}

func (c *cluster) dsn(role string) string {
	return fmt.Sprintf("host=%s user=%s dbname=postgres pool_max_conns=24", c.dir, role)
}

// startCluster makes and starts a server. Postgres does not run as root: then it runs
// as the account of that name.
func startCluster() (*cluster, error) {
	initdb, err := program("initdb")
	if err != nil {
		return nil, err
	}
	server, err := program("postgres")
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "bonafide-pg")
	if err != nil {
		return nil, err
	}
	var account *syscall.SysProcAttr
	if os.Getuid() == 0 {
		u, err := user.Lookup("postgres")
		if err != nil {
			return nil, err
		}
		uid, _ := strconv.Atoi(u.Uid)
		gid, _ := strconv.Atoi(u.Gid)
		if err := os.Chown(dir, uid, gid); err != nil {
			return nil, err
		}
		account = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}}
	}
	data := filepath.Join(dir, "data")
	run := exec.Command(initdb, "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync")
	run.SysProcAttr, run.Dir = account, dir
	if out, err := run.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("initdb: %w: %s", err, out)
	}
	args := []string{"-D", data, "-c", "listen_addresses=", "-c", "unix_socket_directories=" + dir, "-c", "max_connections=300"}
	if f := flag.Lookup("test.bench"); f == nil || f.Value.String() == "" {
		args = append(args, "-c", "fsync=off") // the disk is no part of what is tested
	}
	c := &cluster{dir: dir, server: exec.Command(server, args...)}
	c.server.SysProcAttr, c.server.Dir = account, dir
	log, err := os.Create(filepath.Join(dir, "log"))
	if err != nil {
		return nil, err
	}
	defer log.Close()
	c.server.Stdout, c.server.Stderr = log, log
	if err := c.server.Start(); err != nil {
		return nil, err
	}
	return c, c.prepare()
}

// prepare waits for the server and makes the ordinary role that tests connect as.
func (c *cluster) prepare() error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	pool, err := pgxpool.New(ctx, c.dsn("postgres"))
	if err != nil {
		return err
	}
	defer pool.Close()
	for pool.Ping(ctx) != nil {
		select {
		case <-ctx.Done():
			return errors.New("the server does not answer")
		case <-time.After(20 * time.Millisecond):
		}
	}
	return nil
}

func (c *cluster) stop() {
	_ = c.server.Process.Signal(syscall.SIGINT) // fast shutdown
	_ = c.server.Wait()
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

// server skips a test where there is no server, which in CI is a failure.
func server(t testing.TB) {
	t.Helper()
	if dsn() != "" {
		return
	}
	if os.Getenv("CI") != "" {
		t.Fatalf("no PostgreSQL: %v", missing)
	}
	t.Skipf("no PostgreSQL: install it, or set BONAFIDE_POSTGRES to a connection string (%v)", missing)
}

// admin makes schemas, and the ordinary role that the tests connect as.
var admin = sync.OnceValues(func() (*pgxpool.Pool, error) {
	pool, err := pgxpool.New(context.Background(), dsn())
	if err != nil {
		return nil, err
	}
	_, err = pool.Exec(context.Background(), `do $$ begin create role bonafide_app login; exception when duplicate_object or unique_violation then null; end $$`)
	return pool, err
})

var schemas atomic.Int64

// newPool returns a pool of an ordinary role in an empty schema of its own.
func newPool(tb storetest.TB, change ...func(*pgxpool.Config)) *pgxpool.Pool {
	tb.Helper()
	ctx := context.Background()
	owner, err := admin()
	if err != nil {
		tb.Fatalf("connect: %v", err)
	}
	name := fmt.Sprintf("bonafide_test_%d_%d", os.Getpid(), schemas.Add(1))
	if _, err := owner.Exec(ctx, `create schema `+name+` authorization bonafide_app`); err != nil {
		tb.Fatalf("create schema: %v", err)
	}
	config, err := pgxpool.ParseConfig(dsn())
	if err != nil {
		tb.Fatalf("connect: %v", err)
	}
	config.ConnConfig.User = "bonafide_app"
	config.ConnConfig.RuntimeParams["search_path"] = name
	for _, c := range change {
		c(config)
	}
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		tb.Fatalf("connect: %v", err)
	}
	tb.Cleanup(func() {
		pool.Close()
		_, _ = owner.Exec(ctx, `drop schema `+name+` cascade`)
	})
	return pool
}
