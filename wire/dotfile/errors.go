package dotfile

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
	"github.com/bonafide-go/bonafide/wire/internal/rest"
)

// errorObject is the published error.
type errorObject struct {
	StatusCode int    `json:"status_code"`
	Timestamp  moment `json:"timestamp"`
	Code       string `json:"code"`
	Message    string `json:"message"`
}

// failure is what an error is answered with: fields and codes, never a value.
func failure(err error) errorObject {
	switch rest.Classify(err) {
	case rest.Invalid:
		return errorObject{StatusCode: http.StatusBadRequest, Code: "BAD_REQUEST", Message: faults(rest.Faults(err))}
	case rest.Refused:
		code := string(rest.Refusal(err))
		if code == string(bonafide.RefusedRetention) || code == string(bonafide.RefusedHold) {
			return errorObject{StatusCode: http.StatusConflict, Code: strings.ToUpper(code), Message: "the data has to be kept for now: " + code}
		}
		return errorObject{StatusCode: http.StatusBadRequest, Code: strings.ToUpper(code), Message: "refused: " + obstacles(err, code)}
	case rest.Duplicate:
		return errorObject{StatusCode: http.StatusBadRequest, Code: "EXTERNAL_ID_NOT_UNIQUE", Message: "external_id: must be unique"}
	case rest.Denied:
		return errorObject{StatusCode: http.StatusForbidden, Code: "FORBIDDEN", Message: "this API key may not do this"}
	case rest.NotFound:
		return errorObject{StatusCode: http.StatusNotFound, Code: "NOT_FOUND", Message: "nothing can be found"}
	case rest.State:
		return errorObject{StatusCode: http.StatusConflict, Code: "STATE_CONFLICT", Message: "not allowed in the present status"}
	case rest.Conflict, rest.Reused:
		return errorObject{StatusCode: http.StatusConflict, Code: "CONFLICT", Message: "it changed meanwhile, try again"}
	case rest.TooLarge:
		return errorObject{StatusCode: http.StatusRequestEntityTooLarge, Code: "PAYLOAD_TOO_LARGE", Message: "the body is too large"}
	case rest.MediaType:
		return errorObject{StatusCode: http.StatusUnsupportedMediaType, Code: "UNSUPPORTED_MEDIA_TYPE", Message: "the body must be application/json"}
	case rest.NotConfigured:
		return errorObject{StatusCode: http.StatusNotImplemented, Code: "NOT_CONFIGURED", Message: "this service is set up without what that takes"}
	case rest.Unavailable:
		return errorObject{StatusCode: http.StatusServiceUnavailable, Code: "SERVICE_UNAVAILABLE", Message: "try again"}
	}
	return errorObject{StatusCode: http.StatusInternalServerError, Code: "INTERNAL_SERVER_ERROR", Message: "something went wrong"}
}

// obstacles are all codes that refuse an approval, each once; else the one code.
func obstacles(err error, code string) string {
	var o *casefile.ObstacleError
	if !errors.As(err, &o) {
		return code
	}
	var codes []string
	for _, x := range o.Obstacles {
		if !slices.Contains(codes, string(x.Code)) {
			codes = append(codes, string(x.Code))
		}
	}
	return strings.Join(codes, ", ")
}

// unauthorized is the answer to who is not known.
func unauthorized() errorObject {
	return errorObject{StatusCode: http.StatusUnauthorized, Code: "UNAUTHORIZED", Message: "API key is missing or not valid"}
}

// faults are told by the names that the published API has.
func faults(all []bonafide.Fault) string {
	if len(all) == 0 {
		return "the request is malformed"
	}
	names := strings.NewReplacer("fields.", "", ".to_ref", ".source_company_ref", ".iban", ".banking_information.iban", "add_tags", "tags", "remove_tags", "tags")
	var out []string
	for _, f := range all {
		path := names.Replace(f.Path)
		switch path {
		case "iban":
			path = "banking_information.iban"
		case "text":
			path = "content"
		case "from":
			path = "from_company_id"
		case "to":
			path = "to_company_id"
		}
		line := string(f.Code)
		if path != "" {
			line = path + ": " + line
		}
		if f.Rule != "" {
			line += " (" + f.Rule + ")"
		}
		out = append(out, line)
	}
	return strings.Join(out, ", ")
}
