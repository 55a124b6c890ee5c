package risk_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/datatest"
	"github.com/bonafide-go/bonafide/risk"
)

var (
	noon     = time.Date(2026, 3, 1, 12, 0, 0, 123456789, time.UTC)
	officer  = bonafide.Reviewer("r1")
	platform = bonafide.Platform("p1")
)

// pushed is the example of the published case API.
func pushed() risk.Assessment {
	return risk.Assessment{
		Level: risk.Medium, Score: bonafide.FixedOf(10067),
		Components: map[string]bonafide.Fixed{
			"customer_score": bonafide.FixedOf(1400), "product_score": bonafide.FixedOf(3000), "delivery_channel_score": bonafide.FixedOf(2000),
			"transaction_score": bonafide.FixedOf(1667), "geography_score": bonafide.FixedOf(2000),
		},
		Flags: map[string]bool{"prohibited_country_ubo": true, "complex_company_alert": false},
	}
}

func push(t *testing.T, h risk.History, a risk.Assessment) risk.History {
	t.Helper()
	next, _, saved, err := h.Push(a, "", platform, noon)
	require.NoError(t, err)
	require.True(t, saved)
	return next
}

func override(t *testing.T, h risk.History, l risk.Level) risk.History {
	t.Helper()
	next, current, err := h.Override(l, "because", officer, noon, risk.Settings{})
	require.NoError(t, err)
	require.Equal(t, next.Current(), current)
	return next
}

// Every state with every verb: what becomes current, and what is refused.
func TestStatesAndVerbs(t *testing.T) {
	low, high := risk.Assessment{Level: risk.Low}, risk.Assessment{Level: risk.High}
	automatic := push(t, risk.History{}, low)
	manual := override(t, automatic, risk.Critical)
	states := map[string]risk.History{
		"empty":           {},
		"automatic":       automatic,
		"manual":          manual,
		"manual only":     override(t, risk.History{}, risk.Critical),
		"manual, pushed":  push(t, manual, high),
		"automatic again": automate(t, push(t, manual, high)),
	}
	type outcome struct {
		mode  risk.Mode
		level risk.Level
		err   error
	}
	for _, c := range []struct {
		state, verb string
		want        outcome
	}{
		{"empty", "none", outcome{risk.Automatic, risk.NotDefined, nil}},
		{"empty", "push", outcome{risk.Automatic, risk.Medium, nil}},
		{"empty", "override", outcome{risk.Manual, risk.Prohibited, nil}},
		{"empty", "automate", outcome{risk.Automatic, risk.NotDefined, bonafide.ErrState}},
		{"automatic", "none", outcome{risk.Automatic, risk.Low, nil}},
		{"automatic", "push", outcome{risk.Automatic, risk.Medium, nil}},
		{"automatic", "override", outcome{risk.Manual, risk.Prohibited, nil}},
		{"automatic", "automate", outcome{risk.Automatic, risk.Low, bonafide.ErrState}},
		{"manual", "none", outcome{risk.Manual, risk.Critical, nil}},
		{"manual", "push", outcome{risk.Manual, risk.Critical, nil}},
		{"manual", "override", outcome{risk.Manual, risk.Prohibited, nil}},
		{"manual", "automate", outcome{risk.Automatic, risk.Low, nil}},
		{"manual only", "none", outcome{risk.Manual, risk.Critical, nil}},
		{"manual only", "push", outcome{risk.Manual, risk.Critical, nil}},
		{"manual only", "override", outcome{risk.Manual, risk.Prohibited, nil}},
		{"manual only", "automate", outcome{risk.Automatic, risk.NotDefined, nil}},
		{"manual, pushed", "none", outcome{risk.Manual, risk.Critical, nil}},
		{"manual, pushed", "push", outcome{risk.Manual, risk.Critical, nil}},
		{"manual, pushed", "override", outcome{risk.Manual, risk.Prohibited, nil}},
		{"manual, pushed", "automate", outcome{risk.Automatic, risk.High, nil}},
		{"automatic again", "none", outcome{risk.Automatic, risk.High, nil}},
		{"automatic again", "push", outcome{risk.Automatic, risk.Medium, nil}},
		{"automatic again", "override", outcome{risk.Manual, risk.Prohibited, nil}},
		{"automatic again", "automate", outcome{risk.Automatic, risk.High, bonafide.ErrState}},
	} {
		t.Run(c.state+" "+c.verb, func(t *testing.T) {
			h := states[c.state]
			before, err := json.Marshal(h)
			require.NoError(t, err)
			next := h
			switch c.verb {
			case "push":
				next, _, _, err = h.Push(risk.Assessment{Level: risk.Medium}, "", platform, noon)
			case "override":
				next, _, err = h.Override(risk.Prohibited, "why", officer, noon, risk.Settings{})
			case "automate":
				next, _, err = h.Automate(officer)
			}
			require.ErrorIs(t, err, c.want.err)
			assert.Equal(t, c.want.mode, next.Current().Mode)
			assert.Equal(t, c.want.level, next.Current().Level)
			after, err := json.Marshal(h)
			require.NoError(t, err)
			assert.Equal(t, string(before), string(after), "a verb changes nothing")
			if c.verb == "push" {
				assert.Len(t, next.Automatic, len(h.Automatic)+1, "kept, current or not")
			}
			assert.GreaterOrEqual(t, len(next.Manual), len(h.Manual), "nothing is lost")
		})
	}
}

func automate(t *testing.T, h risk.History) risk.History {
	t.Helper()
	next, _, err := h.Automate(officer)
	require.NoError(t, err)
	return next
}

// An exact repeat of the latest automatic risk is not saved, and returns the latest
// one (published case API, "Risk").
func TestExactRepeat(t *testing.T) {
	h, first, saved, err := risk.History{}.Push(pushed(), "", platform, noon)
	require.NoError(t, err)
	require.True(t, saved)
	assert.Equal(t, noon.Truncate(time.Microsecond), first.At)
	again, latest, saved, err := h.Push(pushed(), "", bonafide.System(), noon.Add(time.Hour))
	require.NoError(t, err)
	assert.False(t, saved)
	assert.Equal(t, first, latest)
	assert.Equal(t, h, again)
	// also while a manual risk is current
	m := override(t, h, risk.Low)
	_, latest, saved, err = m.Push(pushed(), "", platform, noon)
	require.NoError(t, err)
	assert.False(t, saved)
	assert.Equal(t, first, latest)
	// anything else is another risk
	for name, change := range map[string]func(*risk.Assessment){
		"level":     func(a *risk.Assessment) { a.Level = risk.High },
		"score":     func(a *risk.Assessment) { a.Score++ },
		"component": func(a *risk.Assessment) { a.Components["customer_score"]++ },
		"fewer":     func(a *risk.Assessment) { delete(a.Components, "customer_score") },
		"flag":      func(a *risk.Assessment) { a.Flags["complex_company_alert"] = true },
		"model":     func(a *risk.Assessment) { a.Model = "standard@2" },
		"line":      func(a *risk.Assessment) { a.Lines = []risk.Line{{Kind: risk.LineResult}} },
	} {
		a := pushed()
		change(&a)
		_, _, saved, err := h.Push(a, "", platform, noon)
		require.NoError(t, err)
		assert.True(t, saved, name)
	}
	_, _, saved, err = h.Push(pushed(), "comment", platform, noon)
	require.NoError(t, err)
	assert.True(t, saved)
	// a repeat of an earlier one is not a repeat of the latest
	h = push(t, h, risk.Assessment{Level: risk.Low})
	h = push(t, h, pushed())
	assert.Len(t, h.Automatic, 3)
}

// What is kept does not follow what the caller changes later.
func TestPushKeepsACopy(t *testing.T) {
	a := pushed()
	h := push(t, risk.History{}, a)
	a.Components["customer_score"] = 0
	a.Flags["new"] = true
	assert.Equal(t, bonafide.FixedOf(1400), h.Automatic[0].Components["customer_score"])
	assert.Len(t, h.Automatic[0].Flags, 2)
	one := push(t, h, risk.Assessment{Level: risk.Low})
	two := push(t, h, risk.Assessment{Level: risk.High})
	assert.Equal(t, risk.Low, one.Current().Level, "two futures of one history are apart")
	assert.Equal(t, risk.High, two.Current().Level)
}

func TestHistoryFaults(t *testing.T) {
	long := map[string]bonafide.Fixed{}
	for i := range 101 {
		long[strings.Repeat("k", i+1)] = 0
	}
	_, kept, _, err := risk.History{Mode: "guess"}.Push(risk.Assessment{
		Level: "extreme", Score: bonafide.FixedOf(1) * 2_000_000_000_000, Components: map[string]bonafide.Fixed{"": 0, "b": bonafide.FixedOf(1) * -2_000_000_000_000},
		Flags: map[string]bool{strings.Repeat("f", 65): true}, Model: strings.Repeat("m", 129), Lines: make([]risk.Line, 1001),
	}, strings.Repeat("c", 2001), bonafide.Actor{}, time.Time{})
	assert.Zero(t, kept)
	var invalid *bonafide.InvalidError
	require.ErrorAs(t, err, &invalid)
	var got []string
	for _, f := range invalid.Fields {
		got = append(got, f.Path+" "+string(f.Code))
	}
	assert.Equal(t, []string{
		"history.mode unknown", "level unknown", "score out_of_range", "model too_long", "components[0] required", "flags[0] too_long",
		"components[1] out_of_range", "lines too_many", "comment too_long", "by.kind unknown", "at required",
	}, got)
	assert.ErrorIs(t, risk.Assessment{Level: risk.Low, Components: long}.Check(), bonafide.ErrInvalid)
	require.ErrorAs(t, risk.Assessment{}.Check(), &invalid)
	assert.True(t, invalid.Has("level", bonafide.CodeRequired))

	_, _, err = risk.History{}.Override(risk.NotDefined, "", officer, noon, risk.Settings{})
	require.ErrorAs(t, err, &invalid)
	assert.True(t, invalid.Has("level", bonafide.CodeNotAllowed))
	assert.True(t, invalid.Has("comment", bonafide.CodeRequired))
	_, _, err = risk.History{}.Override(risk.Low, "", officer, noon, risk.Settings{CommentOptional: true})
	assert.NoError(t, err)
	for _, who := range []bonafide.Actor{bonafide.System(), bonafide.User("u"), bonafide.VerifierActor("v")} {
		_, _, err = risk.History{}.Override(risk.Low, "c", who, noon, risk.Settings{})
		assert.ErrorIs(t, err, bonafide.ErrForbidden)
		_, _, err = override(t, risk.History{}, risk.Low).Automate(who)
		assert.ErrorIs(t, err, bonafide.ErrForbidden)
	}
	for _, h := range []risk.History{{Mode: "guess"}} {
		_, _, err = h.Automate(officer)
		assert.ErrorIs(t, err, bonafide.ErrInvalid)
		_, _, err = h.Override(risk.Low, "c", officer, noon, risk.Settings{})
		assert.ErrorIs(t, err, bonafide.ErrInvalid)
	}
	_, _, err = override(t, risk.History{}, risk.Low).Automate(bonafide.Actor{})
	assert.ErrorIs(t, err, bonafide.ErrInvalid)
}

func TestLevels(t *testing.T) {
	all := risk.Levels()
	assert.Equal(t, []risk.Level{"not_defined", "low", "medium", "high", "critical", "prohibited"}, all)
	for i, l := range all {
		assert.True(t, l.Known())
		for j, other := range all {
			assert.Equal(t, i < j, l.Compare(other) < 0)
			assert.Equal(t, i == j, l.Compare(other) == 0)
		}
	}
	assert.False(t, risk.Level("extreme").Known())
	assert.Positive(t, risk.Level("extreme").Compare(risk.Prohibited), "what is not known is never low")
	assert.Equal(t, []risk.Mode{"automatic", "manual"}, risk.Modes())
	// an unknown value survives decoding
	var r risk.Risk
	require.NoError(t, json.Unmarshal([]byte(`{"mode":"automatic","level":"extreme"}`), &r))
	text, err := json.Marshal(r)
	require.NoError(t, err)
	assert.JSONEq(t, `{"mode":"automatic","level":"extreme"}`, string(text))
}

func TestGoldenHistory(t *testing.T) {
	h := push(t, risk.History{}, pushed())
	h = override(t, h, risk.High)
	h = push(t, h, risk.Assessment{Level: risk.Low, Score: 12_500_000})
	datatest.Stored(t, "history.json", h)
	var back risk.History
	text, err := json.Marshal(h)
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(text, &back))
	assert.Equal(t, h, back)
}
