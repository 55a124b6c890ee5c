package document

import (
	"net/url"
	"slices"
	"strings"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/text"
	"github.com/bonafide-go/bonafide/phone"
)

// profileHosts returns the sites on which a profile URL of the type may stand.
func profileHosts(t Type) []string {
	switch t {
	case Facebook:
		return []string{"facebook.com", "fb.com"}
	case LinkedIn:
		return []string{"linkedin.com"}
	case Twitter:
		return []string{"twitter.com", "x.com"}
	}
	return nil
}

// social checks the value of a social document and returns its canonical form
// and mask.
func (c *checker) social(in SubSubmission, d Sub) (bonafide.Secret, string) {
	value := in.Value.Reveal()
	if d.Type == MailingAddress && strings.TrimSpace(value) == "" {
		value = d.Meta.Address.Line()
	}
	line, fault := text.Intake{Max: maxStatement, Required: true}.Read(value)
	code := bonafide.Code(fault)
	var err error
	switch {
	case code != "":
	case d.Type == Email2FA:
		var e bonafide.Email
		e, err = bonafide.ParseEmail(line)
		return c.contactValue(string(e), maskEmail(e), err)
	case d.Type == PhoneNumber2FA:
		region := d.Meta.CountryCode
		if region == "" {
			region = c.rules.Country
		}
		var p bonafide.Phone
		p, _, err = phone.Parse(line, region)
		return c.contactValue(string(p), p.Mask(), err)
	case d.Type == Website && !webURL(line, nil):
		code = bonafide.CodeMalformed
	case profileHosts(d.Type) != nil:
		if bare := "https://" + line; !strings.Contains(line, "://") && strings.Contains(line, "/") && webURL(bare, profileHosts(d.Type)) {
			line = bare // people leave the scheme out, and nothing else can be meant
		}
		// A user access token is accepted in place of a profile URL.
		if strings.Contains(line, "/") && !webURL(line, profileHosts(d.Type)) || strings.Contains(line, " ") {
			code = bonafide.CodeMalformed
		}
	}
	if code != "" {
		c.add("document_value", code)
		return bonafide.Secret{}, ""
	}
	return bonafide.NewSecret(line), bonafide.MaskTail(line, 4)
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
// sub-domains. Without hosts it may be of any host with a dot.
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
