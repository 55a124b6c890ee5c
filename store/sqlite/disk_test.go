package sqlite_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/figuretest"
	"github.com/bonafide-go/bonafide/internal/loadtest"
)

// BenchmarkDisk tells what a user takes on disk, in bytes: all in all, table by table and
// index by index, and the bodies by kind.
func BenchmarkDisk(b *testing.B) {
	n := figuretest.Size(b, "SCALE", 200)
	for _, c := range []struct {
		name string
		fill func(testing.TB, bonafide.Store, int)
	}{{"1-list", loadtest.FillOnboarded}, {"2-documents-55-lists", loadtest.Fill}} {
		b.Run(c.name, func(b *testing.B) {
			s := openNew(b)
			c.fill(b, s, n)
			report := func(unit, query string) {
				rows, err := s.DB().QueryContext(b.Context(), query)
				require.NoError(b, err)
				defer rows.Close()
				for rows.Next() {
					var name string
					var size float64
					require.NoError(b, rows.Scan(&name, &size))
					name = strings.TrimPrefix(strings.TrimPrefix(name, "sqlite_autoindex_"), "bonafide_")
					b.ReportMetric(size/float64(n), name+unit)
				}
				require.NoError(b, rows.Err())
			}
			b.ReportMetric(0, "ns/op")
			report("-B", `select 'all', sum(pgsize) from dbstat`)
			report("-B", `select name, sum(pgsize) from dbstat group by name having sum(pgsize) > 20000`)
			report("-events", `select kind, count(*) from bonafide_event group by kind`)
			report("-body-B", `select kind, sum(length(body)) from bonafide_record where length(body) > 0 group by kind`)
		})
	}
}
