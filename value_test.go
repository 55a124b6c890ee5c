package bonafide_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestPhoneMask(t *testing.T) {
	assert.Equal(t, "**********71", bonafide.Phone("+14155552671").Mask())
}

func TestParseEmail(t *testing.T) {
	long := strings.Repeat("a", 64) + "@" + strings.Repeat("b", 63) + "." + strings.Repeat("c", 63) + "." + strings.Repeat("d", 61)
	for in, want := range map[string]bonafide.Email{
		"ana@example.com":     "ana@example.com",
		"Ana.B+x@Example.COM": "Ana.B+x@example.com",
		"a@xn--bcher-kva.de":  "a@xn--bcher-kva.de",
		"o'hara@example.ie":   "o'hara@example.ie",
		long:                  bonafide.Email(long),
		// As forms, sheets and international domains have them.
		" ana@example.com\n":    "ana@example.com",
		"\u200bana@example.com": "ana@example.com",
		"ana＠example.com":       "ana@example.com",
		"a@bücher.de":           "a@xn--bcher-kva.de",
		"user@例子.世界":            "user@xn--fsqu00a.xn--rhqv96g",
		"user@faß.de":           "user@xn--fa-hia.de",
		"user@EXAMPLE。com":      "user@example.com",
		// As pages, mail programs and sentences have them (RFC 6068; RFC 5322, 3.4; RFC 1034, 3.1).
		"MAILTO:ana@example.com": "ana@example.com",
		"<ana@example.com>":      "ana@example.com",
		"ana@example.com.":       "ana@example.com",
	} {
		got, err := bonafide.ParseEmail(in)
		require.NoError(t, err)
		assert.Equal(t, want, got)
	}
	for _, in := range []string{"", "a", "@", "a@b", "Bob <a@b.co>", "<<a@b.co>>", "<a@b.co", "mailto:mailto:a@b.co", "a@b.c", "a@[127.0.0.1]", `"a b"@x.co`, strings.Repeat("a", 65) + "@x.co",
		"a@" + strings.Repeat("b", 64) + ".co", "a@-x.co", "a@x-.co", "a@x_y.co", "a(c)@x.co", "ä@x.co", "a..b@x.co", ".a@x.co", "a@x..co",
		"a@x.co..", "a@1.2.3.4", "a@x.co\r\nBcc: b@y.co", "a\u202e@x.co", " \u200b", "a@b@c.co", long + "e",
		"user@examp\u200ble.com", "user@examp\u00adle.com"} {
		got, err := bonafide.ParseEmail(in)
		require.ErrorIs(t, err, bonafide.ErrInvalid, "%q", in)
		assert.Empty(t, got)
	}
	assert.Equal(t, "ana@example.com", bonafide.Email("Ana@example.com").Fold())
}

// ISO 3166-1: 249 codes, and Kosovo. The rest of the table are the module's own ideas.
func TestParseCountry(t *testing.T) {
	n := 0
	for a := 'A'; a <= 'Z'; a++ {
		for b := 'A'; b <= 'Z'; b++ {
			if _, err := bonafide.ParseCountry(string(a) + string(b)); err == nil {
				n++
			}
		}
	}
	assert.Equal(t, 250, n)
	for _, in := range []string{"", "us", "USA", "840", "N/A", "no", "XX", "AN", "YU", "CS", "EU", "Un", "US ", strings.Repeat("US", 1<<16)} {
		got, err := bonafide.ParseCountry(in)
		require.ErrorIs(t, err, bonafide.ErrInvalid)
		assert.Empty(t, got)
	}
}

func TestCountryAsTyped(t *testing.T) {
	for in, want := range map[string]bonafide.Country{"us": "US", "GB ": "GB", "Xk": "XK", "ＤＥ": "DE"} {
		got, err := bonafide.ReadCountry(in)
		require.NoError(t, err, in)
		assert.Equal(t, want, got)
	}
}

func TestDate(t *testing.T) {
	born := bonafide.Date{Year: 2008, Month: 2, Day: 29}
	for _, c := range []struct {
		on  bonafide.Date
		age int
	}{
		{bonafide.Date{Year: 2026, Month: 2, Day: 28}, 17},
		{bonafide.Date{Year: 2026, Month: 3, Day: 1}, 18}, // the later of the two readings
		{bonafide.Date{Year: 2028, Month: 2, Day: 28}, 19},
		{bonafide.Date{Year: 2028, Month: 2, Day: 29}, 20},
		{bonafide.Date{Year: 2007, Month: 3, Day: 1}, -1},
	} {
		assert.Equal(t, c.age, born.Age(c.on), c.on.String())
	}
	assert.Equal(t, "2026-03-01", born.AddYears(18).String())
	for _, in := range []string{"2026-02-29", "2026-13-01", "2026-1-1", "0000-01-01", "2026-01-01T00:00:00Z", " 2026-01-01", "10000-01-01"} {
		d, err := bonafide.ParseDate(in)
		require.ErrorIs(t, err, bonafide.ErrInvalid, in)
		assert.True(t, d.IsZero())
	}
	_, err := bonafide.NewDate(2025, 2, 29)
	require.ErrorIs(t, err, bonafide.ErrInvalid)

	out, err := json.Marshal(map[string]bonafide.Date{"d": born, "z": {}})
	require.NoError(t, err)
	assert.JSONEq(t, `{"d":"2008-02-29","z":""}`, string(out))
	var back map[string]bonafide.Date
	require.NoError(t, json.Unmarshal(out, &back))
	assert.Equal(t, map[string]bonafide.Date{"d": born, "z": {}}, back)
	_, err = json.Marshal(bonafide.Date{Year: 2025, Month: 2, Day: 30})
	require.Error(t, err)
	assert.Equal(t, bonafide.Date{Year: 2026, Month: 1, Day: 1}, bonafide.DateOf(time.Date(2026, 1, 1, 23, 59, 0, 0, time.FixedZone("", 3600))))
}

func TestMoney(t *testing.T) {
	for _, c := range []struct{ amount, currency, text string }{
		{"10.5", "USD", "10.50 USD"}, {"10.505", "USD", "10.505 USD"}, {"-3", "JPY", "-3 JPY"}, {"1", "BHD", "1.000 BHD"}, {"0", "EUR", "0.00 EUR"},
		{"999999999999999999.99999999", "USD", "999999999999999999.99999999 USD"},
	} {
		m, err := bonafide.ParseMoney(c.amount, bonafide.Currency(c.currency))
		require.NoError(t, err, c.amount)
		assert.Equal(t, c.text, m.String())
		data, err := json.Marshal(m)
		require.NoError(t, err)
		var back bonafide.Money
		require.NoError(t, json.Unmarshal(data, &back))
		assert.Equal(t, c.text, back.String())
	}
	// decimal.MarshalJSONWithoutQuotes belongs to the host; our shape must not follow it.
	decimal.MarshalJSONWithoutQuotes = true
	defer func() { decimal.MarshalJSONWithoutQuotes = false }()
	m, err := bonafide.ParseMoney("10.50", "USD")
	require.NoError(t, err)
	data, err := json.Marshal(m)
	require.NoError(t, err)
	assert.JSONEq(t, `{"amount":"10.50","currency":"USD"}`, string(data))

	for _, c := range [][2]string{{"1", "usd"}, {"1", "XXX1"}, {"1", ""}, {"", "USD"}, {"1e5", "USD"}, {"1e2147483647", "USD"}, {"1,000", "USD"}, {"1000000000000000000", "USD"},
		{"0.000000001", "USD"}, {"NaN", "USD"}, {"--1", "USD"}, {".", "USD"}, {"1.2.3", "USD"}} {
		got, err := bonafide.ParseMoney(c[0], bonafide.Currency(c[1]))
		require.ErrorIs(t, err, bonafide.ErrInvalid, c)
		assert.True(t, got.IsZero())
	}
	_, err = bonafide.NewMoney(decimal.New(1, 9999), "USD")
	require.ErrorIs(t, err, bonafide.ErrInvalid)

	eur, err := bonafide.ParseMoney("1", "EUR")
	require.NoError(t, err)
	_, err = m.Add(eur)
	require.ErrorIs(t, err, bonafide.ErrInvalid)
	_, err = m.Compare(eur)
	require.ErrorIs(t, err, bonafide.ErrInvalid)
	sum, err := m.Add(m.Neg())
	require.NoError(t, err)
	assert.Equal(t, "0.00 USD", sum.String())
	assert.False(t, sum.IsZero(), "nothing of a currency is an amount")
	var null struct{ M bonafide.Money }
	require.NoError(t, json.Unmarshal([]byte(`{"M":null}`), &null))
	assert.True(t, null.M.IsZero())
}

func TestActorCheck(t *testing.T) {
	for _, kind := range bonafide.ActorKinds() {
		assert.Equal(t, kind == bonafide.ActorSystem, bonafide.Actor{Kind: kind}.Check("by") == nil, "only the system has no id: %s", kind)
		require.NoError(t, bonafide.Actor{Kind: kind, ID: "x"}.Check("by"))
	}
	var invalid *bonafide.InvalidError
	require.ErrorAs(t, bonafide.Actor{Kind: "admin", ID: strings.Repeat("x", 129)}.Check("by"), &invalid)
	assert.Equal(t, []bonafide.Fault{{Path: "by.kind", Code: bonafide.CodeUnknown}, {Path: "by.id", Code: bonafide.CodeTooLong}}, invalid.Fields)
}

// Only System makes a system that is taken: none is by any form that it is written in and
// read again, and what is recorded of it is as it was read.
func TestActorAdmit(t *testing.T) {
	require.NoError(t, bonafide.System().Admit("by"))
	require.NoError(t, bonafide.Reviewer("r").Admit("by"))
	written, err := json.Marshal(bonafide.System())
	require.NoError(t, err)
	assert.JSONEq(t, `{"kind":"system"}`, string(written))
	var read bonafide.Actor
	require.NoError(t, json.Unmarshal(written, &read))
	for _, a := range []bonafide.Actor{read, {Kind: bonafide.ActorSystem}, {Kind: bonafide.ActorSystem, ID: "x"}} {
		require.NoError(t, a.Check("by"), "records hold it")
		var invalid *bonafide.InvalidError
		require.ErrorAs(t, a.Admit("by"), &invalid)
		assert.Equal(t, []bonafide.Fault{{Path: "by.kind", Code: bonafide.CodeNotAllowed}}, invalid.Fields)
	}
	require.Error(t, bonafide.Actor{}.Admit("by"))
	assert.Equal(t, read, bonafide.NewEvent("e", time.Time{}, bonafide.System()).Actor)
}

func TestErrorsMatchTheirSentinels(t *testing.T) {
	for sentinel, err := range map[error]error{
		bonafide.ErrInvalid:   bonafide.Invalid("documents[0].year", bonafide.CodeUnderAge),
		bonafide.ErrState:     &bonafide.StateError{Kind: "document", From: "a", To: "b"},
		bonafide.ErrDuplicate: &bonafide.DuplicateError{Key: "k", ID: "u1"},
		bonafide.ErrRefused:   &bonafide.RefusedError{Code: "code"},
		bonafide.ErrChain:     &bonafide.ChainError{Seq: 1, Code: bonafide.CodeChainHash},
	} {
		require.ErrorIs(t, err, sentinel)
		assert.True(t, strings.HasPrefix(err.Error(), "bonafide: "), err.Error())
		assert.NotContains(t, err.Error(), "failed to")
		assert.False(t, strings.HasSuffix(err.Error(), "."))
	}
	var faults bonafide.Faults
	require.NoError(t, faults.Err())
	assert.True(t, faults.Merge("documents[0].", bonafide.Invalid("name", bonafide.CodeRequired)))
	assert.True(t, faults.Merge("phone", bonafide.Invalid("", bonafide.CodeMalformed)))
	assert.False(t, faults.Merge("x", bonafide.ErrNotFound))
	assert.Equal(t, "bonafide: invalid input: documents[0].name required, phone malformed", faults.Err().Error())
}

func FuzzParseEmail(f *testing.F) {
	for _, s := range []string{"a@b.co", `"a"@b.co`, "a@b", "Bob <a@b.co>", "a@xn--p1ai.xn--p1ai"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		email, err := bonafide.ParseEmail(text)
		if err != nil {
			if email != "" {
				t.Fatal("a failed parse left something behind")
			}
			return
		}
		if again, err := bonafide.ParseEmail(string(email)); err != nil || again != email {
			t.Fatal("an accepted address does not parse to itself")
		}
	})
}

func FuzzMoneyJSON(f *testing.F) {
	f.Add([]byte(`{"amount":"10.50","currency":"USD"}`))
	f.Add([]byte(`{"amount":"1e2147483647","currency":"USD"}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		var m bonafide.Money
		if err := json.Unmarshal(data, &m); err != nil {
			if !m.IsZero() {
				t.Fatal("a failed parse left something behind")
			}
			return
		}
		out, err := json.Marshal(m)
		if err != nil {
			t.Fatal(err)
		}
		var again bonafide.Money
		if err := json.Unmarshal(out, &again); err != nil || again.String() != m.String() {
			t.Fatal("money does not survive its own JSON")
		}
	})
}

func FuzzParseDate(f *testing.F) {
	f.Add("2026-02-28")
	f.Add("0001-01-01")
	f.Fuzz(func(t *testing.T, text string) {
		d, err := bonafide.ParseDate(text)
		if err != nil {
			if !d.IsZero() {
				t.Fatal("a failed parse left something behind")
			}
			return
		}
		if d.String() != text {
			t.Fatal("a date does not print as it was read")
		}
	})
}
