package lists

import (
	"slices"
	"strings"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/screening"
)

// An Origin says where the entries of one of [screening.KnownLists] come from.
type Origin struct {
	Key  string
	From string // in words; empty: no reader of this package has them

	rules []rule
}

// A rule fills a key from the lists it names, if any of them was read. The first rule
// that can be followed is.
type rule []part

// A part is what a rule takes of a list: all, or what has one of the programs. "IRAN*"
// begins a program, "*russia*" stands anywhere in it, whatever the case.
type part struct {
	list     string // "csl_*" is every list that begins so
	programs []string
}

// Published fills the published keys from lists that were read: those of OFAC by program,
// the Consolidated Screening List by source and as a whole, sanctions against Russia and
// North Korea from every list that has them. It returns the lists read and, behind them,
// one for each key that is filled; with keys, only those of the keys named. See [Origins]
// for what comes from where.
//
// A key that was read as a list of its own is left as it is, and one that nothing fills
// is not there. No two of the lists read may have one key. Where entries come from
// several lists, their ids are those of the lists
// with the list's key in front, "eucl:13". The edition is the latest of the lists it is
// filled from.
func Published(read []screening.List, keys ...string) ([]screening.List, error) {
	out := slices.Clone(read)
	for _, o := range Origins() {
		isIt := func(l screening.List) bool { return l.Key == o.Key }
		if len(o.rules) == 0 || slices.ContainsFunc(read, isIt) || len(keys) > 0 && !slices.Contains(keys, o.Key) {
			continue
		}
		l, ok, err := o.fill(read)
		if err != nil {
			return nil, err
		}
		if ok {
			out = append(out, l)
		}
	}
	if len(keys) > 0 {
		out = slices.DeleteFunc(out, func(l screening.List) bool { return !slices.Contains(keys, l.Key) })
	}
	return out, nil
}

// fill makes the list of a key. It reports false if no entry is of it.
func (o Origin) fill(read []screening.List) (screening.List, bool, error) {
	for _, r := range o.rules {
		var entries []screening.Entry
		var edition bonafide.Date
		sources := r.sources(read)
		for _, l := range sources {
			for _, e := range l.Entries {
				if !r.takes(l.Key, &e) {
					continue
				}
				if len(sources) > 1 {
					e.ID = l.Key + ":" + e.ID
					e.Hash = "" // it covers the id
				}
				entries = append(entries, e)
			}
			if edition.Before(l.Edition) {
				edition = l.Edition
			}
		}
		if len(entries) > 0 {
			l, err := screening.NewList(o.Key, edition, entries)
			return l, err == nil, err
		}
	}
	return screening.List{}, false, nil
}

// sources are the lists read that a rule names.
func (r rule) sources(read []screening.List) (out []screening.List) {
	for _, l := range read {
		if slices.ContainsFunc(r, func(p part) bool { return p.names(l.Key) }) {
			out = append(out, l)
		}
	}
	return out
}

func (p part) names(key string) bool {
	prefix, every := strings.CutSuffix(p.list, "*")
	return key == p.list || every && strings.HasPrefix(key, prefix)
}

func (r rule) takes(list string, e *screening.Entry) bool {
	for _, p := range r {
		if !p.names(list) {
			continue
		}
		if len(p.programs) == 0 || slices.ContainsFunc(e.Programs, p.of) {
			return true
		}
	}
	return false
}

// of reports whether a program is one of the part's.
func (p part) of(program string) bool {
	program = strings.ToLower(program)
	for _, pattern := range p.programs {
		pattern = strings.ToLower(pattern)
		text := strings.Trim(pattern, "*")
		switch {
		case strings.HasPrefix(pattern, "*"):
			if strings.Contains(program, text) {
				return true
			}
		case strings.HasSuffix(pattern, "*"):
			if strings.HasPrefix(program, text) {
				return true
			}
		case program == pattern:
			return true
		}
	}
	return false
}
