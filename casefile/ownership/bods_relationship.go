package ownership

import "encoding/json"

// relationships writes the direct interests, those of persons in main left out:
// components first.
func (w *bodsWriter) relationships() {
	ix := w.a.ix
	for _, component := range []bool{true, false} {
		for _, c := range append([]int32{ix.main}, ix.companies...) {
			from, to := ix.in(c)
			for k := from; k < to; k++ {
				if w.component[^k] != component || c == ix.main && ix.entity(ix.holder[k]).Type == Individual {
					continue
				}
				w.add("relationship", w.holding(k), bodsRelationship{
					IsComponent: component, Subject: w.record(c), InterestedParty: w.record(ix.holder[k]),
					Interests: w.interests(k, false),
				})
			}
		}
	}
}

// holders writes one relationship between each person and main, with direct and
// indirect interests.
func (w *bodsWriter) holders() {
	ix := w.a.ix
	for _, i := range ix.above {
		if ix.entity(i).Type != Individual {
			continue
		}
		k, indirect := w.direct(i), w.indirect(i)
		if k < 0 && !indirect {
			continue
		}
		r := bodsRelationship{Subject: w.record(ix.main), InterestedParty: w.record(i)}
		beneficial := w.owners[ix.id(i)]
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
		w.add("relationship", "relationship:"+ix.id(i)+">"+ix.id(ix.main), r)
	}
}

func (w *bodsWriter) indirectInterests(i int32, beneficial bool) []bodsInterest {
	var list []bodsInterest
	for m, kind := range [2]string{"shareholding", "votingRights"} {
		if rest := w.rest(measure(m), i); rest.Sign() > 0 {
			list = append(list, bodsInterest{Type: kind, Directness: "indirect", Beneficial: beneficial, Share: exactShare(rest)})
		}
	}
	if len(list) == 0 {
		list = []bodsInterest{{Type: "otherInfluenceOrControl", Directness: "indirect", Beneficial: beneficial}}
	}
	return list
}

// interests are those of one direct holding: its shares and votes added up, and
// the roles of each relation.
func (w *bodsWriter) interests(k int32, beneficial bool) []bodsInterest {
	ix := w.a.ix
	var list []bodsInterest
	relations := w.pairs[ends{ix.holder[k], ix.held[k]}]
	for m, kind := range [2]string{"shareholding", "votingRights"} {
		if s := ix.share[m][k]; !s.isZero() {
			in := bodsInterest{Type: kind, Directness: "direct", Beneficial: beneficial, Share: exactShare(percentOf(s))}
			if len(relations) == 1 {
				w.dates(&in, relations[0])
			}
			list = append(list, in)
		}
	}
	for _, r := range relations {
		for _, role := range r.Roles {
			kind := bodsRole[role]
			if kind == "" || kind == "shareholding" && len(list) > 0 {
				continue
			}
			in := bodsInterest{Type: kind, Directness: "direct", Beneficial: beneficial, Details: r.Position}
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
func (w *bodsWriter) dates(in *bodsInterest, r *Relation) {
	if !r.Start.IsZero() && !r.Start.After(w.pub.Date) {
		in.StartDate = r.Start.String()
	}
	if !r.End.IsZero() && !r.End.After(w.pub.Date) {
		in.EndDate = r.End.String()
	}
}

var bodsRole = map[Role]string{
	Shareholder:         "shareholding",
	LegalRepresentative: "seniorManagingOfficial",
	Controller:          "otherInfluenceOrControl",
	Settlor:             "settlor",
	Trustee:             "trustee",
	Protector:           "protector",
	Beneficiary:         "beneficiaryOfLegalArrangement",
}

// exactShare is nil for what the standard has no room for.
func exactShare(p Percent) *bodsShare {
	if p.Sign() < 0 || p.Cmp(Whole(100)) > 0 {
		return nil
	}
	return &bodsShare{Exact: json.Number(trimZeros(p.Round(displayPlaces)))}
}

// unknown writes what nobody is known for: the rest of every company, and the
// beneficial owner of main where none was found.
func (w *bodsWriter) unknown(found Finding) {
	var order []string
	rest := make(map[string][]bodsInterest)
	for _, warning := range w.a.Warnings {
		in := bodsInterest{Type: "shareholding", Directness: "unknown", Share: exactShare(warning.Percentage)}
		switch {
		case warning.Code == CodeUntraced:
			in.Share = exactShare(Whole(100))
		case warning.Code != CodeUnresolved:
			continue
		case warning.Measure == voting.String():
			in.Type = "votingRights"
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
	if len(found.Owners) > 0 {
		return
	}
	reason := bodsUnspecified{Reason: "noBeneficialOwners", Description: found.Rules}
	if found.MayHideOwner {
		reason.Reason = "subjectUnableToConfirmOrIdentifyBeneficialOwner"
	}
	w.add("relationship", "relationship:owner>"+w.a.Main, bodsRelationship{
		Subject: w.record(w.a.ix.main), InterestedParty: reason,
	})
}
