package dots

import (
	_ "embed"
	"encoding/json"
	"errors"
	"html/template"
	"mime"
	"net/http"
	"strings"
	"sync"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document/tax"
	"github.com/bonafide-go/bonafide/wire/internal/rest"
)

//go:embed form.html
var formText string

var formPage = sync.OnceValues(func() (*template.Template, error) { return template.New("form").Parse(formText) })

// policy lets the page do nothing but be read and sent back to where it came from.
const policy = "default-src 'none'; style-src 'sha256-" + styleHash + "'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// styleHash is the SHA-256 of the style sheet in form.html.
const styleHash = "2kwIUwdBJMAgcJnwiKpxnW5hknQoS5YVs+FL23+apqA="

const maxForm = 64 << 10 // bytes of a form

// A field is one question of the form.
type field struct {
	Name, Label, Hint string
	Type              string // of the input; "choice" for a list of Choices
	Complete          string // autocomplete
	Choices           []string
	Optional          bool
	Value, Fault      string
}

// fieldsOf are the questions of a form, by their published paths.
func fieldsOf(form string) []field {
	address := []field{
		{Name: "address.line_1", Label: "Street and number", Type: "text", Complete: "address-line1"},
		{Name: "address.line_2", Label: "Apartment or suite", Type: "text", Complete: "address-line2", Optional: true},
		{Name: "address.city", Label: "City", Type: "text", Complete: "address-level2"},
		{Name: "address.state", Label: "State or region", Type: "text", Complete: "address-level1", Optional: form == "w8ben"},
		{Name: "address.postcode", Label: "Postal code", Type: "text", Complete: "postal-code", Optional: form == "w8ben"},
		{Name: "address.country", Label: "Country", Hint: "two letters, such as US", Type: "text", Complete: "country"},
	}
	birth := field{Name: "date_of_birth", Label: "Date of birth", Type: "date", Complete: "bday"}
	if form == "w8ben" {
		return append(append([]field{
			{Name: "name", Label: "Full name", Type: "text", Complete: "name"},
			{Name: "citizenship_country", Label: "Country of citizenship", Hint: "two letters, such as DE", Type: "text", Complete: "off"},
			birth,
		}, address...),
			field{Name: "foreign_tax_id", Label: "Taxpayer number where you live", Type: "password", Complete: "off", Optional: true},
			field{Name: "tin", Label: "US taxpayer number", Hint: "if you have one", Type: "password", Complete: "off", Optional: true},
			field{Name: "signature.name", Label: "Your name, as a signature", Type: "text", Complete: "name"},
			field{Name: "signature.email", Label: "E-mail address", Type: "email", Complete: "email"},
			field{Name: "signature.consent", Label: "I declare under penalties of perjury that this is true", Type: "checkbox"})
	}
	birth.Optional, birth.Hint = true, "of a person"
	return append([]field{
		{Name: "entity_type", Label: "Who you are", Type: "choice", Choices: []string{string(tax.Individual), string(tax.Company)}},
		{Name: "first_name", Label: "First name", Hint: "of a person", Type: "text", Complete: "given-name", Optional: true},
		{Name: "last_name", Label: "Last name", Hint: "of a person", Type: "text", Complete: "family-name", Optional: true},
		{Name: "business_name", Label: "Name of the business", Hint: "of a business", Type: "text", Complete: "organization", Optional: true},
		birth,
		{Name: "tin", Label: "Taxpayer number", Hint: "SSN or ITIN of a person, EIN of a business", Type: "password", Complete: "off"},
	}, address...)
}

// A page is what the template shows.
type page struct {
	Title  string
	Note   string // in place of a form
	Form   string // "w9" or "w8ben"; empty asks which
	Fields []field
	Faults int
}

func (h *handler) showForm(w http.ResponseWriter, r *http.Request) {
	if _, _, err := h.byToken(r.Context(), r.PathValue("token")); err != nil {
		h.failPage(w, r, err)
		return
	}
	form := r.URL.Query().Get("form")
	if form != "w9" && form != "w8ben" {
		h.showPage(w, r, http.StatusOK, page{Title: "Tax information"})
		return
	}
	h.showPage(w, r, http.StatusOK, page{Title: "Tax information", Form: form, Fields: fieldsOf(form)})
}

// takeForm hands the form in as the user. The link is good until a form was taken: a
// faulty one is shown again, and the same form twice is the same request.
func (h *handler) takeForm(w http.ResponseWriter, r *http.Request) {
	ctx := r.Context()
	token := r.PathValue("token")
	f, version, err := h.byToken(ctx, token)
	if err != nil {
		h.failPage(w, r, err)
		return
	}
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != "application/x-www-form-urlencoded" {
		h.failPage(w, r, rest.ErrMediaType)
		return
	}
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	if err := r.ParseForm(); err != nil {
		h.failPage(w, r, rest.ErrTooLarge)
		return
	}
	body := decodeForm(r.PostForm.Get)
	req, form, err := DecodeCompliance(body)
	if err != nil {
		h.failPage(w, r, err)
		return
	}
	req.Key = "dots.flow." + f.ID
	_, err = h.users.SubmitTax(ctx, bonafide.User(f.UserID), f.UserID, req)
	if errors.Is(err, bonafide.ErrInvalid) {
		h.showPage(w, r, http.StatusUnprocessableEntity, refill(form, r.PostForm.Get, rest.Faults(err)))
		return
	}
	if err == nil {
		f.Completed = bonafide.Instant(h.opts.Now())
		err = h.kept.put(ctx, f.record(version+1, token), f.due(), f)
	}
	if err != nil && !errors.Is(err, bonafide.ErrConflict) { // it was taken a moment ago
		h.failPage(w, r, err)
		return
	}
	h.showPage(w, r, http.StatusOK, page{Title: "Thank you", Note: "Your tax information was handed in. You can close this page."})
}

// decodeForm reads the answers of a form.
func decodeForm(get func(string) string) (out ComplianceRequest) {
	text := func(name string) string { return strings.TrimSpace(get(name)) }
	secret := func(name string) bonafide.Secret { return bonafide.NewSecret(text(name)) }
	address := tax.AddressSubmission{
		Line1: text("address.line_1"), Line2: text("address.line_2"), City: text("address.city"), State: text("address.state"),
		Country: strings.ToUpper(text("address.country")), Postcode: text("address.postcode"),
	}
	switch text("form") {
	case "w9":
		out.W9 = &tax.W9Submission{
			EntityType: text("entity_type"), FirstName: text("first_name"), LastName: text("last_name"), BusinessName: text("business_name"),
			DateOfBirth: text("date_of_birth"), TIN: secret("tin"), Address: address,
		}
	case "w8ben":
		out.W8BEN = &W8BEN{
			Name: text("name"), CitizenshipCountry: strings.ToUpper(text("citizenship_country")), DateOfBirth: text("date_of_birth"), Address: address,
			TIN: secret("tin"), ForeignTaxID: secret("foreign_tax_id"), TreatyRate: json.Number(""),
			Signature: tax.Signature{Consent: text("signature.consent") == "yes", Name: text("signature.name"), Email: text("signature.email")},
		}
	}
	return out
}

// refill shows a form again with what was answered, numbers excepted, and its faults.
func refill(form string, get func(string) string, faults []bonafide.Fault) page {
	p := page{Title: "Tax information", Form: form, Fields: fieldsOf(form), Faults: len(faults)}
	for i := range p.Fields {
		f := &p.Fields[i]
		if f.Type != "password" {
			f.Value = get(f.Name)
		}
		for _, fault := range faults {
			if fault.Path == f.Name {
				f.Fault = inWords(fault.Code)
			}
		}
	}
	return p
}

// inWords is a fault as people read it.
func inWords(code bonafide.Code) string {
	switch code {
	case bonafide.CodeRequired:
		return "Please fill this in."
	case bonafide.CodeTooLong:
		return "This is too long."
	case bonafide.CodeOutOfRange:
		return "This date cannot be."
	case bonafide.CodeNotAllowed:
		return "This is not possible here."
	}
	return "This does not look right. Please check it."
}

func (h *handler) failPage(w http.ResponseWriter, r *http.Request, err error) {
	switch {
	case errors.Is(err, errLink), errors.Is(err, bonafide.ErrKeyReused):
		h.showPage(w, r, http.StatusGone, page{Title: "This link is no longer good", Note: "It was used, or is too old. Please ask for another one where you got it."})
		return
	}
	a := answerTo(err)
	if a.status >= 500 {
		h.opts.Logger.ErrorContext(r.Context(), "dots: form failed", "endpoint", r.Pattern, "code", a.code, "error", err)
	}
	h.showPage(w, r, a.status, page{Title: "This did not work", Note: "Please go back and try again."})
}

func (h *handler) showPage(w http.ResponseWriter, r *http.Request, status int, p page) {
	var b strings.Builder
	t, err := formPage()
	if err == nil {
		err = t.Execute(&b, p)
	}
	if err != nil {
		h.fail(w, r, err)
		return
	}
	head := w.Header()
	head.Set("Content-Type", "text/html; charset=utf-8")
	head.Set("Content-Security-Policy", policy)
	head.Set("X-Content-Type-Options", "nosniff")
	head.Set("Referrer-Policy", "no-referrer") // the address is the secret
	head.Set("Cache-Control", "no-store")
	head.Set("X-Robots-Tag", "noindex")
	w.WriteHeader(status)
	_, _ = w.Write([]byte(b.String()))
}
