package document

import (
	"slices"
	"sync"

	"github.com/bonafide-go/bonafide/document/upload"
)

// Virtual types.
const (
	SSN                        Type = "SSN"                          // Social Security number of the person
	ITIN                       Type = "ITIN"                         // US taxpayer number of a person without an SSN
	TIN                        Type = "TIN"                          // TIN or EIN of the business; of a person, the SSN or ITIN
	Passport                   Type = "PASSPORT"                     // passport number of the person
	DriversLicense             Type = "DRIVERS_LICENSE"              // driver's license number of the person
	PersonalIdentification     Type = "PERSONAL_IDENTIFICATION"      // personal identification number of the person
	DUNS                       Type = "DUNS"                         // D-U-N-S number of the business
	UEI                        Type = "UEI"                          // Unique Entity ID of SAM.gov
	LEI                        Type = "LEI"                          // Legal Entity Identifier (ISO 17442)
	VAT                        Type = "VAT"                          // EU VAT identification number
	Citizenship                Type = "CITIZENSHIP"                  // country of citizenship, ISO 3166-1 alpha-2
	StateIdentificationForeign Type = "STATE_IDENTIFICATION_FOREIGN" // state identification number of a foreign country
	FatherFullName             Type = "FATHER_FULL_NAME"             // asked for by some foreign programs
	MotherFullName             Type = "MOTHER_FULL_NAME"             // asked for by some foreign programs
	DTI                        Type = "DTI"                          // debt-to-income ratio, a plain statement
	Other                      Type = "OTHER"                        // in every class: kept for the record, never checked
)

// Social types.
const (
	Email2FA       Type = "EMAIL_2FA"        // proved by a one-time code
	PhoneNumber2FA Type = "PHONE_NUMBER_2FA" // proved by a one-time code
	Email          Type = "EMAIL"            // e-mail of the base document
	PhoneNumber    Type = "PHONE_NUMBER"     // phone number of the base document
	IP             Type = "IP"               // IP address of the base document
	Address        Type = "ADDRESS"          // address of the base document
	Date           Type = "DATE"             // date of the base document
	MailingAddress Type = "MAILING_ADDRESS"  // where to mail, if not to the base document's address
	Facebook       Type = "FACEBOOK"         // profile URL or user access token
	LinkedIn       Type = "LINKEDIN"         // profile URL or user access token
	Twitter        Type = "TWITTER"          // profile URL
	Website        Type = "WEBSITE"          // URL, a plain statement
	Employer       Type = "EMPLOYER"         // a plain statement
	University     Type = "UNIVERSITY"       // a plain statement
)

// Physical types.
const (
	GovtID                Type = "GOVT_ID"                              // driver's license, state ID, or passport of the United States
	GovtIDBack            Type = "GOVT_ID_BACK"                         // back of GOVT_ID
	GovtIDInt             Type = "GOVT_ID_INT"                          // government-issued photo ID that is not in English
	GovtIDIntBack         Type = "GOVT_ID_INT_BACK"                     // back of GOVT_ID_INT
	VideoAuthorization    Type = "VIDEO_AUTHORIZATION"                  // five seconds: the person authorizes the opening of the account
	Selfie                Type = "SELFIE"                               // picture of the person's face; VIDEO_AUTHORIZATION replaces it
	ProofOfAddress        Type = "PROOF_OF_ADDRESS"                     // such as a utility bill
	ProofOfIncome         Type = "PROOF_OF_INCOME"                      // such as a pay stub
	ProofOfAccount        Type = "PROOF_OF_ACCOUNT"                     // such as a bank statement
	Authorization         Type = "AUTHORIZATION"                        // ACH authorization, signed
	BGCheck               Type = "BG_CHECK"                             // background check
	SSNCard               Type = "SSN_CARD"                             // Social Security card
	EINDoc                Type = "EIN_DOC"                              // IRS letter 147C or CP 575
	W9Doc                 Type = "W9_DOC"                               // form W-9
	W2Doc                 Type = "W2_DOC"                               // form W-2
	W8Doc                 Type = "W8_DOC"                               // form W-8
	VoidedCheck           Type = "VOIDED_CHECK"                         // voided check
	AOI                   Type = "AOI"                                  // articles of incorporation
	BylawsDoc             Type = "BYLAWS_DOC"                           // bylaws
	LOE                   Type = "LOE"                                  // letter of engagement
	CIPDoc                Type = "CIP_DOC"                              // description of the business and its customer identification program
	SubscriptionAgreement Type = "SUBSCRIPTION_AGREEMENT"               // subscription agreement
	PromissoryNote        Type = "PROMISSORY_NOTE"                      // promissory note
	LegalAgreement        Type = "LEGAL_AGREEMENT"                      // any other legal agreement
	RegGG                 Type = "REG_GG"                               // certification on unlawful internet gambling (12 CFR 233)
	DBADoc                Type = "DBA_DOC"                              // fictitious name registration
	DepositAgreement      Type = "DEPOSIT_AGREEMENT"                    // deposit agreement
	SS4Doc                Type = "SS4_DOC"                              // application for an EIN
	COI                   Type = "COI"                                  // certificate of incorporation
	LBL                   Type = "LBL"                                  // local business license
	SubsidiaryDoc         Type = "SUBSIDIARY_DOC"                       // subsidiaries of the business
	AMLPolicy             Type = "AML_POLICY"                           // anti-money-laundering policy
	BusinessPlan          Type = "BUSINESS_PLAN"                        // business plan
	MTL                   Type = "MTL"                                  // money transmitter license
	MSB                   Type = "MSB"                                  // registration as a money services business
	SecurityAudit         Type = "SECURITY_AUDIT"                       // security audit
	BSAAudit              Type = "BSA_AUDIT"                            // bank Secrecy Act audit
	SOCAudit              Type = "SOC_AUDIT"                            // SOC report
	StateAudit            Type = "STATE_AUDIT"                          // audit by a state
	BusinessInsurance     Type = "BUSINESS_INSURANCE"                   // business insurance
	TOS                   Type = "TOS"                                  // terms of service
	KYCPolicy             Type = "KYC_POLICY"                           // know-your-customer policy
	BGCheckConsent        Type = "BG_CHECK_CONSENT"                     // consent to a background check
	ArticlesOrganization  Type = "ARTICLES_ORGANIZATION"                // articles of organization
	MemoOfIncorporation   Type = "MEMO_OF_INCORPORATION"                // memorandum of incorporation
	PassportBiodata       Type = "PASSPORT_BIODATA"                     // biographical page of a passport of a country other than the United States
	PassportInfo          Type = "PASSPORT_INFO"                        // further pages of a passport
	Visa                  Type = "VISA"                                 // visa
	BusinessLicense       Type = "BUSINESS_LICENSE"                     // business license
	ForeignEntityReg      Type = "FOREIGN_ENTITY_REGISTRATION"          // registration of a foreign entity
	POSOF                 Type = "POSOF"                                // proof of source of funds
	ProfitLoss            Type = "PROFIT_LOSS"                          // profit and loss statement
	BankStatement         Type = "BANK_STATEMENT"                       // bank statement
	Form1099Misc          Type = "1099-MISC"                            // form 1099-MISC
	Paystub               Type = "PAYSTUB"                              // pay stub
	Invoice               Type = "INVOICE"                              // invoice
	MortgageStatement     Type = "MORTGAGE_STATEMENT"                   // mortgage statement
	PropertyTaxReceipt    Type = "PROPERTY_TAX_RECEIPT"                 // property tax receipt
	LeaseAgreement        Type = "LEASE_AGREEMENT"                      // lease agreement
	UniversityLease       Type = "UNIVERSITY_LEASE"                     // lease of a university
	UtilityBill           Type = "UTILITY_BILL"                         // utility bill
	FormI94               Type = "FORM_I94"                             // arrival and departure record
	FormI20               Type = "FORM_I20"                             // certificate of eligibility, student
	FormDS2019            Type = "FORM_DS2019"                          // certificate of eligibility, exchange visitor
	FormI797              Type = "FORM_I797"                            // notice of action
	EmploymentAuthCard    Type = "EMPLOYMENT_AUTHORIZATION_CARD"        // form I-766
	PermanentResidentCard Type = "PERMANENT_RESIDENT_CARD"              // permanent resident card
	PermanentResidentBack Type = "PERMANENT_RESIDENT_CARD_BACK"         // back of PERMANENT_RESIDENT_CARD
	NationalID            Type = "NATIONAL_ID"                          // national identity card
	NationalIDBack        Type = "NATIONAL_ID_BACK"                     // back of NATIONAL_ID
	PassportCard          Type = "PASSPORT_CARD"                        // passport card of the United States
	DriverLicense         Type = "DRIVER_LICENSE"                       // driver license of a country other than the United States
	DriverLicenseBack     Type = "DRIVER_LICENSE_BACK"                  // back of DRIVER_LICENSE
	VoterRegistrationCard Type = "VOTER_REGISTRATION_CARD"              // voter registration card
	VoterRegistrationBack Type = "VOTER_REGISTRATION_CARD_BACK"         // back of VOTER_REGISTRATION_CARD
	LegalOpinionLetter    Type = "LEGAL_OPINION_LETTER"                 // legal opinion letter
	NoActionLetter        Type = "NO_ACTION_LETTER"                     // no-action letter
	CustomersByRevenue    Type = "CUSTOMERS_BY_REVENUE"                 // customers by revenue
	FraudProgram          Type = "FRAUD_PROGRAM"                        // fraud program
	ComplaintsAudit       Type = "COMPLAINTS_SUPPORT_AUDIT"             // audit of complaints and support
	WolfsbergQuestions    Type = "WOLFSBERG_QUESTIONNAIRE"              // wolfsberg correspondent banking questionnaire
	Section313Certificate Type = "SECTION_313_FOREIGN_BANK_CERTIFICATE" // certification regarding foreign bank accounts (31 CFR 1010.630)
	CyberInsurance        Type = "CYBER_LIABILITY_INSURANCE"            // cyber liability insurance
	VCheckContentForm     Type = "VCHECK_CONTENT_FORM"                  // consent to a background report
	Resume                Type = "RESUME"                               // resume
	Form501C3             Type = "501_C_3_NOTIF"                        // determination as a charity under 26 USC 501(c)(3)
)

// Shorthands of the table below.
var (
	people     = []EntityKind{Person}
	businesses = []EntityKind{Business}
	anybody    = []EntityKind{Person, Business}

	photos = []upload.MediaType{upload.PNG, upload.JPEG}
	papers = []upload.MediaType{upload.PNG, upload.JPEG, upload.PDF}
	videos = []upload.MediaType{upload.MOV, upload.MP4, upload.WebM, upload.AVI, upload.FLV, upload.MKV, upload.OGG}

	country = []string{MetaCountry}
)

// typeTable is every type there is: what, for whom, which files, whether more
// than one may stand on a base document, which meta must be given, who may have
// issued it, whether a verifier looks at it (Synapse user object, virtual, social
// and physical document schemas; the allowed file types of v3.2 and of the list of
// allowed document types). UEI, LEI, VAT and ITIN are additions of this package.
var typeTable = []TypeInfo{
	{Class: Virtual, Type: SSN, Name: "Social Security number", Who: people, Checked: true, Comment: "Social Security number of the person"},
	{Class: Virtual, Type: ITIN, Name: "Individual taxpayer number", Who: people, Checked: true, Comment: "US taxpayer number of a person without an SSN"},
	{Class: Virtual, Type: TIN, Name: "Taxpayer number", Who: anybody, Checked: true, Comment: "TIN or EIN of the business; of a person, the SSN or ITIN"},
	{Class: Virtual, Type: Passport, Name: "Passport number", Who: people, RequiredMeta: country, Multiple: true, Checked: true,
		Comment: "Passport number of the person"},
	{Class: Virtual, Type: DriversLicense, Name: "Driver's license number", Who: people, Checked: true, Comment: "Driver's license number of the person"},
	{Class: Virtual, Type: PersonalIdentification, Name: "Personal identification number", Who: people, Multiple: true, Checked: true,
		Comment: "Personal identification number of the person"},
	{Class: Virtual, Type: DUNS, Name: "D-U-N-S number", Who: businesses, Checked: true, Comment: "D-U-N-S number of the business"},
	{Class: Virtual, Type: UEI, Name: "Unique Entity ID", Who: businesses, Checked: true, Comment: "Unique Entity ID of SAM.gov"},
	{Class: Virtual, Type: LEI, Name: "Legal Entity Identifier", Who: businesses, Checked: true, Comment: "Legal Entity Identifier (ISO 17442)"},
	{Class: Virtual, Type: VAT, Name: "VAT number", Who: businesses, Multiple: true, Checked: true, Comment: "EU VAT identification number"},
	{Class: Virtual, Type: Citizenship, Name: "Citizenship", Who: people, Multiple: true, Comment: "Country of citizenship, ISO 3166-1 alpha-2"},
	{Class: Virtual, Type: StateIdentificationForeign, Name: "Foreign state ID number", Who: people,
		RequiredMeta: country, Multiple: true, Checked: true,
		Comment: "State identification number of a foreign country"},
	{Class: Virtual, Type: FatherFullName, Name: "Father's full name", Who: people, Comment: "Asked for by some foreign programs"},
	{Class: Virtual, Type: MotherFullName, Name: "Mother's full name", Who: people, Comment: "Asked for by some foreign programs"},
	{Class: Virtual, Type: DTI, Name: "Debt-to-income ratio", Who: people, Comment: "Debt-to-income ratio, a plain statement"},
	{Class: Virtual, Type: Other, Name: "Other", Who: anybody, Multiple: true, Comment: "Kept for the record, not validated"},

	{Class: Social, Type: Email2FA, Name: "E-mail, confirmed by code", Who: anybody, Multiple: true, Checked: true, Comment: "Proved by a one-time code"},
	{Class: Social, Type: PhoneNumber2FA, Name: "Phone number, confirmed by code", Who: anybody, Multiple: true, Checked: true,
		Comment: "Proved by a one-time code"},
	{Class: Social, Type: Email, Name: "E-mail", Who: anybody, Checked: true, Derived: true, Comment: "E-mail of the base document"},
	{Class: Social, Type: PhoneNumber, Name: "Phone number", Who: anybody, Checked: true, Derived: true, Comment: "Phone number of the base document"},
	{Class: Social, Type: IP, Name: "IP address", Who: anybody, Checked: true, Derived: true, Comment: "IP address of the base document"},
	{Class: Social, Type: Address, Name: "Address", Who: anybody, Checked: true, Derived: true, Comment: "Address of the base document"},
	{Class: Social, Type: Date, Name: "Date of birth or formation", Who: anybody, Checked: true, Derived: true, Comment: "Date of the base document"},
	{Class: Social, Type: MailingAddress, Name: "Mailing address", Who: anybody, RequiredMeta: []string{MetaAddress}, Checked: true,
		Comment: "Where to mail, if not to the base document's address"},
	{Class: Social, Type: Facebook, Name: "Facebook", Who: anybody, Checked: true, Comment: "Profile URL or user access token"},
	{Class: Social, Type: LinkedIn, Name: "LinkedIn", Who: anybody, Checked: true, Comment: "Profile URL or user access token"},
	{Class: Social, Type: Twitter, Name: "Twitter", Who: anybody, Checked: true, Comment: "Profile URL"},
	{Class: Social, Type: Website, Name: "Website", Who: anybody, Multiple: true, Comment: "URL, a plain statement"},
	{Class: Social, Type: Employer, Name: "Employer", Who: people, Multiple: true, Comment: "A plain statement"},
	{Class: Social, Type: University, Name: "University", Who: people, Multiple: true, Comment: "A plain statement"},
	{Class: Social, Type: Other, Name: "Other", Who: anybody, Multiple: true, Comment: "Kept for the record, not validated"},

	{Class: Physical, Type: GovtID, Name: "Government ID", Who: people, Media: photos, Checked: true, PhotoID: true,
		Comment: "Driver's license, state ID, or passport of the United States"},
	{Class: Physical, Type: GovtIDBack, Name: "Government ID, back", Who: people, Media: photos, Checked: true, PhotoID: true, Comment: "Back of GOVT_ID"},
	{Class: Physical, Type: GovtIDInt, Name: "Government ID, not in English", Who: people, Media: photos, Checked: true, PhotoID: true,
		Comment: "Government-issued photo ID that is not in English"},
	{Class: Physical, Type: GovtIDIntBack, Name: "Government ID, not in English, back", Who: people, Media: photos, Checked: true, PhotoID: true,
		Comment: "Back of GOVT_ID_INT"},
	{Class: Physical, Type: VideoAuthorization, Name: "Video authorization", Who: people, Media: videos, Checked: true,
		Comment: "Five seconds: the person authorizes the opening of the account"},
	{Class: Physical, Type: Selfie, Name: "Selfie", Who: people, Media: photos, Checked: true, PhotoID: true,
		Comment: "Picture of the person's face; VIDEO_AUTHORIZATION replaces it"},
	{Class: Physical, Type: ProofOfAddress, Name: "Proof of address", Who: anybody, Media: papers, Multiple: true, Checked: true,
		Comment: "Such as a utility bill"},
	{Class: Physical, Type: ProofOfIncome, Name: "Proof of income", Who: anybody, Media: papers, Multiple: true, Checked: true, Comment: "Such as a pay stub"},
	{Class: Physical, Type: ProofOfAccount, Name: "Proof of account", Who: anybody, Media: papers, Multiple: true, Checked: true,
		Comment: "Such as a bank statement"},
	{Class: Physical, Type: Authorization, Name: "ACH authorization", Who: anybody, Media: photos, Multiple: true, Checked: true,
		Comment: "ACH authorization, signed"},
	{Class: Physical, Type: BGCheck, Name: "Background check", Who: anybody, Media: papers, Multiple: true, Checked: true, Comment: "Background check"},
	{Class: Physical, Type: SSNCard, Name: "SSN card", Who: people, Media: papers, Checked: true, Comment: "Social Security card"},
	{Class: Physical, Type: EINDoc, Name: "EIN letter", Who: businesses, Media: papers, Checked: true, Comment: "IRS letter 147C or CP 575"},
	{Class: Physical, Type: W9Doc, Name: "Form W-9", Who: anybody, Media: papers, Checked: true, Comment: "Form W-9"},
	{Class: Physical, Type: W2Doc, Name: "Form W-2", Who: people, Media: papers, Multiple: true, Checked: true, Comment: "Form W-2"},
	{Class: Physical, Type: W8Doc, Name: "Form W-8", Who: anybody, Media: papers, Checked: true, Comment: "Form W-8"},
	{Class: Physical, Type: VoidedCheck, Name: "Voided check", Who: anybody, Media: photos, Multiple: true, Checked: true, Comment: "Voided check"},
	{Class: Physical, Type: AOI, Name: "Articles of incorporation", Who: businesses, Media: papers, Multiple: true, Checked: true,
		Comment: "Articles of incorporation"},
	{Class: Physical, Type: BylawsDoc, Name: "Bylaws", Who: businesses, Media: papers, Multiple: true, Checked: true, Comment: "Bylaws"},
	{Class: Physical, Type: LOE, Name: "Letter of engagement", Who: businesses, Media: papers, Multiple: true, Checked: true, Comment: "Letter of engagement"},
	{Class: Physical, Type: CIPDoc, Name: "CIP description", Who: businesses, Media: papers, Multiple: true, Checked: true,
		Comment: "Description of the business and its customer identification program"},
	{Class: Physical, Type: SubscriptionAgreement, Name: "Subscription agreement", Who: anybody, Media: papers, Multiple: true, Checked: true,
		Comment: "Subscription agreement"},
	{Class: Physical, Type: PromissoryNote, Name: "Promissory note", Who: anybody, Media: papers, Multiple: true, Checked: true, Comment: "Promissory note"},
	{Class: Physical, Type: LegalAgreement, Name: "Legal agreement", Who: anybody, Media: papers, Multiple: true, Checked: true,
		Comment: "Any other legal agreement"},
	{Class: Physical, Type: RegGG, Name: "Regulation GG form", Who: businesses, Media: papers, Multiple: true, Checked: true,
		Comment: "Certification on unlawful internet gambling (12 CFR 233)"},
	{Class: Physical, Type: DBADoc, Name: "DBA document", Who: businesses, Media: papers, Multiple: true, Checked: true, Comment: "Fictitious name registration"},
	{Class: Physical, Type: DepositAgreement, Name: "Deposit agreement", Who: anybody, Media: papers, Multiple: true, Checked: true, Comment: "Deposit agreement"},
	{Class: Physical, Type: SS4Doc, Name: "Form SS-4", Who: businesses, Media: papers, Checked: true, Comment: "Application for an EIN"},
	{Class: Physical, Type: COI, Name: "Certificate of incorporation", Who: businesses, Media: papers, Multiple: true, Checked: true,
		Comment: "Certificate of incorporation"},
	{Class: Physical, Type: LBL, Name: "Local business license", Who: businesses, Media: papers, Multiple: true, Checked: true, Comment: "Local business license"},
	{Class: Physical, Type: SubsidiaryDoc, Name: "Subsidiaries", Who: businesses, Media: papers, Multiple: true, Checked: true,
		Comment: "Subsidiaries of the business"},
	{Class: Physical, Type: AMLPolicy, Name: "AML policy", Who: businesses, Media: papers, Multiple: true, Checked: true, Comment: "Anti-money-laundering policy"},
	{Class: Physical, Type: BusinessPlan, Name: "Business plan", Who: businesses, Media: papers, Multiple: true, Checked: true, Comment: "Business plan"},
	{Class: Physical, Type: MTL, Name: "Money transmitter license", Who: businesses, Media: papers, Multiple: true, Checked: true,
		Comment: "Money transmitter license"},
	{Class: Physical, Type: MSB, Name: "MSB registration", Who: businesses, Media: papers, Multiple: true, Checked: true,
		Comment: "Registration as a money services business"},
	{Class: Physical, Type: SecurityAudit, Name: "Security audit", Who: businesses, Media: papers, Multiple: true, Checked: true, Comment: "Security audit"},
	{Class: Physical, Type: BSAAudit, Name: "BSA audit", Who: businesses, Media: papers, Multiple: true, Checked: true, Comment: "Bank Secrecy Act audit"},
	{Class: Physical, Type: SOCAudit, Name: "SOC audit", Who: businesses, Media: papers, Multiple: true, Checked: true, Comment: "SOC report"},
	{Class: Physical, Type: StateAudit, Name: "State audit", Who: businesses, Media: papers, Multiple: true, Checked: true, Comment: "Audit by a state"},
	{Class: Physical, Type: BusinessInsurance, Name: "Business insurance", Who: businesses, Media: papers, Multiple: true, Checked: true,
		Comment: "Business insurance"},
	{Class: Physical, Type: TOS, Name: "Terms of service", Who: businesses, Media: papers, Multiple: true, Checked: true, Comment: "Terms of service"},
	{Class: Physical, Type: KYCPolicy, Name: "KYC policy", Who: businesses, Media: papers, Multiple: true, Checked: true, Comment: "Know-your-customer policy"},
	{Class: Physical, Type: BGCheckConsent, Name: "Background check consent", Who: people, Media: papers, Checked: true, Comment: "Consent to a background check"},
	{Class: Physical, Type: ArticlesOrganization, Name: "Articles of organization", Who: businesses, Media: papers, Multiple: true, Checked: true,
		Comment: "Articles of organization"},
	{Class: Physical, Type: MemoOfIncorporation, Name: "Memorandum of incorporation", Who: businesses, Media: papers, Multiple: true, Checked: true,
		Comment: "Memorandum of incorporation"},
	{Class: Physical, Type: PassportBiodata, Name: "Passport", Who: people, Media: photos,
		RequiredMeta: country, Issuer: ForeignIssuer, Checked: true, PhotoID: true,
		Comment: "Biographical page of a passport of a country other than the United States"},
	{Class: Physical, Type: PassportInfo, Name: "Passport, further page", Who: people, Media: photos, Multiple: true, Checked: true, PhotoID: true,
		Comment: "Further pages of a passport"},
	{Class: Physical, Type: Visa, Name: "Visa", Who: people, Media: papers, Multiple: true, Checked: true, Comment: "Visa"},
	{Class: Physical, Type: BusinessLicense, Name: "Business license", Who: businesses, Media: papers, Multiple: true, Checked: true, Comment: "Business license"},
	{Class: Physical, Type: ForeignEntityReg, Name: "Foreign entity registration", Who: businesses, Media: papers, Multiple: true, Checked: true,
		Comment: "Registration of a foreign entity"},
	{Class: Physical, Type: POSOF, Name: "Proof of source of funds", Who: anybody, Media: papers, Multiple: true, Checked: true,
		Comment: "Proof of source of funds"},
	{Class: Physical, Type: ProfitLoss, Name: "Profit and loss statement", Who: businesses, Media: papers, Multiple: true, Checked: true,
		Comment: "Profit and loss statement"},
	{Class: Physical, Type: BankStatement, Name: "Bank statement", Who: anybody, Media: papers, Multiple: true, Checked: true, Comment: "Bank statement"},
	{Class: Physical, Type: Form1099Misc, Name: "Form 1099-MISC", Who: anybody, Media: papers, Multiple: true, Checked: true, Comment: "Form 1099-MISC"},
	{Class: Physical, Type: Paystub, Name: "Pay stub", Who: people, Media: papers, Multiple: true, Checked: true, Comment: "Pay stub"},
	{Class: Physical, Type: Invoice, Name: "Invoice", Who: anybody, Media: papers, Multiple: true, Checked: true, Comment: "Invoice"},
	{Class: Physical, Type: MortgageStatement, Name: "Mortgage statement", Who: anybody, Media: papers, Multiple: true, Checked: true,
		Comment: "Mortgage statement"},
	{Class: Physical, Type: PropertyTaxReceipt, Name: "Property tax receipt", Who: anybody, Media: papers, Multiple: true, Checked: true,
		Comment: "Property tax receipt"},
	{Class: Physical, Type: LeaseAgreement, Name: "Lease agreement", Who: anybody, Media: papers, Multiple: true, Checked: true, Comment: "Lease agreement"},
	{Class: Physical, Type: UniversityLease, Name: "University lease", Who: people, Media: papers, Multiple: true, Checked: true,
		Comment: "Lease of a university"},
	{Class: Physical, Type: UtilityBill, Name: "Utility bill", Who: anybody, Media: papers, Multiple: true, Checked: true, Comment: "Utility bill"},
	{Class: Physical, Type: FormI94, Name: "Form I-94", Who: people, Media: papers, Checked: true, Comment: "Arrival and departure record"},
	{Class: Physical, Type: FormI20, Name: "Form I-20", Who: people, Media: papers, Checked: true, Comment: "Certificate of eligibility, student"},
	{Class: Physical, Type: FormDS2019, Name: "Form DS-2019", Who: people, Media: papers, Checked: true, Comment: "Certificate of eligibility, exchange visitor"},
	{Class: Physical, Type: FormI797, Name: "Form I-797", Who: people, Media: papers, Multiple: true, Checked: true, Comment: "Notice of action"},
	{Class: Physical, Type: EmploymentAuthCard, Name: "Employment authorization card", Who: people, Media: photos, Checked: true, PhotoID: true,
		Comment: "Form I-766"},
	{Class: Physical, Type: PermanentResidentCard, Name: "Permanent resident card", Who: people, Media: photos,
		RequiredMeta: country, Issuer: ForeignIssuer, Checked: true, PhotoID: true,
		Comment: "Permanent resident card"},
	{Class: Physical, Type: PermanentResidentBack, Name: "Permanent resident card, back", Who: people, Media: photos, Checked: true, PhotoID: true,
		Comment: "Back of PERMANENT_RESIDENT_CARD"},
	{Class: Physical, Type: NationalID, Name: "National ID", Who: people, Media: photos,
		RequiredMeta: country, Issuer: ForeignIssuer, Checked: true, PhotoID: true,
		Comment: "National identity card"},
	{Class: Physical, Type: NationalIDBack, Name: "National ID, back", Who: people, Media: photos, Checked: true, PhotoID: true, Comment: "Back of NATIONAL_ID"},
	{Class: Physical, Type: PassportCard, Name: "US passport card", Who: people, Media: photos, Issuer: USIssuer, Checked: true, PhotoID: true,
		Comment: "Passport card of the United States"},
	{Class: Physical, Type: DriverLicense, Name: "Driver license", Who: people, Media: photos,
		RequiredMeta: country, Issuer: ForeignIssuer, Checked: true, PhotoID: true,
		Comment: "Driver license of a country other than the United States"},
	{Class: Physical, Type: DriverLicenseBack, Name: "Driver license, back", Who: people, Media: photos, Checked: true, PhotoID: true,
		Comment: "Back of DRIVER_LICENSE"},
	{Class: Physical, Type: VoterRegistrationCard, Name: "Voter registration card", Who: people, Media: photos,
		RequiredMeta: country, Issuer: ForeignIssuer, Checked: true, PhotoID: true,
		Comment: "Voter registration card"},
	{Class: Physical, Type: VoterRegistrationBack, Name: "Voter registration card, back", Who: people, Media: photos, Checked: true, PhotoID: true,
		Comment: "Back of VOTER_REGISTRATION_CARD"},
	{Class: Physical, Type: LegalOpinionLetter, Name: "Legal opinion letter", Who: businesses, Media: papers, Multiple: true, Checked: true,
		Comment: "Legal opinion letter"},
	{Class: Physical, Type: NoActionLetter, Name: "No-action letter", Who: businesses, Media: papers, Multiple: true, Checked: true, Comment: "No-action letter"},
	{Class: Physical, Type: CustomersByRevenue, Name: "Customers by revenue", Who: businesses, Media: papers, Multiple: true, Checked: true,
		Comment: "Customers by revenue"},
	{Class: Physical, Type: FraudProgram, Name: "Fraud program", Who: businesses, Media: papers, Multiple: true, Checked: true, Comment: "Fraud program"},
	{Class: Physical, Type: ComplaintsAudit, Name: "Complaints audit", Who: businesses, Media: papers, Multiple: true, Checked: true,
		Comment: "Audit of complaints and support"},
	{Class: Physical, Type: WolfsbergQuestions, Name: "Wolfsberg questionnaire", Who: businesses, Media: papers, Multiple: true, Checked: true,
		Comment: "Wolfsberg correspondent banking questionnaire"},
	{Class: Physical, Type: Section313Certificate, Name: "Section 313 certificate", Who: businesses, Media: papers, Multiple: true, Checked: true,
		Comment: "Certification regarding foreign bank accounts (31 CFR 1010.630)"},
	{Class: Physical, Type: CyberInsurance, Name: "Cyber liability insurance", Who: businesses, Media: papers, Multiple: true, Checked: true,
		Comment: "Cyber liability insurance"},
	{Class: Physical, Type: VCheckContentForm, Name: "VCheck consent form", Who: people, Media: papers, Multiple: true, Checked: true,
		Comment: "Consent to a background report"},
	{Class: Physical, Type: Resume, Name: "Resume", Who: people, Media: papers, Multiple: true, Checked: true, Comment: "Resume"},
	{Class: Physical, Type: Form501C3, Name: "501(c)(3) notification", Who: businesses, Media: papers, Multiple: true, Checked: true,
		Comment: "Determination as a charity under 26 USC 501(c)(3)"},
	{Class: Physical, Type: Other, Name: "Other", Who: anybody, Media: papers, Multiple: true, Comment: "Kept for the record, not validated"},
}

type typeKey struct {
	class Class
	name  Type
}

var typeIndex = sync.OnceValue(func() map[typeKey]TypeInfo {
	m := make(map[typeKey]TypeInfo, len(typeTable))
	for _, t := range typeTable {
		m[typeKey{t.Class, t.Type}] = t
	}
	return m
})

// Lookup returns the row of a type in a class, and whether there is one. Its
// slices must not be changed.
func Lookup(class Class, t Type) (TypeInfo, bool) {
	info, ok := typeIndex()[typeKey{class, t}]
	return info, ok
}

// Types returns a copy of the type table, by class.
func Types() []TypeInfo { return slices.Clone(typeTable) }
