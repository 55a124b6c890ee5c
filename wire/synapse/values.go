package synapse

import (
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/user"
	"github.com/bonafide-go/bonafide/user/scope"
	"github.com/bonafide-go/bonafide/wire/internal/rest"
)

// values are all that a text can be, from the tables of what is served.
func values() rest.Values {
	permissions, statuses := rest.Texts(permission.Permissions()), rest.Texts(document.Statuses())
	codes, flagCodes := rest.Texts(permission.PermissionCodes()), rest.Texts(permission.FlagCodes())
	flags := rest.Texts([]permission.Flag{permission.NotFlagged, permission.Flagged})
	watchlists := rest.Texts(screening.Watchlists())
	shown := append(statuses, missing, resubmit)
	var types, entities []string
	for _, t := range document.Types() {
		types = append(types, string(t.Type))
	}
	for _, t := range document.EntityTypes() {
		entities = append(entities, string(t.Type))
	}
	logins := rest.Texts([]user.LoginScope{user.ReadAndWrite, user.Read})
	return rest.Values{
		"User.permission": permissions, "PatchBody.permission": permissions, "Duplicates.status": permissions,
		"User.permission_code": codes, "PatchBody.permission_code": codes,
		"User.flag": flags, "PatchBody.flag": flags, "User.flag_code": flagCodes, "PatchBody.flag_code": flagCodes,
		"User.watchlists": watchlists, "Document.watchlists": watchlists,
		"DocStatus.physical_doc": shown, "DocStatus.virtual_doc": shown, "SubDocument.status": statuses,
		"SubDocument.document_type": types, "SubDocumentBody.document_type": types, "DocumentType.type": types,
		"Document.edd_status":  rest.Texts([]document.EDDStatus{document.EDDValid, document.EDDInvalid, document.EDDReviewing}),
		"Document.entity_type": entities, "DocumentBody.entity_type": entities, "EntityType.type": entities, "Document.entity_scope": rest.Texts(document.EntityScopes()),
		"DocumentBody.entity_scope": rest.Texts(document.EntityScopes()), "EntityScopes.scopes": rest.Texts(document.EntityScopes()),
		"Login.scope": logins, "LoginBody.scope": append(logins, "READ-AND-WRITE"),
		"OAuthBody.scope": rest.Texts(scope.All()), "OAuth.scope": rest.Texts(scope.All()),
		"SubscriptionBody.scope": scopes(), "Subscription.scope": scopes(), "Log.function": scopes(), "Meta.function": scopes(),
		"Address.deliverability": rest.Texts([]document.Deliverability{document.USPSDeliverable, document.Deliverable, document.DeliverableIncorrectUnit,
			document.DeliverableMissingUnit, document.DeliverableUnnecessaryUnit, document.Undeliverable}),
	}
}
