package casefile

import (
	"context"
	"slices"

	"github.com/bonafide-go/bonafide/casefile/event"

	"github.com/bonafide-go/bonafide"
)

// A CommentNoteRequest is a comment to add to a note.
type CommentNoteRequest struct {
	Key  string `json:"-"` // idempotency key
	Note string `json:"note_id"`
	Text string `json:"text"`
}

// CommentNote adds a comment to a note, in every status. Comments are never changed.
//
// Only reviewers may. It fails with [bonafide.ErrNotFound] for a note that is not
// there, with an [*bonafide.InvalidError] for a text that is missing or too long and
// after [MaxComments] comments on the note, and with the errors of every command: see
// [Service].
func (s *Service) CommentNote(ctx context.Context, by bonafide.Actor, id string, req CommentNoteRequest) (Case, error) {
	return s.do(ctx, by, id, req)
}

func (r CommentNoteRequest) command(s *Service) command {
	return command{Op: "case.comment_note", Adds: "comment", Verb: string(verbAnnotate), Key: r.Key, Body: r,
		Rule: pure(func(c Case, in input) (Case, []bonafide.Event, error) { return c.commentNote(in, r, s.newID) })}
}

// commentNote is the rule of [Service.CommentNote].
func (c Case) commentNote(in input, r CommentNoteRequest, ids idSource) (Case, []bonafide.Event, error) {
	i := slices.IndexFunc(c.Notes, func(n Note) bool { return n.ID == r.Note })
	if i < 0 {
		return c, nil, bonafide.ErrNotFound
	}
	var faults bonafide.Faults
	text := prose(&faults, "text", r.Text, true, 4000)
	if len(c.Notes[i].Comments) >= MaxComments {
		faults.Add("comments", bonafide.CodeTooMany)
	}
	if err := faults.Err(); err != nil {
		return c, nil, err
	}
	id, err := ids()
	if err != nil {
		return c, nil, err
	}
	c.Notes = slices.Clone(c.Notes)
	n := &c.Notes[i]
	n.Comments = append(slices.Clone(n.Comments), Comment{ID: id, Text: text, By: in.By, At: in.At})
	return c, one(in.Event(event.NoteCommented, "note", r.Note, "comment", id)), nil
}
