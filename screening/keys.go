package screening

import "slices"

// Keys of lists that the readers of package lists give, and of the list of
// politically exposed persons.
const (
	KeyOFACSDN          = "ofac_sdn"          // US Treasury: Specially Designated Nationals
	KeyOFACConsolidated = "cons_sdn"          // US Treasury: all its other lists
	KeyUSCSL            = "usa_csl_list"      // US Consolidated Screening List, as a whole
	KeyUN               = "unsc_cons"         // UN Security Council consolidated list
	KeyBISDPL           = "bis_dpl_sanctions" // US Denied Persons List
	KeyEU               = "eucl"              // EU consolidated financial sanctions
	KeyUK               = "uk_sanctions"      // UK Sanctions List
	KeyPEP              = "pep"               // politically exposed persons, who are not sanctioned
)

// A KnownList is a list that has a name in the field.
type KnownList struct {
	Key    string `json:"key"`    // the key that a screening result has
	Name   string `json:"name"`   // name of the list
	Source string `json:"source"` // who publishes it
}

// KnownLists returns the 55 lists of the Synapse user object's screening
// results, in its order. Where that names no publisher, the source is our
// reading of the key. The set of keys is open: an engine holds lists of any key,
// and a program decides which of them count.
func KnownLists() []KnownList { return slices.Clone(knownLists) }

var knownLists = []KnownList{
	{KeyOFACSDN, "Specially Designated Nationals and Blocked Persons", "US Treasury, OFAC"},
	{"ofac_ssi_list", "Sectoral Sanctions Identifications", "US Treasury, OFAC"},
	{"ofac_ukraine-eo13662", "Ukraine- and Russia-related sanctions, Executive Order 13662", "US Treasury, OFAC"},
	{KeyUSCSL, "Consolidated Screening List", "US Commerce, International Trade Administration"},
	{"hm_treasury_sanctions", "Consolidated list of financial sanctions targets", "UK Treasury, OFSI"},
	{"futures_sanctions", "Regulatory actions in the futures industry", "US National Futures Association"},
	{"fincen_311_sanctions", "Special measures under section 311 of the USA PATRIOT Act", "US Treasury, FinCEN"},
	{"mas_sanctions", "Targeted financial sanctions", "Monetary Authority of Singapore"},
	{"ofac_fse_list", "Foreign Sanctions Evaders", "US Treasury, OFAC"},
	{"ofac_iran", "Iran-related sanctions", "US Treasury, OFAC"},
	{"usa_tel_list", "Terrorist Exclusion List", "US State Department"},
	{"ofac_ns-plc", "Non-SDN Palestinian Legislative Council", "US Treasury, OFAC"},
	{"ofac_sdgt", "Specially Designated Global Terrorists", "US Treasury, OFAC"},
	{"ofac_561_list", "Foreign financial institutions subject to part 561", "US Treasury, OFAC"},
	{"ofac_syria", "Syria-related sanctions", "US Treasury, OFAC"},
	{"ofac_fse-sy", "Foreign Sanctions Evaders, Syria", "US Treasury, OFAC"},
	{"osfi", "Listed persons and entities", "Canada, Office of the Superintendent of Financial Institutions"},
	{"fbi_counter_intelligence", "Wanted: counterintelligence", "US Federal Bureau of Investigation"},
	{"fbi_domestic", "Wanted: domestic", "US Federal Bureau of Investigation"},
	{"fbi_cyber", "Wanted: cyber crimes", "US Federal Bureau of Investigation"},
	{"fbi_white_collar", "Wanted: white-collar crimes", "US Federal Bureau of Investigation"},
	{"fbi_crimes_against_children", "Wanted: crimes against children", "US Federal Bureau of Investigation"},
	{"fbi_bank_robbers", "Wanted: bank robbers", "US Federal Bureau of Investigation"},
	{"fbi_wanted_terrorists", "Wanted: terrorists", "US Federal Bureau of Investigation"},
	{KeyBISDPL, "Denied Persons List", "US Commerce, Bureau of Industry and Security"},
	{"fbi_violent_crimes", "Wanted: violent crimes", "US Federal Bureau of Investigation"},
	{"fbi_domestic_terrorism", "Wanted: domestic terrorism", "US Federal Bureau of Investigation"},
	{"fbi_human_trafficking", "Wanted: human trafficking", "US Federal Bureau of Investigation"},
	{"fbi_criminal_enterprise_investigations", "Wanted: criminal enterprises", "US Federal Bureau of Investigation"},
	{"fbi_terrorism", "Wanted: seeking information on terrorism", "US Federal Bureau of Investigation"},
	{"fbi_murders", "Wanted: murders", "US Federal Bureau of Investigation"},
	{KeyPEP, "Politically exposed persons", "no single publisher"},
	{"aucl", "Consolidated list", "Australia, Department of Foreign Affairs and Trade"},
	{KeyEU, "Consolidated list of financial sanctions", "European Commission"},
	{KeyUK, "UK Sanctions List", "UK Foreign, Commonwealth and Development Office"},
	{"switzerland_sanctions", "Sanctions", "Switzerland, State Secretariat for Economic Affairs"},
	{"dtc_list", "AECA Debarred", "US State Department, Directorate of Defense Trade Controls"},
	{"cftc_sanctions", "Enforcement actions", "US Commodity Futures Trading Commission"},
	{"finra_sanctions", "Disciplinary actions", "US Financial Industry Regulatory Authority"},
	{"euro", "Europe's most wanted", "Europol"},
	{"fto_sanctions", "Foreign Terrorist Organizations", "US State Department"},
	{"hardcode_list", "The platform's own list", "the platform"},
	{"russian_sanctions", "Russia-related sanctions", "no single publisher"},
	{"singapore_sanctions", "Terrorism designations", "Singapore, Ministry of Home Affairs"},
	{"nk_sanctions", "North Korea-related sanctions", "no single publisher"},
	{"cftc_reparations_sanctions", "Reparations sanctions in effect", "US Commodity Futures Trading Commission"},
	{"interpol", "Red notices", "Interpol"},
	{"usa_rfj", "Rewards for Justice", "US State Department"},
	{"belgian_list", "National list", "Belgium, Federal Public Service Finance"},
	{"canada_sema", "Special Economic Measures Act", "Canada, Global Affairs"},
	{"canada_rcmp", "Wanted", "Royal Canadian Mounted Police"},
	{"cftc_red", "Registration Deficient List", "US Commodity Futures Trading Commission"},
	{"ice_sanctions", "Most wanted", "US Immigration and Customs Enforcement"},
	{KeyUN, "Consolidated list", "United Nations Security Council"},
	{KeyOFACConsolidated, "Consolidated Sanctions List (non-SDN)", "US Treasury, OFAC"},
}
