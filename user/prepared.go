package user

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
)

// prepared is what a submission made before its turn: the files that it wrote, the
// sub-documents that name them, and the ids that it drew. A run that finds the user as
// it was then makes the same again without writing anything.
type prepared struct {
	rehearsal bool // the run is not in its turn: files are written, and nothing else counts
	inTurn    bool // there is no rehearsal: files are written in the turn
	ran       bool // the rule ran in its turn: what it made may be in the record
	ids       []string
	drawn     int
	made      map[string]made // by path
	put       []string        // addresses of files put
}

// made is a sub-document with a file.
type made struct {
	from origin
	sub  document.Sub
}

// An origin is all that a sub-document follows from besides its submission.
type origin struct {
	id, attempt, old, was, base string
	status                      document.Status
	attempts, asks              int
	kind                        document.EntityKind
	entity                      document.EntityType
	country                     bonafide.Country
	today                       bonafide.Date
}

// errMoved says that the user changed between the preparation and the turn, so that a
// file would have to be written in the turn.
var errMoved = errors.New("bonafide: the user changed while its files were written")

// begin starts a run, which draws the same ids as the one before.
func (p *prepared) begin() {
	p.ran, p.drawn = p.ran || !p.rehearsal, 0
	if p.made == nil {
		p.made = make(map[string]made)
	}
}

// newID returns the next id of the run.
func (r *submission) newID() (string, error) {
	p := r.files
	if p.drawn == len(p.ids) {
		id, err := r.s.opts.NewID()
		if err != nil {
			return "", err
		}
		p.ids = append(p.ids, id)
	}
	p.drawn++
	return p.ids[p.drawn-1], nil
}

// prepare returns the sub-document that was made before the turn, or makes it. One
// with a file is made before the turn alone.
func (r *submission) prepare(path string, from origin, class document.Class, in document.SubSubmission, do func() (document.Sub, []byte, error)) (document.Sub, error) {
	if kept, ok := r.files.made[path]; ok && kept.from == from {
		return kept.sub, nil
	}
	if class == document.Physical && !r.files.rehearsal && !r.files.inTurn && hasFile(in) {
		return document.Sub{}, errMoved
	}
	d, content, err := do()
	if err != nil || content == nil || len(r.faults) > 0 {
		return d, err
	}
	if err := r.keep(d, content); err != nil {
		return document.Sub{}, err
	}
	if len(r.faults) == 0 {
		r.files.made[path] = made{from, d}
	}
	return d, nil
}

// keep hands the sealed upload to the host before the record that names it. Uploads
// that would take the user beyond MaxFileBytes are refused.
func (r *submission) keep(d document.Sub, content []byte) error {
	total := d.File.Size
	for _, other := range r.files.made {
		total += other.sub.File.Size
	}
	switch {
	case !r.user.fits(total):
		return bonafide.Invalid("document_value", bonafide.CodeTooMany)
	case r.s.opts.Files == nil:
		return &bonafide.NotConfiguredError{Option: "files"}
	}
	if err := r.s.opts.Files.Put(r.ctx, d.File.Key, content); err != nil {
		return fmt.Errorf("bonafide: store of files: %w", bonafide.ErrUnavailable)
	}
	r.files.put = append(r.files.put, d.File.Key)
	return nil
}

// discard deletes the files that the submission put and that the user, as just read,
// does not name. What a broken store of files leaves behind is sealed and belongs to
// nobody: a sweep finds it (see [Service.Files]).
func (r *submission) discard(u User) {
	r.files.discard(r.ctx, r.s.opts.Files, slices.Collect(u.files()))
}

// discardUnwritten deletes the files of a submission that did not come to its turn: no
// record can name them.
func (r *submission) discardUnwritten(ctx context.Context) {
	if !r.files.ran {
		r.files.discard(ctx, r.s.opts.Files, nil)
	}
}

// settle deletes the files of a creation that did not come about, once a read shows
// that no record names them. Where it does not show, a sweep finds them.
func (r *submission) settle(ctx context.Context, id string) {
	if len(r.files.put) == 0 {
		return
	}
	kept, err := r.s.run.Get(ctx, id)
	if err == nil || errors.Is(err, bonafide.ErrNotFound) {
		r.discard(kept.State)
	}
}

// settled deletes the files that no record names once the outcome of a submission is known:
// it was refused in its turn, after a race, or was made anew in another one. Of any other
// error nobody knows whether the record was written.
func (r *submission) settled(ctx context.Context, id string, err error) {
	switch {
	case err == nil && len(r.files.put) == len(r.files.made): // the record names all of them
	case err == nil, errors.Is(err, bonafide.ErrRefused), errors.Is(err, bonafide.ErrState), errors.Is(err, bonafide.ErrForbidden),
		errors.Is(err, bonafide.ErrNotFound), errors.Is(err, bonafide.ErrInvalid):
		r.settle(ctx, id)
	}
}

func (p *prepared) discard(ctx context.Context, files document.Files, named []string) {
	for _, key := range p.put {
		if !slices.Contains(named, key) {
			_ = files.Delete(context.WithoutCancel(ctx), key)
		}
	}
	p.put, p.made = nil, nil
}

func hasFile(in document.SubSubmission) bool { return in.Upload != nil || !in.Value.IsZero() }

// rehearse makes what has a file, before the turn. What it is refused for, the command
// is refused for.
func (r *submission) rehearse(ctx context.Context, id string, by bonafide.Actor, c *command, from *kept) *kept {
	files, s := r.files, r.s
	files.rehearsal = true
	from, err := s.run.Rehearse(ctx, id, by, *c, from)
	files.rehearsal = false
	if err != nil {
		r.discardUnwritten(ctx)
		c.Check = func() error { return err }
	}
	return from
}

// attemptsLeft refuses, before any upload is read, the files of documents that have
// no attempts left, and returns the user as it read it. A key that was used before is
// left to its first outcome.
func (r SubmitRequest) attemptsLeft(ctx context.Context, s *Service, by bonafide.Actor, id string) (*kept, error) {
	if !r.uploads() || r.bounds() != nil {
		return nil, nil
	}
	if r.Key != "" {
		if spent, err := s.run.Spent(ctx, id, by, r.Key); err != nil || spent {
			return nil, err
		}
	}
	c := command{Op: opSubmit, Actors: submitters, // the right is looked at with the whole request
		Rule: func(_ context.Context, u User, in input) (change, error) {
			return change{State: u}, s.attemptsLeft(u, in, r)
		}}
	return s.run.Rehearse(ctx, id, by, c, nil)
}

// attemptsLeft lists the files of a request whose documents have no attempts left.
func (s *Service) attemptsLeft(u User, in input, r SubmitRequest) error {
	var faults bonafide.Faults
	rules := s.rules(u, in.At)
	for i, given := range r.Documents {
		b, known := u.Document(given.ID)
		if given.ID == "" {
			if same, err := given.Check("", rules); err == nil {
				same.ID = u.baseID(same)
				if b, known = u.Document(same.ID); !known {
					b, known = same, true // one more of the same subject begins with the attempts of that
				}
			}
		}
		if !known {
			continue
		}
		for j, file := range given.PhysicalDocs {
			if !hasFile(file) || file.Deletes() {
				continue
			}
			old, there := standing(b, document.Physical, file)
			path := fmt.Sprintf("documents[%d].physical_docs[%d]", i, j)
			switch {
			case there && old.Status == document.Blacklisted:
				faults.Add(path, bonafide.CodeNotAllowed)
			case there && old.RefusedForGood():
				faults.Add(path, document.CodeFinal)
			case there && old.AttemptsLeft(rules) == 0, (!there || old.Status == document.Valid) && noneLeft(u.attemptsSpent(b, document.Physical, file.Type), rules):
				faults.Add(path, document.CodeNoAttemptsLeft)
			}
		}
	}
	return faults.Err()
}

// standing returns the document that a submission comes after: the one of its id, or
// of its type where there may be one; and of an accepted one the successor, where it
// has one.
func standing(b document.Base, class document.Class, in document.SubSubmission) (document.Sub, bool) {
	old, known := b.Find(in.ID)
	if info, ok := document.Lookup(class, in.Type); in.ID == "" && ok && !info.Multiple {
		if same := b.FindType(class, in.Type); len(same) > 0 {
			old, known = same[0], true
		}
	}
	if next, ok := b.Successor(old.ID); ok {
		return next, true
	}
	return old, known
}
