package synapse

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/user"
	"github.com/bonafide-go/bonafide/wire/internal/rest"
)

// An Error is the published error body. Codes are texts.
type Error struct {
	Error     Text   `json:"error"`
	ErrorCode string `json:"error_code"`
	HTTPCode  string `json:"http_code"`
	Success   bool   `json:"success"`
}

// A Text is a text in English.
type Text struct {
	EN string `json:"en"`
}

// The published error codes, and the HTTP status that each is answered with.
const (
	codePending     = "10"  // accepted, an action is due
	codeClient      = "100" // client credentials
	codeUser        = "110" // user credentials
	codePayload     = "200" // error in the payload
	codeDenied      = "300" // unauthorized action
	codeValues      = "400" // incorrect values
	codeNotFound    = "404"
	codeState       = "410" // action not allowed on the object
	codeTooMany     = "429"
	codeIdempotency = "450" // the idempotency key is in use
	codeFailed      = "460" // request failed
	codeServer      = "500"
	codeUnavailable = "503"
	codeTimeout     = "504"
)

// errUser says that a user's credentials were refused.
var errUser = errors.New("synapse: user credentials")

// EncodeError returns the HTTP status and the published body of an error of a Service
// or a codec. It names fields and codes, and no value. A host calls it
// where it refuses a request itself, such as by a limit.
func EncodeError(err error) (status int, body Error) {
	status, code, text := meaning(err)
	return status, Error{Error: Text{text}, ErrorCode: code, HTTPCode: strconv.Itoa(status)}
}

func meaning(err error) (status int, code, text string) {
	switch {
	case errors.Is(err, rest.ErrStranger):
		return http.StatusUnauthorized, codeClient, "Incorrect client credentials."
	case errors.Is(err, errUser):
		return http.StatusUnauthorized, codeUser, "Incorrect user credentials or fingerprint."
	case errors.Is(err, context.DeadlineExceeded):
		return http.StatusGatewayTimeout, codeTimeout, "Gateway timeout."
	}
	switch rest.Classify(err) {
	case rest.Invalid:
		return http.StatusBadRequest, codePayload, sentence(rest.Faults(err))
	case rest.TooLarge:
		return http.StatusRequestEntityTooLarge, codePayload, "The body is too large."
	case rest.MediaType:
		return http.StatusUnsupportedMediaType, codePayload, "The body is to be JSON, by its content type."
	case rest.Denied:
		return http.StatusUnauthorized, codeDenied, "Unauthorized action."
	case rest.NotFound:
		return http.StatusNotFound, codeNotFound, "Object not found."
	case rest.State, rest.Duplicate:
		return http.StatusConflict, codeState, "Action not allowed on the object as it is."
	case rest.Reused:
		return http.StatusConflict, codeIdempotency, "The idempotency key is in use for another request."
	case rest.NotConfigured:
		return http.StatusNotImplemented, codeServer, "This service is set up without what that takes."
	case rest.Conflict, rest.Unavailable, rest.Gone:
		return http.StatusServiceUnavailable, codeUnavailable, "Not available at the moment; try again."
	case rest.Refused:
		return refusal(rest.Refusal(err))
	}
	return http.StatusInternalServerError, codeServer, "Server error."
}

func refusal(code bonafide.Code) (status int, published, text string) {
	switch code {
	case user.RefusedKey:
		return http.StatusUnauthorized, codeUser, "Incorrect user credentials or fingerprint."
	case user.RefusedScope:
		return http.StatusUnauthorized, codeDenied, "The key is not for this action."
	case user.RefusedToken:
		return http.StatusConflict, codeValues, "Incorrect refresh_token."
	case user.RefusedCode:
		return http.StatusConflict, codeValues, "Incorrect validation_pin."
	case user.RefusedSending:
		return http.StatusTooManyRequests, codeTooMany, "Too many codes were sent; try again later."
	case bonafide.RefusedErased:
		return http.StatusConflict, codeState, "Action not allowed on the object as it is."
	}
	return http.StatusPaymentRequired, codeFailed, "Request failed: " + string(code) + "."
}

// maxTold bounds the faults that an answer tells.
const maxTold = 20

// sentence tells faults by path and code.
func sentence(faults []bonafide.Fault) string {
	if len(faults) == 0 {
		return "Error in payload."
	}
	var parts []string
	for _, f := range faults[:min(len(faults), maxTold)] {
		path := f.Path
		if path == "" {
			path = "body"
		}
		parts = append(parts, path+": "+string(f.Code))
	}
	return "Error in payload. " + strings.Join(parts, "; ") + "."
}
