package bench

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/permission/program"
)

// answer is what every engine is asked for.
type answer struct {
	scopes  []string
	worst   string
	missing [][]string // for each base document
}

// engine answers for one user; the argument is that user in the engine's form.
type engine struct {
	name    string
	prepare func(permission.Facts) any
	run     func(any) (any, error) // what is measured
	read    func(any) answer       // what it gave, for comparison
}

var (
	tiers  = [][]string{{"SSN"}, {"EMAIL_2FA"}, {"GOVT_ID"}, {"PROOF_OF_ADDRESS", "VIDEO_AUTHORIZATION"}}
	scopes = []string{"UNVERIFIED", "RECEIVE|TIER|1", "RECEIVE", "SEND|RECEIVE|TIER|1", "SEND|RECEIVE"}
)

const sheet = `{"id":"task","version":1,"cip_tag":1,"user_kind":"personal","effective_at":"2024-01-01T00:00:00Z",
"tiers":[
 {"scope":"RECEIVE|TIER|1","requires":[{"document":{"types":["SSN"]}}]},
 {"scope":"RECEIVE","requires":[{"document":{"types":["EMAIL_2FA"]}}]},
 {"scope":"SEND|RECEIVE|TIER|1","requires":[{"document":{"types":["GOVT_ID"]}}]},
 {"scope":"SEND|RECEIVE","requires":[{"document":{"types":["PROOF_OF_ADDRESS"]}},{"document":{"types":["VIDEO_AUTHORIZATION"]}}]}]}`

// users are random, the same every time.
func users(n int) []permission.Facts {
	r := rand.New(rand.NewPCG(1, 2))
	pick := func(of ...string) string { return of[r.IntN(len(of))] }
	all := make([]permission.Facts, n)
	for i := range all {
		f := permission.Facts{Kind: permission.Personal, At: time.Date(2024, 6, 1, 12, 0, 0, 0, time.UTC)}
		full := r.IntN(20) == 0
		for j := range 2 {
			d := permission.DocumentFacts{ID: fmt.Sprint("d", j), Active: true,
				Watchlist: pick("NO_MATCH", "NO_MATCH", "NO_MATCH", "FALSE_POSITIVE", "SOFT_MATCH", "PENDING")}
			for k := range 3 {
				d.Subs = append(d.Subs, permission.SubFacts{ID: fmt.Sprint("s", k),
					Type:   pick("SSN", "EMAIL_2FA", "GOVT_ID", "PROOF_OF_ADDRESS", "VIDEO_AUTHORIZATION", "W9_DOC"),
					Status: pick("SUBMITTED|VALID", "SUBMITTED|VALID", "SUBMITTED|VALID", "SUBMITTED|REVIEWING", "SUBMITTED|INVALID")})
			}
			if full { // some reach the top, with more sub-documents than the task has
				d.Watchlist = "NO_MATCH"
				for _, tier := range tiers {
					for _, typ := range tier {
						d.Subs = append(d.Subs, permission.SubFacts{ID: typ, Type: typ, Status: "SUBMITTED|VALID"})
					}
				}
			}
			f.Documents = append(f.Documents, d)
		}
		all[i] = f
	}
	return all
}

// measured are users of exactly the task's size.
func measured(n int) []permission.Facts {
	var all []permission.Facts
	for _, f := range users(2 * n) {
		if len(f.Documents[0].Subs) == 3 && len(all) < n {
			all = append(all, f)
		}
	}
	return all
}

// bonafide is what the others are compared with.
func bonafide(t testing.TB) engine {
	p, err := program.Parse([]byte(sheet))
	require.NoError(t, err)
	var out program.Outcome
	return engine{
		name:    "bonafide",
		prepare: func(f permission.Facts) any { return &f },
		run: func(f any) (any, error) {
			p.Scopes(f.(*permission.Facts), &out)
			return &out, nil
		},
		read: func(any) answer {
			a := answer{worst: string(out.Scope)}
			for _, d := range out.Documents {
				a.scopes = append(a.scopes, string(d.Scope))
				missing := []string{}
				for _, m := range out.Missing {
					if m.DocumentID == d.ID {
						missing = append(missing, m.What)
					}
				}
				a.missing = append(a.missing, missing)
			}
			return a
		},
	}
}

// ledger is the whole decision of bonafide: every requirement with state, actor,
// reasons and alternatives, and both hashes. No other engine is asked for that.
func ledger(t testing.TB) engine {
	e := bonafide(t)
	p, err := program.Parse([]byte(sheet))
	require.NoError(t, err)
	e.name = "bonafide_ledger"
	e.run = func(f any) (any, error) { return p.Evaluate(*f.(*permission.Facts)), nil }
	e.read = nil
	return e
}

// plain is the task written by hand.
func plain(testing.TB) engine {
	type result struct {
		scopes  []int
		worst   int
		missing [][]string
	}
	return engine{
		name:    "plain_go",
		prepare: func(f permission.Facts) any { return &f },
		run: func(in any) (any, error) {
			f := in.(*permission.Facts)
			res := result{worst: len(tiers), scopes: make([]int, len(f.Documents)), missing: make([][]string, len(f.Documents))}
			for i := range f.Documents {
				d := &f.Documents[i]
				reached, going := 0, true
				for _, tier := range tiers {
					for _, typ := range tier {
						found := false
						for j := range d.Subs {
							if d.Subs[j].Type == typ && d.Subs[j].Status == "SUBMITTED|VALID" {
								found = true
								break
							}
						}
						if !found {
							going = false
							res.missing[i] = append(res.missing[i], typ)
						}
					}
					if going {
						reached++
					}
				}
				if d.Watchlist != "NO_MATCH" && d.Watchlist != "FALSE_POSITIVE" {
					reached = 0
				}
				res.scopes[i] = reached
				res.worst = min(res.worst, reached)
			}
			return &res, nil
		},
		read: func(out any) answer {
			res := out.(*result)
			a := answer{worst: scopes[res.worst]}
			for i, n := range res.scopes {
				a.scopes = append(a.scopes, scopes[n])
				a.missing = append(a.missing, append([]string{}, res.missing[i]...))
			}
			return a
		},
	}
}
