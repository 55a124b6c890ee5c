package casefile

import (
	"maps"
	"slices"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/text"
)

func (x Company) facts() map[string]string {
	f := map[string]string{markUser: x.UserID}
	if name := companyKey(x.Name); name != "" && x.Country != "" {
		f[markName] = name + "|" + string(x.Country)
	}
	if number := text.Squeeze(x.Registration); number != "" {
		f[markRegistration] = number + "|" + string(x.Country)
	}
	return f
}

func (x Individual) facts() map[string]string {
	f := map[string]string{markUser: x.UserID, markEmail: text.Mailbox(string(x.Email)), markPhone: string(x.Phone)}
	if !x.BirthDate.IsZero() {
		f[markName] = text.InAnyOrder(x.FirstName+" "+x.LastName) + "|" + x.BirthDate.String()
		if first := text.Words(x.FirstName); len(first) > 0 && x.LastName != "" { // who bears one name only has no similar one
			f[markSimilarName] = text.InAnyOrder(first[0]+" "+x.LastName) + "|" + x.BirthDate.String()
		}
	}
	return f
}

// mark returns the case with the marks of its entities as they now are. Only
// entities that differ from before are looked at.
func (c Case) mark(before Case, keys *bonafide.Keys) Case {
	companies, individuals := before.companiesByID(), before.individualsByID()
	c.Companies = slices.Clone(c.Companies)
	for i := range c.Companies {
		x := &c.Companies[i]
		if at, ok := companies[x.ID]; !ok || !before.Companies[at].UpdatedAt.Equal(x.UpdatedAt) {
			x.Marks = x.Marks.facts(keys, x.facts())
		}
	}
	c.Individuals = slices.Clone(c.Individuals)
	for i := range c.Individuals {
		x := &c.Individuals[i]
		if at, ok := individuals[x.ID]; !ok || !before.Individuals[at].UpdatedAt.Equal(x.UpdatedAt) {
			x.Marks = x.Marks.facts(keys, x.facts())
		}
	}
	return c
}

// index counts a new version for the record of every entity whose marks differ.
func (c Case) index(before Case) Case {
	next := maps.Clone(c.Indexed)
	touch := func(id string, old, now Marks) {
		if maps.EqualFunc(old, now, slices.Equal) {
			return
		}
		if next == nil {
			next = make(map[string]int64)
		}
		next[id]++
	}
	old, _ := before.marks()
	now, ids := c.marks()
	for _, id := range ids {
		touch(id, old[id], now[id])
	}
	for id := range next {
		_, was := old[id]
		if _, is := now[id]; was && !is {
			next[id]++ // its record is emptied
		}
	}
	c.Indexed = next
	return c
}
