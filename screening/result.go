package screening

import (
	"strings"
	"time"

	"github.com/bonafide-go/bonafide"
)

// ListResult is what a screening says about one list (Synapse user object,
// possible values for individual screening lists).
type ListResult string

// The list results.
const (
	ListMatch         ListResult = "MATCH"          // at least one hit that is not cleared
	ListNoMatch       ListResult = "NO_MATCH"       // searched, and no hit
	ListPending       ListResult = "PENDING"        // the search is running
	ListFailed        ListResult = "FAILED"         // could not be searched; try again
	ListFalsePositive ListResult = "FALSE_POSITIVE" // every hit was cleared by reviewers
)

// A Result is the outcome of one screening.
type Result struct {
	At      time.Time `json:"at"`            // when; UTC, whole microseconds
	Subject string    `json:"subject"`       // [Query.Fingerprint]
	Lists   []ListRun `json:"lists"`         // one for each list that was asked for
	Hits    []Hit     `json:"hits,omitzero"` // best first; a list that failed has no hits

	// SetAside are the names that ListRun.SetAside counts, best first, where the query
	// asked for them: as many as its limit. They are for whoever asked, and are not
	// stored.
	SetAside []Hit `json:"-"`

	// Unread is set where every name of the query has letters of a script that
	// the engine cannot compare with others, such as Thai. Lists without a hit are
	// FAILED then: screen again with the Latin spelling in OtherNames.
	Unread bool `json:"unread,omitzero"`

	// Rules names the rules and thresholds by which names were compared. Looks by
	// different rules say nothing of each other. Empty where the Screener does not tell.
	Rules string `json:"rules,omitzero"`
}

// A ListRun is how the search of one list went.
type ListRun struct {
	Key      string        `json:"key"`
	Edition  bonafide.Date `json:"edition,omitzero"`   // the edition that was searched
	Hash     string        `json:"hash,omitzero"`      // hash of that edition
	Over     bonafide.Date `json:"over,omitzero"`      // day of a later edition that this one took the place of, since that one was wrong; zero = of none
	Earlier  []string      `json:"earlier,omitzero"`   // hashes of the editions of the same day that this one took the place of
	MinScore float64       `json:"min_score,omitzero"` // the threshold; of several for types of entries the lowest that counted
	Result   ListResult    `json:"result"`             // any but ListFalsePositive, which decisions make
	Kind     ListKind      `json:"kind,omitzero"`      // as the list says; empty = as its key says: see [ListRun.ListKind]
	Cut      int           `json:"cut,omitzero"`       // hits that Query.Limit left out; while there are any, the list stays a MATCH
	SetAside int           `json:"set_aside,omitzero"` // entries whose name alone scores DefaultMinScore, and that facts, type or threshold left out
}

// A Hit is one list entry that matched, with the best of its names.
type Hit struct {
	List        string   `json:"list"`
	Kind        ListKind `json:"kind,omitzero"` // of the list; empty = as its key says: see [Hit.ListKind]
	Edition     string   `json:"edition"`       // ISO 8601 date
	EntryID     string   `json:"entry_id"`
	EntryHash   string   `json:"entry_hash"`
	Score       float64  `json:"score"` // 0 to 1, in steps of 0.0001
	MatchedName string   `json:"matched_name"`
	NameKind    NameKind `json:"name_kind"`

	// Discounted says what speaks against a hit that is reported for its name alone, as
	// that scores NameFloor while Score is below the threshold: facts of its
	// adjustments, or FactThreshold. Reviewers decide; facts are easily false.
	Discounted  []string    `json:"discounted,omitzero"`
	Explanation Explanation `json:"explanation"`
}

// Run returns how the search of a list went.
func (r Result) Run(list string) (ListRun, bool) {
	for _, run := range r.Lists {
		if run.Key == list {
			return run, true
		}
	}
	return ListRun{}, false
}

// Editions names the lists that were searched with their editions, such as
// "ofac_sdn:2024-05-03,un_sc:2024-05-01", as events tell it. A list that failed was
// not searched.
func (r Result) Editions() string {
	var out []string
	for _, run := range r.Lists {
		if run.Result == ListMatch || run.Result == ListNoMatch {
			out = append(out, run.Key+":"+run.Edition.String())
		}
	}
	return strings.Join(out, ",")
}

// Hit returns the hit on an entry of a list.
func (r Result) Hit(list, entryID string) (Hit, bool) {
	for _, h := range r.Hits {
		if h.List == list && h.EntryID == entryID {
			return h, true
		}
	}
	return Hit{}, false
}
