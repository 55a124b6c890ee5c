package ownership

import "github.com/bonafide-go/bonafide/internal/strict"

// UnmarshalJSON reads a graph that somebody wrote. A member that is not known is a
// fault with its path: "ownership" for "ownership_percentage" would otherwise be a
// relation without shares, and give another owner.
func (g *Graph) UnmarshalJSON(data []byte) error {
	type plain Graph
	return strict.Unmarshal(data, (*plain)(g))
}
