package register

import (
	"strings"

	"github.com/bonafide-go/bonafide/casefile/ownership"
)

// A nature is one published nature of control, taken apart.
type nature struct {
	shares, votes *ownership.Band
	control       bool // appoints the board, or has influence or control otherwise
	land          bool // the entity holds land for the person, and the person nothing of it
	by            bearer
}

// A bearer is in what capacity somebody has what a nature says.
type bearer struct {
	of   ownership.EntityType // trust or partnership in between; empty = in person
	role ownership.Role       // what the person is to it
}

// The suffixes of natures by the kind of company that they are about. They change
// nothing but for overseas entities.
const (
	ofLLP      = "-limited-liability-partnership"
	ofOverseas = "-registered-overseas-entity"
)

// readNature takes a nature of control apart (Companies Act 2006, Sch. 1A; Economic Crime
// (Transparency and Enforcement) Act 2022, Sch. 2; the names are those of the register's
// own enumeration). It reports false for one that is not known.
func readNature(text string) (nature, bool) {
	text, overseas := strings.CutSuffix(text, ofOverseas)
	if overseas && strings.HasPrefix(text, "registered-owner-as-nominee-") {
		return nature{land: true}, true
	}
	text, _ = strings.CutSuffix(text, ofLLP)
	n := nature{}
	text, n.by = readBearer(text, overseas)
	switch text {
	case "significant-influence-or-control", "right-to-appoint-and-remove-directors", "right-to-appoint-and-remove-members", "right-to-appoint-and-remove-person":
		n.control = true
		return n, true
	}
	for prefix, to := range map[string]**ownership.Band{
		"ownership-of-shares-":                &n.shares,
		"right-to-share-surplus-assets-":      &n.shares, // what an LLP has in place of shares
		"part-right-to-share-surplus-assets-": &n.shares,
		"voting-rights-":                      &n.votes,
	} {
		if band, ok := strings.CutPrefix(text, prefix); ok {
			*to = readBand(band)
			return n, *to != nil
		}
	}
	return nature{}, false
}

// readBearer cuts off in what capacity a nature is borne. On the register of overseas
// entities "as trust" is a trustee, elsewhere somebody who controls the trust.
func readBearer(text string, overseas bool) (string, bearer) {
	member := func(role ownership.Role) ownership.Role {
		if overseas {
			return role
		}
		return ownership.Controller
	}
	for _, s := range []struct {
		suffix string
		by     bearer
	}{
		{"-as-control-over-trust", bearer{ownership.Trust, ownership.Controller}},
		{"-as-control-over-firm", bearer{ownership.Partnership, ownership.Controller}},
		{"-as-trust", bearer{ownership.Trust, member(ownership.Trustee)}},
		{"-as-firm", bearer{ownership.Partnership, member(ownership.Partner)}},
	} {
		if rest, ok := strings.CutSuffix(text, s.suffix); ok {
			return rest, s.by
		}
	}
	return text, bearer{}
}

// readBand is nil for a band that is not known.
func readBand(text string) *ownership.Band {
	band := func(low, high int, above bool) *ownership.Band {
		return &ownership.Band{Min: ownership.Whole(low), Max: ownership.Whole(high), Above: above}
	}
	switch text {
	case "25-to-50-percent":
		return band(25, 50, true)
	case "50-to-75-percent":
		return band(50, 75, true)
	case "75-to-100-percent":
		return band(75, 100, false)
	case "more-than-25-percent":
		return band(25, 100, true)
	}
	return nil
}
