package document

import (
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/bonafide-go/bonafide"
)

// NewSub returns a sub-document of a class from its submission: checked, its
// number graded or its file inspected, and sealed with the record's data key. For
// a file it also returns what the caller must give to [Files] under File.Key
// before it stores the document: the file, sealed as well.
//
// id is new for the user; attempt is new for every submission. The status is
// REVIEWING, and the outside check is due at once; types that nobody checks are
// SUBMITTED. Every fault is listed, with paths relative to the sub-document
// ("document_value", "meta.country_code"); then the Sub is zero. Errors of a
// reader or a scanner come through.
func NewSub(id, attempt string, class Class, in SubSubmission, key *bonafide.DataKey, r Rules, at time.Time) (Sub, []byte, error) {
	at = bonafide.Instant(at)
	d := Sub{ID: id, Class: class, Type: in.Type, Attempt: attempt, Attempts: 1, LastUpdated: at}
	return d.fill(in, key, r, at)
}

// Resubmit returns the document with a new submission in place of what it held,
// under a new attempt: answers to older attempts no longer count. The type stays.
// It fails with an error matching [bonafide.ErrState] for a blacklisted document,
// with a [*bonafide.RefusedError] when the refusal was final or no attempts are
// left, and as [NewSub] does. The file it held before stays in Files until the
// caller deletes it.
func (d Sub) Resubmit(attempt string, in SubSubmission, key *bonafide.DataKey, r Rules, at time.Time) (Sub, []byte, error) {
	if _, err := d.Status.step(resubmit); err != nil {
		return d, nil, err
	}
	if in.Type == "" {
		in.Type = d.Type
	}
	switch {
	case in.Type != d.Type:
		return d, nil, bonafide.Invalid("document_type", bonafide.CodeMismatch)
	case d.Status == Invalid && d.Reject == RejectFinal:
		return d, nil, &bonafide.RefusedError{Code: CodeFinal}
	case d.AttemptsLeft(r) == 0:
		return d, nil, &bonafide.RefusedError{Code: CodeNoAttemptsLeft}
	}
	at = bonafide.Instant(at)
	next := Sub{ID: d.ID, Class: d.Class, Type: d.Type, Attempt: attempt, Attempts: d.Attempts + 1, LastUpdated: at}
	next, content, err := next.fill(in, key, r, at)
	if err != nil {
		return d, nil, err
	}
	return next, content, nil
}

// Codes of refused submissions.
const (
	CodeFinal          bonafide.Code = "final"            // the document was refused for good
	CodeNoAttemptsLeft bonafide.Code = "no_attempts_left" // it was submitted too often
)

// AttemptsLeft returns how often the document may still be submitted: none
// after a final refusal, -1 for without limit.
func (d Sub) AttemptsLeft(r Rules) int {
	switch {
	case d.Status == Blacklisted, d.Status == Invalid && d.Reject == RejectFinal:
		return 0
	case r.maxAttempts() < 0:
		return -1
	}
	return max(r.maxAttempts()-d.Attempts, 0)
}

// fill checks a submission and puts its content into d.
func (d Sub) fill(in SubSubmission, key *bonafide.DataKey, r Rules, at time.Time) (Sub, []byte, error) {
	c := newChecker("", r)
	if d.ID == "" {
		c.add("id", bonafide.CodeRequired)
	}
	if d.Attempt == "" {
		c.add("attempt", bonafide.CodeRequired)
	}
	info, ok := Lookup(d.Class, d.Type)
	switch {
	case d.Type == "":
		c.add("document_type", bonafide.CodeRequired)
	case !ok:
		c.add("document_type", bonafide.CodeUnknown)
	case info.Derived, !info.For(r.kind()):
		c.add("document_type", bonafide.CodeNotAllowed)
	}
	if err := c.faults.Err(); err != nil {
		return Sub{}, nil, err // without a type nothing else can be judged
	}

	d.Meta = c.meta(in.Meta, info)
	idNumber, code := tidy(in.Meta.IDNumber.Reveal(), maxNumber)
	if code != "" {
		c.add("meta.id_number", code)
	}
	d.ExpiresOn = c.expiry(in.Meta.ExpiresOn)
	d.Source = c.source(in.Source, d.Class)

	var value bonafide.Secret
	var mask string
	var content []byte
	var err error
	switch d.Class {
	case Virtual:
		number, numberErr := ParseNumber(d.Type, r.kind(), d.Meta.CountryCode, d.Meta.StateCode, in.Value.Reveal())
		c.merge("document_value", numberErr)
		value, mask, d.Grade, d.NumberKind = number.Value, number.Mask, number.Grade, number.Kind
	case Social:
		value, mask = c.social(in, d)
	case Physical:
		var file Upload
		if file, err = r.Upload.Read(in, info.Media); err == nil {
			content = file.Content
			d.File = &File{SHA256: digest(content), Size: len(content), MediaType: file.MediaType, Width: file.Width, Height: file.Height}
		} else if c.faults.Merge("document_value", err) {
			err = nil
		}
	}
	if faults := c.faults.Err(); faults != nil {
		return Sub{}, nil, faults
	}
	if err != nil {
		return Sub{}, nil, err
	}

	if d.Value, err = key.Seal(d.Field(), value, mask); err != nil {
		return Sub{}, nil, err
	}
	if d.Meta.IDNumber, err = key.Seal(d.idNumberField(), bonafide.NewSecret(idNumber), bonafide.MaskTail(idNumber, 4)); err != nil {
		return Sub{}, nil, err
	}
	var sealed []byte
	if d.File != nil {
		sealed = key.SealBytes(d.fileField(), content)
		d.File.Key = digest(sealed)
	}
	d.Status = Submitted
	if info.Checked {
		d.Status, d.RetryAt = Reviewing, at
	}
	return d, sealed, nil
}

// meta checks what comes beside the value.
func (c *checker) meta(in MetaSubmission, info TypeInfo) Meta {
	var m Meta
	country := in.CountryCode
	if country == "" && info.Issuer == USIssuer {
		country = "US"
	}
	if country != "" {
		code, err := bonafide.ParseCountry(country)
		c.merge("meta.country_code", err)
		m.CountryCode = code
	}
	if m.CountryCode != "" && !c.rules.issuer(info).allows(m.CountryCode) {
		c.addRule("meta.country_code", bonafide.CodeNotAllowed, rulePassports)
	}
	m.StateCode, _ = ParseSubdivision(m.CountryCode, c.text("meta.state_code", in.StateCode, maxRegion))
	switch in.IDKind {
	case "", IDPassport, IDDriverLicense, IDState, IDOther:
		m.IDKind = in.IDKind
	default:
		c.add("meta.id_kind", bonafide.CodeUnknown)
	}
	for _, field := range info.RequiredMeta {
		missing := false
		switch field {
		case MetaCountry:
			missing = in.CountryCode == ""
		case MetaState:
			missing = in.StateCode == ""
		case MetaIDNumber:
			missing = in.IDNumber.IsZero()
		case MetaAddress:
			m.Address = c.postal("meta.address_", PostalAddress{
				Street: in.AddressStreet, City: in.AddressCity, Subdivision: in.AddressSubdivision,
				PostalCode: in.AddressPostalCode, Country: bonafide.Country(in.AddressCountryCode), CareOf: in.AddressCareOf,
			})
		}
		if missing {
			c.add("meta."+field, bonafide.CodeRequired)
		}
	}
	return m
}

func (c *checker) expiry(text string) bonafide.Date {
	if text == "" {
		return bonafide.Date{}
	}
	d, err := bonafide.ParseDate(text)
	c.merge("meta.expires_on", err)
	return d
}

func (c *checker) source(s Source, class Class) Source {
	switch s {
	case "":
		if class == Virtual {
			return SourceCustomer
		}
	case SourceCustomer, SourceThirdParty, SourceCombined:
	default:
		c.add("source", bonafide.CodeUnknown)
	}
	return s
}

// profileHosts are the sites on which a profile URL may stand.
var profileHosts = map[Type][]string{
	Facebook: {"facebook.com", "fb.com"},
	LinkedIn: {"linkedin.com"},
	Twitter:  {"twitter.com", "x.com"},
}

// social checks the value of a social document and returns its canonical form
// and mask.
func (c *checker) social(in SubSubmission, d Sub) (bonafide.Secret, string) {
	text, code := tidy(in.Value.Reveal(), maxStatement)
	if d.Type == MailingAddress && text == "" && code == "" {
		text = d.Meta.Address.Line()
	}
	var err error
	switch {
	case code != "":
	case text == "":
		code = bonafide.CodeRequired
	case d.Type == Email2FA:
		var e bonafide.Email
		e, err = bonafide.ParseEmail(text)
		return c.contactValue(string(e), maskEmail(e), err)
	case d.Type == PhoneNumber2FA:
		region := d.Meta.CountryCode
		if region == "" {
			region = c.rules.Country
		}
		var p bonafide.Phone
		p, _, err = bonafide.ParsePhone(text, region)
		return c.contactValue(string(p), p.Mask(), err)
	case d.Type == Website && !webURL(text, nil):
		code = bonafide.CodeMalformed
	case profileHosts[d.Type] != nil:
		// A user access token is accepted in place of a profile URL.
		if strings.Contains(text, "/") && !webURL(text, profileHosts[d.Type]) || strings.Contains(text, " ") {
			code = bonafide.CodeMalformed
		}
	}
	if code != "" {
		c.add("document_value", code)
		return bonafide.Secret{}, ""
	}
	return bonafide.NewSecret(text), bonafide.MaskTail(text, 4)
}

func (c *checker) contactValue(value, mask string, err error) (bonafide.Secret, string) {
	c.merge("document_value", err)
	return bonafide.NewSecret(value), mask
}

// maskEmail shows the first character and the domain.
func maskEmail(e bonafide.Email) string {
	local, domain, ok := strings.Cut(string(e), "@")
	if !ok || local == "" {
		return ""
	}
	return local[:1] + "***@" + domain
}

// webURL reports an http or https address of one of the hosts or their
// sub-domains; of any host with a dot if none are given.
func webURL(text string, hosts []string) bool {
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.User != nil || u.Host == "" {
		return false
	}
	host := strings.ToLower(u.Hostname())
	if len(hosts) == 0 {
		return strings.Contains(strings.Trim(host, "."), ".")
	}
	return slices.ContainsFunc(hosts, func(h string) bool { return host == h || strings.HasSuffix(host, "."+h) })
}
