package photo

import (
	"context"
	"fmt"
	"strings"

	"github.com/bonafide-go/bonafide/document"
)

// Before returns a [document.Verifier] that checks photo IDs and selfies before it asks next about
// them. A photo that nobody could make use of ([Finding].Certain) is invalid at once, for the
// reasons found, and costs no call; any finding does that under [Options].Strict. Other findings go
// to reviewers, as a note on the verdict of next that has none. Other documents go to next as
// they are.
func (c *Checker) Before(next document.Verifier) document.Verifier {
	return document.VerifierFunc(func(ctx context.Context, r document.Request) (document.Verdict, error) {
		info, ok := document.Lookup(r.Class, r.Type)
		if !ok || !info.PhotoID || r.File == nil {
			return document.Verify(ctx, next, r)
		}
		content, err := r.File(ctx)
		if err != nil {
			return document.Verdict{}, err
		}
		look := c.Check
		if r.Type == document.Selfie {
			look = c.CheckFace
		}
		report, err := look(ctx, r.MediaType, content)
		if err != nil {
			return document.Verdict{}, err
		}
		against := report.Certain()
		if c.options.Strict {
			against = report.Findings
		}
		if len(against) > 0 {
			return document.Verdict{Outcome: document.OutcomeInvalid, Reasons: reasonsOf(against), Verifier: "photo_check"}, nil
		}
		verdict, err := document.Verify(ctx, next, r)
		if err == nil && verdict.Note == "" {
			verdict.Note = report.note()
		}
		return verdict, err
	})
}

// note is what reviewers read of the findings.
func (r Report) note() string {
	var lines []string
	for _, f := range r.Findings {
		switch {
		case f.Detail != "":
			lines = append(lines, fmt.Sprintf("%s: %s", f.Reason, f.Detail))
		default:
			lines = append(lines, fmt.Sprintf("%s: %s %.4g, limit %.4g", f.Reason, f.Measure, f.Value, f.Limit))
		}
	}
	return strings.Join(lines, "; ")
}
