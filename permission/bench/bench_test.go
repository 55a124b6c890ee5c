package bench

import (
	"testing"

	"cel.dev/cel-go/common/types"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// celInt is an index in CEL.
func celInt(i int) types.Int { return types.Int(i) }

func engines(t testing.TB) []engine {
	return []engine{plain(t), bonafide(t), exprEngine(t), exprByHandEngine(t), celEngine(t), opaEngine(t)}
}

// Every engine gives the answer of the program written by hand.
func TestAllAgree(t *testing.T) {
	all := users(3000)
	if testing.Short() {
		all = all[:300]
	}
	engines := engines(t)
	count := make(map[string]int)
	for _, f := range all {
		var want answer
		for i, e := range engines {
			out, err := e.run(e.prepare(f))
			require.NoError(t, err, e.name)
			got := e.read(out)
			if i == 0 {
				want = got
				count[got.worst]++
			}
			require.Equal(t, want, got, e.name)
		}
	}
	t.Log(count)
	assert.Greater(t, count["SEND|RECEIVE"], len(all)/40, "the users must exercise the top")
	assert.Greater(t, count["UNVERIFIED"], len(all)/10)
}

// The ratios of these are what is quoted: no test asserts a time.
func BenchmarkTask(b *testing.B) {
	for _, e := range append(engines(b), ledger(b)) {
		b.Run(e.name, func(b *testing.B) {
			var inputs []any
			for _, f := range measured(256) {
				inputs = append(inputs, e.prepare(f))
			}
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				if _, err := e.run(inputs[i%len(inputs)]); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
