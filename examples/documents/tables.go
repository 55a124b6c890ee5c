package main

import (
	"fmt"
	"io"

	"github.com/bonafide-go/bonafide/document"
)

// showTables prints what a host builds its forms, its texts and its tests from.
func showTables(w io.Writer) {
	fmt.Fprint(w, "DOCUMENT TYPES\n\n")
	for _, t := range document.Types() {
		fmt.Fprintf(w, "%s %s: %s, of %v", t.Class, t.Type, t.Name, t.Who)
		if len(t.Media) > 0 {
			fmt.Fprintf(w, ", as %v", t.Media)
		}
		if len(t.RequiredMeta) > 0 {
			fmt.Fprintf(w, ", with %v", t.RequiredMeta)
		}
		fmt.Fprintln(w)
	}
	fmt.Fprint(w, "\nREASONS WHY ONE IS INVALID\n\n")
	for _, r := range document.Reasons() {
		fmt.Fprintf(w, "%s (%s, %s): %s\n", r.Code, r.Group, r.Reject, r.Text)
	}
	fmt.Fprintf(w, "\nAGES OF MAJORITY OTHER THAN %d\n\n", document.DefaultMajority)
	for _, m := range document.MajorityRules() {
		place := string(m.Country)
		if m.Subdivision != "" {
			place += "-" + m.Subdivision
		}
		if !m.From.IsZero() {
			place += " from " + m.From.String()
		}
		fmt.Fprintf(w, "%s: %d, %s\n", place, m.Age, m.Source)
	}
	fmt.Fprint(w, "\nWHAT THE SANDBOX ANSWERS\n\n")
	for _, v := range document.SandboxValues() {
		fmt.Fprintf(w, "%s, %s: %s\n", v.Where, v.Value, v.Result)
	}
}
