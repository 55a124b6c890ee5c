package user

import (
	"bytes"

	"github.com/bonafide-go/bonafide/internal/intern"
)

// kindOfLists is the kind of the records that hold which editions of the lists were
// searched without a hit: those of all users name them.
const kindOfLists = Kind + ".lists"

// alike is what users have in common: how a search of many lists went that found nobody.
// Where there is a hit, or a list failed, it stands with the user.
func alike() *intern.Rule {
	return &intern.Rule{
		Kind:  kindOfLists,
		Kinds: []string{Kind, KindCoverage, kindOfDecisions},
		Members: []intern.Member{
			{Name: "lists", Opens: '[', Common: func(runs []byte) bool { return nothingBut(runs, `"result":"`) && !bytes.Contains(runs, []byte(`"cut":`)) }},
			{Name: "screening_results", Opens: '{', Common: func(results []byte) bool { return nothingBut(results, `:"`) }},
		},
	}
}

// nothingBut reports whether a value says NO_MATCH behind each mark, once at least.
func nothingBut(value []byte, mark string) bool {
	n := bytes.Count(value, []byte(mark))
	return n > 0 && n == bytes.Count(value, []byte(mark+`NO_MATCH"`))
}
