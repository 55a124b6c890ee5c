package risk

import (
	"slices"

	"github.com/bonafide-go/bonafide"
)

// A Level is how risky a case is. An unknown value survives decoding and is
// refused on use.
type Level string

// The levels, lowest first.
const (
	NotDefined Level = "not_defined" // nobody has assessed the risk: never the same as low
	Low        Level = "low"
	Medium     Level = "medium"
	High       Level = "high"
	Critical   Level = "critical"
	Prohibited Level = "prohibited" // no business may be done
)

var levels = [...]Level{NotDefined, Low, Medium, High, Critical, Prohibited}

// Levels lists every level, lowest first.
func Levels() []Level { return slices.Clone(levels[:]) }

// Known reports whether the level is one of the constants.
func (l Level) Known() bool { return slices.Contains(levels[:], l) }

// Compare is negative if l is lower than other, 0 if they are equal, else
// positive. An unknown level counts as higher than all: nobody may take it for a
// low one.
func (l Level) Compare(other Level) int { return l.rank() - other.rank() }

func (l Level) rank() int {
	if i := slices.Index(levels[:], l); i >= 0 {
		return i
	}
	return len(levels)
}

// A Mode says who set the current risk.
type Mode string

// The modes.
const (
	Automatic Mode = "automatic" // a model or the host's own engine
	Manual    Mode = "manual"    // a person, until automatic is enabled again
)

// Modes lists every mode.
func Modes() []Mode { return []Mode{Automatic, Manual} }

// checkLevel reports an unknown level under a path.
func checkLevel(faults *bonafide.Faults, path string, l Level) {
	switch {
	case l == "":
		faults.Add(path, bonafide.CodeRequired)
	case !l.Known():
		faults.Add(path, bonafide.CodeUnknown)
	}
}
