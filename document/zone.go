package document

import (
	"strings"
	"sync"
	"time"

	"github.com/bonafide-go/bonafide"
)

// zoneTable is the zone of each country and, where a country has several and majority is
// asked for by subdivision, of its subdivisions: the westernmost of its zones (IANA time
// zone database, zone.tab). The day begins there last, so nobody comes of age too early.
const zoneTable = `
AD Europe/Andorra; AE Asia/Dubai; AF Asia/Kabul; AG America/Antigua; AI America/Anguilla; AL Europe/Tirane; AM Asia/Yerevan;
AO Africa/Luanda; AQ Antarctica/Palmer; AR America/Argentina/Buenos_Aires; AS Pacific/Pago_Pago; AT Europe/Vienna; AU Australia/Perth;
AW America/Aruba; AX Europe/Mariehamn; AZ Asia/Baku; BA Europe/Sarajevo; BB America/Barbados; BD Asia/Dhaka; BE Europe/Brussels;
BF Africa/Ouagadougou; BG Europe/Sofia; BH Asia/Bahrain; BI Africa/Bujumbura; BJ Africa/Porto-Novo; BL America/St_Barthelemy;
BM Atlantic/Bermuda; BN Asia/Brunei; BO America/La_Paz; BQ America/Kralendijk; BR America/Eirunepe; BS America/Nassau; BT Asia/Thimphu;
BV Atlantic/South_Georgia; BW Africa/Gaborone; BY Europe/Minsk; BZ America/Belize; CA America/Vancouver; CC Indian/Cocos; CD Africa/Kinshasa;
CF Africa/Bangui; CG Africa/Brazzaville; CH Europe/Zurich; CI Africa/Abidjan; CK Pacific/Rarotonga; CL Pacific/Easter; CM Africa/Douala;
CN Asia/Urumqi; CO America/Bogota; CR America/Costa_Rica; CU America/Havana; CV Atlantic/Cape_Verde; CW America/Curacao; CX Indian/Christmas;
CY Asia/Famagusta; CZ Europe/Prague; DE Europe/Berlin; DJ Africa/Djibouti; DK Europe/Copenhagen; DM America/Dominica;
DO America/Santo_Domingo; DZ Africa/Algiers; EC Pacific/Galapagos; EE Europe/Tallinn; EG Africa/Cairo; EH Africa/El_Aaiun; ER Africa/Asmara;
ES Atlantic/Canary; ET Africa/Addis_Ababa; FI Europe/Helsinki; FJ Pacific/Fiji; FK Atlantic/Stanley; FM Pacific/Chuuk; FO Atlantic/Faroe;
FR Europe/Paris; GA Africa/Libreville; GB Europe/London; GD America/Grenada; GE Asia/Tbilisi; GF America/Cayenne; GG Europe/Guernsey;
GH Africa/Accra; GI Europe/Gibraltar; GL America/Thule; GM Africa/Banjul; GN Africa/Conakry; GP America/Guadeloupe; GQ Africa/Malabo;
GR Europe/Athens; GS Atlantic/South_Georgia; GT America/Guatemala; GU Pacific/Guam; GW Africa/Bissau; GY America/Guyana; HK Asia/Hong_Kong;
HM Indian/Kerguelen; HN America/Tegucigalpa; HR Europe/Zagreb; HT America/Port-au-Prince; HU Europe/Budapest; ID Asia/Jakarta;
IE Europe/Dublin; IL Asia/Jerusalem; IM Europe/Isle_of_Man; IN Asia/Kolkata; IO Indian/Chagos; IQ Asia/Baghdad; IR Asia/Tehran;
IS Atlantic/Reykjavik; IT Europe/Rome; JE Europe/Jersey; JM America/Jamaica; JO Asia/Amman; JP Asia/Tokyo; KE Africa/Nairobi;
KG Asia/Bishkek; KH Asia/Phnom_Penh; KI Pacific/Tarawa; KM Indian/Comoro; KN America/St_Kitts; KP Asia/Pyongyang; KR Asia/Seoul;
KW Asia/Kuwait; KY America/Cayman; KZ Asia/Almaty; LA Asia/Vientiane; LB Asia/Beirut; LC America/St_Lucia; LI Europe/Vaduz; LK Asia/Colombo;
LR Africa/Monrovia; LS Africa/Maseru; LT Europe/Vilnius; LU Europe/Luxembourg; LV Europe/Riga; LY Africa/Tripoli; MA Africa/Casablanca;
MC Europe/Monaco; MD Europe/Chisinau; ME Europe/Podgorica; MF America/Marigot; MG Indian/Antananarivo; MH Pacific/Kwajalein;
MK Europe/Skopje; ML Africa/Bamako; MM Asia/Yangon; MN Asia/Hovd; MO Asia/Macau; MP Pacific/Saipan; MQ America/Martinique;
MR Africa/Nouakchott; MS America/Montserrat; MT Europe/Malta; MU Indian/Mauritius; MV Indian/Maldives; MW Africa/Blantyre;
MX America/Tijuana; MY Asia/Kuala_Lumpur; MZ Africa/Maputo; NA Africa/Windhoek; NC Pacific/Noumea; NE Africa/Niamey; NF Pacific/Norfolk;
NG Africa/Lagos; NI America/Managua; NL Europe/Amsterdam; NO Europe/Oslo; NP Asia/Kathmandu; NR Pacific/Nauru; NU Pacific/Niue;
NZ Pacific/Auckland; OM Asia/Muscat; PA America/Panama; PE America/Lima; PF Pacific/Tahiti; PG Pacific/Port_Moresby; PH Asia/Manila;
PK Asia/Karachi; PL Europe/Warsaw; PM America/Miquelon; PN Pacific/Pitcairn; PR America/Puerto_Rico; PS Asia/Gaza; PT Atlantic/Azores;
PW Pacific/Palau; PY America/Asuncion; QA Asia/Qatar; RE Indian/Reunion; RO Europe/Bucharest; RS Europe/Belgrade; RU Europe/Kaliningrad;
RW Africa/Kigali; SA Asia/Riyadh; SB Pacific/Guadalcanal; SC Indian/Mahe; SD Africa/Khartoum; SE Europe/Stockholm; SG Asia/Singapore;
SH Atlantic/St_Helena; SI Europe/Ljubljana; SJ Arctic/Longyearbyen; SK Europe/Bratislava; SL Africa/Freetown; SM Europe/San_Marino;
SN Africa/Dakar; SO Africa/Mogadishu; SR America/Paramaribo; SS Africa/Juba; ST Africa/Sao_Tome; SV America/El_Salvador;
SX America/Lower_Princes; SY Asia/Damascus; SZ Africa/Mbabane; TC America/Grand_Turk; TD Africa/Ndjamena; TF Indian/Kerguelen;
TG Africa/Lome; TH Asia/Bangkok; TJ Asia/Dushanbe; TK Pacific/Fakaofo; TL Asia/Dili; TM Asia/Ashgabat; TN Africa/Tunis; TO Pacific/Tongatapu;
TR Europe/Istanbul; TT America/Port_of_Spain; TV Pacific/Funafuti; TW Asia/Taipei; TZ Africa/Dar_es_Salaam; UA Europe/Kyiv;
UG Africa/Kampala; UM Pacific/Midway; US Pacific/Honolulu; UY America/Montevideo; UZ Asia/Samarkand; VA Europe/Vatican;
VC America/St_Vincent; VE America/Caracas; VG America/Tortola; VI America/St_Thomas; VN Asia/Ho_Chi_Minh; VU Pacific/Efate;
WF Pacific/Wallis; WS Pacific/Apia; XK Europe/Belgrade; YE Asia/Aden; YT Indian/Mayotte; ZA Africa/Johannesburg; ZM Africa/Lusaka;
ZW Africa/Harare; AU-ACT Australia/Sydney; AU-NSW Australia/Broken_Hill; AU-NT Australia/Darwin; AU-QLD Australia/Brisbane;
AU-SA Australia/Adelaide; AU-TAS Australia/Hobart; AU-VIC Australia/Melbourne; AU-WA Australia/Perth; CA-AB America/Edmonton;
CA-BC America/Vancouver; CA-MB America/Winnipeg; CA-NB America/Moncton; CA-NL America/Goose_Bay; CA-NS America/Halifax; CA-NT America/Inuvik;
CA-NU America/Cambridge_Bay; CA-ON America/Winnipeg; CA-PE America/Halifax; CA-QC America/Toronto; CA-SK America/Regina;
CA-YT America/Whitehorse; US-AA America/New_York; US-AE Europe/London; US-AK America/Adak; US-AL America/Chicago; US-AP America/Los_Angeles;
US-AR America/Chicago; US-AS Pacific/Pago_Pago; US-AZ America/Phoenix; US-CA America/Los_Angeles; US-CO America/Denver;
US-CT America/New_York; US-DC America/New_York; US-DE America/New_York; US-FL America/Chicago; US-FM Pacific/Chuuk; US-GA America/New_York;
US-GU Pacific/Guam; US-HI Pacific/Honolulu; US-IA America/Chicago; US-ID America/Los_Angeles; US-IL America/Chicago; US-IN America/Chicago;
US-KS America/Denver; US-KY America/Chicago; US-LA America/Chicago; US-MA America/New_York; US-MD America/New_York; US-ME America/New_York;
US-MH Pacific/Majuro; US-MI America/Chicago; US-MN America/Chicago; US-MO America/Chicago; US-MP Pacific/Guam; US-MS America/Chicago;
US-MT America/Denver; US-NC America/New_York; US-ND America/Denver; US-NE America/Denver; US-NH America/New_York; US-NJ America/New_York;
US-NM America/Denver; US-NV America/Los_Angeles; US-NY America/New_York; US-OH America/New_York; US-OK America/Chicago;
US-OR America/Los_Angeles; US-PA America/New_York; US-PR America/Puerto_Rico; US-PW Pacific/Palau; US-RI America/New_York;
US-SC America/New_York; US-SD America/Denver; US-TN America/Chicago; US-TX America/Denver; US-UT America/Denver; US-VA America/New_York;
US-VI America/Puerto_Rico; US-VT America/New_York; US-WA America/Los_Angeles; US-WI America/Chicago; US-WV America/New_York;
US-WY America/Denver
`

var zones = sync.OnceValue(func() map[string]string {
	m := make(map[string]string)
	for row := range strings.SplitSeq(zoneTable, ";") {
		place, zone, _ := strings.Cut(strings.TrimSpace(row), " ")
		m[place] = zone
	}
	return m
})

// DateThere returns the civil date where a person lives at an instant: in the westernmost
// zone of the country, or of the subdivision where it has a zone of its own. A country
// that is not known, and every country where the host has no time zone database (see
// package time/tzdata), is taken for the place where the day begins last (UTC-12).
func DateThere(country bonafide.Country, subdivision string, at time.Time) bonafide.Date {
	code, _ := ParseSubdivision(country, subdivision)
	name, listed := zones()[string(country)+"-"+code]
	if !listed {
		name, listed = zones()[string(country)]
	}
	zone, err := location(name)
	if !listed || err != nil {
		zone = time.FixedZone("", -12*60*60)
	}
	return bonafide.DateOf(at.In(zone))
}

var located sync.Map // zones by name: reading one takes a file

func location(name string) (*time.Location, error) {
	if zone, ok := located.Load(name); ok {
		return zone.(*time.Location), nil
	}
	zone, err := time.LoadLocation(name)
	if err == nil {
		located.Store(name, zone)
	}
	return zone, err
}
