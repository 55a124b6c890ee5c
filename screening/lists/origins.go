package lists

import (
	"maps"
	"slices"
	"strings"

	"github.com/bonafide-go/bonafide/screening"
)

// Origins says for every one of [screening.KnownLists], in their order, where its entries
// come from.
func Origins() []Origin {
	read, filled := origins(), fillings()
	known := screening.KnownLists()
	out := make([]Origin, len(known))
	for i, l := range known {
		out[i] = Origin{Key: l.Key, From: read[l.Key], rules: filled[l.Key]}
		if words := inWords(out[i].rules); words != "" {
			out[i].From = strings.TrimPrefix(out[i].From+"; else "+words, "; else ")
		}
	}
	return out
}

// origins are the keys that a reader gives, or may be given to the file that it reads.
func origins() map[string]string {
	m := map[string]string{
		screening.KeyOFACSDN:          "ReadOFAC, ReadOFACXML, ReadOFACEnhanced or ReadOFACAdvanced",
		screening.KeyOFACConsolidated: "ReadOFACConsolidated; the XML readers with this key",
		screening.KeyUN:               "ReadUN",
		screening.KeyEU:               "ReadEU or ReadEUXML",
		screening.KeyUK:               "ReadUK or ReadUKXML",
		screening.KeyOFSI:             "ReadUK of OFSI's list, with this key",
		screening.KeyBISDPL:           "ReadDPL",
		screening.KeyDFAT:             "ReadDFAT",
		screening.KeySECO:             "ReadSECO",
		screening.KeySEMA:             "ReadSEMA",
		screening.KeyInterpol:         "ReadInterpol",
		screening.KeyPEP:              "ReadFTM of a list of politically exposed persons, with this key; ByKind divides a list of several kinds",
		screening.KeyHost:             "Own or ReadOwn",
	}
	subjects := FBIKeys()
	for _, subject := range slices.Sorted(maps.Keys(subjects)) {
		key := subjects[subject]
		if m[key] != "" {
			m[key] += " or " + subject
		} else {
			m[key] = "ReadFBI, by subject " + subject
		}
	}
	for key, set := range map[string]string{ // what OpenSanctions calls them
		"belgian_list": "be_fod_sanctions", "singapore_sanctions": "sg_terrorists", "fincen_311_sanctions": "us_fincen_special_measures", "euro": "eu_europol_wanted",
		"finra_sanctions": "us_finra_actions", "cftc_sanctions": "us_cftc_enforcement_actions", "usa_tel_list": "us_dos_terrorist_exclusion",
	} {
		m[key] = "no reader of the publisher's own form; ReadFTM of OpenSanctions' " + set + ", with this key"
	}
	return m
}

// fillings are the keys that are filled from other lists.
func fillings() map[string][]rule {
	sdn := func(programs ...string) rule { return rule{{screening.KeyOFACSDN, programs}} }
	other := func(programs ...string) rule { return rule{{screening.KeyOFACConsolidated, programs}} }
	both := func(programs ...string) rule {
		return rule{{screening.KeyOFACSDN, programs}, {screening.KeyOFACConsolidated, programs}}
	}
	csl := func(source string) rule { return rule{{list: source}} }
	return map[string][]rule{
		"ofac_sdgt":            {sdn("SDGT")},
		"ofac_iran":            {both("IRAN*", "IFSR", "IRGC", "IFCA", "HRIT-IR", "ISA", "CAATSA - IRAN", "561-Related")},
		"ofac_syria":           {both("SYRIA*", "HRIT-SY", "PAARSS*", "FSE-SY")},
		"ofac_ukraine-eo13662": {both("UKRAINE-EO13662")},
		"ofac_ssi_list":        {other("UKRAINE-EO13662"), csl("csl_ssi")},
		"ofac_561_list":        {other("561-*"), csl("csl_cap")},
		"ofac_fse_list":        {other("FSE-*"), csl("csl_fse")},
		"ofac_fse-sy":          {other("FSE-SY"), rule{{"csl_fse", []string{"FSE-SY"}}}},
		"ofac_ns-plc":          {other("NS-PLC"), csl("csl_plc")},
		"fto_sanctions":        {sdn("FTO")},
		"dtc_list":             {csl("csl_dtc")},
		screening.KeyBISDPL:    {csl("csl_dpl")},
		screening.KeyUSCSL:     {csl("csl_*")},
		"nk_sanctions":         {northKorea()},
		"russian_sanctions":    {russia()},
	}
}

// northKorea takes what names the programs against North Korea, on every list that has any.
func northKorea() rule {
	return rule{
		{screening.KeyOFACSDN, []string{"DPRK*"}}, {screening.KeyOFACConsolidated, []string{"DPRK*"}}, {screening.KeyUN, []string{"DPRK"}},
		{screening.KeyEU, []string{"PRK"}}, {screening.KeyUK, []string{"*Democratic People's Republic of Korea*", "*North Korea*"}},
		{screening.KeySECO, []string{"*Democratic People*", "*North Korea*"}},
		{screening.KeyDFAT, []string{"*DPRK*"}}, {screening.KeySEMA, []string{"*North Korea*", "*Democratic People's Republic of Korea*"}},
	}
}

// russia takes what names the programs on Russia's acts against Ukraine and at home.
func russia() rule {
	ofac := []string{"RUSSIA-*", "UKRAINE-*", "CAATSA - RUSSIA", "BPI-RUSSIA*", "PEESA*", "MAGNIT"}
	return rule{
		{screening.KeyOFACSDN, ofac}, {screening.KeyOFACConsolidated, ofac}, {screening.KeyEU, []string{"UKR", "RUS", "RUSDA"}},
		{screening.KeyUK, []string{"*Russia*"}}, {screening.KeySECO, []string{"*Ukraine*", "*Russia*"}}, {screening.KeyDFAT, []string{"*Russia*", "*Ukraine*"}},
		{screening.KeySEMA, []string{"Russia*", "Ukraine*"}},
	}
}

// inWords tells rules.
func inWords(rules []rule) string {
	var out []string
	for _, r := range rules {
		var parts []string
		for _, p := range r {
			if text := p.list; len(p.programs) > 0 {
				parts = append(parts, text+" by program "+strings.Join(p.programs, ", "))
			} else {
				parts = append(parts, text)
			}
		}
		out = append(out, strings.Join(parts, " and "))
	}
	return strings.Join(out, "; else ")
}
