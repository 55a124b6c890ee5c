package dots

import "github.com/bonafide-go/bonafide/wire/internal/rest"

// Compatibility tells as Markdown, endpoint by endpoint and field by field, what works as
// published and what differs, and why. A host calls it to show its clients.
func Compatibility() string { return system().Compatibility() }

// system is the table of the published API.
func system() rest.System {
	return rest.System{
		Name: "dots", Title: "Dots users and compliance", Version: "2",
		Endpoints: append(userEndpoints(), flowEndpoints()...),
		Objects: []rest.Object{
			createObject(), updateObject(), userObject(), phoneObject(), listObject(), complianceObject(), w9Object(), flagsObject(),
			{Name: "SendToken", Text: "Asks for a one-time code.", Fields: []rest.Field{{Name: "use_voice", Type: "boolean", Text: "by a call in place of a text message"}}},
			{Name: "Verify", Text: "Answers a one-time code.", Fields: []rest.Field{{Name: "token", Type: "string", Text: "at least 6 characters"}}},
			{Name: "Nothing", Text: "An object without members."},
			{Name: "SubmitCompliance", Text: "A tax form: exactly one of the two.", Fields: []rest.Field{{Name: "w9", Type: "SubmitW9"}, {Name: "w8ben", Type: "SubmitW8BEN"}}},
			submitW9Object(), submitW8BENObject(), addressObject(), signatureObject(), addMethodObject(), methodObject(),
			createFlowObject(), flowObject(), errorObject(), faultObject(),
		},
		Values: values(),
	}
}

func userEndpoints() []rest.Endpoint {
	return []rest.Endpoint{
		{Method: "POST", Path: "/users", Summary: "creates a user, unless there is one with this phone number", In: "CreateUser", Out: "User",
			Differs: "for a user of another app the answer is id and status alone until a code that this app asked for was answered, since who knows a number is not its owner; nothing of the request is taken over"},
		{Method: "GET", Path: "/users", Summary: "lists the app's users, newest first", Out: "UserList",
			Query: []rest.Param{{Name: "limit", Type: "integer", Text: "1 to 100; 20 without it"}, {Name: "starting_after", Type: "string", Text: "id of the last user of the page before"},
				{Name: "ending_before", Type: "string", Text: "id of the first user of the page behind"}},
			Differs: "`status` is no filter, since it follows from evidence and the clock and stands in no index; a place that no page ended at is found among the newest 10,000 users"},
		{Method: "GET", Path: "/users/{user_id}", Summary: "tells of a user", Out: "User"},
		{Method: "PATCH", Path: "/users/{user_id}", Summary: "changes a user", In: "UpdateUser", Out: "User"},
		{Method: "DELETE", Path: "/users/{user_id}", Summary: "closes a user", Out: "User",
			Differs: "the user is closed and stays readable as disabled: what the law keeps is erased by the host after its retention"},
		{Method: "POST", Path: "/users/{user_id}/send-verification-token", Summary: "sends a one-time code to the phone number", In: "SendToken", Out: "Nothing", Status: 202,
			Differs: "codes are bounded, and more are refused with 429 and Retry-After"},
		{Method: "POST", Path: "/users/{user_id}/verify", Summary: "answers a one-time code; 400 for a wrong one", In: "Verify", Out: "Nothing",
			Differs: "five wrong answers end a code, which lives ten minutes; for an unknown user the answer is that of a wrong code"},
		{Method: "PUT", Path: "/users/{user_id}/compliance", Summary: "hands in a tax form", In: "SubmitCompliance", Out: "User",
			Differs: "nothing is published for foreign businesses: their W-8BEN-E, and a statement of tax residences, are handed to user.Service.SubmitTax"},
		{Method: "PUT", Path: "/users/{user_id}/addresses", Summary: "changes the address of the user's base document", In: "Address", Out: "User",
			Differs: "who has no base document gets user-info-missing: an address is kept with what it belongs to, which is the tax form or a document"},
		{Method: "GET", Path: "/users/{user_id}/payout-methods", Summary: "lists the payout methods", Out: "[]PayoutMethod"},
		{Method: "PUT", Path: "/users/{user_id}/payout-methods", Summary: "attaches a payout method", In: "AddPayoutMethod", Out: "PayoutMethod",
			Differs: "numbers are not told back"},
	}
}

func flowEndpoints() []rest.Endpoint {
	return []rest.Endpoint{
		{Method: "POST", Path: "/flows", Summary: "makes a link to the hosted tax form", In: "CreateFlow", Out: "Flow"},
		{Method: "GET", Path: "/flows/{flow_id}", Summary: "tells of a link", Out: "Flow"},
		{Method: "GET", Path: "/flow/{token}", Summary: "is the hosted form, a page without scripts", Open: true,
			Differs: "it cannot stand in a frame of another site, and is good for one form"},
		{Method: "POST", Path: "/flow/{token}", Summary: "takes the hosted form", Open: true},
		{Method: "GET", Path: "/openapi.json", Summary: "is this table as OpenAPI", Open: true, Differs: "an addition"},
	}
}

const metadataText = "a text, or an object"

const metadataDiffers = "at most 50 keys of 35 printable characters without spaces, and values of 500"

func createObject() rest.Object {
	return rest.Object{Name: "CreateUser", Text: "Asks for a user. `1099_adjustment_YYYY` is refused: what was paid elsewhere is not counted, and would be believed to be.", Fields: []rest.Field{
		{Name: "first_name", Type: "string"},
		{Name: "last_name", Type: "string"},
		{Name: "email", Type: "string", Differs: "two users may have the same: it identifies nobody"},
		{Name: "country_code", Type: "string", Text: `such as "1"`},
		{Name: "phone_number", Type: "string", Text: "the rest of the number"},
		{Name: "username", Type: "string", Text: "letters, digits and hyphens, at most 50", Differs: "kept as the app's own id of the user; two may have the same, and no word is refused"},
		{Name: "date_of_birth", Type: "date", Differs: "read and not kept: the tax form brings it"},
		{Name: "metadata", Type: "any", Text: metadataText, Differs: metadataDiffers},
	}}
}

func updateObject() rest.Object {
	return rest.Object{Name: "UpdateUser", Text: "Changes a user. `date_of_birth` and `1099_adjustment_YYYY` are refused, as they would not count.", Fields: []rest.Field{
		{Name: "default_payout_method", Type: "string", Text: "a platform of which the user has a method; of several the latest"},
		{Name: "auto_payout_enabled", Type: "boolean", Differs: "true is refused: the host pays out"},
		{Name: "metadata", Type: "any", Text: metadataText + "; it takes the place of what was there", Differs: metadataDiffers},
	}}
}

func userObject() rest.Object {
	return rest.Object{Name: "User", Fields: []rest.Field{
		{Name: "id", Type: "string"},
		{Name: "status", Type: "string", Text: "unverified, verified, in_review or disabled"},
		{Name: "first_name", Type: "string"},
		{Name: "last_name", Type: "string"},
		{Name: "email", Type: "string?"},
		{Name: "phone_number", Type: "PhoneNumber"},
		{Name: "default_payout_method", Type: "string?"},
		{Name: "default_payout_method_details", Type: "PayoutMethod?"},
		{Name: "wallet", Type: "any?", Differs: "always null: the host holds the money, and zero would be a claim"},
		{Name: "compliance", Type: "Compliance"},
		{Name: "metadata", Type: "any?", Text: metadataText},
	}}
}

func phoneObject() rest.Object {
	return rest.Object{Name: "PhoneNumber", Fields: []rest.Field{{Name: "country_code", Type: "string"}, {Name: "phone_number", Type: "string"}}}
}

func listObject() rest.Object {
	return rest.Object{Name: "UserList", Fields: []rest.Field{{Name: "data", Type: "[]User"}, {Name: "has_more", Type: "boolean"}}}
}

func complianceObject() rest.Object {
	return rest.Object{Name: "Compliance", Text: "Says what was collected and found, never what it is.", Fields: []rest.Field{
		{Name: "tax_id_collected", Type: "boolean"},
		{Name: "tax_id_verification", Type: "string", Text: "unsubmitted, pending, matched or mismatched; an outage is pending"},
		{Name: "address_collected", Type: "boolean"},
		{Name: "date_of_birth_collected", Type: "boolean"},
		{Name: "must_collect_1099", Type: "boolean", Differs: "true where the program of the host asks for a matched number, such as above a sum in a year; it asks that of users with a base document"},
		{Name: "1099_collected", Type: "boolean"},
		{Name: "w8_ben_collected", Type: "boolean", Differs: "also true of a foreign business that gave a W-8BEN-E, since no form 1099 is due for it either"},
		{Name: "flagged", Type: "boolean"},
		{Name: "id_verified", Type: "boolean"},
		{Name: "has_criminal_activity", Type: "boolean?", Differs: "always null: nobody looked, and false would be a claim"},
		{Name: "w9", Type: "W9"},
		{Name: "flags", Type: "Flags"},
	}}
}

func w9Object() rest.Object {
	return rest.Object{Name: "W9", Fields: []rest.Field{
		{Name: "entity_type", Type: "string?", Text: "individual or business"},
		{Name: "business_name", Type: "string?"},
		{Name: "tax_id_collected", Type: "boolean"},
		{Name: "address_collected", Type: "boolean"},
		{Name: "tax_id_verification", Type: "string"},
	}}
}

func flagsObject() rest.Object {
	return rest.Object{Name: "Flags", Fields: []rest.Field{
		{Name: "ofac", Type: "boolean"},
		{Name: "ofac_status", Type: "string?", Text: "unflagged, id_verification_required, in_review or flagged", Differs: "null until the lists were searched, which is moments after creation: not searched is not unflagged"},
		{Name: "payout_method", Type: "boolean?", Differs: "always null: what is suspected of a payout method is for reviewers"},
		{Name: "payout_method_cycle", Type: "boolean?", Differs: "always null, as payout_method"},
	}}
}
