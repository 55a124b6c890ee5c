package desk_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/desk"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/store/memory"
	"github.com/bonafide-go/bonafide/user"
)

// The host knows its officers, here by a header that its proxy sets. What an officer sends is
// a command of the Service, with its rights and its event; who is no reviewer gets no page.
func Example() {
	ctx := context.Background()
	users, err := user.New(memory.New("shop"), bonafide.EphemeralKeys(), nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	u, err := users.Create(ctx, bonafide.Platform("shop"), user.CreateRequest{Phone: "+1 415 555 2671", LegalNames: []string{"Ana Maria Lopez"}})
	if err != nil {
		fmt.Println(err)
		return
	}
	h, err := desk.Handler(users, nil, &desk.Options{Actor: func(r *http.Request) (bonafide.Actor, error) {
		if name := r.Header.Get("X-Officer"); name != "" {
			return bonafide.Reviewer(name), nil
		}
		return bonafide.Platform("shop"), nil
	}})
	if err != nil {
		fmt.Println(err)
		return
	}
	mux := http.NewServeMux()
	mux.Handle("/desk/", http.StripPrefix("/desk", h))

	send := func(officer, method string, form url.Values) *httptest.ResponseRecorder {
		r := httptest.NewRequest(method, "/desk/users/"+u.ID+map[string]string{http.MethodPost: "/standing"}[method], strings.NewReader(form.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("X-Officer", officer)
		w := httptest.NewRecorder()
		mux.ServeHTTP(w, r)
		return w
	}
	page := send("ana", http.MethodGet, nil)
	fmt.Println(page.Code, strings.Contains(page.Body.String(), "Ana Maria Lopez"))
	fmt.Println(send("", http.MethodGet, nil).Code)
	fmt.Println(send("ana", http.MethodPost, url.Values{"key": {"lock-1"}, "permission": {"LOCKED"}, "code": {string(permission.BlockedList)}}).Code)
	u, err = users.Get(ctx, bonafide.Reviewer("ana"), u.ID)
	fmt.Println(u.Permission(), u.Standing.PermissionCode, err)
	// Output:
	// 200 true
	// 403
	// 303
	// LOCKED KYC_FRAUD|BLOCKED_LIST <nil>
}

// A desk without a log-in of the host's own asks the browser for a name and a password.
func ExampleBasic() {
	actor := desk.Basic(func(_ *http.Request, name, password string) (bonafide.Actor, error) {
		if name != "ana" || !bonafide.NewSecret(password).Equal(bonafide.NewSecret("a long password")) {
			return bonafide.Actor{}, bonafide.ErrForbidden
		}
		return bonafide.Reviewer(name), nil
	})
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	r.SetBasicAuth("ana", "a long password")
	by, err := actor(r)
	fmt.Println(by.Kind, by.ID, err)
	r.SetBasicAuth("ana", "a guess")
	_, err = actor(r)
	fmt.Println(errors.Is(err, bonafide.ErrForbidden))
	// Output:
	// reviewer ana <nil>
	// true
}
