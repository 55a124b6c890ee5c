package export

import (
	"encoding/json"

	"github.com/bonafide-go/bonafide/casefile/ownership"
)

// relationships writes the direct interests, those of persons in main left out:
// components first.
func (w *bodsWriter) relationships() {
	for _, component := range []bool{true, false} {
		for _, c := range w.order {
			for _, k := range w.in[c] {
				holder := w.Holdings[k].Holder
				if w.component[^k] != component || c == w.Main && w.person(holder) {
					continue
				}
				w.add("relationship", w.holding(k), bodsRelationship{
					IsComponent: component, Subject: w.record(c), InterestedParty: w.record(holder),
					Interests: w.interests(k, false),
				})
			}
		}
	}
}

// holders writes one relationship between each person and main, with direct and
// indirect interests.
func (w *bodsWriter) holders() {
	for i := range w.Nodes {
		if !w.person(i) {
			continue
		}
		k, indirect := w.direct(i), w.indirect(i)
		if k < 0 && !indirect {
			continue
		}
		r := bodsRelationship{Subject: w.record(w.Main), InterestedParty: w.record(i)}
		beneficial := w.owners[w.id(i)]
		if k >= 0 {
			r.Interests = w.interests(k, beneficial)
		}
		if indirect {
			r.Interests = append(r.Interests, w.indirectInterests(i, beneficial)...)
			nodes, holdings := w.below(i)
			for _, n := range nodes {
				r.ComponentRecords = append(r.ComponentRecords, w.record(n))
			}
			for _, h := range holdings {
				r.ComponentRecords = append(r.ComponentRecords, w.holding(h))
			}
		}
		w.add("relationship", "relationship:"+w.id(i)+">"+w.id(w.Main), r)
	}
}

func (w *bodsWriter) indirectInterests(i int, beneficial bool) []bodsInterest {
	own, votes := w.rest(i)
	list := shares("indirect", own, votes, beneficial)
	if w.estimated {
		for n := range list {
			list[n].Share = nil // a figure that follows from bands would be invented
		}
	}
	if len(list) == 0 {
		list = []bodsInterest{{Type: "otherInfluenceOrControl", Directness: "indirect", Beneficial: beneficial}}
	}
	return list
}

// shares are the interests of a holder with shares, votes or both.
func shares(directness string, own, votes ownership.Percent, beneficial bool) []bodsInterest {
	var list []bodsInterest
	if own.Sign() > 0 {
		list = append(list, bodsInterest{Type: "shareholding", Directness: directness, Beneficial: beneficial, Share: exactShare(own)})
	}
	if votes.Sign() > 0 {
		list = append(list, bodsInterest{Type: "votingRights", Directness: directness, Beneficial: beneficial, Share: exactShare(votes)})
	}
	return list
}

// interests are those of one direct holding: its shares and votes added up, and
// the roles of each relation.
func (w *bodsWriter) interests(k int, beneficial bool) []bodsInterest {
	h := &w.Holdings[k]
	list := shares("direct", h.Ownership, h.Voting, beneficial)
	own, votes, estimate := bands(h)
	for n := range list {
		band := own
		if list[n].Type == "votingRights" {
			band = votes
		}
		switch {
		case band != nil:
			list[n].Share = bandShare(*band)
		case estimate:
			list[n].Share = nil
		}
	}
	if len(h.Relations) == 1 {
		for n := range list {
			w.dates(&list[n], h.Relations[0])
		}
	}
	for _, r := range h.Relations {
		for _, role := range r.Roles {
			kind := bodsRole[role]
			if kind == "shareholding" && len(list) > 0 {
				continue
			}
			in := bodsInterest{Type: kind, Directness: "direct", Beneficial: beneficial, Details: r.Position}
			if kind == "" {
				in.Type, in.Details = "unknownInterest", string(role)
			}
			w.dates(&in, r)
			list = append(list, in)
		}
	}
	if len(list) == 0 {
		list = []bodsInterest{{Type: "unknownInterest", Directness: "direct", Beneficial: beneficial}}
	}
	return list
}

// dates are never in the future of the publication.
func (w *bodsWriter) dates(in *bodsInterest, r ownership.Relation) {
	if !r.Start.IsZero() && !r.Start.After(w.pub.Date) {
		in.StartDate = r.Start.String()
	}
	if !r.End.IsZero() && !r.End.After(w.pub.Date) {
		in.EndDate = r.End.String()
	}
}

var bodsRole = map[ownership.Role]string{
	ownership.Shareholder:         "shareholding",
	ownership.LegalRepresentative: "seniorManagingOfficial",
	ownership.Controller:          "otherInfluenceOrControl",
	ownership.Settlor:             "settlor",
	ownership.Trustee:             "trustee",
	ownership.Protector:           "protector",
	ownership.Beneficiary:         "beneficiaryOfLegalArrangement",
	"revocable_settlor":           "settlor",
	"founder":                     "settlor",
	"board_member":                "boardMember",
	"supervisory_member":          "boardMember",
	"general_partner":             "otherInfluenceOrControl",
	"fund_manager":                "otherInfluenceOrControl",
	"limited_partner":             "rightsToProfitOrIncome",
	"partner":                     "rightsToProfitOrIncome",
	"member":                      "votingRights",
	"nominee":                     "nominee",
	"nominator":                   "nominator",
}

// exactShare is nil for what the standard has no room for.
func exactShare(p ownership.Percent) *bodsShare {
	if p.Sign() < 0 || p.Cmp(ownership.Whole(100)) > 0 {
		return nil
	}
	return &bodsShare{Exact: json.Number(round(p, 10).String())}
}

// unknown writes what is not known: the shares of every company without a known
// holder, and the beneficial owner of main where the finding names nobody.
func (w *bodsWriter) unknown(found ownership.Finding) {
	var order []string
	rest := make(map[string][]bodsInterest)
	for _, warning := range w.warnings {
		in := bodsInterest{Type: "shareholding", Directness: "unknown", Share: exactShare(warning.Percentage)}
		switch {
		case warning.Code == ownership.CodeUntraced:
			in.Share = exactShare(ownership.Whole(100))
		case warning.Code != ownership.CodeUnresolved:
			continue
		case warning.Measure == "voting":
			in.Type = "votingRights"
		}
		if w.estimated && warning.Code == ownership.CodeUnresolved {
			in.Share = nil
		}
		if rest[warning.Entity] == nil {
			order = append(order, warning.Entity)
		}
		rest[warning.Entity] = append(rest[warning.Entity], in)
	}
	for _, id := range order {
		w.add("relationship", "relationship:?>"+id, bodsRelationship{
			Subject: "entity:" + id, InterestedParty: bodsUnspecified{Reason: "informationUnknownToPublisher"}, Interests: rest[id],
		})
	}
	if reason, ok := w.nobody(found); ok {
		w.add("relationship", "relationship:owner>"+w.id(w.Main), bodsRelationship{Subject: w.record(w.Main), InterestedParty: reason})
	}
}

// nobody is why no beneficial owner is named; false where somebody is, or where all that
// is to be said stands in other records.
func (w *bodsWriter) nobody(found ownership.Finding) (bodsUnspecified, bool) {
	for _, named := range w.owners {
		if named {
			return bodsUnspecified{}, false
		}
	}
	gap := false
	for i := range w.Nodes {
		top := len(w.in[i]) == 0
		switch w.Nodes[i].Type {
		case ownership.ListedCompany, ownership.State, ownership.StateBody, ownership.Company, ownership.Individual:
		default:
			gap = gap || top // a trust or the like without any party
		}
	}
	for _, warning := range w.warnings {
		gap = gap || warning.Code == ownership.CodeUntraced || warning.Code == ownership.CodeUnresolved || warning.Code == ownership.CodeClosedLoop
	}
	kind := w.Nodes[w.Main].Type
	switch {
	case kind == ownership.ListedCompany, !gap && w.excepted && !found.TooComplex:
		return bodsUnspecified{"subjectExemptFromDisclosure", "listed companies and public bodies: " + found.Rules}, true
	case len(found.Entities) > 0:
		return bodsUnspecified{"noBeneficialOwners", "legal entities are entered in place of owners: " + found.Rules}, !found.MayHideOwner
	case gap && found.MayHideOwner || found.TooComplex:
		return bodsUnspecified{"subjectUnableToConfirmOrIdentifyBeneficialOwner", found.Rules}, true
	case found.MayHideOwner:
		return bodsUnspecified{}, false // parties of trusts, all in the file
	}
	return bodsUnspecified{"noBeneficialOwners", found.Rules}, true
}
