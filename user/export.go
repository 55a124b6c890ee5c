package user

import (
	"context"
	_ "embed"
	"encoding/json"
	"html/template"
	"io"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/permission/money"
	"github.com/bonafide-go/bonafide/user/event"
)

// An ExportRequest asks for a copy of what is held of a user.
type ExportRequest struct {
	Key string `json:"-"` // idempotency key: repeated, it leaves no second event

	// Document is the base document of the person who asks, where that is a person
	// behind a business: the copy is then of this person alone. Empty = the user itself.
	Document string `json:"document,omitzero"`

	// Identifiers gives numbers in clear in place of their masks. For reviewers, who have
	// made sure who asks (Regulation (EU) 2016/679 article 12(6)); it takes the right, and
	// where the program says so the second person, of [Service.Reveal].
	Identifiers bool `json:"identifiers,omitzero"`
}

// An Export is a copy of what is held of one person or business, as JSON or as a page
// ([Export.WriteHTML]). It is personal data in clear: do not log it.
type Export struct {
	At        time.Time             `json:"at"`
	User      User                  `json:"user"`                         // as the user itself sees it
	Withdrawn []ExportedDocument    `json:"withdrawn_documents,omitzero"` // documents that were deleted or replaced, which the law wants kept
	Subs      []ExportedSubDocument `json:"sub_documents,omitzero"`       // what was said in and beside sub-documents, and their uploads
	Access    Access                `json:"access,omitzero"`              // devices and sessions
	Money     money.Ledger          `json:"money,omitzero"`               // what moved
	Decisions []ExportedDecision    `json:"decisions,omitzero"`           // what was permitted and since when, locks aside, oldest first
	Events    []ExportedEvent       `json:"events,omitzero"`              // what happened, oldest first
}

// An ExportedDocument is a base document that counts for nothing any more.
type ExportedDocument struct {
	At       time.Time     `json:"withdrawn_at"`
	Document document.Base `json:"document"`
}

// An ExportedSubDocument is what was said in and beside a sub-document.
type ExportedSubDocument struct {
	ID       string                 `json:"id"`
	Type     document.Type          `json:"document_type"`
	Value    string                 `json:"document_value,omitzero"` // a mask, or in clear
	IDNumber string                 `json:"id_number,omitzero"`      // a mask, or in clear
	IDKind   document.IDKind        `json:"id_kind,omitzero"`
	Country  bonafide.Country       `json:"country_code,omitzero"`
	State    string                 `json:"state_code,omitzero"`
	Address  document.PostalAddress `json:"address,omitzero"`
	File     *ExportedFile          `json:"file,omitzero"`
}

// An ExportedFile is an upload. The host hands it over beside the copy.
type ExportedFile struct {
	MediaType string `json:"media_type"`
	Size      int    `json:"size"` // bytes

	open func(context.Context) ([]byte, error)
}

// Open returns the upload in clear. A host calls it to hand over the file with the copy.
// It fails with errors matching [bonafide.ErrUnavailable], [bonafide.ErrNotConfigured], [bonafide.ErrNotFound] or
// [bonafide.ErrSealed], and with ErrNotFound for a copy that was read from JSON.
func (f ExportedFile) Open(ctx context.Context) ([]byte, error) {
	if f.open == nil {
		return nil, bonafide.ErrNotFound
	}
	return f.open(ctx)
}

// An ExportedDecision is what a user was permitted from a time on.
type ExportedDecision struct {
	At         time.Time             `json:"at"`
	Permission permission.Permission `json:"permission"`
	Program    string                `json:"program,omitzero"`
	Version    int                   `json:"program_version,omitzero"`
}

// An ExportedEvent is something that happened, in words.
type ExportedEvent struct {
	At   time.Time          `json:"at"`
	What string             `json:"what"`
	By   bonafide.ActorKind `json:"by"` // in which role, never who
}

// Export returns a copy of what is held of a user, for the user itself or for a reviewer
// or the system on its behalf (Regulation (EU) 2016/679 articles 15 and 20), and leaves
// an event that it was asked for. The purposes, recipients and periods that article 15(1)
// wants named besides are the host's to add.
//
// Whoever asks, it holds what the user may see ([User.As]) with what was withdrawn,
// devices and sessions, money, decisions and events in words; numbers as masks unless
// Identifiers asks for more. It never tells what was searched, found, suspected, planned or
// held back: whoever is suspected must not learn it, by this right either (31 CFR
// 1020.320(e); Directive (EU) 2015/849 article 41(4); Regulation (EU) 2024/1624 article
// 73). It holds no other person: actors are roles, duplicates and linked owners are left
// out, and of a business the base documents of people are, each of whom asks by
// ExportRequest.Document. Texts that a platform keeps of its user are left to the platform.
//
// Others fail with [bonafide.ErrForbidden], as does whoever is no reviewer and asks for
// Identifiers. It fails with [bonafide.ErrNotFound] for a user or base document that is not
// there, with RefusedErased, and with an error matching [bonafide.ErrChain] where events
// were changed.
func (s *Service) Export(ctx context.Context, by bonafide.Actor, id string, req ExportRequest) (Export, error) {
	if req.Identifiers && !by.Is(bonafide.ActorReviewer) {
		return Export{}, bonafide.ErrForbidden
	}
	if _, err := s.do(ctx, by, id, req); err != nil {
		return Export{}, err
	}
	u, err := s.alive(ctx, by, id, KindAccess, KindLedger)
	if err != nil {
		return Export{}, err
	}
	return s.export(ctx, u, req)
}

func (r ExportRequest) command(*Service) command {
	return command{
		Op: "user.export", Verb: string(r.verb()), Key: r.Key, Body: r,
		Actors: []bonafide.ActorKind{bonafide.ActorUser, bonafide.ActorReviewer, bonafide.ActorSystem},
		Rule: pure(func(u User, in input) (User, []bonafide.Event, error) {
			if _, ok := u.Document(r.Document); !ok && r.Document != "" {
				return u, nil, bonafide.ErrNotFound
			}
			clear := ""
			if r.Identifiers {
				clear = "true"
			}
			return u, one(in.Event(event.Exported, "document", r.Document, "identifiers", clear)), nil
		}),
	}
}

// verb is the right that the request takes: none but for numbers in clear.
func (r ExportRequest) verb() permission.Verb {
	if r.Identifiers {
		return permission.VerbReveal
	}
	return ""
}

// about reports whether a base document is about whom the copy is of.
func (r ExportRequest) about(b document.Base) bool {
	if r.Document != "" {
		return b.ID == r.Document
	}
	return b.EntityRelationship == ""
}

// export makes the copy of a user that was read with all that stands beside it.
func (s *Service) export(ctx context.Context, u User, req ExportRequest) (Export, error) {
	at := s.now()
	others := func(b document.Base) bool { return !req.about(b) }
	whole := u
	u.Documents = slices.DeleteFunc(slices.Clone(u.Documents), others)
	u.Owners.Members = nil
	out := Export{At: at}
	var err error
	if out.Subs, err = s.exportSubs(ctx, u, req); err != nil {
		return Export{}, err
	}
	subject := bonafide.User(u.ID)
	for _, w := range u.Withdrawn {
		if others(w.Document) {
			continue
		}
		if seen := (User{ID: u.ID, Documents: []document.Base{w.Document}}).As(subject); len(seen.Documents) == 1 {
			out.Withdrawn = append(out.Withdrawn, ExportedDocument{w.At, seen.Documents[0]})
		}
	}
	if req.Document != "" { // of a person behind the business: what is the business's own is not about this person
		out.User = User{ID: u.ID, Documents: u.Documents, CreatedAt: u.CreatedAt, UpdatedAt: u.UpdatedAt}.As(subject)
		out.Events, err = s.exportEvents(ctx, u.ID, []string{Kind}, func(e bonafide.Event) bool { return e.Data["document"] == req.Document })
		return out, err
	}
	out.User = s.view(whole, subject, at)
	people := make(map[string]bool) // base documents of others
	for _, b := range whole.bases() {
		people[b.ID] = others(b)
	}
	out.User.Documents = slices.DeleteFunc(out.User.Documents, others)
	out.User.Owners.Members, out.User.Proposals = nil, nil
	out.User = out.User.withoutRows(people)
	out.Money = u.beside.ledger
	out.Access = accessOf(u, subject)
	decided, err := s.Decisions(ctx, bonafide.System(), u.ID)
	if err != nil {
		return Export{}, err
	}
	for _, d := range decided {
		if d.Decision.Permission == permission.Locked { // what locked it is not told, and so not when
			continue
		}
		out.Decisions = append(out.Decisions, ExportedDecision{d.Decision.At, d.Decision.Permission, d.Decision.Program, d.Decision.ProgramVersion})
	}
	own := func(e bonafide.Event) bool { return !people[e.Data["document"]] }
	out.Events, err = s.exportEvents(ctx, u.ID, []string{Kind, KindAccess, KindLedger}, own)
	return out, err
}

// bases are the base documents of a user, those that were withdrawn among them.
func (u User) bases() []document.Base {
	all := slices.Clone(u.Documents)
	for _, w := range u.Withdrawn {
		all = append(all, w.Document)
	}
	return all
}

// withoutRows is a view of the user without what was decided of some base documents.
func (u User) withoutRows(of map[string]bool) User {
	d := &u.Decision
	d.Documents = slices.DeleteFunc(slices.Clone(d.Documents), func(x permission.DocumentDecision) bool { return of[x.ID] })
	d.Requirements = slices.DeleteFunc(slices.Clone(d.Requirements), func(x permission.Requirement) bool { return of[x.DocumentID] })
	d.Clocks = slices.DeleteFunc(slices.Clone(d.Clocks), func(x permission.Clock) bool { return of[x.DocumentID] })
	u.Waivers = slices.DeleteFunc(slices.Clone(u.Waivers), func(x permission.Waiver) bool { return of[x.DocumentID] })
	return u
}

// exportEvents tells in words what happened, as far as a user may know it.
func (s *Service) exportEvents(ctx context.Context, id string, kinds []string, about func(bonafide.Event) bool) (out []ExportedEvent, _ error) {
	for _, kind := range kinds {
		read := s.run.Events
		if kind != Kind {
			read = func(ctx context.Context, id string, page bonafide.PageRequest) (bonafide.PageOf[bonafide.Event], error) {
				return s.run.PartEvents(ctx, kind, id, page)
			}
		}
		for page := (bonafide.PageRequest{Limit: bonafide.MaxItems}); ; {
			events, err := read(ctx, id, page)
			if err != nil {
				return nil, err
			}
			for _, e := range events.Items {
				if words := toldSubject(e); words != "" && about(e) {
					out = append(out, ExportedEvent{e.At, words, e.Actor.Kind})
				}
			}
			if page.Cursor = events.Next; page.Cursor == "" {
				break
			}
		}
	}
	slices.SortStableFunc(out, func(a, b ExportedEvent) int { return a.At.Compare(b.At) })
	return out, nil
}

// exportSubs lists what was said in and beside sub-documents, those of withdrawn
// documents among them.
func (s *Service) exportSubs(ctx context.Context, u User, req ExportRequest) (out []ExportedSubDocument, _ error) {
	bases := slices.DeleteFunc(u.bases(), func(b document.Base) bool { return !req.about(b) })
	if len(bases) == 0 {
		return nil, nil
	}
	key, err := s.dataKey(ctx, u)
	if err != nil {
		return nil, err
	}
	read := func(field string, v bonafide.Sealed) (string, error) {
		if !req.Identifiers || len(v.Data) == 0 {
			return v.Mask, nil
		}
		value, err := key.Open(field, v)
		return value.Reveal(), err
	}
	for _, b := range bases {
		for d := range b.Subs() {
			x := ExportedSubDocument{ID: d.ID, Type: d.Type, IDKind: d.Meta.IDKind, Country: d.Meta.CountryCode, State: d.Meta.StateCode, Address: d.Meta.Address}
			if x.Value, err = read(d.Field(), d.Value); err != nil {
				return nil, err
			}
			if x.IDNumber, err = read(d.Field()+"/id_number", d.Meta.IDNumber); err != nil {
				return nil, err
			}
			if d.File != nil {
				x.File = &ExportedFile{MediaType: string(d.File.MediaType), Size: d.File.Size, open: s.opener(d, key)}
			}
			out = append(out, x)
		}
	}
	return out, nil
}

// opener returns what reads an upload in clear.
func (s *Service) opener(d document.Sub, key *bonafide.DataKey) func(context.Context) ([]byte, error) {
	return func(ctx context.Context) ([]byte, error) {
		if s.opts.Files == nil {
			return nil, &bonafide.NotConfiguredError{Option: "files"}
		}
		sealed, err := s.opts.Files.Get(ctx, d.File.Key)
		if err != nil {
			return nil, err
		}
		return d.OpenFile(key, sealed)
	}
}

//go:embed export.html
var exportPage string

// exportTemplate writes any JSON value: whatever the copy holds is on the page.
var exportTemplate = sync.OnceValues(func() (*template.Template, error) {
	return template.New("export").Funcs(template.FuncMap{
		"words": func(name string) string { return strings.ReplaceAll(name, "_", " ") },
		"kind": func(v any) string {
			switch v.(type) {
			case map[string]any:
				return "fields"
			case []any:
				return "list"
			}
			return "value"
		},
	}).Parse(exportPage)
})

// WriteHTML writes the copy as a page that people can read: all that its JSON holds, and
// nothing else. Values are escaped. A host calls it to hand over the copy.
func (e Export) WriteHTML(w io.Writer) error {
	data, err := json.Marshal(e)
	if err != nil {
		return err
	}
	var v map[string]any
	decoder := json.NewDecoder(strings.NewReader(string(data)))
	decoder.UseNumber()
	if err := decoder.Decode(&v); err != nil {
		return err
	}
	page, err := exportTemplate()
	if err != nil {
		return err
	}
	return page.Execute(w, v)
}
