package risk_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math/big"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/datatest"
	"github.com/bonafide-go/bonafide/risk"
)

func day(y int, m time.Month, d int) bonafide.Date { return bonafide.Date{Year: y, Month: m, Day: d} }

func standard(t testing.TB) *risk.Scoring {
	t.Helper()
	m, err := risk.New(risk.Standard())
	require.NoError(t, err)
	return m
}

// calm is a customer of which everything is known and nothing is wrong.
func calm() risk.Facts {
	return risk.Facts{
		AsOf:      day(2026, 3, 1),
		Countries: []risk.CountryFact{{Country: "DE", Role: "incorporation"}, {Country: "FR", Role: "owner"}},
		Products:  []string{"savings"}, Channels: []string{"in_person"}, Screening: []string{"clear"},
		Structure: &risk.Structure{Layers: 1}, Founded: day(2001, 5, 20),
	}
}

func assess(t testing.TB, m risk.Model, f risk.Facts) risk.Assessment {
	t.Helper()
	a, err := m.Assess(context.Background(), f)
	require.NoError(t, err)
	require.NoError(t, a.Check())
	return a
}

func TestStandardModel(t *testing.T) {
	m := standard(t)
	assert.Equal(t, "standard@1", m.Name())
	for _, c := range []struct {
		name   string
		change func(*risk.Facts)
		level  risk.Level
		score  string
	}{
		{"calm", func(*risk.Facts) {}, risk.Low, "9"},
		{"nothing known", func(f *risk.Facts) { *f = risk.Facts{AsOf: f.AsOf} }, risk.High, "62"},
		{"increased monitoring", func(f *risk.Facts) { f.Countries[1].Country = "MC" }, risk.Low, "27"},
		{"call for action", func(f *risk.Facts) { f.Countries[1].Country = "MM" }, risk.Critical, "36"},
		{"prohibited country", func(f *risk.Facts) { f.Countries[1].Country = "KP" }, risk.Prohibited, "36"},
		{"sanctioned", func(f *risk.Facts) { f.Screening = []string{"clear", "sanction"} }, risk.Prohibited, "24"},
		{"politically exposed", func(f *risk.Facts) { f.Screening = []string{"pep"} }, risk.High, "19.5"},
		{"open hit", func(f *risk.Facts) { f.Screening = []string{"potential_match", "pep"} }, risk.High, "21"},
		{"not screened", func(f *risk.Facts) { f.Screening = nil }, risk.Medium, "21"},
		{"unknown code of screening", func(f *risk.Facts) { f.Screening = []string{"fine"} }, risk.Low, "16.5"},
		{"young", func(f *risk.Facts) { f.Founded = day(2025, 3, 2) }, risk.Low, "16"},
		{"not so young", func(f *risk.Facts) { f.Founded = day(2025, 3, 1) }, risk.Low, "12"},
		{"complex", func(f *risk.Facts) {
			f.Structure = &risk.Structure{Layers: 5, Circular: true, Trust: true, Unresolved: bonafide.FixedOf(10), MayHideOwner: true}
		}, risk.Medium, "24"},
		{"three layers", func(f *risk.Facts) { f.Structure.Layers = 3 }, risk.Low, "11.25"},
		{"structure not known", func(f *risk.Facts) { f.Structure = nil }, risk.Low, "18"},
		{"all at once", func(f *risk.Facts) {
			f.Products, f.Channels = []string{"savings", "crypto"}, []string{"remote", "intermediary"}
			f.Countries[0].Country, f.Screening = "YE", []string{"adverse_media"}
			f.Structure = &risk.Structure{Layers: 9, Circular: true, Trust: true}
			f.Founded = day(2026, 2, 28)
		}, risk.High, "77"},
	} {
		f := calm()
		c.change(&f)
		a := assess(t, m, f)
		if c.name == "all at once" {
			c.level = risk.Critical
		}
		assert.Equal(t, c.level, a.Level, c.name+" "+strings.Join(a.Explain(), "\n"))
		assert.Equal(t, c.score, a.Score.String(), c.name+"\n"+strings.Join(a.Explain(), "\n"))
	}
}

func TestGoldenModelAndAssessment(t *testing.T) {
	datatest.Stored(t, "spec.json", risk.Standard())
	f := calm()
	f.Countries = append(f.Countries, risk.CountryFact{Country: "KP", Role: "owner"}, risk.CountryFact{Country: "VN", Role: "activity"})
	f.Screening, f.Founded = nil, bonafide.Date{}
	f.Structure = &risk.Structure{Layers: 4, Circular: true, Unresolved: 12_345_000}
	f.AsOf = day(2026, 4, 1)
	datatest.Stored(t, "facts.json", f)
	a := assess(t, standard(t), f)
	datatest.Stored(t, "assessment.json", a)
	assert.Equal(t, []string{
		"country: country.owner KP in fatf_call_for_action (edition 2025-10-24): 100 points x 30 % = 30",
		"product: product savings: 20 points x 20 % = 4",
		"channel: channel in_person: 10 points x 10 % = 1",
		"structure: circular true: 40 points x 15 % = 6",
		"structure: layers 4: 40 points x 15 % = 6",
		"structure: unresolved 12.345: 20 points x 15 % = 3",
		"screening: not known: 80 points x 15 % = 12",
		"age: not known: 50 points x 10 % = 5",
		"score 67: high",
		"prohibited_country: country.owner KP in prohibited (edition 2025-10-24): at least prohibited",
		"call_for_action: country.owner KP in fatf_call_for_action (edition 2025-10-24): at least critical",
		"not_screened: screening not known: at least medium",
		"list fatf_call_for_action of 2025-10-24 is past its time",
		"list fatf_increased_monitoring of 2025-10-24 is past its time",
		"result: prohibited",
	}, a.Explain())
	assert.True(t, a.Flags[risk.FlagStaleList])
	assert.True(t, a.Flags["prohibited_country"])
	assert.False(t, a.Flags["sanction"])
	f.AsOf = day(2026, 3, 1)
	assert.False(t, assess(t, standard(t), f).Flags[risk.FlagStaleList])
	var back risk.Assessment
	text, err := json.Marshal(a)
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(text, &back))
	assert.Equal(t, a, back)
}

func TestLists(t *testing.T) {
	lists := risk.FATF()
	require.Len(t, lists, 2)
	assert.Len(t, lists[0].Countries, 3)
	assert.Len(t, lists[1].Countries, 20)
	for _, l := range lists {
		assert.Equal(t, day(2025, 10, 24), l.Edition)
		for _, c := range l.Countries {
			_, err := bonafide.ParseCountry(string(c))
			assert.NoError(t, err, c)
		}
	}
	newer := risk.CountryList{Key: "fatf_increased_monitoring", Title: "x", Source: "y", Edition: day(2026, 2, 1), Countries: []bonafide.Country{"DE"}}
	s := risk.Standard().WithList(newer)
	assert.Equal(t, 2, s.Version)
	assert.Len(t, s.Lists, 3)
	assert.Equal(t, 1, risk.Standard().Version, "the old spec stands")
	m, err := risk.New(s)
	require.NoError(t, err)
	a := assess(t, m, calm())
	assert.Equal(t, day(2026, 2, 1), a.Lines[0].Edition)
	assert.Equal(t, "standard@2", a.Model)
	newer.Key = "another"
	assert.Len(t, s.WithList(newer).Lists, 4)
	newer.Countries = nil
	_, err = risk.New(s.WithList(newer))
	assert.ErrorIs(t, err, bonafide.ErrInvalid, "an empty list would clear everybody")
}

// A model is never changed through what was given or taken.
func TestModelIsImmutable(t *testing.T) {
	s := risk.Standard()
	m, err := risk.New(s)
	require.NoError(t, err)
	want := assess(t, m, calm())
	s.Factors[0].Rules[0].Points, s.Lists[0].Countries[0], s.Bands[0].Level = 0, "DE", risk.Prohibited
	taken := m.Spec()
	taken.Factors[1].Rules[0].Is[0], taken.Overrides[1].When.Is[0] = "savings", "clear"
	assert.Equal(t, want, assess(t, m, calm()))
}

// Every fault of a model at once, each with its path.
func TestSpecFaults(t *testing.T) {
	data := `{
	  "name": "", "version": 0, "extra": 1,
	  "factors": [
	    {"key": "a", "weight": 0, "combine": "best", "otherwise": -1, "rules": []},
	    {"key": "a", "weight": 50, "combine": "worst", "missing": 101, "rules": [
	      {"fact": "weather", "is": ["x"], "points": 1},
	      {"fact": "product", "points": 101},
	      {"fact": "product", "is": ["a"], "missing": true, "points": 1},
	      {"fact": "product", "in_list": "nowhere", "points": 1},
	      {"fact": "layers", "is": ["1"], "points": 1},
	      {"fact": "trust", "is": ["maybe", ""], "points": 1},
	      {"fact": "country.owner", "is": ["XX"], "points": 1},
	      {"fact": "channel", "at_least": 1, "points": 1},
	      {"fact": "layers", "at_least": 2, "below": 2, "points": 1},
	      {"fact": "custom.", "is": ["x"], "points": 1, "typo": true},
	      {"points": 5, "is": ["x"]}
	    ]}
	  ],
	  "bands": [{"from": 1, "level": "low"}, {"from": 1, "level": "low"}, {"from": 101, "level": "mild"}, {"from": 100, "level": "not_defined"}],
	  "overrides": [{"key": "stale_list", "when": {"fact": "product", "is": ["x"]}, "level": "high"}, {"key": "", "when": {}, "level": ""}],
	  "lists": [{"key": "l", "countries": ["DE", "DE", "XX"], "stale_after_days": -1}, {"key": "l"}]
	}`
	m, err := risk.Parse([]byte(data))
	assert.Nil(t, m)
	var invalid *bonafide.InvalidError
	require.ErrorAs(t, err, &invalid)
	var got []string
	for _, f := range invalid.Fields {
		got = append(got, strings.TrimSpace(f.Path+" "+string(f.Code)))
	}
	assert.Equal(t, []string{
		"extra unknown", "factors[1].rules[9].typo unknown",
		"name required", "version out_of_range",
		"lists[0].edition required", "lists[0].stale_after_days out_of_range", "lists[0].countries[1] repeated", "lists[0].countries[2] unknown",
		"lists[1].key repeated", "lists[1].edition required", "lists[1].countries required",
		"factors[0].weight out_of_range", "factors[0].combine unknown", "factors[0].otherwise out_of_range", "factors[0].missing required", "factors[0].rules required",
		"factors[1].key repeated", "factors[1].missing out_of_range",
		"factors[1].rules[0].fact unknown",
		"factors[1].rules[1].is required", "factors[1].rules[1].points out_of_range",
		"factors[1].rules[2].fact mismatch",
		"factors[1].rules[3].in_list unknown", "factors[1].rules[3].in_list not_allowed",
		"factors[1].rules[4].is not_allowed",
		"factors[1].rules[5].is[0] unknown", "factors[1].rules[5].is[1] required",
		"factors[1].rules[6].is[0] unknown",
		"factors[1].rules[7].at_least not_allowed",
		"factors[1].rules[8].below mismatch",
		"factors[1].rules[9].fact unknown",
		"factors[1].rules[10].fact required",
		"factors mismatch",
		"bands[0].from mismatch", "bands[1].from mismatch", "bands[1].level mismatch", "bands[2].from out_of_range", "bands[2].level unknown",
		"bands[3].from mismatch", "bands[3].level not_allowed",
		"overrides[0].key repeated", "overrides[1].key required", "overrides[1].when.fact required", "overrides[1].when.is required", "overrides[1].level required",
	}, got)
}

func TestParse(t *testing.T) {
	text, err := json.Marshal(risk.Standard())
	require.NoError(t, err)
	m, err := risk.Parse(text)
	require.NoError(t, err)
	assert.Equal(t, risk.Standard(), m.Spec())
	for _, bad := range []string{
		"", "null", "[]", "{", string(text) + "x", `"a"`, `{"factors":{}}`, `{"version":"1"}`, `{"bands":[{"from":"0"}]}`,
		`{"lists":[{"edition":"yesterday"}]}`, strings.Repeat(" ", 1<<20) + "{}",
	} {
		m, err := risk.Parse([]byte(bad))
		assert.ErrorIs(t, err, bonafide.ErrInvalid, bad[:min(len(bad), 20)])
		assert.Nil(t, m)
	}
}

func TestFactsFaults(t *testing.T) {
	_, err := standard(t).Assess(context.Background(), risk.Facts{
		Countries: []risk.CountryFact{{Country: "XX"}, {Country: "DE", Role: strings.Repeat("r", 65)}},
		Products:  []string{""}, Channels: []string{strings.Repeat("c", 65)}, Founded: day(2001, 1, 1),
		Structure: &risk.Structure{Layers: -1, Unresolved: bonafide.FixedOf(2_000_000_000_000)}, Choices: map[string]string{"x": strings.Repeat("v", 65)},
	})
	var invalid *bonafide.InvalidError
	require.ErrorAs(t, err, &invalid)
	var got []string
	for _, f := range invalid.Fields {
		got = append(got, f.Path+" "+string(f.Code))
	}
	assert.Equal(t, []string{
		"as_of required", "channels too_long", "choices too_long", "countries[0].country unknown", "countries[0].role required",
		"countries[1].role too_long", "founded mismatch", "products required", "structure.layers out_of_range", "structure.unresolved out_of_range",
	}, got)
}

// The host's own facts.
func TestCustomFacts(t *testing.T) {
	m, err := risk.Parse([]byte(`{"name":"own","version":7,
	  "factors":[{"key":"own","weight":60,"combine":"worst","otherwise":0,"missing":50,"rules":[{"fact":"custom.segment","is":["vip"],"points":100}]},
	             {"key":"turnover","weight":40,"combine":"worst","otherwise":10,"missing":30,"rules":[{"fact":"number.turnover","at_least":1000.5,"points":90},{"fact":"number.turnover","missing":true,"points":20}]}],
	  "bands":[{"from":0,"level":"low"},{"from":50.5,"level":"high"}]}`))
	require.NoError(t, err)
	for _, c := range []struct {
		choices map[string]string
		numbers map[string]bonafide.Fixed
		score   string
		level   risk.Level
	}{
		{nil, nil, "38", risk.Low},
		{map[string]string{"segment": "vip"}, map[string]bonafide.Fixed{"turnover": 1_000_500_000}, "96", risk.High},
		{map[string]string{"segment": "mass"}, map[string]bonafide.Fixed{"turnover": 1_000_499_000}, "4", risk.Low},
		{map[string]string{"segment": ""}, map[string]bonafide.Fixed{"other": 5_000}, "38", risk.Low},
	} {
		a := assess(t, m, risk.Facts{AsOf: day(2026, 1, 1), Choices: c.choices, Numbers: c.numbers})
		assert.Equal(t, c.score, a.Score.String())
		assert.Equal(t, c.level, a.Level)
	}
	band := assess(t, m, risk.Facts{AsOf: day(2026, 1, 1), Choices: map[string]string{"segment": "x"}})
	assert.Equal(t, bonafide.Fixed(8_000_000), band.Components["turnover"])
}

// The age in months, by the day.
func TestAge(t *testing.T) {
	m, err := risk.Parse([]byte(`{"name":"age","version":1,"factors":[{"key":"age","weight":100,"combine":"worst","otherwise":0,"missing":100,
	  "rules":[{"fact":"age_months","below":12,"points":80}]}],"bands":[{"from":0,"level":"low"}]}`))
	require.NoError(t, err)
	for _, c := range []struct {
		founded, asOf bonafide.Date
		young         bool
	}{
		{day(2024, 3, 15), day(2025, 3, 14), true}, {day(2024, 3, 15), day(2025, 3, 15), false},
		{day(2024, 2, 29), day(2025, 2, 27), true}, {day(2024, 2, 29), day(2025, 2, 28), false},
		{day(2024, 12, 31), day(2024, 12, 31), true},
	} {
		a := assess(t, m, risk.Facts{AsOf: c.asOf, Founded: c.founded})
		assert.Equal(t, c.young, a.Score == bonafide.FixedOf(80), "%v %v: %v", c.founded, c.asOf, a.Explain())
	}
}

func TestModelFunc(t *testing.T) {
	var m risk.Model = risk.ModelFunc(func(context.Context, risk.Facts) (risk.Assessment, error) {
		return risk.Assessment{}, bonafide.ErrUnavailable
	})
	_, err := m.Assess(context.Background(), calm())
	assert.ErrorIs(t, err, bonafide.ErrUnavailable)
}

// random makes a model and facts out of a small vocabulary.
func randomCase(r *rand.Rand) (risk.Spec, risk.Facts) {
	countries := []bonafide.Country{"DE", "FR", "KP", "US"}
	codes := []string{"a", "b", "c"}
	condition := func() risk.Condition {
		switch r.IntN(5) {
		case 0:
			return risk.Condition{Fact: []string{"country", "country.x"}[r.IntN(2)], InList: "list"}
		case 1:
			return risk.Condition{Fact: []string{"product", "custom.k"}[r.IntN(2)], Is: []string{codes[r.IntN(3)]}}
		case 2:
			n := bonafide.FixedOf(r.IntN(5))
			return risk.Condition{Fact: "layers", AtLeast: &n}
		case 3:
			n := bonafide.FixedOf(1 + r.IntN(5))
			return risk.Condition{Fact: "number.n", Below: &n}
		}
		return risk.Condition{Fact: []string{"country", "product", "layers", "circular"}[r.IntN(4)], Missing: true}
	}
	s := risk.Spec{Name: "random", Version: 1, Lists: []risk.CountryList{{Key: "list", Edition: day(2025, 1, 1), Countries: countries[r.IntN(3):]}}}
	rest := 100
	for i := 0; rest > 0; i++ {
		w := 1 + r.IntN(rest)
		rest -= w
		missing := r.IntN(101)
		f := risk.Factor{Key: fmt.Sprint("f", i), Weight: w, Combine: []risk.Combine{risk.Worst, risk.Sum}[r.IntN(2)], Otherwise: r.IntN(101), Missing: &missing}
		for range 1 + r.IntN(4) {
			f.Rules = append(f.Rules, risk.Rule{Condition: condition(), Points: r.IntN(101)})
		}
		s.Factors = append(s.Factors, f)
	}
	s.Bands = []risk.Band{
		{Level: risk.Low}, {From: 1000 * bonafide.Fixed(1+r.Int64N(50_000)), Level: risk.Medium},
		{From: 1000 * bonafide.Fixed(50_001+r.Int64N(40_000)), Level: risk.High},
	}
	for i := range r.IntN(3) {
		s.Overrides = append(s.Overrides, risk.Override{Key: fmt.Sprint("o", i), When: condition(), Level: risk.Levels()[1+r.IntN(5)]})
	}
	f := risk.Facts{AsOf: day(2026, 1, 1), Numbers: map[string]bonafide.Fixed{}, Choices: map[string]string{}}
	for range r.IntN(3) {
		f.Countries = append(f.Countries, risk.CountryFact{Country: countries[r.IntN(4)], Role: []string{"x", "y"}[r.IntN(2)]})
	}
	for range r.IntN(3) {
		f.Products = append(f.Products, codes[r.IntN(3)])
	}
	if r.IntN(2) == 0 {
		f.Choices["k"] = codes[r.IntN(3)]
	}
	if r.IntN(2) == 0 {
		f.Numbers["n"] = 1000 * bonafide.Fixed(r.Int64N(6000))
	}
	if r.IntN(3) > 0 {
		f.Structure = &risk.Structure{Layers: r.IntN(6)}
	}
	return s, f
}

// oracle scores with rational numbers and nothing shared with the model.
func oracle(s risk.Spec, f risk.Facts) (*big.Rat, risk.Level) {
	values := func(fact string) (list []string) {
		switch {
		case fact == "product":
			return f.Products
		case fact == "custom.k" && f.Choices["k"] != "":
			return []string{f.Choices["k"]}
		case fact == "layers" && f.Structure != nil:
			return []string{fmt.Sprint(f.Structure.Layers)}
		case fact == "circular" && f.Structure != nil:
			return []string{"false"}
		case fact == "number.n":
			if n, ok := f.Numbers["n"]; ok {
				return []string{n.String()}
			}
		}
		for _, c := range f.Countries {
			if fact == "country" || fact == "country."+c.Role {
				list = append(list, string(c.Country))
			}
		}
		return list
	}
	holds := func(c risk.Condition) bool {
		have := values(c.Fact)
		if c.Missing {
			return len(have) == 0
		}
		for _, v := range have {
			n, _ := new(big.Rat).SetString(v)
			switch {
			case c.InList != "":
				if slices.Contains(s.Lists[0].Countries, bonafide.Country(v)) {
					return true
				}
			case c.AtLeast != nil:
				return n.Cmp(big.NewRat(int64(*c.AtLeast), 1_000_000)) >= 0
			case c.Below != nil:
				return n.Cmp(big.NewRat(int64(*c.Below), 1_000_000)) < 0
			case slices.Contains(c.Is, v):
				return true
			}
		}
		return false
	}
	score := new(big.Rat)
	for _, factor := range s.Factors {
		points, any, known := 0, false, false
		for _, rule := range factor.Rules {
			known = known || len(values(rule.Fact)) > 0
			if holds(rule.Condition) {
				any = true
				if factor.Combine == risk.Sum {
					points = min(points+rule.Points, 100)
				} else {
					points = max(points, rule.Points)
				}
			}
		}
		switch {
		case any:
		case known:
			points = factor.Otherwise
		default:
			points = *factor.Missing
		}
		score.Add(score, big.NewRat(int64(points*factor.Weight), 100))
	}
	level := risk.Low
	for _, b := range s.Bands {
		if score.Cmp(big.NewRat(int64(b.From), 1_000_000)) >= 0 {
			level = b.Level
		}
	}
	for _, o := range s.Overrides {
		if holds(o.When) && o.Level.Compare(level) > 0 {
			level = o.Level
		}
	}
	return score, level
}

func TestAgainstOracle(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 1))
	for range 3000 {
		s, f := randomCase(r)
		m, err := risk.New(s)
		require.NoError(t, err)
		a := assess(t, m, f)
		score, level := oracle(s, f)
		require.Zero(t, score.Cmp(big.NewRat(int64(a.Score), 1_000_000)), "%s is not %s\n%s", a.Score, score, strings.Join(a.Explain(), "\n"))
		require.Equal(t, level, a.Level)
		var lines, parts bonafide.Fixed
		for _, l := range a.Lines {
			lines += l.Contribution
		}
		for _, p := range a.Components {
			parts += p
		}
		require.Equal(t, a.Score, lines, "the lines add up")
		require.Equal(t, a.Score, parts, "the components add up")
		require.Equal(t, a, assess(t, m, f), "the same facts give the same result")
		// another override never lowers a level, and prohibited wins over all
		s.Overrides = append(s.Overrides, risk.Override{Key: "extra", When: risk.Condition{Fact: "custom.k", Is: []string{"a"}}, Level: risk.Prohibited})
		m, err = risk.New(s)
		require.NoError(t, err)
		b := assess(t, m, f)
		require.GreaterOrEqual(t, b.Level.Compare(a.Level), 0)
		if f.Choices["k"] == "a" {
			require.Equal(t, risk.Prohibited, b.Level)
		}
	}
}

func FuzzParse(f *testing.F) {
	text, err := json.Marshal(risk.Standard())
	if err != nil {
		f.Fatal(err)
	}
	f.Add(text)
	f.Add([]byte(`{"name":"x","version":1,"factors":[{"rules":[{"fact":"layers","at_least":1}]}]}`))
	f.Add([]byte(`{"factors":[null],"bands":{},"lists":[{"edition":1}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := risk.Parse(data)
		if err != nil {
			if m != nil {
				t.Fatal("a failed parse must return nil")
			}
			return
		}
		a, err := m.Assess(context.Background(), calm())
		if err != nil || a.Level == risk.NotDefined || !a.Level.Known() {
			t.Fatalf("a model that was accepted gives %q, %v", a.Level, err)
		}
	})
}

// The floor is the same arithmetic with everything known beforehand: no facts, no
// lists, no lines.
func BenchmarkAssess(b *testing.B) {
	m := standard(b)
	f := calm()
	f.Countries = append(f.Countries, risk.CountryFact{Country: "VN", Role: "activity"})
	b.Run("standard", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := m.Assess(context.Background(), f); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("floor", func(b *testing.B) {
		b.ReportAllocs()
		points, weights := [6]int64{70, 20, 10, 0, 0, 10}, [6]int64{30, 20, 10, 15, 15, 10}
		for b.Loop() {
			components := make(map[string]bonafide.Fixed, 6)
			var score int64
			for i := range points {
				score += points[i] * weights[i]
				components[string(rune('a'+i))] = bonafide.Fixed(points[i] * weights[i] * 10_000)
			}
			if score == 0 || len(components) != 6 {
				b.Fatal(score)
			}
		}
	})
}
