package user

import (
	"slices"

	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/internal/text"
	"github.com/bonafide-go/bonafide/screening"
)

// Who is looked for, where it is not a base document: the names that the user bears
// elsewhere. They stand in [Screening.Names], in [Coverage] and in events.
const (
	NamesLegal     = "legal_names"   // of a user who has no active base document of its own
	NamesTax       = "tax_form"      // on the tax form, also in trade or of who signed, where it is another name
	NamesResidence = "tax_residence" // on the statement of tax residences, or of who signed it, where it is another name
	NamesPayout    = "payout:"       // holder of a payout method, where it is another name; the method's id follows
)

// A subject is somebody who is looked for on the lists, since the user bears the
// name.
type subject struct {
	id    string // of the base document, or one of the constants
	query *screening.Query
	base  bool // whether it is a base document's
	photo bool // whether a valid photo id is there to compare a potential match with

	print string // fingerprint, where it is known already
}

func (s subject) fingerprint() string {
	if s.print != "" {
		return s.print
	}
	return s.query.Fingerprint()
}

// attr is how events name the subject.
func (s subject) attr() []string {
	if s.base {
		return []string{"document", s.id}
	}
	return []string{"names", s.id}
}

// subjects are all who are looked for, each once: from creation on everybody is.
func (u User) subjects() []subject {
	var out []subject
	var seen []string
	add := func(s subject) {
		if fingerprint := s.fingerprint(); !slices.Contains(seen, fingerprint) {
			seen = append(seen, fingerprint)
			out = append(out, s)
		}
	}
	for _, b := range u.Documents {
		if b.IsActive {
			add(u.ofBase(b))
		}
	}
	for _, s := range u.ofNames() {
		add(s)
	}
	return out
}

// subject returns the one with that id; a base document is one also while it is not
// active.
func (u User) subject(id string) (subject, bool) {
	if b, ok := u.Document(id); ok {
		return u.ofBase(b), true
	}
	for _, s := range u.ofNames() {
		if s.id == id {
			return s, true
		}
	}
	return subject{}, false
}

func (u User) ofBase(b document.Base) subject {
	return subject{id: b.ID, query: u.query(b), base: true, photo: hasPhotoID(b)}
}

// ofNames are the subjects that are no base document's.
func (u User) ofNames() []subject {
	var out []subject
	add := func(id string, typ screening.EntityType, names ...string) {
		var q *screening.Query
		for _, name := range names {
			switch {
			case name == "":
			case q == nil:
				q = &screening.Query{Name: name, Type: typ}
			case name != q.Name && !slices.Contains(q.OtherNames, name):
				q.OtherNames = append(q.OtherNames, name)
			}
		}
		if q != nil {
			out = append(out, subject{id: id, query: q, photo: u.hasPhotoID()})
		}
	}
	own := slices.ContainsFunc(u.Documents, func(b document.Base) bool { return b.IsActive && b.EntityRelationship == "" })
	if !own {
		add(NamesLegal, u.entityType(), u.LegalNames...)
	}
	if form := u.Tax.Certificate; form != nil {
		add(NamesTax, "", u.foreign(form.Name, form.BusinessName, form.SignedBy)...)
	}
	if stated := u.Tax.Residence; stated != nil {
		add(NamesResidence, "", u.foreign(stated.Name, stated.SignedBy)...)
	}
	for _, m := range u.Payouts.List {
		add(NamesPayout+m.ID, "", u.foreign(m.Holder)...)
	}
	return out
}

// foreign are those of the names that the user is not looked for under already.
func (u User) foreign(names ...string) []string {
	var borne []string
	for _, own := range u.ownNames() {
		borne = append(borne, text.InAnyOrder(own))
	}
	return slices.DeleteFunc(names, func(name string) bool { return name == "" || slices.Contains(borne, text.InAnyOrder(name)) })
}

// ownNames are the legal names and those of the user's own active base documents.
func (u User) ownNames() []string {
	names := slices.Clone(u.LegalNames)
	for _, b := range u.Documents {
		if b.IsActive && b.EntityRelationship == "" {
			names = append(names, b.Name, b.Alias, b.MaidenName)
		}
	}
	return slices.DeleteFunc(names, func(name string) bool { return name == "" })
}

func (u User) entityType() screening.EntityType {
	if u.IsBusiness {
		return screening.Entity
	}
	return screening.Person
}
