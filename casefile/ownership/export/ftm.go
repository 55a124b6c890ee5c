package export

import (
	"bytes"
	"encoding/json"
	"strconv"
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
// FollowTheMoney model, one JSON object a line. No relation is lost: parties, an Ownership
// for each direct holding, a Directorship for each office, a Control for who controls
// otherwise or runs a trust, a Succession from a settlor, and an UnknownLink with the role
// for the rest. The model has no property for votes that differ from shares; they stand in
// the summary. It is nil for an analysis that was decoded, and not computed.
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
		case ownership.State, "state_body":
			f.Schema = "PublicBody"
		case ownership.Company:
		case ownership.ListedCompany:
			f.Properties["topics"] = []string{"corp.public"}
		case "class":
			f.Schema = "LegalEntity"
		default:
			f.Schema = "Organization"
			f.Properties["legalForm"] = []string{roleWord(string(e.Type))}
			if len(s.in[i]) > 0 || i == s.Main { // an Ownership points to an Asset
				f.Schema = "Company"
			}
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
		if own, votes, estimate := bands(h); own != nil || votes != nil || estimate {
			delete(e.Properties, "percentage") // the model has no bounds
			e.Properties["summary"] = []string{"shares: " + holdingFigures(h)}
		} else if h.Ownership.Cmp(h.Voting) != 0 {
			e.Properties["summary"] = []string{"votes: " + h.Voting.String() + " %"}
		}
		if len(h.Relations) == 1 {
			e.Properties["startDate"] = []string{h.Relations[0].Start.String()}
			e.Properties["endDate"] = []string{h.Relations[0].End.String()}
		}
		list = append(list, e)
	}
	for n, r := range h.Relations {
		roles := r.Roles
		if len(list) == 0 && len(roles) == 0 {
			roles = []ownership.Role{""} // neither shares nor a role
		}
		for _, role := range roles {
			if role == ownership.Shareholder && h.Ownership.Sign() != 0 {
				continue // said by the Ownership
			}
			list = append(list, ftmRole(owner, asset, role, r, n))
		}
	}
	return list
}

// ftmRole is one role of one relation.
func ftmRole(from, to string, role ownership.Role, r ownership.Relation, n int) ftmEntity {
	e := ftmEntity{Properties: map[string][]string{
		"role": {roleWord(string(role))}, "startDate": {r.Start.String()}, "endDate": {r.End.String()},
	}}
	ends := func(schema, source, target string) {
		e.Schema, e.Properties[source], e.Properties[target] = schema, []string{from}, []string{to}
	}
	switch role {
	case ownership.LegalRepresentative, "board_member", "supervisory_member":
		ends("Directorship", "director", "organization")
		if r.Position != "" {
			e.Properties["role"] = []string{r.Position}
		}
	case ownership.Controller, ownership.Trustee, ownership.Protector, "general_partner", "fund_manager":
		ends("Control", "controller", "controlled")
	case ownership.Settlor, "revocable_settlor", "founder":
		ends("Succession", "predecessor", "successor")
	case ownership.Shareholder:
		ends("Ownership", "owner", "asset")
	default:
		ends("UnknownLink", "subject", "object")
	}
	e.ID = ftmID(strings.ToLower(e.Schema), from, to, string(role), r.Position, strconv.Itoa(n))
	return e
}

// ftmID is stable for what it is made of.
func ftmID(parts ...string) string {
	return canonical.Sum([]byte(strings.Join(parts, "\x00")))[:40]
}
