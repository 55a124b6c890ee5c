package program

import (
	"slices"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/permission"
)

// until returns the instant until which a sub-document counts for the leaf by
// its state alone: 0 if it does not count at all.
func (l *leaf) until(s *permission.SubFacts) instant {
	d := l.doc
	switch {
	case s.Status != statusValid && (s.Status != statusSubmitted || !d.OnRecord),
		!l.accepts(s),
		!d.ValidFor.IsZero() && s.SubmittedAt.IsZero():
		return 0
	}
	until := never
	if !s.ValidUntil.IsZero() {
		until = s.ValidUntil.UnixMicro()
		if !d.MinResidual.IsZero() {
			until = d.MinResidual.Before(s.ValidUntil).UnixMicro()
		}
	}
	if !d.ValidFor.IsZero() {
		until = min(until, d.ValidFor.After(s.SubmittedAt).UnixMicro())
	}
	return until
}

// accepts reports whether class, country of issue and who judged are what the
// leaf asks.
func (l *leaf) accepts(s *permission.SubFacts) bool {
	d := l.doc
	switch {
	case d.Class != "" && s.Class != d.Class, d.NotImported && s.Imported != "":
		return false
	case len(d.Countries) > 0:
		return slices.Contains(d.Countries, s.Country)
	case len(d.NotCountries) > 0:
		return s.Country != "" && !slices.Contains(d.NotCountries, s.Country)
	}
	return true
}

// fact returns the instant until which a leaf that is not about sub-documents
// holds: 0 if it does not.
func (p *Program) fact(l *leaf, f *permission.Facts, d *permission.DocumentFacts, reached []int) instant {
	holds := false
	switch l.kind {
	case leafTest:
		holds = l.test.compare(f, d) == yes
	case leafFields:
		holds = true
		for _, name := range l.names {
			holds = holds && slices.Contains(d.Fields, name)
		}
	case leafLists:
		holds = true
		for _, name := range l.names {
			holds = holds && cleared(listResult(d, name))
		}
	case leafAttestation:
		return l.attested(f)
	case leafOwners:
		return p.owners(l, f, reached)
	}
	if holds {
		return never
	}
	return 0
}

// attested returns until when the statement counts.
func (l *leaf) attested(f *permission.Facts) instant {
	until := instant(0)
	for i := range f.Attestations {
		a := &f.Attestations[i]
		switch {
		case a.ID != l.state.ID || a.At.IsZero() || a.At.After(f.At):
		case l.state.ValidFor.IsZero():
			return never
		default:
			until = max(until, l.state.ValidFor.After(a.At).UnixMicro())
		}
	}
	return until
}

// listResult returns the result of one list: the worst, if there are several, and the
// empty text where the list was not screened.
func listResult(d *permission.DocumentFacts, name string) string {
	result := ""
	for i := range d.Lists {
		if d.Lists[i].List != name {
			continue
		}
		if result == "" || cleared(result) {
			result = d.Lists[i].Result
		}
		if result == "" {
			result = listFailed
		}
	}
	return result
}

// owners returns until when the people behind a business are as the rule asks; 0 if
// they are not. reached are the tiers of the base documents, in the order of the facts.
func (p *Program) owners(l *leaf, f *permission.Facts, reached []int) instant {
	return p.ownerGaps(l, f, reached, func(bonafide.Code, string) {})
}

// ownerGaps tells what the people behind a business lack, each with a code and the
// id of the person. It returns until when nothing is lacking; 0 if something is.
func (p *Program) ownerGaps(l *leaf, f *permission.Facts, reached []int, gap func(code bonafide.Code, id string)) instant {
	o := l.owner
	exempt := o.exempts(f)
	controlling, until := 0, never
	lack := func(code bonafide.Code, id string) {
		gap(code, id)
		until = 0
	}
	if o.Complete && !f.Owners.Complete && !exempt {
		lack(CodeOwnersNotDeclared, "")
	}
	for i := range f.Documents {
		d := &f.Documents[i]
		if !d.Active || d.Relationship == "" {
			continue
		}
		controls := d.Relationship == permission.RelationshipControlling
		if controls {
			controlling++
		}
		if (controls || !exempt && o.counts(d.Share)) && p.scope(reached[i]).Rank() < l.rank {
			lack(CodeOwnerNotVerified, d.ID)
		}
	}
	for i := range f.Owners.Members {
		m := &f.Owners.Members[i]
		if m.Controls {
			controlling++
		}
		if !m.Controls && (exempt || !o.counts(m.Share)) {
			continue
		}
		lapsed := !m.Until.IsZero() && !f.At.Before(m.Until)
		if m.Scope.Rank() < l.rank || lapsed {
			lack(CodeOwnerNotVerified, m.ID)
		}
		until = min(until, micros(m.Until))
	}
	if controlling < o.Controlling {
		lack(CodeControllingMissing, "")
	}
	return until
}

// counts reports whether an owner with the share is one the rule is about.
func (o *OwnersRule) counts(share bonafide.Fixed) bool {
	return o.Share != nil && (share > *o.Share || share == *o.Share && !o.Above)
}

// exempts reports whether owners need not be named.
func (o *OwnersRule) exempts(f *permission.Facts) bool {
	return f.Owners.Exemption != "" && slices.Contains(o.Exempt, f.Owners.Exemption)
}

// deadline returns when the clock of an unmet unit began, and the ends of the
// time to meet it and of the grace. The clock begins when the decision before
// says, else when user and program first met, or, for a unit with conditions,
// now; but not before the unit last held.
func (p *Program) deadline(u *unit, f *permission.Facts, d *permission.DocumentFacts, held instant) (since, due, end instant) {
	now := f.At.UnixMicro()
	since = never
	for i := range f.Clocks {
		if c := &f.Clocks[i]; c.Rule == u.id && c.DocumentID == d.ID && !c.Since.IsZero() {
			since = min(since, c.Since.UnixMicro())
		}
	}
	switch {
	case since != never:
	case len(u.when) > 0:
		since = now
	default:
		since = p.sheet.EffectiveAt.UnixMicro()
		if !f.OpenedAt.IsZero() {
			since = max(since, f.OpenedAt.UnixMicro())
		}
	}
	if held > 0 {
		since = max(since, held)
	}
	since = min(since, now)
	due = u.due.After(timeOf(since)).UnixMicro()
	return since, due, u.grace.After(timeOf(due)).UnixMicro()
}

// held returns until when the unit last held: 0 if it never did.
func (p *Program) held(u *unit, f *permission.Facts, d *permission.DocumentFacts, others []int) instant {
	last := instant(0)
	for i := range u.masks {
		until := never
		u.masks[i].without(&leafSet{}, func(index int) {
			l := &p.leaves[index]
			if l.kind != leafDocument {
				until = min(until, p.fact(l, f, d, others))
				return
			}
			counts := instant(0)
			for j := range d.Subs {
				if slices.Contains(l.doc.Types, d.Subs[j].Type) {
					counts = max(counts, l.until(&d.Subs[j]))
				}
			}
			until = min(until, counts)
		})
		last = max(last, until)
	}
	return last
}

// waived returns until when a reviewer waived the unit, or 0.
func (u *unit) waived(f *permission.Facts, d *permission.DocumentFacts) instant {
	if !u.waivable {
		return 0
	}
	return waivedUntil(f, d, u.id)
}
