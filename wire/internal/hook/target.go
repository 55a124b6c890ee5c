package hook

import (
	"net/netip"
	"net/url"
	"strconv"
	"strings"

	"github.com/bonafide-go/bonafide"
)

const (
	maxTarget = 2048 // bytes of a URL
	maxName   = 253  // bytes of a host name (RFC 1035 section 2.3.4)
)

// Check reports whether a webhook may be sent to a URL: http or https, no user
// information, no fragment, a name or a public address, and no address in
// disguise ("127.1", "0x7f000001"). Names are not looked up: what they answer is
// checked when it is dialled.
//
// It fails with a [*bonafide.InvalidError] whose path is empty.
func (p Poster) Check(target string) error {
	_, err := p.parse(target)
	return err
}

func (p Poster) parse(target string) (*url.URL, error) {
	switch {
	case target == "":
		return nil, bonafide.Invalid("", bonafide.CodeRequired)
	case len(target) > maxTarget:
		return nil, bonafide.Invalid("", bonafide.CodeTooLong)
	}
	u, err := url.Parse(target)
	switch {
	case err != nil, u.Opaque != "", u.Hostname() == "", u.Fragment != "", strings.HasSuffix(target, "#"):
		return nil, bonafide.Invalid("", bonafide.CodeMalformed)
	case u.Scheme != "http" && u.Scheme != "https", u.User != nil:
		return nil, bonafide.Invalid("", bonafide.CodeNotAllowed)
	case !port(u):
		return nil, bonafide.Invalid("", bonafide.CodeMalformed)
	}
	return u, p.host(u.Hostname())
}

// port reports whether the port of a URL is one, or left out as a whole.
func port(u *url.URL) bool {
	if u.Port() == "" {
		return !strings.HasSuffix(u.Host, ":")
	}
	n, err := strconv.ParseUint(u.Port(), 10, 16)
	return err == nil && n > 0
}

func (p Poster) host(host string) error {
	if a, err := netip.ParseAddr(host); err == nil {
		if !public(a, p.Loopback) {
			return bonafide.Invalid("", bonafide.CodeNotAllowed)
		}
		return nil
	}
	name := strings.ToLower(strings.TrimSuffix(host, "."))
	labels := strings.Split(name, ".")
	last := labels[len(labels)-1]
	switch {
	case len(name) > maxName || !named(labels) || number(last):
		return bonafide.Invalid("", bonafide.CodeMalformed)
	case last == "localhost" && !p.Loopback:
		return bonafide.Invalid("", bonafide.CodeNotAllowed)
	}
	return nil
}

// named reports whether labels make a host name (RFC 1123 section 2.1); "_" is met in
// names of containers.
func named(labels []string) bool {
	for _, l := range labels {
		if l == "" || len(l) > 63 || strings.Trim(l, "abcdefghijklmnopqrstuvwxyz0123456789-_") != "" {
			return false
		}
	}
	return true
}

// number reports whether a last label makes a host a number, which resolvers read as
// an address however it is written (URL standard, "ends in a number").
func number(last string) bool {
	digits, hex := strings.CutPrefix(last, "0x")
	if hex {
		return strings.Trim(digits, "0123456789abcdef") == ""
	}
	return strings.Trim(last, "0123456789") == ""
}
