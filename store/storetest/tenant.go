package storetest

import (
	"fmt"
	"slices"
	"time"

	"github.com/bonafide-go/bonafide"
)

func tenantClauses() []Clause {
	return []Clause{
		{"tenants_get", "Get shows nothing of another tenant", tenantsGet},
		{"tenants_put", "Put neither changes nor is hindered by what another tenant holds: versions, unique values, batches", tenantsPut},
		{"tenants_list", "List shows nothing of another tenant, by id, unique value, label or due time", tenantsList},
		{"tenants_events", "Events shows nothing of another tenant, of one record or of all", tenantsEvents},
		{"tenant_told", "a Store that tells its tenant, as bonafide.Tenanted, tells the one that it was opened for", tenantTold},
		{"tenant_names_are_bytes", "names of tenants are bytes, as ids are", tenantNames},
		{"tenants_at_once", "no call fails because other tenants write at the same time, though it may wait for them", tenantsAtOnce},
	}
}

func tenantsAtOnce(s *suite) {
	const tenants, versions = 8, 12
	stores := make([]bonafide.Store, tenants)
	for i := range stores {
		stores[i] = s.handle(fmt.Sprint("tenant-", i))
	}
	errs := s.parallel(tenants, func(i int) error {
		var chain bonafide.Chain
		for n := int64(1); n <= versions; n++ {
			r := full(n)
			if err := stores[i].Put(s.ctx, write(r, linked(&chain, r.Kind, r.ID, "step")...)); err != nil {
				return fmt.Errorf("put: %w", err)
			}
			if _, err := stores[i].Get(s.ctx, r.Kind, r.ID); err != nil {
				return fmt.Errorf("get: %w", err)
			}
			if _, err := stores[i].List(s.ctx, bonafide.Query{Kind: r.Kind}); err != nil {
				return fmt.Errorf("list: %w", err)
			}
		}
		return nil
	})
	for i, err := range errs {
		if err != nil {
			s.errorf("tenant %d of %d that write at once: %v", i, tenants, err)
		}
	}
	for i := range stores {
		s.as(fmt.Sprint("tenant-", i))
		s.stored(full(versions))
	}
}

// as makes the clause go on as a tenant.
func (s *suite) as(tenant string) { s.store = s.handle(tenant) }

// belongings of a tenant: the same keys and terms for every tenant, another body.
func belongings(tenant string) []bonafide.Write {
	var batch []bonafide.Write
	for _, id := range []string{"u-1", "u-2"} {
		_, events := bonafide.Chain{}.Link("user", id, []bonafide.Event{
			bonafide.NewEvent("user.created", at, bonafide.System(), "of", tenant),
		})
		batch = append(batch, write(bonafide.Record{
			Kind: "user", ID: id, Version: 1, Body: []byte(tenant),
			Unique: []string{"phone=" + id}, Labels: []string{"all"}, Due: at,
		}, events...))
	}
	return batch
}

func tenantTold(s *suite) {
	for _, tenant := range []string{"tenant", "other", "ten\x00ant\xff"} {
		s.as(tenant)
		if told, ok := s.store.(bonafide.Tenanted); ok && told.Tenant() != tenant {
			s.errorf("the handle of tenant %q tells %q", tenant, told.Tenant())
		}
	}
}

func tenantsGet(s *suite) {
	s.put(belongings("tenant")...)
	s.as("other")
	s.absent("user", "u-1")
	s.as("tenant")
	s.stored(belongings("tenant")[0].Record)
}

func tenantsPut(s *suite) {
	for _, tenant := range []string{"tenant", "other", "third"} {
		s.as(tenant)
		s.put(belongings(tenant)...)
	}
	s.as("other")
	s.put(write(bonafide.Record{Kind: "user", ID: "u-1", Version: 2}))
	s.put(write(bonafide.Record{Kind: "user", ID: "u-2", Version: 2, Unique: []string{"phone=u-1"}}))
	s.as("tenant")
	s.refuse(bonafide.ErrConflict, write(bonafide.Record{Kind: "user", ID: "u-1", Version: 3}))
	s.refuse(bonafide.ErrDuplicate, write(bonafide.Record{Kind: "user", ID: "u-3", Version: 1, Unique: []string{"phone=u-1"}}))
	for _, tenant := range []string{"tenant", "third"} {
		s.as(tenant)
		for _, w := range belongings(tenant) {
			s.stored(w.Record)
		}
	}
}

func tenantsList(s *suite) {
	queries := []bonafide.Query{
		{Kind: "user"},
		{Kind: "user", Limit: 1},
		{Kind: "user", Unique: "phone=u-1"},
		{Kind: "user", Labels: []string{"all"}},
		{Kind: "user", DueBefore: at.Add(time.Hour)},
		{Kind: "user", DueBefore: at.Add(time.Hour), Labels: []string{"all"}, Limit: 1},
	}
	s.put(belongings("tenant")...)
	s.as("other")
	for _, q := range queries {
		s.lists(q)
	}
	s.put(belongings("other")...)
	for _, tenant := range []string{"tenant", "other"} {
		s.as(tenant)
		for _, q := range queries {
			want := []string{"u-1", "u-2"}
			if q.Unique != "" {
				want = want[:1]
			}
			s.lists(q, want...)
			for _, r := range s.walk(q) {
				if string(r.Body) != tenant {
					s.errorf("List of %+v gave a record of another tenant", q)
				}
			}
		}
	}
}

func tenantsEvents(s *suite) {
	s.put(belongings("tenant")...)
	s.as("other")
	s.reports(bonafide.EventQuery{})
	s.reports(bonafide.EventQuery{Kind: "user", ID: "u-1"})
	s.put(belongings("other")...)
	for _, tenant := range []string{"tenant", "other"} {
		s.as(tenant)
		batch := belongings(tenant)
		s.reports(bonafide.EventQuery{}, slices.Concat(batch[0].Events, batch[1].Events)...)
		s.reports(bonafide.EventQuery{Limit: 1}, slices.Concat(batch[0].Events, batch[1].Events)...)
		s.reports(bonafide.EventQuery{Kind: "user", ID: "u-2"}, batch[1].Events...)
	}
}

func tenantNames(s *suite) {
	names := lookalikes()
	for i, name := range names {
		s.as(name)
		r := version(1, fmt.Sprint(i))
		r.Unique = []string{"phone=1"}
		s.put(write(r))
	}
	for i, name := range names {
		s.as(name)
		if got := s.get("user", "u-1"); string(got.Body) != fmt.Sprint(i) {
			s.errorf("tenant %q: got the record of tenant %q", name, names[i])
		}
	}
}
