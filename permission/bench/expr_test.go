package bench

import (
	"testing"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/vm"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide/permission"
)

// exprInput is the task in the form that expr reads fastest: structs.
type exprInput struct {
	Docs []exprDocument
}

type exprDocument struct {
	Watch string
	Subs  []exprSub
}

type exprSub struct{ Type, Status string }

// exprPolicy says the task as the sheet does: the tiers are a table, the rule is
// the same for all of them.
const exprPolicy = `
let scopes = ["UNVERIFIED", "RECEIVE|TIER|1", "RECEIVE", "SEND|RECEIVE|TIER|1", "SEND|RECEIVE"];
let tiers = [["SSN"], ["EMAIL_2FA"], ["GOVT_ID"], ["PROOF_OF_ADDRESS", "VIDEO_AUTHORIZATION"]];
let docs = map(Docs,
  let valid = map(filter(#.Subs, .Status == "SUBMITTED|VALID"), .Type);
  let failed = findIndex(tiers, any(#, # not in valid));
  {
    "reached": #.Watch in ["NO_MATCH", "FALSE_POSITIVE"] ? (failed == nil ? 4 : failed) : 0,
    "missing": filter(flatten(tiers), # not in valid),
  });
{
  "scopes": map(docs, scopes[.reached]),
  "worst": scopes[min(map(docs, .reached))],
  "missing": map(docs, .missing),
}`

// exprByHand is the same unrolled for these four tiers by somebody who knows
// what costs; the worst is left to the host.
const exprByHand = `
map(Docs, let d = #;
  let valid = map(filter(d.Subs, .Status == "SUBMITTED|VALID"), .Type);
  [ d.Watch not in ["NO_MATCH", "FALSE_POSITIVE"] || "SSN" not in valid ? 0 :
    "EMAIL_2FA" not in valid ? 1 :
    "GOVT_ID" not in valid ? 2 :
    "PROOF_OF_ADDRESS" not in valid || "VIDEO_AUTHORIZATION" not in valid ? 3 : 4,
    filter(["SSN", "EMAIL_2FA", "GOVT_ID", "PROOF_OF_ADDRESS", "VIDEO_AUTHORIZATION"], # not in valid) ])`

func exprPrepare(f permission.Facts) any {
	var in exprInput
	for _, d := range f.Documents {
		doc := exprDocument{Watch: d.Watchlist}
		for _, s := range d.Subs {
			doc.Subs = append(doc.Subs, exprSub{s.Type, s.Status})
		}
		in.Docs = append(in.Docs, doc)
	}
	return in
}

func stringsOf(list any) []string {
	all := []string{}
	for _, s := range list.([]any) {
		all = append(all, s.(string))
	}
	return all
}

// exprEngine uses one virtual machine again and again.
func exprEngine(t testing.TB) engine {
	program, err := expr.Compile(exprPolicy, expr.Env(exprInput{}))
	require.NoError(t, err)
	machine := new(vm.VM)
	return engine{
		name:    "expr",
		prepare: exprPrepare,
		run:     func(in any) (any, error) { return machine.Run(program, in) },
		read: func(out any) answer {
			res := out.(map[string]any)
			a := answer{scopes: stringsOf(res["scopes"]), worst: res["worst"].(string)}
			for _, list := range res["missing"].([]any) {
				a.missing = append(a.missing, stringsOf(list))
			}
			return a
		},
	}
}

func exprByHandEngine(t testing.TB) engine {
	program, err := expr.Compile(exprByHand, expr.Env(exprInput{}))
	require.NoError(t, err)
	machine := new(vm.VM)
	type result struct {
		worst int
		docs  []any
	}
	return engine{
		name:    "expr_by_hand",
		prepare: exprPrepare,
		run: func(in any) (any, error) {
			out, err := machine.Run(program, in)
			if err != nil {
				return nil, err
			}
			res := result{len(tiers), out.([]any)}
			for _, d := range res.docs {
				res.worst = min(res.worst, d.([]any)[0].(int))
			}
			return res, nil
		},
		read: func(out any) answer {
			res := out.(result)
			a := answer{worst: scopes[res.worst]}
			for _, d := range res.docs {
				pair := d.([]any)
				a.scopes = append(a.scopes, scopes[pair[0].(int)])
				a.missing = append(a.missing, stringsOf(pair[1]))
			}
			return a
		},
	}
}
