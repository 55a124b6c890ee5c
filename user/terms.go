package user

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
)

// Beginnings of the labels by which users are compared: numbers that a locked
// user is known again by, and what duplicates share.
const (
	prefixNumber = "number."
	prefixSame   = "same."
)

// kindOfTerms is the kind of the records that hold the terms of a user for which its
// own record has no room: no content but labels.
const kindOfTerms = Kind + ".terms"

// Bounds of the terms of a user under one root key.
const (
	maxTerms    = 1200 // more is refused: their records fit a batch, under two roots too
	maxOwnTerms = 28   // in the user's own record: permission, watchlist and telephone numbers want room too
)

// samePhone is the label of a number that the user has, or had.
func samePhone(index string) string {
	return prefixSame + string(document.DuplicatePhone) + "=" + index
}

// withTerms returns the user with the terms that its documents give: blind indexes
// of the numbers by which a locked user is known again, and of what duplicates of the
// user would share. It fails with an [*bonafide.InvalidError] where they are too many:
// none is left out.
func (s *Service) withTerms(u User, key *bonafide.DataKey) (User, error) {
	all, err := s.documentTerms(u, key)
	if err != nil {
		return u, err
	}
	if len(all) > maxTerms*len(s.keys.Indexes("", "")) {
		return u, bonafide.Invalid("documents", bonafide.CodeTooMany)
	}
	own := min(len(all), maxOwnTerms)
	u.beside.terms, u.beside.further, u.beside.termed = all[:own:own], all[own:], true
	return u, nil
}

// documentTerms lists the terms that documents give, those of numbers first, and of
// these the ones that were found to be the user's own, withdrawn ones among them.
func (s *Service) documentTerms(u User, key *bonafide.DataKey) ([]string, error) {
	var numbers, same []string
	seen := make(map[string]bool)
	add := func(to *[]string, prefix string, t document.Term) {
		for _, index := range s.keys.Indexes("user.term."+prefix+t.Field, t.Value.Reveal()) {
			if label := prefix + t.Field + "=" + index; !seen[label] {
				seen[label] = true
				*to = append(*to, label)
			}
		}
	}
	count := func(b document.Base, counts func(document.Sub) bool) error {
		for _, d := range b.Virtual {
			if t, ok, err := d.Term(key); err != nil {
				return err
			} else if ok && counts(d) {
				add(&numbers, prefixNumber, t)
			}
		}
		return nil
	}
	own := func(d document.Sub) bool { return d.Status == document.Valid || d.Accepted }
	for _, b := range u.Documents {
		if err := count(b, own); err != nil {
			return nil, err
		}
	}
	for _, w := range u.Withdrawn {
		if err := count(w.Document, own); err != nil {
			return nil, err
		}
	}
	for _, b := range u.Documents {
		if err := count(b, func(document.Sub) bool { return true }); err != nil {
			return nil, err
		}
		terms, err := b.DuplicateTerms(key)
		if err != nil {
			return nil, err
		}
		for _, t := range terms {
			add(&same, prefixSame, t)
		}
	}
	return append(numbers, same...), nil
}

// sameAs returns the labels of the user's own record by which the user is compared:
// those of its documents, and of its numbers where a number is one person's.
func (s *Service) sameAs(u User) []string {
	out := slices.Clone(u.beside.terms)
	if u.Number.Shared {
		return out
	}
	for _, number := range u.numbers() {
		for _, index := range s.keys.Indexes("user.term."+prefixSame+"phone", string(number)) {
			out = append(out, samePhone(index))
		}
	}
	return out
}

// allTerms is sameAs with the terms for which the user's own record has no room.
func (s *Service) allTerms(ctx context.Context, u User) ([]string, error) {
	out := s.sameAs(u)
	for i := range u.TermVersions {
		r, err := s.run.Store.Get(ctx, kindOfTerms, termsID(u.ID, i))
		if err != nil {
			return nil, err
		}
		out = append(out, r.Labels...)
	}
	return out, nil
}

// termsID is the id of a user's n-th record of further terms.
func termsID(id string, n int) string { return strconv.Itoa(n) + "." + id }

// withFurther gives the records of further terms their next versions, where the terms
// of documents were computed anew.
func (u User) withFurther(before User) User {
	if !u.beside.termed || before.beside.termed && slices.Equal(before.beside.further, u.beside.further) {
		return u
	}
	pages := (len(u.beside.further) + bonafide.MaxTerms - 1) / bonafide.MaxTerms
	return u.nextTerms(max(pages, len(u.TermVersions)))
}

// nextTerms gives so many records of further terms their next versions.
func (u User) nextTerms(pages int) User {
	versions := slices.Clone(u.TermVersions)
	for i := range pages {
		if i == len(versions) {
			versions = append(versions, 0)
		}
		versions[i]++
	}
	u.TermVersions = versions
	return u
}

// termRecords are the records of further terms, emptied where there are fewer than before.
func (u User) termRecords() []bonafide.Record {
	var out []bonafide.Record
	left := u.beside.further
	for i, version := range u.TermVersions {
		n := min(len(left), bonafide.MaxTerms)
		out = append(out, bonafide.Record{Kind: kindOfTerms, ID: termsID(u.ID, i), Version: version, Labels: left[:n:n]})
		left = left[n:]
	}
	return out
}

// unfit is how many users are read at most for each that is asked for.
const unfit = 10

// withTerm returns the users but one that hold a label, wherever it stands: all of them,
// or about so many of each sort, those that do not fit aside: nobody hides behind strangers
// who share a label with the user. No more than unfit times as many are read; whole tells
// whether all were. Further says to look beside the users' own records too. Beside are labels
// that their own records hold too; fits says at least the same of users.
func (s *Service) withTerm(ctx context.Context, but, label string, most int, further bool, beside []string, fits func(User) bool) (out []kept, whole bool, _ error) {
	var failed []error
	q := bonafide.Query{Labels: append([]string{label}, beside...)}
	read := 0
	for more := true; more && (most == 0 || len(out) < most && read < unfit*most); more = q.Cursor != "" {
		page, next, err := s.run.List(ctx, q)
		if stops(err) {
			return nil, false, err
		}
		read += len(page)
		page = slices.DeleteFunc(page, func(k kept) bool { return k.State.ID == but || fits != nil && !fits(k.State) })
		failed, out, q.Cursor = append(failed, err), append(out, page...), next
	}
	whole = q.Cursor == ""
	if !further {
		return out, whole, errors.Join(failed...)
	}
	others, err := s.withFurtherTerm(ctx, but, label, most, fits)
	if stops(err) {
		return nil, false, err
	}
	return append(out, others...), whole && (most == 0 || len(others) < most), errors.Join(append(failed, err)...)
}

// hasFurther reports whether any user of the tenant has terms beside its own record. Few
// tenants have one: then no term has to be looked for there. It is asked before the
// terms are, and the user's own terms are written: whoever gets further ones later looks
// for duplicates later, and finds the user.
func (s *Service) hasFurther(ctx context.Context) (bool, error) {
	if s.further.Load() {
		return true, nil
	}
	page, err := s.run.Store.List(ctx, bonafide.Query{Kind: kindOfTerms, Limit: 1})
	if stops(err) {
		return false, err
	}
	found := len(page.Records) > 0 || err != nil
	if found {
		s.further.Store(true) // there is one for good
	}
	return found, nil
}

// withFurtherTerm is withTerm for the terms that stand beside the users' own records.
func (s *Service) withFurtherTerm(ctx context.Context, but, label string, most int, fits func(User) bool) (out []kept, _ error) {
	q := bonafide.Query{Kind: kindOfTerms, Labels: []string{label}}
	var failed []error
	for more := true; more && (most == 0 || len(out) < most); more = q.Cursor != "" {
		page, err := s.run.Store.List(ctx, q)
		if stops(err) {
			return nil, err
		}
		failed, q.Cursor = append(failed, err), page.Next
		for _, r := range page.Records {
			_, id, _ := strings.Cut(r.ID, ".")
			if id == but {
				continue
			}
			other, err := s.run.Get(ctx, id, s.with()...)
			switch {
			case errors.Is(err, bonafide.ErrNotFound):
			case stops(err):
				return nil, err
			case err != nil:
				failed = append(failed, err)
			case fits == nil || fits(other.State):
				out = append(out, other)
			}
		}
	}
	return out, errors.Join(failed...)
}
