package program

import (
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/permission/money"
)

// Book holds the programs of a platform: for every CIP tag and kind of user the
// versions in the order in which they take effect. It never changes and is safe
// for concurrent use. A nil Book holds no programs.
type Book struct {
	programs map[bookKey][]*Program // by EffectiveAt
}

type bookKey struct {
	tag  int
	kind permission.UserKind
}

// NewBook returns a book of programs. It fails with a [*bonafide.InvalidError]
// if one is nil, if two of a CIP tag and kind take effect at the same time, if a
// version of a program comes twice, or if a later version takes effect before an
// earlier one. Paths are those of the arguments, such as "programs[2].version".
func NewBook(programs ...*Program) (*Book, error) {
	var faults bonafide.Faults
	book := &Book{programs: make(map[bookKey][]*Program, len(programs))}
	type release struct {
		id      string
		version int
	}
	released := make(map[release]struct{}, len(programs))
	for i, p := range programs {
		path := at("", "programs", i)
		if p == nil {
			faults.Add(path, bonafide.CodeRequired)
			continue
		}
		r := release{p.sheet.ID, p.sheet.Version}
		if _, twice := released[r]; twice {
			faults.Add(path+".version", bonafide.CodeRepeated)
		}
		released[r] = struct{}{}
		key := bookKey{p.sheet.CIPTag, p.sheet.UserKind}
		for _, other := range book.programs[key] {
			order := p.sheet.EffectiveAt.Compare(other.sheet.EffectiveAt)
			switch {
			case order == 0:
				faults.Add(path+".effective_at", bonafide.CodeRepeated)
			case p.sheet.ID == other.sheet.ID && (order < 0) != (p.sheet.Version < other.sheet.Version):
				faults.Add(path+".effective_at", bonafide.CodeMismatch)
			}
		}
		book.programs[key] = append(book.programs[key], p)
	}
	if err := faults.Err(); err != nil {
		return nil, err
	}
	for _, versions := range book.programs {
		slices.SortFunc(versions, func(a, b *Program) int { return a.sheet.EffectiveAt.Compare(b.sheet.EffectiveAt) })
	}
	return book, nil
}

// ParseBook reads sheets in JSON, one each, and returns their book. Every fault
// of every sheet is reported, with paths such as "programs[2].tiers[0].scope".
func ParseBook(sheets ...[]byte) (*Book, error) {
	var faults bonafide.Faults
	zones := make(map[string]*time.Location)
	zone := func(name string) (*time.Location, error) {
		if z, ok := zones[name]; ok {
			return z, nil
		}
		z, err := money.ParseZone(name)
		if err == nil {
			zones[name] = z
		}
		return z, err
	}
	programs := make([]*Program, len(sheets))
	for i, data := range sheets {
		p, err := parseProgram(data, zone)
		if err != nil {
			faults.Merge("programs["+strconv.Itoa(i)+"].", err)
			continue
		}
		programs[i] = p
	}
	if err := faults.Err(); err != nil {
		return nil, err
	}
	return NewBook(programs...)
}

// Programs returns every version of every program, in no particular order.
// A nil book has no programs.
func (b *Book) Programs() []*Program {
	if b == nil {
		return nil
	}
	return slices.Concat(slices.Collect(maps.Values(b.programs))...)
}

func (b *Book) versions(cipTag int, kind permission.UserKind) []*Program {
	if b == nil {
		return nil
	}
	return b.programs[bookKey{cipTag, kind}]
}

// Find returns the program in effect at a time, or an error matching
// [bonafide.ErrNotFound].
func (b *Book) Find(cipTag int, kind permission.UserKind, at time.Time) (*Program, error) {
	var found *Program
	for _, p := range b.versions(cipTag, kind) {
		if p.sheet.EffectiveAt.After(at) {
			break
		}
		found = p
	}
	if found == nil {
		return nil, bonafide.ErrNotFound
	}
	return found, nil
}

// Next returns the first program that takes effect after a time, or nil.
func (b *Book) Next(cipTag int, kind permission.UserKind, at time.Time) *Program {
	for _, p := range b.versions(cipTag, kind) {
		if p.sheet.EffectiveAt.After(at) {
			return p
		}
	}
	return nil
}

// Version returns a version of a program, to replay what it decided, or an error
// matching [bonafide.ErrNotFound].
func (b *Book) Version(id string, version int) (*Program, error) {
	if b != nil {
		for _, versions := range b.programs {
			for _, p := range versions {
				if p.sheet.ID == id && p.sheet.Version == version {
					return p, nil
				}
			}
		}
	}
	return nil, bonafide.ErrNotFound
}

// Evaluate decides by the program in effect at f.At, and takes note in
// Decision.Due of when the next one takes effect. It returns the facts as they
// were evaluated, ProgramUntil included: they are what [Replay] needs.
func (b *Book) Evaluate(cipTag int, f permission.Facts) (permission.Decision, permission.Facts) {
	f.ProgramUntil = time.Time{}
	if next := b.Next(cipTag, f.Kind, f.At); next != nil {
		f.ProgramUntil = next.sheet.EffectiveAt
	}
	p, err := b.Find(cipTag, f.Kind, f.At)
	if err != nil {
		p = nil
	}
	return p.Evaluate(f), f
}
