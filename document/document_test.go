package document_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
)

var (
	today = bonafide.Date{Year: 2026, Month: time.November, Day: 22}
	noon  = time.Date(2026, time.November, 20, 12, 0, 0, 0, time.UTC) // a Friday
	rules = document.Rules{Today: today, FullNames: true}
)

// person returns a submission without faults.
func person() document.Submission {
	return document.Submission{
		Name: "Ana Lucía Ramírez", Email: "ana@example.com", PhoneNumber: "+14155552671", IP: "203.0.113.7",
		EntityType: "F", EntityScope: "Arts & Entertainment", Day: 2, Month: 5, Year: 1989,
		AddressStreet: "1 Market Street", AddressCity: "San Francisco", AddressSubdivision: "CA",
		AddressPostalCode: "94105", AddressCountryCode: "US",
	}
}

// company returns a submission of a business without faults.
func company() document.Submission {
	s := person()
	s.Name, s.EntityType, s.EntityScope = "Ramírez Imports LLC", "LLC", "Transport/Freight"
	s.Day, s.Month, s.Year = 1, 3, 2019
	s.CompanyActivity = []string{"PRIVATE"}
	return s
}

func secret(text string) bonafide.Secret { return bonafide.NewSecret(text) }

func virtual(t document.Type, value string) document.SubSubmission {
	return document.SubSubmission{Type: t, Value: bonafide.NewSecret(value)}
}

// newSub returns a sub-document that must be accepted.
func newSub(t testing.TB, key *bonafide.DataKey, class document.Class, in document.SubSubmission, r document.Rules) document.Sub {
	t.Helper()
	d, _, err := document.NewSub("d1", "a1", class, in, key, r, noon)
	require.NoError(t, err)
	return d
}

// ids returns a source of ids in order: x1, x2, …
func ids() func() string {
	n := 0
	return func() string {
		n++
		return fmt.Sprintf("x%d", n)
	}
}
