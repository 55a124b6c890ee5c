package ownership

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"github.com/bonafide-go/bonafide"
)

// A Publication says who publishes an export, and as of when.
type Publication struct {
	Date      bonafide.Date // of the statements and of their publication; required
	Publisher string        // name; required
}

// BODS writes the structure as statements of the Beneficial Ownership Data
// Standard 0.4, one JSON array: main and everything that reaches it, every direct
// interest, one relationship between each holder and main with its direct and its
// computed indirect interests, and what is not known. Whoever the finding names is
// a beneficial owner. Interests of more than 100 % are written without a share.
//
// The order is the one the standard asks for: a record comes after those it refers
// to, and components before the relationship that lists them. The same input gives
// the same bytes. It fails with a [*bonafide.InvalidError] for an incomplete
// Publication.
func (a *Analysis) BODS(parties Parties, found Finding, pub Publication) ([]byte, error) {
	var faults bonafide.Faults
	if pub.Date.IsZero() {
		faults.Add("date", bonafide.CodeRequired)
	}
	if pub.Publisher == "" {
		faults.Add("publisher", bonafide.CodeRequired)
	}
	if err := faults.Err(); err != nil {
		return nil, err
	}
	if a.ix == nil {
		return nil, errDecoded
	}
	w := &bodsWriter{a: a, parties: parties, pub: pub, owners: make(map[string]bool), pairs: a.pairs()}
	for _, o := range found.Owners {
		w.owners[o.ID] = true
	}
	w.findComponents()
	w.entities()
	w.relationships()
	w.holders()
	w.unknown(found)
	return json.MarshalIndent(w.out, "", "  ")
}

type bodsStatement struct {
	StatementID        string          `json:"statementId"`
	DeclarationSubject string          `json:"declarationSubject"`
	StatementDate      string          `json:"statementDate"`
	PublicationDetails bodsPublication `json:"publicationDetails"`
	RecordID           string          `json:"recordId"`
	RecordType         string          `json:"recordType"`
	RecordStatus       string          `json:"recordStatus"`
	RecordDetails      any             `json:"recordDetails"`
}

type bodsPublication struct {
	PublicationDate string `json:"publicationDate"`
	BodsVersion     string `json:"bodsVersion"`
	Publisher       struct {
		Name string `json:"name"`
	} `json:"publisher"`
}

type bodsEntity struct {
	IsComponent bool `json:"isComponent"`
	EntityType  struct {
		Type    string `json:"type"`
		Subtype string `json:"subtype,omitempty"`
	} `json:"entityType"`
	Name         string           `json:"name"`
	Jurisdiction *bodsPlace       `json:"jurisdiction,omitempty"`
	Identifiers  []bodsIdentifier `json:"identifiers,omitempty"`
	FoundingDate string           `json:"foundingDate,omitempty"`
}

type bodsPerson struct {
	IsComponent   bool        `json:"isComponent"`
	PersonType    string      `json:"personType"`
	Names         []bodsName  `json:"names,omitempty"`
	Nationalities []bodsPlace `json:"nationalities,omitempty"`
	BirthDate     string      `json:"birthDate,omitempty"`
}

type bodsName struct {
	Type     string `json:"type"`
	FullName string `json:"fullName"`
}

type bodsPlace struct {
	Name string `json:"name"`
	Code string `json:"code"`
}

type bodsIdentifier struct {
	ID         string `json:"id"`
	Scheme     string `json:"scheme,omitempty"`
	SchemeName string `json:"schemeName,omitempty"`
}

type bodsRelationship struct {
	IsComponent      bool           `json:"isComponent"`
	ComponentRecords []string       `json:"componentRecords,omitempty"`
	Subject          string         `json:"subject"`
	InterestedParty  any            `json:"interestedParty"` // a record, or why there is none
	Interests        []bodsInterest `json:"interests,omitempty"`
}

type bodsUnspecified struct {
	Reason      string `json:"reason"`
	Description string `json:"description,omitempty"`
}

type bodsInterest struct {
	Type       string     `json:"type"`
	Directness string     `json:"directOrIndirect"`
	Beneficial bool       `json:"beneficialOwnershipOrControl"`
	Details    string     `json:"details,omitempty"`
	Share      *bodsShare `json:"share,omitempty"`
	StartDate  string     `json:"startDate,omitempty"`
	EndDate    string     `json:"endDate,omitempty"`
}

type bodsShare struct {
	Exact json.Number `json:"exact"`
}

// bodsWriter collects statements in their order.
type bodsWriter struct {
	a         *Analysis
	parties   Parties
	pub       Publication
	owners    map[string]bool
	pairs     map[ends][]*Relation
	component map[int32]bool // by entity and, as ^k, by holding
	out       []bodsStatement
}

// pairs collects the active relations above main by their ends.
func (a *Analysis) pairs() map[ends][]*Relation {
	ix := a.ix
	pairs := make(map[ends][]*Relation)
	for i := range ix.graph.Relations {
		r := &ix.graph.Relations[i]
		end := ends{ix.at[r.From], ix.at[r.To]}
		if end.from != end.to && ix.reaches[end.to] && r.active(a.AsOf) {
			pairs[end] = append(pairs[end], r)
		}
	}
	return pairs
}

func (w *bodsWriter) record(i int32) string {
	if w.a.ix.entity(i).Type == Individual {
		return "person:" + w.a.ix.id(i)
	}
	return "entity:" + w.a.ix.id(i)
}

func (w *bodsWriter) holding(k int32) string {
	return "relationship:" + w.a.ix.id(w.a.ix.holder[k]) + ">" + w.a.ix.id(w.a.ix.held[k])
}

// add appends a statement. Its id is a digest of what makes it unique, so that the
// same statement has the same id wherever it is made again.
func (w *bodsWriter) add(kind, record string, details any) {
	s := bodsStatement{
		DeclarationSubject: w.record(w.a.ix.main), StatementDate: w.pub.Date.String(),
		RecordID: record, RecordType: kind, RecordStatus: "new", RecordDetails: details,
	}
	s.PublicationDetails = bodsPublication{PublicationDate: w.pub.Date.String(), BodsVersion: "0.4"}
	s.PublicationDetails.Publisher.Name = w.pub.Publisher
	h := sha256.New()
	_ = json.NewEncoder(h).Encode(s) // plain structs into a hash: cannot fail
	s.StatementID = hex.EncodeToString(h.Sum(nil))
	w.out = append(w.out, s)
}

// findComponents marks what lies between main and a holder with an indirect
// interest.
func (w *bodsWriter) findComponents() {
	w.component = make(map[int32]bool)
	for _, i := range w.a.ix.above {
		if w.a.ix.entity(i).Type != Individual || !w.indirect(i) {
			continue
		}
		nodes, holdings := w.below(i)
		for _, n := range nodes {
			w.component[n] = true
		}
		for _, k := range holdings {
			w.component[^k] = true
		}
	}
}

// indirect reports whether a person has an interest in main that is not direct.
func (w *bodsWriter) indirect(i int32) bool {
	own, votes := w.rest(ownership, i), w.rest(voting, i)
	if own.Sign() > 0 || votes.Sign() > 0 {
		return true
	}
	return w.owners[w.a.ix.id(i)] && w.direct(i) < 0
}

// direct is the holding of an entity in main, or -1.
func (w *bodsWriter) direct(i int32) int32 {
	for _, k := range w.a.ix.of(i) {
		if w.a.ix.held[k] == w.a.ix.main {
			return k
		}
	}
	return -1
}

// rest is the total less the direct holding in main.
func (w *bodsWriter) rest(m measure, i int32) Percent {
	total := percentOf(w.a.integral[m].total[i])
	if k := w.direct(i); k >= 0 {
		return total.Sub(percentOf(w.a.ix.share[m][k]))
	}
	return total
}

// below lists what a person's interest runs through: companies without main, and
// holdings without the person's own in main.
func (w *bodsWriter) below(i int32) (nodes, holdings []int32) {
	ix := w.a.ix
	seen := map[int32]bool{i: true}
	queue := []int32{i}
	for next := 0; next < len(queue); next++ {
		for _, k := range ix.of(queue[next]) {
			c := ix.held[k]
			if !ix.reaches[c] || queue[next] == i && c == ix.main {
				continue
			}
			holdings = append(holdings, k)
			if !seen[c] {
				seen[c] = true
				queue = append(queue, c)
				if c != ix.main {
					nodes = append(nodes, c)
				}
			}
		}
	}
	return nodes, holdings
}
