package user

import (
	"slices"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/text"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/permission/program"
)

// A nameAt is a name, and where the user bears it: the id of a base document,
// [NamesTax], [NamesResidence], or [NamesPayout] and a method's id.
type nameAt struct{ place, name string }

// contradictions are the names that can be no other name of the user's: of its own
// active base documents none of whose names is a legal one, and on tax form and payout
// methods. An alias or a maiden name is a name of the user's as well. The people behind
// a business bear other names, and so does an individual's trade.
func (u User) contradictions() []nameAt {
	var out []nameAt
	isNone := func(of []string, names ...string) bool {
		return !slices.ContainsFunc(names, func(name string) bool {
			return slices.ContainsFunc(of, func(own string) bool { return text.SameName(own, name) })
		})
	}
	for _, b := range u.Documents {
		if b.IsActive && b.EntityRelationship == "" && isNone(u.LegalNames, b.Name, b.Alias, b.MaidenName) {
			out = append(out, nameAt{b.ID, b.Name})
		}
	}
	own := u.ownNames()
	if form := u.Tax.Certificate; form != nil && isNone(own, form.Name) {
		out = append(out, nameAt{NamesTax, form.Name})
	}
	if stated := u.Tax.Residence; stated != nil && isNone(own, stated.Name) {
		out = append(out, nameAt{NamesResidence, stated.Name})
	}
	for _, m := range u.Payouts.List {
		if m.Holder != "" && isNone(own, m.Holder) {
			out = append(out, nameAt{NamesPayout + m.ID, m.Holder})
		}
	}
	return out
}

// namesDiffer says where the user bears a name that contradicts the others.
func (u User) namesDiffer() []string {
	var out []string
	for _, c := range u.contradictions() {
		out = append(out, c.place)
	}
	return out
}

// passNames ends the waiver of names that differ as soon as another name differs, or
// is a legal name: a reviewer took those for one person's, and not this one.
func passNames(before, u User, _ time.Time) (User, []bonafide.Event, error) {
	of := func(w permission.Waiver) bool { return w.Rule == program.NamesAgree }
	if !slices.ContainsFunc(u.Waivers, of) {
		return u, nil, nil
	}
	known := before.contradictions()
	another := slices.ContainsFunc(u.contradictions(), func(c nameAt) bool { return !slices.Contains(known, c) })
	for _, name := range u.LegalNames {
		seen := slices.Clone(before.LegalNames)
		for _, c := range known {
			seen = append(seen, c.name)
		}
		another = another || !slices.ContainsFunc(seen, func(s string) bool { return text.SameName(s, name) })
	}
	if another {
		u.Waivers = slices.DeleteFunc(slices.Clone(u.Waivers), of)
	}
	return u, nil, nil
}
