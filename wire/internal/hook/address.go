package hook

import (
	"net/netip"
	"slices"
	"strings"
	"sync"
)

// global is the IPv6 space that is given to networks (RFC 4291 section 2.4).
const global = "2000::/3"

// special are the networks of the IANA special-purpose registries (RFC 6890) in the
// space that is given to others: private, shared, link-local, documentation,
// benchmarks, multicast, reserved, and tunnels that carry another address inside.
const special = "0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 " +
	"192.0.0.0/24 192.0.2.0/24 192.88.99.0/24 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 " +
	"203.0.113.0/24 224.0.0.0/4 240.0.0.0/4 " +
	"2001::/23 2001:db8::/32 2002::/16 3fff::/20"

// translated is how an IPv6-only network writes an IPv4 address (RFC 6052).
const translated = "64:ff9b::/96"

var networks = sync.OnceValue(func() (n struct {
	global, translated netip.Prefix
	special            []netip.Prefix
}) {
	n.global, n.translated = netip.MustParsePrefix(global), netip.MustParsePrefix(translated)
	for text := range strings.FieldsSeq(special) {
		n.special = append(n.special, netip.MustParsePrefix(text))
	}
	return n
})

// public reports whether an address belongs to anybody on the internet; loopback
// says whether this machine counts too.
func public(a netip.Addr, loopback bool) bool {
	a = a.Unmap()
	if !a.IsValid() || a.Zone() != "" {
		return false
	}
	if a.IsLoopback() {
		return loopback
	}
	n := networks()
	if n.translated.Contains(a) {
		b := a.As16()
		return public(netip.AddrFrom4([4]byte(b[12:])), false)
	}
	if a.Is6() && !n.global.Contains(a) {
		return false
	}
	return !slices.ContainsFunc(n.special, func(p netip.Prefix) bool { return p.Contains(a) })
}
