package dotfile

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/bonafide-go/bonafide/casefile"
	"github.com/bonafide-go/bonafide/screening"
)

// checkObject is the published Check; with Data it is the one of its type.
type checkObject struct {
	ID             string               `json:"id"`
	Individual     text                 `json:"individual_id"`
	Company        text                 `json:"company_id"`
	Internal       bool                 `json:"is_internal"`
	Status         casefile.CheckStatus `json:"status"`
	Type           casefile.CheckType   `json:"type"`
	Subtype        text                 `json:"subtype"`
	DocumentType   string               `json:"document_type_key,omitzero"`
	Data           *checkData           `json:"data,omitzero"`
	CreatedAt      moment               `json:"created_at"`
	UpdatedAt      moment               `json:"updated_at"`
	LastActivityAt moment               `json:"last_activity_at"`
}

// checkData is what only one type of check has, and its review.
type checkData struct {
	Result   text           `json:"result"`
	Settings map[string]any `json:"settings"`
	Vendor   map[string]any `json:"vendor,omitzero"`
	Review   decisionObject `json:"review"`

	MatchStatus string       `json:"match_status,omitzero"` // these of aml alone
	ListTypes   []string     `json:"hits_list_types,omitzero"`
	Hits        *[]hitObject `json:"hits,omitzero"`

	FileIDs         []string       `json:"document_file_ids,omitzero"`
	DetailedResults map[string]any `json:"detailed_results,omitzero"`
	Information     map[string]any `json:"information,omitzero"`
}

// hitObject is the published AmlHit.
type hitObject struct {
	ID        string         `json:"id"`
	Name      string         `json:"name"`
	ListTypes []string       `json:"list_types"`
	Status    string         `json:"status"`
	Review    decisionObject `json:"review"`
	Vendor    map[string]any `json:"vendor"`
}

const documentType = "document_type:"

func check(c casefile.Case, k casefile.Check) checkObject {
	o := checkObject{
		ID: k.ID, Internal: k.Internal, Status: k.Status, Type: k.Type, Subtype: text(k.Subtype),
		CreatedAt: moment(k.CreatedAt), UpdatedAt: moment(k.UpdatedAt), LastActivityAt: moment(k.UpdatedAt),
	}
	if _, ok := c.Company(k.Entity); ok {
		o.Company = text(k.Entity)
	} else {
		o.Individual = text(k.Entity)
	}
	if k.Type == casefile.DocumentCheck {
		o.DocumentType = strings.TrimPrefix(k.Subtype, documentType)
	}
	return o
}

// checksOf are the checks on an entity that are asked for, and when the last one changed.
func checksOf(c casefile.Case, entity string, s shows) ([]checkObject, time.Time) {
	out, last := []checkObject{}, time.Time{}
	for _, k := range c.ChecksOf(entity) {
		if k.Withdrawn != nil || k.Internal && s.external {
			continue
		}
		out, last = append(out, check(c, k)), latest(last, k.UpdatedAt)
	}
	return out, last
}

// full is a check with what its type has.
func (e encoder) full(c casefile.Case, k casefile.Check) checkObject {
	o := check(c, k)
	o.Data = &checkData{Result: text(k.Result), Settings: map[string]any{"automatic_approval": k.Automation.Approval, "automatic_rejection": k.Automation.Rejection}}
	if d := k.Decision; d != nil {
		o.Data.Review = e.decision(d.By, d.At, d.Private)
	}
	switch k.Type {
	case casefile.AML:
		e.screened(o.Data, k)
	case casefile.DocumentCheck:
		o.Data.Settings["document_type_key"] = o.DocumentType
		o.Data.Settings["document_analysis"] = nil
		o.Data.FileIDs = list(k.Evidence)
		o.Data.DetailedResults = map[string]any{"document_analysis": nil}
		o.Data.Information = map[string]any{"expiration_date": expiry(k), "document_analysis": nil}
	case casefile.IDDocument:
		front, back := slices.Concat(k.Evidence, []string{"", ""})[0], slices.Concat(k.Evidence, []string{"", ""})[1]
		o.Data.Information = map[string]any{"front_file_id": text(front), "back_file_id": text(back), "expiration_date": expiry(k)}
	case casefile.ElectronicSignature:
		o.Data.Settings["document_template_key"] = strings.TrimPrefix(k.Subtype, documentTemplate)
	default:
		o.Data.Vendor = map[string]any{"verification_ref": text(k.Reference)}
	}
	return o
}

const documentTemplate = "document_template:"

func expiry(k casefile.Check) any {
	if k.ExpiresAt.IsZero() {
		return nil
	}
	return k.ExpiresAt.UTC().Format(time.DateOnly)
}

// Words for a match, and for a hit.
const (
	noMatch        = "no_match"
	potentialMatch = "potential_match"
	falsePositive  = "false_positive"
	truePositive   = "true_positive"
)

// screened is what a screening found. Without the eyes of a reviewer there is nothing.
func (e encoder) screened(o *checkData, k casefile.Check) {
	o.Settings = searchSettings(k.Search)
	o.Vendor = map[string]any{"name": vendorName, "is_search_monitored": k.Automation.Monitored, "created_at": moment(k.CreatedAt)}
	if k.Screening == nil {
		return // not searched yet, or not for these eyes: no match would be a verdict
	}
	o.MatchStatus, o.ListTypes, o.Hits = noMatch, []string{}, &[]hitObject{}
	var all []hitObject
	for _, h := range k.Screening.Result.Hits {
		all = append(all, e.hit(k, h))
	}
	slices.SortStableFunc(all, func(a, b hitObject) int { return cmp.Compare(rank(a.Status), rank(b.Status)) })
	for _, h := range all {
		o.ListTypes = append(o.ListTypes, h.ListTypes...)
	}
	slices.Sort(o.ListTypes)
	o.ListTypes = list(slices.Compact(o.ListTypes))
	if len(all) > 0 {
		o.MatchStatus = all[0].Status
	}
	all = list(all)
	o.Hits = &all
}

// vendorName is who screens: the host's own engine.
const vendorName = "bonafide"

// rank orders what hits are: the gravest first.
func rank(status string) int {
	return slices.Index([]string{potentialMatch, truePositive, falsePositive, noMatch}, status)
}

func hitID(k casefile.Check, list, entry string) string { return derived("hit", k.ID, list, entry) }

func (e encoder) hit(k casefile.Check, h screening.Hit) hitObject {
	o := hitObject{
		ID: hitID(k, h.List, h.EntryID), Name: h.MatchedName, ListTypes: listTypes(h.ListKind()), Status: potentialMatch,
		Vendor: map[string]any{"name": vendorName, "hit_id": h.List + ":" + h.EntryID, "updated_by_monitoring_status": nil, "updated_by_monitoring_at": nil},
	}
	switch k.Screening.Disposition(h, e.at) {
	case screening.FalsePositive:
		o.Status = falsePositive
	case screening.TruePositive, screening.TrueButAccepted:
		o.Status = truePositive
	}
	for _, d := range k.Screening.Decisions {
		if d.List == h.List && d.EntryID == h.EntryID && o.Status != potentialMatch {
			o.Review = e.decision(d.By, d.At, d.Reason)
		}
	}
	return o
}

// listKinds are the published kinds of lists that a check may be restricted to.
func listKinds() []string {
	return strings.Fields("sanction warning fitness_probity pep adverse_media")
}

// listTypes is the word for the kind of a list. A host's own is one of warnings: the
// published words know no other.
func listTypes(kind screening.ListKind) []string {
	if kind == screening.InternalList {
		kind = screening.WarningList
	}
	return []string{string(kind)}
}
