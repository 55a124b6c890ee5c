package program

import (
	"slices"
	"strings"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/permission"
)

// whatReview stands in place of what the user is not to know of.
const whatReview = "review"

// ForSubject returns requirements as the user itself may read them. Those that follow
// from watchlists, risks, or numbers of locked users read "review" and are pending,
// whether or not something was found; where one wants a photo id, the document is named
// and not what it is for (31 CFR 1020.320(e); Regulation (EU) 2024/1624 article 73). What
// a program asks for is hidden like them unless it is named here. The given ones are not
// changed.
func ForSubject(all []permission.Requirement) []permission.Requirement {
	out := slices.Clone(all)
	for i := range out {
		out[i] = forSubject(out[i])
	}
	return out
}

func forSubject(r permission.Requirement) permission.Requirement {
	if r.Actor == bonafide.ActorReviewer {
		r.Actor = "" // somebody of the house, whoever it is
	}
	asksDocument := len(r.Alternatives) > 0 && tellable(r.Alternatives[0])
	if tellable([]string{r.What}) && !slices.ContainsFunc(r.Errors, func(p permission.Problem) bool { return discreet(p.Code) }) {
		r.Alternatives = tellableWays(r.Alternatives)
		return r
	}
	r.Why.Rule, r.Why.ID, r.Errors = whatReview, "", nil
	switch {
	case !r.State.Open():
		r.What, r.Alternatives, r.Actor = whatReview, nil, ""
	case r.Actor == bonafide.ActorUser && asksDocument:
		r.What, r.Alternatives = r.Alternatives[0][0], tellableWays(r.Alternatives)
	default:
		r.What, r.Alternatives, r.Actor, r.State = whatReview, nil, "", permission.Pending
	}
	return r
}

// tellableWays leaves out the ways that name what the user is not to know of.
func tellableWays(ways [][]string) [][]string {
	return slices.DeleteFunc(slices.Clone(ways), func(way []string) bool { return !tellable(way) })
}

// tellable reports whether the user may know that things are asked for: documents,
// fields, statements, owners, and facts that it gave itself.
func tellable(things []string) bool {
	for _, what := range things {
		fact := Fact(what)
		switch {
		case what == strings.ToUpper(what), strings.HasPrefix(what, "field."), strings.HasPrefix(what, "attestation."):
		case slices.Contains([]string{"owners", "base_document", "program"}, what):
		case slices.Contains([]Fact{FactAge, FactRelationship, FactEntityType, FactEntityScope, FactActivity, FactCountry, FactSubdivision,
			FactDocOption, FactDesiredScope, FactPhone, FactPhoneLine, FactMailbox, FactTINStatus, FactOwnerExemption}, fact):
		default:
			return false
		}
	}
	return true
}

// discreet reports whether a problem says what was found about the user elsewhere.
func discreet(code bonafide.Code) bool {
	switch code {
	case CodeSoftMatch, CodeMatch, CodeOFAC, CodeBlacklisted, CodeRisk, CodeDuplicate, CodeNotScreened, CodeScreeningFailed, CodeUnknownStatus:
		return true
	}
	return false
}
