package casefile_test

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
)

// Events name list entries under the case's salt: once that is gone nobody can tell
// whom the case resembled, though the chain of events stays as it is.
func TestEventsAfterErasureNameNoEntries(t *testing.T) {
	b := setup(t)
	c := b.everything(t, 0)
	told := func() []string {
		events, err := eventsOf(b.cases, officer, c.ID)
		require.NoError(t, err, "the chain holds")
		data, err := json.Marshal(events)
		require.NoError(t, err)
		return regexp.MustCompile(`ofac_sdn/[^",]*`).FindAllString(string(data), -1)
	}
	before, salt := told(), b.stored(t, c.ID).Salt
	require.NotEmpty(t, before)
	require.Len(t, salt, 32)
	for _, entry := range before {
		assert.Regexp(t, `^ofac_sdn/[0-9a-f]{16}$`, entry, "never the entry itself")
	}
	b.erase(t, c.ID)
	assert.Equal(t, before, told())
	assert.Empty(t, b.stored(t, c.ID).Salt)
	for _, r := range records(t, b) {
		assert.NotContains(t, string(r.Body), `"salt":"`, r.Kind)
	}
}

// A damaged record of the monitoring holds no erasure up: it is overwritten, and the
// erasure says that it could not be read.
func TestEraseWithDamagedMonitoring(t *testing.T) {
	b := setup(t)
	c := b.everything(t, 0)
	r, err := b.records.Get(ctx, casefile.KindMonitoring, c.ID)
	require.NoError(t, err)
	r.Version++
	r.Body = []byte(`{"name": "` + canaryLast)
	require.NoError(t, b.records.Put(ctx, bonafide.Write{Record: r}))
	_, err = b.cases.Get(ctx, officer, c.ID)
	require.ErrorIs(t, err, bonafide.ErrUnreadable)

	erased := b.erase(t, c.ID)
	assert.Equal(t, []string{casefile.KindMonitoring}, erased.Erasure.Unread)
	assert.False(t, erased.Erasure.FinishedAt.IsZero())
	r, err = b.records.Get(ctx, casefile.KindMonitoring, c.ID)
	require.NoError(t, err)
	assert.False(t, strings.Contains(string(r.Body), canaryLast))
	_, err = b.cases.Erase(ctx, officer, c.ID, ended)
	require.NoError(t, err, "again")
	read, err := b.cases.Get(ctx, officer, c.ID)
	require.NoError(t, err)
	assert.True(t, read.Erased())
}

func records(t *testing.T, b *bundle) []bonafide.Record {
	t.Helper()
	var out []bonafide.Record
	for _, kind := range []string{casefile.Kind, casefile.KindVersion, casefile.KindMonitoring, casefile.KindEntity} {
		page, err := b.records.List(ctx, bonafide.Query{Kind: kind, Limit: bonafide.MaxPage})
		require.NoError(t, err)
		out = append(out, page.Records...)
	}
	return out
}
