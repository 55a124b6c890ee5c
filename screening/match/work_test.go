package match

import "github.com/bonafide-go/bonafide/screening"

// Work counts what a query costs, whatever else the machine is doing: the names that
// its words bring up, and of those that are scored every pair of words.
func (s *Snapshot) Work(q *screening.Query) int {
	work := 0
	for sp := range spheres {
		if q.Type != "" && sphereOf(q.Type) != sp {
			continue
		}
		search := s.index[sp].newSearch(q.Type)
		search.work = 0
		for _, text := range append(spelledAlso(q.Name, sp), q.Name) {
			if search.prepare(text); search.total > 0 {
				search.run(min(nameFloor, aside), func(uint32, int32) {})
			}
			search.reset()
		}
		work += search.work
		search.release()
	}
	return work
}
