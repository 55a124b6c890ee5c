package dots

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/user"
	"github.com/bonafide-go/bonafide/wire/internal/rest"
)

// An Error is the body of an answer that is no success.
type Error struct {
	Code    string           `json:"code"`
	Message string           `json:"message"`
	Errors  []bonafide.Fault `json:"errors,omitzero"` // what is wrong with the request, by path
}

// The published codes that are used, and behind them those that this API adds where
// the published ones have no word.
const (
	invalidInput    = "invalid-input"
	invalidSSN      = "invalid-ssn"
	invalidUsername = "invalid-username"
	invalidPhone    = "invalid-phone-number"
	invalidEmail    = "invalid-email"
	invalidVoIP     = "invalid-phone-number-voip"
	invalidLandline = "invalid-phone-number-landline"
	infoMissing     = "user-info-missing"
	infoMissingCash = "user-info-missing-cash-app"
	unavailable     = "service-unavailable"
	busy            = "resource-busy"

	invalidToken = "invalid-token"
	unauthorized = "unauthorized"
	forbidden    = "forbidden"
	notFound     = "not-found"
	tooMany      = "too-many-requests"
	tooLarge     = "body-too-large"
	mediaType    = "unsupported-media-type"
	wrongState   = "invalid-state"
	internal     = "internal-error"

	notConfigured = "not-configured"
)

// words are what people read beside a code.
func words(code string) string {
	return map[string]string{
		invalidInput: "The input is invalid.", invalidSSN: "The taxpayer number is invalid.", invalidUsername: "The username is invalid.",
		invalidPhone: "The phone number is invalid.", invalidEmail: "The email address is invalid.",
		invalidVoIP: "Numbers of internet telephony are not allowed.", invalidLandline: "A landline takes no text message.",
		infoMissing: "The user lacks this information.", infoMissingCash: "The user lacks a Cash App account.",
		unavailable: "A service is unavailable, try again.", busy: "Previous requests are still being processed, try again.",
		invalidToken: "Incorrect token", unauthorized: "Client id or API key is missing or wrong.", forbidden: "This is not allowed.",
		notFound: "There is no such object.", tooMany: "Too many requests, try again later.", tooLarge: "The body is too large.",
		mediaType: "The body must be JSON.", wrongState: "The user's state does not allow this.", internal: "An error that is not yours.",
		notConfigured: "This service is set up without what that takes.",
	}[code]
}

// An answer is how an error is told.
type answer struct {
	status int
	code   string
}

// answerTo says how an error of the Service is told.
func answerTo(err error) answer {
	switch rest.Classify(err) {
	case rest.Invalid:
		return answer{http.StatusBadRequest, codeOf(rest.Faults(err))}
	case rest.Denied:
		return answer{http.StatusForbidden, forbidden}
	case rest.NotFound:
		return answer{http.StatusNotFound, notFound}
	case rest.State:
		return answer{http.StatusConflict, wrongState}
	case rest.Refused:
		return refusal(rest.Refusal(err))
	case rest.Conflict, rest.Duplicate, rest.Reused:
		return answer{http.StatusConflict, busy}
	case rest.NotConfigured:
		return answer{http.StatusNotImplemented, notConfigured}
	case rest.Unavailable, rest.Gone:
		return answer{http.StatusServiceUnavailable, unavailable}
	case rest.TooLarge:
		return answer{http.StatusRequestEntityTooLarge, tooLarge}
	case rest.MediaType:
		return answer{http.StatusUnsupportedMediaType, mediaType}
	}
	return answer{http.StatusInternalServerError, internal}
}

// codeOf is the published code of the first fault that has one.
func codeOf(faults []bonafide.Fault) string {
	for _, f := range faults {
		switch path := f.Path[strings.LastIndexByte(f.Path, '.')+1:]; path {
		case "tin":
			return invalidSSN
		case "username":
			return invalidUsername
		case "phone_number", "country_code":
			return invalidPhone
		case "email":
			return invalidEmail
		}
	}
	return invalidInput
}

func refusal(code bonafide.Code) answer {
	switch code {
	case user.RefusedCode:
		return answer{http.StatusBadRequest, invalidToken}
	case user.RefusedSending:
		return answer{http.StatusTooManyRequests, tooMany}
	case user.RefusedVoIP:
		return answer{http.StatusBadRequest, invalidVoIP}
	case user.RefusedLandline:
		return answer{http.StatusBadRequest, invalidLandline}
	case user.RefusedPremium, user.RefusedNoNumber:
		return answer{http.StatusBadRequest, invalidPhone}
	case bonafide.RefusedErased:
		return answer{http.StatusNotFound, notFound}
	}
	return answer{http.StatusConflict, wrongState}
}

// fail answers an error. What is a fault of the host goes to its log, by the pattern
// of the request: no error carries a value.
func (h *handler) fail(w http.ResponseWriter, r *http.Request, err error) {
	var coded *codedError
	a := answerTo(err)
	if errors.As(err, &coded) {
		a = coded.answer
	}
	if a.status >= 500 && !errors.Is(err, context.Canceled) {
		h.opts.Logger.ErrorContext(r.Context(), "dots: request failed", "endpoint", r.Pattern, "code", a.code, "error", err)
	}
	if a.status == http.StatusServiceUnavailable && w.Header().Get("Retry-After") == "" {
		w.Header().Set("Retry-After", "5")
	}
	rest.Write(w, a.status, Error{Code: a.code, Message: words(a.code), Errors: rest.Faults(err)})
}

// A codedError has an answer of its own.
type codedError struct{ answer answer }

func (e *codedError) Error() string { return "dots: " + e.answer.code }

// missing says that the user lacks something.
func missing(code string) error {
	return &codedError{answer{http.StatusBadRequest, code}}
}

// renamed tells the faults of the Service by the names of this API, behind prefix.
func renamed(err error, prefix string) error {
	faults := rest.Faults(err)
	if len(faults) == 0 {
		return err
	}
	out := &bonafide.InvalidError{Fields: make([]bonafide.Fault, len(faults))}
	for i, f := range faults {
		f.Path = strings.TrimSuffix(prefix+published(f.Path), ".")
		out.Fields[i] = f
	}
	return out
}

// retryAfter tells when a request that was too much may be made again.
func retryAfter(w http.ResponseWriter, wait time.Duration) {
	seconds := max(int((wait+time.Second-1)/time.Second), 1)
	w.Header().Set("Retry-After", strconv.Itoa(seconds))
}
