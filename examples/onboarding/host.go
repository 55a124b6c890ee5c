package main

import (
	"context"
	"fmt"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/permission/program"
	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/screening/match"
	"github.com/bonafide-go/bonafide/store/memory"
	"github.com/bonafide-go/bonafide/user"
)

// A host is what a fintech's service would be: the platform, its terminal in
// place of a message gateway, and its compliance officer.
type host struct {
	users    *user.Service
	platform bonafide.Actor
	reviewer bonafide.Actor
	clock    time.Time
	ids      int
	terminal bonafide.Secret // the last code that was "sent"
}

func newHost(ctx context.Context, list screening.List) (*host, error) {
	h := &host{
		platform: bonafide.Platform("acme"),
		reviewer: bonafide.Reviewer("officer-7"),
		clock:    time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC),
	}
	engine := match.NewEngine(nil)
	if err := engine.Load(list); err != nil {
		return nil, err
	}
	sheet, err := files.ReadFile("program.json")
	if err != nil {
		return nil, err
	}
	programs, err := program.ParseBook(sheet)
	if err != nil {
		return nil, err
	}
	keys, err := demoKeys(ctx)
	if err != nil {
		return nil, err
	}
	h.users, err = user.New(memory.New("demo"), keys, &user.Options{
		Programs: programs,
		Screener: engine,
		// The first answer is "pending"; the verdict comes later.
		Verifier:  document.NewSandbox(&document.SandboxOptions{PendingFirst: true}),
		Messenger: user.MessengerFunc(h.send),
		Files:     document.NewMemoryFiles(),
		Now:       func() time.Time { return h.clock },
		NewID:     h.newID,
		NewCode:   func() (string, error) { return "135790", nil },
	})
	return h, err
}

// demoKeys are fixed, so that ids made from them are the same in every run. A
// real host wraps its keys with a KMS and draws them at random.
func demoKeys(ctx context.Context) (*bonafide.Keys, error) {
	wrapper, err := bonafide.NewLocalWrapper([]byte("a fixed key, for this demo only!"))
	if err != nil {
		return nil, err
	}
	root, err := wrapper.WrapKey(ctx, []byte("a fixed root, for this demo only"), bonafide.KeyContext{Purpose: bonafide.KeyOfTenant, Tenant: "demo"})
	if err != nil {
		return nil, err
	}
	return bonafide.NewKeys(ctx, "demo", wrapper, root)
}

func (h *host) newID() (string, error) {
	h.ids++
	return fmt.Sprintf("id-%03d", h.ids), nil
}

// send shows the message on the terminal, where a gateway would deliver it.
func (h *host) send(_ context.Context, m user.Message) error {
	fmt.Printf("message to %s: your code is %s\n", m.To.Mask(), m.Code.Reveal())
	h.terminal = m.Code
	return nil
}

// wait lets time pass and does what has become due, as a host's timer would.
func (h *host) wait(ctx context.Context, d time.Duration) error {
	h.clock = h.clock.Add(d)
	_, err := h.users.AdvanceDue(ctx, 100)
	return err
}

// onboard takes one applicant through the flow.
func (h *host) onboard(ctx context.Context, a applicant) error {
	u, err := h.users.Create(ctx, h.platform, a.User)
	if err != nil {
		return err
	}
	h.show("created", u)

	if _, err := h.users.SendCode(ctx, h.platform, u.ID, user.SendCodeRequest{}); err != nil {
		return err
	}
	if u, err = h.users.VerifyCode(ctx, h.platform, u.ID, user.VerifyCodeRequest{Code: h.terminal}); err != nil {
		return err
	}
	h.show("phone verified", u)

	u, err = h.submit(ctx, u, a.Document, "documents submitted")
	if err != nil {
		return err
	}
	if len(a.Later.PhysicalDocs) > 0 {
		a.Later.ID = u.Documents[0].ID
		if u, err = h.submit(ctx, u, a.Later, "photo id submitted"); err != nil {
			return err
		}
	}
	if a.Clearance.Reason != "" {
		return h.clear(ctx, u, a)
	}
	return nil
}

// submit hands documents in and follows them to their verdicts.
func (h *host) submit(ctx context.Context, u user.User, in document.Submission, step string) (user.User, error) {
	u, err := h.users.SubmitDocuments(ctx, h.platform, u.ID, user.SubmitRequest{Documents: []document.Submission{in}})
	if err != nil {
		return u, err
	}
	h.show(step, u)

	// The verifier is asked, and answers "pending"; the lists are searched.
	if err := h.wait(ctx, time.Second); err != nil {
		return u, err
	}
	if u, err = h.users.Get(ctx, h.platform, u.ID); err != nil {
		return u, err
	}
	h.show("checks begun", u)

	// The vendor calls back about numbers and files; the rest is asked again.
	for _, b := range u.Documents {
		for d := range b.Subs() {
			if d.Status != document.Reviewing || d.Class == document.Social {
				continue
			}
			_, err := h.users.Resolve(ctx, bonafide.VerifierActor("sandbox"), u.ID, user.ResolveRequest{
				SubDocument: d.ID, Attempt: d.Attempt, Verdict: document.Verdict{Outcome: document.OutcomeValid},
			})
			if err != nil {
				return u, err
			}
		}
	}
	if err := h.wait(ctx, 2*time.Minute); err != nil {
		return u, err
	}
	// Hits are for the compliance officer's eyes, not for the platform's.
	if u, err = h.users.Get(ctx, h.reviewer, u.ID); err != nil {
		return u, err
	}
	h.show("verdicts in", u)
	return u, nil
}

// clear lets the compliance officer look at every hit and decide.
func (h *host) clear(ctx context.Context, u user.User, a applicant) error {
	b := u.Documents[0]
	for _, hit := range u.Screening(b.ID).Open(h.clock) {
		fmt.Printf("hit to decide: %s\n", indent(hit.Explanation.String()))
		var err error
		u, err = h.users.DecideHit(ctx, h.reviewer, u.ID, user.DecideHitRequest{
			Document: b.ID, List: hit.List, EntryID: hit.EntryID, Disposition: a.Clearance.Disposition,
			Reason: a.Clearance.Reason, Expires: h.clock.AddDate(1, 0, 0),
		})
		if err != nil {
			return err
		}
		fmt.Printf("%s decides: %s, because: %s\n", h.reviewer.ID, a.Clearance.Disposition, a.Clearance.Reason)
	}
	h.show("cleared", u)
	return nil
}
