// Command ownership reads one structure as JSON from standard input and writes
// what follows from it to standard output:
//
//	go run ./examples/ownership < examples/ownership/input.json
//	go run ./examples/ownership -blocked a,b < graph.json
//
// Input:
//
//	{"main":"T",
//	 "entities":[{"id":"T","type":"company"},{"id":"P","type":"individual"}],
//	 "relations":[{"from":"P","to":"T","ownership_percentage":"50","voting_rights_percentage":"50"}]}
//
// Percentages are strings or numbers; votes that are null or absent are the same
// as ownership. Relations of one pair add up, and a relation of a company to itself
// is treasury shares. In the answer percentages are strings: exact where the
// decimal form is finite, else rounded half to even to 10 places.
//
// A structure that has no answer, or is none, gives {"error":{"code":…}} on
// standard output and exit status 1.
package main

import (
	"encoding/json"
	"errors"
	"flag"
	"io"
	"os"
	"strings"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile/ownership"
)

func main() {
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

func run(args []string, in io.Reader, out, diagnostics io.Writer) int {
	flags := flag.NewFlagSet("ownership", flag.ContinueOnError)
	flags.SetOutput(diagnostics)
	blocked := flags.String("blocked", "", "ids of blocked persons, separated by commas: adds ofac_blocked")
	if err := flags.Parse(args); err != nil {
		return 2
	}
	set := false
	flags.Visit(func(f *flag.Flag) { set = set || f.Name == "blocked" })
	var seeds []string
	for _, id := range strings.Split(*blocked, ",") {
		if id != "" {
			seeds = append(seeds, id)
		}
	}
	text, err := io.ReadAll(in)
	if err == nil {
		var a answer
		if a, err = solve(text, set, seeds); err == nil {
			return write(out, a, 0)
		}
	}
	return write(out, failure(err), 1)
}

func write(out io.Writer, v any, status int) int {
	e := json.NewEncoder(out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if e.Encode(v) != nil {
		return 1
	}
	return status
}

// problem is what goes out instead of an answer. It never repeats the input.
type problem struct {
	Error struct {
		Code     bonafide.Code    `json:"code"`
		Fields   []bonafide.Fault `json:"fields,omitzero"`
		Measure  string           `json:"measure,omitzero"`
		Entities []string         `json:"entities,omitzero"`
	} `json:"error"`
}

func failure(err error) problem {
	var p problem
	var invalid *bonafide.InvalidError
	var structure *ownership.StructureError
	switch {
	case errors.As(err, &structure):
		p.Error.Code, p.Error.Measure, p.Error.Entities = structure.Code, structure.Measure, structure.Entities
	case errors.As(err, &invalid):
		p.Error.Code, p.Error.Fields = "invalid", invalid.Fields
	default:
		p.Error.Code = "malformed"
	}
	return p
}
