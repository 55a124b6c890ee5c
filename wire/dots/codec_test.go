package dots

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/nyaruka/phonenumbers"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/document/tax"
	"github.com/bonafide-go/bonafide/internal/datatest"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/store/memory"
	"github.com/bonafide-go/bonafide/user"
	"github.com/bonafide-go/bonafide/wire/internal/rest"
)

func hash64(text string) string {
	sum := sha256.Sum256([]byte(text))
	return base64.StdEncoding.EncodeToString(sum[:])
}

// Every country code that is in use splits off.
func TestSplitPhone(t *testing.T) {
	codes := phonenumbers.GetSupportedCallingCodes()
	require.Greater(t, len(codes), 200)
	for code := range codes {
		assert.Equal(t, Phone{fmt.Sprint(code), "5551234"}, splitPhone(bonafide.Phone(fmt.Sprintf("+%d5551234", code))))
	}
	for p, want := range map[bonafide.Phone]Phone{"": {}, "+1": {CountryCode: "1"}, "+14157223331": {"1", "4157223331"}, "+35": {CountryCode: "35"}} {
		assert.Equal(t, want, splitPhone(p))
	}
}

// Metadata of every kind comes back as it went in.
func TestMetadata(t *testing.T) {
	for _, text := range []string{`"a text"`, `""`, `{"a":"b"}`, `{"a":1,"b":[1,{"c":null}],"c":null,"d":"1","e":true,"f":"<&>"}`} {
		var m Metadata
		require.NoError(t, json.Unmarshal([]byte(text), &m), text)
		back, err := m.MarshalJSON()
		require.NoError(t, err)
		assert.JSONEq(t, text, string(back))
	}
	var m Metadata
	require.NoError(t, m.UnmarshalJSON([]byte(`{}`)))
	assert.Equal(t, Metadata{}, m, "an empty object takes all away")
	for text, want := range map[string]string{
		`[1]`: " malformed", `1`: " malformed", `{"a:json":"1"}`: "key not_allowed", `{":text":"1"}`: "key not_allowed", `{"a":1,"a":2}`: "a repeated",
	} {
		assert.Equal(t, []string{want}, datatest.Faults(m.UnmarshalJSON([]byte(text))), text)
	}
}

// Published requests of users and payout methods, as the Service is asked for them.
func TestDecode(t *testing.T) {
	var r CreateRequest
	require.NoError(t, rest.Decode(strings.NewReader(bob), &r))
	req, err := Decode(r)
	require.NoError(t, err)
	assert.Equal(t, user.CreateRequest{Phone: "+1 4154332334", FirstName: "Bob", LastName: "Loblaw",
		Logins: []user.Login{{Email: "bob@bobloblaw.com"}}, Metadata: map[string]string{"internal_id": "user_121344"}}, req)
	_, err = Decode(CreateRequest{})
	assert.Equal(t, []string{"first_name required", "last_name required", "email required", "country_code required", "phone_number required"}, datatest.Faults(err))

	for body, want := range map[string]string{
		`{"platform":"ach","routing_number":"123456789","account_number":"123456789","account_type":"checking"}`:   "ach  123456789",
		`{"platform":"paypal","email":"bob.loblaw@gmail.com"}`:                                                     "wallet bob.loblaw@gmail.com ",
		`{"platform":"venmo","phone_number":"4158934432"}`:                                                         "wallet 4158934432 ",
		`{"platform":"venmo","handle":"bob-loblaw"}`:                                                               "wallet bob-loblaw ",
		`{"platform":"cash_app","routing_number":"123456789","account_number":"123456789","cash_tag":"$cash_tag"}`: "wallet $cash_tag ",
	} {
		var p PayoutRequest
		require.NoError(t, rest.Decode(strings.NewReader(body), &p))
		got, err := DecodePayout(p)
		require.NoError(t, err)
		assert.Equal(t, want, fmt.Sprintf("%s %s %s", got.Method.Kind, got.Method.Token.Reveal(), got.Method.AccountNumber.Reveal()))
	}
	yes := true
	for _, c := range []struct {
		r    PayoutRequest
		want []string
	}{
		{PayoutRequest{}, []string{"platform required"}},
		{PayoutRequest{Platform: "gold", AutoPayoutEnabled: &yes}, []string{"platform unknown", "auto_payout_enabled not_allowed"}},
		{PayoutRequest{Platform: payPal}, []string{"email required"}},
		{PayoutRequest{Platform: venmo}, []string{"phone_number required"}},
		{PayoutRequest{Platform: cashApp}, []string{"cash_tag required"}},
	} {
		_, err := DecodePayout(c.r)
		assert.Equal(t, c.want, datatest.Faults(err))
	}
}

// What the documents, the program and reviewers say shows in the published members.
func TestEncode(t *testing.T) {
	asks := permission.Requirement{What: "tin_status", State: permission.CurrentlyDue}
	photo := document.Base{IsActive: true, Year: 1989, AddressStreet: "1 Market Street",
		Physical: []document.Sub{{Class: document.Physical, Type: document.GovtID, Status: document.Valid}}}
	u := user.User{ID: "u", LegalNames: []string{"Ana Maria Lopez"}, Platforms: []user.Link{{Platform: "shop"}}, PhoneVerified: noon, Documents: []document.Base{photo}}
	u.Decision.Requirements = []permission.Requirement{asks}
	u.Standing.Flag = permission.Flagged
	got := Encode(u)
	assert.Equal(t, []string{"Ana Maria", "Lopez"}, []string{got.FirstName, got.LastName})
	assert.Equal(t, Verified, got.Status)
	c := got.Compliance
	assert.Equal(t, []bool{true, true, true, true, true}, []bool{c.MustCollect1099, c.Flagged, c.IDVerified, c.AddressCollected, c.DateOfBirthCollected})
	assert.Equal(t, []bool{false, false, false}, []bool{c.TaxIDCollected, c.Collected1099, c.Flags.OFAC})

	u.Tax.Certificate = &tax.Certificate{Form: tax.FormW9, EntityType: tax.Company, Name: "Lopez LLC", TIN: bonafide.Sealed{Mask: "*"}}
	c = Encode(u).Compliance
	assert.Equal(t, "Lopez LLC business", *c.W9.BusinessName+" "+string(*c.W9.EntityType))
	assert.False(t, c.MustCollect1099, "it is there")

	u.Number.Claimed = true
	assert.Equal(t, Unverified, Encode(u).Status, "a claim is no proof")
	u.OFAC = screening.OFACFlagged
	assert.Equal(t, InReview, Encode(u).Status)
	for _, standing := range []permission.Permission{permission.Locked, permission.Closed, permission.MakeItGoAway} {
		u.Decision.Permission = standing
		assert.Equal(t, Disabled, Encode(u).Status)
	}
	u.Platforms[0].Pending = true
	assert.Equal(t, User{ID: "u", Status: Unverified}, Encode(u))
}

// Any bytes are decoded without a panic, and what was refused leaves nothing.
func FuzzDecode(f *testing.F) {
	for _, seed := range []string{bob, w9, w8ben, `{"steps":["compliance",{"name":"x"}]}`, `{"platform":"ach"}`, `{"metadata":"a"}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		var c CreateRequest
		if rest.Decode(bytes.NewReader(body), &c) == nil {
			if got, err := Decode(c); err != nil {
				require.ErrorIs(t, err, bonafide.ErrInvalid)
				require.Empty(t, got)
			}
		}
		var form ComplianceRequest
		if rest.Decode(bytes.NewReader(body), &form) == nil {
			_, name, err := DecodeCompliance(form)
			require.Equal(t, err == nil, name != "")
		}
		var p PayoutRequest
		if rest.Decode(bytes.NewReader(body), &p) == nil {
			_, _ = DecodePayout(p)
		}
		var flow FlowRequest
		if rest.Decode(bytes.NewReader(body), &flow) == nil {
			_ = flow.check()
		}
		var m Metadata
		if m.UnmarshalJSON(body) == nil && len(m) > 0 {
			back, err := m.MarshalJSON()
			require.NoError(t, err)
			require.JSONEq(t, string(body), string(back))
		}
	})
}

// A form is read by names of the page, whatever they hold.
func FuzzForm(f *testing.F) {
	f.Add("w9", "1989-05-02", "512-43-2222")
	f.Add("w8ben", "", "yes")
	f.Fuzz(func(t *testing.T, form, date, text string) {
		got := decodeForm(func(name string) string {
			switch name {
			case "form":
				return form
			case "date_of_birth":
				return date
			}
			return text
		})
		require.False(t, got.W9 != nil && got.W8BEN != nil)
	})
}

// A request of a client, from the bytes to the answer.
func BenchmarkCreate(b *testing.B) {
	h := newBench(b)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		body := fmt.Sprintf(`{"first_name":"Bob","last_name":"Loblaw","email":"bob@bobloblaw.com","country_code":"1","phone_number":"415%07d"}`, 2000000+i%7000000)
		if w := h.call("shop", "POST", "/users", body); w.Code != http.StatusOK {
			b.Fatal(w.Body.String())
		}
	}
}

// A host mounts the API beside its own routes.
func ExampleHandler() {
	users, err := user.New(memory.New("acme"), bonafide.EphemeralKeys(), nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	api, err := Handler(users, &Options{Actor: Basic(lookup)})
	if err != nil {
		fmt.Println(err)
		return
	}
	mux := http.NewServeMux()
	mux.Handle("/dots/v2/", http.StripPrefix("/dots/v2", api))

	ask := func(method, path, body string) map[string]any {
		r := httptest.NewRequest(method, path, strings.NewReader(body))
		r.SetBasicAuth("shop", "key")
		r.Header.Set("Content-Type", "application/json")
		w := httptest.NewRecorder()
		mux.ServeHTTP(w, r)
		var out map[string]any
		_ = json.Unmarshal(w.Body.Bytes(), &out)
		out["http"] = w.Code
		return out
	}
	made := ask("POST", "/dots/v2/users", `{"first_name":"Bob","last_name":"Loblaw","email":"bob@bobloblaw.com","country_code":"1","phone_number":"4154332334"}`)
	fmt.Println(made["http"], made["status"], made["phone_number"])
	again := ask("POST", "/dots/v2/users", `{"first_name":"Bob","last_name":"Loblaw","email":"bob@bobloblaw.com","country_code":"1","phone_number":"4154332334"}`)
	fmt.Println(again["id"] == made["id"])
	wrong := ask("POST", "/dots/v2/users", `{"first_name":"Bob","last_name":"Loblaw","email":"bob","country_code":"1","phone_number":"4154332335"}`)
	fmt.Println(wrong["http"], wrong["code"], wrong["errors"])
	// Output:
	// 200 unverified map[country_code:1 phone_number:4154332334]
	// true
	// 400 invalid-email [map[code:malformed path:email]]
}
