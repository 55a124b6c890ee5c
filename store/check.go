package store

import (
	"fmt"
	"strconv"
	"time"

	"github.com/bonafide-go/bonafide"
)

// CheckTenant reports, as a [*bonafide.InvalidError], a tenant name that is
// empty or longer than [bonafide.MaxTermBytes]. Names are bytes, as ids are.
func CheckTenant(tenant string) error {
	var faults bonafide.Faults
	checkTerm(&faults, "tenant", tenant)
	return faults.Err()
}

// CheckBatch reports, as a [*bonafide.InvalidError] with every fault, a batch
// that no store may write: more than [bonafide.MaxBatch] writes, one record
// twice, a kind, id or term that is empty or longer than
// [bonafide.MaxTermBytes], more than [bonafide.MaxTerms] unique values or
// labels, a version below 1, a body over [bonafide.MaxBodyBytes], an event of
// another record, a time that is not UTC in whole microseconds or not in the
// years 1 to 9999. An empty batch has no fault; writing it does nothing.
//
// A term may be any bytes and may be named twice by its record. Whether two
// records of the batch claim one unique value is a matter for [CheckUnique],
// because conflicts are reported first.
func CheckBatch(batch []bonafide.Write) error {
	var faults bonafide.Faults
	if len(batch) > bonafide.MaxBatch {
		return bonafide.Invalid("batch", bonafide.CodeTooMany)
	}
	for i := range batch {
		var own bonafide.Faults
		checkRecord(&own, &batch[i].Record)
		checkEvents(&own, &batch[i])
		if len(own) > 0 {
			faults.Merge(fmt.Sprintf("batch[%d].", i), own.Err())
		}
	}
	if len(batch) > 1 {
		seen := make(map[[2]string]bool, len(batch))
		for i := range batch {
			key := [2]string{batch[i].Record.Kind, batch[i].Record.ID}
			if seen[key] {
				faults.Add(fmt.Sprintf("batch[%d].record", i), bonafide.CodeRepeated)
			}
			seen[key] = true
		}
	}
	return faults.Err()
}

// CheckUnique reports, as a [*bonafide.DuplicateError], two records of one
// batch that claim the same unique value of their kind. A store asks it after
// it knows that no version conflicts.
func CheckUnique(batch []bonafide.Write) error {
	if len(batch) < 2 {
		return nil
	}
	holders := make(map[[2]string]string)
	for i := range batch {
		r := &batch[i].Record
		for _, u := range r.Unique {
			key := [2]string{r.Kind, u}
			if holder, held := holders[key]; held && holder != r.ID {
				return &bonafide.DuplicateError{Key: u, ID: holder}
			}
			holders[key] = r.ID
		}
	}
	return nil
}

// CheckQuery returns how many records a page may have, or a
// [*bonafide.InvalidError] with every fault of the query. The cursor is a
// matter for [Cursors].
func CheckQuery(q bonafide.Query) (limit int, err error) {
	var faults bonafide.Faults
	checkTerm(&faults, "kind", q.Kind)
	if q.Unique != "" {
		checkTerm(&faults, "unique", q.Unique)
	}
	checkTerms(&faults, "labels", q.Labels)
	if outOfYears(q.DueBefore) {
		faults.Add("due_before", bonafide.CodeOutOfRange)
	}
	limit = checkLimit(&faults, q.Limit)
	return limit, faults.Err()
}

// DueMicros returns the bound of [bonafide.Query.DueBefore] for a store that
// keeps times as whole microseconds since 1970: rounded up, so that a due time
// is before the bound exactly if its number is less.
func DueMicros(before time.Time) int64 {
	micros := before.UnixMicro()
	if before.Nanosecond()%1000 != 0 {
		micros++
	}
	return micros
}

// CheckEventQuery returns how many events an answer may have, or a
// [*bonafide.InvalidError] with every fault of the query. Kind and ID stand
// together or not at all: a query that lost its id must not show the events of
// the whole tenant.
func CheckEventQuery(q bonafide.EventQuery) (limit int, err error) {
	var faults bonafide.Faults
	if q.Kind != "" || q.ID != "" {
		checkTerm(&faults, "kind", q.Kind)
		checkTerm(&faults, "id", q.ID)
	}
	limit = checkLimit(&faults, q.Limit)
	return limit, faults.Err()
}

func checkRecord(faults *bonafide.Faults, r *bonafide.Record) {
	checkTerm(faults, "record.kind", r.Kind)
	checkTerm(faults, "record.id", r.ID)
	if r.Version < 1 {
		faults.Add("record.version", bonafide.CodeOutOfRange)
	}
	checkTerms(faults, "record.unique", r.Unique)
	checkTerms(faults, "record.labels", r.Labels)
	if code := timeFault(r.Due); code != "" {
		faults.Add("record.due", code)
	}
	if len(r.Body) > bonafide.MaxBodyBytes {
		faults.Add("record.body", bonafide.CodeTooLong)
	}
}

func checkEvents(faults *bonafide.Faults, w *bonafide.Write) {
	for i := range w.Events {
		e := &w.Events[i]
		if e.Kind != w.Record.Kind || e.ID != w.Record.ID {
			faults.Add(element("events", i), bonafide.CodeMismatch)
		}
		if code := timeFault(e.At); code != "" {
			faults.Add(element("events", i)+".at", code)
		}
	}
}

func checkTerm(faults *bonafide.Faults, path, term string) {
	switch {
	case term == "":
		faults.Add(path, bonafide.CodeRequired)
	case len(term) > bonafide.MaxTermBytes:
		faults.Add(path, bonafide.CodeTooLong)
	}
}

func checkTerms(faults *bonafide.Faults, path string, terms []string) {
	if len(terms) > bonafide.MaxTerms {
		faults.Add(path, bonafide.CodeTooMany)
		return
	}
	for i, term := range terms {
		if term == "" || len(term) > bonafide.MaxTermBytes {
			checkTerm(faults, element(path, i), term)
		}
	}
}

// timeFault wants a time as bonafide.Instant returns it, in the years that
// RFC 3339 can write.
func timeFault(t time.Time) bonafide.Code {
	switch {
	case outOfYears(t):
		return bonafide.CodeOutOfRange
	case t != bonafide.Instant(t):
		return bonafide.CodeMalformed
	}
	return ""
}

func outOfYears(t time.Time) bool {
	year := t.UTC().Year()
	return year < 1 || year > 9999
}

func checkLimit(faults *bonafide.Faults, limit int) int {
	switch {
	case limit == 0:
		return bonafide.DefaultPage
	case limit < 0 || limit > bonafide.MaxPage:
		faults.Add("limit", bonafide.CodeOutOfRange)
		return 0
	}
	return limit
}

func element(path string, i int) string { return path + "[" + strconv.Itoa(i) + "]" }
