package document

import (
	"strings"
	"sync"

	"github.com/bonafide-go/bonafide"
)

// EntityType says what the owner of a base document is: the gender of a person
// or the legal form of a business (Synapse users, supported entity types).
type EntityType string

// The entity types.
const (
	Male               EntityType = "M"
	Female             EntityType = "F"
	OtherGender        EntityType = "O"
	Minor              EntityType = "MINOR"     // a person below the age of majority
	NotKnown           EntityType = "NOT_KNOWN" // a person who does not wish to say
	Trust              EntityType = "TRUST"     // personal trust account or business trust
	LLC                EntityType = "LLC"
	Association        EntityType = "ASSOCIATION"
	Corporation        EntityType = "CORP"
	Partnership        EntityType = "PARTNERSHIP"
	LimitedPartnership EntityType = "LP"
	SoleProprietorship EntityType = "SOLE-PROPRIETORSHIP"
	Vendor             EntityType = "VENDOR"
	Estate             EntityType = "ESTATE"
	RetirementAccount  EntityType = "IRA"
)

// An EntityTypeInfo is one row of the list of entity types.
type EntityTypeInfo struct {
	Type EntityType   `json:"type"`
	Name string       `json:"common_name"`
	Who  []EntityKind `json:"kinds"`
}

// EntityTypes lists the entity types, as the published list of allowed ones.
func EntityTypes() []EntityTypeInfo {
	return []EntityTypeInfo{
		{Male, "Male", people},
		{Female, "Female", people},
		{OtherGender, "Other", people},
		{Minor, "Minor", people},
		{NotKnown, "Do not wish to specify", people},
		{Trust, "Trust", anybody},
		{LLC, "Limited Liability Company", businesses},
		{Association, "Association", businesses},
		{Corporation, "Corporation", businesses},
		{Partnership, "Partnership", businesses},
		{LimitedPartnership, "Limited Partnership", businesses},
		{SoleProprietorship, "Sole Proprietorship", businesses},
		{Vendor, "Business Vendor", businesses},
		{Estate, "Estate", businesses},
		{RetirementAccount, "Individual Retirement Account", businesses},
	}
}

// ParseEntityType reads an entity type in any case ("Minor", "llc") and returns
// its canonical form, or an error matching [bonafide.ErrInvalid].
func ParseEntityType(text string) (EntityType, error) {
	if text == "" {
		return "", bonafide.Invalid("", bonafide.CodeRequired)
	}
	for _, info := range EntityTypes() {
		if strings.EqualFold(text, string(info.Type)) {
			return info.Type, nil
		}
	}
	return "", unknownWord("entity types")
}

// unknownWord refuses a word that does not stand in a published table.
func unknownWord(table string) error {
	return &bonafide.InvalidError{Fields: []bonafide.Fault{{Code: bonafide.CodeUnknown, Rule: "one of the " + table + " (docs/reference/entities.md)"}}}
}

// Kinds returns what an entity type may describe: a person, a business, or for
// TRUST either; nothing for an unknown type.
func (t EntityType) Kinds() []EntityKind {
	for _, info := range EntityTypes() {
		if info.Type == t {
			return info.Who
		}
	}
	return nil
}

// EntityScope is the line of business, or the profession of a person.
type EntityScope string

// ScopeNotKnown is the scope of those who do not say.
const ScopeNotKnown EntityScope = "Not Known"

// scopes are the published 78 (Synapse users, supported entity scope).
var scopes = []EntityScope{
	ScopeNotKnown, "Airport", "Arts & Entertainment", "Automotive", "Bank & Financial Services", "Bar", "Book Store",
	"Business Services", "Religious Organization", "Club", "Community/Government", "Concert Venue", "Doctor",
	"Event Planning/Event Services", "Food/Grocery", "Health/Medical/Pharmacy", "Home Improvement", "Hospital/Clinic",
	"Hotel", "Landmark", "Lawyer", "Library", "Licensed Financial Representative", "Local Business", "Middle School",
	"Movie Theater", "Museum/Art Gallery", "Outdoor Gear/Sporting Goods", "Pet Services", "Professional Services",
	"Public Places", "Real Estate", "Restaurant/Cafe", "School", "Shopping/Retail", "Spas/Beauty/Personal Care",
	"Sports Venue", "Sports/Recreation/Activities", "Tours/Sightseeing", "Train Station", "Transportation", "University",
	"Aerospace/Defense", "Automobiles and Parts", "Bank/Financial Institution", "Biotechnology", "Cause", "Chemicals",
	"Community Organization", "Company", "Computers/Technology", "Consulting/Business Services", "Education",
	"Elementary School", "Energy/Utility", "Engineering/Construction", "Farming/Agriculture", "Food/Beverages",
	"Government Organization", "Health/Beauty", "Health/Medical/Pharmaceuticals", "Industrials", "Insurance Company",
	"Internet/Software", "Legal/Law", "Media/News/Publishing", "Mining/Materials", "Non-Governmental Organization (NGO)",
	"Non-Profit Organization", "Organization", "Political Organization", "Political Party", "Preschool",
	"Retail and Consumer Merchandise", "Small Business", "Telecommunication", "Transport/Freight", "Travel/Leisure",
}

// EntityScopes lists the entity scopes in the published order.
func EntityScopes() []EntityScope { return append([]EntityScope(nil), scopes...) }

var scopeIndex = sync.OnceValue(func() map[string]EntityScope {
	m := make(map[string]EntityScope, len(scopes)+1)
	for _, s := range scopes {
		m[strings.ToLower(string(s))] = s
	}
	m["not_known"] = ScopeNotKnown // accepted beside "Not Known"
	return m
})

// ParseEntityScope reads a scope in any case and returns its published form, or
// an error matching [bonafide.ErrInvalid]. "NOT_KNOWN" is read as "Not Known".
func ParseEntityScope(text string) (EntityScope, error) {
	if text == "" {
		return "", bonafide.Invalid("", bonafide.CodeRequired)
	}
	if len(text) > 64 {
		return "", bonafide.Invalid("", bonafide.CodeTooLong)
	}
	scope, ok := scopeIndex()[strings.ToLower(text)]
	if !ok {
		return "", unknownWord("entity scopes")
	}
	return scope, nil
}

// Relationship says what a person is to the business whose user carries the
// person's base document.
type Relationship string

// The relationships.
const (
	ControllingPerson Relationship = "CONTROLLING_PERSON"
	UBO               Relationship = "UBO" // ultimate beneficial owner
)

// CompanyActivity is something a business does that its program may ask about.
type CompanyActivity string

// The company activities.
const (
	ActivityMSB               CompanyActivity = "MSB"
	ActivityLending           CompanyActivity = "LENDING"
	ActivityNonUSOffice       CompanyActivity = "NON-US_OFFICE"
	ActivityNonUSActivity     CompanyActivity = "NON-US_ACTIVITY"
	ActivityCrypto            CompanyActivity = "CRYPTO"
	ActivityPublic            CompanyActivity = "PUBLIC"
	ActivityPrivate           CompanyActivity = "PRIVATE"
	ActivityRegisteredWithSEC CompanyActivity = "REGISTERED_WITH_SEC"
	ActivityOther             CompanyActivity = "OTHER"
	ActivityNBFIUS            CompanyActivity = "NBFI-US"
	ActivityNBFIForeign       CompanyActivity = "NBFI-FOREIGN"
	ActivityListedUS          CompanyActivity = "LISTED-US"
	ActivityListedForeign     CompanyActivity = "LISTED-FOREIGN"
	ActivityNFP               CompanyActivity = "NFP"
	ActivityBankUS            CompanyActivity = "BANK-US"
	ActivityBankForeign       CompanyActivity = "BANK-FOREIGN"
	ActivityFund              CompanyActivity = "FUND"
)

// CompanyActivities lists the company activities in the published order.
func CompanyActivities() []CompanyActivity {
	return []CompanyActivity{
		ActivityMSB, ActivityLending, ActivityNonUSOffice, ActivityNonUSActivity, ActivityCrypto, ActivityPublic,
		ActivityPrivate, ActivityRegisteredWithSEC, ActivityOther, ActivityNBFIUS, ActivityNBFIForeign, ActivityListedUS,
		ActivityListedForeign, ActivityNFP, ActivityBankUS, ActivityBankForeign, ActivityFund,
	}
}

// ParsePercentage reads a share of 0 to 100 per cent, a plain decimal with at
// most six places, or fails with an error matching [bonafide.ErrInvalid].
func ParsePercentage(text string) (bonafide.Fixed, error) {
	if text == "" {
		return 0, bonafide.Invalid("", bonafide.CodeRequired)
	}
	if len(text) > 20 || text[0] == '-' {
		return 0, bonafide.Invalid("", bonafide.CodeMalformed)
	}
	share, err := bonafide.ParseFixed(text)
	if err != nil {
		return 0, err
	}
	if share > bonafide.FixedOf(100) {
		return 0, bonafide.Invalid("", bonafide.CodeOutOfRange)
	}
	return share, nil
}

// EDDStatus is where enhanced due diligence stands (Synapse base document schema,
// there of a business; a person may be under it as well).
type EDDStatus string

// The states of enhanced due diligence.
const (
	EDDValid     EDDStatus = "VALID"     // a reviewer is satisfied
	EDDInvalid   EDDStatus = "INVALID"   // a reviewer is not
	EDDReviewing EDDStatus = "REVIEWING" // a reviewer must look
)

// TrustLevel is the reading of an identity score in three steps.
type TrustLevel string

// The trust levels.
const (
	TrustLow    TrustLevel = "low"
	TrustMedium TrustLevel = "medium"
	TrustHigh   TrustLevel = "high"
)

// The scores from which on an identity counts as medium and as high. The published
// system does not say where they lie. A program that wants other bounds tests the
// score itself.
const (
	mediumFrom = 0.3
	highFrom   = 0.7
)

// LevelOf returns the trust level of a score. A score that is not in 0 to 1 (NaN
// included) has no level: the result is empty.
func LevelOf(score float64) TrustLevel {
	switch {
	case !(score >= 0 && score <= 1):
		return ""
	case score >= highFrom:
		return TrustHigh
	case score >= mediumFrom:
		return TrustMedium
	}
	return TrustLow
}

// Scored returns the base document of a person with an identity score, 0 to 1,
// and the trust level that it means. It fails with an error matching
// [bonafide.ErrInvalid] for a business or a score outside its bounds.
func (b Base) Scored(score float64) (Base, error) {
	level := LevelOf(score)
	switch {
	case b.Kind != Person:
		return b, bonafide.Invalid("id_score", bonafide.CodeNotAllowed)
	case level == "":
		return b, bonafide.Invalid("id_score", bonafide.CodeOutOfRange)
	}
	b.IDScore, b.TrustLevel = &score, level
	return b, nil
}
