package export

import (
	"bytes"
	"encoding/json"

	"github.com/bonafide-go/bonafide"
)

var sourceTypes = []string{"selfDeclaration", "officialRegister", "thirdParty", "primaryResearch", "verified"}

// history is an earlier export, with the last statement of each record.
type history struct {
	statements []json.RawMessage
	order      []string // record ids, as they first came
	last       map[string]earlierStatement
	count      map[string]int
}

// earlierStatement is what is read of an earlier statement.
type earlierStatement struct {
	bodsStatement
	RecordDetails json.RawMessage `json:"recordDetails"`
}

// readHistory reads an earlier export, which must be of an earlier day: readers of the
// standard take the statement with the latest date for the state of a record.
func readHistory(faults *bonafide.Faults, pub Publication) history {
	h := history{last: make(map[string]earlierStatement), count: make(map[string]int)}
	if len(pub.Earlier) == 0 {
		return h
	}
	if json.Unmarshal(pub.Earlier, &h.statements) != nil {
		faults.Add("earlier", bonafide.CodeMalformed)
		return h
	}
	for _, text := range h.statements {
		var s earlierStatement
		if json.Unmarshal(text, &s) != nil || s.RecordID == "" || s.RecordType == "" {
			faults.Add("earlier", bonafide.CodeMalformed)
			return h
		}
		if s.StatementDate >= pub.Date.String() {
			faults.Add("date", bonafide.CodeMismatch)
			return h
		}
		if h.count[s.RecordID] == 0 {
			h.order = append(h.order, s.RecordID)
		}
		h.count[s.RecordID]++
		h.last[s.RecordID] = s
	}
	return h
}

// follow is the earlier export with what has changed since. A relationship is written
// again with its components, which the standard wants to come before it.
func (h history) follow(now []bodsStatement, pub Publication) any {
	if len(h.statements) == 0 {
		return now
	}
	out := h.statements
	write := func(s bodsStatement) {
		text, _ := json.Marshal(s.published(pub, h.count[s.RecordID])) // plain structs: cannot fail
		out = append(out, text)
	}
	present, written := make(map[string]bool), make(map[string]bool)
	for _, s := range now {
		present[s.RecordID] = true
		before, known := h.last[s.RecordID]
		if known && before.RecordStatus != "closed" && before.same(s) && !lists(s, written) {
			continue
		}
		if known {
			s.RecordStatus = "updated"
		}
		written[s.RecordID] = true
		write(s)
	}
	for i := len(h.order) - 1; i >= 0; i-- { // relationships before the parties that they name
		if s := h.last[h.order[i]]; !present[s.RecordID] && s.RecordStatus != "closed" {
			closed := s.bodsStatement
			closed.RecordStatus, closed.RecordDetails = "closed", s.RecordDetails
			write(closed)
		}
	}
	return out
}

// same reports whether a record is as it was.
func (s earlierStatement) same(now bodsStatement) bool {
	details, _ := json.Marshal(now.RecordDetails) // plain structs: cannot fail
	var before bytes.Buffer
	if json.Compact(&before, s.RecordDetails) != nil {
		return false
	}
	return bytes.Equal(before.Bytes(), details) && s.DeclarationSubject == now.DeclarationSubject
}

// lists reports whether a relationship lists one of the records as a component.
func lists(s bodsStatement, written map[string]bool) bool {
	r, ok := s.RecordDetails.(bodsRelationship)
	if !ok {
		return false
	}
	for _, c := range r.ComponentRecords {
		if written[c] {
			return true
		}
	}
	return false
}
