// Command ownership reads one structure as JSON from standard input and writes
// what follows from it to standard output:
//
//	go run ./examples/ownership < examples/ownership/input.json
//	go run ./examples/ownership -blocked a,b < graph.json
//	go run ./examples/ownership -explain p < graph.json
//	go run ./examples/ownership -as mermaid < graph.json
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
// A percentage that is known only within bounds is a band:
// "ownership_band":{"min":"25","max":"50"}. Then the answer has "bounds", which
// hold, and its other figures are estimates from the middle of each band.
//
// "min" and "max" on a relation are the same for its shares. "start" and "end" are days,
// held against -as-of. "group":"g1" on entities, or on relations for their holder,
// makes those who have it act in concert.
//
// Types are individual, company, listed, state, state_body, trust, foundation,
// partnership, llp, fund, cooperative, association and class (of persons). Who
// stands for an entity that is not owned is said by roles:
//
//	{"from":"s","to":"T","roles":["settlor"]}           also revocable_settlor, trustee, protector, beneficiary
//	{"from":"f","to":"F","roles":["founder"]}           also board_member, supervisory_member
//	{"from":"g","to":"L","roles":["general_partner"]}   also limited_partner, partner; member of an association or cooperative
//	{"from":"m","to":"U","roles":["fund_manager"]}
//	{"from":"d","to":"M","roles":["legal_representative"]}   also controller, shareholder
//	{"from":"n","to":"M","ownership_percentage":"60","roles":["nominee"]}, {"from":"p","to":"n","roles":["nominator"]}
//
// A structure that has no answer, and input that is not a structure, give
// {"error":{"code":…}} on standard output and exit status 1.
package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile/ownership"
	"github.com/bonafide-go/bonafide/casefile/ownership/export"
)

const about = `ownership reads a graph from standard input and tells shares, control and beneficial owners.
  echo '{"main":"T","entities":[{"id":"T","type":"company"},{"id":"P","type":"individual"}],
    "relations":[{"from":"P","to":"T","ownership_percentage":"50"}]}' | ownership -rules fincen
  ownership -rules amld -blocked n4 < graph.json
  ownership -as mermaid < graph.json
`

func main() {
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

func run(args []string, in io.Reader, out, diagnostics io.Writer) int {
	flags := flag.NewFlagSet("ownership", flag.ContinueOnError)
	flags.SetOutput(diagnostics)
	flags.Usage = func() {
		fmt.Fprint(diagnostics, about)
		flags.PrintDefaults()
	}
	var s settings
	flags.Func("blocked", "ids of blocked persons, separated by commas: adds ofac_blocked", func(list string) error {
		s.withBlocked = true
		s.blocked = strings.FieldsFunc(list, func(r rune) bool { return r == ',' })
		return nil
	})
	flags.StringVar(&s.explain, "explain", "", "id of a holder: adds where its figures come from")
	flags.StringVar(&s.rules, "rules", "", "a rule set: adds its finding as rules; amlr, amld, amld_de, amld_fr, amld_nl, psc, fincen, fincen_cdd")
	flags.Func("as-of", "the day, YYYY-MM-DD, for relations with start and end", func(day string) error { return s.asOf.UnmarshalText([]byte(day)) })
	flags.StringVar(&s.as, "as", "json", "what to write: json, or the structure as mermaid, dot or ftm (FollowTheMoney)")
	if err := flags.Parse(args); errors.Is(err, flag.ErrHelp) {
		return 0
	} else if err != nil {
		return 2
	}
	if flags.NArg() > 0 {
		fmt.Fprintln(diagnostics, "ownership: the graph comes from standard input")
		return 2
	}
	text, err := io.ReadAll(in)
	if err != nil {
		return write(out, failure(err), 1)
	}
	a, b, err := read(text, s.asOf)
	if err != nil {
		return write(out, failure(err), 1)
	}
	if s.as != "json" {
		return draw(out, diagnostics, a, s.as)
	}
	answer, err := answerFor(a, s)
	if err != nil {
		return write(out, failure(err), 1)
	}
	answer.Bounds = b
	return write(out, answer, 0)
}

// settings are the program's flags.
type settings struct {
	withBlocked bool
	blocked     []string
	explain     string
	rules       string
	asOf        bonafide.Date
	as          string
}

// draw writes the structure in a form that other programs read, with the owners
// under the AMLR marked where the form can.
func draw(out, diagnostics io.Writer, a *ownership.Analysis, form string) int {
	found := a.Owners(ownership.AMLR())
	var text []byte
	switch form {
	case "mermaid":
		text = []byte(export.Mermaid(a, nil, found))
	case "dot":
		text = []byte(export.DOT(a, nil, found))
	case "ftm":
		text = export.FollowTheMoney(a, nil)
	default:
		fmt.Fprintln(diagnostics, "ownership: -as is json, mermaid, dot or ftm")
		return 2
	}
	if _, err := out.Write(text); err != nil {
		return 1
	}
	return 0
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
