package bench

import (
	"context"
	"encoding/json"
	"errors"
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide/permission"
)

const regoPolicy = `package task

scopes := ["UNVERIFIED", "RECEIVE|TIER|1", "RECEIVE", "SEND|RECEIVE|TIER|1", "SEND|RECEIVE"]

tier := {"SSN": 0, "EMAIL_2FA": 1, "GOVT_ID": 2, "PROOF_OF_ADDRESS": 3, "VIDEO_AUTHORIZATION": 3}

order := ["SSN", "EMAIL_2FA", "GOVT_ID", "PROOF_OF_ADDRESS", "VIDEO_AUTHORIZATION"]

clear := {"NO_MATCH", "FALSE_POSITIVE"}

missing(d) := [t |
	valid := {s.type | some s in d.subs; s.status == "SUBMITTED|VALID"}
	some t in order
	not t in valid
]

reached(d, _) := 0 if not d.watch in clear

reached(d, lacks) := 4 if {
	d.watch in clear
	count(lacks) == 0
}

reached(d, lacks) := tier[lacks[0]] if {
	d.watch in clear
	count(lacks) > 0
}

docs := [[n, lacks] |
	some d in input.docs
	lacks := missing(d)
	n := reached(d, lacks)
]

result := {
	"worst": scopes[min([n | some [n, _] in docs])],
	"scopes": [scopes[n] | some [n, _] in docs],
	"missing": [lacks | some [_, lacks] in docs],
}
`

func opaEngine(t testing.TB) engine {
	ctx := context.Background()
	query, err := rego.New(rego.Query("data.task.result"), rego.Module("task.rego", regoPolicy)).PrepareForEval(ctx)
	require.NoError(t, err)
	return engine{
		name: "opa",
		prepare: func(f permission.Facts) any {
			var docs []any
			for _, d := range f.Documents {
				var subs []any
				for _, s := range d.Subs {
					subs = append(subs, map[string]any{"type": s.Type, "status": s.Status})
				}
				docs = append(docs, map[string]any{"watch": d.Watchlist, "subs": subs})
			}
			return ast.MustInterfaceToValue(map[string]any{"docs": docs})
		},
		run: func(in any) (any, error) {
			results, err := query.Eval(ctx, rego.EvalParsedInput(in.(ast.Value)))
			if err != nil {
				return nil, err
			}
			if len(results) != 1 {
				return nil, errors.New("no result")
			}
			return results[0].Expressions[0].Value, nil
		},
		read: func(out any) answer {
			text, err := json.Marshal(out)
			require.NoError(t, err)
			var res struct {
				Worst   string
				Scopes  []string
				Missing [][]string
			}
			require.NoError(t, json.Unmarshal(text, &res))
			return answer{res.Scopes, res.Worst, res.Missing}
		},
	}
}
