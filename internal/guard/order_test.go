package guard

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// floors is the order of the house, lowest first, as docs/design.md draws it. A
// package stands where the longest of these paths that begins its own does. It
// may import what stands lower, and what stands in the same room.
var floors = []string{
	"internal/text internal/canonical internal/allow internal/pack",
	".",
	"internal/strict internal/ability internal/deflate internal/intern phone",
	"document/identifier document/mrz document/upload permission risk screening casefile/ownership casefile/internal",
	"document permission/money casefile/ownership/export casefile/property",
	"document/photo document/payout document/tax permission/program screening/lists",
	"store",        // what adapters have in common
	"store/sealed", // what a Service keeps its records through
	"internal/aggregate internal/editions",
	"user casefile",
	"screening/match", // who screens needs the words alone; the host brings the matcher
	"wire rescreen",
	"desk",                         // shows how far the walks are
	"store/memory store/storetest", // adapters, and the suite that proves them
	"outbox",
	"audit",                  // reads any store; nothing in the house needs it
	"internal/compatibility", // reads the tables of wire
	"examples internal/torture internal/addressgen internal/legalformgen",
	"internal/guard internal/pages",
}

// subjects can be used alone: a package of one imports none of another's. They
// are met in user and casefile.
var subjects = []string{"document", "permission", "risk", "screening", "casefile"}

// Imports run one way.
func TestImportsRunOneWay(t *testing.T) {
	for _, f := range home(t).wrongArrows() {
		assert.Fail(t, "an arrow", f)
	}
}

func TestWrongArrowsAreFound(t *testing.T) {
	imports := func(name string, dirs ...string) string {
		text := "package " + name + "\n"
		for _, dir := range dirs {
			text += fmt.Sprintf("import _ %q\n", pathOf(dir))
		}
		return text
	}
	h := madeUp(t, map[string]string{
		"a.go":                           imports("bonafide"),
		"permission/a.go":                imports("permission", "."),
		"permission/money/a.go":          imports("money", "permission", "risk"),
		"risk/a.go":                      imports("risk", "."),
		"document/mrz/a.go":              imports("mrz"),
		"document/a.go":                  imports("document", "document/mrz", "store"),
		"store/a.go":                     imports("store", "."),
		"store/memory/a.go":              imports("memory", "store"),
		"store/storetest/a.go":           imports("storetest", "store"),
		"casefile/ownership/a.go":        imports("ownership", "."),
		"casefile/ownership/viewer/a.go": imports("viewer", "casefile/ownership"),
		"casefile/a.go":                  imports("casefile", "casefile/ownership", "document", "internal/aggregate", "store/storetest"),
		"user/a.go":                      imports("user", "casefile", "permission/money"),
		"internal/aggregate/a.go":        imports("aggregate", "."),
		"attic/a.go":                     imports("attic"),
	})
	assert.Equal(t, []string{
		"attic has no place in the order",
		"casefile imports store/storetest, which stands no lower",
		"document imports store, which stands no lower",
		"permission/money imports risk, which is another subject",
		"user imports casefile, which stands no lower",
	}, h.wrongArrows())
}

// place returns the floor of a directory and its room there; -1 for a directory that no floor lists.
func place(dir string) (floor int, room string) {
	floor = -1
	for i, rooms := range floors {
		for r := range strings.FieldsSeq(rooms) {
			if (under(dir, r) || r == dir) && (floor < 0 || len(r) > len(room)) {
				floor, room = i, r
			}
		}
	}
	return floor, room
}

// subject is the subject that a package below user and casefile belongs to, or empty.
func subject(dir string) string {
	floor, _ := place(dir)
	met, _ := place("user")
	first, _, _ := strings.Cut(dir, "/")
	if floor >= met || !slices.Contains(subjects, first) {
		return ""
	}
	return first
}

// wrongArrows returns the imports that run up, or across.
func (h *house) wrongArrows() []string {
	var out []string
	for _, r := range h.rooms {
		if r.testCode() {
			continue // hosts' and the house's own tests
		}
		from, room := place(r.dir)
		if from < 0 {
			out = append(out, r.dir+" has no place in the order")
			continue
		}
		for _, p := range r.types.Imports() {
			dir := dirOf(p)
			if dir == "" {
				continue
			}
			to, other := place(dir)
			switch {
			case to >= 0 && (to > from || to == from && other != room):
				out = append(out, fmt.Sprintf("%s imports %s, which stands no lower", r.dir, dir))
			case cmp.Or(subject(r.dir), subject(dir)) != subject(dir) && subject(dir) != "":
				out = append(out, fmt.Sprintf("%s imports %s, which is another subject", r.dir, dir))
			}
		}
	}
	return inOrder(out)
}
