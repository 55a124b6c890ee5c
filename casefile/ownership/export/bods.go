package export

import (
	"bytes"
	"encoding/json"
	"slices"
	"strconv"
	"sync"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile/ownership"
	"github.com/bonafide-go/bonafide/internal/canonical"
)

// A Publication says who publishes an export, and as of when.
type Publication struct {
	Date      bonafide.Date // date of the statements and of their publication; required
	Publisher string        // name; required
	Source    Source        // where the information is from; the standard asks for it
	// Earlier is the export before this one. It stands at the head of the new one, and
	// is followed by what has changed since: records that are new, updated and closed.
	Earlier []byte
}

// A Source says where the information of an export is from.
type Source struct {
	// Types are codes of the standard: selfDeclaration, officialRegister, thirdParty,
	// primaryResearch, verified.
	Types       []string `json:"type,omitempty"`
	Description string   `json:"description,omitempty"` // such as the name of the register
	URL         string   `json:"url,omitempty"`
}

// BODS writes the structure of an analysis as statements of the Beneficial Ownership Data
// Standard 0.4, one JSON array: main and everything that reaches it, every direct
// interest, one relationship between each holder and main with its direct and its
// computed indirect interests, and what is not known. Whoever the finding names is
// a beneficial owner, and so is who would pass the same test behind a legal entity that
// is entered in its place. Interests of more than 100 % are written without a share.
//
// Where nobody is named, the reason is given: nobody is there, listed companies and
// states are exempt, or somebody may be hidden. Nothing is said of a trust whose parties
// are all in the file.
//
// The order is the one the standard asks for: a record comes after those it refers
// to, and components before the relationship that lists them. The same input gives
// the same bytes. It fails with an [*bonafide.InvalidError] for an incomplete
// Publication, for an Earlier that is no such export or is not of an earlier day, and for
// an analysis that was decoded, and not computed.
func BODS(a *ownership.Analysis, parties Parties, found ownership.Finding, pub Publication) ([]byte, error) {
	var faults bonafide.Faults
	if pub.Date.IsZero() {
		faults.Add("date", bonafide.CodeRequired)
	}
	if pub.Publisher == "" {
		faults.Add("publisher", bonafide.CodeRequired)
	}
	for i, kind := range pub.Source.Types {
		if !slices.Contains(sourceTypes, kind) {
			faults.Add("source.type["+strconv.Itoa(i)+"]", bonafide.CodeUnknown)
		}
	}
	past := readHistory(&faults, pub)
	if err := faults.Err(); err != nil {
		return nil, err
	}
	laid, err := read(a)
	if err != nil {
		return nil, err
	}
	w := &bodsWriter{structure: laid, warnings: a.Warnings, parties: parties, pub: pub, owners: owners(found), component: make(map[int]bool),
		excepted: a.OwnershipRest.State.Add(a.OwnershipRest.Listed).Cmp(quarter()) >= 0}
	w.estimated = banded(w.Holdings)
	w.behind(a, found)
	w.findComponents()
	w.entities()
	w.relationships()
	w.holders()
	w.unknown(found)
	return json.MarshalIndent(past.follow(w.out, pub), "", "  ")
}

type bodsStatement struct {
	StatementID        string          `json:"statementId"`
	DeclarationSubject string          `json:"declarationSubject"`
	StatementDate      string          `json:"statementDate"`
	PublicationDetails bodsPublication `json:"publicationDetails"`
	Source             *Source         `json:"source,omitempty"`
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
	Listing      *bodsListing     `json:"publicListing,omitempty"`
}

type bodsListing struct {
	Listed bool `json:"hasPublicListing"`
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
	InterestedParty  any            `json:"interestedParty"` // a record, or the reason why nobody is named
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
	Exact            json.Number `json:"exact,omitempty"`
	Minimum          json.Number `json:"minimum,omitempty"`
	ExclusiveMinimum json.Number `json:"exclusiveMinimum,omitempty"`
	Maximum          json.Number `json:"maximum,omitempty"`
}

// bodsWriter collects statements in their order.
// quarter is the part of main from which on an owner would be named (Regulation (EU)
// 2024/1624, art. 52).
var quarter = sync.OnceValue(func() ownership.Percent {
	p, _ := ownership.ParsePercent("25")
	return p
})

type bodsWriter struct {
	structure
	warnings  []ownership.Warning
	parties   Parties
	pub       Publication
	owners    map[string]bool
	excepted  bool         // listed companies and public bodies have a quarter or more of main
	component map[int]bool // by node and, as ^k, by holding
	estimated bool         // figures follow from bands
	out       []bodsStatement
}

func (w *bodsWriter) record(i int) string {
	if w.person(i) {
		return "person:" + w.id(i)
	}
	return "entity:" + w.id(i)
}

func (w *bodsWriter) holding(k int) string {
	h := &w.Holdings[k]
	return "relationship:" + w.id(h.Holder) + ">" + w.id(h.Company)
}

// add appends the statement of a record.
func (w *bodsWriter) add(kind, record string, details any) {
	s := bodsStatement{DeclarationSubject: w.record(w.Main), RecordID: record, RecordType: kind, RecordStatus: "new", RecordDetails: details}
	w.out = append(w.out, s.published(w.pub, 0))
}

// published is the statement as it goes out. Its id is a digest of what makes it
// unique, so that the same statement has the same id wherever it is made again.
func (s bodsStatement) published(pub Publication, before int) bodsStatement {
	s.StatementID, s.StatementDate = "", pub.Date.String()
	s.PublicationDetails = bodsPublication{PublicationDate: pub.Date.String(), BodsVersion: "0.4"}
	s.PublicationDetails.Publisher.Name = pub.Publisher
	s.Source = nil
	if len(pub.Source.Types) > 0 || pub.Source.Description != "" || pub.Source.URL != "" {
		s.Source = &pub.Source
	}
	var content bytes.Buffer
	_ = json.NewEncoder(&content).Encode(s) // plain structs into a buffer: cannot fail
	if before > 0 {
		content.WriteString(strconv.Itoa(before)) // a record that is as it once was
	}
	s.StatementID = canonical.Sum(content.Bytes())
	return s
}

// behind adds those to the owners who pass, behind an entity that is entered in their
// place, the test that the entity passed.
func (w *bodsWriter) behind(a *ownership.Analysis, found ownership.Finding) {
	for _, e := range found.Entities {
		for _, h := range a.Holders {
			for _, r := range e.Reasons {
				switch r.Measure {
				case ownership.AttributedOwnership:
					w.owners[h.ID] = w.owners[h.ID] || h.AttributedOwnership.Cmp(r.Threshold) > 0
				case ownership.AttributedVoting:
					w.owners[h.ID] = w.owners[h.ID] || h.AttributedVoting.Cmp(r.Threshold) > 0
				case ownership.Control:
					w.owners[h.ID] = w.owners[h.ID] || h.Controls
				}
			}
		}
	}
}

// findComponents marks what lies between main and a holder with an indirect
// interest.
func (w *bodsWriter) findComponents() {
	for i := range w.Nodes {
		if !w.person(i) || !w.indirect(i) {
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
func (w *bodsWriter) indirect(i int) bool {
	own, votes := w.rest(i)
	if own.Sign() > 0 || votes.Sign() > 0 {
		return true
	}
	return w.owners[w.id(i)] && w.direct(i) < 0
}

// direct is the holding of an entity in main, or -1.
func (w *bodsWriter) direct(i int) int {
	for _, k := range w.of[i] {
		if w.Holdings[k].Company == w.Main {
			return k
		}
	}
	return -1
}

// rest is what a person has in main beside a direct holding.
func (w *bodsWriter) rest(i int) (own, votes ownership.Percent) {
	own, votes = w.Nodes[i].Ownership, w.Nodes[i].Voting
	if k := w.direct(i); k >= 0 {
		own, votes = own.Sub(w.Holdings[k].Ownership), votes.Sub(w.Holdings[k].Voting)
	}
	return own, votes
}

// below lists what a person's interest runs through: companies without main, and
// holdings without the person's own in main.
func (w *bodsWriter) below(i int) (nodes, holdings []int) {
	seen := map[int]bool{i: true}
	queue := []int{i}
	for next := 0; next < len(queue); next++ {
		for _, k := range w.of[queue[next]] {
			c := w.Holdings[k].Company
			if queue[next] == i && c == w.Main {
				continue
			}
			holdings = append(holdings, k)
			if !seen[c] {
				seen[c] = true
				queue = append(queue, c)
				if c != w.Main {
					nodes = append(nodes, c)
				}
			}
		}
	}
	return nodes, holdings
}
