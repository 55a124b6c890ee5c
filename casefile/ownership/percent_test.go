package ownership_test

import (
	"encoding/json"
	"math/big"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile/ownership"
)

func pct(t testing.TB, text string) ownership.Percent {
	t.Helper()
	p, err := ownership.ParsePercent(text)
	require.NoError(t, err, text)
	return p
}

func TestParsePercent(t *testing.T) {
	for _, c := range []struct{ in, out string }{
		{"0", "0"}, {"-0", "0"}, {"0.0", "0"}, {"50", "50"}, {"50.0", "50"}, {"33.33", "33.33"},
		{"24.9999995", "24.9999995"}, {"100.000", "100"}, {"1e1", "10"}, {"1E+2", "100"}, {"1e-05", "0.00001"},
		{"2.5e1", "25"}, {"-25", "-25"}, {"0.30000000000000004", "0.30000000000000004"},
		{"39.285714285714285714285714285714285714285714", "39.285714285714285714285714285714285714285714"},
		{"340282366920938463463374607431768211455", "340282366920938463463374607431768211455"},
		{"340282366920938463463374607431768211456", "340282366920938463463374607431768211456"},
		{"99999999999999999999999999999999999999", "99999999999999999999999999999999999999"},
		{"0.1e-30", "0.0000000000000000000000000000001"},
	} {
		p, err := ownership.ParsePercent(c.in)
		require.NoError(t, err, c.in)
		assert.Equal(t, c.out, p.String(), c.in)
		assert.False(t, p.IsZero(), c.in)
	}
	for _, in := range []string{
		"", " ", "abc", "5 ", " 5", "+5", ".5", "5.", "05", "00", "--5", "5%", "5,5", "1e", "1e+", "e5", "1e1000", "0x10",
		"NaN", "Inf", "1_000", "1.2.3", "5e1.5", "٥", "-", "1e--5", "1e+-5", strings.Repeat("9", 4097),
	} {
		p, err := ownership.ParsePercent(in)
		require.ErrorIs(t, err, bonafide.ErrInvalid, in)
		assert.True(t, p.IsZero(), in)
	}
}

// Exact where finite, else half to even at ten places: as the printed figures of
// the published cases are.
func TestPercentString(t *testing.T) {
	third := ratio(t, 200, 3)
	assert.Equal(t, "66.6666666667", third.String())
	assert.Equal(t, "66.67", third.Round(2))
	assert.False(t, third.Finite())
	half := ratio(t, 125, 2)
	assert.Equal(t, "62.5", half.String())
	assert.True(t, half.Finite())
	for _, c := range []struct {
		in     string
		places int
		want   string
	}{
		{"0.125", 2, "0.12"}, {"0.135", 2, "0.14"}, {"0.1250000001", 2, "0.13"}, {"2.5", 0, "2"}, {"3.5", 0, "4"},
		{"-0.004", 2, "0.00"}, {"-0.125", 2, "-0.12"}, {"-2.5", 0, "-2"}, {"99.995", 2, "100.00"}, {"5", 3, "5.000"}, {"5", -1, "5"},
	} {
		assert.Equal(t, c.want, pct(t, c.in).Round(c.places), c.in)
	}
	assert.Empty(t, ownership.Percent{}.String())
	assert.Empty(t, ownership.Percent{}.Round(2))
}

// ratio makes a fraction that no decimal is, by way of treasury shares.
func ratio(t *testing.T, num, den int) ownership.Percent {
	t.Helper()
	// held / (1 - own): choose own = 1 - den/100·…, so that the quotient is num/den
	own := ownership.Whole(100 - den)
	held := ownership.Whole(num).Rat()
	held.Quo(held, big.NewRat(100, 1))
	text := held.FloatString(10)
	a, err := ownership.Compute(ownership.Graph{
		Main:     "M",
		Entities: []ownership.Entity{{ID: "M", Type: ownership.Company}, {ID: "p", Type: ownership.Individual}},
		Relations: []ownership.Relation{
			{From: "M", To: "M", Ownership: own}, {From: "p", To: "M", Ownership: pct(t, text)},
		},
	}, nil)
	require.NoError(t, err)
	p := a.Holders[0].Ownership
	require.Zero(t, p.Rat().Cmp(big.NewRat(int64(num), int64(den))), p.String())
	return p
}

func TestPercentJSON(t *testing.T) {
	for _, c := range []struct{ in, out string }{
		{`"33.33"`, `"33.33"`}, {`33.33`, `"33.33"`}, {`1e-05`, `"0.00001"`}, {`null`, `null`}, {`100`, `"100"`},
	} {
		var p ownership.Percent
		require.NoError(t, json.Unmarshal([]byte(c.in), &p), c.in)
		text, err := json.Marshal(p)
		require.NoError(t, err)
		assert.Equal(t, c.out, string(text), c.in)
	}
	for _, in := range []string{`"abc"`, `true`, `{}`, `[]`, `""`, `"\u0035"`} {
		p := ownership.Whole(7)
		require.Error(t, json.Unmarshal([]byte(in), &p), in)
	}
	var r ownership.Relation
	require.NoError(t, json.Unmarshal([]byte(`{"from":"a","to":"b","ownership_percentage":12.5,"voting_rights_percentage":null}`), &r))
	assert.True(t, r.Voting.IsZero())
	text, err := json.Marshal(r)
	require.NoError(t, err)
	assert.JSONEq(t, `{"from":"a","to":"b","ownership_percentage":"12.5"}`, string(text))
}

func TestPercentArithmetic(t *testing.T) {
	values := []string{"0", "1", "-1", "25", "24.9999995", "-12.5", "1e-30", "340282366920938463463374607431768211455"}
	for _, x := range values {
		for _, y := range values {
			p, q := pct(t, x), pct(t, y)
			assert.Equal(t, p.Rat().Cmp(q.Rat()), p.Cmp(q), "%s ? %s", x, y)
			assert.Zero(t, new(big.Rat).Add(p.Rat(), q.Rat()).Cmp(p.Add(q).Rat()), "%s + %s", x, y)
			assert.Zero(t, new(big.Rat).Sub(p.Rat(), q.Rat()).Cmp(p.Sub(q).Rat()), "%s - %s", x, y)
		}
		assert.Equal(t, pct(t, x).Rat().Sign(), pct(t, x).Sign(), x)
	}
	assert.Equal(t, "-7", ownership.Whole(-7).String())
	assert.Equal(t, 0, ownership.Percent{}.Cmp(ownership.Whole(0)))
}

func FuzzParsePercent(f *testing.F) {
	for _, s := range []string{"0", "33.33", "-1e-5", "100", "1e999", "0.0000000000000000000000000000000000000001", "abc", "1e", "١"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		p, err := ownership.ParsePercent(text)
		if err != nil {
			if !p.IsZero() {
				t.Fatal("a failed parse must return the zero value")
			}
			return
		}
		want, ok := new(big.Rat).SetString(text)
		if !ok || want.Cmp(p.Rat()) != 0 {
			t.Fatalf("read as %s", p)
		}
		again, err := ownership.ParsePercent(p.String())
		if err == nil && again.Cmp(p) != 0 || err != nil && len(p.String()) <= 4096 {
			t.Fatalf("%s does not read back", p)
		}
	})
}
