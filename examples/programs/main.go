// Command programs evaluates five users under four programs and prints what a
// host would show them: the permission, what is missing, why, who must act and
// until when. Then it simulates the next version of one of the programs.
//
//	go run ./examples/programs
//	go run ./examples/programs -check sheet.json   # the faults of a sheet of your own
//	go run ./examples/programs -schema             # the form of sheets, for editors
//
// The programs are in sheets/, the facts about the users in users/; nothing else
// is read, and the clock is that of the facts.
package main

import (
	"embed"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"path"

	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/permission/money"
	"github.com/bonafide-go/bonafide/permission/program"
)

//go:embed sheets users
var files embed.FS

func main() {
	schema := flag.Bool("schema", false, "print the JSON Schema of sheets")
	check := flag.String("check", "", "file of a sheet: print its faults")
	flag.Parse()
	var err error
	switch {
	case *schema:
		_, err = os.Stdout.Write(program.Schema())
	case *check != "":
		err = show{os.Stdout}.check(*check)
	default:
		err = run(os.Stdout)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
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
