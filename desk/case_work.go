package desk

import (
	"strconv"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
)

// setControl completes a manual control, or takes that back.
func setControl(q *request) (view, error) {
	_, err := q.desk.cases.SetControl(q.Context(), q.by, q.PathValue("case"), casefile.SetControlRequest{
		Key: q.PostFormValue("key"), Control: q.PostFormValue("control"),
		Completed: q.PostFormValue("completed") == "yes", Comment: q.PostFormValue("comment"),
	})
	return q.backTo("changed", "cases", q.PathValue("case")), err
}

// maxHours bounds the working time that a form gives a task: a year.
const maxHours = 24 * 365

// addTask adds a task; hours give it a clock.
func addTask(q *request) (view, error) {
	req := casefile.AddTaskRequest{
		Key: q.PostFormValue("key"), Title: q.PostFormValue("title"), Assignee: q.by.ID, Waits: q.PostFormValue("waits") != "",
	}
	if text := q.PostFormValue("hours"); text != "" {
		hours, err := strconv.Atoi(text)
		if err != nil || hours < 0 || hours > maxHours {
			return view{}, bonafide.Invalid("hours", bonafide.CodeOutOfRange)
		}
		req.SLA = time.Duration(hours) * time.Hour
	}
	_, err := q.desk.cases.AddTask(q.Context(), q.by, q.PathValue("case"), req)
	return q.backTo("changed", "cases", q.PathValue("case")), err
}

// completeTask ends a task.
func completeTask(q *request) (view, error) {
	_, err := q.desk.cases.CompleteTask(q.Context(), q.by, q.PathValue("case"), casefile.CompleteTaskRequest{
		Key: q.PostFormValue("key"), Task: q.PostFormValue("task"),
	})
	return q.backTo("changed", "cases", q.PathValue("case")), err
}

// addNote adds a note.
func addNote(q *request) (view, error) {
	_, err := q.desk.cases.AddNote(q.Context(), q.by, q.PathValue("case"), casefile.AddNoteRequest{
		Key: q.PostFormValue("key"), Text: q.PostFormValue("text"),
	})
	return q.backTo("changed", "cases", q.PathValue("case")), err
}

// commentNote adds a comment to a note.
func commentNote(q *request) (view, error) {
	_, err := q.desk.cases.CommentNote(q.Context(), q.by, q.PathValue("case"), casefile.CommentNoteRequest{
		Key: q.PostFormValue("key"), Note: q.PostFormValue("note"), Text: q.PostFormValue("text"),
	})
	return q.backTo("changed", "cases", q.PathValue("case")), err
}

// assignCase gives the case to the reviewer, or to nobody.
func assignCase(q *request) (view, error) {
	to := casefile.Null[string]()
	if q.PostFormValue("assign") == "me" {
		to = casefile.To(q.by.ID)
	}
	_, err := q.desk.cases.Label(q.Context(), q.by, q.PathValue("case"), casefile.LabelRequest{Key: q.PostFormValue("key"), Assignee: to})
	return q.backTo("changed", "cases", q.PathValue("case")), err
}
