// Command programs evaluates five users under four programs and prints what a
// host would show them: the permission, what is missing, why, who must act and
// until when. Then it simulates the next version of one of the programs.
//
//	go run ./examples/programs
//	go run ./examples/programs -schema                                # the form of sheets, for editors
//	go run ./examples/programs -lint sheet.json                       # the faults of a sheet of your own
//	go run ./examples/programs -explain user.json -sheet sheet.json   # what it decides about a user, and why
//	go run ./examples/programs -explain user.json -sheet old.json -candidate new.json
//
// The programs are in sheets/, the facts about the users in users/; nothing else
// is read, and the clock is that of the facts. -lint, and -explain with -json, answer in JSON.
// The exit code is 1 where a sheet has faults, 2 where something cannot be read.
package main

import (
	"embed"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path"
	"strings"

	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/permission/money"
	"github.com/bonafide-go/bonafide/permission/program"
)

//go:embed sheets users
var files embed.FS

const about = `programs evaluates users under CIP programs: what is permitted, what is missing, why.
  programs                                             five users under four programs
  programs -schema                                     the JSON Schema of sheets
  programs -lint sheet.json                            the faults of a sheet, as JSON
  programs -explain user.json -sheet sheet.json        what it decides about a user, and why
  programs -explain user.json -sheet old.json -candidate new.json
                                                       what another version would change
The form of user.json is that of examples/programs/users.
`

func main() { os.Exit(start(os.Args[1:], os.Stdout, os.Stderr)) }

func start(args []string, stdout, stderr io.Writer) int {
	var q question
	flags := flag.NewFlagSet("programs", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Usage = func() {
		fmt.Fprint(stderr, about)
		flags.PrintDefaults()
	}
	schema := flags.Bool("schema", false, "print the JSON Schema of sheets")
	lint := flags.String("lint", "", "file of a sheet: print its faults")
	attestations := flags.String("attestations", "", "with -lint: ids of attestations that your service makes, with commas between")
	flags.StringVar(&q.user, "explain", "", "file of a user's facts: print what is decided, and why")
	flags.StringVar(&q.sheet, "sheet", "", "file of the sheet to explain by; empty means those of this example")
	flags.StringVar(&q.candidate, "candidate", "", "file of another version: print what it would change")
	flags.BoolVar(&q.json, "json", false, "explain in JSON")
	if err := flags.Parse(args); errors.Is(err, flag.ErrHelp) {
		return 0
	} else if err != nil {
		return 2
	}
	if flags.NArg() > 0 {
		flags.Usage()
		return 2
	}
	var err error
	switch {
	case *schema:
		_, err = stdout.Write(program.Schema())
	case *lint != "":
		err = lintFile(stdout, *lint, strings.Split(*attestations, ","))
	case q.user != "":
		err = q.answer(stdout)
	default:
		err = run(stdout)
	}
	switch {
	case errors.Is(err, errFaults):
		return 1
	case err != nil:
		fmt.Fprintln(stderr, "programs:", err)
		return 2
	}
	return 0
}

// A user is what a host knows of one: facts, what moved, and a transaction that
// is asked for.
type user struct {
	About       string              `json:"about"`
	CIPTag      int                 `json:"cip_tag"`
	Facts       permission.Facts    `json:"facts"`
	Moved       []money.Transaction `json:"moved"`
	Transaction *money.Transaction  `json:"transaction"`
}

func run(out io.Writer) error {
	book, err := readBook()
	if err != nil {
		return err
	}
	users, err := readUsers()
	if err != nil {
		return err
	}
	s := show{out}
	for _, u := range users {
		if err := s.user(book, u); err != nil {
			return err
		}
	}
	s.payday(book, users[4])
	if err := s.simulate(book, users); err != nil {
		return err
	}
	s.policies()
	return nil
}

func readBook() (*program.Book, error) {
	entries, err := files.ReadDir("sheets")
	if err != nil {
		return nil, err
	}
	var sheets [][]byte
	for _, e := range entries {
		text, err := files.ReadFile(path.Join("sheets", e.Name()))
		if err != nil {
			return nil, err
		}
		sheets = append(sheets, text)
	}
	return program.ParseBook(sheets...)
}

func readUsers() ([]user, error) {
	entries, err := files.ReadDir("users")
	if err != nil {
		return nil, err
	}
	var users []user
	for _, e := range entries {
		text, err := files.ReadFile(path.Join("users", e.Name()))
		if err != nil {
			return nil, err
		}
		var u user
		if err := json.Unmarshal(text, &u); err != nil {
			return nil, fmt.Errorf("%s: %w", e.Name(), err)
		}
		users = append(users, u)
	}
	return users, nil
}
