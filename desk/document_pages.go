package desk

import (
	"fmt"
	"html/template"
	"strings"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/document/mrz"
	"github.com/bonafide-go/bonafide/document/photo"
	"github.com/bonafide-go/bonafide/document/upload"
	"github.com/bonafide-go/bonafide/user"
)

func documentPages() []page {
	return []page{
		{pattern: "GET /users/{user}/documents/{document}", title: "Document", serve: showDocument},
		{pattern: "POST /users/{user}/documents/{document}", title: "Document", serve: reviewDocument, form: "review", again: showDocument},
		{pattern: "POST /users/{user}/documents/{document}/reveal", title: "Document", serve: reveal, form: "reveal", again: showDocument},
		{pattern: "POST /users/{user}/documents/{document}/photo", title: "Document", serve: lookAtPhoto, form: "photo", again: showDocument},
		{pattern: "POST /users/{user}/documents/{document}/zone", title: "Document", serve: compareZone},
	}
}

// A documentPage is one sub-document beside its base document.
type documentPage struct {
	User    user.User
	Name    string
	Base    document.Base
	Sub     document.Sub
	Reasons []document.Reason

	Value   string // in clear, on the answer to a reveal alone
	Picture template.URL
	Report  *photo.Report
	Zone    []zoneRow
	Read    bool     // a zone was read
	Faults  []string // what it contradicts
}

// A zoneRow is one field of a machine-readable zone beside the base document.
type zoneRow struct {
	Field, Zone, Base string
	Differs           bool
}

func showDocument(q *request) (view, error) {
	u, b, d, err := subOf(q)
	return documentView(u, b, d), err
}

func documentView(u user.User, b document.Base, d document.Sub, fill ...func(*documentPage)) view {
	p := documentPage{User: u, Name: nameOf(u), Base: b, Sub: d, Reasons: document.Reasons()}
	for _, f := range fill {
		f(&p)
	}
	return view{template: "document", title: plain(string(d.Type)) + " of " + p.Name, data: p}
}

// reviewDocument takes a reviewer's word on a submission, as it was when it was looked at.
func reviewDocument(q *request) (view, error) {
	u, _, d, err := subOf(q)
	if err != nil {
		return view{}, err
	}
	v, err := verdict(q)
	if err != nil {
		return view{}, err
	}
	return q.perform(u.ID, "user.resolve", user.ResolveRequest{SubDocument: d.ID, Attempt: q.PostFormValue("attempt"), Verdict: v},
		q.to("users", u.ID, "documents", d.ID))
}

// verdict reads a reviewer's word from a form. It lists every fault.
func verdict(q *request) (document.Verdict, error) {
	var faults bonafide.Faults
	v := document.Verdict{Note: q.PostFormValue("reason")}
	switch q.PostFormValue("decision") {
	case "valid":
		v.Outcome = document.OutcomeValid
	case "invalid":
		v.Outcome = document.OutcomeInvalid
		if code := q.PostFormValue("code"); code != "" {
			v.Reasons = []string{code}
		}
	default:
		faults.Add("decision", bonafide.CodeRequired)
	}
	if v.Note == "" {
		faults.Add("reason", bonafide.CodeRequired)
	}
	return v, faults.Err()
}

// reveal shows a sealed number once, on this answer alone.
func reveal(q *request) (view, error) {
	u, b, d, err := subOf(q)
	if err != nil {
		return view{}, err
	}
	req := user.RevealRequest{Key: q.PostFormValue("key"), SubDocument: d.ID, Purpose: q.PostFormValue("purpose")}
	value, err := q.desk.users.Reveal(q.Context(), q.by, u.ID, req)
	if err != nil {
		return q.proposed(u.ID, req, q.to("users", u.ID, "documents", d.ID), err)
	}
	return documentView(u, b, d, func(p *documentPage) { p.Value = value.Reveal() }), nil
}

// lookAtPhoto opens an upload for the purpose that the reviewer names, and measures it.
func lookAtPhoto(q *request) (view, error) {
	u, b, d, err := subOf(q)
	if err != nil {
		return view{}, err
	}
	req := user.OpenUploadRequest{Key: q.PostFormValue("key"), SubDocument: d.ID, Purpose: q.PostFormValue("purpose")}
	content, err := q.desk.users.OpenUpload(q.Context(), q.by, u.ID, req)
	if err != nil {
		return q.proposed(u.ID, req, q.to("users", u.ID, "documents", d.ID), err)
	}
	media := d.File.MediaType
	if media != upload.PNG && media != upload.JPEG { // nothing that could hold a script is shown: it is handed over
		return view{file: "upload", kind: string(media), body: content}, nil
	}
	report, err := photo.New(nil).Check(q.Context(), media, content)
	return documentView(u, b, d, func(p *documentPage) {
		p.Report = &report
		p.Picture = pictureOf(media, content)
	}), err
}

// compareZone reads the lines that a reviewer types, or a machine read, and puts them
// beside the base document. They are not kept.
func compareZone(q *request) (view, error) {
	u, b, d, err := subOf(q)
	if err != nil {
		return view{}, err
	}
	zone, faults := b.CheckMRZ(q.PostFormValue("lines"), bonafide.DateOf(q.now()))
	return documentView(u, b, d, func(p *documentPage) {
		p.Faults, p.Read = faults, zone.Format != ""
		if p.Read {
			p.Zone = zoneRows(zone, b)
		} else {
			p.Zone = []zoneRow{{Field: "Machine-readable lines", Zone: "not found, or a check digit is wrong", Base: b.Name, Differs: true}}
		}
	}), nil
}

// zoneRows puts each field of a zone beside what the base document says.
func zoneRows(z mrz.Zone, b document.Base) []zoneRow {
	name := strings.TrimSpace(z.GivenNames + " " + z.Surname)
	return []zoneRow{
		{"Name", name, b.Name, !z.MatchesName(b.Name)},
		{"Born", fmt.Sprintf("%04d-%02d-%02d", z.Born.Year, z.Born.Month, z.Born.Day), b.Birth(), !z.Born.Fits(mrz.PartialDate{Year: b.Year, Month: b.Month, Day: b.Day})},
		{"Sex", string(z.Sex), string(b.EntityType), false},
		{"Nationality", string(z.Nationality), string(b.AddressCountryCode) + " (residence)", false},
		{"Issued by", string(z.Issuer), "", false},
		{"Valid until", z.Expires.String(), "", false},
	}
}
