package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"

	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/permission/program"
)

// A question is what somebody asks of a program of their own.
type question struct {
	user, sheet, candidate string // files
	json                   bool
}

// An explained answer.
type explained struct {
	Decision    permission.Decision `json:"decision"`
	Explanation program.Explanation `json:"explanation"`
	Change      *program.Change     `json:"change,omitzero"` // by the candidate
}

func (q question) answer(out io.Writer) error {
	var u user
	text, err := os.ReadFile(q.user)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(text, &u); err != nil {
		return fmt.Errorf("%s: %w", q.user, err)
	}
	p, err := q.program(u)
	if err != nil {
		return err
	}
	a := explained{Decision: p.Evaluate(u.Facts), Explanation: p.Explain(u.Facts)}
	if q.candidate != "" {
		candidate, err := readSheet(q.candidate)
		if err != nil {
			return err
		}
		change := program.Simulate(p, candidate, u.Facts)
		a.Change = &change
	}
	if q.json {
		return printJSON(out, a)
	}
	s := show{out}
	s.decision(a.Decision)
	s.line("")
	s.line("%s", a.Explanation)
	if a.Change != nil {
		s.change(u.Facts.Documents[0].ID, *a.Change)
	}
	return nil
}

// program is the sheet that was named, or the one of this example for the user.
func (q question) program(u user) (*program.Program, error) {
	if q.sheet != "" {
		return readSheet(q.sheet)
	}
	book, err := readBook()
	if err != nil {
		return nil, err
	}
	return book.Find(u.CIPTag, u.Facts.Kind, u.Facts.At)
}

func readSheet(file string) (*program.Program, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	p, err := program.Parse(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return p, nil
}
