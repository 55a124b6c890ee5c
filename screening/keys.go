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

	KeyOFSI     = "hm_treasury_sanctions" // UK Treasury's consolidated list, which ended in January 2026
	KeySECO     = "switzerland_sanctions" // Swiss State Secretariat for Economic Affairs
	KeySEMA     = "canada_sema"           // Canadian autonomous sanctions
	KeyDFAT     = "aucl"                  // Australian consolidated list
	KeyInterpol = "interpol"              // red notices
	KeyHost     = "hardcode_list"         // the host's own
)

// A KnownList is a list that has a name in the field.
type KnownList struct {
	Key    string `json:"key"`    // the key that a screening result has
	Name   string `json:"name"`   // name of the list
	Source string `json:"source"` // who publishes it

	Kind ListKind `json:"kind"` // what it says of whom it names; our reading of the source
}

// KnownLists returns the 55 lists of the Synapse user object's screening
// results, in its order. Where that names no publisher, the source is our
// reading of the key. The set of keys is open: an engine holds lists of any key,
// and a program decides which of them count.
func KnownLists() []KnownList { return slices.Clone(knownLists) }

var knownLists = []KnownList{
	{KeyOFACSDN, "Specially Designated Nationals and Blocked Persons", "US Treasury, OFAC", SanctionList},
	{"ofac_ssi_list", "Sectoral Sanctions Identifications", "US Treasury, OFAC", SanctionList},
	{"ofac_ukraine-eo13662", "Ukraine- and Russia-related sanctions, Executive Order 13662", "US Treasury, OFAC", SanctionList},
	{KeyUSCSL, "Consolidated Screening List", "US Commerce, International Trade Administration", SanctionList},
	{KeyOFSI, "Consolidated list of financial sanctions targets", "UK Treasury, OFSI", SanctionList},
	{"futures_sanctions", "Regulatory actions in the futures industry", "US National Futures Association", WarningList},
	{"fincen_311_sanctions", "Special measures under section 311 of the USA PATRIOT Act", "US Treasury, FinCEN", SanctionList},
	{"mas_sanctions", "Targeted financial sanctions", "Monetary Authority of Singapore", SanctionList},
	{"ofac_fse_list", "Foreign Sanctions Evaders", "US Treasury, OFAC", SanctionList},
	{"ofac_iran", "Iran-related sanctions", "US Treasury, OFAC", SanctionList},
	{"usa_tel_list", "Terrorist Exclusion List", "US State Department", SanctionList},
	{"ofac_ns-plc", "Non-SDN Palestinian Legislative Council", "US Treasury, OFAC", SanctionList},
	{"ofac_sdgt", "Specially Designated Global Terrorists", "US Treasury, OFAC", SanctionList},
	{"ofac_561_list", "Foreign financial institutions subject to part 561", "US Treasury, OFAC", SanctionList},
	{"ofac_syria", "Syria-related sanctions", "US Treasury, OFAC", SanctionList},
	{"ofac_fse-sy", "Foreign Sanctions Evaders, Syria", "US Treasury, OFAC", SanctionList},
	{"osfi", "Listed persons and entities", "Canada, Office of the Superintendent of Financial Institutions", SanctionList},
	{"fbi_counter_intelligence", "Wanted: counterintelligence", "US Federal Bureau of Investigation", WarningList},
	{"fbi_domestic", "Wanted: domestic", "US Federal Bureau of Investigation", WarningList},
	{"fbi_cyber", "Wanted: cyber crimes", "US Federal Bureau of Investigation", WarningList},
	{"fbi_white_collar", "Wanted: white-collar crimes", "US Federal Bureau of Investigation", WarningList},
	{"fbi_crimes_against_children", "Wanted: crimes against children", "US Federal Bureau of Investigation", WarningList},
	{"fbi_bank_robbers", "Wanted: bank robbers", "US Federal Bureau of Investigation", WarningList},
	{"fbi_wanted_terrorists", "Wanted: terrorists", "US Federal Bureau of Investigation", WarningList},
	{KeyBISDPL, "Denied Persons List", "US Commerce, Bureau of Industry and Security", SanctionList},
	{"fbi_violent_crimes", "Wanted: violent crimes", "US Federal Bureau of Investigation", WarningList},
	{"fbi_domestic_terrorism", "Wanted: domestic terrorism", "US Federal Bureau of Investigation", WarningList},
	{"fbi_human_trafficking", "Wanted: human trafficking", "US Federal Bureau of Investigation", WarningList},
	{"fbi_criminal_enterprise_investigations", "Wanted: criminal enterprises", "US Federal Bureau of Investigation", WarningList},
	{"fbi_terrorism", "Wanted: seeking information on terrorism", "US Federal Bureau of Investigation", WarningList},
	{"fbi_murders", "Wanted: murders", "US Federal Bureau of Investigation", WarningList},
	{KeyPEP, "Politically exposed persons", "no single publisher", PEPList},
	{KeyDFAT, "Consolidated list", "Australia, Department of Foreign Affairs and Trade", SanctionList},
	{KeyEU, "Consolidated list of financial sanctions", "European Commission", SanctionList},
	{KeyUK, "UK Sanctions List", "UK Foreign, Commonwealth and Development Office", SanctionList},
	{KeySECO, "Sanctions", "Switzerland, State Secretariat for Economic Affairs", SanctionList},
	{"dtc_list", "AECA Debarred", "US State Department, Directorate of Defense Trade Controls", SanctionList},
	{"cftc_sanctions", "Enforcement actions", "US Commodity Futures Trading Commission", WarningList},
	{"finra_sanctions", "Disciplinary actions", "US Financial Industry Regulatory Authority", WarningList},
	{"euro", "Europe's most wanted", "Europol", WarningList},
	{"fto_sanctions", "Foreign Terrorist Organizations", "US State Department", SanctionList},
	{KeyHost, "The platform's own list", "the platform", InternalList},
	{"russian_sanctions", "Russia-related sanctions", "no single publisher", SanctionList},
	{"singapore_sanctions", "Terrorism designations", "Singapore, Ministry of Home Affairs", SanctionList},
	{"nk_sanctions", "North Korea-related sanctions", "no single publisher", SanctionList},
	{"cftc_reparations_sanctions", "Reparations sanctions in effect", "US Commodity Futures Trading Commission", WarningList},
	{KeyInterpol, "Red notices", "Interpol", WarningList},
	{"usa_rfj", "Rewards for Justice", "US State Department", WarningList},
	{"belgian_list", "National list", "Belgium, Federal Public Service Finance", SanctionList},
	{KeySEMA, "Special Economic Measures Act", "Canada, Global Affairs", SanctionList},
	{"canada_rcmp", "Wanted", "Royal Canadian Mounted Police", WarningList},
	{"cftc_red", "Registration Deficient List", "US Commodity Futures Trading Commission", WarningList},
	{"ice_sanctions", "Most wanted", "US Immigration and Customs Enforcement", WarningList},
	{KeyUN, "Consolidated list", "United Nations Security Council", SanctionList},
	{KeyOFACConsolidated, "Consolidated Sanctions List (non-SDN)", "US Treasury, OFAC", SanctionList},
}
