package clients

import (
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path/filepath"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/document/files"
	"github.com/bonafide-go/bonafide/outbox"
	"github.com/bonafide-go/bonafide/permission/program"
	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/screening/lists"
	"github.com/bonafide-go/bonafide/screening/match"
	"github.com/bonafide-go/bonafide/store/postgres"
	"github.com/bonafide-go/bonafide/store/sqlite"
	"github.com/bonafide-go/bonafide/user"
)

// bareEnv has the test binary serve the bare handler at an address in place of testing.
const bareEnv = "BONAFIDE_BARE"

// bare serves, in a process of the same shape as the service, what is left without the
// published API: the same calls of a Service for POST /users and GET /users/{id}.
func bare(addr, dir, dsn string) error {
	ctx := context.Background()
	users, store, err := bareUsers(ctx, dir, dsn)
	if err != nil {
		return err
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(http.ResponseWriter, *http.Request) {})
	by := bonafide.Platform("bare")
	answer := func(w http.ResponseWriter, r *http.Request, u user.User, err error) {
		var token bonafide.Secret
		if err == nil {
			_, err = users.Access(r.Context(), by, u.ID)
		}
		if err == nil {
			token, err = users.IssueToken(r.Context(), by, u.ID, user.IssueTokenRequest{Key: "shown"})
		}
		if err != nil {
			http.Error(w, "failed", http.StatusInternalServerError)
			return
		}
		_ = json.NewEncoder(w).Encode(map[string]any{"_id": u.ID, "names": u.LegalNames, "refresh_token": token.Reveal()})
	}
	mux.HandleFunc("POST /synapse/v3.1/users", func(w http.ResponseWriter, r *http.Request) {
		req, err := bareRequest(r)
		if err != nil {
			http.Error(w, "failed", http.StatusBadRequest)
			return
		}
		u, err := users.Create(r.Context(), by, req)
		answer(w, r, u, err)
	})
	mux.HandleFunc("GET /synapse/v3.1/users/{id}", func(w http.ResponseWriter, r *http.Request) {
		u, err := users.Get(r.Context(), by, r.PathValue("id"))
		answer(w, r, u, err)
	})
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return err
	}
	go func() { _ = users.Run(ctx, user.WorkerOptions{}) }()
	for _, name := range []string{"one", "two"} {
		go func() {
			_ = outbox.Run(ctx, store, name, func(context.Context, bonafide.Event) error { return nil }, nil)
		}()
	}
	fmt.Println("demo synapse client_id=bare client_secret=bare")
	return http.Serve(listener, mux)
}

func bareRequest(r *http.Request) (user.CreateRequest, error) {
	var body struct {
		Logins []struct {
			Email bonafide.Email `json:"email"`
		} `json:"logins"`
		Phones    []string              `json:"phone_numbers"`
		Names     []string              `json:"legal_names"`
		Documents []document.Submission `json:"documents"`
	}
	if err := json.NewDecoder(r.Body).Decode(&body); err != nil {
		return user.CreateRequest{}, err
	}
	return user.CreateRequest{
		Region: "US", Phone: body.Phones[0], LegalNames: body.Names, Documents: body.Documents, Fingerprint: bonafide.NewSecret("device"),
		Logins: []user.Login{{Email: body.Logins[0].Email, Scope: user.ReadAndWrite}},
	}, nil
}

func bareUsers(ctx context.Context, dir, dsn string) (*user.Service, bonafide.Store, error) {
	store, err := bareStore(ctx, dir, dsn)
	if err != nil {
		return nil, nil, err
	}
	wrapper, err := bonafide.NewLocalWrapper(make([]byte, 32))
	if err != nil {
		return nil, nil, err
	}
	root, err := bonafide.NewRoot(ctx, wrapper, "demo")
	if err != nil {
		return nil, nil, err
	}
	keys, err := bonafide.NewKeys(ctx, "demo", wrapper, root)
	if err != nil {
		return nil, nil, err
	}
	uploads, err := files.Open(filepath.Join(dir, "uploads"))
	if err != nil {
		return nil, nil, err
	}
	names, err := filepath.Glob("../programs/*.json")
	if err != nil {
		return nil, nil, err
	}
	var texts [][]byte
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			return nil, nil, err
		}
		texts = append(texts, text)
	}
	programs, err := program.ParseBook(texts...)
	if err != nil {
		return nil, nil, err
	}
	engine := match.NewEngine(nil)
	if _, err := engine.Refresh(ctx, ofac{os.DirFS("../ofac")}); err != nil {
		return nil, nil, err
	}
	users, err := user.New(store, keys, &user.Options{
		Programs: programs, Screener: engine, Files: uploads, Verifier: document.NewSandbox(nil), Sandbox: true,
		Documents: document.Rules{Sandbox: true, Mixed: true},
		Identity:  user.IdentityPolicy{Shared: true, TrustFirstDevice: true, PlatformsSwap: true},
	})
	return users, store, err
}

func bareStore(ctx context.Context, dir, dsn string) (bonafide.Store, error) {
	if dsn == "" {
		return sqlite.Open(ctx, filepath.Join(dir, "records.db"), "demo", &sqlite.Options{Migrate: true})
	}
	pool, err := pgxpool.New(ctx, dsn)
	if err != nil {
		return nil, err
	}
	if err := postgres.Migrate(ctx, pool, nil); err != nil {
		return nil, err
	}
	return postgres.New(ctx, pool, "demo")
}

// ofac is the service's sample list.
type ofac struct{ files fs.FS }

// Fetch is [screening.Source].
func (o ofac) Fetch(context.Context) (screening.List, error) {
	return lists.ReadOFAC(o.files, &lists.OFACOptions{Edition: bonafide.Date{Year: 2026, Month: 3, Day: 1}})
}
