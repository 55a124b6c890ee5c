package user

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/user/event"
)

// maxImportedDecisions bounds the decisions about one subject.
const maxImportedDecisions = 50

// documents hands the documents in as new ones, and then brings what was decided
// about each.
func (a *arrival) documents(u User, given SubmitRequest) (User, error) {
	for i, in := range given.Documents {
		path := fmt.Sprintf("documents[%d]", i)
		a.onlyOnce(a.row.Documents[i], path)
		before, faults := len(u.Documents), len(a.faults)
		next, err := a.base(u, in, path)
		if err != nil {
			return u, err
		}
		var b document.Base
		switch {
		case len(a.faults) > faults: // those of what was decided are told all the same
		case len(next.Documents) == before:
			a.faults.AddRule(path+".email", bonafide.CodeRepeated, "base documents of a user differ in e-mail or phone number")
		default:
			u, b = next, next.Documents[before]
		}
		if b = a.priors(b, a.row.Documents[i], path); b.ID != "" {
			u = u.withDocument(b)
		}
	}
	return u, nil
}

// onlyOnce refuses lists that stand where they are not read: they would be handed in
// beside the others.
func (a *arrival) onlyOnce(d ImportedDocument, path string) {
	for _, class := range document.Classes() {
		if len(d.Docs(class)) > 0 {
			a.faults.Add(fmt.Sprintf("%s.%s_docs", path, class), bonafide.CodeNotAllowed)
		}
	}
}

// priors brings what was decided elsewhere to a base document. One without an id
// has faults of its own: then only those of what was decided are gathered.
func (a *arrival) priors(b document.Base, d ImportedDocument, path string) document.Base {
	for _, class := range document.Classes() {
		fresh := slices.DeleteFunc(slices.Clone(b.Of(class)), func(s document.Sub) bool {
			info, _ := document.Lookup(class, s.Type)
			return info.Derived
		})
		for i, in := range d.of(class) {
			sub := document.Sub{Class: class, Type: in.Type, Status: document.Reviewing}
			if b.ID != "" && i < len(fresh) {
				sub = fresh[i]
			}
			b = a.adopt(b, sub, in.Prior, fmt.Sprintf("%s.%s_docs[%d]", path, class, i))
		}
	}
	seen := make(map[document.Type]bool)
	for i, in := range d.DerivedDocs {
		path := fmt.Sprintf("%s.derived_docs[%d]", path, i)
		if !slices.Contains(document.DerivedTypes(), in.Type) {
			a.faults.Add(path+".document_type", bonafide.CodeUnknown)
			continue
		}
		if seen[in.Type] {
			a.faults.Add(path+".document_type", bonafide.CodeRepeated)
			continue
		}
		seen[in.Type] = true
		sub := document.Sub{Class: document.Social, Type: in.Type, Status: document.Reviewing}
		if found := b.FindType(document.Social, in.Type); len(found) > 0 {
			sub = found[0]
		}
		b = a.adopt(b, sub, in.Prior, path)
	}
	return a.judged(b, d, path)
}

// adopt brings what was decided elsewhere to one sub-document.
func (a *arrival) adopt(b document.Base, d document.Sub, p document.Prior, path string) document.Base {
	next, err := d.Adopt(p, a.source, a.in.At)
	if err != nil {
		a.faults.Merge(path+".", err)
		return b
	}
	if b.ID == "" || d.ID == "" {
		return b
	}
	if b, err = b.Put(next); err != nil {
		a.faults.Merge(path+".", err)
		return b
	}
	a.seenAt(next.LastUpdated)
	if next.Imported != "" { // it was not handed in here
		a.events = slices.DeleteFunc(a.events, func(e bonafide.Event) bool {
			return e.Type == event.Submitted && e.Data["attempt"] == next.Attempt
		})
		a.event(event.ImportedVerdict, "source", a.source, "at", stamp(next.DecidedAt), "document", b.ID, "subdocument", next.ID,
			"type", string(next.Type), "attempt", next.Attempt, "status", string(next.Status), "reasons", strings.Join(next.InvalidReasons, ","))
	}
	return b
}

// judged brings what was decided about the base document itself.
func (a *arrival) judged(b document.Base, d ImportedDocument, path string) document.Base {
	switch d.EDDStatus {
	case "", document.EDDInvalid, document.EDDReviewing:
	case document.EDDValid:
		a.faults.Add(path+".edd_status", bonafide.CodeNotAllowed)
	default:
		a.faults.Add(path+".edd_status", bonafide.CodeUnknown)
	}
	if b.ID == "" {
		return b
	}
	b.EDDStatus = d.EDDStatus
	if d.IDScore != nil {
		scored, err := b.Scored(*d.IDScore)
		if a.faults.Merge(path+".", err); err == nil {
			b = scored
		}
	}
	return b
}

// decisions brings what reviewers elsewhere made of hits. It comes last: a subject
// is all names that it bears.
func (a *arrival) decisions(u User) User {
	if len(u.Documents) == len(a.row.Documents) {
		for i, b := range u.Documents {
			u = a.decided(u, b, a.row.Documents[i].Decisions, fmt.Sprintf("documents[%d].decisions", i))
		}
	}
	if len(u.LegalNames) == 0 {
		return u
	}
	bare := document.Base{Name: u.LegalNames[0], Kind: document.Person}
	if u.IsBusiness {
		bare.Kind = document.Business
	}
	return a.decided(u, bare, a.row.Decisions, "decisions")
}

func (a *arrival) decided(u User, b document.Base, given []ImportedDecision, path string) User {
	switch n := len(given); {
	case n == 0:
		return u
	case n > maxImportedDecisions:
		a.faults.Add(path, bonafide.CodeTooMany)
		return u
	}
	subject := u.query(b).Fingerprint()
	sc := u.Screenings[subject]
	sc.Document, sc.RetryAt, sc.Result.Subject = b.ID, a.in.At, subject
	counted := a.s.counted(u, a.in.At)
	order := make([]int, len(given))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int { return given[i].At.Compare(given[j].At) })
	for _, i := range order {
		d, path := given[i], fmt.Sprintf("%s[%d].", path, i)
		if len(counted) > 0 && !slices.Contains(counted, d.List) {
			a.faults.Add(path+"list", bonafide.CodeUnknown) // it would count for nothing
			continue
		}
		next, err := sc.Adopt(screening.Decision{
			List: d.List, EntryID: d.EntryID, EntryHash: d.EntryHash, Subject: d.Subject, Disposition: d.Disposition,
			By: bonafide.Reviewer(d.Reviewer), Reason: d.Reason, At: d.At, Expires: d.Expires,
		}, a.source, a.in.At)
		if err != nil {
			a.faults.Merge(path, err)
			continue
		}
		sc.Record = next
		a.event(event.ImportedDecision, "source", a.source, "at", stamp(d.At), "document", b.ID,
			"list", d.List, "entry", d.EntryID, "disposition", string(d.Disposition))
	}
	return u.withScreening(subject, sc)
}
