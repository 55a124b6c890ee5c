package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/permission/program"
	"github.com/bonafide-go/bonafide/screening/lists"
	"github.com/bonafide-go/bonafide/screening/match"
	"github.com/bonafide-go/bonafide/store/memory"
	"github.com/bonafide-go/bonafide/user"
)

// A host is the service that takes the customers over, and its officer.
type host struct {
	users   *user.Service
	officer bonafide.Actor
}

func newHost(ctx context.Context) (*host, error) {
	sample, err := fs.Sub(files, "ofac")
	if err != nil {
		return nil, err
	}
	list, err := lists.ReadOFAC(sample, &lists.OFACOptions{Edition: bonafide.Date{Year: 2026, Month: time.March, Day: 1}})
	if err != nil {
		return nil, err
	}
	engine := match.NewEngine(nil)
	if err := engine.Load(list); err != nil {
		return nil, err
	}
	sheet, err := files.ReadFile("program.json")
	if err != nil {
		return nil, err
	}
	programs, err := program.ParseBook(sheet)
	if err != nil {
		return nil, err
	}
	users, err := user.New(memory.New("demo"), bonafide.EphemeralKeys(), &user.Options{
		Programs: programs,
		Screener: engine,
		Verifier: document.NewSandbox(nil), // for what the vendor did not decide
		Now:      func() time.Time { return time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC) },
	})
	return &host{users: users, officer: bonafide.Reviewer("officer-7")}, err
}

// read reads one customer a line; a field that is not known is a fault.
func read(in io.Reader) ([]user.ImportedUser, error) {
	var out []user.ImportedUser
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, 1<<20)
	for n := 1; lines.Scan(); n++ {
		var c user.ImportedUser
		d := json.NewDecoder(bytes.NewReader(lines.Bytes()))
		d.DisallowUnknownFields()
		if d.Decode(&c) != nil {
			return nil, fmt.Errorf("line %d does not decode", n) // the decoder's words may quote it
		}
		out = append(out, c)
	}
	return out, lines.Err()
}
