package casefile

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"slices"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/aggregate"
)

// A Duplicate is an entity of a case that shares an identifying fact with another
// entity, of the same case or another one. It names facts, never values.
type Duplicate struct {
	Entity string   `json:"entity_id"`
	Case   string   `json:"case_id"`         // id of the case that the other entity is in
	Other  string   `json:"other_entity_id"` // id of the other entity
	On     []string `json:"on"`              // names of the shared facts, sorted
}

// Duplicates finds the entities of a case that share an identifying fact (name with
// country or birth date in any order of its words, or similar_name: that of a person without its
// middle names; registration or tax number, e-mail, phone, user) with an
// entity of the same case or of another one. At most [bonafide.MaxPage] entities are
// named for one fact.
//
// Only reviewers and the system may, because the answer reaches into cases of other
// platforms; others fail with [bonafide.ErrForbidden]. It fails with
// [bonafide.ErrNotFound] if there is no such case, and with a
// [*bonafide.RefusedError] of [bonafide.RefusedErased].
func (s *Service) Duplicates(ctx context.Context, by bonafide.Actor, id string) ([]Duplicate, error) {
	if err := aggregate.Insider(by); err != nil {
		return nil, err
	}
	kept, err := s.run.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	if err := kept.State.unerased(); err != nil {
		return nil, err
	}
	out := kept.State.inner()
	all, ids := kept.State.marks()
	for _, entity := range ids {
		found := make(map[entityRef][]string)
		for _, fact := range slices.Sorted(maps.Keys(all[entity])) {
			for _, index := range all[entity][fact] {
				page, err := s.run.Store.List(ctx, bonafide.Query{Kind: KindEntity, Labels: []string{fact + "=" + index}, Limit: bonafide.MaxPage})
				if err != nil {
					return nil, err
				}
				for _, r := range page.Records {
					var ref entityRef
					if json.Unmarshal(r.Body, &ref) != nil {
						return nil, errEntity
					}
					if ref.Case != id && !slices.Contains(found[ref], fact) {
						found[ref] = append(found[ref], fact)
					}
				}
			}
		}
		refs := slices.SortedFunc(maps.Keys(found), func(a, b entityRef) int {
			return slices.Compare([]string{a.Case, a.Entity}, []string{b.Case, b.Entity})
		})
		for _, ref := range refs {
			out = append(out, Duplicate{Entity: entity, Case: ref.Case, Other: ref.Entity, On: strongest(found[ref])})
		}
	}
	return out, nil
}

// shared returns the names of the facts that two entities share.
func (m Marks) shared(o Marks) []string {
	var out []string
	for fact, indexes := range m {
		if slices.ContainsFunc(indexes, func(i string) bool { return slices.Contains(o[fact], i) }) {
			out = append(out, fact)
		}
	}
	slices.Sort(out)
	return strongest(out)
}

// strongest drops from shared facts that names are similar where they are the same.
func strongest(facts []string) []string {
	if slices.Contains(facts, markName) {
		facts = slices.DeleteFunc(facts, func(f string) bool { return f == markSimilarName })
	}
	return facts
}

// marks returns the marks of every entity, and their ids in order.
func (c Case) marks() (map[string]Marks, []string) {
	all := make(map[string]Marks)
	var ids []string
	for _, x := range c.Companies {
		all[x.ID], ids = x.Marks, append(ids, x.ID)
	}
	for _, x := range c.Individuals {
		all[x.ID], ids = x.Marks, append(ids, x.ID)
	}
	return all, ids
}

// inner returns the pairs of entities of the case that share a fact.
func (c Case) inner() []Duplicate {
	all, ids := c.marks()
	var out []Duplicate
	for i, a := range ids {
		for _, b := range ids[i+1:] {
			if on := all[a].shared(all[b]); len(on) > 0 {
				out = append(out, Duplicate{Entity: a, Case: c.ID, Other: b, On: on})
			}
		}
	}
	return out
}

// entityRef is the body of an entity's record.
type entityRef struct {
	Case   string `json:"case"`
	Entity string `json:"entity"`
}

var errEntity = errors.New("casefile: record of an entity does not decode")

// entityWrites returns the records of the entities whose marks differ.
func (c Case) entityWrites(before Case) ([]bonafide.Write, error) {
	var out []bonafide.Write
	marks, _ := c.marks()
	for id, version := range c.Indexed {
		if before.Indexed[id] == version {
			continue
		}
		body, err := json.Marshal(entityRef{Case: c.ID, Entity: id})
		if err != nil {
			return nil, err
		}
		out = append(out, bonafide.Write{Record: bonafide.Record{Kind: KindEntity, ID: entityID(c.ID, id), Version: version, Labels: marks[id].labels(), Body: body}})
	}
	return out, nil
}
