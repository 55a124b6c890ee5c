package user

import (
	"slices"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/permission"
)

// OAuthScope is what an access key may be used for (Synapse users, OAuth user).
type OAuthScope string

// The scopes of access keys.
const (
	ScopeUserPatch          OAuthScope = "USER|PATCH"
	ScopeUserGet            OAuthScope = "USER|GET"
	ScopeNodesPost          OAuthScope = "NODES|POST"
	ScopeNodesGet           OAuthScope = "NODES|GET"
	ScopeNodeGet            OAuthScope = "NODE|GET"
	ScopeNodePatch          OAuthScope = "NODE|PATCH"
	ScopeNodeDelete         OAuthScope = "NODE|DELETE"
	ScopeTransPost          OAuthScope = "TRANS|POST"
	ScopeTransGet           OAuthScope = "TRANS|GET"
	ScopeTranGet            OAuthScope = "TRAN|GET"
	ScopeTranPatch          OAuthScope = "TRAN|PATCH"
	ScopeTranDelete         OAuthScope = "TRAN|DELETE"
	ScopeSubnetsPost        OAuthScope = "SUBNETS|POST"
	ScopeSubnetsGet         OAuthScope = "SUBNETS|GET"
	ScopeSubnetGet          OAuthScope = "SUBNET|GET"
	ScopeSubnetPatch        OAuthScope = "SUBNET|PATCH"
	ScopeStatementsGet      OAuthScope = "STATEMENTS|GET"
	ScopeStatementGet       OAuthScope = "STATEMENT|GET"
	ScopeStatementsPost     OAuthScope = "STATEMENTS|POST"
	ScopeConversationsPost  OAuthScope = "CONVERSATIONS|POST"
	ScopeConversationsGet   OAuthScope = "CONVERSATIONS|GET"
	ScopeConversationGet    OAuthScope = "CONVERSATION|GET"
	ScopeConversationsPatch OAuthScope = "CONVERSATION|PATCH"
	ScopeMessagesPost       OAuthScope = "MESSAGES|POST"
	ScopeMessagesGet        OAuthScope = "MESSAGES|GET"
)

// OAuthScopes lists every scope.
func OAuthScopes() []OAuthScope {
	return []OAuthScope{
		ScopeUserPatch, ScopeUserGet, ScopeNodesPost, ScopeNodesGet, ScopeNodeGet, ScopeNodePatch, ScopeNodeDelete, ScopeTransPost,
		ScopeTransGet, ScopeTranGet, ScopeTranPatch, ScopeTranDelete, ScopeSubnetsPost, ScopeSubnetsGet, ScopeSubnetGet, ScopeSubnetPatch,
		ScopeStatementsGet, ScopeStatementGet, ScopeStatementsPost, ScopeConversationsPost, ScopeConversationsGet, ScopeConversationGet,
		ScopeConversationsPatch, ScopeMessagesPost, ScopeMessagesGet,
	}
}

// checkScopes refuses unknown scopes; none given means all.
func checkScopes(scopes []OAuthScope) ([]OAuthScope, error) {
	if len(scopes) == 0 {
		return OAuthScopes(), nil
	}
	all := OAuthScopes()
	for _, s := range scopes {
		if !slices.Contains(all, s) {
			return nil, bonafide.Invalid("scope", bonafide.CodeUnknown)
		}
	}
	out := slices.Clone(scopes)
	slices.Sort(out)
	return slices.Compact(out), nil
}

// verb is the right that a scope takes.
func (s OAuthScope) verb() permission.Verb {
	switch s {
	case ScopeUserGet, ScopeNodesGet, ScopeNodeGet, ScopeTransGet, ScopeTranGet, ScopeSubnetsGet, ScopeSubnetGet,
		ScopeStatementsGet, ScopeStatementGet, ScopeConversationsGet, ScopeConversationGet, ScopeMessagesGet:
		return permission.VerbView
	case ScopeUserPatch:
		return permission.VerbSubmit
	}
	return permission.VerbTransact
}
