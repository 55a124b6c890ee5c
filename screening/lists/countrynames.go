package lists

// countryNames holds a line for each code of ISO 3166-1: the code and English
// names of the country, former ones among them, divided by semicolons.
const countryNames = `AD Andorra
AE United Arab Emirates;UAE
AF Afghanistan
AG Antigua and Barbuda
AI Anguilla
AL Albania
AM Armenia
AO Angola
AQ Antarctica
AR Argentina
AS American Samoa
AT Austria
AU Australia
AW Aruba
AX Aland Islands
AZ Azerbaijan
BA Bosnia and Herzegovina;Bosnia-Herzegovina;Bosnia
BB Barbados
BD Bangladesh
BE Belgium
BF Burkina Faso
BG Bulgaria
BH Bahrain
BI Burundi
BJ Benin
BL Saint Barthelemy
BM Bermuda
BN Brunei;Brunei Darussalam
BO Bolivia;Plurinational State of Bolivia;Bolivia (Plurinational State of)
BQ Bonaire, Sint Eustatius and Saba
BR Brazil
BS Bahamas;Bahamas, The
BT Bhutan
BV Bouvet Island
BW Botswana
BY Belarus;Byelorussia
BZ Belize
CA Canada
CC Cocos (Keeling) Islands
CD Congo, Democratic Republic of the;Democratic Republic of the Congo;Congo (Democratic Republic);Congo, The Democratic Republic of the;DR Congo;DRC;Zaire;Congo DR
CF Central African Republic
CG Congo, Republic of the;Republic of the Congo;Congo;Congo (Brazzaville)
CH Switzerland
CI Cote d'Ivoire;Cote d Ivoire;Ivory Coast
CK Cook Islands
CL Chile
CM Cameroon
CN China;People's Republic of China;China, People's Republic of;PRC
CO Colombia
CR Costa Rica
CU Cuba
CV Cabo Verde;Cape Verde
CW Curacao
CX Christmas Island
CY Cyprus
CZ Czech Republic;Czechia
DE Germany;Federal Republic of Germany
DJ Djibouti
DK Denmark
DM Dominica
DO Dominican Republic
DZ Algeria
EC Ecuador
EE Estonia
EG Egypt
EH Western Sahara
ER Eritrea
ES Spain
ET Ethiopia
FI Finland
FJ Fiji
FK Falkland Islands;Falkland Islands (Malvinas)
FM Micronesia;Micronesia, Federated States of;Federated States of Micronesia
FO Faroe Islands
FR France
GA Gabon
GB United Kingdom;UK;Great Britain;England;Scotland;Wales;Northern Ireland;United Kingdom of Great Britain and Northern Ireland
GD Grenada
GE Georgia
GF French Guiana
GG Guernsey
GH Ghana
GI Gibraltar
GL Greenland
GM Gambia;Gambia, The
GN Guinea;Republic of Guinea
GP Guadeloupe
GQ Equatorial Guinea
GR Greece
GS South Georgia and the South Sandwich Islands
GT Guatemala
GU Guam
GW Guinea-Bissau
GY Guyana
HK Hong Kong;Hong Kong SAR;China, Hong Kong Special Administrative Region
HM Heard Island and McDonald Islands
HN Honduras
HR Croatia
HT Haiti
HU Hungary
ID Indonesia
IE Ireland;Republic of Ireland
IL Israel
IM Isle of Man;Man, Isle of
IN India
IO British Indian Ocean Territory
IQ Iraq
IR Iran;Iran, Islamic Republic of;Islamic Republic of Iran;Iran (Islamic Republic of)
IS Iceland
IT Italy
JE Jersey
JM Jamaica
JO Jordan
JP Japan
KE Kenya
KG Kyrgyzstan;Kyrgyz Republic
KH Cambodia
KI Kiribati
KM Comoros
KN Saint Kitts and Nevis;St Kitts and Nevis;St. Kitts & Nevis
KP Korea, North;North Korea;Democratic People's Republic of Korea;Korea, Democratic People's Republic of;Korea (Democratic People's Republic of);DPRK
KR Korea, South;South Korea;Republic of Korea;Korea, Republic of
KW Kuwait
KY Cayman Islands
KZ Kazakhstan
LA Laos;Lao People's Democratic Republic;Lao PDR;Lao
LB Lebanon;Libanes;Liban
LC Saint Lucia;St Lucia
LI Liechtenstein
LK Sri Lanka
LR Liberia
LS Lesotho
LT Lithuania
LU Luxembourg
LV Latvia
LY Libya;Libyan Arab Jamahiriya;State of Libya
MA Morocco
MC Monaco
MD Moldova;Republic of Moldova;Moldova, Republic of
ME Montenegro
MF Saint Martin
MG Madagascar
MH Marshall Islands
MK North Macedonia;North Macedonia, The Republic of;Macedonia;Republic of North Macedonia;FYROM
ML Mali
MM Myanmar;Burma;Myanmar (Burma)
MN Mongolia
MO Macau;Macao
MP Northern Mariana Islands
MQ Martinique
MR Mauritania
MS Montserrat
MT Malta
MU Mauritius
MV Maldives
MW Malawi
MX Mexico
MY Malaysia
MZ Mozambique
NA Namibia
NC New Caledonia
NE Niger
NF Norfolk Island
NG Nigeria
NI Nicaragua
NL Netherlands;Holland
NO Norway
NP Nepal
NR Nauru
NU Niue
NZ New Zealand
OM Oman
PA Panama
PE Peru
PF French Polynesia
PG Papua New Guinea
PH Philippines
PK Pakistan
PL Poland
PM Saint Pierre and Miquelon
PN Pitcairn
PR Puerto Rico
PS Palestine;Palestinian;State of Palestine;Palestine, State of;West Bank;Gaza;Region: Gaza;Region: West Bank;Occupied Palestinian Territories;Palestinian Territories
PT Portugal
PW Palau
PY Paraguay
QA Qatar
RE Reunion
RO Romania
RS Serbia;Republic of Serbia
RU Russia;Russian Federation
RW Rwanda
SA Saudi Arabia
SB Solomon Islands
SC Seychelles
SD Sudan
SE Sweden
SG Singapore
SH Saint Helena
SI Slovenia
SJ Svalbard and Jan Mayen
SK Slovakia
SL Sierra Leone
SM San Marino
SN Senegal
SO Somalia
SR Suriname
SS South Sudan;Republic of South Sudan
ST Sao Tome and Principe
SV El Salvador
SX Sint Maarten
SY Syria;Syrian Arab Republic
SZ Eswatini;Swaziland
TC Turks and Caicos Islands
TD Chad
TF French Southern Territories
TG Togo
TH Thailand
TJ Tajikistan
TK Tokelau
TL Timor-Leste;East Timor
TM Turkmenistan
TN Tunisia
TO Tonga
TR Turkey;Turkiye;Türkiye
TT Trinidad and Tobago
TV Tuvalu
TW Taiwan;Taiwan, Province of China
TZ Tanzania;United Republic of Tanzania;Tanzania, United Republic of
UA Ukraine;Region: Crimea
UG Uganda
UM United States Minor Outlying Islands
US United States;United States of America;USA
UY Uruguay
UZ Uzbekistan
VA Vatican City;Holy See;Vatican;Vatican City State;Holy See (Vatican City State)
VC Saint Vincent and the Grenadines;St Vincent and the Grenadines
VE Venezuela;Venezuela, Bolivarian Republic of;Bolivarian Republic of Venezuela;Venezuela (Bolivarian Republic of)
VG Virgin Islands, British;British Virgin Islands
VI Virgin Islands, U.S.;US Virgin Islands
VN Vietnam;Viet Nam
VU Vanuatu
WF Wallis and Futuna
WS Samoa
YE Yemen
YT Mayotte
ZA South Africa
ZM Zambia
ZW Zimbabwe`
