package screening_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/datatest"
	. "github.com/bonafide-go/bonafide/screening"
)

var (
	noon = time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)
	anna = bonafide.Reviewer("anna")
	ben  = bonafide.Reviewer("ben")
)

func run(key string, r ListResult) ListRun {
	return ListRun{Key: key, Edition: bonafide.Date{Year: 2024, Month: 5, Day: 3}, Hash: "e1", Result: r}
}

// result makes a result of runs and hits; a hit is "list/entry/hash".
func result(subject string, parts ...any) Result {
	r := Result{At: noon, Subject: subject}
	for _, p := range parts {
		switch p := p.(type) {
		case ListRun:
			r.Lists = append(r.Lists, p)
		case string:
			f := strings.Split(p, "/")
			r.Hits = append(r.Hits, Hit{List: f[0], Edition: "2024-05-03", EntryID: f[1], EntryHash: f[2], Score: .9, MatchedName: "DOE, John", NameKind: PrimaryName})
		}
	}
	return r
}

func apply(r Record, res Result) Record { next, _ := r.Apply(res, noon); return next }

func decide(t *testing.T, r Record, list, entry string, d Disposition, by bonafide.Actor) Record {
	t.Helper()
	var expires time.Time
	if d.Clears() {
		expires = noon.AddDate(1, 0, 0)
	}
	next, err := r.Decide(list, entry, d, by, "compared the birth dates", noon, expires)
	require.NoError(t, err)
	return next
}

const sdn, un = "ofac_sdn", "unsc_cons"

// Roll-up of one list (Synapse user object, individual screening lists).
func TestListResults(t *testing.T) {
	hit := apply(Record{}, result("s1", run(sdn, ListMatch), run(un, ListNoMatch), sdn+"/1/h1", sdn+"/2/h2"))
	one := decide(t, hit, sdn, "1", FalsePositive, anna)
	all := decide(t, one, sdn, "2", FalsePositive, anna)
	confirmed := decide(t, hit, sdn, "1", TruePositive, anna)
	cut := result("s1", ListRun{Key: sdn, Result: ListMatch, Cut: 3}, sdn+"/1/h1")
	for _, c := range []struct {
		name   string
		record Record
		want   map[string]ListResult
	}{
		{"never screened", Record{}, map[string]ListResult{}},
		{"hits", hit, map[string]ListResult{sdn: ListMatch, un: ListNoMatch}},
		{"one of two cleared", one, map[string]ListResult{sdn: ListMatch, un: ListNoMatch}},
		{"all cleared", all, map[string]ListResult{sdn: ListFalsePositive, un: ListNoMatch}},
		{"confirmed", confirmed, map[string]ListResult{sdn: ListMatch, un: ListNoMatch}},
		{"confirmed, then an outage", apply(confirmed, result("s1", run(sdn, ListFailed))), map[string]ListResult{sdn: ListMatch}},
		{"confirmed, then not asked for", apply(confirmed, result("s1", run(un, ListNoMatch))), map[string]ListResult{sdn: ListMatch, un: ListNoMatch}},
		{"confirmed, then delisted", apply(confirmed, result("s1", run(sdn, ListNoMatch))), map[string]ListResult{sdn: ListNoMatch}},
		{"confirmed, then delisted, then an outage",
			apply(apply(confirmed, result("s1", run(sdn, ListNoMatch))), result("s1", run(sdn, ListFailed))), map[string]ListResult{sdn: ListFailed}},
		{"confirmed, then another name gives no hit", apply(confirmed, result("s2", run(sdn, ListNoMatch))), map[string]ListResult{sdn: ListMatch}},
		{"cleared, then an outage", apply(all, result("s1", run(sdn, ListFailed))), map[string]ListResult{sdn: ListFailed}},
		{"pending", apply(Record{}, result("s1", run(sdn, ListPending))), map[string]ListResult{sdn: ListPending}},
		{"a value of a newer release", apply(Record{}, result("s1", run(sdn, "SOMETHING"))), map[string]ListResult{sdn: ListFailed}},
		{"cleared by whom", apply(Record{}, result("s1", run(sdn, ListFalsePositive))), map[string]ListResult{sdn: ListMatch}},
		{"hits that were cut off", decide(t, apply(Record{}, cut), sdn, "1", FalsePositive, anna), map[string]ListResult{sdn: ListMatch}},
	} {
		assert.Equal(t, c.want, c.record.ListResults(noon), c.name)
	}
}

// Roll-up of the lists (Synapse user object, watchlists).
func TestWatchlist(t *testing.T) {
	both := []string{sdn, un}
	clean := apply(Record{}, result("s1", run(sdn, ListNoMatch), run(un, ListNoMatch)))
	hit := apply(Record{}, result("s1", run(sdn, ListMatch), run(un, ListNoMatch), sdn+"/1/h1"))
	cleared := decide(t, hit, sdn, "1", FalsePositive, anna)
	confirmed := decide(t, hit, sdn, "1", TruePositive, anna)
	for _, c := range []struct {
		name    string
		record  Record
		counted []string
		photo   bool
		want    Watchlist
	}{
		{"never screened", Record{}, both, true, WatchlistPending},
		{"never screened, nothing counted", Record{}, nil, true, WatchlistPending},
		{"clean", clean, both, false, WatchlistNoMatch},
		{"clean, all lists count", clean, nil, false, WatchlistNoMatch},
		{"a counted list is missing", clean, []string{sdn, "eucl"}, true, WatchlistPending},
		{"a counted list failed", apply(Record{}, result("s1", run(sdn, ListNoMatch), run(un, ListFailed))), both, true, WatchlistPending},
		{"a counted list runs", apply(Record{}, result("s1", run(sdn, ListNoMatch), run(un, ListPending))), both, true, WatchlistPending},
		{"a list that does not count failed", apply(Record{}, result("s1", run(sdn, ListNoMatch), run(un, ListFailed))), []string{sdn}, true, WatchlistNoMatch},
		{"a hit and a failure", apply(Record{}, result("s1", run(sdn, ListMatch), run(un, ListFailed), sdn+"/1/h1")), both, true, WatchlistPending},
		{"hit", hit, both, false, WatchlistPendingUpload},
		{"hit, photo id", hit, both, true, WatchlistSoftMatch},
		{"hit on a list that does not count", hit, []string{un}, false, WatchlistNoMatch},
		{"cleared", cleared, both, false, WatchlistFalsePositive},
		{"confirmed", confirmed, both, true, WatchlistMatch},
		{"confirmed, and a failure", apply(confirmed, result("s1", run(sdn, ListFailed))), both, true, WatchlistMatch},
	} {
		assert.Equal(t, c.want, c.record.Watchlist(c.counted, c.photo, noon), c.name)
	}
	assert.Equal(t, WatchlistFalsePositive, cleared.Watchlist(both, true, noon.AddDate(1, 0, 0).Add(-time.Microsecond)))
	assert.Equal(t, WatchlistSoftMatch, cleared.Watchlist(both, true, noon.AddDate(1, 0, 0)), "a clearance ends on its expiry")
	assert.Equal(t, noon.AddDate(1, 0, 0), cleared.Due(noon))
	assert.True(t, cleared.Due(noon.AddDate(1, 0, 0)).IsZero())
	assert.True(t, hit.Due(noon).IsZero())
}

// A clearance is bound to the subject and to the entry.
func TestRememberedClearance(t *testing.T) {
	r := decide(t, apply(Record{}, result("s1", run(sdn, ListMatch), sdn+"/1/h1")), sdn, "1", FalsePositive, anna)
	for _, c := range []struct {
		name string
		next Result
		at   time.Time
		held bool
	}{
		{"same subject, same entry", result("s1", run(sdn, ListMatch), sdn+"/1/h1"), noon.AddDate(0, 6, 0), true},
		{"entry changed", result("s1", run(sdn, ListMatch), sdn+"/1/h2"), noon.AddDate(0, 6, 0), false},
		{"subject changed", result("s2", run(sdn, ListMatch), sdn+"/1/h1"), noon.AddDate(0, 6, 0), false},
		{"expired", result("s1", run(sdn, ListMatch), sdn+"/1/h1"), noon.AddDate(1, 0, 0), false},
		{"another entry", result("s1", run(sdn, ListMatch), sdn+"/1/h1", sdn+"/2/h9"), noon, false},
	} {
		next, changes := r.Apply(c.next, c.at)
		want := ListMatch
		if c.held {
			want = ListFalsePositive
		}
		assert.Equal(t, want, next.ListResults(c.at)[sdn], c.name)
		if c.name != "another entry" {
			assert.Equal(t, c.held, len(changes.Held) == 1, c.name)
			assert.Equal(t, !c.held, len(changes.Voided) == 1, c.name)
		} else {
			require.Len(t, changes.Appeared, 1)
			assert.Equal(t, "2", changes.Appeared[0].EntryID)
			assert.Len(t, changes.Held, 1)
		}
		assert.Len(t, next.Decisions, 1, "%s: a decision is never dropped", c.name)
	}
	back, _ := apply(r, result("s1", run(sdn, ListMatch), sdn+"/1/h2")).Apply(result("s1", run(sdn, ListMatch), sdn+"/1/h1"), noon)
	assert.Equal(t, ListFalsePositive, back.ListResults(noon)[sdn], "the entry as it was cleared")
}

// What was found in a later edition is no other for the search of an earlier one, unless that
// took the place of the later one.
func TestEarlierEditions(t *testing.T) {
	later := bonafide.Date{Year: 2024, Month: 5, Day: 4}
	open := result("s1", ListRun{Key: sdn, Edition: later, Result: ListMatch}, sdn+"/1/h1")
	open.Hits[0].Edition = later.String()
	at := func(day int, over bonafide.Date, parts ...any) Result {
		d := bonafide.Date{Year: 2024, Month: 5, Day: day}
		r := result("s1", append(parts, ListRun{Key: sdn, Edition: d, Over: over, Result: ListNoMatch})...)
		if len(r.Hits) > 0 {
			r.Lists[0].Result, r.Hits[0].Edition = ListMatch, d.String()
		}
		return r
	}
	for name, c := range map[string]struct {
		next Result
		want string // what the list says, and the hash of the entry
	}{
		"a later one":                   {at(5, bonafide.Date{}), "NO_MATCH"},
		"the same":                      {at(4, bonafide.Date{}), "NO_MATCH"},
		"an earlier one":                {at(3, bonafide.Date{}), "MATCH h1"},
		"an earlier one, changed":       {at(3, bonafide.Date{}, sdn+"/1/old"), "MATCH h1"},
		"in the place of the later one": {at(3, later), "NO_MATCH"},
		"in its place, changed":         {at(3, later, sdn+"/1/old"), "MATCH old"},
		"in the place of another":       {at(2, bonafide.Date{Year: 2024, Month: 5, Day: 3}), "MATCH h1"},
		"of another subject":            {Result{Subject: "s2", Lists: at(3, bonafide.Date{}).Lists}, "NO_MATCH"},
	} {
		r := apply(Record{}, open)
		sure, err := r.Decide(sdn, "1", TruePositive, bonafide.Reviewer("anna"), "it is he", noon, time.Time{})
		require.NoError(t, err)
		for _, before := range []Record{r, sure} {
			now, changes := before.Apply(c.next, noon)
			got := string(now.ListResults(noon)[sdn])
			for _, h := range now.Result.Hits {
				got += " " + h.EntryHash
			}
			if len(before.Decisions) == 0 || strings.HasPrefix(c.want, "MATCH") {
				assert.Equal(t, c.want, got, name)
			}
			if c.next.Subject == "s1" {
				assert.Equal(t, c.want == "NO_MATCH", len(changes.Gone) == 1, name)
			}
			for _, d := range now.Decisions {
				assert.Equal(t, c.want == "NO_MATCH" && c.next.Subject == "s1", !d.Ended.IsZero(), name)
			}
			again := apply(now, c.next) // nor by the next one
			assert.Equal(t, now.ListResults(noon), again.ListResults(noon), name)
		}
	}
}

// Of two editions of a day the search of the one takes away what the other found only
// where it says that it came later.
func TestEditionsOfOneDay(t *testing.T) {
	day := bonafide.Date{Year: 2024, Month: 5, Day: 4}
	search := func(hash string, earlier []string, parts ...any) Result {
		r := result("s1", append(parts, ListRun{Key: sdn, Edition: day, Hash: hash, Earlier: earlier, Result: ListNoMatch})...)
		if len(r.Hits) > 0 {
			r.Lists[0].Result, r.Hits[0].Edition = ListMatch, day.String()
		}
		return r
	}
	second := apply(Record{}, search("second", []string{"first"}, sdn+"/1/h1"))
	for name, c := range map[string]struct {
		next Result
		want ListResult
	}{
		"the first":              {search("first", nil), ListMatch},
		"the first, changed":     {search("first", nil, sdn+"/1/old"), ListMatch},
		"the same":               {search("second", []string{"first"}), ListNoMatch},
		"a third":                {search("third", []string{"first", "second"}), ListNoMatch},
		"the first once more":    {search("first", []string{"second"}), ListNoMatch},
		"one that knows another": {search("third", []string{"first"}), ListMatch},
		"one without a hash":     {search("", nil), ListNoMatch},
	} {
		now := apply(second, c.next)
		assert.Equal(t, c.want, now.ListResults(noon)[sdn], name)
		if len(now.Result.Hits) > 0 {
			assert.Equal(t, "h1", now.Result.Hits[0].EntryHash, name)
		}
		failed := apply(second, result("s1", run(sdn, ListFailed)))
		assert.Equal(t, c.want, apply(failed, c.next).ListResults(noon)[sdn], "%s, behind an outage", name)
		assert.Equal(t, c.want, apply(now, c.next).ListResults(noon)[sdn], "%s, twice", name)
	}
}

func TestApplyChanges(t *testing.T) {
	r := apply(Record{}, result("s1", run(sdn, ListMatch), run(un, ListMatch), sdn+"/1/h1", sdn+"/2/h2", un+"/7/h7"))
	next, c := r.Apply(result("s1", run(sdn, ListMatch), run(un, ListFailed), sdn+"/2/other", sdn+"/3/h3"), noon)
	require.Len(t, c.Appeared, 1)
	assert.Equal(t, "3", c.Appeared[0].EntryID)
	require.Len(t, c.Altered, 1)
	assert.Equal(t, "2", c.Altered[0].EntryID)
	require.Len(t, c.Gone, 1, "a list that failed takes no hit away")
	assert.Equal(t, "1", c.Gone[0].EntryID)
	assert.Equal(t, noon, next.Result.At)
	undated, _ := r.Apply(Result{Subject: "s1"}, noon.Add(999))
	assert.Equal(t, noon, undated.Result.At, "whole microseconds")
}

// A clearance is what was said last: one for a shorter time ends a longer one, and who was
// cleared by two for a while is not cleared for longer by one of them.
func TestClearanceIsTheLast(t *testing.T) {
	r := apply(Record{}, result("s1", run(sdn, ListMatch), sdn+"/1/h1"))
	say := func(d Disposition, who string, days int) {
		t.Helper()
		until := noon.AddDate(0, 0, days)
		if d == TruePositive {
			until = time.Time{}
		}
		next, err := r.Decide(sdn, "1", d, bonafide.Reviewer(who), "r", noon, until)
		require.NoError(t, err)
		r = next
	}
	after := func(days int) ListResult { return r.ListResults(noon.AddDate(0, 0, days))[sdn] }
	say(FalsePositive, "anna", 3650)
	assert.Equal(t, ListFalsePositive, after(30))
	say(FalsePositive, "bert", 7)
	assert.Equal(t, ListFalsePositive, after(6))
	assert.Equal(t, ListMatch, after(8))

	say(TruePositive, "anna", 0)
	say(FalsePositive, "anna", 7)
	assert.Equal(t, ListMatch, after(0))
	say(FalsePositive, "bert", 7)
	assert.Equal(t, ListFalsePositive, after(6))
	say(FalsePositive, "bert", 3650)
	assert.Equal(t, ListFalsePositive, after(6), "what both said holds on")
	assert.Equal(t, ListMatch, after(8))
	say(FalsePositive, "anna", 3650)
	assert.Equal(t, ListFalsePositive, after(8))
}

// Clearing a true match takes two reviewers.
func TestFourEyes(t *testing.T) {
	const wanted = "interpol" // of no sanctions: two reviewers may accept a match
	hit := apply(Record{}, result("s1", run(wanted, ListMatch), wanted+"/1/h1"))
	confirmed := decide(t, hit, wanted, "1", TruePositive, anna)
	year := noon.AddDate(1, 0, 0)
	for _, d := range []Disposition{FalsePositive, TrueButAccepted} {
		first := decide(t, confirmed, wanted, "1", d, ben)
		assert.Equal(t, WatchlistMatch, first.Watchlist(nil, true, noon), "%s by one reviewer has no effect", d)
		assert.True(t, first.Decisions[1].Awaits)
		assert.True(t, first.Due(noon).IsZero())

		_, err := first.Decide(wanted, "1", d, ben, "again", noon, year)
		assert.ErrorIs(t, err, bonafide.ErrForbidden, "the same reviewer is one pair of eyes")
		_, err = first.Decide(wanted, "1", d, bonafide.Reviewer(strings.ToUpper(ben.ID)+" "), "again", noon, year)
		assert.ErrorIs(t, err, bonafide.ErrForbidden, "however the id is written")

		second, err := first.Decide(wanted, "1", d, anna, "agreed", noon, noon.AddDate(0, 1, 0))
		require.NoError(t, err)
		assert.Equal(t, WatchlistFalsePositive, second.Watchlist(nil, true, noon))
		last := second.Decisions[2]
		assert.Equal(t, ben, last.By)
		assert.Equal(t, anna, last.Second)
		assert.Equal(t, noon.AddDate(0, 1, 0), last.Expires, "the earlier expiry")
		assert.Equal(t, WatchlistMatch, second.Watchlist(nil, true, noon.AddDate(0, 1, 0)), "what was found before counts again")

		// Another disposition, or a changed entry, makes the decision a first one again.
		other := FalsePositive
		if d == other {
			other = TrueButAccepted
		}
		assert.True(t, decide(t, first, wanted, "1", other, anna).Decisions[2].Awaits)
		moved := decide(t, apply(first, result("s1", run(wanted, ListMatch), wanted+"/1/h2")), wanted, "1", d, anna)
		assert.True(t, moved.Decisions[2].Awaits)
		stale, err := first.Decide(wanted, "1", d, anna, "too late", year, year.AddDate(1, 0, 0))
		require.NoError(t, err)
		assert.True(t, stale.Decisions[2].Awaits, "a proposal that ran out is not agreed to")
	}
	assert.True(t, decide(t, hit, wanted, "1", TrueButAccepted, anna).Decisions[0].Awaits, "accepting a match is clearing a true one")
	assert.False(t, decide(t, hit, wanted, "1", FalsePositive, anna).Decisions[0].Awaits)

	// A true match stands without a hit, and can be decided on without one.
	renamed := apply(confirmed, result("s2", run(wanted, ListNoMatch)))
	require.Equal(t, WatchlistMatch, renamed.Watchlist(nil, true, noon))
	released := decide(t, decide(t, renamed, wanted, "1", FalsePositive, anna), wanted, "1", FalsePositive, ben)
	assert.Equal(t, WatchlistNoMatch, released.Watchlist(nil, true, noon))
}

func TestDecideRefuses(t *testing.T) {
	r := apply(Record{}, result("s1", run(sdn, ListMatch), sdn+"/1/h1"))
	year := noon.AddDate(1, 0, 0)
	for _, by := range []bonafide.Actor{bonafide.System(), bonafide.Platform("p"), bonafide.User("u"), bonafide.VerifierActor("v")} {
		got, err := r.Decide(sdn, "1", FalsePositive, by, "r", noon, year)
		assert.ErrorIs(t, err, bonafide.ErrForbidden, "%s", by.Kind)
		assert.Zero(t, got)
	}
	_, err := r.Decide(sdn, "1", FalsePositive, bonafide.Actor{Kind: "boss", ID: "x"}, "r", noon, year)
	assert.ErrorIs(t, err, bonafide.ErrInvalid)
	for _, where := range [][2]string{{sdn, "2"}, {un, "1"}, {"", ""}} {
		_, err = r.Decide(where[0], where[1], FalsePositive, anna, "r", noon, year)
		assert.ErrorIs(t, err, bonafide.ErrNotFound)
	}
	for _, c := range []struct {
		name    string
		d       Disposition
		reason  string
		expires time.Time
		path    string
		code    bonafide.Code
	}{
		{"potential is no decision", Potential, "r", time.Time{}, "disposition", bonafide.CodeUnknown},
		{"unknown", "maybe", "r", time.Time{}, "disposition", bonafide.CodeUnknown},
		{"no reason", FalsePositive, " ", year, "reason", bonafide.CodeRequired},
		{"long reason", FalsePositive, strings.Repeat("x", MaxReasonBytes+1), year, "reason", bonafide.CodeTooLong},
		{"no expiry", FalsePositive, "r", time.Time{}, "expires", bonafide.CodeRequired},
		{"no expiry of an acceptance", TrueButAccepted, "r", time.Time{}, "expires", bonafide.CodeRequired},
		{"an acceptance for longer than a year", TrueButAccepted, "r", noon.Add(MaxAcceptance + time.Second), "expires", bonafide.CodeOutOfRange},
		{"expired at once", FalsePositive, "r", noon, "expires", bonafide.CodeOutOfRange},
		{"expiry of a true match", TruePositive, "r", year, "expires", bonafide.CodeNotAllowed},
	} {
		got, err := r.Decide(sdn, "1", c.d, anna, c.reason, noon, c.expires)
		var invalid *bonafide.InvalidError
		require.ErrorAs(t, err, &invalid, c.name)
		assert.True(t, invalid.Has(c.path, c.code), c.name)
		assert.Zero(t, got, c.name)
	}
	_, err = r.Decide(sdn, "1", "maybe", anna, "", noon, time.Time{})
	var invalid *bonafide.InvalidError
	require.ErrorAs(t, err, &invalid)
	assert.Len(t, invalid.Fields, 2, "every fault")
}

// Verbs do not change what they are called on.
func TestRecordIsAValue(t *testing.T) {
	r := apply(Record{}, result("s1", run(sdn, ListMatch), sdn+"/1/h1"))
	before, err := json.Marshal(r)
	require.NoError(t, err)
	a := decide(t, r, sdn, "1", FalsePositive, anna)
	b := decide(t, r, sdn, "1", TruePositive, ben)
	confirmed, err := json.Marshal(b)
	require.NoError(t, err)
	ended := apply(b, result("s1", run(sdn, ListNoMatch)))
	assert.False(t, ended.Decisions[0].Ended.IsZero())
	for _, v := range []struct {
		want []byte
		have Record
	}{{before, r}, {confirmed, b}} {
		after, err := json.Marshal(v.have)
		require.NoError(t, err)
		assert.Equal(t, string(v.want), string(after))
	}
	assert.Equal(t, FalsePositive, a.Disposition(a.Result.Hits[0], noon))
	assert.Equal(t, TruePositive, b.Disposition(b.Result.Hits[0], noon))
	assert.Equal(t, Potential, r.Disposition(r.Result.Hits[0], noon))
	assert.Len(t, r.Open(noon), 1)
	assert.Empty(t, a.Open(noon))
}

// The stored shape.
func TestRecordGolden(t *testing.T) {
	res := result("5f", run(sdn, ListMatch), run(un, ListFailed))
	res.Hits = []Hit{{
		List: sdn, Edition: "2024-05-03", EntryID: "36", EntryHash: "ab", Score: .9312, MatchedName: "DOE, John", NameKind: PrimaryName,
		Explanation: Explanation{
			Engine: EngineVersion, List: sdn, Edition: "2024-05-03", ListHash: "e1", EntryID: "36", EntryHash: "ab",
			Query: "Jon A Doe", Name: "DOE, John", NameKind: PrimaryName, Rules: "person",
			Pairs:     []Pair{{Query: "jon", List: "john", Rule: RuleSkeleton, Similarity: .9, QueryKind: NameWord, ListKind: NameWord, QueryWeight: .7, ListWeight: .6}},
			QueryOnly: []Word{{Text: "a", Kind: InitialWord, Weight: .2}}, ListOnly: []Word{{Text: "doe", Kind: NameWord, Weight: .8}},
			NameScore: .9, Score: .9312, Adjustments: []Adjustment{{Fact: FactBirthDate, Rule: "same_day", Query: "1962-03-04", List: "1962-03-04", Effect: .5}},
		},
	}}
	r := decide(t, apply(Record{}, res), sdn, "36", TruePositive, anna)
	r = decide(t, decide(t, r, sdn, "36", FalsePositive, anna), sdn, "36", FalsePositive, ben)
	got, err := json.MarshalIndent(r, "", "\t")
	require.NoError(t, err)
	datatest.Golden(t, "record.json", append(got, '\n'))
	var again Record
	require.NoError(t, json.Unmarshal(got, &again))
	assert.Equal(t, r, again)
}
