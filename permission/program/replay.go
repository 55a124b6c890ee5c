package program

import (
	"reflect"
	"strings"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/permission"
)

// A ReplayError says that a recorded decision is not what its program makes of
// its facts. It matches [bonafide.ErrInvalid].
type ReplayError struct {
	// Differs names what differs: "engine", "program_hash", "input_hash", or
	// members of [permission.Decision] by their JSON names.
	Differs []string
}

// Error names what differs.
func (e *ReplayError) Error() string {
	return "program: decision does not replay: " + strings.Join(e.Differs, ", ")
}

// Is matches [bonafide.ErrInvalid].
func (e *ReplayError) Is(target error) bool { return target == bonafide.ErrInvalid }

// Replay proves a recorded decision: that the program (nil for a decision without one)
// makes it of the facts. It returns nil or a [*ReplayError]. A decision of
// another engine version, program or facts is not evaluated at all: it takes
// the engine, program or facts it was made with.
func Replay(p *Program, f permission.Facts, recorded permission.Decision) error {
	f.At = bonafide.Instant(f.At)
	var differs []string
	if recorded.Engine != EngineVersion {
		differs = append(differs, "engine")
	}
	if recorded.ProgramHash != p.Hash() || recorded.Program != p.ID() || recorded.ProgramVersion != p.Version() {
		differs = append(differs, "program_hash")
	}
	if recorded.InputHash != f.Hash() {
		differs = append(differs, "input_hash")
	}
	if differs == nil {
		differs = differences(p.Evaluate(f), recorded)
	}
	if differs != nil {
		return &ReplayError{Differs: differs}
	}
	return nil
}

// differences names the members in which two decisions differ.
func differences(a, b permission.Decision) (names []string) {
	x, y := reflect.ValueOf(a), reflect.ValueOf(b)
	for i := range x.NumField() {
		if !reflect.DeepEqual(x.Field(i).Interface(), y.Field(i).Interface()) {
			name, _, _ := strings.Cut(x.Type().Field(i).Tag.Get("json"), ",")
			names = append(names, name)
		}
	}
	return names
}
