package document

import (
	"slices"
	"sync"

	"github.com/bonafide-go/bonafide/document/upload"
)

// Virtual types.
const (
	SSN                        Type = "SSN"
	ITIN                       Type = "ITIN"
	TIN                        Type = "TIN"
	Passport                   Type = "PASSPORT"
	DriversLicense             Type = "DRIVERS_LICENSE"
	PersonalIdentification     Type = "PERSONAL_IDENTIFICATION"
	DUNS                       Type = "DUNS"
	UEI                        Type = "UEI"
	LEI                        Type = "LEI"
	VAT                        Type = "VAT"
	Citizenship                Type = "CITIZENSHIP"
	StateIdentificationForeign Type = "STATE_IDENTIFICATION_FOREIGN"
	FatherFullName             Type = "FATHER_FULL_NAME"
	MotherFullName             Type = "MOTHER_FULL_NAME"
	DTI                        Type = "DTI"
	Other                      Type = "OTHER" // in every class: kept for the record, never checked
)

// Social types.
const (
	Email2FA       Type = "EMAIL_2FA"
	PhoneNumber2FA Type = "PHONE_NUMBER_2FA"
	Email          Type = "EMAIL"
	PhoneNumber    Type = "PHONE_NUMBER"
	IP             Type = "IP"
	Address        Type = "ADDRESS"
	Date           Type = "DATE"
	MailingAddress Type = "MAILING_ADDRESS"
	Facebook       Type = "FACEBOOK"
	LinkedIn       Type = "LINKEDIN"
	Twitter        Type = "TWITTER"
	Website        Type = "WEBSITE"
	Employer       Type = "EMPLOYER"
	University     Type = "UNIVERSITY"
)

// Physical types.
const (
	GovtID                Type = "GOVT_ID"
	GovtIDBack            Type = "GOVT_ID_BACK"
	GovtIDInt             Type = "GOVT_ID_INT"
	GovtIDIntBack         Type = "GOVT_ID_INT_BACK"
	VideoAuthorization    Type = "VIDEO_AUTHORIZATION"
	Selfie                Type = "SELFIE"
	ProofOfAddress        Type = "PROOF_OF_ADDRESS"
	ProofOfIncome         Type = "PROOF_OF_INCOME"
	ProofOfAccount        Type = "PROOF_OF_ACCOUNT"
	Authorization         Type = "AUTHORIZATION"
	BGCheck               Type = "BG_CHECK"
	SSNCard               Type = "SSN_CARD"
	EINDoc                Type = "EIN_DOC"
	W9Doc                 Type = "W9_DOC"
	W2Doc                 Type = "W2_DOC"
	W8Doc                 Type = "W8_DOC"
	VoidedCheck           Type = "VOIDED_CHECK"
	AOI                   Type = "AOI"
	BylawsDoc             Type = "BYLAWS_DOC"
	LOE                   Type = "LOE"
	CIPDoc                Type = "CIP_DOC"
	SubscriptionAgreement Type = "SUBSCRIPTION_AGREEMENT"
	PromissoryNote        Type = "PROMISSORY_NOTE"
	LegalAgreement        Type = "LEGAL_AGREEMENT"
	RegGG                 Type = "REG_GG"
	DBADoc                Type = "DBA_DOC"
	DepositAgreement      Type = "DEPOSIT_AGREEMENT"
	SS4Doc                Type = "SS4_DOC"
	COI                   Type = "COI"
	LBL                   Type = "LBL"
	SubsidiaryDoc         Type = "SUBSIDIARY_DOC"
	AMLPolicy             Type = "AML_POLICY"
	BusinessPlan          Type = "BUSINESS_PLAN"
	MTL                   Type = "MTL"
	MSB                   Type = "MSB"
	SecurityAudit         Type = "SECURITY_AUDIT"
	BSAAudit              Type = "BSA_AUDIT"
	SOCAudit              Type = "SOC_AUDIT"
	StateAudit            Type = "STATE_AUDIT"
	BusinessInsurance     Type = "BUSINESS_INSURANCE"
	TOS                   Type = "TOS"
	KYCPolicy             Type = "KYC_POLICY"
	BGCheckConsent        Type = "BG_CHECK_CONSENT"
	ArticlesOrganization  Type = "ARTICLES_ORGANIZATION"
	MemoOfIncorporation   Type = "MEMO_OF_INCORPORATION"
	PassportBiodata       Type = "PASSPORT_BIODATA"
	PassportInfo          Type = "PASSPORT_INFO"
	Visa                  Type = "VISA"
	BusinessLicense       Type = "BUSINESS_LICENSE"
	ForeignEntityReg      Type = "FOREIGN_ENTITY_REGISTRATION"
	POSOF                 Type = "POSOF"
	ProfitLoss            Type = "PROFIT_LOSS"
	BankStatement         Type = "BANK_STATEMENT"
	Form1099Misc          Type = "1099-MISC"
	Paystub               Type = "PAYSTUB"
	Invoice               Type = "INVOICE"
	MortgageStatement     Type = "MORTGAGE_STATEMENT"
	PropertyTaxReceipt    Type = "PROPERTY_TAX_RECEIPT"
	LeaseAgreement        Type = "LEASE_AGREEMENT"
	UniversityLease       Type = "UNIVERSITY_LEASE"
	UtilityBill           Type = "UTILITY_BILL"
	FormI94               Type = "FORM_I94"
	FormI20               Type = "FORM_I20"
	FormDS2019            Type = "FORM_DS2019"
	FormI797              Type = "FORM_I797"
	EmploymentAuthCard    Type = "EMPLOYMENT_AUTHORIZATION_CARD"
	PermanentResidentCard Type = "PERMANENT_RESIDENT_CARD"
	PermanentResidentBack Type = "PERMANENT_RESIDENT_CARD_BACK"
	NationalID            Type = "NATIONAL_ID"
	NationalIDBack        Type = "NATIONAL_ID_BACK"
	PassportCard          Type = "PASSPORT_CARD"
	DriverLicense         Type = "DRIVER_LICENSE"
	DriverLicenseBack     Type = "DRIVER_LICENSE_BACK"
	VoterRegistrationCard Type = "VOTER_REGISTRATION_CARD"
	VoterRegistrationBack Type = "VOTER_REGISTRATION_CARD_BACK"
	LegalOpinionLetter    Type = "LEGAL_OPINION_LETTER"
	NoActionLetter        Type = "NO_ACTION_LETTER"
	CustomersByRevenue    Type = "CUSTOMERS_BY_REVENUE"
	FraudProgram          Type = "FRAUD_PROGRAM"
	ComplaintsAudit       Type = "COMPLAINTS_SUPPORT_AUDIT"
	WolfsbergQuestions    Type = "WOLFSBERG_QUESTIONNAIRE"
	Section313Certificate Type = "SECTION_313_FOREIGN_BANK_CERTIFICATE"
	CyberInsurance        Type = "CYBER_LIABILITY_INSURANCE"
	VCheckContentForm     Type = "VCHECK_CONTENT_FORM"
	Resume                Type = "RESUME"
	Form501C3             Type = "501_C_3_NOTIF"
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
