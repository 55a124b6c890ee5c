package ownership_test

import (
	"encoding/json"
	"math/big"
	"strconv"
	"testing"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile/ownership"
	"github.com/bonafide-go/bonafide/casefile/ownership/export"
)

// fromBytes reads a structure from bytes: types first, then four bytes a relation.
func fromBytes(data []byte) ownership.Graph {
	g := ownership.Graph{Main: "0"}
	if len(data) == 0 {
		return g
	}
	n := 2 + int(data[0]%9)
	data = data[1:]
	types := []ownership.EntityType{ownership.Individual, ownership.Company, ownership.ListedCompany, ownership.State, ownership.Trust}
	for i := range n {
		typ := ownership.Company
		if i < len(data) && i > 0 {
			typ = types[int(data[i])%len(types)]
		}
		g.Entities = append(g.Entities, ownership.Entity{ID: strconv.Itoa(i), Type: typ})
	}
	data = data[min(n, len(data)):]
	for ; len(data) >= 4; data = data[4:] {
		r := ownership.Relation{From: strconv.Itoa(int(data[0]) % n), To: strconv.Itoa(int(data[1]) % n), Ownership: percentOf(data[2])}
		switch k := data[3] % 16; {
		case k < 8: // the same votes
		case k == 8:
			r.Ownership, r.Band = ownership.Percent{}, &ownership.Band{Min: ownership.Whole(int(data[2]) % 50), Max: ownership.Whole(50 + int(data[3])%51)}
		case k == 9:
			r.Roles = []ownership.Role{ownership.Controller, ownership.LegalRepresentative}
		case k == 10:
			r.Start = bonafide.Date{Year: 2020 + int(data[2])%10, Month: time.March, Day: 1}
		default:
			r.Voting = percentOf(data[3])
		}
		g.Relations = append(g.Relations, r)
	}
	return g
}

func percentOf(b byte) ownership.Percent {
	p, err := ownership.ParsePercent(strconv.Itoa(int(b)%101) + [...]string{"", "", ".5", ".33", "e-3"}[int(b)%5])
	if err != nil {
		panic(err)
	}
	return p
}

// Whatever comes in is refused or answered, never a panic; and what is answered
// adds up.
func FuzzGraph(f *testing.F) {
	f.Add([]byte{1, 1, 1, 0, 1, 0, 50, 0, 2, 1, 100, 0}, false)
	f.Add([]byte{3, 1, 1, 1, 0, 0, 1, 0, 60, 0, 2, 1, 40, 0, 0, 2, 30, 12, 3, 2, 70, 9, 1, 1, 5, 0}, true)
	f.Add([]byte{4, 1, 1, 1, 1, 0, 0, 1, 0, 90, 8, 2, 1, 90, 0, 3, 2, 90, 10, 1, 3, 95, 0, 4, 3, 20, 0}, true)
	day := bonafide.Date{Year: 2026, Month: time.March, Day: 1}
	f.Fuzz(func(t *testing.T, data []byte, suspend bool) {
		g := fromBytes(data[:min(len(data), 128)])
		opts := &ownership.Options{AsOf: day, SuspendCircularVotes: suspend}
		if b, err := ownership.ComputeBounds(g, opts); err == nil {
			b.Owners(ownership.AMLR())
		}
		a, err := ownership.Compute(g, opts)
		if err != nil {
			if a != nil {
				t.Fatal("a failed computation must return nil")
			}
			return
		}
		for _, h := range a.Holders {
			sum := new(big.Rat)
			for _, s := range a.Stakes(h.ID) {
				sum.Add(sum, s.OwnershipContribution.Rat())
			}
			if sum.Cmp(h.Ownership.Rat()) != 0 {
				t.Fatalf("contributions of %q do not add up", h.ID)
			}
			a.Paths(h.ID, 2)
		}
		for _, r := range ruleSets {
			a.Owners(r)
		}
		found := a.Owners(ownership.PSC())
		_, _ = a.OFAC50(a.Main)
		_, _ = export.SVG(a, nil, found)
		_ = export.Mermaid(a, nil, found) + export.DOT(a, nil, found) + string(export.FollowTheMoney(a, nil))
		if bods, err := export.BODS(a, nil, found, export.Publication{Date: day, Publisher: "x"}); err != nil || !json.Valid(bods) {
			t.Fatalf("the export is no JSON: %v", err)
		}
	})
}
