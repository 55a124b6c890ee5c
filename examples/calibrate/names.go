package main

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"
	"strconv"
	"strings"
	"unicode"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/screening"
)

// A name is what is searched for. With an entry, it must find that one; without,
// it is a customer who is on no list.
type name struct {
	query screening.Query
	list  string // the key of the entry's list; empty = any
	entry string
}

// input is everything that is measured.
type input struct {
	lists    []screening.List
	names    []name // labelled, each with its entry
	customer []name
}

// read reads every file that the flags name. The samples stand for what is not
// named as long as no list is.
func (s settings) read() (in input, err error) {
	sampled := len(s.lists) == 0
	if in.lists, err = s.loaded(); sampled {
		in.lists, err = s.sample()
	}
	if err != nil {
		return input{}, err
	}
	take := func(path, sample string, parse func([]byte) (name, error)) {
		var r io.ReadCloser
		switch {
		case err != nil || path == "" && !sampled:
			return
		case path == "":
			r, err = samples.Open(sample)
			path = sample
		default:
			r, err = open(path)
		}
		if err != nil {
			return
		}
		defer r.Close()
		var all []name
		if all, err = readLines(r, parse); err != nil {
			err = fmt.Errorf("%s: %w", filepath.Base(path), err)
		}
		for _, n := range all {
			switch {
			case n.entry != "":
				in.names = append(in.names, n)
			case !s.latin || latin(n):
				in.customer = append(in.customer, n)
			}
		}
	}
	take(s.people, "people.txt", customer(screening.Person))
	take(s.companies, "companies.txt", customer(screening.Entity))
	for _, path := range s.labelled {
		take(path, "", labelled)
	}
	if len(s.labelled) == 0 {
		take("", "labelled.jsonl", labelled)
	}
	return in, err
}

// customers returns those of a kind, or all of them for the empty one.
func (in input) customers(kind screening.EntityType) []name {
	var out []name
	for _, n := range in.customer {
		if kind == "" || n.query.Type == kind {
			out = append(out, n)
		}
	}
	return out
}

// latin reports whether a name is in Latin letters.
func latin(n name) bool {
	return !strings.ContainsFunc(n.query.Name, func(r rune) bool { return unicode.IsLetter(r) && !unicode.Is(unicode.Latin, r) })
}

// Bounds of a file of names.
const (
	maxLine   = 1 << 20 // bytes
	maxFaults = 100     // reported of one file
)

// readLines parses every line that is not blank. It refuses the whole file for
// one bad line, and reports the lines by number, never by what they say.
func readLines(r io.Reader, parse func([]byte) (name, error)) ([]name, error) {
	var all []name
	var faults bonafide.Faults
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, maxLine)
	n := 1
	for ; lines.Scan() && len(faults) < maxFaults; n++ {
		line := bytes.TrimSpace(lines.Bytes())
		if len(line) == 0 {
			continue
		}
		parsed, err := parse(line)
		if err == nil {
			all = append(all, parsed)
		} else if !faults.Merge("line "+strconv.Itoa(n)+".", err) {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("line %d: %w", n, err)
	}
	if err := faults.Err(); err != nil {
		return nil, err
	}
	return all, nil
}

// customer parses a line with the name of somebody who is on no list: as it
// stands, or as the "query" or "name" of a JSON object.
func customer(kind screening.EntityType) func([]byte) (name, error) {
	return func(line []byte) (name, error) {
		n := name{query: screening.Query{Name: string(line), Type: kind}}
		if bytes.HasPrefix(line, []byte("{")) {
			var row struct {
				Query string `json:"query"`
				Name  string `json:"name"`
			}
			if json.Unmarshal(line, &row) != nil {
				return name{}, bonafide.Invalid("", bonafide.CodeMalformed)
			}
			n.query.Name = cmp.Or(row.Query, row.Name)
		}
		if err := n.query.Check(); err != nil {
			return name{}, err
		}
		return n, nil
	}
}
