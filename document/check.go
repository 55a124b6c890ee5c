package document

import (
	"net/netip"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/text"
	"github.com/bonafide-go/bonafide/phone"
)

// Bounds of texts, in characters.
const (
	maxStreet  = 200
	maxCity    = 100
	maxRegion  = 60
	maxPostal  = 20
	maxTitle   = 100
	maxKey     = 128
	maxScope   = 64
	oldestAge  = 130 // years
	oldestFirm = 1000
)

// checker gathers the faults of one submission under its path.
type checker struct {
	path    string // with a dot at the end, or empty
	rules   Rules
	taxForm bool // of an address: see [PostalAddress.CheckForm]
	faults  bonafide.Faults
}

func newChecker(path string, r Rules) *checker {
	if path != "" {
		path += "."
	}
	return &checker{path: path, rules: r}
}

func (c *checker) add(field string, code bonafide.Code) { c.faults.Add(c.path+field, code) }

func (c *checker) addRule(field string, code bonafide.Code, rule string) {
	c.faults.AddRule(c.path+field, code, rule)
}

func (c *checker) merge(field string, err error) {
	if err != nil && !c.faults.Merge(c.path+field, err) {
		c.add(field, bonafide.CodeMalformed)
	}
}

// text reads an optional line.
func (c *checker) text(field, value string, max int) string {
	return c.read(field, value, text.Intake{Max: max})
}

// must reads a line that has to be given.
func (c *checker) must(field, value string, max int) string {
	return c.read(field, value, text.Intake{Max: max, Required: true})
}

func (c *checker) read(field, value string, as text.Intake) string {
	line, fault := as.Read(value)
	if fault != "" {
		c.add(field, bonafide.Code(fault))
	}
	return line
}

// Check returns the canonical base document of a submission, active and without
// sub-documents, or an [*bonafide.InvalidError] that lists every fault with its
// path (such as "documents[0].year" for path "documents[0]"), its code, and the
// rule behind it where there is one. After an error the Base is zero.
func (s Submission) Check(path string, r Rules) (Base, error) {
	c := newChecker(path, r)
	b := Base{ID: s.ID, IsActive: true}
	if r.Today.IsZero() {
		c.faults.AddRule("today", bonafide.CodeRequired, "checking needs the day")
	}
	c.entity(s, &b)
	c.name(s, &b)
	c.contact(s, &b)
	c.address(s, &b)
	c.date(s, &b)
	c.options(s, &b)
	if err := c.faults.Err(); err != nil {
		return Base{}, err
	}
	return b, nil
}

// entity decides whether the document describes a person or a business.
func (c *checker) entity(s Submission, b *Base) {
	var err error
	b.EntityType, err = ParseEntityType(s.EntityType)
	c.merge("entity_type", err)
	b.EntityScope, err = ParseEntityScope(s.EntityScope)
	c.merge("entity_scope", err)
	if b.Kind = s.Kind(c.rules); b.Kind == Business && !c.rules.Business && !c.rules.Mixed {
		c.add("entity_type", bonafide.CodeNotAllowed)
	}

	if b.Kind == Business {
		for _, field := range []struct{ name, value string }{
			{"entity_relationship", s.EntityRelationship},
			{"ownership_percentage", s.OwnershipPercentage.String()},
			{"maiden_name", s.MaidenName},
		} {
			if field.value != "" {
				c.add(field.name, bonafide.CodeNotAllowed)
			}
		}
		c.activities(s, b)
		return
	}
	if len(s.CompanyActivity) > 0 {
		c.add("company_activity", bonafide.CodeNotAllowed)
	}
	c.relationship(s, b)
}

// Kind returns whom the submission is about, whatever faults it has, read off its entity
// type. TRUST may be either: on a personal user it is a personal trust account; on a
// business user it is the business, unless its relationship to the business is given.
func (s Submission) Kind(r Rules) EntityKind {
	entity, err := ParseEntityType(s.EntityType)
	switch kinds := entity.Kinds(); {
	case err == nil && len(kinds) == 1:
		return kinds[0]
	case r.Business && s.EntityRelationship == "":
		return Business
	}
	return Person
}

func (c *checker) activities(s Submission, b *Base) {
	allowed := make(map[CompanyActivity]bool)
	for _, a := range CompanyActivities() {
		allowed[a] = true
	}
	for i, text := range s.CompanyActivity {
		a := CompanyActivity(text)
		fresh, known := allowed[a]
		switch {
		case !known:
			c.add(index("company_activity", i), bonafide.CodeUnknown)
		case !fresh:
			c.add(index("company_activity", i), bonafide.CodeRepeated)
		default:
			allowed[a] = false
			b.CompanyActivity = append(b.CompanyActivity, a)
		}
	}
}

// relationship checks what binds a person to the business that the user is.
func (c *checker) relationship(s Submission, b *Base) {
	const rule = "people on a business user (Synapse user object, base document schema)"
	if !c.rules.Business {
		if s.EntityRelationship != "" {
			c.addRule("entity_relationship", bonafide.CodeNotAllowed, rule)
		}
		if s.OwnershipPercentage != "" {
			c.addRule("ownership_percentage", bonafide.CodeNotAllowed, rule)
		}
		return
	}
	switch b.EntityRelationship = Relationship(s.EntityRelationship); b.EntityRelationship {
	case ControllingPerson, UBO:
	case "":
		c.addRule("entity_relationship", bonafide.CodeRequired, rule)
	default:
		c.add("entity_relationship", bonafide.CodeUnknown)
	}
	share, err := ParsePercentage(s.OwnershipPercentage.String())
	if c.merge("ownership_percentage", err); err == nil {
		b.OwnershipPercentage = &share
	}
}

func (c *checker) name(s Submission, b *Base) {
	business := b.Kind == Business
	b.Name = c.read("name", s.Name, text.Intake{Max: maxName, Required: true, Refuse: text.NoNameOf(business)})
	b.Alias = c.read("alias", s.Alias, text.Intake{Max: maxName, Refuse: text.NoBusinessName}) // people take names with digits
	b.MaidenName = c.read("maiden_name", s.MaidenName, text.Intake{Max: maxName, Refuse: text.NoNameOf(business)})
	if b.Name == "" || business {
		return
	}
	if apart(b.Name) {
		c.addRule("name", bonafide.CodeNotAllowed, ruleNames)
		return
	}
	if c.rules.FullNames {
		if code := shortened(b.Name, s.mononym()); code != "" {
			c.addRule("name", code, ruleNames)
		}
	}
}

func (c *checker) contact(s Submission, b *Base) {
	var err error
	b.Email, err = bonafide.ParseEmail(s.Email)
	c.merge("email", err)
	region, err := bonafide.ReadCountry(s.AddressCountryCode)
	if err != nil {
		region = c.rules.Country
	}
	b.PhoneNumber, b.PhoneGrade, err = phone.Parse(s.PhoneNumber, region)
	c.merge("phone_number", err)
	b.IP, err = parseIP(s.IP)
	c.merge("ip", err)
}

// parseIP reads an IP address without a zone and returns its shortest form
// (RFC 5952 for IPv6; IPv4 in IPv6 becomes IPv4).
func parseIP(text string) (string, error) {
	if text == "" {
		return "", bonafide.Invalid("", bonafide.CodeRequired)
	}
	addr, err := netip.ParseAddr(text)
	if err != nil || addr.Zone() != "" {
		return "", bonafide.Invalid("", bonafide.CodeMalformed)
	}
	return addr.Unmap().String(), nil
}

func (c *checker) address(s Submission, b *Base) {
	a := c.postal("address_", PostalAddress{
		Street: s.AddressStreet, City: s.AddressCity, Subdivision: s.AddressSubdivision,
		PostalCode: s.AddressPostalCode, Country: bonafide.Country(s.AddressCountryCode),
	})
	b.AddressStreet, b.AddressCity, b.AddressSubdivision = a.Street, a.City, a.Subdivision
	b.AddressPostalCode, b.AddressCountryCode = a.PostalCode, a.Country
}

// date checks the day of birth or formation, and the age of people.
func (c *checker) date(s Submission, b *Base) {
	b.Day, b.Month, b.Year = s.Day, s.Month, s.Year
	dayUnknown, monthUnknown := c.unknown(s, b.Kind)
	whole := true
	for _, part := range []struct {
		field     string
		value     int
		low, high int
		unknown   bool
	}{{"day", s.Day, 1, 31, dayUnknown}, {"month", s.Month, 1, 12, monthUnknown}, {"year", s.Year, 1, 9999, false}} {
		switch {
		case part.unknown && part.value == 0:
		case part.unknown:
			c.add(part.field, bonafide.CodeNotAllowed)
			whole = false
		case part.value == 0:
			c.add(part.field, bonafide.CodeRequired)
			whole = false
		case part.value < part.low || part.value > part.high:
			c.add(part.field, bonafide.CodeOutOfRange)
			whole = false
		}
	}
	if !whole {
		return
	}
	if _, err := bonafide.NewDate(s.Year, time.Month(max(s.Month, 1)), max(s.Day, 1)); err != nil {
		c.add("day", bonafide.CodeOutOfRange) // a month without such a day
		return
	}
	if !c.rules.Today.IsZero() {
		c.life(b)
	}
}

// unknown returns which parts of the date are not known.
func (c *checker) unknown(s Submission, kind EntityKind) (day, month bool) {
	switch {
	case s.DateUnknown == "":
	case s.DateUnknown != UnknownDay && s.DateUnknown != UnknownMonth:
		c.add("date_unknown", bonafide.CodeUnknown)
	case kind == Business:
		c.add("date_unknown", bonafide.CodeNotAllowed) // a register knows when it was formed
	default:
		return true, s.DateUnknown == UnknownMonth
	}
	return false, false
}

// life holds the date against today: of a person by the youngest that it may be.
func (c *checker) life(b *Base) {
	today := c.rules.Today
	if !c.rules.At.IsZero() && b.Kind == Person {
		today = DateThere(b.AddressCountryCode, b.AddressSubdivision, c.rules.At)
	}
	earliest := bonafide.Date{Year: b.Year, Month: time.Month(max(b.Month, 1)), Day: max(b.Day, 1)}
	age := b.BornLatest().Age(today)
	switch {
	case earliest.After(today):
		c.add("year", bonafide.CodeOutOfRange)
	case b.Kind == Business:
		if age > oldestFirm {
			c.add("year", bonafide.CodeOutOfRange)
		}
	case age > oldestAge:
		c.add("year", bonafide.CodeOutOfRange)
	default:
		c.age(b, age)
	}
}

// age holds a person's age against the age of majority where the person lives.
func (c *checker) age(b *Base, age int) {
	full, rule := c.rules.majority(b.AddressCountryCode, b.AddressSubdivision)
	full = max(full, DefaultMajority)
	switch {
	case b.EntityType == Minor && c.rules.AllowMinors:
		if age >= full {
			c.addRule("entity_type", bonafide.CodeMismatch, rule)
		}
	case b.EntityType == Minor, age < full:
		c.addRule("year", bonafide.CodeUnderAge, rule)
	}
}

func (c *checker) options(s Submission, b *Base) {
	b.Title = c.text("title", s.Title, maxTitle)
	b.DesiredScope = c.text("desired_scope", s.DesiredScope, maxScope)
	b.DocOptionKey = c.text("doc_option_key", s.DocOptionKey, maxKey)
	b.DocsKey = c.text("docs_key", s.DocsKey, maxKey)
	b.DocsTitle = c.text("docs_title", s.DocsTitle, maxKey)
	if s.PermissionScope != "" {
		c.add("permission_scope", bonafide.CodeNotAllowed)
	}
}
