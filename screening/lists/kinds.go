package lists

import (
	"slices"

	"github.com/bonafide-go/bonafide/screening"
)

// ByKind divides a list of the FollowTheMoney model into one for each kind that the topics
// among its entries' programs say (see [screening.KindOfTopic]), gravest first. The list of
// sanctions keeps the key; the key of another is the key behind its kind, such as
// "pep_opensanctions". An entry of several kinds is on each of their lists; one whose
// topics say none is on the list of sanctions, since what cannot be told is never the
// milder. The readings go with the first list.
func ByKind(l screening.List) ([]screening.List, error) {
	byKind := make(map[screening.ListKind][]screening.Entry)
	for _, e := range l.Entries {
		kinds := make(map[screening.ListKind]bool)
		for _, p := range e.Programs {
			if kind := screening.KindOfTopic(p); kind != "" {
				kinds[kind] = true
			}
		}
		if len(kinds) == 0 {
			kinds[screening.SanctionList] = true
		}
		for kind := range kinds {
			byKind[kind] = append(byKind[kind], e)
		}
	}
	var out []screening.List
	for _, kind := range screening.ListKinds() {
		if len(byKind[kind]) == 0 {
			continue
		}
		key := l.Key
		if kind != screening.SanctionList {
			key = string(kind) + "_" + l.Key
		}
		part, err := screening.NewList(key, l.Edition, slices.Clone(byKind[kind]))
		if err != nil {
			return nil, err
		}
		if part.Kind = kind; len(out) == 0 {
			part.Reading = l.Reading
		}
		out = append(out, part)
	}
	return out, nil
}
