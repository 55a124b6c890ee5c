package compatibility

import (
	"strings"

	"github.com/bonafide-go/bonafide/wire/dots"
)

// systems are the tables, in the order of the page.
func systems() []func() string {
	return []func() string{
		dots.Compatibility,
	}
}

const head = `# Compatibility

What the packages below ` + "`wire`" + ` serve of the published APIs, endpoint by endpoint and field by field: whether it works as
published, or what differs and why. This page is generated from the tables that the handlers are tested against, and
that they serve as OpenAPI 3.1 at /openapi.json.
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
