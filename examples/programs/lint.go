package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/permission/program"
	"github.com/bonafide-go/bonafide/store/memory"
	users "github.com/bonafide-go/bonafide/user"
)

// errFaults says that the faults were printed.
var errFaults = errors.New("the sheet has faults")

// A finding is the answer about a sheet.
type finding struct {
	ID      string           `json:"id,omitzero"`
	Version int              `json:"version,omitzero"`
	Hash    string           `json:"hash,omitzero"` // of the sheet, as decisions name it
	Faults  []bonafide.Fault `json:"faults"`
}

// lintFile prints what is wrong with a sheet: what is no program, and what asks for a
// document type, field, list or attestation that nobody can give. Attestations are those
// that the host makes itself.
func lintFile(out io.Writer, file string, attestations []string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	f := finding{Faults: []bonafide.Fault{}}
	p, err := program.Parse(text)
	if err == nil {
		f.ID, f.Version, f.Hash = p.ID(), p.Version(), p.Hash()
		err = unmeetable(p, attestations)
	}
	var invalid *bonafide.InvalidError
	switch {
	case errors.As(err, &invalid):
		f.Faults = invalid.Fields
		for i := range f.Faults { // there is one sheet: what leads to it is not told
			f.Faults[i].Path = strings.TrimPrefix(f.Faults[i].Path, fmt.Sprintf("options.programs[%s/%d].", f.ID, f.Version))
		}
	case err != nil:
		return err
	}
	if err := printJSON(out, f); err != nil {
		return err
	}
	if len(f.Faults) > 0 {
		return errFaults
	}
	return nil
}

// unmeetable returns the faults that a service finds at its start, which knows all words.
func unmeetable(p *program.Program, attestations []string) error {
	book, err := program.NewBook(p)
	if err != nil {
		return err
	}
	_, err = users.New(memory.New("lint"), bonafide.EphemeralKeys(), &users.Options{
		Programs: book, Vocabulary: program.Vocabulary{Attestations: attestations},
	})
	return err
}

func printJSON(out io.Writer, v any) error {
	text, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "%s\n", text)
	return err
}
