package main

import (
	"slices"
	"strings"

	"github.com/biter777/countries"

	"github.com/bonafide-go/bonafide/internal/text"
)

// unnamed are countries whose subdivisions the address formats leave out, since addresses
// go without them, and people give all the same: they are named as ISO 3166-2 has them.
var unnamed = []string{"AE", "AT", "CH", "DE", "NL", "NZ", "PL", "ZA"}

// isoNames returns the names of the subdivisions of a country by code, as ISO 3166-2 has
// them; what stands in brackets is another name.
func isoNames(country string) map[string][]string {
	names := make(map[string][]string)
	for _, s := range countries.AllSubdivisionsInfo() {
		of, code, _ := strings.Cut(string(s.Code), "-")
		if of != country {
			continue
		}
		if current := renamed[string(s.Code)]; current != "" {
			code, names[current] = current, append(names[current], code)
		}
		whole, _, _ := strings.Cut(s.Name, "(") // a remark
		for _, name := range strings.FieldsFunc(whole, func(r rune) bool { return strings.ContainsRune("[]/;", r) }) {
			if name = strings.Trim(name, " *"); name != "" {
				names[code] = append(names[code], name)
			}
		}
	}
	return names
}

// renamed are codes that the standard has changed since.
var renamed = map[string]string{
	"IN-CT": "CG", "IN-OR": "OD", "IN-TG": "TS", "IN-UT": "UK", "MX-DIF": "CMX", "ZA-GT": "GP", "ZA-NL": "KZN",
	"PL-DS": "02", "PL-KP": "04", "PL-LU": "06", "PL-LB": "08", "PL-LD": "10", "PL-MA": "12", "PL-MZ": "14", "PL-OP": "16", "PL-PK": "18",
	"PL-PD": "20", "PL-PM": "22", "PL-SL": "24", "PL-SK": "26", "PL-WN": "28", "PL-WP": "30", "PL-ZP": "32",
}

// others are what people call subdivisions besides: names in English and from before, and
// abbreviations from before those of two letters (U.S. Government Publishing Office, Style Manual, 9.13; Canada Post).
var others = map[string]string{
	"AE": "AZ=Abu Dhabi=أبو ظبي~DU=Dubai=دبي~SH=Sharjah=الشارقة~AJ=Ajman=عجمان~FU=Fujairah=الفجيرة~RK=Ras Al Khaimah=RAK=رأس الخيمة~UQ=Umm Al Quwain=UAQ=أم القيوين",
	"AR": "C=CABA=Ciudad Autónoma de Buenos Aires=Ciudad de Buenos Aires",
	"AT": "1=Burgenland~2=Carinthia~3=Lower Austria~4=Upper Austria~6=Styria~7=Tyrol~9=Vienna",
	"CA": "NL=NF=Newfoundland=Labrador=Terre-Neuve-et-Labrador~PE=PEI=Île-du-Prince-Édouard~QC=PQ~NT=NWT=Territoires du Nord-Ouest~YT=Yukon Territory~" +
		"BC=Colombie-Britannique~NB=Nouveau-Brunswick~NS=Nouvelle-Écosse",
	"CH": "BE=Berne~FR=Freiburg~GE=Genf=Geneva~GR=Grisons=Grigioni~LU=Lucerne~NE=Neuenburg~TI=Tessin~VD=Waadt~VS=Wallis~ZH=Zurich",
	"CN": "NM=Inner Mongolia~XZ=Tibet",
	"DE": "BY=Bavaria~HE=Hesse~MV=Mecklenburg-Western Pomerania~NI=Lower Saxony~NW=North Rhine-Westphalia=NRW~RP=Rhineland-Palatinate~SN=Saxony~ST=Saxony-Anhalt~TH=Thuringia",
	"ES": "C=La Coruña~GI=Gerona~L=Lérida~OR=Orense~BI=Bizkaia~SS=Gipuzkoa~VI=Araba~PM=Baleares=Illes Balears~V=València~CS=Castelló~A=Alacant",
	"ID": "JK=DKI Jakarta=Jakarta~YO=DI Yogyakarta=Yogyakarta~PD=Papua Barat Daya~PE=Papua Pegunungan~PS=Papua Selatan~PT=Papua Tengah",
	"IN": "OD=OR=Orissa~PY=Pondicherry~UK=UT=UA=Uttaranchal~CG=CT~TS=TG=Telangana~DL=New Delhi=NCT of Delhi~LA=Ladakh~DH=Dadra and Nagar Haveli and Daman and Diu",
	"IT": "SU=Sud Sardegna~FC=FO~PU=PS",
	"KR": "42=강원특별자치도=강원=Gangwon State~45=전북특별자치도=전북=Jeonbuk State", // names of 2023 and 2024
	"MX": "CMX=DF=Distrito Federal=Mexico City~MEX=Edomex=México=Edo. de México~MIC=Michoacán de Ocampo~COA=Coahuila de Zaragoza~VER=Veracruz de Ignacio de la Llave~SLP=San Luis Potosí~SIN=Sinaloa",
	"MY": "04=Malacca~07=Penang~14=W.P. Kuala Lumpur~15=W.P. Labuan~16=W.P. Putrajaya",
	"NG": "FC=FCT=Abuja=Federal Capital Territory~NA=Nasarawa",
	"PH": "00=NCR",
	"TH": "10=Krung Thep Maha Nakhon=Krung Thep",
	"VN": "SG=TP Hồ Chí Minh=TP HCM=Saigon",
	"ZA": "KZN=KwaZulu-Natal=Natal~NW=North West",
	"US": "AL=Ala~AZ=Ariz~AR=Ark~CA=Calif~CO=Colo~CT=Conn~DE=Del~FL=Fla~IL=Ill~IN=Ind~KS=Kan=Kans~MA=Mass~MI=Mich~MN=Minn~MS=Miss~MT=Mont~NE=Neb=Nebr~NV=Nev~" +
		"ND=N Dak~OK=Okla~OR=Ore=Oreg~PA=Penn~SD=S Dak~TN=Tenn~TX=Tex~WA=Wash~WV=W Va~WI=Wis=Wisc~WY=Wyo~PR=P.R.~VI=V.I.~AA=Armed Forces Americas~AE=Armed Forces Europe~AP=Armed Forces Pacific",
}

// kinds are words that say what a subdivision is, and that people leave out.
var kinds = map[string][]string{
	"CN": {"壮族自治区", "回族自治区", "维吾尔自治区", "自治区", "省", "市", " Shi", " Sheng", " Zhuangzuzizhiqu", " Huizuzizhiqu", " Weiwuerzizhiqu", " Zizhiqu"},
	"JP": {"都", "府", "県"},
	"TW": {"市", "縣", " City", " County"},
	"VN": {" PROVINCE", " CITY"},
}

// suffixes are how the kind of a prefecture is written in Latin letters.
var suffixes = map[string]string{"都": "-to", "府": "-fu", "県": "-ken"}

// short returns the names with those that people make of them.
func short(country string, names []string) []string {
	out := slices.Clone(names)
	suffix := ""
	for _, name := range names {
		for _, kind := range kinds[country] {
			if whole, found := strings.CutSuffix(name, kind); found {
				out, suffix = append(out, whole), suffixes[kind]
				break
			}
		}
		if suffix != "" && name != "" && name[0] < 0x80 && strings.Trim(name, "0123456789") != "" {
			out = append(out, name+suffix)
		}
	}
	return out
}

// named returns the subdivisions with all that each is called: the names of the address
// formats first, so that of two that are called alike theirs has the name.
func named(country string, subdivisions []string) []string {
	var codes []string
	names := make(map[string][]string)
	taken := make(map[string]bool)
	add := func(code string, more ...string) {
		if names[code] == nil {
			codes = append(codes, code)
			names[code] = []string{code}
			taken[text.Squeeze(code)] = true
		}
		for _, name := range more {
			if key := text.Squeeze(name); key != "" && !taken[key] {
				taken[key] = true
				names[code] = append(names[code], name)
			}
		}
	}
	for _, s := range subdivisions {
		all := strings.Split(s, "=")
		add(all[0], short(country, all[1:])...)
	}
	if other := others[country]; other != "" {
		for s := range strings.SplitSeq(other, "~") {
			all := strings.Split(s, "=")
			add(all[0], all[1:]...)
		}
	}
	iso := isoNames(country)
	whole := slices.Contains(unnamed, country)
	for _, code := range sortedKeys(iso) {
		if whole || names[code] != nil {
			add(code, iso[code]...)
		}
	}
	slices.Sort(codes)
	out := make([]string, len(codes))
	for i, code := range codes {
		out[i] = strings.Join(names[code], "=")
	}
	return out
}
