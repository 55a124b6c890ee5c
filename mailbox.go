package bonafide

import "strings"

// A Mailbox says what an address is for, as far as its form tells. Whether mail arrives there, only
// a code that is answered shows.
type Mailbox string

// The mailboxes.
const (
	PlainMailbox      Mailbox = "plain"      // the form says nothing against it
	RoleMailbox       Mailbox = "role"       // of a function, read by whoever has it (RFC 2142)
	ReservedMailbox   Mailbox = "reserved"   // in a domain kept for documentation and tests: no mail arrives (RFC 2606, RFC 6761)
	DisposableMailbox Mailbox = "disposable" // in a domain of the host's list of those that give out addresses for an hour
)

// Mailbox returns what the address is for. disposable tells the domains of a list that the
// host keeps, in lower case; nil where it keeps none.
func (e Email) Mailbox(disposable func(domain string) bool) Mailbox {
	local, domain, _ := strings.Cut(e.Fold(), "@")
	switch {
	case reservedDomain(domain):
		return ReservedMailbox
	case disposable != nil && disposable(domain):
		return DisposableMailbox
	case role(local):
		return RoleMailbox
	}
	return PlainMailbox
}

// reservedDomain reports a domain that is in nobody's hands (RFC 2606, sections 2 and 3; RFC 6761; RFC 6762;
// RFC 7686; RFC 8375; RFC 9476).
func reservedDomain(domain string) bool {
	last := func(domain string) (before, label string) {
		i := strings.LastIndexByte(domain, '.')
		return domain[:max(i, 0)], domain[i+1:]
	}
	rest, top := last(domain)
	switch top {
	case "example", "invalid", "localhost", "test", "local", "onion", "alt":
		return true
	case "com", "net", "org":
		_, second := last(rest)
		return second == "example"
	case "arpa":
		return true // names of machines
	}
	return false
}

// role reports a local part that RFC 2142 gives to a function.
func role(local string) bool {
	name, _, _ := strings.Cut(local, "+")
	switch name {
	case "info", "marketing", "sales", "support", "abuse", "noc", "security", "postmaster", "hostmaster", "usenet", "news", "webmaster", "www", "uucp", "ftp":
		return true
	}
	return false
}
