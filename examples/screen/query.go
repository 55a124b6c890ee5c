package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/screening"
)

// query is one line of the input.
type query struct {
	ID        json.RawMessage `json:"id"`
	Name      string          `json:"name"`
	Type      string          `json:"type"`
	BirthDate string          `json:"birth_date"` // "1962-03-04", or "1962" where only the year is known
	Countries []string        `json:"countries"`
	IDs       []string        `json:"ids"`
	Gender    string          `json:"gender"`
}

// answerLine is one line of the output.
type answerLine struct {
	ID    json.RawMessage `json:"id"`
	Hits  []hit           `json:"hits,omitzero"`
	Error *failure        `json:"error,omitempty"`
}

type hit struct {
	List        string                `json:"list"`
	EntryID     string                `json:"entry_id"`
	Score       float64               `json:"score"`
	MatchedName string                `json:"matched_name"`
	NameKind    screening.NameKind    `json:"name_kind"`
	Explanation screening.Explanation `json:"explanation"`
}

type failure struct {
	Code   bonafide.Code    `json:"code"`             // of the first fault
	Fields []bonafide.Fault `json:"fields,omitempty"` // every fault
}

// maxLine bounds a line of the input.
const maxLine = 1 << 20

// answer answers every line, and returns how long the searches took and how
// many lines were no queries.
func answer(ctx context.Context, engine *screening.Engine, o options, in io.Reader, out io.Writer) (times []time.Duration, bad int, err error) {
	encode := json.NewEncoder(out)
	encode.SetEscapeHTML(false)
	lines := bufio.NewReaderSize(in, 1<<16)
	for {
		line, tooLong, err := readLine(lines)
		if len(bytes.TrimSpace(line)) > 0 || tooLong {
			a := answerLine{ID: json.RawMessage("null")}
			if tooLong {
				a.Error = &failure{Code: bonafide.CodeTooLong}
			} else {
				var took time.Duration
				a, took = answerTo(ctx, engine, o, line)
				if a.Error == nil {
					times = append(times, took)
				}
			}
			if a.Error != nil {
				bad++
			}
			if err := encode.Encode(a); err != nil {
				return times, bad, err
			}
		}
		if err == io.EOF {
			return times, bad, nil
		}
		if err != nil {
			return times, bad, err
		}
	}
}

// readLine reads a line, of which it drops what goes beyond maxLine.
func readLine(r *bufio.Reader) (line []byte, tooLong bool, err error) {
	for {
		part, err := r.ReadSlice('\n')
		if len(line)+len(part) > maxLine {
			tooLong = true
		} else {
			line = append(line, part...)
		}
		if err != bufio.ErrBufferFull {
			return line, tooLong, err
		}
	}
}

func answerTo(ctx context.Context, engine *screening.Engine, o options, line []byte) (answerLine, time.Duration) {
	var q query
	a := answerLine{ID: json.RawMessage("null")}
	if err := json.Unmarshal(line, &q); err != nil {
		a.ID = idOf(line)
		a.Error = &failure{Code: bonafide.CodeMalformed}
		return a, 0
	}
	if len(q.ID) > 0 {
		a.ID = q.ID
	}
	s, err := q.query(o)
	var res screening.Result
	var took time.Duration
	if err == nil {
		began := time.Now()
		res, err = engine.Screen(ctx, s)
		took = time.Since(began)
	}
	if err != nil {
		a.Error = &failure{Code: "unavailable"}
		var invalid *bonafide.InvalidError
		if errors.As(err, &invalid) {
			a.Error = &failure{Code: invalid.Fields[0].Code, Fields: invalid.Fields}
		}
		return a, 0
	}
	a.Hits = make([]hit, len(res.Hits))
	for i, h := range res.Hits {
		a.Hits[i] = hit{List: h.List, EntryID: h.EntryID, Score: h.Score, MatchedName: h.MatchedName, NameKind: h.NameKind, Explanation: h.Explanation}
	}
	return a, took
}

// idOf finds the id of a line that is JSON, but no query.
func idOf(line []byte) json.RawMessage {
	var only struct {
		ID json.RawMessage `json:"id"`
	}
	if json.Unmarshal(line, &only) == nil && len(only.ID) > 0 {
		return only.ID
	}
	return json.RawMessage("null")
}

// query turns a line into a screening query; it reports every fault.
func (q *query) query(o options) (screening.Query, error) {
	var faults bonafide.Faults
	if len(q.ID) == 0 || string(q.ID) == "null" {
		faults.Add("id", bonafide.CodeRequired)
	}
	s := screening.Query{
		Name: q.Name, Type: screening.EntityType(q.Type), Countries: q.Countries, Identifiers: q.IDs, Gender: q.Gender,
		Limit: o.limit, MinScore: max(o.minScore, 0.0001), Mode: o.mode,
	}
	if q.BirthDate != "" {
		if year, err := time.Parse("2006", q.BirthDate); err == nil {
			s.BirthYear = year.Year()
		} else if s.BirthDate, err = bonafide.ParseDate(q.BirthDate); err != nil {
			faults.Add("birth_date", bonafide.CodeMalformed)
		}
	}
	if err := s.Check(); err != nil {
		faults.Merge("", err)
	}
	return s, faults.Err()
}
