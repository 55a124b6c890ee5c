package dots

import "github.com/bonafide-go/bonafide/wire/internal/rest"

// The objects of forms, payout methods, flows and errors.

func submitW9Object() rest.Object {
	return rest.Object{Name: "SubmitW9", Fields: []rest.Field{
		{Name: "entity_type", Type: "string", Text: "individual or business"},
		{Name: "business_name", Type: "string", Text: "required of a business"},
		{Name: "first_name", Type: "string", Differs: "required of an individual: the number is matched with the name"},
		{Name: "last_name", Type: "string", Differs: "as first_name"},
		{Name: "date_of_birth", Type: "date", Text: "required of an individual"},
		{Name: "tin", Type: "string", Text: "SSN or ITIN of an individual, EIN of a business", Differs: "hyphens may stand in it"},
		{Name: "address", Type: "Address"},
	}}
}

func submitW8BENObject() rest.Object {
	return rest.Object{Name: "SubmitW8BEN", Fields: []rest.Field{
		{Name: "name", Type: "string"},
		{Name: "citizenship_country", Type: "string", Text: "two letters, not US"},
		{Name: "date_of_birth", Type: "date"},
		{Name: "tin", Type: "string", Text: "a US number, if there is one"},
		{Name: "foreign_tax_id", Type: "string"},
		{Name: "tax_treaty_country", Type: "string"},
		{Name: "tax_treaty_citation", Type: "string"},
		{Name: "tax_treaty_rate", Type: "number", Text: "0.15 is 15 %", Differs: "without an exponent: it is kept as it is written"},
		{Name: "tax_treaty_income_type", Type: "string", Text: "interest1, dividend6, dividend7, pension15, socialSecurity, equipment10, knowhow10, patent10, film11 or copyright12"},
		{Name: "tax_treaty_explanation", Type: "string"},
		{Name: "address", Type: "Address"},
		{Name: "signature", Type: "Signature"},
	}}
}

func addressObject() rest.Object {
	return rest.Object{Name: "Address", Fields: []rest.Field{
		{Name: "line_1", Type: "string"}, {Name: "line_2", Type: "string"}, {Name: "city", Type: "string"},
		{Name: "state", Type: "string", Text: "may be left out where addresses of the country have none"},
		{Name: "country", Type: "string", Text: "two letters"}, {Name: "postcode", Type: "string", Differs: "may be left out where the country has no postal codes"},
	}}
}

func signatureObject() rest.Object {
	return rest.Object{Name: "Signature", Fields: []rest.Field{{Name: "consent", Type: "boolean", Text: "true"}, {Name: "name", Type: "string"}, {Name: "email", Type: "string"}}}
}

func addMethodObject() rest.Object {
	const wallet = "of cash_app it is read and not kept: the cash tag names the account"
	return rest.Object{Name: "AddPayoutMethod", Text: "Attaches a payout method. `metadata` is refused: nothing of it would be kept.", Fields: []rest.Field{
		{Name: "platform", Type: "string", Text: "ach, paypal, venmo or cash_app"},
		{Name: "routing_number", Type: "string", Text: "of ach", Differs: wallet},
		{Name: "account_number", Type: "string", Text: "of ach", Differs: wallet},
		{Name: "account_type", Type: "string", Text: "checking or savings; of ach"},
		{Name: "email", Type: "string", Text: "of paypal"},
		{Name: "phone_number", Type: "string", Text: "of venmo, unless there is a handle"},
		{Name: "handle", Type: "string", Text: "of venmo"},
		{Name: "cash_tag", Type: "string", Text: "of cash_app"},
		{Name: "is_default", Type: "boolean", Text: "the first one is in any case"},
		{Name: "auto_payout_enabled", Type: "boolean", Differs: "true is refused: the host pays out"},
	}}
}

func methodObject() rest.Object {
	const sealed = "always null: it is sealed, and told to nobody"
	return rest.Object{Name: "PayoutMethod", Fields: []rest.Field{
		{Name: "id", Type: "string"},
		{Name: "platform", Type: "string"},
		{Name: "description", Type: "string"},
		{Name: "mask", Type: "string"},
		{Name: "email", Type: "string?", Differs: sealed},
		{Name: "phone_number", Type: "string?", Differs: sealed},
		{Name: "cash_tag", Type: "string?", Differs: sealed},
		{Name: "country", Type: "string?"},
		{Name: "currency", Type: "string?", Text: "USD of ach"},
		{Name: "rtp_enabled", Type: "boolean?", Differs: "always null: no bank is asked"},
		{Name: "meta", Type: "any?", Differs: "always null: none is kept"},
	}}
}

func createFlowObject() rest.Object {
	return rest.Object{Name: "CreateFlow", Fields: []rest.Field{
		{Name: "steps", Type: "[]any", Text: "names, or objects with a name", Differs: "compliance alone: there are no hosted pages for other steps"},
		{Name: "user_id", Type: "string", Differs: "required: a flow makes nobody"},
		{Name: "require_auth", Type: "boolean", Differs: "true is refused: who has the link hands in the form"},
		{Name: "hide_go_to_dashboard_on_complete", Type: "boolean", Differs: "there is no dashboard"},
		{Name: "metadata", Type: "any", Differs: "told in the answer, and not kept"},
	}}
}

func flowObject() rest.Object {
	return rest.Object{Name: "Flow", Fields: []rest.Field{
		{Name: "id", Type: "string"},
		{Name: "created", Type: "date-time"},
		{Name: "user_id", Type: "string"},
		{Name: "steps", Type: "[]string"},
		{Name: "completed_steps", Type: "[]string"},
		{Name: "link", Type: "string?", Text: "good for 15 minutes, unless the host says otherwise", Differs: "told once, when it is made, since a hash of it is kept; good for one form"},
		{Name: "metadata", Type: "any?", Differs: "null but in the answer that made the flow"},
	}}
}

func errorObject() rest.Object {
	return rest.Object{Name: "Error", Text: "The published pages name codes and no body.", Fields: []rest.Field{
		{Name: "code", Type: "string", Text: "invalid-input, invalid-ssn, invalid-username, invalid-phone-number, invalid-phone-number-voip, invalid-phone-number-landline, invalid-email, user-info-missing, user-info-missing-cash-app, service-unavailable or resource-busy",
			Differs: "besides, where no published code fits: invalid-token, unauthorized, forbidden, not-found, invalid-state, too-many-requests, body-too-large, unsupported-media-type and internal-error; auth-email-already-exists and auth-username-already-exists never occur"},
		{Name: "message", Type: "string"},
		{Name: "errors", Type: "[]Fault", Differs: "an addition"},
	}}
}

func faultObject() rest.Object {
	return rest.Object{Name: "Fault", Text: "One thing that is wrong with a request.", Fields: []rest.Field{
		{Name: "path", Type: "string", Text: "such as w9.tin"}, {Name: "code", Type: "string", Text: "such as malformed"}, {Name: "rule", Type: "string", Text: "the source of the rule"},
	}}
}
