package user

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/phone"
)

// A SearchRequest names what to look for; all of what is set must hold. A
// platform finds the users that are linked to it; reviewers and the system find
// all.
type SearchRequest struct {
	Name       string           `json:"name,omitzero"`         // words of legal names, in any order, without case and accents
	Email      string           `json:"email,omitzero"`        // of a login, of a contact, or of a base document
	Phone      string           `json:"phone_number,omitzero"` // of a contact, or of a base document
	Region     bonafide.Country `json:"region,omitzero"`       // where a Phone without "+" belongs
	SuppID     string           `json:"supp_id,omitzero"`      // needs a platform
	Permission string           `json:"permission,omitzero"`
	Platform   string           `json:"platform,omitzero"` // ignored where a platform asks: its own
	bonafide.PageRequest
}

// labels returns what a listing must hold, or every fault of the request. The rarest comes
// first: a store walks the listings that hold that one. Long words are rarer than short ones.
func (r SearchRequest) labels(platform string, blind func(field, value string) string) ([]string, error) {
	var faults bonafide.Faults
	var labels []string
	if r.SuppID != "" {
		if platform == "" {
			faults.Add("platform", bonafide.CodeRequired)
		}
		labels = append(labels, "supp="+blind("user.supp_id", platform+"\x00"+r.SuppID))
	}
	if r.Phone != "" {
		phone, _, err := phone.Parse(r.Phone, r.Region)
		faults.Merge("phone_number", err)
		labels = append(labels, "phone="+blind("user.device", string(phone)))
	}
	if r.Email != "" {
		email, err := bonafide.ParseEmail(r.Email)
		faults.Merge("email", err)
		labels = append(labels, "email="+blind("user.email", email.Fold()))
	}
	if r.Name != "" {
		found := words(r.Name)
		slices.SortStableFunc(found, func(a, b string) int { return cmp.Compare(len(b), len(a)) })
		switch {
		case len(found) == 0:
			faults.Add("name", bonafide.CodeMalformed)
		case len(found) > maxWords:
			faults.Add("name", bonafide.CodeTooMany)
		}
		for _, word := range found {
			labels = append(labels, "word="+blind("user.name", word))
		}
	}
	if platform != "" {
		labels = append(labels, "platform="+platform)
	}
	if r.Permission != "" {
		labels = append(labels, "permission="+r.Permission)
	}
	_, err := r.Size()
	faults.Merge("", err)
	return labels, faults.Err()
}

// Search returns users by what they are known by, newest first. Hidden users
// and those made to go away are never found. Personal terms are looked up by
// their blind indexes: equal words are found, parts of words are not.
//
// Platforms, reviewers and the system may, others fail with
// [bonafide.ErrForbidden]. It fails with an [*bonafide.InvalidError] that lists
// every fault of the request, and with [bonafide.ErrCursor]. Users whose records
// cannot be read do not stop it: the page is returned, with an error matching
// [bonafide.ErrUnreadable].
func (s *Service) Search(ctx context.Context, by bonafide.Actor, req SearchRequest) (page bonafide.PageOf[User], err error) {
	ctx, end := s.run.Begin(ctx, "user.search", "")
	defer end(&err)
	if req, err = req.as(by); err != nil {
		return page, err
	}
	root, cursor, err := splitCursor(req.Cursor)
	if err != nil {
		return page, err
	}
	var failed []error
	// Users are under every root that was in use when they were written: under a later
	// root only those are left that none before had.
	byRoot, err := s.byRoot(req)
	if err != nil {
		return page, err
	}
	limit, err := req.Size()
	if err != nil {
		return page, err
	}
	for ; root < len(byRoot); root, cursor = root+1, "" {
		found, err := s.run.Store.List(ctx, bonafide.Query{Kind: kindOfListings, Labels: byRoot[root], DueBefore: farFuture, Cursor: cursor, Limit: limit})
		if stops(err) {
			return page, err
		}
		failed = append(failed, err)
		for _, r := range found.Records {
			if slices.ContainsFunc(byRoot[:root], func(earlier []string) bool { return holdsAll(r.Labels, earlier) }) {
				continue
			}
			u, err := s.Get(ctx, by, r.ID)
			if errors.Is(err, bonafide.ErrNotFound) {
				continue // lost sight of meanwhile
			}
			if stops(err) {
				return page, err
			} else if err != nil {
				failed = append(failed, fmt.Errorf("user %s: %w", r.ID, err))
				continue
			}
			if req.Permission != "" && string(u.Permission()) != req.Permission {
				continue // decided anew since it was written
			}
			page.Items = append(page.Items, u)
		}
		if found.Next != "" {
			page.Next = strconv.Itoa(root) + "." + found.Next
			return page, errors.Join(failed...)
		}
		if root+1 < len(byRoot) && len(page.Items) > 0 {
			page.Next = strconv.Itoa(root+1) + "."
			return page, errors.Join(failed...)
		}
	}
	return page, errors.Join(failed...)
}

// byRoot returns what a listing must hold under each of the roots; once for a request
// without personal terms, which is the same under all.
func (s *Service) byRoot(req SearchRequest) ([][]string, error) {
	roots := 1
	if req.personal() {
		roots = len(s.keys.Indexes("", ""))
	}
	out := make([][]string, roots)
	for root := range out {
		var err error
		if out[root], err = req.labels(req.Platform, func(field, value string) string { return s.keys.Indexes(field, value)[root] }); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func holdsAll(labels, wanted []string) bool {
	return !slices.ContainsFunc(wanted, func(l string) bool { return !slices.Contains(labels, l) })
}

// Count returns how many users Search would find, as they were last written: from the
// store's index where it has one, else up to a bound, and the answer says so; and at
// least that many while a root is being replaced. Rights and faults are those of Search.
func (s *Service) Count(ctx context.Context, by bonafide.Actor, req SearchRequest) (n bonafide.Count, err error) {
	ctx, end := s.run.Begin(ctx, "user.count", "")
	defer end(&err)
	if req, err = req.as(by); err != nil {
		return n, err
	}
	byRoot, err := s.byRoot(req)
	if err != nil {
		return n, err
	}
	for root, labels := range byRoot {
		found, err := s.run.Count(ctx, bonafide.Query{Kind: kindOfListings, Labels: labels, DueBefore: farFuture})
		if err != nil {
			return n, err
		}
		n.AtLeast = n.AtLeast || found.AtLeast || root > 0 && found.N != n.N
		n.N = max(n.N, found.N)
	}
	return n, nil
}

// as is the request as an actor may make it.
func (r SearchRequest) as(by bonafide.Actor) (SearchRequest, error) {
	if err := by.Admit("by"); err != nil {
		return r, err
	}
	switch by.Kind {
	case bonafide.ActorPlatform:
		r.Platform = by.ID
	case bonafide.ActorReviewer, bonafide.ActorSystem:
	default:
		return r, bonafide.ErrForbidden
	}
	return r, nil
}

// personal reports whether the request looks for blinded terms.
func (r SearchRequest) personal() bool {
	return r.Name != "" || r.Email != "" || r.Phone != "" || r.SuppID != ""
}

// splitCursor reads which root key a cursor goes on with.
func splitCursor(cursor string) (root int, rest string, err error) {
	if cursor == "" {
		return 0, "", nil
	}
	number, rest, ok := strings.Cut(cursor, ".")
	root, err = strconv.Atoi(number)
	if !ok || err != nil || root < 0 {
		return 0, "", bonafide.ErrCursor
	}
	return root, rest, nil
}
