package user

import (
	"context"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/permission"
)

// A handover is the documents of one request, whichever command brings them. The
// uploads were read, so that a lost race can be run again.
type handover struct {
	s       *Service
	request SubmitRequest
	digests []bonafide.Secret // of the uploads
	err     error             // what was wrong before anything was read
	files   *prepared         // the files that were put
	run     submission        // the run of the documents
}

// handover reads the uploads of documents.
func (s *Service) handover(documents []document.Submission) *handover {
	h := &handover{s: s, request: SubmitRequest{Documents: documents}, files: &prepared{inTurn: true}}
	if h.err = h.request.bounds(); h.err == nil {
		h.request, h.digests, h.err = h.request.buffer(s.opts.Documents.Upload.MaxBytes)
	}
	h.run = submission{s: s, files: h.files}
	return h
}

// extra is the documents that a request brings beside what it is for; nil for none.
func (s *Service) extra(documents []document.Submission) *handover {
	if len(documents) == 0 {
		return nil
	}
	return s.handover(documents)
}

// check returns what is wrong with the documents as such.
func (h *handover) check() error {
	if h == nil {
		return nil
	}
	return h.err
}

// secrets returns what the JSON of the documents leaves out.
func (h *handover) secrets() []bonafide.Secret {
	if h == nil {
		return nil
	}
	return append(h.request.secrets(), h.digests...)
}

// guesses returns the answers to one-time codes among them.
func (h *handover) guesses() []bonafide.Secret {
	if h == nil {
		return nil
	}
	return h.request.guesses()
}

// with names the parts that the documents need.
func (h *handover) with() []string {
	if len(h.guesses()) > 0 {
		return []string{KindAccess} // the codes are kept there
	}
	return nil
}

// anew forgets the files that were put: whoever they were for did not come about.
func (h *handover) anew() {
	if h != nil {
		*h.files = prepared{inTurn: true}
	}
}

// apply hands the documents over. Files are put before the record that names them;
// nothing stays of a try that failed.
func (h *handover) apply(ctx context.Context, u User, in input) (change, error) {
	if err := h.request.rewind(); err != nil {
		return change{}, err
	}
	key, err := h.s.dataKey(ctx, u)
	if err != nil {
		return change{}, err
	}
	h.files.begin()
	h.run = submission{ctx: ctx, s: h.s, in: in, key: key, files: h.files}
	next, err := h.run.apply(u, h.request)
	if err != nil {
		h.run.discard(u)
	}
	return next, err
}

// beside hands the documents over together with another change of the user, whose
// events come first; its faults and those of the documents are told at once. The
// actor needs the right to submit as well, and a second person cannot stand behind
// both: where the program puts submissions under four eyes they go alone.
func (h *handover) beside(ctx context.Context, u User, in input, events []bonafide.Event, failed error) (change, error) {
	if h == nil {
		return change{State: u, Events: events}, failed
	}
	if !in.By.Is(bonafide.ActorPlatform, bonafide.ActorUser) {
		return change{}, bonafide.ErrForbidden
	}
	if err := h.s.permits(u, string(permission.VerbSubmit), in.By); err != nil {
		return change{}, err
	}
	if h.s.program(u, in.At).FourEyes().Needs(permission.VerbSubmit) {
		return change{}, &bonafide.RefusedError{Code: bonafide.RefusedNoApproval}
	}
	next, err := h.apply(ctx, u, in)
	if failed != nil {
		h.run.discard(u)
		var faults bonafide.Faults
		if faults.Merge("", failed) && faults.Merge("", err) {
			return change{}, faults.Err()
		}
		return change{}, failed
	}
	if err != nil {
		return change{}, err
	}
	next.Events = append(events, next.Events...)
	if len(next.Events) == 0 {
		return next, nil
	}
	return used(next, permission.VerbSubmit, in), nil
}

// settle deletes the files of a creation that did not come about.
func (h *handover) settle(ctx context.Context, id string) {
	if h != nil {
		h.run.settle(ctx, id)
	}
}

// settled deletes the files of documents that did not come about.
func (h *handover) settled(ctx context.Context, id string, err error) {
	if h != nil {
		h.run.settled(ctx, id, err)
	}
}
