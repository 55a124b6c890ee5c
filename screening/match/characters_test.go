package match_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	. "github.com/bonafide-go/bonafide/screening"
)

// Names in one script are compared by its characters, not by how Latin letters write
// them; between scripts by their sounds.
func TestCharactersComeFirst(t *testing.T) {
	for _, c := range []struct {
		query, listed string
		same          bool
	}{
		{"高市早苗", "高市早苗", true},
		{"高石早苗", "高市早苗", false},
		{"김정은", "김정은", true},
		{"김종은", "김정은", false},
		{"习近平", "习近平", true},
		{"習近平", "习近平", true},
		{"习近朋", "习近平", false},
		{"최용해", "최룡해", true},
		{"이수용", "리수용", true},
		{"桜井誠", "櫻井誠", true},
		{"习近平", "XI, Jinping", true},
		{"김정은", "KIM, Jong Un", true},
		{"정은 김", "김정은", true},
	} {
		hits := screen(t, engine(t, list(t, "l", may3, named(c.listed), named("QUIRE, Quentin"))), Query{Name: c.query, Type: Person}).Hits
		assert.Equal(t, c.same, len(hits) > 0, "%s, %s", c.query, c.listed)
	}
}
