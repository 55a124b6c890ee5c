package desk

import (
	"errors"
	"net/http"

	"github.com/bonafide-go/bonafide"
)

// Basic is an [Options.Actor] by HTTP Basic authentication (RFC 7617). Lookup returns who
// has that user name and password, and any error for nobody; it compares in constant time
// and slows guesses down. Serve it over TLS alone. A host calls it where it has no log-in of its own.
func Basic(lookup func(r *http.Request, name, password string) (bonafide.Actor, error)) func(*http.Request) (bonafide.Actor, error) {
	return func(r *http.Request) (bonafide.Actor, error) {
		name, password, ok := r.BasicAuth()
		if !ok {
			return bonafide.Actor{}, errCredentials
		}
		by, err := lookup(r, name, password)
		if err != nil {
			return bonafide.Actor{}, errors.Join(errCredentials, err)
		}
		return by, nil
	}
}
