// Command validate says what bonafide makes of what people type, print and photograph:
// one value a line in, one answer a line out, in the same order.
//
//	go run ./examples/validate < inputs.jsonl > answers.jsonl
//
// A line is {"id":"1","kind":"phone","value":"(415) 555-2671","region":"US"}; only id, kind
// and value are required. The kinds, and what else they look at:
//
//	phone        region: where a number without "+" belongs
//	email
//	name         one name of a person, as a case has it
//	legal_name   the full legal name of a person
//	address      address: {"street","city","subdivision","postal_code","country_code"}
//	birth_date   country, subdivision, and today, the civil date where the person lives, or
//	             at, an instant; under the age of majority is an error
//	code         code: the right six digits; value is what was typed
//	mrz          today: the day of reading
//	mrz_name     name: the name that the zone in value is compared with; today
//	number       type (SSN, ITIN, TIN, EIN, ABA, IBAN, VAT, DRIVERS_LICENSE, PASSPORT, LEI, DUNS, UEI,
//	             CITIZENSHIP, PERSONAL_IDENTIFICATION, ...), country, state or subdivision
//	iban, vat, url
//	data_uri     the content is inspected as an uploaded document; type: of which type, such as GOVT_ID;
//	             any other may be a photo or a PDF
//
// An answer is {"id":"1","ok":true,"canonical":"...","grade":"plausible","warnings":[...],
// "errors":[{"path":"","code":"...","rule":"..."}]}. A line that is not a request is answered with an
// error; the rest goes on, and the program exits with 1 at the end.
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
	"time"
	_ "time/tzdata" // birthdays begin where people live

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/examples/internal/bar"
)

func main() { os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr, time.Now)) }

// A line is one value to look at.
type line struct {
	ID          string    `json:"id"`
	Kind        string    `json:"kind"`
	Value       string    `json:"value"`
	Region      string    `json:"region"`
	Type        string    `json:"type"`
	Country     string    `json:"country"`
	Subdivision string    `json:"subdivision"`
	State       string    `json:"state"`
	Name        string    `json:"name"`
	Code        string    `json:"code"`
	Address     address   `json:"address"`
	Today       string    `json:"today"`
	At          time.Time `json:"at"`

	day bonafide.Date // Today, or the day on which the program runs
}

type address struct {
	Street      string `json:"street"`
	City        string `json:"city"`
	Subdivision string `json:"subdivision"`
	PostalCode  string `json:"postal_code"`
	CountryCode string `json:"country_code"`
}

// An answer says what became of a value.
type answer struct {
	ID        string           `json:"id"`
	OK        bool             `json:"ok"`
	Canonical string           `json:"canonical,omitempty"`
	Grade     bonafide.Grade   `json:"grade,omitempty"`
	Warnings  []bonafide.Fault `json:"warnings,omitempty"`
	Errors    []bonafide.Fault `json:"errors,omitempty"`
}

func run(args []string, in io.Reader, out, stderr io.Writer, now func() time.Time) int {
	flags := flag.NewFlagSet("validate", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Usage = func() {
		fmt.Fprintln(stderr, `validate reads a value a line from standard input and answers each:`)
		fmt.Fprintln(stderr, `  echo '{"id":"1","kind":"phone","value":"(415) 555-2671","region":"US"}' | validate`)
		fmt.Fprintln(stderr, "kinds:", strings.Join(slices.Sorted(maps.Keys(kinds)), ", "))
	}
	if err := flags.Parse(args); errors.Is(err, flag.ErrHelp) {
		return 0
	} else if err != nil {
		return 2
	}
	if flags.NArg() > 0 {
		fmt.Fprintln(stderr, "validate: values come from standard input")
		return 2
	}
	var shown *bar.Bar
	if !bar.Terminal(out) { // else the answers show how far it is
		shown = bar.Of(stderr, in)
	}
	w := bufio.NewWriter(out)
	bad, err := answers(in, json.NewEncoder(w), shown, now)
	if flushed := w.Flush(); err == nil {
		err = flushed
	}
	switch {
	case err != nil:
		fmt.Fprintln(stderr, "validate:", err)
		return 2
	case bad > 0:
		fmt.Fprintf(stderr, "validate: %d lines were no requests\n", bad)
		return 1
	}
	return 0
}

const maxLine = 64 << 20 // a photo in base64

// answers answers every line, of which it tells the bar, and returns how many were none.
func answers(in io.Reader, out *json.Encoder, shown *bar.Bar, now func() time.Time) (bad int, err error) {
	out.SetEscapeHTML(false)
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, maxLine)
	for lines.Scan() {
		shown.Add(len(lines.Bytes()) + 1)
		text := bytes.TrimSpace(lines.Bytes())
		if len(text) == 0 {
			continue
		}
		a, isLine := reply(text, now())
		if !isLine {
			bad++
		}
		if err := out.Encode(a); err != nil {
			return bad, err
		}
	}
	return bad, lines.Err()
}

// reply answers one line.
func reply(text []byte, now time.Time) (a answer, isLine bool) {
	var l line
	if err := json.Unmarshal(text, &l); err != nil {
		var id struct {
			ID string `json:"id"`
		}
		_ = json.Unmarshal(text, &id) // as far as it goes
		return answer{ID: id.ID, Errors: []bonafide.Fault{{Code: bonafide.CodeMalformed}}}, false
	}
	a.ID = l.ID
	look, known := kinds[l.Kind]
	if !known {
		a.Errors = []bonafide.Fault{{Path: "kind", Code: bonafide.CodeUnknown}}
		return a, false
	}
	l.day = bonafide.DateOf(now.UTC())
	if l.Today != "" {
		day, err := bonafide.ParseDate(l.Today)
		if err != nil {
			a.Errors = []bonafide.Fault{{Path: "today", Code: bonafide.CodeMalformed}}
			return a, false
		}
		l.day = day
	}
	if err := look(l, &a); err != nil {
		var invalid *bonafide.InvalidError
		if !errors.As(err, &invalid) {
			a.Errors = []bonafide.Fault{{Code: "unavailable"}}
			return a, true
		}
		a.Canonical, a.Grade, a.Warnings, a.Errors = "", "", nil, invalid.Fields
		return a, true
	}
	a.OK = true
	return a, true
}
