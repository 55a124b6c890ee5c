package match_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	. "github.com/bonafide-go/bonafide/screening"
)

// A name that a machine misread, or that somebody disguised, is found as it was meant.
func TestMisreadAndDisguisedNames(t *testing.T) {
	for _, c := range []struct{ why, query, listed string }{
		{"0 for o", "Zoran PETR0VIC", "PETROVIC, Zoran"},
		{"2 for z", "GI2UNOV Sergey", "GIZUNOV, Sergey"},
		{"0 and 1 in every word", "Ig0r Sech1n", "SECHIN, Igor"},
		{"1 for l", "01eg Tinkov", "TINKOV, Oleg"},
		{"5, 8, 6 and 9", "5ergei 8ori5ov 6e9lov", "BEGLOV, Sergei Borisov"},
		{"rn for m", "Mikhail Frolkov Rarnzan", "FROLKOV, Mikhail Ramzan"},
		{"vv for w", "Andrevv Volkovv", "VOLKOW, Andrew"},
		{"cl for d", "Viktor Medveclev", "MEDVEDEV, Viktor"},
		{"a word half in Latin letters", "Роман ГOBOP", "GOVOR, Roman"},
		{"a word half in Cyrillic letters", "Yevgeny РОРOV", "POPOV, Yevgeny"},
		{"a word all in Cyrillic letters", "Svetlana РОРОУ", "POPOY, Svetlana"},
		{"a Latin letter with dots", "Олег ЦАПËВ", "TSAPEV, Oleg"},
		{"a Greek letter", "Viktor Βout", "BOUT, Viktor"},
		{"letters apart", "V i k t o r  B o u t", "BOUT, Viktor"},
		{"letters apart, gaps alike", "V i k t o r B o u t", "BOUT, Viktor"},
		{"Wade-Giles", "Mao Tse-tung", "MAO, Zedong"},
		{"Wade-Giles with apostrophes", "Hsi Chin-p'ing", "XI, Jinping"},
		{"Wade-Giles of Taiwan", "Lai Ching-te", "LAI, Qingde"},
		{"Taiwan", "Tsai Ing-wen", "CAI, Yingwen"},
		{"Singapore", "Lee Hsien Loong", "LI, Xianlong"},
		{"Wade-Giles, family name behind a comma", "CHANG, Hsueh-liang", "ZHANG, Xueliang"},
		{"Wade-Giles, together", "Teng Hsiaoping", "DENG, Xiaoping"},
	} {
		s := engine(t, list(t, "l", may3, named(c.listed), named("QUIRE, Quentin")))
		r := screen(t, s, Query{Name: c.query, Type: Person})
		if !assert.Len(t, r.Hits, 1, "%s: %s", c.why, c.query) {
			continue
		}
		assert.Equal(t, c.listed, r.Hits[0].MatchedName, c.why)
		name, _ := r.Hits[0].Explanation.Compute()
		assert.Equal(t, r.Hits[0].Explanation.NameScore, name, c.why)
	}
}

// A further spelling is told, and a name as it stands comes first.
func TestFurtherSpellingsAreTold(t *testing.T) {
	s := engine(t, list(t, "l", may3, named("PETROVIC, Zoran"), named("PETR0VIC, Zoran")))
	hits := screen(t, s, Query{Name: "Zoran PETR0VIC", Type: Person}).Hits
	require.Len(t, hits, 2)
	byName := map[string]Explanation{}
	for _, h := range hits {
		byName[h.MatchedName] = h.Explanation
	}
	assert.Empty(t, byName["PETR0VIC, Zoran"].ReadAs)
	assert.Equal(t, 1.0, byName["PETR0VIC, Zoran"].NameScore)
	assert.Equal(t, "Zoran petrovic", byName["PETROVIC, Zoran"].ReadAs)
	assert.Contains(t, byName["PETROVIC, Zoran"].String(), `read as "Zoran petrovic"`)
	assert.Equal(t, "Zoran PETR0VIC", byName["PETROVIC, Zoran"].Query)
}
