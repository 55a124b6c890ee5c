package dotfile

import (
	"maps"
	"strings"

	"github.com/bonafide-go/bonafide/wire/internal/rest"
)

// object is an Object of words "name:type"; without a type it is a string that may be
// null. Differs says by name what differs.
func object(name, fields string, differs map[string]string) rest.Object {
	o := rest.Object{Name: name}
	for _, f := range strings.Fields(fields) {
		field, kind, ok := strings.Cut(f, ":")
		if !ok {
			kind = "string?"
		}
		o.Fields = append(o.Fields, rest.Field{Name: field, Type: kind, Differs: differs[field]})
	}
	return o
}

const (
	caseFields = "id:string name:string status:string review:CaseReview? external_id space_slug template:TemplateLight? template_id " +
		"contact_has_actions:boolean reviewer_has_actions:boolean flags:[]string tags:[]string risk:Risk custom_properties:map metadata:map? " +
		"last_activity_at:date-time last_contact_action_at:date-time? "
	caseEnd       = "assignee:User? assignee_id client_portal:any created_at:date-time updated_at:date-time"
	companyFields = "name:string commercial_name registration_number registration_date:date? status:string legal_form entity_legal_form country " +
		"address:Address classifications:[]Classification banking_information:Banking share_capital tax_identification_number website_url " +
		"employer_identification_number custom_properties:map "
	personFields = "first_name:string middle_name last_name:string maiden_name email birth_date:date? birth_country birth_place gender nationalities:[]string " +
		"address:Address banking_information:Banking tax_identification_number social_security_number phone_number position " +
		"ownership_percentage:number? voting_rights_percentage:number? roles:[]string is_beneficial_owner:boolean is_controlling_person:boolean " +
		"is_business_contact:boolean is_delegator:boolean is_signatory:boolean custom_properties:map "
	share = "ownership_percentage:number? voting_rights_percentage:number? roles:[]string position "
	apart = "ownership_band:Band? voting_rights_band:Band? start_date:date? end_date:date? group "
	times = "created_at:date-time updated_at:date-time "
)

// beside adds what relations say beside what is published.
func beside(differs map[string]string) map[string]string {
	all := map[string]string{"ownership_percentage": "null where only a band is known", "voting_rights_percentage": "null where only a band is known"}
	for _, name := range []string{"ownership_band", "voting_rights_band", "start_date", "end_date", "group"} {
		all[name] = ours
	}
	maps.Copy(all, differs)
	return all
}

func objects() []rest.Object {
	own := map[string]string{"tax_identification_number": masks, "social_security_number": masks, "employer_identification_number": masks,
		"entity_legal_form_label": notKept, "document_orders": "always empty: no registry is behind it"}
	unsaid := map[string]string{"space_slug": notKept, "client_portal": notKept}
	host := map[string]string{"structure": ours, "discloses": ours, "user_id": ours}
	all := []rest.Object{
		object("CaseDetailed", caseFields+"controls:[]CaseControl individuals:[]Individual companies:[]Company "+caseEnd, unsaid),
		object("Case", caseFields+caseEnd, unsaid),
		object("CaseCreate", "name:string status external_id template_key template_id assignee_id space_slug metadata:map? custom_properties:map tags:[]string "+
			"companies:[]CompanyCreate individuals:[]IndividualCreate", map[string]string{"space_slug": "400: there are no spaces here"}),
		object("CaseUpdate", "name status external_id template_key template_id assignee_id custom_properties:map metadata:map?", nil),
		object("CaseReviewCreate", "status:string comment reviewed_at:date-time? next_review_at:date?", nil),
		object("CaseReview", "id:string status:string comment reviewer_type:string user:User? reviewed_at:date-time next_review_at:date?", nil),
		object("RiskCreate", "level:string score:number? components:map flags:map", map[string]string{"score": "at most twelve digits and six decimals", "components": "as score, each"}),
		object("Risk", "id:string mode:string level:string comment score:number? components:map? flags:map? created_at:date-time? updated_at:date-time?", nil),
		object("CaseRelationCreate", "from_company_id from_individual_id to_company_id "+share+apart, beside(nil)),
		object("CaseRelationUpdate", "to_company_id "+share+apart, beside(map[string]string{"to_company_id": "only the present one: create another relation, then delete this one"})),
		object("CaseRelation", "id:string from_company_id from_individual_id to_company_id:string "+share+apart+times, beside(nil)),
		object("RelationOfEntity", "id:string to_company_id:string "+share+apart+times, beside(nil)),
		object("RelationInput", "to_company_id source_company_ref "+share+apart, beside(nil)),
		object("Band", "min:string max:string above:boolean", map[string]string{"min": ours, "max": ours, "above": ours}),
		object("Address", "street_address street_address_2 postal_code city state region country", nil),
		object("Classification", "type:string code:string description", nil),
		object("Banking", "iban bic", map[string]string{"iban": masks + "; not kept of individuals", "bic": "not kept of individuals: 400"}),
		object("Company", "id:string case_id:string type:string is_relevant:boolean entity_legal_form_label "+companyFields+
			"document_orders:any checks:[]Check relations:[]RelationOfEntity last_activity_at:date-time "+times, own),
		object("CompanyCreate", "case_id ref type "+companyFields+"structure discloses:boolean user_id relations:[]RelationInput", host),
		object("CompanyUpdate", companyFields, nil),
		object("Individual", "id:string case_id:string is_relevant:boolean "+personFields+"checks:[]Check relations:[]RelationOfEntity last_activity_at:date-time "+times, own),
		object("IndividualCreate", "case_id ref "+personFields+"user_id relations:[]RelationInput", map[string]string{"user_id": ours, "first_name": oneLine, "last_name": oneLine}),
		object("IndividualUpdate", personFields, map[string]string{"first_name": oneLine, "last_name": oneLine}),
		object("SetRelevant", "is_relevant:boolean", nil),
	}
	return append(all, smallObjects()...)
}

func smallObjects() []rest.Object {
	page := "pagination:Pagination"
	return []rest.Object{
		object("CaseList", "data:[]Case "+page, nil),
		object("CheckList", "data:[]Check "+page, nil),
		object("CompanyList", "data:[]Company "+page, nil),
		object("IndividualList", "data:[]Individual "+page, nil),
		object("TagPage", "data:[]Tag "+page, nil),
		object("ControlUpdate", "is_completed:boolean comment", nil),
		object("NoteList", "data:[]Note "+page, nil),
		object("TaskList", "data:[]Task", nil),
		object("TemplateList", "data:[]Template "+page, nil),
		object("CustomPropertyList", "data:[]CustomProperty "+page, nil),
		object("ActivityList", "data:[]Activity "+page, nil),
		object("WebhookList", "data:[]Webhook "+page, nil),
		object("WebhookLogList", "data:[]WebhookLog "+page, nil),
		object("Pagination", "page:integer limit:integer count:integer", nil),
		object("Ping", "message:string", nil),
		object("User", "id:string first_name last_name email", nil),
		object("TemplateLight", "id:string key:string name:string", nil),
		object("CaseControl", "id:string is_completed:boolean review:Review control:Control "+times, nil),
		object("Control", "id:string label:string key:string type:string archived_at:date-time?", nil),
		object("Review", "comment reviewed_at:date-time? reviewer_type user:User?", nil),
		object("Check", "id:string individual_id company_id is_internal:boolean status:string type:string subtype document_type_key:string data:CheckData "+
			"last_activity_at:date-time "+times, nil),
		object("CheckData", "result settings:map vendor:map review:Review match_status:string hits_list_types:[]string hits:[]Hit document_file_ids:[]string "+
			"detailed_results:map information:map", map[string]string{"match_status": unseen, "hits": unseen, "hits_list_types": unseen, "vendor": "the host's own engine", "detailed_results": "no details of vendors are kept"}),
		object("Hit", "id:string name:string list_types:[]string status:string review:Review vendor:map", nil),
		object("CheckCreate", "company_id individual_id settings:map data:map", nil),
		object("CheckReview", "action:string comment override:boolean", nil),
		object("CheckFiles", "files:[]FileRef front_upload_ref back_upload_ref settings:map", nil),
		object("FileRef", "upload_ref:string", nil),
		object("HitsReview", "action:string comment hit_ids:[]string", nil),
		object("Monitoring", "is_monitored:boolean", nil),
		object("CaseTags", "tags:[]string", nil),
		object("TagList", "tags:[]Tag", nil),
		object("Tag", "id:string label:string created_at:date-time", map[string]string{"created_at": "when the case was made"}),
		object("NoteCreate", "case_id:string content:string", nil),
		object("Note", "id:string case_id:string content:string comments:[]NoteComment author:User? author_type:string "+times, nil),
		object("NoteCommentCreate", "content:string", nil),
		object("NoteComment", "id:string note_id:string content:string author:User? author_type:string "+times, nil),
		object("TaskCreate", "title:string assignee_id sla_hours:integer", nil),
		object("TaskUpdate", "is_completed:boolean", nil),
		object("Task", "id:string case_id:string title:string assignee_id is_completed:boolean due_at:date-time? created_at:date-time completed_at:date-time?", nil),
		object("Template", "id:string name:string key:string description case_auto_approval:boolean created_at:date-time? updated_at:date-time?",
			map[string]string{"description": notKept, "created_at": notKept, "updated_at": notKept}),
		object("TemplateRun", "case_id:string template_key template_id", nil),
		object("TemplateExecution", "case_id:string company_ids:[]string individual_ids:[]string", nil),
		object("CustomProperty", "id:string label:string key:string target_entity:string type:string settings:map options:any created_at:date-time? updated_at:date-time? archived_at:date-time?",
			map[string]string{"created_at": notKept, "updated_at": notKept, "archived_at": "archived ones are not listed"}),
		object("UploadedFile", "upload_ref:string expired_at:date-time", nil),
		object("Activity", "id:string case_id:string individual_id company_id type:string author_type:string author_id user:User? context:ActivityContext "+
			"changes:[]ActivityChange? created_at:date-time", map[string]string{"author_id": "of a key, its platform; of the system null"}),
		object("ActivityContext", "case:map? case_review:map? risk:map? case_relation:map? check:map?",
			map[string]string{"case_relation": "of one that is still there"}),
		object("ActivityChange", "name:string previous next", map[string]string{"previous": "null but of codes and dates: events keep no values", "next": "like previous"}),
		object("WebhookLog", "id:string event:string status_code:integer endpoint:string retry_count:integer case_id individual_id company_id webhook_id:string "+
			"created_at:date-time last_attempt_at:date-time payload:map? next_retry_at:date-time? attempts:[]WebhookLogAttempt",
			map[string]string{"payload": "null: " + unkept, "status_code": "0 where nobody answered", "next_retry_at": "always null: the host's outbox knows"}),
		object("WebhookLogAttempt", "type:string endpoint:string status_code:integer request_headers:map response_headers:map? response_body attempted_at:date-time",
			map[string]string{"status_code": "0 where nobody answered", "request_headers": "empty: " + unkept, "response_headers": "null: " + unkept, "response_body": "null: " + unkept}),
		object("WebhookInput", "name status type url:string events:[]string secret", nil),
		object("Webhook", "id:string name:string status:string type:string events:[]string url:string secret:string "+times,
			map[string]string{"secret": "told once, in the answer to its creation; a mask afterwards"}),
	}
}
