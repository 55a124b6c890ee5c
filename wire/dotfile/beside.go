package dotfile

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
)

type tagObject struct {
	ID        string `json:"id"`
	Label     string `json:"label"`
	CreatedAt moment `json:"created_at"`
}

// tagID follows from the label, whatever its case.
func tagID(label string) string { return derived("tag", strings.ToLower(label)) }

func tags(c casefile.Case) map[string]any {
	out := []tagObject{}
	for _, t := range c.Tags {
		out = append(out, tagObject{tagID(t), t, moment(c.CreatedAt)})
	}
	return map[string]any{"tags": out}
}

func (d *handler) getTags(r request) (int, any, error) {
	c, err := d.read(r.Context(), r.by, r.PathValue("id"))
	return http.StatusOK, tags(c), err
}

func (d *handler) addTags(r request) (int, any, error)    { return d.tag(r, http.StatusCreated, false) }
func (d *handler) removeTags(r request) (int, any, error) { return d.tag(r, http.StatusOK, true) }

// tag adds or removes tags, which are named by label or by id.
func (d *handler) tag(r request, status int, remove bool) (int, any, error) {
	var in struct {
		Tags []string `json:"tags"`
	}
	if err := d.body(r, &in); err != nil {
		return 0, nil, err
	}
	c, err := d.read(r.Context(), r.by, r.PathValue("id"))
	if err != nil {
		return 0, nil, err
	}
	req := casefile.LabelRequest{}
	for _, t := range in.Tags {
		i := slices.IndexFunc(c.Tags, func(label string) bool { return strings.EqualFold(label, t) || tagID(label) == t })
		switch {
		case remove && i < 0:
			return 0, nil, bonafide.ErrNotFound
		case remove:
			req.RemoveTags = append(req.RemoveTags, c.Tags[i])
		case i < 0:
			req.AddTags = append(req.AddTags, t)
		}
	}
	if len(req.AddTags)+len(req.RemoveTags) == 0 {
		return status, tags(c), nil
	}
	made, err := d.cases.Label(r.Context(), r.by.platform, c.ID, req)
	c, err = d.shown(r.Context(), r.by, made, err)
	return status, tags(c), err
}

type taskObject struct {
	ID         string `json:"id"`
	CaseID     string `json:"case_id"`
	Title      string `json:"title"`
	AssigneeID text   `json:"assignee_id"`
	Completed  bool   `json:"is_completed"`
	DueAt      moment `json:"due_at"`
	CreatedAt  moment `json:"created_at"`
	DoneAt     moment `json:"completed_at"`
}

func task(c casefile.Case, t casefile.Task) taskObject {
	return taskObject{t.ID, c.ID, t.Title, text(t.Assignee), !t.DoneAt.IsZero(), moment(t.Due()), moment(t.At), moment(t.DoneAt)}
}

func (d *handler) listTasks(r request) (int, any, error) {
	if _, err := r.by.reviewing(); err != nil {
		return 0, nil, err
	}
	c, err := d.read(r.Context(), r.by, r.PathValue("id"))
	out := []taskObject{}
	for _, t := range c.Tasks {
		out = append(out, task(c, t))
	}
	return http.StatusOK, map[string]any{"data": out}, err
}

func (d *handler) addTask(r request) (int, any, error) {
	var in struct {
		Title    string `json:"title"`
		Assignee string `json:"assignee_id"`
		Hours    int    `json:"sla_hours"`
	}
	if err := d.body(r, &in); err != nil {
		return 0, nil, err
	}
	by, err := r.by.reviewing()
	if err != nil {
		return 0, nil, err
	}
	if in.Hours < 0 || in.Hours > 10_000 {
		return 0, nil, bonafide.Invalid("sla_hours", bonafide.CodeOutOfRange)
	}
	before, err := d.read(r.Context(), r.by, r.PathValue("id"))
	if err != nil {
		return 0, nil, err
	}
	made, err := d.cases.AddTask(r.Context(), by, before.ID, casefile.AddTaskRequest{Title: in.Title, Assignee: in.Assignee, SLA: time.Duration(in.Hours) * time.Hour})
	c, err := d.shown(r.Context(), r.by, made, err)
	if err != nil {
		return 0, nil, err
	}
	i := slices.IndexFunc(c.Tasks, func(t casefile.Task) bool { return t.ID == made.Added })
	if i < 0 {
		return 0, nil, bonafide.ErrConflict
	}
	return http.StatusCreated, task(c, c.Tasks[i]), nil
}

func (d *handler) completeTask(r request) (int, any, error) {
	var in struct {
		Completed bool `json:"is_completed"`
	}
	if err := d.body(r, &in); err != nil {
		return 0, nil, err
	}
	if !in.Completed {
		return 0, nil, bonafide.Invalid("is_completed", bonafide.CodeNotAllowed)
	}
	by, err := r.by.reviewing()
	if err != nil {
		return 0, nil, err
	}
	c, err := d.read(r.Context(), r.by, r.PathValue("id"))
	if err != nil {
		return 0, nil, err
	}
	made, err := d.cases.CompleteTask(r.Context(), by, c.ID, casefile.CompleteTaskRequest{Task: r.PathValue("task")})
	if c, err = d.shown(r.Context(), r.by, made, err); err != nil {
		return 0, nil, err
	}
	i := slices.IndexFunc(c.Tasks, func(t casefile.Task) bool { return t.ID == r.PathValue("task") })
	if i < 0 {
		return 0, nil, bonafide.ErrNotFound
	}
	return http.StatusOK, task(c, c.Tasks[i]), nil
}
