package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"

	"github.com/bonafide-go/bonafide/internal/figuretest"
)

// A proof is a test, or several, with the size of a full run and of a slice.
type proof struct {
	name  string
	claim string   // what would have failed it
	in    []string // a module's folder and packages of it
	tests string   // as go test -run takes it
	full  map[string]int
	slice map[string]int
	fuzz  bool // all fuzz targets instead of tests; the sizes are of FUZZ
}

// A result is what came of a proof.
type result struct {
	proof
	figures map[string]int
	took    time.Duration
	output  string // of what failed
	err     error
}

// thousands writes a number for people.
func thousands(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

func (p proof) run(ctx context.Context, slice bool, share float64) result {
	began := time.Now()
	r := result{proof: p, figures: make(map[string]int)}
	sizes := make(map[string]int)
	for name, n := range p.full {
		sizes[name] = max(1, int(float64(n)*share))
	}
	if slice {
		sizes = p.slice
	}
	for _, in := range p.in {
		dir, pkgs, _ := strings.Cut(in, " ")
		if p.fuzz {
			r.err = r.runFuzz(ctx, dir, sizes["FUZZ"])
		} else {
			r.err = r.runTests(ctx, dir, strings.Fields(pkgs), sizes)
		}
		if r.err != nil {
			break
		}
	}
	r.took = time.Since(began)
	return r
}

// runTests runs tests and adds up the figures that they tell.
func (r *result) runTests(ctx context.Context, dir string, pkgs []string, sizes map[string]int) error {
	cmd := exec.CommandContext(ctx, "go", "test", "-json", "-count=1", "-timeout=12h", "-run", r.tests)
	cmd.Args = append(cmd.Args, pkgs...)
	cmd.Dir, cmd.Env = dir, os.Environ()
	for name, n := range sizes {
		cmd.Env = append(cmd.Env, fmt.Sprintf("BONAFIDE_%s=%d", name, n))
	}
	out, err := cmd.Output()
	ran := 0
	for line := range bytes.Lines(out) {
		var e struct{ Action, Test, Output, Key, Value string }
		if json.Unmarshal(line, &e) != nil {
			continue
		}
		switch e.Action {
		case "pass":
			if e.Test != "" {
				ran++
			}
		case "output":
			if err != nil {
				r.output += e.Output
			}
		case "attr":
			if name, ok := strings.CutPrefix(e.Key, figuretest.Prefix); ok {
				n, _ := strconv.Atoi(e.Value)
				r.figures[name] += n
			}
		}
	}
	if err == nil && ran == 0 {
		err = fmt.Errorf("%s: no test %q", r.name, r.tests)
	}
	return err
}

// runFuzz runs every fuzz target of the module for a number of inputs.
func (r *result) runFuzz(ctx context.Context, dir string, inputs int) error {
	list := exec.CommandContext(ctx, "go", "list", "./...")
	list.Dir = dir
	pkgs, err := list.Output()
	if err != nil {
		return err
	}
	for pkg := range strings.FieldsSeq(string(pkgs)) {
		names := exec.CommandContext(ctx, "go", "test", "-list", "^Fuzz", pkg)
		names.Dir = dir
		out, err := names.Output()
		if err != nil {
			return err
		}
		for target := range strings.FieldsSeq(string(out)) {
			if !strings.HasPrefix(target, "Fuzz") {
				continue
			}
			fuzz := exec.CommandContext(ctx, "go", "test", "-run=^$", "-fuzz=^"+target+"$", fmt.Sprintf("-fuzztime=%dx", inputs), pkg)
			fuzz.Dir = dir
			out, err := fuzz.CombinedOutput()
			if err != nil {
				r.output = string(out)
				return fmt.Errorf("%s: %w", target, err)
			}
			r.figures["targets"]++
			r.figures["inputs"] += executed(out)
		}
	}
	return nil
}

// executed reads how many inputs a fuzz target has run.
func executed(out []byte) (n int) {
	for lines := bufio.NewScanner(bytes.NewReader(out)); lines.Scan(); {
		if _, rest, ok := strings.Cut(lines.Text(), "execs: "); ok {
			if count, _, ok := strings.Cut(rest, " "); ok {
				n, _ = strconv.Atoi(count)
			}
		}
	}
	return n
}
