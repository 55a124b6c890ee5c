package lists

import (
	"bufio"
	"cmp"
	"io"
	"slices"
	"strings"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/screening"
)

// Own makes a list of the host's own, of kind screening.InternalList and with the key
// screening.KeyHost. An entry needs a name and nothing more: without an id it gets one that
// stays the same as long as its type and its first name do, and its first name is the
// primary one unless another is. A host calls it, with what it keeps of its own.
func Own(edition bonafide.Date, entries ...screening.Entry) (screening.List, error) {
	entries = slices.Clone(entries)
	for i := range entries {
		e := &entries[i]
		e.Names = slices.Clone(e.Names)
		for j := range e.Names {
			e.Names[j].Kind = cmp.Or(e.Names[j].Kind, screening.AKA)
		}
		isPrimary := func(n screening.Name) bool { return n.Kind == screening.PrimaryName }
		if len(e.Names) > 0 && !slices.ContainsFunc(e.Names, isPrimary) {
			e.Names[0].Kind = screening.PrimaryName
		}
		e.ID = cmp.Or(e.ID, derivedID(string(e.Type), e.PrimaryName()))
		e.Hash = ""
	}
	l, err := screening.NewList(screening.KeyHost, edition, entries)
	if err != nil {
		return screening.List{}, err
	}
	l.Kind = screening.InternalList
	return l, nil
}

// ReadNames reads a list of the host's own from text: an entry a line, its names divided
// by semicolons, the first of them the primary one. Empty lines and those that begin with
// "#" are passed over. Its kind is screening.InternalList, and its key screening.KeyHost
// unless the options name another. Options.Edition must be set. Entries are of no known
// type, and their ids are derived from the first name.
func ReadNames(r io.Reader, opts *Options) (screening.List, error) {
	o := opts.orDefault(screening.KeyHost)
	if err := o.required(); err != nil {
		return screening.List{}, err
	}
	in, entries := &input{r: r}, o.gather()
	text, _ := in.text()
	lines := bufio.NewScanner(text)
	for line := 1; lines.Scan(); line++ {
		row := strings.TrimSpace(lines.Text())
		if row == "" || row[0] == '#' {
			continue
		}
		if in.nul || row[0] == '<' || row[0] == '{' || row[0] == endMark { // a page, or another format
			return screening.List{}, o.place().refuse(screening.CodeListUnreadable, line, nil)
		}
		first, others, _ := strings.Cut(row, ";")
		d := entries.of(derivedID("", collapse(first)), line)
		d.name(first, screening.PrimaryName)
		for name := range strings.SplitSeq(others, ";") {
			d.name(name, screening.AKA)
		}
	}
	switch {
	case in.err != nil:
		return screening.List{}, in.outage(o.place(), 0)
	case lines.Err() != nil:
		return screening.List{}, o.place().refuse(screening.CodeListUnreadable, 0, lines.Err())
	}
	l, err := o.list(bonafide.Date{}, entries)
	if err != nil {
		return screening.List{}, err
	}
	l.Kind = screening.InternalList
	return l, nil
}
