package text

import (
	"net/netip"
	"strconv"
	"strings"
)

const maxURI = 2048 // bytes

// WebAddress reports an absolute http or https address (RFC 3986) of at most 2,048
// bytes, without user information: a name before the host passes for the host.
func WebAddress(address string) bool {
	scheme, rest, _ := strings.Cut(strings.ToLower(address), ":")
	authority, _, _ := strings.Cut(strings.TrimPrefix(rest, "//"), "/")
	return URI(address) && (scheme == "http" || scheme == "https") && !strings.Contains(authority, "@")
}

// URI reports an absolute address (RFC 3986) of at most 2,048 bytes whose scheme is
// http, https, ftp or mailto. Other schemes are refused: consoles make links of these,
// and some schemes are programs. The host is a name as DNS has it (RFC 1123) or an IP
// address.
func URI(address string) bool {
	scheme, rest, ok := strings.Cut(address, ":")
	rest, fragment, _ := strings.Cut(rest, "#")
	rest, query, _ := strings.Cut(rest, "?")
	if !ok || len(address) > maxURI || !spelled(query, ":@/?") || !spelled(fragment, ":@/?") {
		return false
	}
	switch strings.ToLower(scheme) {
	case "mailto":
		name, domain, _ := strings.Cut(rest, "@")
		return name != "" && spelled(name, ":/") && hostname(domain)
	case "http", "https", "ftp":
		rest, ok = strings.CutPrefix(rest, "//")
		authority, path, _ := strings.Cut(rest, "/")
		return ok && hosted(authority) && spelled(path, ":@/")
	}
	return false
}

// hosted reports an authority with a host (RFC 3986, 3.2).
func hosted(authority string) bool {
	if i := strings.LastIndexByte(authority, '@'); i >= 0 {
		if !spelled(authority[:i], ":") {
			return false
		}
		authority = authority[i+1:]
	}
	if inside, ok := strings.CutPrefix(authority, "["); ok {
		address, after, closed := strings.Cut(inside, "]")
		ip, err := netip.ParseAddr(address)
		digits, has := strings.CutPrefix(after, ":")
		return closed && err == nil && ip.Is6() && ip.Zone() == "" && (after == "" || has && port(digits))
	}
	host, digits, _ := strings.Cut(authority, ":")
	return hostname(host) && port(digits)
}

// port reports a port that something can listen on, or none.
func port(digits string) bool {
	n, err := strconv.ParseUint(digits, 10, 16)
	return digits == "" || err == nil && n > 0
}

// hostname reports a name of labels of at most 63 letters, digits and inner hyphens
// (RFC 1123, 2.1), which an IPv4 address is as well.
func hostname(host string) bool {
	host = strings.TrimSuffix(host, ".")
	for label := range strings.SplitSeq(host, ".") {
		if label == "" || len(label) > 63 || label[0] == '-' || label[len(label)-1] == '-' || strings.Trim(label, letters+"0123456789-") != "" {
			return false
		}
	}
	return len(host) <= 253
}

// spelled reports a text of the characters that stand for themselves (RFC 3986, 2.2
// and 2.3), of those that may stand here besides, and of octets in per cent form.
func spelled(part, besides string) bool {
	for i := 0; i < len(part); i++ {
		switch {
		case part[i] == '%':
			if _, err := strconv.ParseUint(part[i+1:min(i+3, len(part))], 16, 8); err != nil || i+3 > len(part) {
				return false
			}
			i += 2
		case strings.IndexByte(letters+"0123456789-._~!$&'()*+,;="+besides, part[i]) < 0:
			return false
		}
	}
	return true
}
