package match_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	. "github.com/bonafide-go/bonafide/screening"
)

// A name in another script finds the Latin one, and not another person's; the
// spellings are those of the ISO 9, ISO 843, ALA-LC, Revised Romanization,
// McCune-Reischauer, Pinyin and Hepburn tables and of passports.
func TestScripts(t *testing.T) {
	latin := []string{
		"SHEVCHENKO, Andriy", "YUSHCHENKO, Viktor", "ŽIŽEK, Djordje", "PAPADOPOULOS, Georgios", "HATZIDAKIS, Evangelos",
		"AL-BAGHDADI, Ibrahim", "MOUSAVI, Gholamreza", "REZAEI, Parviz", "BEN DAVID, Yitzhak", "ROSENBERG, Moshe", "PARK, Geun-hye", "CHOE, Ryong Hae",
		"ZHANG, Xiaoming", "OUYANG, Zhenhua", "TANAKA, Hiroshi", "SHARMA, Rajesh", "SAAKASHVILI, Mikheil", "KHACHATRYAN, Armen", "NGUYỄN, Văn Đức",
	}
	var entries []Entry
	for _, name := range latin {
		entries = append(entries, named(name))
	}
	s := engine(t, list(t, "l", may3, entries...))
	for _, c := range []struct{ script, query, want string }{
		{"Cyrillic, Ukrainian", "Андрій Шевченко", "SHEVCHENKO, Andriy"},
		{"Cyrillic, Russian", "Андрей Шевченко", "SHEVCHENKO, Andriy"},
		{"Cyrillic, with shch", "Ющенко Виктор", "YUSHCHENKO, Viktor"},
		{"Cyrillic, Serbian", "Ђорђе Жижек", "ŽIŽEK, Djordje"},
		{"Greek", "Γεώργιος Παπαδόπουλος", "PAPADOPOULOS, Georgios"},
		{"Greek, capitals without accents", "ΠΑΠΑΔΟΠΟΥΛΟΣ ΓΕΩΡΓΙΟΣ", "PAPADOPOULOS, Georgios"},
		{"Greek, with γγ and τζ", "Ευάγγελος Χατζηδάκης", "HATZIDAKIS, Evangelos"},
		{"Arabic", "إبراهيم البغدادي", "AL-BAGHDADI, Ibrahim"},
		{"Arabic, with vowel signs", "إِبْرَاهِيم البَغْدَادِي", "AL-BAGHDADI, Ibrahim"},
		{"Persian", "غلامرضا موسوی", "MOUSAVI, Gholamreza"},
		{"Persian, with p and z", "پرویز رضایی", "REZAEI, Parviz"},
		{"Hebrew", "יצחק בן דוד", "BEN DAVID, Yitzhak"},
		{"Hebrew, with final letters and vowel letters", "משה רוזנברג", "ROSENBERG, Moshe"},
		{"Hangul", "박근혜", "PARK, Geun-hye"},
		{"Hangul, divided, northern spelling", "최 룡해", "CHOE, Ryong Hae"},
		{"Han, simplified", "张晓明", "ZHANG, Xiaoming"},
		{"Han, traditional", "張曉明", "ZHANG, Xiaoming"},
		{"Han, family name of two", "欧阳振华", "OUYANG, Zhenhua"},
		{"Kana", "タナカ ヒロシ", "TANAKA, Hiroshi"},
		{"Devanagari", "राजेश शर्मा", "SHARMA, Rajesh"},
		{"Vietnamese without marks", "Nguyen Van Duc", "NGUYỄN, Văn Đức"},
		{"Latin with combining marks", "Žiz\u030cek Djordje", "ŽIŽEK, Djordje"},
	} {
		hits := screen(t, s, Query{Name: c.query, Type: Person}).Hits
		if assert.NotEmpty(t, hits, c.script) {
			assert.Equal(t, c.want, hits[0].MatchedName, c.script)
		}
	}
}

// A name in a script that cannot be read is not a name without a match.
func TestUnreadableScriptsFail(t *testing.T) {
	s := engine(t, list(t, "l", may3, named("SOMCHAI, Jaidee")))
	for _, name := range []string{"ሰላም ለዓለም", "ᠮᠣᠩᠭᠣᠯ", "ꦗꦮ", "ސަލާމް"} {
		r := screen(t, s, Query{Name: name})
		require.Empty(t, r.Hits)
		assert.Equal(t, ListFailed, r.Lists[0].Result, "%q", name)
		assert.True(t, r.Unread)
		both := screen(t, s, Query{Name: name, OtherNames: []string{"Solomon"}})
		assert.Equal(t, ListNoMatch, both.Lists[0].Result, "its Latin spelling can be read")
		assert.False(t, both.Unread)
	}
	r := screen(t, engine(t, list(t, "l", may3, named("ሰላም ለዓለም"))), Query{Name: "ሰላም ለዓለም"})
	assert.Equal(t, ListMatch, r.Lists[0].Result, "the same letters are a hit all the same")
}

// The names of one bearer, as the lists spell them, and those of others that
// differ by what matters.
func TestWordsOfNames(t *testing.T) {
	for _, c := range []struct {
		why, query, listed string
		typ                EntityType
		same               bool
	}{
		{"order", "Usama bin Ladin", "BIN LADIN, Usama", Person, true},
		{"honorifics", "Dr. Ayman al-Zawahiri", "AL-ZAWAHIRI, Ayman", Person, true},
		{"nickname", "Bill Browning", "BROWNING, William", Person, true},
		{"initial", "J. Guzman Loera", "GUZMAN LOERA, Joaquin", Person, true},
		{"patronymic left out", "Alexey Miller", "MILLER, Alexey Borisovich", Person, true},
		{"article", "Saddam Hussein Tikriti", "AL-TIKRITI, Saddam Hussein", Person, true},
		{"divided otherwise", "Abdul Rahman Yasin", "YASIN, Abdulrahman", Person, true},
		{"run together", "Binladen Osama", "BIN LADEN, Osama", Person, true},
		{"transliteration", "Moammar Qaddafi", "GADHAFI, Muammar", Person, true},
		{"apostrophe", "Patrick ONeill", "O'NEILL, Patrick", Person, true},
		{"legal form written out", "Rostec Limited Liability Company", "ROSTEC LLC", Entity, true},
		{"legal form of another language", "ООО Ромашка", "ROMASHKA LLC", Entity, true},
		{"legal form in front", "OAO Gazprom Neft", "GAZPROM NEFT", Entity, true},
		{"legal form with dots", "Romashka S.A", "ROMASHKA SOCIEDAD ANONIMA", Entity, true},
		{"legal form with dots, Cyrillic", "О.О.О. Ромашка", "ROMASHKA LLC", Entity, true},
		{"short form", "Tech Trading Intl", "TECHNOLOGY TRADING INTERNATIONAL", Entity, true},
		{"and", "Smith & Jones Shipping", "SMITH AND JONES SHIPPING", Entity, true},
		{"number in words", "Aviation Repair Plant One Hundred", "AVIATION REPAIR PLANT ONE HUNDRED", Entity, true},
		{"ordinal", "5th Chemical Works", "FIFTH CHEMICAL WORKS", Entity, true},
		{"ship's number", "Darya II", "DARYA 2", Vessel, true},

		{"another given name", "Ivan Putin", "PUTIN, Vladimir", Person, false},
		{"a shared common name", "Maria Garcia", "GARCIA TORRES, Jose Maria", Person, false},
		{"only particles shared", "Abu Bakr al Harbi", "ABU ZAYD AL MASRI", Person, false},
		{"another number", "Fund 5", "FUND 8", Entity, false},
		{"another ship's number", "Darya 3", "DARYA 2", Vessel, false},
		{"only the legal form", "Acme Limited Liability Company", "ZENIT LIMITED LIABILITY COMPANY", Entity, false},
		{"only generic words", "Global Trading Company", "ATLAS GLOBAL TRADING", Entity, false},
		{"another acronym", "PTC Inc", "PTK INC", Entity, false},
		{"a listed single name", "Lucas Rivera", "LUCAS", Person, false},
	} {
		e := named(c.listed)
		e.Type = c.typ
		hits := screen(t, engine(t, list(t, "l", may3, e)), Query{Name: c.query, Type: c.typ}).Hits
		assert.Equal(t, c.same, len(hits) > 0, "%s: %s, %s", c.why, c.query, c.listed)
	}
}

// Companies in their own script: words such as "technology" and "company
// limited" are words of the language, and tell as little as in English.
func TestCompaniesInTheirScript(t *testing.T) {
	var entries []Entry
	for _, name := range []string{
		"Huawei Technologies Co., Ltd.", "CHINA ELECTRONICS TECHNOLOGY GROUP CORPORATION", "DANDONG HONGXIANG INDUSTRIAL DEVELOPMENT COMPANY LTD",
		"KOREA TRADE BANK", "KOREA KWANGSON BANKING CORP", "SHAM HOLDING COMPANY", "BANK SADERAT IRAN", "HIZBALLAH", "MARUYAMA TRADING CO., LTD.",
		"JOINT STOCK COMPANY CONCERN KALASHNIKOV", "長安海連技術有限公司",
	} {
		e := named(name)
		e.Type = Entity
		entries = append(entries, e)
	}
	s := engine(t, list(t, "l", may3, entries...))
	for query, want := range map[string]string{
		"华为技术有限公司":              "Huawei Technologies Co., Ltd.",
		"華為技術有限公司":              "Huawei Technologies Co., Ltd.",
		"中国电子科技集团公司":            "CHINA ELECTRONICS TECHNOLOGY GROUP CORPORATION",
		"丹东鸿祥实业发展有限公司":          "DANDONG HONGXIANG INDUSTRIAL DEVELOPMENT COMPANY LTD",
		"长安海连技术有限公司":            "長安海連技術有限公司",
		"조선무역은행":                "KOREA TRADE BANK",
		"조선광선은행":                "KOREA KWANGSON BANKING CORP",
		"شركة الشام القابضة":    "SHAM HOLDING COMPANY",
		"بنك صادرات ايران":      "BANK SADERAT IRAN",
		"حزب الله":              "HIZBALLAH",
		"Hezbollah":             "HIZBALLAH",
		"АО Концерн Калашников": "JOINT STOCK COMPANY CONCERN KALASHNIKOV",
	} {
		hits := screen(t, s, Query{Name: query, Type: Entity}).Hits
		if assert.NotEmpty(t, hits, query) {
			assert.Equal(t, want, hits[0].MatchedName, query)
		}
	}
	for _, query := range []string{
		"上海贸易有限公司", "深圳市创新科技有限公司", "北京大学", "中国工商银行股份有限公司", "广州百货集团股份有限公司", "株式会社ヤマト",
		"삼성전자 주식회사", "대한항공", "شركة الاتصالات السعودية", "بنك مصر",
	} {
		assert.Empty(t, screen(t, s, Query{Name: query, Type: Entity}).Hits, query)
	}
}
