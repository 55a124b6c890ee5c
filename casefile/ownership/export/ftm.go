package export

import (
	"bytes"
	"encoding/json"
	"strings"

	"github.com/bonafide-go/bonafide/casefile/ownership"
	"github.com/bonafide-go/bonafide/internal/canonical"
)

// ftmEntity is one line of FollowTheMoney.
type ftmEntity struct {
	ID         string              `json:"id"`
	Schema     string              `json:"schema"`
	Properties map[string][]string `json:"properties"`
}

// FollowTheMoney writes main and everything that reaches it as entities of the
// FollowTheMoney model, one JSON object a line: parties, an Ownership for each
// direct holding, a Directorship for each legal representative. The model has no
// property for votes that differ from shares; they stand in the summary. It is nil
// for an analysis that was decoded, and not computed.
func FollowTheMoney(a *ownership.Analysis, parties Parties) []byte {
	s, err := read(a)
	if err != nil {
		return nil
	}
	var out bytes.Buffer
	write := func(e ftmEntity) {
		for name, values := range e.Properties {
			if len(values) == 0 || len(values) == 1 && values[0] == "" {
				delete(e.Properties, name)
			}
		}
		_ = json.NewEncoder(&out).Encode(e) // strings into a buffer: cannot fail
	}
	for _, i := range s.order {
		e, p := &s.Nodes[i], parties[s.id(i)]
		f := ftmEntity{ID: e.ID, Schema: "Company", Properties: map[string][]string{"name": {parties.name(e.ID)}}}
		switch e.Type {
		case ownership.Individual:
			f.Schema = "Person"
			for _, c := range p.Nationality {
				f.Properties["nationality"] = append(f.Properties["nationality"], strings.ToLower(string(c)))
			}
			f.Properties["birthDate"] = []string{p.Born.String()}
		case ownership.State:
			f.Schema = "PublicBody"
		case ownership.Trust:
			f.Properties["legalForm"] = []string{"Trust"}
		}
		if e.Type != ownership.Individual {
			f.Properties["jurisdiction"] = []string{strings.ToLower(string(p.Country))}
			f.Properties["incorporationDate"] = []string{p.Founded.String()}
			for _, id := range p.Identifiers {
				f.Properties["registrationNumber"] = append(f.Properties["registrationNumber"], id.ID)
			}
		}
		write(f)
	}
	for _, c := range s.order {
		for _, k := range s.in[c] {
			for _, e := range s.ftm(k) {
				write(e)
			}
		}
	}
	return out.Bytes()
}

// ftm is one holding: an Ownership where there are shares or votes, and its offices.
func (s structure) ftm(k int) []ftmEntity {
	h := &s.Holdings[k]
	owner, asset := s.id(h.Holder), s.id(h.Company)
	var list []ftmEntity
	if h.Ownership.Sign() != 0 || h.Voting.Sign() != 0 {
		e := ftmEntity{ID: ftmID("ownership", owner, asset), Schema: "Ownership", Properties: map[string][]string{
			"owner": {owner}, "asset": {asset}, "percentage": {h.Ownership.String()},
		}}
		if h.Ownership.Cmp(h.Voting) != 0 {
			e.Properties["summary"] = []string{"votes: " + h.Voting.String() + " %"}
		}
		if len(h.Relations) == 1 {
			e.Properties["startDate"] = []string{h.Relations[0].Start.String()}
			e.Properties["endDate"] = []string{h.Relations[0].End.String()}
		}
		list = append(list, e)
	}
	for _, r := range h.Relations {
		for _, role := range r.Roles {
			if role != ownership.LegalRepresentative {
				continue
			}
			list = append(list, ftmEntity{ID: ftmID("directorship", owner, asset, r.Position), Schema: "Directorship", Properties: map[string][]string{
				"director": {owner}, "organization": {asset}, "role": {r.Position},
				"startDate": {r.Start.String()}, "endDate": {r.End.String()},
			}})
		}
	}
	return list
}

// ftmID is stable for what it is made of.
func ftmID(parts ...string) string {
	return canonical.Sum([]byte(strings.Join(parts, "\x00")))[:40]
}
