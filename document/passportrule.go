package document

// rulePassports is the source of the issuer rules.
const rulePassports = "US passports are GOVT_ID, others PASSPORT_BIODATA (Synapse user object, passports)"

// SSNRequired reports whether the base document carries a passport of the United
// States, which makes an SSN required wherever the person lives (Synapse user
// object, passports). A government ID issued by the United States that does not
// say what kind it is counts as a passport.
func (b Base) SSNRequired() bool {
	for d := range b.Subs() {
		if d.Status == Invalid || d.Status == Blacklisted || d.Meta.CountryCode != "US" {
			continue
		}
		switch d.Type {
		case Passport, PassportCard, PassportInfo:
			return true
		case GovtID, GovtIDInt:
			if d.Meta.IDKind == IDPassport || d.Meta.IDKind == "" {
				return true
			}
		}
	}
	return false
}
