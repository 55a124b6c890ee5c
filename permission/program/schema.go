package program

import (
	_ "embed"
	"slices"
)

//go:embed program.schema.json
var schema []byte

// Schema returns the JSON Schema (draft 2020-12) of sheets, for editors. It is
// generated from [Sheet] and says the form only: [Parse] checks more.
func Schema() []byte { return slices.Clone(schema) }
