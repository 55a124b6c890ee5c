package screening

// Keys of lists that the readers of package lists give.
const (
	KeyOFACSDN          = "ofac_sdn"
	KeyOFACConsolidated = "cons_sdn"
	KeyUN               = "unsc_cons"
	KeyUSCSL            = "usa_csl_list"
	KeyBISDPL           = "bis_dpl_sanctions"
	KeyEU               = "eucl"
	KeyUK               = "uk_sanctions"
)
