package match_test

import (
	"bytes"
	"encoding/csv"
	"io"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide/internal/datatest"
	. "github.com/bonafide-go/bonafide/screening"
)

// nameScore is the score of two names of a type, or 0 where the one does not
// find the other.
func nameScore(t testing.TB, typ EntityType, query, listed string) float64 {
	t.Helper()
	entry := named(listed)
	entry.Type = typ
	r := screen(t, engine(t, list(t, "pair", may3, entry)), Query{Name: query, Type: typ, MinScore: .0001})
	if len(r.Hits) == 0 {
		return 0
	}
	_, again := r.Hits[0].Explanation.Compute()
	assert.InDelta(t, r.Hits[0].Score, again, 1e-9)
	return r.Hits[0].Score
}

// What the names of one company look like.
const sameCompanies = `Muster Gesellschaft mit beschränkter Haftung | Muster GmbH
Muster Ges.m.b.H. | Muster GmbH
Muster Aktiengeselschaft | Muster AG
Zorvane besloten vennootschap met beperkte aansprakelijkheid | Zorvane B.V.
Zorvane Osakeyhtiö | Zorvane Oy
Zorvane spółka z ograniczoną odpowiedzialnością | Zorvane Sp. z o.o.
Zorvane Korlátolt Felelősségű Társaság | Zorvane Kft.
Zorvane Anonim Şirket | Zorvane A.Ş.
Zorvane акционерно дружество | Zorvane AD
SRL PRO TRAFFIC | Societatea cu Răspundere Limitată PRO TRAFFIC
LIMITED LIABILITY CO AVIATEKSIM | LIMITED LIABILITY COMPANY AVIATEKSIM
LIMITED LIAIBLITY COMPANY FLEMSTED | FLEMSTED LLC
LIMITED LIABILITY FLEMSTED COMPANY | FLEMSTED LIMITED LIABILITY COMPANY
JOINT SOCK COMPANY SALUTE | JOINT STOCK COMPANY SALUTE
STOCK COMPANY ELECOND | JOINT STOCK COMPANY ELECOND
S OGRANICHENNOI OTVETSTVENNOSTYU ALYANS | OBSHCHESTVO S OGRANICHENNOI OTVETSTVENNOSTYU ALYANS
Товариство з обмеженою відповідальністю Зоря | Zorya LLC
AO NPO Orion | JOINT STOCK COMPANY SCIENTIFIC PRODUCTION ASSOCIATION ORION
научно-производственное объединение Орион | NPO Orion
АО «Научно-исследовательский институт Экран» | NII Ekran JSC
ЦНИИ Буревестник | Central Scientific Research Institute Burevestnik
Акционерное общество «Объединённые заводы» | United Plants JSC
شركة النفط الوطنية | National Oil Company
شركت ملی نفت ایران | National Iranian Oil Company
IRGC | Islamic Revolutionary Guard Corps
Islamic Revolutionary Guard Corps | IRGC
PLA | People's Liberation Army
JSC BEMZ | Bryansk Elektro Mekhanicheskiy Zavod
Islamic Revolutionary Guard Corps (IRGC) | Islamic Revolutionary Guard Corps
U.S. Department of State | United States Department of State
1st International Bank | First International Bank
GUANGZHOU HAIGE COMM GRP | Guangzhou Haige Communications Group
CNOOC ENERGY TECH & SRVCES LTD | CNOOC Energy Technology & Services Limited
NPK FOTONIKA LIMITED LIABILITY COMP | NPK FOTONIKA LLC
JOINTSTOCKCOMPANYSALUTE | JOINT STOCK COMPANY SALUTE
SIRJANCOTRADNGLLC | Sirjanco Trading LLC
Sirjanco Tradng | SIRJANCOTRADING
北京航天科技有限公司 | Beijing Aerospace Technology Co., Ltd.
Deutsche Forschungsinstitut GmbH | German Research Institute LLC
Instituto Nacional de Tecnologia | National Institute of Technology
Kazanskiy Vertoletnyy Zavod | Kazan Helicopter Plant
AO TULSKIY MASHINOSTROITELNIY ZAVOD | JOINT STOCK COMPANY TULA MACHINE BUILDING PLANT
AO NPF MERIDIAN | MERIDIAN RESEARCH AND PRODUCTION FIRM JSC
UK BITRIVER, LLC | OOO MANAGEMENT COMPANY BITRIVER
PMC REDUT | PRIVATE MILITARY COMPANY REDUT
HASSAN DTO | HASSAN DRUG TRAFFICKING ORGANIZATION
AGD BANK | ASIA GREEN DEVELOPMENT BANK LTD
NICO | NAFTIRAN INTERTRADE CO. (NICO) SARL
MODERN INDUSTRIES TECHNIQUE COMPANY | MODERN INDUSTRIES TECHNIQUE COMPANY (MITEC)
ISIL in Yemen | ISLAMIC STATE IN IRAQ AND THE LEVANT - YEMEN
CHONG CHON GANG SHIPPING CO. LTD | CHONGCHONGANG SHIPPING COMPANY LIMITED
BELNEFTEGAS | ADDITIONAL LIABILITY COMPANY BELNEFTEGAZ
MOMENT INVESTMENT LTD | MOMENT INVESTMENT LIMITED
OTKRYTOE AKTSIONERNOE OBSHCHESTVO OTKRYTOGO TIPA EYANSKI ELEVATOR | EYANSKI ELEVATOR, OAO
CASTLE HOLDING GMBN | CASTLE HOLDING GMBH
JOINT STOCK COPAN DUKS | JOINT STOCK COMPANY DUKS
STOCK Rublev JOINT Bank | JOINT STOCK BANK RUBLEV
COMPANY JOINT TUTAEV PLANT MOTOR PUBLIC STOCK | PUBLIC JOINT STOCK COMPANY TUTAEV MOTOR PLANT
Объединение Орион акционерное Научно общество производственное | АО НПО Орион
TRAFFICKING DRUG ORGANIZATION ZHENG | ZHENG DRUG TRAFFICKING ORGANIZATION
LTD PROPRIETARY OXFOCENTO | OXFOCENTO PTY LTD
SOCIETATEA PROJECT CU INVEST RASPUNDERE COMPANY LIMITATA | SOCIETATEA CU RASPUNDERE LIMITATA PROJECT INVEST COMPANY`

func TestSameCompanies(t *testing.T) {
	for line := range strings.Lines(sameCompanies) {
		query, listed, _ := strings.Cut(strings.TrimSpace(line), " | ")
		assert.GreaterOrEqual(t, nameScore(t, Entity, query, listed), DefaultMinScore, line)
	}
}

// Companies that share no more than what many do.
const otherCompanies = `SRL CON TRAFFIC | Societatea cu Răspundere Limitată PRO TRAFFIC
Kelbrim besloten vennootschap met beperkte aansprakelijkheid | Zorvane besloten vennootschap met beperkte aansprakelijkheid
BELLETECH CORP | 11420 CORP.
A-B-C Company | Zenith Trading Company
NPO Zarya | NPO Orion
NII Ekran | NII Zarya
Stone Analytics LLC | Teleport Company SAL
International Business Machines Corporation | International Business Company
Progress Software Corporation | AO Kraftway PSC
American Superconductor Corporation | ASC
MV Group | SS Group Trading
PMC Redut | Private Medical Company Kamerton
FU YUAN YU 8640 | FU YUAN YU F91
Limited Brands Company | Public Limited Company
STOCK Rublev JOINT Bank | JOINT STOCK BANK AVANGARD
Bureau Zarya Special Design | SPECIAL DESIGN BUREAU ORION`

func TestOtherCompanies(t *testing.T) {
	for line := range strings.Lines(otherCompanies) {
		query, listed, _ := strings.Cut(strings.TrimSpace(line), " | ")
		assert.Less(t, nameScore(t, Entity, query, listed), DefaultMinScore, line)
	}
}

// A ship is found by its name whatever stands before it, and with a typo.
func TestVessels(t *testing.T) {
	for _, query := range []string{"MV SOBAR", "M/V Sobar", "M.V. SOBAR", "MT SOBAR", "S.S. Sobar", "SOBBAR"} {
		assert.GreaterOrEqual(t, nameScore(t, Vessel, query, "SOBAR"), DefaultMinScore, query)
	}
	assert.Less(t, nameScore(t, Vessel, "MV TOLAR", "MV SOBAR"), DefaultMinScore)
}

// "Zorvane" with every legal form of the world, against the same with each of
// the form's abbreviations. OpenSanctions' logic-v2: .27.
func TestLegalFormsOfTheWorld(t *testing.T) {
	content, err := io.ReadAll(datatest.Open(t, filepath.Join(datatest.Published(t), "legal-forms", "gleif-elf-codes-1.4.1.csv.gz")))
	require.NoError(t, err)
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(content, []byte("\ufeff")))).ReadAll()
	require.NoError(t, err)
	const local, latin, short = 5, 8, 9
	seen := make(map[string]bool)
	var pairs, found, forms, alarms float64
	for _, row := range rows[1:] {
		form := row[local]
		if form == "" {
			form = row[latin]
		}
		for _, abbreviation := range strings.FieldsFunc(row[short], func(r rune) bool { return r == ';' || r == ',' }) {
			abbreviation = strings.TrimSpace(abbreviation)
			if key := form + "|" + abbreviation; form == "" || abbreviation == "" || abbreviation == form || seen[key] {
				continue
			} else {
				seen[key] = true
			}
			pairs++
			if nameScore(t, Entity, "Zorvane "+form, "Zorvane "+abbreviation) >= DefaultMinScore {
				found++
			}
		}
		if !seen[form] && form != "" && row[short] != "" {
			seen[form] = true
			forms++
			if nameScore(t, Entity, "Zorvane "+form, "Kelbrim "+form) >= DefaultMinScore {
				alarms++
			}
		}
	}
	t.Logf("%.1f%% of %.0f pairs; another name with the same form: %.1f%% of %.0f", found/pairs*100, pairs, alarms/forms*100, forms)
	assert.GreaterOrEqual(t, found/pairs, .86)
	assert.LessOrEqual(t, alarms/forms, .01)
}

// A companyDistortion is what becomes of a name on the way; it returns "" for a name
// that it does not fit.
type companyDistortion struct {
	name    string
	typ     EntityType
	least   float64 // found at the default, every name and alias in the index
	distort func(r *rand.Rand, name string) string
}

var companyDistortions = []companyDistortion{
	{"one typo", Entity, .89, typo},
	{"two typos", Entity, .76, func(r *rand.Rand, name string) string { return typo(r, typo(r, name)) }},
	{"one word missing", Entity, .83, func(r *rand.Rand, name string) string {
		words := strings.Fields(name)
		if len(words) < 3 {
			return ""
		}
		i := r.IntN(len(words))
		return strings.Join(slices.Delete(words, i, i+1), " ")
	}},
	{"the first word last", Entity, .98, func(_ *rand.Rand, name string) string {
		words := strings.Fields(name)
		if len(words) < 2 {
			return ""
		}
		return strings.Join(append(words[1:], words[0]), " ")
	}},
	{"words in any order", Entity, .98, func(r *rand.Rand, name string) string {
		words := strings.Fields(name)
		r.Shuffle(len(words), func(i, j int) { words[i], words[j] = words[j], words[i] })
		if shuffled := strings.Join(words, " "); shuffled != name {
			return shuffled
		}
		return ""
	}},
	{"abbreviated", Entity, .97, func(_ *rand.Rand, name string) string {
		if short := abbreviations.Replace(name); short != name {
			return short
		}
		return ""
	}},
	{"joined", Entity, .97, func(_ *rand.Rand, name string) string { return joined(name) }},
	{"joined, with a typo", Entity, .92, func(r *rand.Rand, name string) string {
		if name = joined(name); name == "" {
			return ""
		}
		return typo(r, name)
	}},
	{"its initials", Entity, .71, initials},
	{"prefix of a ship", Vessel, .98, func(r *rand.Rand, name string) string {
		prefixes := []string{"M/V ", "MV ", "MT ", "M/T ", "S.S. ", "M.V. ", "MT. ", "SS "}
		return prefixes[r.IntN(len(prefixes))] + name
	}},
	{"one typo, of a ship", Vessel, .89, typo},
}

var abbreviations = strings.NewReplacer("COMPANY", "CO", "LIMITED", "LTD", "CORPORATION", "CORP", "INTERNATIONAL", "INTL", "TRADING", "TRDG",
	"INDUSTRIES", "INDS", "TECHNOLOGY", "TECH", "SERVICES", "SRVCES", "GROUP", "GRP", "COMMUNICATIONS", "COMM", "MANAGEMENT", "MGMT",
	"DEVELOPMENT", "DEV", "ENGINEERING", "ENGG", "ASSOCIATION", "ASSN", "NATIONAL", "NATL", "HOLDINGS", "HLDGS", "INVESTMENT", "INV",
	"SHIPPING", "SHPG", "GENERAL", "GEN", "DEPARTMENT", "DEPT", "INSTITUTE", "INST", "FOUNDATION", "FDN", "ORGANIZATION", "ORG")

// typo leaves a letter out, puts one in, takes another, or has two change places.
func typo(r *rand.Rand, name string) string {
	b := []byte(name)
	for {
		i, letter := r.IntN(len(b)), byte('A'+r.IntN(26))
		if b[i] < 'A' || b[i] > 'Z' {
			continue
		}
		switch kind := r.IntN(4); {
		case kind == 0 && len(b) > 3:
			return string(slices.Delete(b, i, i+1))
		case kind == 1:
			return string(slices.Insert(b, i, letter))
		case kind == 2 && letter != b[i]:
			b[i] = letter
			return string(b)
		case kind == 3 && i+1 < len(b) && b[i+1] != b[i] && b[i+1] >= 'A':
			b[i], b[i+1] = b[i+1], b[i]
			return string(b)
		}
	}
}

// joined returns the letters and digits of a name of several words.
func joined(name string) string {
	if len(strings.Fields(name)) < 2 {
		return ""
	}
	return strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, name)
}

// initials returns those of a name of three words or more, without particles and
// legal forms.
func initials(_ *rand.Rand, name string) string {
	name, _, _ = strings.Cut(name, "(")
	var out []byte
	for word := range strings.FieldsFuncSeq(name, func(r rune) bool { return (r < 'A' || r > 'Z') && r != '\'' && r != '.' }) {
		if !slices.Contains([]string{"OF", "THE", "AND", "FOR", "LTD", "LTD.", "LLC", "CO", "CO.", "LIMITED", "COMPANY", "CORP.", "INC.", "JSC", "OOO", "AO"}, word) {
			out = append(out, word[0])
		}
	}
	if len(out) < 3 {
		return ""
	}
	return string(out)
}

func TestDistortedNames(t *testing.T) {
	sdn := realSDN(t)
	e := engine(t, sdn)
	for _, d := range companyDistortions {
		r := rand.New(rand.NewPCG(7, 7))
		var tried, found float64
		for _, i := range r.Perm(len(sdn.Entries)) {
			entry := &sdn.Entries[i]
			if entry.Type != d.typ || scriptOf(entry.PrimaryName()) != "Latin" || tried == 400 {
				continue
			}
			query := d.distort(r, strings.ToUpper(entry.PrimaryName()))
			if query == "" {
				continue
			}
			tried++
			if _, ok := screen(t, e, Query{Name: query, Type: d.typ}).Hit(sdn.Key, entry.ID); ok {
				found++
			}
		}
		t.Logf("%s: %.1f%% of %.0f", d.name, found/tried*100, tried)
		assert.GreaterOrEqual(t, found/tried, d.least, d.name)
	}
}
