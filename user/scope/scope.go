// Package scope names what an access key of a user may be used for.
package scope

import (
	"slices"
	"strings"

	"github.com/bonafide-go/bonafide"
)

// A Scope is what an access key may be used for (Synapse users, OAuth user).
type Scope string

// The scopes of access keys.
const (
	UserPatch          Scope = "USER|PATCH"
	UserGet            Scope = "USER|GET"
	NodesPost          Scope = "NODES|POST"
	NodesGet           Scope = "NODES|GET"
	NodeGet            Scope = "NODE|GET"
	NodePatch          Scope = "NODE|PATCH"
	NodeDelete         Scope = "NODE|DELETE"
	TransPost          Scope = "TRANS|POST"
	TransGet           Scope = "TRANS|GET"
	TranGet            Scope = "TRAN|GET"
	TranPatch          Scope = "TRAN|PATCH"
	TranDelete         Scope = "TRAN|DELETE"
	SubnetsPost        Scope = "SUBNETS|POST"
	SubnetsGet         Scope = "SUBNETS|GET"
	SubnetGet          Scope = "SUBNET|GET"
	SubnetPatch        Scope = "SUBNET|PATCH"
	StatementsGet      Scope = "STATEMENTS|GET"
	StatementGet       Scope = "STATEMENT|GET"
	StatementsPost     Scope = "STATEMENTS|POST"
	ConversationsPost  Scope = "CONVERSATIONS|POST"
	ConversationsGet   Scope = "CONVERSATIONS|GET"
	ConversationGet    Scope = "CONVERSATION|GET"
	ConversationsPatch Scope = "CONVERSATION|PATCH"
	MessagesPost       Scope = "MESSAGES|POST"
	MessagesGet        Scope = "MESSAGES|GET"
)

// All lists every scope.
func All() []Scope {
	return []Scope{
		UserPatch, UserGet, NodesPost, NodesGet, NodeGet, NodePatch, NodeDelete, TransPost,
		TransGet, TranGet, TranPatch, TranDelete, SubnetsPost, SubnetsGet, SubnetGet, SubnetPatch,
		StatementsGet, StatementGet, StatementsPost, ConversationsPost, ConversationsGet, ConversationGet,
		ConversationsPatch, MessagesPost, MessagesGet,
	}
}

// Reads reports whether the scope only looks.
func (s Scope) Reads() bool { return strings.HasSuffix(string(s), "|GET") }

// Check returns scopes sorted and without repetition; an empty list means all. It
// fails with an [*bonafide.InvalidError] for an unknown one.
func Check(scopes []Scope) ([]Scope, error) {
	all := All()
	if len(scopes) == 0 {
		return all, nil
	}
	for _, s := range scopes {
		if !slices.Contains(all, s) {
			return nil, bonafide.Invalid("scope", bonafide.CodeUnknown)
		}
	}
	out := slices.Clone(scopes)
	slices.Sort(out)
	return slices.Compact(out), nil
}
