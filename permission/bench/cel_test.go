package bench

import (
	"testing"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/common/types/traits"
	"cel.dev/cel-go/ext"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide/permission"
)

const celPolicy = `
docs.map(d, cel.bind(valid, d.subs.filter(s, s.status == "SUBMITTED|VALID").map(s, s.type),
  [ !(d.watch in ["NO_MATCH", "FALSE_POSITIVE"]) || !("SSN" in valid) ? 0 :
    !("EMAIL_2FA" in valid) ? 1 :
    !("GOVT_ID" in valid) ? 2 :
    !("PROOF_OF_ADDRESS" in valid) || !("VIDEO_AUTHORIZATION" in valid) ? 3 : 4,
    ["SSN", "EMAIL_2FA", "GOVT_ID", "PROOF_OF_ADDRESS", "VIDEO_AUTHORIZATION"].filter(t, !(t in valid)) ]))`

type celAnswer struct {
	worst int64
	docs  traits.Lister
}

func celEngine(t testing.TB) engine {
	env, err := cel.NewEnv(cel.Variable("docs", cel.ListType(cel.MapType(cel.StringType, cel.DynType))), ext.Bindings())
	require.NoError(t, err)
	ast, issues := env.Compile(celPolicy)
	require.NoError(t, issues.Err())
	program, err := env.Program(ast, cel.EvalOptions(cel.OptOptimize))
	require.NoError(t, err)
	at := func(list traits.Lister, i int) ref.Val { return list.Get(celInt(i)) }
	return engine{
		name: "cel",
		prepare: func(f permission.Facts) any {
			var docs []map[string]any
			for _, d := range f.Documents {
				var subs []map[string]string
				for _, s := range d.Subs {
					subs = append(subs, map[string]string{"type": s.Type, "status": s.Status})
				}
				docs = append(docs, map[string]any{"watch": d.Watchlist, "subs": subs})
			}
			return map[string]any{"docs": docs}
		},
		run: func(in any) (any, error) {
			out, _, err := program.Eval(in)
			if err != nil {
				return nil, err
			}
			docs := out.(traits.Lister)
			a := celAnswer{worst: int64(len(tiers)), docs: docs}
			for i := range int(docs.Size().Value().(int64)) {
				a.worst = min(a.worst, at(at(docs, i).(traits.Lister), 0).Value().(int64))
			}
			return a, nil
		},
		read: func(out any) answer {
			res := out.(celAnswer)
			a := answer{worst: scopes[res.worst]}
			for i := range int(res.docs.Size().Value().(int64)) {
				pair := at(res.docs, i).(traits.Lister)
				a.scopes = append(a.scopes, scopes[at(pair, 0).Value().(int64)])
				missing := []string{}
				list := at(pair, 1).(traits.Lister)
				for j := range int(list.Size().Value().(int64)) {
					missing = append(missing, at(list, j).Value().(string))
				}
				a.missing = append(a.missing, missing)
			}
			return a
		},
	}
}
