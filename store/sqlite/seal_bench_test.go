package sqlite_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/permission/program"
	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/user"
)

const onboarding = `{"id": "bench", "version": 1, "cip_tag": 1, "user_kind": "personal", "effective_at": "2026-01-01T00:00:00Z",
	"screening": {"counted_lists": ["ofac_sdn"]}, "tiers": [{"scope": "RECEIVE|TIER|1", "requires": [{"document": {"types": ["SSN"]}}]}]}`

// nobody is a screener that finds nobody.
type nobody struct{}

func (nobody) Screen(context.Context, screening.Query) (screening.Result, error) {
	return screening.Result{Lists: []screening.ListRun{{Key: "ofac_sdn", Edition: bonafide.Date{Year: 2026, Month: 3, Day: 1}, Result: screening.ListNoMatch}}}, nil
}

// BenchmarkPath takes users from creation to a permission, and cases from creation to a
// note and a closure, on a file: in clear, and sealed as by default. Compare the two.
func BenchmarkPath(b *testing.B) {
	programs, err := program.ParseBook([]byte(onboarding))
	require.NoError(b, err)
	valid := document.VerifierFunc(func(context.Context, document.Request) (document.Verdict, error) {
		return document.Verdict{Outcome: document.OutcomeValid}, nil
	})
	acme, officer := bonafide.Platform("acme"), bonafide.Reviewer("officer")
	for _, name := range []string{"in clear", "sealed"} {
		inClear := name == "in clear"
		b.Run("user/"+name, func(b *testing.B) {
			users, err := user.New(openNew(b), bonafide.EphemeralKeys(), &user.Options{Programs: programs, Verifier: valid, Screener: nobody{}, BodiesInClear: inClear})
			require.NoError(b, err)
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				name := "Ana Lopez" + letters(i)
				u, err := users.Create(b.Context(), acme, user.CreateRequest{Key: "k" + letters(i), Phone: fmt.Sprintf("+1415%07d", 2000000+i), LegalNames: []string{name}})
				require.NoError(b, err)
				_, err = users.SubmitDocuments(b.Context(), acme, u.ID, user.SubmitRequest{Documents: []document.Submission{{
					Name: name, Email: fmt.Sprintf("ana%d@example.com", i), PhoneNumber: fmt.Sprintf("+1415%07d", 2000000+i), IP: "203.0.113.7",
					EntityType: "F", EntityScope: "Education", Day: 1 + i%28, Month: 5, Year: 1950 + i%50,
					AddressStreet: fmt.Sprint(i, " Market Street"), AddressCity: "San Francisco", AddressSubdivision: "CA", AddressPostalCode: "94105", AddressCountryCode: "US",
					VirtualDocs: []document.SubSubmission{{Type: document.SSN, Value: bonafide.NewSecret(fmt.Sprintf("512-%02d-%04d", 10+i/9000, 1000+i%9000))}},
				}}})
				require.NoError(b, err)
				u, err = users.Advance(b.Context(), u.ID)
				require.NoError(b, err)
				require.Equal(b, permission.Receive, u.Permission())
			}
		})
		b.Run("case/"+name, func(b *testing.B) {
			cases, err := casefile.New(openNew(b), bonafide.EphemeralKeys(), &casefile.Options{BodiesInClear: inClear})
			require.NoError(b, err)
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				c, err := cases.Create(b.Context(), acme, casefile.CreateRequest{
					Key: "k" + letters(i), Name: "Bolt " + letters(i),
					Companies:   []casefile.CompanyInput{{CompanyFields: casefile.CompanyFields{Name: "Bolt " + letters(i), Country: "FR", Registration: fmt.Sprint("R", i)}}},
					Individuals: []casefile.IndividualInput{{IndividualFields: casefile.IndividualFields{FirstName: "Ana", LastName: "Lopez " + letters(i)}}},
				})
				require.NoError(b, err)
				_, err = cases.AddNote(b.Context(), officer, c.ID, casefile.AddNoteRequest{Text: "called back"})
				require.NoError(b, err)
				_, err = cases.Review(b.Context(), officer, c.ID, casefile.ReviewRequest{Status: casefile.Closed, Comment: "left"})
				require.NoError(b, err)
			}
		})
	}
}

// letters is a number as a name has it.
func letters(i int) string {
	out := ""
	for i++; i > 0; i /= 26 {
		out += string(rune('a' + i%26))
	}
	return out
}
