package permission

import (
	"cmp"
	"slices"

	"github.com/bonafide-go/bonafide"
)

// Codes of problems besides the invalid reasons of documents.
const (
	CodeInvalid            bonafide.Code = "invalid"                    // found invalid, no reason given
	CodeExpired            bonafide.Code = "expired"                    // valid once, expired since
	CodeNotAccepted        bonafide.Code = "not_accepted"               // valid, but not of a class or country the rule takes, or of no known date
	CodeBlacklisted        bonafide.Code = "blacklisted"                // on a list of blocked documents
	CodeUnknownStatus      bonafide.Code = "unknown_status"             // a state nobody knows
	CodeNotScreened        bonafide.Code = "not_screened"               // no screening, or too old a one
	CodeScreeningFailed    bonafide.Code = "screening_failed"           // a list could not be screened
	CodeSoftMatch          bonafide.Code = "watchlist_soft_match"       // a potential match
	CodeMatch              bonafide.Code = "watchlist_match"            // a match
	CodeIDScoreLow         bonafide.Code = "id_score_low"               //
	CodeTrustLevelLow      bonafide.Code = "trust_level_low"            //
	CodeCountry            bonafide.Code = "country_not_accepted"       //
	CodeSubdivision        bonafide.Code = "subdivision_not_accepted"   //
	CodeEntityType         bonafide.Code = "entity_type_not_accepted"   //
	CodeIndustry           bonafide.Code = "industry_not_accepted"      //
	CodePhone              bonafide.Code = "phone_implausible"          //
	CodeEDD                bonafide.Code = "edd_not_valid"              //
	CodeOFAC               bonafide.Code = "ofac_not_clear"             //
	CodeTIN                bonafide.Code = "tin_not_matched"            //
	CodeRisk               bonafide.Code = "risk_too_high"              //
	CodeAge                bonafide.Code = "age_out_of_range"           // too old for the program
	CodeOption             bonafide.Code = "option_not_accepted"        // another scope or document option must be chosen
	CodeOwnersNotDeclared  bonafide.Code = "owners_not_declared"        //
	CodeControllingMissing bonafide.Code = "controlling_person_missing" //
	CodeOwnerNotVerified   bonafide.Code = "owner_not_verified"         // ID names the owner
	CodeNoProgram          bonafide.Code = "no_program"                 // none is in effect
	CodeOtherKind          bonafide.Code = "program_of_other_kind"      // the program is for another kind of user
	CodeNoBaseDocument     bonafide.Code = "no_base_document"           //
)

func problem(code bonafide.Code, id string) Problem {
	return Problem{Code: code, Reason: Reason(code), ID: id}
}

// problems lists what is wrong with what is there for an unmet unit, by id and
// code. Reasons are given in plain words, fit for the user.
func (v *evaluation) problems(u *unit, d *DocumentFacts) []Problem {
	var found []Problem
	var seen leafSet
	for i := range u.masks {
		u.masks[i].without(&seen, func(index int) {
			if v.leaves[index].until > v.now {
				return
			}
			if l := &v.p.leaves[index]; l.kind == leafDocument {
				found = v.subProblems(found, l, d)
			} else {
				found = v.factProblems(found, l, d)
			}
		})
		seen.union(&u.masks[i])
	}
	slices.SortFunc(found, compareProblems)
	return slices.CompactFunc(found, func(a, b Problem) bool { return a.ID == b.ID && a.Code == b.Code })
}

func compareProblems(a, b Problem) int {
	return cmp.Or(cmp.Compare(a.ID, b.ID), cmp.Compare(a.Code, b.Code))
}

func (v *evaluation) subProblems(found []Problem, l *leaf, d *DocumentFacts) []Problem {
	for i := range d.Subs {
		s := &d.Subs[i]
		if !slices.Contains(l.doc.Types, s.Type) {
			continue
		}
		add := func(code bonafide.Code) {
			p := problem(code, s.ID)
			p.AttemptsLeft, p.Final = s.AttemptsLeft, s.Final
			found = append(found, p)
		}
		switch s.Status {
		case statusValid:
			switch {
			case !l.accepts(s), !l.doc.ValidFor.IsZero() && s.SubmittedAt.IsZero():
				add(CodeNotAccepted)
			case l.until(s) <= v.now:
				add(CodeExpired)
			}
		case statusSubmitted, statusReviewing, statusMFAPending:
			if !l.accepts(s) {
				add(CodeNotAccepted)
			}
		case statusInvalid:
			for _, reason := range s.Reasons {
				add(bonafide.Code(reason))
			}
			if len(s.Reasons) == 0 {
				add(CodeInvalid)
			}
		case statusBlacklisted:
			add(CodeBlacklisted)
		default:
			add(CodeUnknownStatus)
		}
	}
	return found
}

func (v *evaluation) factProblems(found []Problem, l *leaf, d *DocumentFacts) []Problem {
	switch l.kind {
	case leafTest:
		if code := l.test.problem(v.f, d); code != "" {
			found = append(found, problem(code, ""))
		}
	case leafLists:
		for _, name := range l.names {
			switch d.list(name) {
			case watchNone, watchFalsePositive:
			case watchMatch:
				found = append(found, problem(CodeMatch, name))
			case listFailed:
				found = append(found, problem(CodeScreeningFailed, name))
			default:
				found = append(found, problem(CodeNotScreened, name))
			}
		}
	case leafAttestation:
		if l.attested(v.f) != 0 {
			found = append(found, problem(CodeExpired, ""))
		}
	case leafOwners:
		found = v.ownerProblems(found, l)
	}
	return found
}

// problem names what is wrong with a fact that is known; empty if it is only
// missing.
func (t *Test) problem(f *Facts, d *DocumentFacts) bonafide.Code {
	if t.compare(f, d) != no {
		return ""
	}
	switch t.Fact {
	case FactAge:
		if t.Min != nil && bonafide.FixedOf(d.Age) < *t.Min {
			return bonafide.CodeUnderAge
		}
		return CodeAge
	case FactIDScore:
		return CodeIDScoreLow
	case FactTrustLevel:
		return CodeTrustLevelLow
	case FactCountry:
		return CodeCountry
	case FactSubdivision:
		return CodeSubdivision
	case FactEntityType, FactRelationship, FactOwnerExemption:
		return CodeEntityType
	case FactEntityScope, FactActivity:
		return CodeIndustry
	case FactPhone:
		return CodePhone
	case FactEDDStatus:
		if d.EDDStatus == "REVIEWING" {
			return ""
		}
		return CodeEDD
	case FactOFACStatus:
		return CodeOFAC
	case FactTINStatus:
		if f.TINStatus != "mismatched" {
			return "" // not there yet
		}
		return CodeTIN
	case FactRiskLevel:
		return CodeRisk
	}
	return CodeOption
}

func (v *evaluation) ownerProblems(found []Problem, l *leaf) []Problem {
	o, f := l.owner, v.f
	exempt := o.exempts(f)
	if o.Complete && !f.Owners.Complete && !exempt {
		found = append(found, problem(CodeOwnersNotDeclared, ""))
	}
	controlling := 0
	for i := range f.Documents {
		d := &f.Documents[i]
		if !d.Active || d.Relationship == "" {
			continue
		}
		controls := d.Relationship == RelationshipControlling
		if controls {
			controlling++
		}
		if (controls || !exempt && o.counts(d.Share)) && v.p.scope(v.reached[i]).rank() < l.rank {
			found = append(found, problem(CodeOwnerNotVerified, d.ID))
		}
	}
	for i := range f.Owners.Members {
		m := &f.Owners.Members[i]
		if m.Controls {
			controlling++
		}
		if (m.Controls || !exempt && o.counts(m.Share)) && (m.Scope.rank() < l.rank || !m.Until.IsZero() && !f.At.Before(m.Until)) {
			found = append(found, problem(CodeOwnerNotVerified, m.ID))
		}
	}
	if controlling < o.Controlling {
		found = append(found, problem(CodeControllingMissing, ""))
	}
	return found
}

// Reason says a code in plain words to the user it is about: what is wrong and,
// where that helps, what to do. It is empty for a code this package does not
// know. Potential and true matches with lists, and suspicions, are worded so
// that they tip nobody off (31 CFR 1020.320(e), confidentiality of reports).
func Reason(code bonafide.Code) string { return reasons[code] }
