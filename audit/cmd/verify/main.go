// Verify audits an exported log of events: it finds what was changed, dropped, inserted
// or moved since it was logged, and says what it could not have found.
//
//	go run github.com/bonafide-go/bonafide/audit/cmd/verify -key "bank+…" -anchors /mnt/worm/heads export.jsonl
//
// It ends with status 0 where all is well, 1 where something was found, and 2 where it
// could not look. It prints places, kinds and ids of records, and codes.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"

	"golang.org/x/mod/sumdb/note"

	"github.com/bonafide-go/bonafide/audit"
)

func main() {
	found, err := run(os.Args[1:], os.Stdin, os.Stdout)
	switch {
	case errors.Is(err, flag.ErrHelp):
	case err != nil:
		fmt.Fprintln(os.Stderr, "verify:", err)
		os.Exit(2)
	case found:
		os.Exit(1)
	}
}

const about = `verify audits an exported log of events, of a file or of standard input.
  verify -key "bank+…" -anchors /mnt/worm/heads export.jsonl
It exits with 0 where all is well, 1 where something was found, 2 where it could not look.
`

// shown is how many faults are printed.
const shown = 100

func run(args []string, in io.Reader, out io.Writer) (found bool, err error) {
	flags := flag.NewFlagSet("verify", flag.ContinueOnError)
	flags.SetOutput(out)
	flags.Usage = func() {
		fmt.Fprint(out, about)
		flags.PrintDefaults()
	}
	key := flags.String("key", "", "public key of the log, as note.GenerateKey makes it")
	anchors := flags.String("anchors", "", "folder of anchored heads")
	if err := flags.Parse(args); err != nil {
		return false, err
	}
	verifier, err := note.NewVerifier(*key)
	if err != nil {
		return false, errors.New("-key is not a public key")
	}
	keys := note.VerifierList(verifier)
	var heads []audit.Head
	if *anchors != "" {
		if heads, err = audit.Dir(*anchors).Heads(keys); err != nil {
			return false, err
		}
	}
	if flags.NArg() > 0 {
		f, err := os.Open(flags.Arg(0))
		if err != nil {
			return false, err
		}
		defer f.Close()
		in = f
	}
	report, err := audit.Verify(in, keys, heads...)
	if err != nil {
		return false, err
	}
	for _, f := range report.Faults[:min(shown, len(report.Faults))] {
		fmt.Fprintf(out, "%-10s at %d %s %s\n", f.Code, f.N, f.Kind, f.ID)
	}
	fmt.Fprintf(out, "%d events, %d faults, %d anchored heads, anchored up to event %d\n", report.Events, len(report.Faults), len(heads), report.Anchored)
	if report.Anchored == 0 {
		fmt.Fprintln(out, "Without an anchored head it cannot show that the end was cut off, or that whoever has the key wrote all of it anew.")
	} else if report.Anchored < report.Events {
		fmt.Fprintf(out, "Of the last %d events it cannot show that none was cut off, or that whoever has the key did not write them anew.\n", report.Events-report.Anchored)
	}
	return len(report.Faults) > 0, nil
}
