package user

import (
	"maps"
	"slices"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/screening"
)

// KindCarry is the kind of the one record that tells from which editions of the lists
// looks are carried to which later ones. It has the id [CarryID].
const (
	KindCarry = Kind + ".carry"
	CarryID   = "lists"
)

// maxLinks bounds a chain: who was looked for before its first link is uncovered.
// maxApart bounds the users who could not be read: more are a fault of the store.
const (
	maxLinks = 1000
	maxApart = 1000
)

// A carry is what is known of the lists: one chain of editions for each that any look
// was made on.
type carry struct {
	Lists map[string]chain `json:"lists"`
}

// A chain is the editions of one list through which looks are carried. Each link goes
// on where the one before it ends, by the same rules.
type chain struct {
	Links   []link   `json:"links,omitzero"`
	Pending *link    `json:"pending,omitzero"` // whom its delta touches is being found out
	Apart   []string `json:"apart,omitzero"`   // users who could not be read then, by id: no link leads them on
}

// A link says that whoever was looked for in the edition From, by those rules, and is
// not marked as stale, need not be looked for in the edition To.
type link struct {
	From  edition `json:"from"`
	To    edition `json:"to"`
	Rules string  `json:"rules"`
}

// An edition of a list is known by its day and its content: a day may see two, and a
// content may come back.
type edition struct {
	Date bonafide.Date `json:"date"`
	Hash string        `json:"hash"`
}

func (l link) same(o *link) bool { return o != nil && l == *o }

// end returns the last edition that a search by those rules is carried to: its own, if
// by none.
func (c chain) end(run screening.ListRun, rules string) edition {
	at := edition{run.Edition, run.Hash}
	for _, l := range c.Links {
		if at.Hash != "" && l.From == at && l.Rules == rules {
			at = l.To
		}
	}
	return at
}

// leaves reports whether the chain leads on from an edition, or is about to.
func (c chain) leaves(at edition) bool {
	return slices.ContainsFunc(c.Links, func(l link) bool { return l.From == at }) || c.Pending != nil && c.Pending.From == at
}

// newest returns the edition that a search must be of to be carried further, once there
// is one.
func (c chain) newest() (edition, bool) {
	if c.Pending != nil {
		return c.Pending.To, true
	}
	if n := len(c.Links); n > 0 {
		return c.Links[n-1].To, true
	}
	return edition{}, false
}

// since returns the day from whose editions on all searches but stale ones are carried
// to a day.
func (c chain) since(day bonafide.Date) bonafide.Date {
	n := len(c.Links)
	if n == 0 || c.Links[n-1].To.Date.Before(day) || day.Before(c.Links[0].From.Date) {
		return day
	}
	return c.Links[0].From.Date
}

// since returns the day from whose editions on all looks but stale ones cover a day, of
// every list that any look was made on.
func (c carry) since(day bonafide.Date) bonafide.Date {
	if len(c.Lists) == 0 {
		return day
	}
	var oldest bonafide.Date
	for _, chain := range c.Lists {
		if since := chain.since(day); since.After(oldest) {
			oldest = since
		}
	}
	return oldest
}

// covers is the one place that says whether looks cover a day: all of them, on each list
// that they searched, by their own edition or by one that they are carried to.
func (c carry) covers(looks Coverage, day bonafide.Date) bool {
	for _, look := range looks.Documents {
		if look.Stale {
			return false
		}
		for _, run := range look.Lists {
			if !finished(run) || c.Lists[run.Key].end(run, look.Rules).Date.Before(day) {
				return false
			}
		}
	}
	return true
}

// knows reports whether all the lists of a search are known.
func (c carry) knows(runs []screening.ListRun) bool {
	return !slices.ContainsFunc(runs, func(run screening.ListRun) bool { _, known := c.Lists[run.Key]; return !known })
}

// and returns what is known, with the lists of a search.
func (c carry) and(runs []screening.ListRun) carry {
	lists := maps.Clone(c.Lists)
	if lists == nil {
		lists = make(map[string]chain)
	}
	for _, run := range runs {
		lists[run.Key] = c.Lists[run.Key]
	}
	return carry{Lists: lists}
}

// passed reports whether a look comes too late to be carried: an edition of a list that
// is newer than the one that it searched, or takes its place, has been, or is being,
// compared with everybody.
func (c carry) passed(l Look) bool {
	return slices.ContainsFunc(l.Lists, func(run screening.ListRun) bool {
		newest, any := c.Lists[run.Key].newest()
		return any && run.Hash != newest.Hash && (run.Edition.Before(newest.Date) || c.Lists[run.Key].leaves(edition{run.Edition, run.Hash}))
	})
}

// A stand is how a look stands to a link.
type stand int

const (
	apart stand = iota // neither of these: it is carried by no link
	ahead              // it is of the edition that the link ends at, or of a later one
	older              // it is older than the chain: nothing carries it as it is
	led                // the link leads it on
)

// stand returns how a search stands to a link that is to follow on the chain.
func (c chain) stand(run screening.ListRun, rules string, l link) stand {
	first := l.From.Date
	if c.follows(l) && len(c.Links) > 0 {
		first = c.Links[0].From.Date
	}
	switch {
	case run.Hash == l.To.Hash:
		return ahead
	case rules == l.Rules && c.end(run, rules) == l.From:
		return led
	case run.Edition.After(l.To.Date):
		return ahead
	case run.Edition.Before(first):
		return older
	}
	return apart
}

// follows reports whether a link goes on where the chain ends, by the same rules.
func (c chain) follows(l link) bool {
	n := len(c.Links)
	return n > 0 && c.Links[n-1].To == l.From && c.Links[n-1].Rules == l.Rules
}

// linked returns the chain with its pending link closed, and with those who could not
// be read meanwhile. A link that does not go on where the chain ends begins another one: a
// gap carries nobody.
func (c chain) linked(apart []string) chain {
	l := *c.Pending
	if !c.follows(l) {
		return chain{Links: []link{l}, Apart: apart}
	}
	links := append(slices.Clone(c.Links), l)
	return chain{Links: links[max(0, len(links)-maxLinks):], Apart: apart}
}

// apart are the users whom the links of some list do not lead on, sorted.
func (c carry) apart() []string {
	var ids []string
	for _, chain := range c.Lists {
		ids = append(ids, chain.Apart...)
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// has reports whether the chain holds a link.
func (c chain) has(l link) bool { return slices.Contains(c.Links, l) }
