package program_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/datatest"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/permission/program"
)

// How one document rule stands, by the sub-documents that are there.
func TestDocumentStates(t *testing.T) {
	p := compiled(t, `{"document":{"types":["GOVT_ID"],"class":"physical","countries":["US"],"valid_for":"P1Y","min_residual":"P30D","warn_before":"P60D"}}`)
	good := sub("GOVT_ID VALID")
	good.Class, good.Country, good.SubmittedAt, good.ValidUntil = "physical", "US", noon.AddDate(0, -1, 0), datatest.At("2030-01-01")
	with := func(change func(*permission.SubFacts)) permission.SubFacts {
		s := good
		change(&s)
		return s
	}
	invalid := with(func(s *permission.SubFacts) {
		s.ID, s.Status, s.Reasons, s.AttemptsLeft = "bad", "SUBMITTED|INVALID", []string{"name_mismatch", "expired_document"}, 2
	})
	final := invalid
	final.Final, final.AttemptsLeft = true, 0
	for name, c := range map[string]struct {
		subs   []permission.SubFacts
		state  permission.State
		actor  bonafide.ActorKind
		codes  []bonafide.Code
		due    string
		counts bool
	}{
		"nothing": {nil, permission.CurrentlyDue, bonafide.ActorUser, nil, "", false},
		"valid":   {[]permission.SubFacts{good}, permission.Satisfied, "", nil, "2025-05-01T12:00:00Z", true},
		"received": {[]permission.SubFacts{with(func(s *permission.SubFacts) { s.Status = "SUBMITTED" })},
			permission.Pending, bonafide.ActorVerifier, nil, "", false},
		"being reviewed": {[]permission.SubFacts{with(func(s *permission.SubFacts) { s.Status = "SUBMITTED|REVIEWING" })},
			permission.Pending, bonafide.ActorVerifier, nil, "", false},
		"waits for code": {[]permission.SubFacts{with(func(s *permission.SubFacts) { s.Status = "SUBMITTED|MFA_PENDING" })},
			permission.Pending, bonafide.ActorUser, nil, "", false},
		"invalid": {[]permission.SubFacts{invalid},
			permission.CurrentlyDue, bonafide.ActorUser, []bonafide.Code{"expired_document", "name_mismatch"}, "", false},
		"invalid for good": {[]permission.SubFacts{final},
			permission.CurrentlyDue, bonafide.ActorReviewer, []bonafide.Code{"expired_document", "name_mismatch"}, "", false},
		"no reason given": {[]permission.SubFacts{with(func(s *permission.SubFacts) { s.Status = "SUBMITTED|INVALID" })},
			permission.CurrentlyDue, bonafide.ActorUser, []bonafide.Code{program.CodeInvalid}, "", false},
		"unknown status": {[]permission.SubFacts{with(func(s *permission.SubFacts) { s.Status = "VALID" })},
			permission.CurrentlyDue, bonafide.ActorPlatform, []bonafide.Code{program.CodeUnknownStatus}, "", false},
		"invalid, then valid": {[]permission.SubFacts{invalid, good}, permission.Satisfied, "", nil, "2025-05-01T12:00:00Z", true},
		"invalid, then another under review": {[]permission.SubFacts{invalid, with(func(s *permission.SubFacts) { s.Status = "SUBMITTED|REVIEWING" })},
			permission.Pending, bonafide.ActorVerifier, []bonafide.Code{"expired_document", "name_mismatch"}, "", false},
		"other class": {[]permission.SubFacts{with(func(s *permission.SubFacts) { s.Class = "virtual" })},
			permission.CurrentlyDue, bonafide.ActorUser, []bonafide.Code{program.CodeNotAccepted}, "", false},
		"other country": {[]permission.SubFacts{with(func(s *permission.SubFacts) { s.Country = "DE" })},
			permission.CurrentlyDue, bonafide.ActorUser, []bonafide.Code{program.CodeNotAccepted}, "", false},
		"country unknown": {[]permission.SubFacts{with(func(s *permission.SubFacts) { s.Country = "" })},
			permission.CurrentlyDue, bonafide.ActorUser, []bonafide.Code{program.CodeNotAccepted}, "", false},
		"date unknown": {[]permission.SubFacts{with(func(s *permission.SubFacts) { s.SubmittedAt = time.Time{} })},
			permission.CurrentlyDue, bonafide.ActorUser, []bonafide.Code{program.CodeNotAccepted}, "", false},
		"warned": {[]permission.SubFacts{with(func(s *permission.SubFacts) { s.SubmittedAt = noon.AddDate(0, -11, 0) })},
			permission.CurrentlyDue, bonafide.ActorUser, nil, "2024-07-01T12:00:00Z", true},
		"last instant": {[]permission.SubFacts{with(func(s *permission.SubFacts) { s.SubmittedAt = noon.AddDate(-1, 0, 0).Add(time.Microsecond) })},
			permission.CurrentlyDue, bonafide.ActorUser, nil, "2024-06-01T12:00:00.000001Z", true},
		"too old": {[]permission.SubFacts{with(func(s *permission.SubFacts) { s.SubmittedAt = noon.AddDate(-1, 0, 0) })},
			permission.CurrentlyDue, bonafide.ActorUser, []bonafide.Code{program.CodeExpired}, "", false},
		"residual left": {[]permission.SubFacts{with(func(s *permission.SubFacts) { s.ValidUntil = noon.AddDate(0, 0, 30).Add(time.Hour) })},
			permission.CurrentlyDue, bonafide.ActorUser, nil, "2024-06-01T13:00:00Z", true},
		"residual gone": {[]permission.SubFacts{with(func(s *permission.SubFacts) { s.ValidUntil = noon.AddDate(0, 0, 30) })},
			permission.CurrentlyDue, bonafide.ActorUser, []bonafide.Code{program.CodeExpired}, "", false},
	} {
		t.Run(name, func(t *testing.T) {
			f := person()
			f.Documents[0].Subs = c.subs
			d := p.Evaluate(f)
			r := entry(t, d, firstRule)
			assert.Equal(t, "GOVT_ID", r.What)
			assert.Equal(t, c.state, r.State)
			assert.Equal(t, c.actor, r.Actor)
			assert.Equal(t, c.codes, codesOf(r))
			assert.Equal(t, c.counts, d.Permission == permission.SendAndReceive)
			due := ""
			if !r.DueAt.IsZero() {
				due = r.DueAt.Format(time.RFC3339Nano)
			}
			assert.Equal(t, c.due, due)
			for _, problem := range r.Errors {
				assert.NotEmpty(t, problem.Reason)
				assert.NotEmpty(t, problem.ID)
			}
		})
	}
	f := person()
	f.Documents[0].Subs = []permission.SubFacts{invalid}
	assert.Equal(t, 2, entry(t, p.Evaluate(f), firstRule).Errors[0].AttemptsLeft)
	assert.Equal(t, permission.Why{Program: "p", Version: 1, Rule: firstRule}, entry(t, p.Evaluate(f), firstRule).Why)
	assert.Equal(t, permission.Impact{Withholds: "SEND|RECEIVE"}, entry(t, p.Evaluate(f), firstRule).Impact)
}

func TestOnRecord(t *testing.T) {
	p := compiled(t, `{"document":{"types":["OTHER"],"on_record":true}}`)
	for status, counts := range map[string]bool{"SUBMITTED": true, "SUBMITTED|VALID": true, "SUBMITTED|REVIEWING": false, "SUBMITTED|INVALID": false, "": false} {
		f := person()
		f.Documents[0].Subs = []permission.SubFacts{{ID: "o", Type: "OTHER", Status: status}}
		assert.Equal(t, counts, p.Evaluate(f).Permission == permission.SendAndReceive, status)
	}
}

// A program may insist on verdicts of its own operator.
func TestNotImported(t *testing.T) {
	for rule, want := range map[string]map[string]bool{
		`{"document":{"types":["SSN"]}}`:                     {"": true, "vendor": true},
		`{"document":{"types":["SSN"],"not_imported":true}}`: {"": true, "vendor": false},
	} {
		p := compiled(t, rule)
		for source, counts := range want {
			f := person()
			f.Documents[0].Subs = []permission.SubFacts{{ID: "n", Type: "SSN", Status: "SUBMITTED|VALID", Imported: source}}
			d := p.Evaluate(f)
			assert.Equal(t, counts, d.Permission == permission.SendAndReceive, rule+source)
			if !counts {
				assert.Equal(t, program.CodeNotAccepted, entry(t, d, firstRule).Errors[0].Code)
			}
		}
	}
	own, theirs := person(), person()
	own.Documents[0].Subs = []permission.SubFacts{{ID: "n", Type: "SSN", Status: "SUBMITTED|VALID"}}
	theirs.Documents[0].Subs = []permission.SubFacts{{ID: "n", Type: "SSN", Status: "SUBMITTED|VALID", Imported: "vendor"}}
	assert.NotEqual(t, own.Hash(), theirs.Hash(), "where a verdict comes from is one of the inputs")
}

// Ways to satisfy a rule: which are shown, in which order, who must act.
func TestAlternatives(t *testing.T) {
	const rule = `{"any":[{"option":"us","document":{"types":["GOVT_ID","PASSPORT_CARD"]}},
 {"option":"foreign","all":[{"document":{"types":["PASSPORT_BIODATA"]}},{"document":{"types":["SELFIE"]}}]},
 {"all":[{"test":{"fact":"id_score","min":"0.8"}},{"document":{"types":["SSN"]}}]}]}`
	p := compiled(t, rule)
	low := bonafide.FixedOf(0)
	for name, c := range map[string]struct {
		subs   []string
		option string
		score  *bonafide.Fixed
		what   string
		state  permission.State
		actor  bonafide.ActorKind
		ways   [][]string
	}{
		"nothing": {nil, "", &low, "GOVT_ID", permission.CurrentlyDue, bonafide.ActorUser,
			[][]string{{"GOVT_ID"}, {"PASSPORT_CARD"}, {"PASSPORT_BIODATA", "SELFIE"}}},
		"score not there yet": {nil, "", nil, "GOVT_ID", permission.CurrentlyDue, bonafide.ActorUser,
			[][]string{{"GOVT_ID"}, {"PASSPORT_CARD"}, {"PASSPORT_BIODATA", "SELFIE"}, {"id_score", "SSN"}}},
		"chosen option first": {nil, "foreign", &low, "PASSPORT_BIODATA", permission.CurrentlyDue, bonafide.ActorUser,
			[][]string{{"PASSPORT_BIODATA", "SELFIE"}, {"GOVT_ID"}, {"PASSPORT_CARD"}}},
		"unknown option": {nil, "martian", &low, "GOVT_ID", permission.CurrentlyDue, bonafide.ActorUser,
			[][]string{{"GOVT_ID"}, {"PASSPORT_CARD"}, {"PASSPORT_BIODATA", "SELFIE"}}},
		"half a way": {[]string{"SELFIE VALID"}, "", &low, "GOVT_ID", permission.CurrentlyDue, bonafide.ActorUser,
			[][]string{{"GOVT_ID"}, {"PASSPORT_CARD"}, {"PASSPORT_BIODATA"}}},
		"half pending": {[]string{"SELFIE REVIEWING"}, "foreign", &low, "PASSPORT_BIODATA", permission.CurrentlyDue, bonafide.ActorUser,
			[][]string{{"PASSPORT_BIODATA", "SELFIE"}, {"GOVT_ID"}, {"PASSPORT_CARD"}}},
		"all of a way pending": {[]string{"SELFIE REVIEWING", "PASSPORT_BIODATA REVIEWING"}, "", &low, "PASSPORT_BIODATA",
			permission.Pending, bonafide.ActorVerifier, nil},
		"waits for the score": {[]string{"SSN VALID"}, "", nil, "id_score", permission.Pending, bonafide.ActorVerifier, nil},
		"satisfied":           {[]string{"PASSPORT_CARD VALID"}, "", &low, "GOVT_ID", permission.Satisfied, "", nil},
	} {
		t.Run(name, func(t *testing.T) {
			f := person(c.subs...)
			f.Documents[0].DocOptionKey, f.Documents[0].IDScore = c.option, c.score
			r := entry(t, p.Evaluate(f), firstRule)
			assert.Equal(t, c.what, r.What)
			assert.Equal(t, c.state, r.State)
			assert.Equal(t, c.actor, r.Actor)
			assert.Equal(t, c.ways, r.Alternatives)
		})
	}
	n := compiled(t, `{"n_of":{"n":2,"of":[{"document":{"types":["A"]}},{"document":{"types":["B"]}},{"document":{"types":["C"]}}]}}`)
	assert.Equal(t, [][]string{{"A", "B"}, {"A", "C"}, {"B", "C"}}, entry(t, n.Evaluate(person()), firstRule).Alternatives)
	assert.Equal(t, [][]string{{"A"}, {"B"}}, entry(t, n.Evaluate(person("C VALID")), firstRule).Alternatives, "what asks for more is left out")
	assert.Equal(t, permission.Satisfied, entry(t, n.Evaluate(person("C VALID", "A VALID")), firstRule).State)
}

func TestWhoIsAskedFirst(t *testing.T) {
	// A way that the user can go comes before one that somebody else must.
	p := compiled(t, `{"any":[{"test":{"fact":"risk_level","in":["low"]}},{"document":{"types":["BANK_STATEMENT"]}}]}`)
	f := person()
	f.RiskLevel = "high"
	r := entry(t, p.Evaluate(f), firstRule)
	assert.Equal(t, "BANK_STATEMENT", r.What)
	assert.Equal(t, bonafide.ActorUser, r.Actor)
	assert.Equal(t, [][]string{{"risk_level"}, {"BANK_STATEMENT"}}, r.Alternatives)
	final := sub("BANK_STATEMENT INVALID")
	final.Final = true
	f.Documents[0].Subs = append(f.Documents[0].Subs, final)
	r = entry(t, p.Evaluate(f), firstRule)
	assert.Equal(t, "risk_level", r.What)
	assert.Equal(t, bonafide.ActorReviewer, r.Actor)
}

// Tests of facts: what is not known fails a rule, and takes no rule away.
func TestFacts(t *testing.T) {
	score := func(text string) *bonafide.Fixed {
		f, err := bonafide.ParseFixed(text)
		require.NoError(t, err)
		return &f
	}
	for name, c := range map[string]struct {
		test    string
		unknown func(*permission.Facts)
		pass    func(*permission.Facts)
		fail    func(*permission.Facts)
		code    bonafide.Code
		who     bonafide.ActorKind // where it is not known
		state   permission.State
	}{
		"age": {`"fact":"age","min":18`,
			func(f *permission.Facts) { f.Documents[0].Age = 0 },
			func(f *permission.Facts) { f.Documents[0].Age = 18 },
			func(f *permission.Facts) { f.Documents[0].Age = 17 },
			bonafide.CodeUnderAge, bonafide.ActorUser, permission.CurrentlyDue},
		"age at most": {`"fact":"age","max":75`,
			func(f *permission.Facts) { f.Documents[0].Age = 0 },
			func(f *permission.Facts) { f.Documents[0].Age = 75 },
			func(f *permission.Facts) { f.Documents[0].Age = 76 },
			program.CodeAge, bonafide.ActorUser, permission.CurrentlyDue},
		"id_score": {`"fact":"id_score","min":0.7`,
			func(f *permission.Facts) { f.Documents[0].IDScore = nil },
			func(f *permission.Facts) { f.Documents[0].IDScore = score("0.7") },
			func(f *permission.Facts) { f.Documents[0].IDScore = score("0.699999") },
			program.CodeIDScoreLow, bonafide.ActorVerifier, permission.Pending},
		"country": {`"fact":"country","in":["US","CA"]`,
			func(f *permission.Facts) { f.Documents[0].Country = "" },
			func(f *permission.Facts) { f.Documents[0].Country = "CA" },
			func(f *permission.Facts) { f.Documents[0].Country = "FR" },
			program.CodeCountry, bonafide.ActorUser, permission.CurrentlyDue},
		"not country": {`"fact":"country","not_in":["IR"]`,
			func(f *permission.Facts) { f.Documents[0].Country = "" },
			func(f *permission.Facts) { f.Documents[0].Country = "FR" },
			func(f *permission.Facts) { f.Documents[0].Country = "IR" },
			program.CodeCountry, bonafide.ActorUser, permission.CurrentlyDue},
		"subdivision": {`"fact":"subdivision","not_in":["NY"]`, func(f *permission.Facts) {},
			func(f *permission.Facts) { f.Documents[0].Subdivision = "CA" },
			func(f *permission.Facts) { f.Documents[0].Subdivision = "NY" },
			program.CodeSubdivision, bonafide.ActorUser, permission.CurrentlyDue},
		"entity_type": {`"fact":"entity_type","in":["M","F"]`, func(f *permission.Facts) {},
			func(f *permission.Facts) { f.Documents[0].EntityType = "F" },
			func(f *permission.Facts) { f.Documents[0].EntityType = "LLC" },
			program.CodeEntityType, bonafide.ActorUser, permission.CurrentlyDue},
		"entity_scope": {`"fact":"entity_scope","not_in":["Bar"]`, func(f *permission.Facts) {},
			func(f *permission.Facts) { f.Documents[0].EntityScope = "Hotel" },
			func(f *permission.Facts) { f.Documents[0].EntityScope = "Bar" },
			program.CodeIndustry, bonafide.ActorUser, permission.CurrentlyDue},
		"activity": {`"fact":"activity","not_in":["CRYPTO","MSB"]`, func(f *permission.Facts) {},
			func(f *permission.Facts) { f.Documents[0].Activities = []string{"PRIVATE"} },
			func(f *permission.Facts) { f.Documents[0].Activities = []string{"PRIVATE", "MSB"} },
			program.CodeIndustry, bonafide.ActorUser, permission.CurrentlyDue},
		"activity in": {`"fact":"activity","in":["PUBLIC","LISTED-US"]`, func(f *permission.Facts) {},
			func(f *permission.Facts) { f.Documents[0].Activities = []string{"PRIVATE", "LISTED-US"} },
			func(f *permission.Facts) { f.Documents[0].Activities = []string{"PRIVATE"} },
			program.CodeIndustry, bonafide.ActorUser, permission.CurrentlyDue},
		"trust_level": {`"fact":"trust_level","in":["medium","high"]`, func(f *permission.Facts) {},
			func(f *permission.Facts) { f.Documents[0].TrustLevel = "high" },
			func(f *permission.Facts) { f.Documents[0].TrustLevel = "low" },
			program.CodeTrustLevelLow, bonafide.ActorVerifier, permission.Pending},
		"edd_status": {`"fact":"edd_status","in":["VALID"]`, func(f *permission.Facts) {},
			func(f *permission.Facts) { f.Documents[0].EDDStatus = "VALID" },
			func(f *permission.Facts) { f.Documents[0].EDDStatus = "INVALID" },
			program.CodeEDD, bonafide.ActorPlatform, permission.CurrentlyDue},
		"phone": {`"fact":"phone","in":["plausible"]`, nil,
			func(f *permission.Facts) { f.Documents[0].PhonePlausible = true },
			func(f *permission.Facts) { f.Documents[0].PhonePlausible = false },
			program.CodePhone, "", ""},
		"phone_line": {`"fact":"phone_line","in":["mobile","fixed_line_or_mobile"]`, func(f *permission.Facts) {},
			func(f *permission.Facts) { f.Documents[0].PhoneLine = "mobile" },
			func(f *permission.Facts) { f.Documents[0].PhoneLine = "voip" },
			program.CodePhoneLine, bonafide.ActorUser, permission.CurrentlyDue},
		"mailbox": {`"fact":"mailbox","not_in":["reserved","disposable"]`, func(f *permission.Facts) {},
			func(f *permission.Facts) { f.Documents[0].Mailbox = "role" },
			func(f *permission.Facts) { f.Documents[0].Mailbox = "disposable" },
			program.CodeMailbox, bonafide.ActorUser, permission.CurrentlyDue},
		"ofac_status": {`"fact":"ofac_status","in":["unflagged"]`, func(f *permission.Facts) {},
			func(f *permission.Facts) { f.OFACStatus = "unflagged" },
			func(f *permission.Facts) { f.OFACStatus = "in_review" },
			program.CodeOFAC, bonafide.ActorVerifier, permission.Pending},
		"tin_status": {`"fact":"tin_status","in":["matched"]`, func(f *permission.Facts) {},
			func(f *permission.Facts) { f.TINStatus = "matched" },
			func(f *permission.Facts) { f.TINStatus = "mismatched" },
			program.CodeTIN, bonafide.ActorUser, permission.CurrentlyDue},
		"risk_level": {`"fact":"risk_level","in":["low","medium"]`, func(f *permission.Facts) {},
			func(f *permission.Facts) { f.RiskLevel = "medium" },
			func(f *permission.Facts) { f.RiskLevel = "high" },
			program.CodeRisk, bonafide.ActorPlatform, permission.CurrentlyDue},
		"duplicates": {`"fact":"duplicates","in":["none"]`, func(f *permission.Facts) {},
			func(f *permission.Facts) { f.Duplicates = "none" },
			func(f *permission.Facts) { f.Duplicates = "open" },
			program.CodeDuplicate, bonafide.ActorVerifier, permission.Pending},
		"doc_option": {`"fact":"doc_option","in":["a"]`, func(f *permission.Facts) {},
			func(f *permission.Facts) { f.Documents[0].DocOptionKey = "a" },
			func(f *permission.Facts) { f.Documents[0].DocOptionKey = "b" },
			program.CodeOption, bonafide.ActorUser, permission.CurrentlyDue},
		"desired_scope": {`"fact":"desired_scope","in":["RECEIVE"]`, func(f *permission.Facts) {},
			func(f *permission.Facts) { f.Documents[0].DesiredScope = "RECEIVE" },
			func(f *permission.Facts) { f.Documents[0].DesiredScope = "SEND|RECEIVE" },
			program.CodeOption, bonafide.ActorUser, permission.CurrentlyDue},
		"owner_exemption": {`"fact":"owner_exemption","in":["publicly_traded"]`, func(f *permission.Facts) {},
			func(f *permission.Facts) { f.Owners.Exemption = "publicly_traded" },
			func(f *permission.Facts) { f.Owners.Exemption = "other" },
			program.CodeEntityType, "", permission.CurrentlyDue},
		"relationship": {`"fact":"relationship","in":["self"]`, nil,
			func(f *permission.Facts) {},
			func(f *permission.Facts) { f.Documents[0].Relationship = "UBO" },
			program.CodeEntityType, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			rule := compiled(t, `{"test":{`+c.test+`}}`)
			when := compiled(t, `{"when":[{`+c.test+`}],"document":{"types":["NEVER"]}}`)
			f := person()
			c.pass(&f)
			assert.Equal(t, permission.Satisfied, entry(t, rule.Evaluate(f), firstRule).State)
			assert.Equal(t, permission.CurrentlyDue, entry(t, when.Evaluate(f), firstRule).State)
			f = person()
			c.fail(&f)
			r := entry(t, rule.Evaluate(f), firstRule)
			assert.True(t, r.State.Open())
			assert.Equal(t, []bonafide.Code{c.code}, codesOf(r))
			assert.Equal(t, permission.Waived, entry(t, when.Evaluate(f), firstRule).State)
			if c.unknown == nil {
				return
			}
			f = person()
			c.unknown(&f)
			r = entry(t, rule.Evaluate(f), firstRule)
			assert.Equal(t, c.state, r.State)
			assert.Equal(t, c.who, r.Actor)
			assert.Empty(t, r.Errors, "missing, not wrong")
			assert.Equal(t, permission.CurrentlyDue, entry(t, when.Evaluate(f), firstRule).State, "what is not known takes no rule away")
		})
	}
}

// A value that the fact cannot have is not known: it fails a rule, and takes no
// rule away.
func TestImpossibleValuesAreNotKnown(t *testing.T) {
	for fact, c := range map[string]struct {
		value string
		set   func(*permission.DocumentFacts)
	}{
		"relationship":  {"UBO", func(d *permission.DocumentFacts) { d.Relationship = "PARTNER" }},
		"country":       {"US", func(d *permission.DocumentFacts) { d.Country = "us" }},
		"trust_level":   {"high", func(d *permission.DocumentFacts) { d.TrustLevel = "med" }},
		"edd_status":    {"VALID", func(d *permission.DocumentFacts) { d.EDDStatus = "valid" }},
		"desired_scope": {"RECEIVE", func(d *permission.DocumentFacts) { d.DesiredScope = "SEND" }},
	} {
		for _, member := range []string{"in", "not_in"} {
			test := `{"fact":"` + fact + `","` + member + `":["` + c.value + `"]}`
			f := person()
			self := f.Documents[0]
			self.ID = "self"
			c.set(&f.Documents[0])
			f.Documents = append(f.Documents, self)
			find := func(p *program.Program) permission.State {
				for _, r := range p.Evaluate(f).Requirements {
					if r.DocumentID == "d1" && r.Why.Rule == firstRule {
						return r.State
					}
				}
				return ""
			}
			assert.NotEqual(t, permission.Satisfied, find(compiled(t, `{"test":`+test+`}`)), "%s %s", fact, member)
			assert.Equal(t, permission.CurrentlyDue, find(compiled(t, `{"when":[`+test+`],"document":{"types":["NEVER"]}}`)), "%s %s", fact, member)
		}
	}
}

func TestAwaitedFactsAreNotWrong(t *testing.T) {
	for _, c := range []struct {
		fact, in string
		set      func(*permission.Facts)
		actor    bonafide.ActorKind
	}{
		{"edd_status", "VALID", func(f *permission.Facts) { f.Documents[0].EDDStatus = "REVIEWING" }, bonafide.ActorReviewer},
		{"tin_status", "matched", func(f *permission.Facts) { f.TINStatus = "pending" }, bonafide.ActorVerifier},
		{"tin_status", "matched", func(f *permission.Facts) { f.TINStatus = "unavailable" }, bonafide.ActorVerifier},
	} {
		f := person()
		c.set(&f)
		r := entry(t, compiled(t, `{"test":{"fact":"`+c.fact+`","in":["`+c.in+`"]}}`).Evaluate(f), firstRule)
		assert.Equal(t, permission.Pending, r.State, c.fact)
		assert.Equal(t, c.actor, r.Actor, c.fact)
		assert.Empty(t, r.Errors, c.fact)
	}
	f := person()
	f.TINStatus = "unsubmitted"
	r := entry(t, compiled(t, `{"test":{"fact":"tin_status","in":["matched"]}}`).Evaluate(f), firstRule)
	assert.Equal(t, permission.CurrentlyDue, r.State)
	assert.Equal(t, bonafide.ActorUser, r.Actor)
	assert.Empty(t, r.Errors)
}
