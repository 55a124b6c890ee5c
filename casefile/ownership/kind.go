package ownership

// An EntityType says what an entity of a structure is.
type EntityType string

// The types of entities. An individual, a state and a class are never owned. Who
// stands for a trust, a foundation and the like is said by the roles of relations to
// it; see [RuleSet].
const (
	Individual    EntityType = "individual"     // a natural person
	Company       EntityType = "company"        // a legal entity with shares, looked through
	ListedCompany EntityType = "listed_company" // a company with widely held, publicly traded shares
	State         EntityType = "state"          // a state, or a body governed by public law
	StateBody     EntityType = "state_body"     // a body governed by public law that others may hold a part of
	Trust         EntityType = "trust"          // an express trust or similar arrangement
	Foundation    EntityType = "foundation"     // a foundation, Stiftung, Anstalt: a legal entity similar to a trust
	Partnership   EntityType = "partnership"    // a general or limited partnership: the roles of its partners say which
	LLP           EntityType = "llp"            // a limited liability partnership: a legal entity whose members hold it
	Fund          EntityType = "fund"           // a collective investment undertaking
	Cooperative   EntityType = "cooperative"    // one member, one vote
	Association   EntityType = "association"    // has members and nobody who owns it
	Class         EntityType = "class"          // several persons known as a class only: beneficiaries not yet determined, small members, public float
)

func (t EntityType) known() bool {
	switch t {
	case Individual, Company, ListedCompany, State, StateBody, Trust, Foundation, Partnership, LLP, Fund, Cooperative, Association, Class:
		return true
	}
	return false
}

// ownable reports whether relations may point to such an entity.
func (t EntityType) ownable() bool { return t != Individual && t != State && t != Class }

// public reports what is excepted from the search for owners.
func (t EntityType) public() bool { return t == State || t == StateBody || t == ListedCompany }

// likeTrust reports what parties stand for by their roles, whatever they hold.
func (t EntityType) likeTrust() bool { return t == Trust || t == Foundation }

// ownerless reports what has nobody who must be its owner: it is as well known as the
// parties named for it.
func (t EntityType) ownerless() bool {
	return t.likeTrust() || t == Association || t == Cooperative || t == Partnership || t == LLP
}

// A Role is what a party is to an entity beside its shares and votes.
type Role string

// The roles. Shareholder, Member and Partner are for information: shares and votes
// are what counts, and who is there to sign.
const (
	Shareholder         Role = "shareholder"
	LegalRepresentative Role = "legal_representative" // senior manager, managing director, secretary with power to sign
	Controller          Role = "controller"           // controls by other means than votes: appoints the board, vetoes, dominates by contract
	Settlor             Role = "settlor"              // settlor of a trust
	RevocableSettlor    Role = "revocable_settlor"    // a settlor that may revoke the trust or take the assets back
	Trustee             Role = "trustee"              // trustee of a trust
	Protector           Role = "protector"            // protector of a trust
	Beneficiary         Role = "beneficiary"          // beneficiary of a trust or foundation
	Founder             Role = "founder"              // founder of a foundation
	BoardMember         Role = "board_member"         // member of the management body
	SupervisoryMember   Role = "supervisory_member"   // member of the supervisory body
	GeneralPartner      Role = "general_partner"      // directs a partnership, and is liable for it
	LimitedPartner      Role = "limited_partner"
	Partner             Role = "partner"      // of a general partnership or LLP
	Member              Role = "member"       // of an association, a cooperative or an LLP
	FundManager         Role = "fund_manager" // decides what a fund invests in
	Nominee             Role = "nominee"      // holds for somebody else: see Nominator
	// Nominator marks for whom a nominee holds: in a relation to the nominee, or to the
	// company in which the nominee holds.
	Nominator Role = "nominator"
)

func (r Role) known() bool {
	switch r {
	case Shareholder, LegalRepresentative, Controller, Founder, BoardMember, SupervisoryMember,
		GeneralPartner, LimitedPartner, Partner, Member, FundManager, Nominee, Nominator:
		return true
	}
	return r.ofTrust()
}

// ofTrust reports roles that only a trust, a foundation or a fund knows.
func (r Role) ofTrust() bool {
	switch r {
	case Settlor, RevocableSettlor, Trustee, Protector, Beneficiary:
		return true
	}
	return false
}

// directs reports roles that are control by other means than votes.
func (r Role) directs() bool { return r == Controller || r == GeneralPartner || r == FundManager }

// manages reports the roles of those who act for an entity where no owner is found.
func (r Role) manages() bool { return r == LegalRepresentative || r == BoardMember }

// signsFor adds those who act for an entity of a type by being its partner.
func (r Role) signsFor(t EntityType) bool {
	switch t {
	case Partnership, LLP:
		return r.manages() || r == GeneralPartner || r == Partner
	case Fund:
		return r.manages() || r == FundManager
	}
	return r.manages()
}

func (r *Relation) has(role Role) bool {
	for _, have := range r.Roles {
		if have == role {
			return true
		}
	}
	return false
}

// figured reports whether the relation says anything of shares or votes.
func (r *Relation) figured() bool {
	return r.Ownership.set || r.Voting.set || r.Band != nil || r.VotesBand != nil
}
