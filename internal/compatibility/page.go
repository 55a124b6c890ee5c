package compatibility

import (
	"strings"

	"github.com/bonafide-go/bonafide/wire/dotfile"
	"github.com/bonafide-go/bonafide/wire/dots"
	"github.com/bonafide-go/bonafide/wire/synapse"
)

// systems are the tables, in the order of the page.
func systems() []func() string {
	return []func() string{
		synapse.Compatibility,
		dots.Compatibility,
		dotfile.Compatibility,
	}
}

const head = `# Compatibility

What the packages below ` + "`wire`" + ` serve of the published APIs, endpoint by endpoint and field by field: whether it works as
published, or what differs and why. This page is generated from the tables that the handlers are tested against, and
that they serve as OpenAPI 3.1 at /openapi.json. What the Services beneath do otherwise, and why, is told in differences.md.
`

// Page is the page.
func Page() []byte {
	var b strings.Builder
	b.WriteString(head)
	for _, table := range systems() {
		b.WriteString("\n" + strings.TrimSpace(table()) + "\n")
	}
	return []byte(b.String())
}
