package rest

import (
	"errors"
	"net/http"

	"github.com/bonafide-go/bonafide"
)

// ErrStranger says that the host does not know who calls.
var ErrStranger = errors.New("rest: nobody that the host knows")

// Admit asks the host who calls. What the host says of a stranger is kept from it: the
// error is [ErrStranger], or the host's own where it says that it cannot tell for now, or
// that the caller left. An outage is no verdict about anybody's credentials.
func Admit(actor func(*http.Request) (bonafide.Actor, error), r *http.Request) (bonafide.Actor, error) {
	by, err := actor(r)
	if err == nil {
		return by, nil
	}
	if kind := Classify(err); kind == Unavailable || kind == Gone {
		return bonafide.Actor{}, err
	}
	return bonafide.Actor{}, ErrStranger
}
