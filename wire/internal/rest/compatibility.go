package rest

import (
	"fmt"
	"strings"
)

// Compatibility returns the table as Markdown: each endpoint and each field, and
// whether it works as published or what differs, and why.
func (s System) Compatibility() string {
	var b strings.Builder
	fmt.Fprintf(&b, "## %s %s\n\n| endpoint | what it does | as published |\n| --- | --- | --- |\n", s.Title, s.Version)
	for _, e := range s.Endpoints {
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", e.Pattern(), cell(e.Summary), verdict(e.Differs))
	}
	for _, o := range s.Objects {
		fmt.Fprintf(&b, "\n### %s\n\n", o.Name)
		if o.Text != "" {
			b.WriteString(o.Text + "\n\n")
		}
		b.WriteString("| field | type | as published |\n| --- | --- | --- |\n")
		for _, f := range o.Fields {
			fmt.Fprintf(&b, "| `%s` | %s | %s |\n", f.Name, cell(f.Type), verdict(f.Differs))
		}
	}
	return b.String()
}

func verdict(differs string) string {
	if differs == "" {
		return "works"
	}
	return "differs: " + cell(differs)
}

func cell(text string) string { return strings.ReplaceAll(text, "|", `\|`) }
