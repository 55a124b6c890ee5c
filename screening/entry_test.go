package screening_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	. "github.com/bonafide-go/bonafide/screening"
)

// Two editions that say the same give the same hashes; whatever a screening
// uses changes them.
func TestDigest(t *testing.T) {
	whole := func() Entry {
		e := person("1", "ROE, Rachel", "ROE, Ray")
		e.Gender, e.Title, e.Remarks = Female, "Dr", "linked to"
		e.BirthDates, e.BirthPlaces, e.Countries, e.Programs = []BirthDate{{From: day(1960, 1, 1), To: day(1961, 12, 31)}}, []string{"Kyiv"}, []string{"UA"}, []string{"P"}
		e.Identifiers = []Identifier{{Kind: IDPassport, Value: "X1", Country: "UA"}}
		e.Addresses = []Address{{"1 Road", "Kyiv", "Oblast", "01001", "UA"}}
		return e
	}
	base := whole()
	again := whole()
	assert.Equal(t, base.Digest(), again.Digest())
	again.Hash = "other"
	assert.Equal(t, base.Digest(), again.Digest(), "the hash itself takes no part")
	seen := map[string]string{base.Digest(): "base"}
	for name, change := range map[string]func(*Entry){
		"id": func(e *Entry) { e.ID = "2" }, "type": func(e *Entry) { e.Type = Entity }, "name": func(e *Entry) { e.Names[1].Text += "x" },
		"name kind": func(e *Entry) { e.Names[1].Kind = WeakAKA }, "fewer names": func(e *Entry) { e.Names = e.Names[:1] },
		"birth from": func(e *Entry) { e.BirthDates[0].From.Day = 2 }, "birth to": func(e *Entry) { e.BirthDates[0].To.Day = 30 },
		"circa": func(e *Entry) { e.BirthDates[0].Circa = true },
		"place": func(e *Entry) { e.BirthPlaces[0] = "Lviv" }, "country": func(e *Entry) { e.Countries[0] = "PL" }, "program": func(e *Entry) { e.Programs[0] = "Q" },
		"id kind": func(e *Entry) { e.Identifiers[0].Kind = IDTax }, "id value": func(e *Entry) { e.Identifiers[0].Value = "X2" },
		"id country": func(e *Entry) { e.Identifiers[0].Country = "" },
		"street":     func(e *Entry) { e.Addresses[0].Street = "2 Road" }, "city": func(e *Entry) { e.Addresses[0].City = "" }, "region": func(e *Entry) { e.Addresses[0].Region = "" },
		"postal": func(e *Entry) { e.Addresses[0].Postal = "" }, "address country": func(e *Entry) { e.Addresses[0].Country = "PL" },
		"gender": func(e *Entry) { e.Gender = Male }, "title": func(e *Entry) { e.Title = "" }, "remarks": func(e *Entry) { e.Remarks = "" },
	} {
		e := whole()
		change(&e)
		d := e.Digest()
		assert.Len(t, d, 32)
		if other, taken := seen[d]; taken {
			t.Errorf("%s gives the digest of %s", name, other)
		}
		seen[d] = name
	}
}
