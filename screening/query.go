package screening

import (
	"context"
	"log/slog"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/canonical"
)

// Bounds of a [Query].
const (
	MaxNameBytes   = 1024 // bytes of one name
	MaxOtherNames  = 32   // other names of a query
	MaxIdentifiers = 64   // identifiers of a query
	MaxLimit       = 1000 // hits of a result
	DefaultLimit   = 50   // hits of a result where the query names no limit
)

// DefaultMinScore is the score from which a hit is reported, where neither the
// query nor the engine names one.
const DefaultMinScore = 0.80

// NameFloor is the score of two names, whatever else is known, from which they are
// reported: facts that speak against them, the type and thresholds may lower a
// hit's score and rank, and mark it [Hit.Discounted], but do not remove it. A false
// birth date is the ordinary evasion. It does not hold in ModeOFAC.
const NameFloor = 0.95

// A Mode says by which rules names are scored.
type Mode string

// The modes. The zero value is the engine's own.
const (
	// ModeOFAC scores names as Sanctions List Search of the US Treasury does
	// (OFAC FAQ 249): the better of the Jaro-Winkler similarity of the whole names
	// and of the mean over the query's parts. It compares every name of the lists,
	// so it is slow, and it is meant for comparing scores with that search; it
	// finds less than the engine's own rules.
	ModeOFAC Mode = "ofac"
)

// A Query is who or what to screen. Only Name is required; what is left empty
// changes no score.
type Query struct {
	Name        string        // words in any order and script; "LAST, First" is understood
	OtherNames  []string      // former names, aliases, the name in its own script; the best one counts; see also Result.Unread
	Type        EntityType    // empty = not known; an entry of another type scores less
	BirthDate   bonafide.Date // a person's; zero if not known
	BirthYear   int           // a year, where no more is known; BirthDate wins
	Countries   []string      // ISO 3166-1 alpha-2: nationalities, residence, seat, flag
	Identifiers []string      // passport, tax, registration, IMO numbers, call sign, wallet …
	Gender      string        // Male, Female or empty
	Lists       []string      // keys of the lists to search; empty = all that are loaded
	Kinds       []ListKind    // kinds of the lists to search; empty = all; of Lists those that are of other kinds are left out
	Limit       int           // most hits to return; 0 means DefaultLimit
	MinScore    float64       // 0 to 1; 0 means the engine's, or its Thresholds
	Mode        Mode          // empty = the engine's own rules
	SetAside    bool          // also return the names that facts, type or threshold left out: see [Result]

	// Once names the question: whoever asks with it again asks the same again, and wants
	// the same answer. It is a hash, and lasts for a day (UTC) at most, so that no answer
	// is older than that. A vendor that takes idempotency keys is given it: see
	// [Repeatable]. A case sets it; empty = asked anew each time.
	Once string
}

// String returns a fixed text: a query is personal data.
func (Query) String() string { return "screening.Query" }

// GoString returns a fixed text.
func (Query) GoString() string { return "screening.Query" }

// LogValue is a fixed text.
func (Query) LogValue() slog.Value { return slog.StringValue("[query]") }

// Check reports every fault of the query as a [*bonafide.InvalidError].
func (q *Query) Check() error {
	var faults bonafide.Faults
	name := func(path, text string) {
		switch {
		case strings.TrimSpace(text) == "":
			faults.Add(path, bonafide.CodeRequired)
		case len(text) > MaxNameBytes:
			faults.Add(path, bonafide.CodeTooLong)
		case strings.IndexFunc(text, readable) < 0:
			faults.Add(path, bonafide.CodeMalformed) // nothing to search for is not "no match"
		}
	}
	name("name", q.Name)
	if len(q.OtherNames) > MaxOtherNames {
		faults.Add("other_names", bonafide.CodeTooMany)
	} else {
		for i, n := range q.OtherNames {
			name("other_names["+strconv.Itoa(i)+"]", n)
		}
	}
	if q.Type != "" && !q.Type.Known() {
		faults.Add("type", bonafide.CodeUnknown)
	}
	if q.BirthYear < 0 || q.BirthYear > 9999 {
		faults.Add("birth_year", bonafide.CodeOutOfRange)
	}
	if _, err := q.BirthDate.MarshalText(); err != nil {
		faults.Add("birth_date", bonafide.CodeMalformed)
	}
	for i, c := range q.Countries {
		if _, err := bonafide.ParseCountry(c); err != nil {
			faults.Add("countries["+strconv.Itoa(i)+"]", bonafide.CodeUnknown)
		}
	}
	if len(q.Identifiers) > MaxIdentifiers {
		faults.Add("identifiers", bonafide.CodeTooMany)
	}
	if q.Gender != "" && q.Gender != Male && q.Gender != Female {
		faults.Add("gender", bonafide.CodeUnknown)
	}
	for i, kind := range q.Kinds {
		if !kind.Known() {
			faults.Add("kinds["+strconv.Itoa(i)+"]", bonafide.CodeUnknown)
		}
	}
	if q.Limit < 0 || q.Limit > MaxLimit {
		faults.Add("limit", bonafide.CodeOutOfRange)
	}
	if q.Mode != "" && q.Mode != ModeOFAC {
		faults.Add("mode", bonafide.CodeUnknown)
	}
	if !(q.MinScore >= 0 && q.MinScore <= 1) {
		faults.Add("min_score", bonafide.CodeOutOfRange)
	}
	return faults.Err()
}

func readable(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }

// Fingerprint is SHA-256, in lower-case hex, over what the query says about its
// subject: names, type, birth, countries, identifiers and gender, whatever
// order lists of them are given in. Which lists are searched and how takes no
// part. It changes as soon as the subject's data does.
//
// It is not a secret, but it is made of few and guessable facts: keep it in the
// subject's record, and out of events and logs.
func (q *Query) Fingerprint() string {
	d := digester{b: make([]byte, 0, 512)}
	sorted := func(list []string) []string {
		list = slices.Clone(list)
		slices.Sort(list)
		return slices.Compact(list)
	}
	d.b = append(d.b, 1)
	d.text(q.Name)
	d.texts(sorted(q.OtherNames))
	d.text(string(q.Type))
	d.date(q.BirthDate)
	if q.BirthDate.IsZero() {
		d.count(q.BirthYear)
	}
	d.texts(sorted(q.Countries))
	d.texts(sorted(q.Identifiers))
	d.text(q.Gender)
	return canonical.Sum(d.b)
}

// A Screener searches lists. The engine of package match is one; a host may bring
// another, such as a vendor's service.
//
// An error means that nothing was searched: an [*bonafide.InvalidError] for a
// query that cannot be, an error matching [bonafide.ErrUnavailable] for an
// outage, or the context's. A Screener that could search only some of the lists
// reports the others as [ListFailed].
type Screener interface {
	Screen(ctx context.Context, q Query) (Result, error)
}

// Repeatable is a Screener that may be asked the same twice and is paid once at most, and
// says whether it is: the engine of package match, which searches in the memory of this
// process, or a vendor that is handed [Query.Once] as the idempotency key of its call. A
// case asks such a one without claiming the search in the store before, which is one commit
// less: two processes at once, or one that was killed and its successor, may both ask, and
// one of them is heard. A Screener that is none is never asked twice for the same.
type Repeatable interface {
	Screener
	Repeatable() bool
}
