package ownership

import (
	"strconv"

	"github.com/bonafide-go/bonafide"
)

// An Entity is one node of a structure. It carries no name and nothing else of a
// person: package export takes those as Parties.
type Entity struct {
	ID   string     `json:"id"` // unique in its graph; 1 to 255 bytes
	Type EntityType `json:"type"`
	// Discloses marks a legal entity that is subject to its own disclosure of
	// beneficial owners, as a UK company is: in a register under the Companies Act
	// 2006 it is entered in place of the persons behind it (s. 790C).
	Discloses bool `json:"discloses,omitzero"`
	// DeclaredOwnership and DeclaredVoting are the totals in the main company that
	// somebody declared. They are kept beside the computed ones, never used for them.
	DeclaredOwnership Percent `json:"declared_ownership_percentage,omitzero"`
	DeclaredVoting    Percent `json:"declared_voting_percentage,omitzero"`
}

// A Relation is a direct interest of one entity in a company.
//
// Voting that is not given is the same as Ownership; 0 is really zero. A relation
// with neither carries roles only. Several relations of one pair add up (classes
// of shares); a relation of a company to itself is treasury shares.
type Relation struct {
	From      string  `json:"from"`
	To        string  `json:"to"`                                // never an individual, a state or a class, but for a [Nominator]
	Ownership Percent `json:"ownership_percentage,omitzero"`     // per cent of the capital of To: 0 to 100, at most 30 decimal places
	Voting    Percent `json:"voting_rights_percentage,omitzero"` // per cent of the votes in To: 0 to 100, at most 30 decimal places
	Band      *Band   `json:"ownership_band,omitzero"`           // in place of Ownership, where only a band is known
	VotesBand *Band   `json:"voting_rights_band,omitzero"`       // in place of Voting
	Roles     []Role  `json:"roles,omitzero"`                    // what From is to To besides a shareholder
	Position  string  `json:"position,omitzero"`                 // such as "CEO"; for exports only
	// Start and End are the first and the last day of the relation. They count
	// against [Options.AsOf], which is then required.
	Start bonafide.Date `json:"start_date,omitzero"`
	End   bonafide.Date `json:"end_date,omitzero"`

	within *within // where the figures were taken from bands
}

// A Group is a set of owners who act in concert, by agreement or as a family: it
// counts as one owner wherever control and attribution are decided, and in totals where
// the rule set says so: see [RuleSet.Jointly]. Each member keeps its own totals.
type Group struct {
	ID      string   `json:"id"`      // unique among groups and entities
	Members []string `json:"members"` // entities; at least two
}

// A Graph is what is known of who holds what, seen from one main company. It is a
// plain value; [Compute] reads it and changes nothing.
type Graph struct {
	Main      string     `json:"main"` // the company whose owners are sought
	Entities  []Entity   `json:"entities"`
	Relations []Relation `json:"relations"`
	Groups    []Group    `json:"groups,omitzero"`
}

// Bounds of a graph.
const (
	maxIDBytes       = 255
	maxDecimalPlaces = 30 // decimal places of a direct percentage
)

// Check reports every fault of the graph as one [*bonafide.InvalidError]: an
// entity without an id or of an unknown type, an id given twice, a main company
// that is missing, a relation whose ends are not in the graph or that points to
// an individual, percentages outside 0 to 100, bands the wrong way round, roles
// of a trust in something else, dates the wrong way round. A host calls it before
// it keeps a graph from elsewhere, such as a register; [Compute] and [ComputeBounds]
// check what they are given.
func (g Graph) Check() error {
	_, _, err := g.resolve()
	return err
}

// ends are the entities of a relation, by number.
type ends struct{ from, to int32 }

// resolve checks the graph and numbers its entities.
func (g Graph) resolve() (map[string]int32, []ends, error) {
	var faults bonafide.Faults
	at := make(map[string]int32, len(g.Entities))
	resolved := make([]ends, len(g.Relations))
	for i := range g.Entities {
		e := &g.Entities[i]
		if !faulty(e, at) {
			at[e.ID] = int32(i)
			continue
		}
		g.entityFaults(&faults, i, at)
	}
	if main, ok := at[g.Main]; g.Main == "" {
		faults.Add("main", bonafide.CodeRequired)
	} else if !ok {
		faults.Add("main", bonafide.CodeUnknown)
	} else if !g.Entities[main].Type.ownable() {
		faults.Add("main", bonafide.CodeNotAllowed)
	}
	for i := range g.Relations {
		resolved[i] = g.relationFaults(&faults, i, at)
	}
	g.groupFaults(&faults, at)
	return at, resolved, faults.Err()
}

// faulty is the quick test of the common case.
func faulty(e *Entity, at map[string]int32) bool {
	_, repeated := at[e.ID]
	return repeated || e.ID == "" || len(e.ID) > maxIDBytes || !e.Type.known() ||
		e.DeclaredOwnership.set && !inRange(e.DeclaredOwnership) || e.DeclaredVoting.set && !inRange(e.DeclaredVoting)
}

func (g Graph) entityFaults(faults *bonafide.Faults, i int, at map[string]int32) {
	e, path := &g.Entities[i], "entities["+strconv.Itoa(i)+"]."
	if _, repeated := at[e.ID]; repeated {
		faults.Add(path+"id", bonafide.CodeRepeated)
	} else if e.ID == "" {
		faults.Add(path+"id", bonafide.CodeRequired)
	} else {
		at[e.ID] = int32(i)
	}
	if len(e.ID) > maxIDBytes {
		faults.Add(path+"id", bonafide.CodeTooLong)
	}
	if !e.Type.known() {
		faults.Add(path+"type", bonafide.CodeUnknown)
	}
	if e.DeclaredOwnership.set && !inRange(e.DeclaredOwnership) {
		faults.Add(path+"declared_ownership_percentage", bonafide.CodeOutOfRange)
	}
	if e.DeclaredVoting.set && !inRange(e.DeclaredVoting) {
		faults.Add(path+"declared_voting_percentage", bonafide.CodeOutOfRange)
	}
}

func (g Graph) relationFaults(faults *bonafide.Faults, i int, at map[string]int32) ends {
	r := &g.Relations[i]
	add := func(field string, code bonafide.Code) {
		faults.Add("relations["+strconv.Itoa(i)+"]."+field, code)
	}
	end := func(field, id string) (int32, bool) {
		node, ok := at[id]
		switch {
		case id == "":
			add(field, bonafide.CodeRequired)
		case !ok:
			add(field, bonafide.CodeUnknown)
		}
		return node, ok
	}
	from, _ := end("from", r.From)
	to, ok := end("to", r.To)
	if ok && !g.Entities[to].Type.ownable() && !r.betweenNominees() {
		add("to", bonafide.CodeNotAllowed)
	}
	if r.Ownership.set && !inRange(r.Ownership) {
		add("ownership_percentage", bonafide.CodeOutOfRange)
	}
	if r.Voting.set && !inRange(r.Voting) {
		add("voting_rights_percentage", bonafide.CodeOutOfRange)
	}
	if r.Band != nil && (r.Ownership.set || !r.Band.valid()) {
		add("ownership_band", bandFault(r.Ownership))
	}
	if r.VotesBand != nil && (r.Voting.set || !r.VotesBand.valid()) {
		add("voting_rights_band", bandFault(r.Voting))
	}
	for j, role := range r.Roles {
		switch {
		case !role.known():
			add("roles["+strconv.Itoa(j)+"]", bonafide.CodeUnknown)
		case role.ofTrust() && ok && !g.Entities[to].Type.likeTrust() && g.Entities[to].Type != Fund:
			add("roles["+strconv.Itoa(j)+"]", bonafide.CodeNotAllowed)
		}
	}
	if !r.Start.IsZero() && !r.End.IsZero() && r.End.Before(r.Start) {
		add("end_date", bonafide.CodeMismatch)
	}
	return ends{from, to}
}

func (g Graph) groupFaults(faults *bonafide.Faults, at map[string]int32) {
	seen := make(map[string]bool, len(g.Groups))
	for i := range g.Groups {
		group, path := &g.Groups[i], "groups["+strconv.Itoa(i)+"]."
		_, taken := at[group.ID]
		switch {
		case group.ID == "":
			faults.Add(path+"id", bonafide.CodeRequired)
		case taken || seen[group.ID]:
			faults.Add(path+"id", bonafide.CodeRepeated)
		}
		seen[group.ID] = true
		if len(group.Members) < 2 {
			faults.Add(path+"members", bonafide.CodeTooShort)
		}
		members := make(map[string]bool, len(group.Members))
		for j, id := range group.Members {
			if _, ok := at[id]; !ok {
				faults.Add(path+"members["+strconv.Itoa(j)+"]", bonafide.CodeUnknown)
			} else if members[id] {
				faults.Add(path+"members["+strconv.Itoa(j)+"]", bonafide.CodeRepeated)
			}
			members[id] = true
		}
	}
}

// inRange reports 0 to 100 with at most 30 decimal places.
func inRange(p Percent) bool {
	return !p.neg && p.wide == nil && p.scale <= maxDecimalPlaces && p.number().cmp(number{lo: 100}) <= 0
}

func bandFault(exact Percent) bonafide.Code {
	if exact.set {
		return bonafide.CodeMismatch
	}
	return bonafide.CodeOutOfRange
}
