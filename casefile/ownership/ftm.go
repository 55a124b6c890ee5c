package ownership

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strings"
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
// property for votes that differ from shares; they stand in the summary.
func (a *Analysis) FollowTheMoney(parties Parties) []byte {
	if a.ix == nil {
		return nil
	}
	ix := a.ix
	var out bytes.Buffer
	write := func(e ftmEntity) {
		for name, values := range e.Properties {
			if len(values) == 0 || len(values) == 1 && values[0] == "" {
				delete(e.Properties, name)
			}
		}
		_ = json.NewEncoder(&out).Encode(e) // strings into a buffer: cannot fail
	}
	for _, i := range append([]int32{ix.main}, ix.above...) {
		e, p := ix.entity(i), parties[ix.id(i)]
		f := ftmEntity{ID: e.ID, Schema: "Company", Properties: map[string][]string{"name": {parties.name(e.ID)}}}
		switch e.Type {
		case Individual:
			f.Schema = "Person"
			for _, c := range p.Nationality {
				f.Properties["nationality"] = append(f.Properties["nationality"], strings.ToLower(string(c)))
			}
			f.Properties["birthDate"] = []string{p.Born.String()}
		case State:
			f.Schema = "PublicBody"
		case Trust:
			f.Properties["legalForm"] = []string{"Trust"}
		}
		if e.Type != Individual {
			f.Properties["jurisdiction"] = []string{strings.ToLower(string(p.Country))}
			f.Properties["incorporationDate"] = []string{p.Founded.String()}
			for _, id := range p.Identifiers {
				f.Properties["registrationNumber"] = append(f.Properties["registrationNumber"], id.ID)
			}
		}
		write(f)
	}
	pairs := a.pairs()
	for _, c := range append([]int32{ix.main}, ix.companies...) {
		from, to := ix.in(c)
		for k := from; k < to; k++ {
			for _, e := range a.ftmRelations(k, pairs[ends{ix.holder[k], c}]) {
				write(e)
			}
		}
	}
	return out.Bytes()
}

func (a *Analysis) ftmRelations(k int32, relations []*Relation) []ftmEntity {
	ix := a.ix
	owner, asset := ix.id(ix.holder[k]), ix.id(ix.held[k])
	var list []ftmEntity
	own, vote := ix.share[ownership][k], ix.share[voting][k]
	if !own.isZero() || !vote.isZero() {
		e := ftmEntity{ID: ftmID("ownership", owner, asset), Schema: "Ownership", Properties: map[string][]string{
			"owner": {owner}, "asset": {asset}, "percentage": {percentOf(own).String()},
		}}
		if own.cmp(vote) != 0 {
			e.Properties["summary"] = []string{"votes: " + percentOf(vote).String() + " %"}
		}
		if len(relations) == 1 {
			e.Properties["startDate"] = []string{relations[0].Start.String()}
			e.Properties["endDate"] = []string{relations[0].End.String()}
		}
		list = append(list, e)
	}
	for _, r := range relations {
		for _, role := range r.Roles {
			if role != LegalRepresentative {
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
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(sum[:20])
}
