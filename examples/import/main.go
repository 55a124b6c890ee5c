// Command import takes the customers of another vendor over: a file with one customer
// a line, as the vendor knew it. The first run is cut off in the middle; the second
// has everybody once. What was decided elsewhere counts by this program and from the day
// of the verdict, and nobody is permitted anything before the lists were searched
// here.
//
//	go run ./examples/import              # eight invented customers
//	go run ./examples/import -file FILE   # another file of the same shape
//
// It needs no network and keeps everything in memory. Clock and keys are fixed, so
// that every run prints the same.
package main

import (
	"bytes"
	"context"
	"embed"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/examples/internal/bar"
	"github.com/bonafide-go/bonafide/user"
)

//go:embed program.json customers.jsonl ofac
var files embed.FS

const about = `import takes over customers of another system, cut off and resumed, each there once.
  import                           the customers of this example
  import -file customers.jsonl     your own: one user.ImportedUser a line, as JSON
`

func main() {
	flag.Usage = func() {
		fmt.Fprint(flag.CommandLine.Output(), about)
		flag.PrintDefaults()
	}
	name := flag.String("file", "", "file with one customer a line, as JSON of user.ImportedUser")
	flag.Parse()
	if flag.NArg() > 0 {
		flag.Usage()
		os.Exit(2)
	}
	if err := run(context.Background(), *name, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, name string, out io.Writer) error {
	data, err := files.ReadFile("customers.jsonl")
	if name != "" {
		data, err = os.ReadFile(name)
	}
	if err != nil {
		return err
	}
	customers, err := read(bytes.NewReader(data))
	if err != nil {
		return err
	}
	host, err := newHost(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintln(out, "first run, cut off in the middle")
	if err := host.bring(ctx, out, customers[:len(customers)/2]); err != nil {
		return err
	}
	fmt.Fprintln(out, "second run, over the whole file")
	if err := host.bring(ctx, out, customers); err != nil {
		return err
	}
	fmt.Fprintln(out, "decided by the program, before any search")
	if err := host.show(ctx, out, customers); err != nil {
		return err
	}
	for more := 1; more > 0; {
		if more, err = host.users.AdvanceDue(ctx, 100); err != nil {
			return err
		}
	}
	fmt.Fprintln(out, "after the lists were searched")
	if err := host.show(ctx, out, customers); err != nil {
		return err
	}
	return host.history(ctx, out, customers[0].ID)
}

// bring imports customers, a few in each request, and prints what became of them.
func (h *host) bring(ctx context.Context, out io.Writer, customers []user.ImportedUser) error {
	var shown *bar.Bar
	if !bar.Terminal(out) { // else the rows show how far it is
		shown = bar.New(os.Stderr, len(customers))
	}
	for batch := range slices.Chunk(customers, 3) {
		got, err := h.users.Import(ctx, h.officer, user.ImportRequest{Source: "oldvendor", KeepIDs: true, Users: batch})
		if err != nil {
			return err // rows failed: run the file again
		}
		shown.Add(len(batch))
		for _, row := range got.Rows {
			fmt.Fprintf(out, "  %s %s\n", row.ID, row.Outcome)
			for _, fault := range row.Faults {
				fmt.Fprintf(out, "    %s: %s\n", fault.Path, fault.Code)
			}
		}
	}
	return nil
}

// show prints what the customers who are there may do, and why not more.
func (h *host) show(ctx context.Context, out io.Writer, customers []user.ImportedUser) error {
	for _, c := range customers {
		u, err := h.users.Get(ctx, h.officer, c.ID)
		if err != nil {
			fmt.Fprintf(out, "  %s is not there\n", c.ID)
			continue
		}
		fmt.Fprintf(out, "  %s %s", u.ID, u.Permission())
		if u.Standing.PermissionCode != "" {
			fmt.Fprintf(out, " (%s)", u.Standing.PermissionCode)
		}
		if len(u.Documents) > 0 {
			fmt.Fprintf(out, ", watchlist %s", u.Watchlist())
		}
		if !u.Retention.Until.IsZero() {
			fmt.Fprintf(out, ", kept until %s", bonafide.DateOf(u.Retention.Until))
		}
		for _, r := range u.Decision.Requirements {
			if r.Actor == bonafide.ActorUser && !u.Permission().Standing() {
				fmt.Fprintf(out, "; asked for: %s", r.What)
			}
		}
		fmt.Fprintln(out)
	}
	return nil
}

// history prints the events of a customer, those of elsewhere by their own time.
func (h *host) history(ctx context.Context, out io.Writer, id string) error {
	events, err := h.users.Events(ctx, h.officer, id, bonafide.PageRequest{Limit: bonafide.MaxItems})
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "events of %s\n", id)
	for _, e := range events.Items {
		at := "              (now)"
		if there := e.Data["at"]; there != "" {
			at = there
		}
		fmt.Fprintf(out, "  %20s %s %s%s%s\n", at, e.Type, e.Data["type"], e.Data["permission"], e.Data["to"])
	}
	return nil
}
