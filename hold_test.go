package bonafide_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
)

func TestHoldRequests(t *testing.T) {
	for name, c := range map[string]struct {
		in   bonafide.HoldRequest
		want []bonafide.Fault
	}{
		"right":   {bonafide.HoldRequest{ID: "m-1", Reason: "subpoena"}, nil},
		"nothing": {bonafide.HoldRequest{}, []bonafide.Fault{{Path: "hold", Code: bonafide.CodeRequired}, {Path: "reason", Code: bonafide.CodeRequired}}},
		"too long": {bonafide.HoldRequest{ID: strings.Repeat("m", 129), Reason: strings.Repeat("é", 1001)},
			[]bonafide.Fault{{Path: "hold", Code: bonafide.CodeTooLong}, {Path: "reason", Code: bonafide.CodeTooLong}}},
		"not ASCII":       {bonafide.HoldRequest{ID: "Akte é", Reason: "r"}, []bonafide.Fault{{Path: "hold", Code: bonafide.CodeMalformed}}},
		"broken encoding": {bonafide.HoldRequest{ID: "m", Reason: "\xff"}, []bonafide.Fault{{Path: "reason", Code: bonafide.CodeMalformed}}},
	} {
		err := c.in.Check()
		if c.want == nil {
			require.NoError(t, err, name)
			continue
		}
		var invalid *bonafide.InvalidError
		require.ErrorAs(t, err, &invalid, name)
		assert.Equal(t, c.want, invalid.Fields, name)
	}
}

func TestHolds(t *testing.T) {
	officer := bonafide.Reviewer("o")
	set := func(h bonafide.Holds, id string) bonafide.Holds {
		h, err := h.Set(officer, bonafide.HoldRequest{ID: id, Reason: "r"}, noon)
		require.NoError(t, err)
		return h
	}
	var h bonafide.Holds
	assert.False(t, h.Any())
	h = set(h, "a")
	assert.True(t, h.Any())
	_, err := h.Set(officer, bonafide.HoldRequest{ID: "a", Reason: "r"}, noon)
	require.ErrorIs(t, err, bonafide.ErrInvalid, "in force already")
	_, err = h.Release(officer, bonafide.HoldRequest{ID: "b"}, noon)
	require.ErrorIs(t, err, bonafide.ErrNotFound)
	released, err := h.Release(officer, bonafide.HoldRequest{ID: "a", Reason: "done"}, noon)
	require.NoError(t, err)
	assert.False(t, released.Any())
	assert.True(t, h.Any(), "a value changes nothing outside")
	assert.Equal(t, "done", released[0].ReleaseReason)
	assert.Empty(t, released.Erased()[0].Reason+released.Erased()[0].ReleaseReason)
	assert.Equal(t, "m", set(released, "m")[1].ID, "the same matter may come again")

	for i := range 49 {
		h = set(h, fmt.Sprint("more-", i))
	}
	_, err = h.Set(officer, bonafide.HoldRequest{ID: "one too many", Reason: "r"}, noon)
	require.ErrorIs(t, err, bonafide.ErrInvalid)
	for i := range 200 {
		h, err = h.Release(officer, bonafide.HoldRequest{ID: h[len(h)-1].ID}, noon)
		require.NoError(t, err)
		h = set(h, fmt.Sprint("again-", i))
	}
	assert.LessOrEqual(t, len(h), 100, "of those released the oldest go")
}

// Every combination of hold, erasure and retention.
func TestErasable(t *testing.T) {
	held := bonafide.Holds{{ID: "m", At: noon}}
	closed := bonafide.Retention{ClosedAt: noon, Until: expires}
	begun := bonafide.Erasure{At: noon.Add(time.Hour)}
	finished := begun
	finished.FinishedAt = begun.At
	for name, c := range map[string]struct {
		r    bonafide.Retention
		e    bonafide.Erasure
		h    bonafide.Holds
		want time.Time
	}{
		"open":              {bonafide.Retention{}, bonafide.Erasure{}, nil, time.Time{}},
		"open and held":     {bonafide.Retention{}, bonafide.Erasure{}, held, time.Time{}},
		"closed":            {closed, bonafide.Erasure{}, nil, expires},
		"closed and held":   {closed, bonafide.Erasure{}, held, time.Time{}},
		"begun":             {closed, begun, nil, begun.At},
		"begun, then held":  {closed, begun, held, begun.At},
		"erased to the end": {closed, finished, nil, time.Time{}},
		"erased, then held": {closed, finished, held, time.Time{}},
	} {
		assert.Equal(t, c.want, c.r.ErasableAt(c.e, c.h), name)
	}
	assert.Equal(t, bonafide.RefusedHold, refusedBy(t, closed.Permits(held, bonafide.Reviewer("officer"), expires)), "a hold wins over everything")
	assert.Equal(t, bonafide.RefusedRetention, refusedBy(t, closed.Permits(held, bonafide.Platform("acme"), expires)), "others are not told of a hold")
	assert.Equal(t, bonafide.RefusedRetention, refusedBy(t, closed.Permits(nil, bonafide.Reviewer("officer"), expires.Add(-time.Microsecond))))
	require.NoError(t, closed.Permits(nil, bonafide.Reviewer("officer"), expires))
	require.ErrorIs(t, bonafide.EraseRequest{}.Check(), bonafide.ErrInvalid)
	require.ErrorIs(t, bonafide.EraseRequest{Reason: "spite"}.Check(), bonafide.ErrInvalid)
	for _, r := range []bonafide.ErasureReason{bonafide.RetentionEnded, bonafide.SubjectRequest, bonafide.AuthorityOrder} {
		require.NoError(t, bonafide.EraseRequest{Reason: r}.Check())
	}
}
