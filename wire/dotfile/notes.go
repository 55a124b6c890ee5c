package dotfile

import (
	"html"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
)

// noteObject is the published Note.
type noteObject struct {
	ID         string          `json:"id"`
	CaseID     string          `json:"case_id"`
	Content    string          `json:"content"`
	Comments   []commentObject `json:"comments"`
	Author     *userObject     `json:"author"`
	AuthorType string          `json:"author_type"`
	CreatedAt  moment          `json:"created_at"`
	UpdatedAt  moment          `json:"updated_at"`
}

// commentObject is the published NoteComment.
type commentObject struct {
	ID         string      `json:"id"`
	NoteID     string      `json:"note_id"`
	Content    string      `json:"content"`
	Author     *userObject `json:"author"`
	AuthorType string      `json:"author_type"`
	CreatedAt  moment      `json:"created_at"`
	UpdatedAt  moment      `json:"updated_at"`
}

// note shows a note with its comments.
func (e encoder) note(c casefile.Case, n casefile.Note) noteObject {
	o := noteObject{
		ID: n.ID, CaseID: c.ID, Content: paragraph(n.Text), Comments: []commentObject{}, Author: e.author(n.By), AuthorType: reviewerType(n.By),
		CreatedAt: moment(n.At), UpdatedAt: moment(n.At),
	}
	for _, x := range n.Comments {
		o.Comments = append(o.Comments, e.comment(n, x))
	}
	return o
}

func (e encoder) comment(n casefile.Note, x casefile.Comment) commentObject {
	return commentObject{
		ID: x.ID, NoteID: n.ID, Content: paragraph(x.Text), Author: e.author(x.By), AuthorType: reviewerType(x.By),
		CreatedAt: moment(x.At), UpdatedAt: moment(x.At),
	}
}

// author is the person who wrote something; nobody where that was a key or the system.
func (e encoder) author(by bonafide.Actor) *userObject {
	if reviewerType(by) != "user" {
		return nil
	}
	return e.reviewer(by.ID)
}

// paragraph is plain text as the published content: what looks like markup is shown as such.
func paragraph(text string) string {
	return "<p>" + strings.ReplaceAll(html.EscapeString(text), "\n", "<br />") + "</p>"
}

func (d *handler) listNotes(r request) (int, any, error) {
	if _, err := r.by.reviewing(); err != nil {
		return 0, nil, err
	}
	c, err := d.read(r.Context(), r.by, r.PathValue("id"))
	if err != nil {
		return 0, nil, err
	}
	e := d.encoder(r.Context())
	page, err := selected(noteColumns(), r.URL.Query(), c.Notes, func(x casefile.Note) noteObject { return e.note(c, x) })
	return http.StatusOK, page, err
}

func noteColumns() columns[casefile.Note] {
	at := column[casefile.Note]{ops: opsTime, sorts: true, time: func(x casefile.Note) time.Time { return x.At }}
	return columns[casefile.Note]{byDefault: "created_at", of: map[string]column[casefile.Note]{"created_at": at, "updated_at": at}}
}

func (d *handler) addNote(r request) (int, any, error) {
	var in struct {
		CaseID  string `json:"case_id"`
		Content string `json:"content"`
	}
	if err := d.body(r, &in); err != nil {
		return 0, nil, err
	}
	by, err := r.by.reviewing()
	if err != nil {
		return 0, nil, err
	}
	before, err := d.into(r, in.CaseID)
	if err != nil {
		return 0, nil, err
	}
	made, err := d.cases.AddNote(r.Context(), by, before.ID, casefile.AddNoteRequest{Text: in.Content})
	c, err := d.shown(r.Context(), r.by, made, err)
	if err != nil {
		return 0, nil, err
	}
	n, ok := c.Note(made.Added)
	if !ok {
		return 0, nil, bonafide.ErrConflict
	}
	return http.StatusCreated, d.encoder(r.Context()).note(c, n), nil
}

// addComment adds a comment to a note, which the path names without its case.
func (d *handler) addComment(r request) (int, any, error) {
	var in struct {
		Content string `json:"content"`
	}
	if err := d.body(r, &in); err != nil {
		return 0, nil, err
	}
	by, err := r.by.reviewing()
	if err != nil {
		return 0, nil, err
	}
	home, err := d.holding(r.Context(), r.by, r.PathValue("id"))
	if err != nil {
		return 0, nil, err
	}
	before, ok := home.Note(r.PathValue("id"))
	if !ok {
		return 0, nil, bonafide.ErrNotFound
	}
	made, err := d.cases.CommentNote(r.Context(), by, home.ID, casefile.CommentNoteRequest{Note: before.ID, Text: in.Content})
	c, err := d.shown(r.Context(), r.by, made, err)
	if err != nil {
		return 0, nil, err
	}
	n, _ := c.Note(before.ID)
	i := slices.IndexFunc(n.Comments, func(x casefile.Comment) bool { return x.ID == made.Added })
	if i < 0 {
		return 0, nil, bonafide.ErrConflict
	}
	return http.StatusCreated, d.encoder(r.Context()).comment(n, n.Comments[i]), nil
}
