package user

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/aggregate"
	"github.com/bonafide-go/bonafide/internal/canonical"
	"github.com/bonafide-go/bonafide/internal/text"
)

// MaxImport bounds the users of one [ImportRequest].
const MaxImport = 50

// kindOfImports is the kind of the records that tell what was imported already.
// They hold a sealed digest of the row and outlive the user: who was erased is not
// brought back by running the same file again.
const kindOfImports = Kind + ".import"

// importTries bounds how often a user is imported anew after a lost race.
const importTries = 5

// An ImportRequest brings customers of another system.
type ImportRequest struct {
	Source string `json:"source"` // code of that system: 1 to 64 bytes of printable ASCII; the same in every run

	// KeepIDs makes the id of each row the user's id here. Otherwise the user gets an
	// id of its own, and that of the row is the supplied id of those links that bring
	// none.
	KeepIDs bool `json:"keep_ids,omitzero"`

	Users []ImportedUser `json:"users"` // 1 to MaxImport
}

// ImportOutcome is what became of a row of an import.
type ImportOutcome string

// The outcomes.
const (
	ImportDone    ImportOutcome = "imported"
	ImportAlready ImportOutcome = "already" // by an earlier run, with the same content
	ImportRefused ImportOutcome = "refused" // nothing was written; see the faults
	ImportFailed  ImportOutcome = "failed"  // by an outage: run the row again
)

// Codes of faults that concern what is there already.
const (
	ImportTaken   bonafide.Code = "taken"           // the id, or the phone number, is another user's
	ImportChanged bonafide.Code = "content_changed" // it was imported before with other content, which stays
)

// An ImportRow says what became of one row.
type ImportRow struct {
	ID      string           `json:"id"`               // of the row
	UserID  string           `json:"user_id,omitzero"` // of the user here, if there is one by this row
	Outcome ImportOutcome    `json:"outcome"`
	Faults  []bonafide.Fault `json:"faults,omitzero"` // of a refused row, with paths as in [ImportedUser] and without values
}

// An ImportResult says what became of the rows of a request, in their order.
type ImportResult struct {
	Rows []ImportRow `json:"rows"`
}

// Import brings customers of another system with what is known of them: names,
// numbers, documents and the verdicts on them, decisions about hits, locks,
// closures, flags, payout methods, the tax form, tax residences, and what happened there. Rows are
// checked as strictly as what is handed in here, but for times and expired
// documents of the past. Each user is written whole or not at all.
//
// What the user may do is decided here, by its program, at once. A verdict of the
// other system counts from the time when it was given there, and only as long as the
// program says; it is marked as imported, and a program can refuse such ones
// (not_imported of its document rules). That nobody was found on a list counts for
// nothing: every user is due for a screening, and not clear before it. A true match
// counts at once, and locks. The retention of a closed user begins when it was closed.
//
// The chain of events of each user begins with user.imported. Events of what happened
// elsewhere bear the source, and the time of then in their data.
//
// Import may be cut off and run again at any time, also from several processes: a row
// that is there with the same content is left alone, one with other content is
// refused, and nothing is overwritten. A row that is refused or fails does not stop
// the others. A phone number that is another user's refuses the row; nobody is
// joined. On a store that syncs every write, a request within one transaction of the
// host's ([Service.WithStore]) costs one sync in place of one a user; what is rolled
// back is run again.
//
// Reviewers and the system may, others fail with [bonafide.ErrForbidden]. It fails
// with an [*bonafide.InvalidError] for a request out of bounds. Where rows failed, it
// returns what became of all of them, and their errors joined, such as one matching
// [bonafide.ErrUnavailable].
func (s *Service) Import(ctx context.Context, by bonafide.Actor, req ImportRequest) (out ImportResult, err error) {
	ctx, end := s.run.Begin(ctx, "user.import", "")
	defer end(&err)
	if err := aggregate.Insider(by); err != nil {
		return out, err
	}
	if err := req.check(); err != nil {
		return out, err
	}
	var failed []error
	for i, row := range req.Users {
		became, err := s.importRow(ctx, by, req, row)
		var invalid *bonafide.InvalidError
		switch {
		case errors.As(err, &invalid):
			became.Outcome, became.Faults = ImportRefused, invalid.Fields
		case err != nil:
			became.Outcome = ImportFailed
			failed = append(failed, fmt.Errorf("users[%d]: %w", i, err))
		}
		became.ID = row.ID
		out.Rows = append(out.Rows, became)
	}
	return out, errors.Join(failed...)
}

func (r ImportRequest) check() error {
	var faults bonafide.Faults
	if fault := text.Token(r.Source, 64, true); fault != "" {
		faults.Add("source", bonafide.Code(fault))
	}
	switch {
	case len(r.Users) == 0:
		faults.Add("users", bonafide.CodeRequired)
	case len(r.Users) > MaxImport:
		faults.Add("users", bonafide.CodeTooMany)
	}
	return faults.Err()
}

// importRow imports one user, unless it is there already.
func (s *Service) importRow(ctx context.Context, by bonafide.Actor, req ImportRequest, row ImportedUser) (ImportRow, error) {
	if fault := text.Token(row.ID, maxSuppID, true); fault != "" {
		return ImportRow{}, bonafide.Invalid("id", bonafide.Code(fault))
	}
	documents, content, err := s.readRow(row)
	if err != nil {
		return ImportRow{}, err
	}
	var lost error // somebody was faster: with this row, with its id, or with its phone number
	for try := 0; ; try++ {
		if known, err := s.importedAs(ctx, rowDigest(req.Source, row.ID), content); err != nil || known != "" {
			return ImportRow{UserID: known, Outcome: ImportAlready}, err
		}
		switch {
		case errors.Is(lost, bonafide.ErrDuplicate):
			return ImportRow{}, bonafide.Invalid("phone_number", ImportTaken)
		case lost != nil && req.KeepIDs && s.isThere(ctx, row.ID):
			return ImportRow{}, bonafide.Invalid("id", ImportTaken)
		case try > importTries:
			return ImportRow{}, lost
		}
		if err := documents.rewind(); err != nil {
			return ImportRow{}, err
		}
		id, err := s.importUser(ctx, by, req, row, documents, content)
		if err == nil {
			return ImportRow{UserID: id, Outcome: ImportDone}, nil
		}
		if lost = err; !errors.Is(err, bonafide.ErrConflict) && !errors.Is(err, bonafide.ErrDuplicate) {
			return ImportRow{}, err
		}
	}
}

// isThere reports whether there is a user of that id, erased ones too.
func (s *Service) isThere(ctx context.Context, id string) bool {
	_, err := s.run.Store.Get(ctx, Kind, id)
	return err == nil
}

// readRow reads the uploads of a row, and returns what its content is told by.
func (s *Service) readRow(row ImportedUser) (SubmitRequest, []string, error) {
	documents := row.submission()
	var digests []bonafide.Secret
	if len(documents.Documents) > 0 {
		err := documents.bounds()
		if err == nil {
			documents, digests, err = documents.buffer(s.opts.Documents.Upload.MaxBytes)
		}
		if err != nil {
			return SubmitRequest{}, nil, err
		}
	}
	data, err := json.Marshal(row)
	if err != nil {
		return SubmitRequest{}, nil, bonafide.Invalid("", bonafide.CodeMalformed) // such as a time beyond the year 9999
	}
	content := []string{string(data)}
	for _, secrets := range [][]bonafide.Secret{documents.secrets(), row.secrets(), digests} {
		for _, secret := range secrets {
			content = append(content, secret.Reveal())
		}
	}
	return documents, content, nil
}

// importMemory is what is kept of a row that was imported.
type importMemory struct {
	Format  int    `json:"format"`
	UserID  string `json:"user_id"`
	Row     []byte `json:"row"`     // rowDigest, sealed: under another root the row is found again without knowing it
	Content string `json:"content"` // see User.importContent
}

// sealedRow is the purpose that the digests of rows are sealed for.
const sealedRow = "user.import"

// rowDigest names a row by its source and its id there. Who has the root could try out
// rows by it, and could by an HMAC as well.
func rowDigest(source, id string) string {
	return canonical.Sum(canonical.Texts(nil, []string{source, id}))
}

// importIndexes are the ids of the records that tell of a row, one for each root.
func (s *Service) importIndexes(row string) []string { return s.keys.Indexes("user.import", row) }

// decodeImport reads a record that tells of a row, and the row's digest.
func (s *Service) decodeImport(r bonafide.Record) (m importMemory, row string, err error) {
	if json.Unmarshal(r.Body, &m) != nil || m.Format != 1 {
		return m, "", fmt.Errorf("bonafide: %s record does not decode: %w", r.Kind, bonafide.ErrUnreadable)
	}
	plain, err := s.keys.Open(m.Row, sealedRow, m.UserID)
	if err != nil {
		return m, "", fmt.Errorf("bonafide: %s record: %w", r.Kind, err)
	}
	return m, string(plain), nil
}

// importedAs returns the id of the user that a row became by an earlier run, or "".
// It fails with ImportChanged for one of other content, unless the user is erased.
func (s *Service) importedAs(ctx context.Context, row string, content []string) (string, error) {
	for _, index := range s.importIndexes(row) {
		r, err := s.run.Store.Get(ctx, kindOfImports, index)
		if errors.Is(err, bonafide.ErrNotFound) || err == nil && len(r.Body) == 0 { // none, or moved on
			continue
		} else if err != nil {
			return "", err
		}
		m, _, err := s.decodeImport(r)
		if err != nil {
			return "", err
		}
		became, err := s.run.Get(ctx, m.UserID)
		if err != nil {
			return "", err
		}
		if u := became.State; !u.Erased() && m.Content != u.importContent(content) {
			return "", bonafide.Invalid("id", ImportChanged)
		}
		return m.UserID, nil
	}
	return "", nil
}

// rememberImport are the writes that keep what was imported, under every root in use:
// so two processes cannot import one row while a root is being replaced.
func (s *Service) rememberImport(row string, u User, content []string) ([]bonafide.Write, error) {
	body, err := json.Marshal(importMemory{Format: 1, UserID: u.ID, Row: s.keys.Seal([]byte(row), sealedRow, u.ID), Content: u.importContent(content)})
	var out []bonafide.Write
	for _, index := range s.importIndexes(row) {
		out = append(out, bonafide.Write{Record: bonafide.Record{Kind: kindOfImports, ID: index, Version: 1, Body: body}})
	}
	return out, err
}

// importContent tells a row from one of other content. It is under the user's salt, so
// that nobody can try what the row of an erased user said.
func (u User) importContent(content []string) string {
	return canonical.Keyed(u.Salt, "import", content...)
}

// importUser checks a row and writes the user that it means.
func (s *Service) importUser(ctx context.Context, by bonafide.Actor, req ImportRequest, row ImportedUser, documents SubmitRequest, content []string) (string, error) {
	id := row.ID
	if !req.KeepIDs {
		var err error
		if id, err = s.opts.NewID(); err != nil {
			return "", err
		}
	}
	key, err := s.keys.NewDataKey(ctx, Kind, id)
	if err != nil {
		return "", err
	}
	files := &prepared{inTurn: true}
	files.begin()
	a := arrival{
		submission: submission{ctx: ctx, s: s, in: input{By: by.Recorded(), At: s.now()}, key: key, files: files, past: true},
		source:     req.Source, keep: req.KeepIDs, row: row,
	}
	c, err := a.run(id, documents)
	if err != nil {
		a.discard(User{})
		return "", err
	}
	if c.Writes, err = s.rememberImport(rowDigest(req.Source, row.ID), c.State, content); err != nil {
		return "", err
	}
	_, err = s.run.Create(ctx, id, aggregate.Call{Op: "user.import", By: by}, c, a.in.At)
	if errors.Is(err, bonafide.ErrConflict) || errors.Is(err, bonafide.ErrDuplicate) {
		a.settle(ctx, id) // of any other error nobody knows whether the record was written
	}
	return id, err
}
