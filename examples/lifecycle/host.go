package main

import (
	"bytes"
	"context"
	"embed"
	"fmt"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/document/upload"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/permission/money"
	"github.com/bonafide-go/bonafide/permission/program"
	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/screening/match"
	"github.com/bonafide-go/bonafide/store/memory"
	"github.com/bonafide-go/bonafide/user"
)

//go:embed programs
var programs embed.FS

// A host is two platforms of one tenant, their compliance officers, a vendor and
// the phones that codes go to.
type host struct {
	opts     user.Options
	store    bonafide.Store
	keys     *bonafide.Keys
	users    *user.Service
	platform bonafide.Actor
	other    bonafide.Actor
	officer  bonafide.Actor
	clock    time.Time
	ids      int
	code     bonafide.Secret                         // the last that was sent
	verdict  func(document.Request) document.Verdict // what the vendor says to a photo id
	asked    map[string]document.Request             // what it was asked last, by user
}

func newHost(ctx context.Context) (*host, error) {
	h := &host{
		store:    memory.New("demo"),
		platform: bonafide.Platform("acme"), other: bonafide.Platform("globex"), officer: bonafide.Reviewer("officer-7"),
		clock: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC),
		asked: map[string]document.Request{},
	}
	engine := match.NewEngine(nil)
	list, err := sample()
	if err != nil {
		return nil, err
	}
	if err := engine.Load(list); err != nil {
		return nil, err
	}
	book, err := readBook("v1.json")
	if err != nil {
		return nil, err
	}
	if h.keys, err = demoKeys(ctx); err != nil {
		return nil, err
	}
	h.opts = user.Options{
		Programs:  book,
		Screener:  engine,
		Verifier:  document.VerifierFunc(h.verify),
		Messenger: user.MessengerFunc(func(_ context.Context, m user.Message) error { h.code = m.Code; return nil }),
		Files:     document.NewMemoryFiles(),
		Now:       func() time.Time { return h.clock },
		NewID:     func() (string, error) { h.ids++; return fmt.Sprintf("id-%03d", h.ids), nil },
		NewCode:   func() (string, error) { return "135790", nil },
	}
	h.users, err = user.New(h.store, h.keys, &h.opts)
	return h, err
}

// verify is the vendor: it says yes, and to photo ids what the day's play wants.
func (h *host) verify(_ context.Context, r document.Request) (document.Verdict, error) {
	if r.Type == document.GovtID && h.verdict != nil {
		h.asked[r.UserID] = r
		return h.verdict(r), nil
	}
	return document.Verdict{Outcome: document.OutcomeValid, Verifier: "vendor"}, nil
}

func readBook(names ...string) (*program.Book, error) {
	var sheets [][]byte
	for _, name := range names {
		sheet, err := programs.ReadFile("programs/" + name)
		if err != nil {
			return nil, err
		}
		sheets = append(sheets, sheet)
	}
	return program.ParseBook(sheets...)
}

// sample is a list of one made-up person.
func sample() (screening.List, error) {
	born := bonafide.Date{Year: 1971, Month: 3, Day: 9}
	return screening.NewList(screening.KeyOFACSDN, bonafide.Date{Year: 2026, Month: 3, Day: 1}, []screening.Entry{{
		ID: "90001", Type: screening.Person, BirthDates: []screening.BirthDate{{From: born, To: born}},
		Names: []screening.Name{{Text: "VESTERGREN, Oskar Ilmari", Kind: screening.PrimaryName}},
	}})
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

// payment is a transfer of 90 dollars out.
func (h *host) payment(id string) (user.MoveRequest, error) {
	amount, err := bonafide.ParseMoney("90.00", "USD")
	return user.MoveRequest{Transaction: money.Transaction{ID: id, Direction: permission.Outbound, Amount: amount, At: h.clock}}, err
}

// pay tries to move money of a user and prints how that ended.
func (h *host) pay(ctx context.Context, id, payment, what string) error {
	request, err := h.payment(payment)
	if err != nil {
		return err
	}
	moved, err := h.users.Move(ctx, h.platform, id, request)
	tell(h.platform, fmt.Sprintf("%s (allowed: %t)", what, moved.Allowed), err)
	return nil
}

// nextDay lets the night pass.
func (h *host) nextDay() {
	h.clock = h.clock.Add(24 * time.Hour).Truncate(24 * time.Hour).Add(9 * time.Hour)
}

// papers are what a customer hands in.
func papers(name, email, phone, ssn string, year int) document.Submission {
	return document.Submission{
		Name: name, Email: email, PhoneNumber: phone, IP: "203.0.113.7", EntityType: "NOT_KNOWN", EntityScope: "Not Known",
		Day: 9, Month: 3, Year: year, AddressStreet: "1 Market Street", AddressCity: "San Francisco", AddressSubdivision: "CA",
		AddressPostalCode: "94105", AddressCountryCode: "US",
		VirtualDocs:  []document.SubSubmission{{Type: document.SSN, Value: bonafide.NewSecret(ssn)}},
		PhysicalDocs: []document.SubSubmission{photo("photo")},
	}
}

// photo is a photo id; another word gives another picture.
func photo(word string) document.SubSubmission {
	return document.SubSubmission{Type: document.GovtID, Upload: bytes.NewReader(document.SandboxImage(word)), MediaType: upload.PNG}
}

// join creates a user, proves its number and hands its papers in.
func (h *host) join(ctx context.Context, by bonafide.Actor, in document.Submission) (user.User, error) {
	u, err := h.users.Create(ctx, by, user.CreateRequest{Phone: in.PhoneNumber, LegalNames: []string{in.Name}})
	if err != nil {
		return u, err
	}
	if _, err = h.users.SendCode(ctx, by, u.ID, user.SendCodeRequest{}); err != nil {
		return u, err
	}
	if _, err = h.users.VerifyCode(ctx, by, u.ID, user.VerifyCodeRequest{Code: h.code}); err != nil {
		return u, err
	}
	if _, err = h.users.SubmitDocuments(ctx, by, u.ID, user.SubmitRequest{Documents: []document.Submission{in}}); err != nil {
		return u, err
	}
	return h.work(ctx, u.ID)
}

// work lets some minutes pass and does what is due, as a worker would.
func (h *host) work(ctx context.Context, id string) (user.User, error) {
	h.clock = h.clock.Add(5 * time.Minute)
	return h.users.Advance(ctx, id)
}
