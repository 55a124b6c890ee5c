package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// A server is a database of its own on a server: the host's, or a private one in a
// temporary folder that is reached by its socket alone.
type server struct {
	dsn   string
	quick string // what makes the dsn one whose commits do not wait for the disk, to make users up
	close func()
}

func open(ctx context.Context) (*server, error) {
	base, stop := os.Getenv("BONAFIDE_POSTGRES"), func() {}
	if base == "" {
		var err error
		if base, stop, err = start(ctx); err != nil {
			return nil, err
		}
	}
	admin, err := pgxpool.New(ctx, base)
	if err != nil {
		stop()
		return nil, err
	}
	name := fmt.Sprintf("rescreen_%d", rand.Int64())
	if _, err := admin.Exec(ctx, "create database "+name); err != nil {
		admin.Close()
		stop()
		return nil, err
	}
	dsn := within(base, name)
	quick := " synchronous_commit=off"
	if strings.Contains(dsn, "://") {
		quick = "&synchronous_commit=off"
		if !strings.Contains(dsn, "?") {
			quick = "?synchronous_commit=off"
		}
	}
	return &server{dsn: dsn, quick: quick, close: func() {
		if _, err := admin.Exec(context.WithoutCancel(ctx), "drop database "+name+" with (force)"); err != nil {
			tell("the database %s is left over", name)
		}
		admin.Close()
		stop()
	}}, nil
}

// within is a dsn with another database.
func within(dsn, name string) string {
	if u, err := url.Parse(dsn); err == nil && strings.HasPrefix(u.Scheme, "postgres") {
		u.Path = "/" + name
		return u.String()
	}
	words := slices.DeleteFunc(strings.Fields(dsn), func(w string) bool { return strings.HasPrefix(w, "dbname=") })
	return strings.Join(append(words, "dbname="+name), " ")
}

// start starts a private server. Postgres does not run as root: then it runs as the
// account of that name.
func start(ctx context.Context) (dsn string, stop func(), err error) {
	dir, err := os.MkdirTemp("", "bonafide-rescreen")
	if err != nil {
		return "", nil, err
	}
	var account *syscall.SysProcAttr
	if os.Getuid() == 0 {
		u, err := user.Lookup("postgres")
		if err != nil {
			return "", nil, err
		}
		uid, _ := strconv.Atoi(u.Uid)
		gid, _ := strconv.Atoi(u.Gid)
		if err := os.Chown(dir, uid, gid); err != nil {
			return "", nil, err
		}
		account = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}}
	}
	data := filepath.Join(dir, "data")
	initdb := exec.Command(program("initdb"), "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync")
	initdb.SysProcAttr, initdb.Dir = account, dir
	if out, err := initdb.CombinedOutput(); err != nil {
		return "", nil, fmt.Errorf("initdb: %w: %s", err, out)
	}
	postgres := exec.Command(program("postgres"), "-D", data, "-c", "listen_addresses=", "-c", "unix_socket_directories="+dir, "-c", "max_connections=200", "-c", "shared_buffers=256MB")
	postgres.SysProcAttr, postgres.Dir = account, dir
	if err := postgres.Start(); err != nil {
		return "", nil, err
	}
	stop = func() {
		_ = postgres.Process.Signal(syscall.SIGINT) // fast shutdown
		_ = postgres.Wait()
		_ = os.RemoveAll(dir)
	}
	dsn = "host=" + dir + " user=postgres dbname=postgres"
	for range 600 {
		conn, err := pgx.Connect(ctx, dsn)
		if err == nil {
			return dsn, stop, conn.Close(ctx)
		}
		time.Sleep(50 * time.Millisecond)
	}
	stop()
	return "", nil, errors.New("the server does not answer")
}

// program finds a program of the server.
func program(name string) string {
	if path, err := exec.LookPath(name); err == nil {
		return path
	}
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/" + name)
	if len(found) == 0 {
		return name
	}
	return found[len(found)-1]
}
