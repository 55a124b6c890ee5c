package lists

import (
	"cmp"
	"io"
	"regexp"
	"strings"
	"sync"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/screening"
)

// keyWorldBank is the key of the list of debarred firms and individuals.
const keyWorldBank = "worldbank_debarred"

// ReadWorldBank reads the World Bank's list of debarred firms and individuals in JSON, as
// its service answers ("ZPROCSUPP"). It does not say which are persons: entries are of
// no known type. The list is one of warnings: debarment bars from the bank's projects,
// and from nothing else. Options.Edition must be set, as the answer does not tell it.
func ReadWorldBank(r io.Reader, opts *Options) (screening.List, error) {
	o := opts.orDefault(keyWorldBank)
	if err := o.required(); err != nil {
		return screening.List{}, err
	}
	entries := o.gather()
	p := &pagesReader{place: o.place(), seen: entries.ledger}
	_, err := p.each(r, func(page *node) error {
		answers := page.all("response")
		if len(answers) == 0 {
			return errFormat
		}
		for _, firm := range answers[0].all("ZPROCSUPP") {
			if err := p.record(firm, func(n *node, line int) error { return n.debarred(entries, line) }); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return screening.List{}, err
	}
	l, err := o.list(bonafide.Date{}, entries)
	l.Kind = screening.WarningList
	if err != nil {
		return screening.List{}, err
	}
	return l, nil
}

// debarred reads a record. One firm may have several, for several periods.
func (n *node) debarred(entries *drafts, line int) error {
	name, _, _ := strings.Cut(n.get("SUPP_NAME"), "*") // a mark of a footnote
	names := debarredNames(name)
	if len(names) == 0 {
		return errRecord
	}
	country := n.get("COUNTRY_NAME", "LAND1")
	d := entries.of(cmp.Or(n.get("SUPP_ID"), derivedID(name, country)), line)
	for i, name := range names {
		if i == 0 {
			d.name(name, screening.PrimaryName)
		} else {
			d.name(name, screening.AKA)
		}
	}
	d.address(screening.Address{
		Street: n.get("SUPP_ADDR"), City: n.get("SUPP_CITY"), Region: n.get("SUPP_STATE_CODE", "SUPP_PROV_NAME"), Postal: n.get("SUPP_ZIP_CODE", "SUPP_POST_CODE"),
	}, country)
	d.program(n.get("DEBAR_REASON"))
	d.note("Ineligible", joined(" to ", n.get("DEBAR_FROM_DATE"), n.get("DEBAR_TO_DATE")))
	d.note("Ineligibility:", n.get("INELIGIBLY_STATUS"))
	d.note("", strings.TrimLeft(n.get("ADD_SUPP_INFO"), "*0123456789 "))
	n.leftover(d.seen, "", debarredSilent)
	return nil
}

// debarredSilent are fields of the bank's own books.
const debarredSilent = " LAND1 SUPP_PROV_NAME SUPP_POST_CODE SUPP_TYPE_CODE LEGACY_FLG UN_SUPP_FLG INELIG_FLG DEBAR_TYPE AML_ENTR_IND DNB_ID DNB_PAR_ID DNB_ULTM_ID " +
	"CRIS_SUPP_ID SUPP_ELIG_STAT CRPD_MATCH CRPD_STAT ELIG_STAT CREATE_USER CREATE_DATE CREATE_TIME UPD_USER UPD_DATE UPD_TIME SUPP_PRE_ACRN SUPP_POST_ACRN "

// debarredNames divides "A LTD. (a.k.a. B; formerly C)".
func debarredNames(text string) (out []string) {
	for _, name := range otherName().Split(text, -1) {
		if name = strings.Trim(name, " ,;()"); name != "" {
			out = append(out, name)
		}
	}
	return out
}

var otherName = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)[\s,;(]+(?:a\.k\.a\.?|a/k/a|aka|f\.k\.a\.?|f/k/a|fka|d\.b\.a\.?|d/b/a|also known as|formerly known as|formerly|currently)[\s:]+`)
})
