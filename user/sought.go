package user

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/aggregate"
	"github.com/bonafide-go/bonafide/permission/program"
	"github.com/bonafide-go/bonafide/screening"
)

// looks are the content of a record of [KindCoverage]: the coverage and, of somebody about
// whom there is nothing to tell, what a look needs of the user's own record: it opens no
// other then.
type looks struct {
	Coverage
	Sought *sought `json:"sought,omitzero"` // nil = the user's record must be asked

	who []subject // those of Sought, once they were asked for
}

// sought is who is looked for, where nothing is open or was ever found about any of them,
// and the looks say all that the user's record says. It follows from that record, and is
// written whenever another one would follow.
type sought struct {
	Subjects []named `json:"subjects"`
	Tag      int     `json:"tag,omitzero"`
	Business bool    `json:"business,omitzero"`

	// Program is how the hash of the program begins by which Renew was computed: by another
	// one it does not hold.
	Program string    `json:"program,omitzero"`
	Renew   time.Time `json:"renew,omitzero"` // when the user's record is to say anew that nothing was found; zero = never
}

// A named is one subject.
type named struct {
	ID   string `json:"id"`
	Base bool   `json:"base,omitzero"`
	storedQuery
}

// A storedQuery is a query as it is stored. One is converted to the other, so neither has
// a field that the other lacks.
type storedQuery struct {
	Name        string               `json:"name"`
	OtherNames  []string             `json:"others,omitzero"`
	Type        screening.EntityType `json:"type,omitzero"`
	BirthDate   bonafide.Date        `json:"born,omitzero"`
	BirthYear   int                  `json:"year,omitzero"`
	Countries   []string             `json:"countries,omitzero"`
	Identifiers []string             `json:"identifiers,omitzero"`
	Gender      string               `json:"gender,omitzero"`
	Lists       []string             `json:"lists,omitzero"`
	Kinds       []screening.ListKind `json:"kinds,omitzero"`
	Limit       int                  `json:"limit,omitzero"`
	MinScore    float64              `json:"min_score,omitzero"`
	Mode        screening.Mode       `json:"mode,omitzero"`
	SetAside    bool                 `json:"set_aside,omitzero"`
	Once        string               `json:"-"` // of one question, not of who is asked for
}

// looks are the looks for a user as they are kept.
func (s *Service) looks(u User) looks {
	subjects := u.subjects()
	l := looks{Coverage: u.beside.coverage.of(subjects)}
	if u.lookedFor() == nil {
		return l
	}
	p := s.program(u, s.now())
	who := &sought{Tag: u.CIPTag, Business: u.IsBusiness, Program: programMark(p)}
	for _, one := range subjects {
		fingerprint := one.fingerprint()
		sc, look := u.Screenings[fingerprint], l.Documents[one.id]
		if !sc.quiet() || look.Subject != fingerprint || !sameLists(sc.Result.Lists, look.Lists) {
			return l
		}
		who.Subjects = append(who.Subjects, named{one.id, one.base, storedQuery(*one.query)})
		who.Renew = sooner(who.Renew, sc.renewal(p.Screening()))
	}
	l.Sought = who
	return l
}

// programMark is how the hash of a program begins: enough to tell two of them apart.
func programMark(p *program.Program) string {
	hash := p.Hash()
	return hash[:min(len(hash), 16)]
}

// quiet reports whether nothing is open or was ever found about a subject.
func (s Screening) quiet() bool {
	return s.RetryAt.IsZero() && s.Fails == 0 && len(s.Decisions) == 0 && len(s.Result.Hits) == 0 && !s.Result.Unread &&
		len(s.Result.Lists) > 0 && !slices.ContainsFunc(s.Result.Lists, func(run screening.ListRun) bool {
		return run.Result != screening.ListNoMatch || run.Cut > 0
	})
}

// quietSince tells by when the user's record says that nothing was found; empty where
// it does not.
func (s Screening) quietSince() string {
	if !s.quiet() {
		return ""
	}
	return s.Result.At.Format(time.RFC3339Nano)
}

// subjects are those who are looked for, as [User.subjects] named them.
func (l looks) subjects() []subject {
	if l.Sought == nil || l.who != nil {
		return l.who
	}
	out := make([]subject, len(l.Sought.Subjects))
	for i, n := range l.Sought.Subjects {
		query := screening.Query(n.storedQuery)
		out[i] = subject{id: n.ID, query: &query, base: n.Base, print: l.Documents[n.ID].Subject}
	}
	return out
}

// known is what the user's record says of a subject of whom nothing was found.
func (l looks) known(who subject) Screening {
	return Screening{Record: screening.Record{Result: screening.Result{Subject: who.fingerprint(), Lists: l.Documents[who.id].Lists}}}
}

// programOf is the program in effect for somebody who is looked for.
func (s *Service) programOf(who *sought, at time.Time) *program.Program {
	return s.program(who.user(), at)
}

// user is somebody for whom the same program is in effect.
func (who *sought) user() User { return User{CIPTag: who.Tag, IsBusiness: who.Business} }

// termsOfLooks are what a store is told of looks that are kept without the user.
func (s *Service) termsOfLooks(l looks) aggregate.Terms {
	return l.terms(l.subjects(), s.programOf(l.Sought, s.now()).CountedLists())
}

// runnerOfLooks runs what changes looks alone.
func (s *Service) runnerOfLooks() aggregate.Runner[looks] {
	return aggregate.Runner[looks]{
		Table:   aggregate.Table[looks]{Store: s.run.Store, Keys: s.keys, Kind: KindCoverage, Terms: s.termsOfLooks, KeyLife: s.opts.KeyLife},
		Turns:   aggregate.NewTurns[looks](),
		Now:     s.now,
		Admits:  func(looks, bonafide.Actor, string) bool { return true },
		Erased:  func(looks) bool { return false },
		Elapse:  func(l looks, _ time.Time) (looks, []bonafide.Event, error) { return l, nil, nil },
		Permits: func(looks, string, bonafide.Actor) error { return nil },
	}
}

// errNews says that a look is more than one like the one before it.
var errNews = errors.New("user: the user's record must be asked")

// keep keeps looks that find nothing new; with news it fails with errNews, and nothing is written.
func (s *Service) keep(answers map[string]screening.Result) aggregate.Rule[looks] {
	return func(ctx context.Context, l looks, in input) (aggregate.Change[looks], error) {
		var c aggregate.Change[looks]
		if l.Sought == nil || programMark(s.programOf(l.Sought, in.At)) != l.Sought.Program {
			return c, errNews
		}
		subjects := l.subjects()
		for _, who := range subjects {
			result, asked := answers[who.fingerprint()]
			a := l.known(who).answered(who.fingerprint(), result, l.Sought.Renew, in.At)
			if !asked || a.news {
				return c, errNews
			}
			l.Coverage = l.with(who.id, a.look)
			c.Events = append(c.Events, a.look.covers(who, in))
		}
		var err error
		l.Coverage, c.Writes, err = s.known(ctx, l.Coverage, subjects)
		c.State = l
		return c, err
	}
}
