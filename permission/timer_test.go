package permission_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/bonafide-go/bonafide/internal/datatest"
	"github.com/bonafide-go/bonafide/permission"
)

func TestTimers(t *testing.T) {
	timers := permission.DefaultTimers()
	opened, flagged := datatest.At("2024-01-01T10:00:00Z"), datatest.At("2024-02-01T10:00:00Z")
	flag := func(code permission.FlagCode) permission.Standing {
		return permission.Standing{Permission: permission.SendAndReceive, Flag: permission.Flagged, FlagCode: code, FlaggedAt: flagged,
			OpenedAt: opened, LastActivityAt: flagged, ClosureAt: datatest.At("2024-03-01")}
	}
	with := func(s permission.Standing, change func(*permission.Standing)) permission.Standing {
		change(&s)
		return s
	}
	quiet := permission.Standing{Permission: permission.Unverified, OpenedAt: opened}
	none := permission.Consequence{}
	locked := permission.Consequence{At: datatest.At("2024-02-15T10:00:00Z"), To: permission.Locked, Code: permission.DocsNotProvided}
	closed := permission.Consequence{At: datatest.At("2024-03-01"), To: permission.Closed, Code: permission.PlatformRequest}
	idle := permission.Consequence{At: datatest.At("2024-03-01T10:00:00Z"), To: permission.Closed, Code: permission.NoActivity}
	for name, c := range map[string]struct {
		standing permission.Standing
		want     permission.Consequence
	}{
		"documents asked for (CIP)":      {flag(permission.FlagUploadCIP), locked},
		"documents asked for (UAR)":      {flag(permission.FlagUploadUAR), locked},
		"documents asked for (SECURITY)": {flag(permission.FlagUploadSecurity), locked},
		"documents are in":               {flag(permission.FlagReviewCIP), none},
		"not flagged any more":           {with(flag(permission.FlagUploadCIP), func(s *permission.Standing) { s.Flag = permission.NotFlagged }), none},
		"to be closed":                   {flag(permission.FlagCloseHighRisk), closed},
		"to be closed, locked":           {with(flag(permission.FlagCloseHighRisk), func(s *permission.Standing) { s.Permission = permission.Locked }), closed},
		"closure under review":           {flag(permission.FlagReviewHighRisk), none},
		"closure without a date":         {with(flag(permission.FlagCloseHighRisk), func(s *permission.Standing) { s.ClosureAt = datatest.At("0001-01-01") }), none},
		"no activity":                    {quiet, idle},
		"activity at opening only":       {with(quiet, func(s *permission.Standing) { s.LastActivityAt = opened }), idle},
		"some activity":                  {with(quiet, func(s *permission.Standing) { s.LastActivityAt = opened.Add(1) }), none},
		"locked without activity":        {with(quiet, func(s *permission.Standing) { s.Permission = permission.Locked }), none},
		"closed":                         {with(flag(permission.FlagUploadCIP), func(s *permission.Standing) { s.Permission = permission.Closed }), none},
		"gone":                           {with(quiet, func(s *permission.Standing) { s.Permission = permission.MakeItGoAway }), none},
		"unknown":                        {with(quiet, func(s *permission.Standing) { s.Permission = "VERIFIED" }), none},
		"the sooner of two": {with(flag(permission.FlagUploadCIP), func(s *permission.Standing) { s.OpenedAt = datatest.At("2023-12-01"); s.LastActivityAt = s.OpenedAt }),
			permission.Consequence{At: datatest.At("2024-01-30"), To: permission.Closed, Code: permission.NoActivity}},
	} {
		got, ok := timers.Due(c.standing)
		assert.Equal(t, c.want != none, ok, name)
		assert.Equal(t, c.want, got, name)
		if !ok {
			same, passed := timers.Advance(c.standing, datatest.At("2099-01-01"))
			assert.Equal(t, c.standing, same, name)
			assert.Empty(t, passed, name)
			continue
		}
		same, passed := timers.Advance(c.standing, c.want.At.Add(-1))
		assert.Equal(t, c.standing, same, name)
		assert.Empty(t, passed, name)
		next, passed := timers.Advance(c.standing, c.want.At)
		assert.Equal(t, []permission.Consequence{c.want}, passed, name)
		assert.Equal(t, c.want.To, next.Permission, name)
		assert.Equal(t, c.want.Code, next.PermissionCode, name)
		assert.True(t, c.want.Code.GoesWith(c.want.To), name)
		again, passed := timers.Advance(next, c.want.At)
		assert.Equal(t, next, again, "%s: idempotent", name)
		assert.Empty(t, passed, name)
	}
	_, ok := permission.Timers{}.Due(quiet)
	assert.False(t, ok, "no timer is set")
	_, ok = permission.Timers{}.Due(flag(permission.FlagUploadCIP))
	assert.False(t, ok)
	two := with(flag(permission.FlagCloseHighRisk), func(s *permission.Standing) { s.LastActivityAt = opened; s.ClosureAt = datatest.At("2024-03-05") })
	next, passed := timers.Advance(two, datatest.At("2030-01-01"))
	assert.Equal(t, []permission.Consequence{idle}, passed, "what is closed is not closed again")
	assert.Equal(t, permission.NoActivity, next.PermissionCode)
}
