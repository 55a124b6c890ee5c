package program

import (
	"cmp"
	"slices"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/permission"
)

func problem(code bonafide.Code, id string) permission.Problem {
	return permission.Problem{Code: code, Reason: Reason(code), ID: id}
}

// problems lists what is wrong with what is there for an unmet unit, by id and
// code. Reasons are given in plain words, fit for the user.
func (v *evaluation) problems(u *unit, d *permission.DocumentFacts) []permission.Problem {
	var found []permission.Problem
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
	return slices.CompactFunc(found, func(a, b permission.Problem) bool { return a.ID == b.ID && a.Code == b.Code })
}

func compareProblems(a, b permission.Problem) int {
	return cmp.Or(cmp.Compare(a.ID, b.ID), cmp.Compare(a.Code, b.Code))
}

func (v *evaluation) subProblems(found []permission.Problem, l *leaf, d *permission.DocumentFacts) []permission.Problem {
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

func (v *evaluation) factProblems(found []permission.Problem, l *leaf, d *permission.DocumentFacts) []permission.Problem {
	switch l.kind {
	case leafTest:
		if code := l.test.problem(v.f, d); code != "" {
			found = append(found, problem(code, ""))
		}
	case leafLists:
		for _, name := range l.names {
			switch listResult(d, name) {
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
func (t *Test) problem(f *permission.Facts, d *permission.DocumentFacts) bonafide.Code {
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
	case FactPhoneLine:
		return CodePhoneLine
	case FactMailbox:
		return CodeMailbox
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
	case FactDuplicates:
		return CodeDuplicate
	}
	return CodeOption
}

func (v *evaluation) ownerProblems(found []permission.Problem, l *leaf) []permission.Problem {
	v.p.ownerGaps(l, v.f, v.reached, func(code bonafide.Code, id string) {
		found = append(found, problem(code, id))
	})
	return found
}
