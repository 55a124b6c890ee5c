package main

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/screening/match"
)

// A query is one line of the input.
type query struct {
	ID        json.RawMessage      `json:"id"`
	Name      string               `json:"name"`
	Type      screening.EntityType `json:"type"`
	BirthDate string               `json:"birth_date"`
	Countries []string             `json:"countries"`
	IDs       []string             `json:"ids"`
	Gender    string               `json:"gender"`
}

// An answer is one line of the output.
type answer struct {
	ID    json.RawMessage
	Hits  []hit
	Error *failure
}

type hit struct {
	List        string                `json:"list"`
	EntryID     string                `json:"entry_id"`
	Score       float64               `json:"score"`
	MatchedName string                `json:"matched_name"`
	NameKind    screening.NameKind    `json:"name_kind"`
	Explanation screening.Explanation `json:"explanation"`
}

// A failure says why a line has no answer: a code, and the fields it is about.
type failure struct {
	Code   string           `json:"code"`
	Fields []bonafide.Fault `json:"fields,omitempty"`
}

// write writes the answer as one line: with hits, be there any or none, or with
// its error.
func (a answer) write(w io.Writer) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	id := a.ID
	if len(id) == 0 {
		id = json.RawMessage("null")
	}
	if a.Error != nil {
		return enc.Encode(struct {
			ID    json.RawMessage `json:"id"`
			Error *failure        `json:"error"`
		}{id, a.Error})
	}
	hits := a.Hits
	if hits == nil {
		hits = []hit{}
	}
	return enc.Encode(struct {
		ID   json.RawMessage `json:"id"`
		Hits []hit           `json:"hits"`
	}{id, hits})
}

// answer screens one line.
func (s settings) answer(ctx context.Context, engine *match.Engine, line []byte, f *figures) answer {
	var q query
	if err := json.Unmarshal(line, &q); err != nil {
		var id struct {
			ID json.RawMessage `json:"id"`
		}
		_ = json.Unmarshal(line, &id)
		return answer{ID: id.ID, Error: &failure{Code: "malformed"}}
	}
	a := answer{ID: q.ID}
	var faults bonafide.Faults
	if len(q.ID) == 0 || string(q.ID) == "null" || string(q.ID) == `""` {
		faults.Add("id", bonafide.CodeRequired)
	}
	search := screening.Query{
		Name: q.Name, Type: q.Type, Countries: q.Countries, Identifiers: q.IDs, Gender: q.Gender,
		Limit: s.limit, MinScore: max(s.minScore, 0.0001), // 0 would mean the engine's own
	}
	if s.mode == "ofac" {
		search.Mode = screening.ModeOFAC
	}
	if q.BirthDate != "" {
		if year, err := time.Parse("2006", q.BirthDate); err == nil {
			search.BirthYear = year.Year() // only the year is known
		} else if search.BirthDate, err = bonafide.ParseDate(q.BirthDate); err != nil {
			faults.Add("birth_date", bonafide.CodeMalformed)
		}
	}
	faults.Merge("", search.Check())
	if len(faults) > 0 {
		a.Error = &failure{Code: "invalid", Fields: faults}
		return a
	}
	begun := time.Now()
	result, err := engine.Screen(ctx, search)
	f.queries = append(f.queries, time.Since(begun))
	if err != nil {
		a.Error = &failure{Code: "unavailable"}
		var invalid *bonafide.InvalidError
		if errors.As(err, &invalid) {
			a.Error = &failure{Code: "invalid", Fields: invalid.Fields}
		}
		return a
	}
	for _, h := range result.Hits {
		a.Hits = append(a.Hits, hit{h.List, h.EntryID, h.Score, h.MatchedName, h.NameKind, h.Explanation})
	}
	return a
}
