package synapse

import (
	"reflect"
	"strings"

	"github.com/bonafide-go/bonafide/wire/internal/rest"
)

// Compatibility tells as Markdown, endpoint by endpoint and field by field, what works as
// published and what differs, and why. A host calls it to show its clients.
func Compatibility() string { return system().Compatibility() }

func system() rest.System {
	return rest.System{Name: "synapse", Title: "Synapse users and documents", Version: "3.1", Endpoints: endpoints(), Objects: objects(), Values: values()}
}

func endpoints() []rest.Endpoint {
	full := rest.Param{Name: "full_dehydrate", Type: "string", Text: "yes shows everything"}
	page := []rest.Param{{Name: "page", Type: "integer", Text: "from 1"}, {Name: "per_page", Type: "integer", Text: "20; at most 100"}}
	gateway := rest.Param{Name: headerGateway, Type: "string", Text: "client_id|client_secret"}
	person := rest.Param{Name: headerUser, Type: "string", Text: "oauth_key|fingerprint"}
	device := rest.Param{Name: headerUser, Type: "string", Text: "|fingerprint"}
	ip := rest.Param{Name: headerIP, Type: "string", Text: "the user's address"}
	key := rest.Param{Name: headerIdempotency, Type: "string", Text: "for this path alone, for a day"}
	client := []rest.Param{gateway}
	return []rest.Endpoint{
		{Method: "POST", Path: "/users", Summary: "create a user", Query: []rest.Param{full}, Header: []rest.Param{gateway, device, ip, key}, In: "CreateBody", Out: "User",
			Differs: "passwords are the host's and are read over"},
		{Method: "GET", Path: "/users", Summary: "list users", Query: append(page, full, rest.Param{Name: "query", Type: "string"}, rest.Param{Name: "filter", Type: "string"},
			rest.Param{Name: "show_refresh_tokens", Type: "string"}), Header: client, Out: "List",
			Differs: "whole words are found, parts of words are not, since names are looked up blindly; filters are exact values of _id, permission, legal_names, logins.email, documents.email, phone_numbers and extra.supp_id; a page begins within the first 10,000 users"},
		{Method: "GET", Path: "/users/{id}", Summary: "view a user", Query: []rest.Param{full}, Header: client, Out: "User"},
		{Method: "PATCH", Path: "/users/{id}", Summary: "update a user", Query: []rest.Param{full}, Header: []rest.Param{gateway, person, ip}, In: "PatchBody", Out: "User",
			Differs: "a permission and a flag stand alone: with another change in one body they are 400, since all of a request happens or nothing; sub-documents that follow from the base document go on counting when they are deleted, and are no longer shown"},
		{Method: "POST", Path: "/oauth/{id}", Summary: "authenticate a user", Header: []rest.Param{gateway, device, key}, In: "OAuthBody", Out: "OAuth",
			Differs: "a refresh token is used once, and lasts 90 days; an idempotency key with another body is another request, since clients repeat the last key"},
		{Method: "PATCH", Path: "/users/{id}/ubo", Summary: "who is behind a business", Header: []rest.Param{gateway, person}, In: "UBOBody", Out: "User",
			Differs: "attested is to be true: the form is an attestation"},
		{Method: "GET", Path: "/users/{id}/get-duplicates", Summary: "duplicates of a user", Header: client, Out: "Duplicates"},
		{Method: "PATCH", Path: "/users/{id}/swap-duplicate-users", Summary: "which duplicate goes on", Header: client, In: "SwapBody", Out: "Swapped",
			Differs: "as far as the host's policy lets platforms"},
		{Method: "GET", Path: "/users/{id}/nodes", Summary: "nodes of a user", Header: client, Out: "Nodes", Differs: "always empty: accounts are the host's"},
		{Method: "POST", Path: "/address-verification", Summary: "verify an address", Header: client, In: "AddressBody", Out: "Address"},
		{Method: "POST", Path: "/subscriptions", Summary: "subscribe to webhooks", Header: []rest.Param{gateway, key}, In: "SubscriptionBody", Out: "Subscription"},
		{Method: "GET", Path: "/subscriptions", Summary: "list subscriptions", Query: page, Header: client, Out: "Subscriptions"},
		{Method: "GET", Path: "/subscriptions/logs", Summary: "how deliveries of webhooks went", Query: page, Header: client, Out: "Logs",
			Differs: "the latest 1000 of 30 days"},
		{Method: "GET", Path: "/subscriptions/{id}", Summary: "view a subscription", Header: client, Out: "Subscription"},
		{Method: "PATCH", Path: "/subscriptions/{id}", Summary: "update a subscription", Header: client, In: "SubscriptionBody", Out: "Subscription"},
		{Method: "GET", Path: "/users/document-types", Summary: "types of sub-documents", Out: "DocumentTypes", Open: true},
		{Method: "GET", Path: "/users/entity-types", Summary: "types of base documents", Out: "EntityTypes", Open: true},
		{Method: "GET", Path: "/users/entity-scopes", Summary: "lines of business", Out: "EntityScopes", Open: true},
		{Method: "GET", Path: "/nodes/types", Summary: "types of nodes", Out: "NodeTypes", Open: true, Differs: "always empty: accounts are the host's"},
	}
}

// differs tells of fields, by object and name.
func differs() map[string]string {
	return map[string]string{
		"User.refresh_token":            "shown until it is used, then the next one; empty for who is closed",
		"User._v":                       "the version of the form",
		"Extra.note":                    "the platform's own text; reviewers' notes are not shown",
		"Extra.is_trusted":              "always false: there is no such notion",
		"SubDocument.document_value":    "empty for numbers and uploads, which are never shown again, and for what another platform handed in",
		"MailingInfo.address_street":    "as the postal service writes it, once it was asked",
		"LoginBody.password":            "read over: passwords are the host's",
		"OAuth.refresh_expires_in":      "90 days",
		"Duplicates.status":             "the permission of the user: the published values are not known",
		"Document.watchlists":           "PENDING until the first search of the lists",
		"SubDocumentBody.mfa_answer":    "five wrong answers end a code",
		"Pending.phone_numbers":         "contacts that are confirmed alone",
		"UBOBody.attested":              "to be true",
		"Log.safe_obj":                  "the id alone: logs keep nothing personal",
		"Log.http_response_text":        "the name of the status: what receivers write is not kept",
		"DocumentBody.permission_scope": "DELETE_DOCUMENT alone is read",
	}
}

// objects are the bodies and answers with their fields.
func objects() []rest.Object {
	var all []rest.Object
	seen := map[string]bool{}
	notes := differs()
	var add func(t reflect.Type)
	add = func(t reflect.Type) {
		for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
			t = t.Elem()
		}
		if t.Kind() != reflect.Struct || typeName(t) != t.Name() || seen[t.Name()] {
			return
		}
		seen[t.Name()] = true
		o := rest.Object{Name: t.Name()}
		var inner []reflect.Type
		for _, f := range reflect.VisibleFields(t) {
			name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			if name == "" || name == "-" {
				continue
			}
			o.Fields = append(o.Fields, rest.Field{Name: name, Type: typeName(f.Type), Differs: notes[o.Name+"."+name]})
			inner = append(inner, f.Type)
		}
		all = append(all, o)
		for _, i := range inner {
			add(i)
		}
	}
	for _, v := range []any{CreateBody{}, PatchBody{}, OAuthBody{}, UBOBody{}, SwapBody{}, AddressBody{}, SubscriptionBody{}, User{}, List{}, OAuth{}, Pending{}, Sent{}, Duplicates{},
		Swapped{}, Nodes{}, Address{}, Subscription{}, Subscriptions{}, Logs{}, DocumentTypes{}, EntityTypes{}, EntityScopes{}, NodeTypes{}, Webhook{}} {
		add(reflect.TypeOf(v))
	}
	return all
}

// typeName is a type as the table names it.
func typeName(t reflect.Type) string {
	switch t {
	case reflect.TypeFor[whole]():
		return "integer"
	case reflect.TypeFor[share](), reflect.TypeFor[anything](), reflect.TypeFor[removeLogin]():
		return "any"
	}
	switch t.Kind() {
	case reflect.Pointer:
		return typeName(t.Elem()) + "?"
	case reflect.Slice:
		return "[]" + typeName(t.Elem())
	case reflect.String:
		return "string"
	case reflect.Bool:
		return "boolean"
	case reflect.Int, reflect.Int64:
		if t.Name() == "Fixed" {
			return "number"
		}
		return "integer"
	case reflect.Float64:
		return "number"
	case reflect.Map:
		return "map"
	}
	if t.Name() == "Secret" {
		return "string"
	}
	return t.Name()
}
