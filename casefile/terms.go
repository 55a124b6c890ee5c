package casefile

import (
	"slices"
	"strings"

	"github.com/bonafide-go/bonafide/internal/aggregate"
	"github.com/bonafide-go/bonafide/internal/canonical"
)

// terms are what the store may look a case up by. Personal ones are blinded.
func (s *Service) terms(c Case) aggregate.Terms {
	if c.Erased() {
		return aggregate.Terms{Labels: []string{"status=" + string(c.Status), "platform=" + c.Platform, labelErased}}
	}
	t := aggregate.Terms{
		Labels: []string{"status=" + string(c.Status), "risk=" + string(c.RiskLevel()), "periodic=" + string(c.Periodic.in())},
		Due:    c.due(s.opts.Reviews),
	}
	if c.ExternalID != "" {
		for _, index := range s.externalOf(c.Platform, c.ExternalID) {
			t.Unique = append(t.Unique, externalTerm(index))
		}
		for _, index := range s.keys.Indexes("case.external", c.ExternalID) {
			t.Labels = append(t.Labels, externalTerm(index))
		}
	}
	for key, value := range map[string]string{"assignee": c.Assignee, "platform": c.Platform, "template": c.Template} {
		if value != "" {
			t.Labels = append(t.Labels, key+"="+value)
		}
	}
	if c.ContactHasActions {
		t.Labels = append(t.Labels, "contact=true")
	}
	if c.ReviewerHasActions {
		t.Labels = append(t.Labels, "reviewer=true")
	}
	if c.Proposal != nil {
		t.Labels = append(t.Labels, "proposal=open", "maker="+c.Proposal.By.ID)
		if c.LastEditor.ID != "" {
			t.Labels = append(t.Labels, "editor="+c.LastEditor.ID)
		}
	}
	if c.Change != nil {
		t.Labels = append(t.Labels, "change=pending")
	}
	for _, f := range c.Flags {
		t.Labels = append(t.Labels, "flag="+string(f))
	}
	for _, typ := range c.processing() {
		t.Labels = append(t.Labels, "processing="+string(typ))
	}
	for _, tag := range c.Tags {
		t.Labels = append(t.Labels, tagTerm(tag))
	}
	return t
}

// processing are the types of checks that a vendor is to answer. The library screens by
// itself, so aml checks are none of these.
func (c Case) processing() []CheckType {
	var out []CheckType
	for _, k := range c.Checks {
		if k.Status == CheckProcessing && k.Screening == nil && !k.gone() && c.relevant(k.Entity) && !slices.Contains(out, k.Type) {
			out = append(out, k.Type)
		}
	}
	return out
}

// externalOf are the blind indexes of an external id among the cases of a platform, which
// no other platform can block.
func (s *Service) externalOf(platform, id string) []string {
	return s.keys.Indexes("case.external of a platform", platform+"\x00"+id)
}

func externalTerm(index string) string { return "external=" + index }

// tagTerm is short and of one form; tags are the host's words and name nobody.
func tagTerm(tag string) string { return "tag=" + canonical.SumJSON("tag", strings.ToLower(tag))[:32] }

// labelErased marks erased cases.
const labelErased = "erased=true"
