package user

import (
	"slices"
	"strconv"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/user/event"
)

// demand gathers what is wrong with a list of document types that are asked for.
func demand(faults *bonafide.Faults, path string, types []document.Type) {
	if len(types) > maxRequired {
		faults.Add(path, bonafide.CodeTooMany)
	}
	for i, t := range types {
		at := path + "[" + strconv.Itoa(i) + "]"
		switch {
		case !slices.ContainsFunc(document.Classes(), func(c document.Class) bool { _, ok := document.Lookup(c, t); return ok }):
			faults.Add(at, bonafide.CodeUnknown)
		case slices.Contains(types[:i], t):
			faults.Add(at, bonafide.CodeRepeated)
		}
	}
}

// asked is what a flag asks for, nothing of it handed in yet.
func asked(types []document.Type) []permission.Asked {
	var out []permission.Asked
	for _, t := range types {
		out = append(out, permission.Asked{Type: string(t)})
	}
	return out
}

// passFlag moves a flag for documents on: to review when all that is asked for is
// there, and to its end when all of that is accepted (Synapse, possible flag codes).
// What it asks for are the types that it names and those that enhanced due diligence
// demands; a flag that names none takes the next document that is handed in.
func passFlag(before, u User, at time.Time) (User, []bonafide.Event, error) {
	parts := u.Standing.FlagCode.Parts()
	if before.ID == "" { // documents that come with the flag came before it
		return u, nil, nil
	}
	if u.Standing.Flag != permission.Flagged || parts.Action != permission.ActionDocRequest {
		return u, nil, nil
	}
	news := arrivals(before, u)
	u.Standing.Asked = slices.Clone(u.Standing.Asked)
	for i, a := range u.Standing.Asked {
		if _, _, there := u.sub(a.ID); there {
			continue
		}
		if id, ok := news[document.Type(a.Type)]; ok {
			u.Standing.Asked[i].ID = id
		}
	}
	var events []bonafide.Event
	moved := func() {
		u.Standing.FlaggedAt = at
		events = append(events, bonafide.NewEvent(event.Flagged, at, bonafide.System(), "flag", string(u.Standing.Flag), "code", string(u.Standing.FlagCode)))
	}
	if parts.Stage == permission.StageUpload && u.allIn(before, len(news) > 0) {
		parts.Stage = permission.StageReview
		u.Standing.FlagCode = permission.FlagCode(string(parts.Stage) + "|" + string(parts.Action) + "|" + parts.Reason)
		moved()
	}
	if parts.Stage == permission.StageReview && u.allAccepted(before) {
		u.Standing.Flag, u.Standing.FlagCode, u.Standing.Asked = permission.NotFlagged, "", nil
		moved()
		u.Standing.FlaggedAt = time.Time{}
	}
	return u, events, nil
}

// arrivals are the documents that were handed in since before, by type.
func arrivals(before, u User) map[document.Type]string {
	out := make(map[document.Type]string)
	for _, b := range u.Documents {
		for d := range b.Subs() {
			if info, _ := document.Lookup(d.Class, d.Type); info.Derived || !delivered(d) {
				continue
			}
			if _, was, ok := before.sub(d.ID); !ok || !sameEvidence(was, d) {
				out[d.Type] = d.ID
			}
		}
	}
	return out
}

// allIn reports whether all that a flag asks for is there.
func (u User) allIn(before User, news bool) bool {
	switch {
	case u.demands():
		return false
	case len(u.Standing.Asked) > 0:
		return !slices.ContainsFunc(u.Standing.Asked, func(a permission.Asked) bool { return a.ID == "" })
	}
	return before.demands() || news
}

// demands reports whether enhanced due diligence still asks for documents.
func (u User) demands() bool {
	return slices.ContainsFunc(u.Documents, func(b document.Base) bool { return len(b.RequiredEDDDocs) > 0 })
}

// allAccepted reports whether all that a flag asked for is accepted: what it names by a
// verdict, enhanced due diligence by the reviewer's word.
func (u User) allAccepted(before User) bool {
	open := slices.ContainsFunc(u.Documents, func(b document.Base) bool {
		return len(b.RequiredEDDDocs) > 0 || b.EDDStatus == document.EDDReviewing || b.EDDStatus == document.EDDInvalid
	})
	if open {
		return false
	}
	if len(u.Standing.Asked) > 0 {
		return !slices.ContainsFunc(u.Standing.Asked, func(a permission.Asked) bool {
			_, d, ok := u.sub(a.ID)
			return !ok || d.Status != document.Valid
		})
	}
	return slices.ContainsFunc(u.Documents, func(b document.Base) bool {
		was, _ := before.Document(b.ID)
		return b.EDDStatus == document.EDDValid && was.EDDStatus != document.EDDValid
	})
}
