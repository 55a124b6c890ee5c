package screening

import "strings"

// KindOfTopic returns the kind of list that a topic of the FollowTheMoney model puts its
// bearer on, and empty for a topic that says no more than what somebody does or is, such as
// "gov.soe", "role.lawyer" or "corp.offshore". What is sanctioned, frozen or under export
// control is of SanctionList; who is wanted, warned of, fined or debarred of WarningList; who
// may hold no office of FitnessList; politically exposed persons, their kin and associates of
// PEPList; who is tied to crime or forced labour by what is published of AdverseMediaList.
func KindOfTopic(topic string) ListKind {
	switch topic = strings.ToLower(strings.TrimSpace(topic)); topic {
	case "asset.frozen", "mil":
		return SanctionList
	case "wanted", "debarment", "reg.action", "reg.warn", "invest.ban":
		return WarningList
	case "corp.disqual":
		return FitnessList
	case "role.pep", "role.rca", "role.pol", "role.judge", "role.diplo", "role.oligarch", "role.spy":
		return PEPList
	case "forced.labor", "poi":
		return AdverseMediaList
	}
	for _, named := range []struct {
		prefix string
		kind   ListKind
	}{{"sanction", SanctionList}, {"export.control", SanctionList}, {"export.risk", SanctionList}, {"role.pep.", PEPList}, {"crime", AdverseMediaList}} {
		if strings.HasPrefix(topic, named.prefix) {
			return named.kind
		}
	}
	return ""
}
