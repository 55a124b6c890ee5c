package document_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
)

const (
	someUser = "3f0a2e5c-7d1b-4c8e-9a6f-0123456789ab"
	someSub  = "c1e2d3f4-0a1b-4c2d-8e3f-ba9876543210"
	someAsk  = "00112233-4455-4677-8899-aabbccddeeff"
)

// One id goes to the vendor and comes back.
func ExampleRequest_Token() {
	token := document.Request{UserID: someUser, BaseID: "base", DocumentID: someSub, Attempt: someAsk}.Token()
	fmt.Println(len(token))
	ticket, err := document.ParseToken(token)
	fmt.Println(ticket.UserID == someUser, ticket.DocumentID == someSub, ticket.Attempt == someAsk, err)
	_, err = document.ParseToken("order 66")
	fmt.Println(err)
	// Output:
	// 68
	// true true true <nil>
	// bonafide: invalid input: token malformed
}

func TestTokens(t *testing.T) {
	for _, r := range []document.Request{
		{UserID: "u", BaseID: "b", DocumentID: "d", Attempt: "a"},
		{UserID: someUser, BaseID: "b", DocumentID: "a hash", Attempt: strings.Repeat("x", 200)},
		{UserID: strings.ToUpper(someUser), BaseID: "b", DocumentID: "é", Attempt: someAsk},
		{UserID: "00000000-0000-0000-0000-000000000000", BaseID: "b", DocumentID: "d", Attempt: someAsk},
	} {
		ticket, err := document.ParseToken(r.Token())
		require.NoError(t, err)
		assert.Equal(t, document.Ticket{UserID: r.UserID, DocumentID: r.DocumentID, Attempt: r.Attempt}, ticket)
	}
	tax := document.Request{UserID: "u", DocumentID: "form", Attempt: "a"}
	ticket, err := document.ParseToken(tax.Token())
	require.NoError(t, err)
	assert.Empty(t, ticket.DocumentID, "a tax form is not found by an id")

	whole := document.Request{UserID: "u", BaseID: "b", DocumentID: "d", Attempt: "a"}.Token()
	for _, bad := range []string{"", whole[:len(whole)-3], whole + ".", whole + "=", whole[:len(whole)-1] + "R", "A", "====", document.Request{Attempt: "a"}.Token(), document.Request{UserID: "u"}.Token(), strings.Repeat("A", 2000)} {
		_, err := document.ParseToken(bad)
		assert.ErrorIs(t, err, bonafide.ErrInvalid, bad)
	}
}

func FuzzParseToken(f *testing.F) {
	f.Add(document.Request{UserID: someUser, BaseID: "b", DocumentID: "d", Attempt: someAsk}.Token())
	f.Add("~dQ.~.~YQ")
	f.Fuzz(func(t *testing.T, token string) {
		ticket, err := document.ParseToken(token)
		if err != nil {
			assert.Equal(t, document.Ticket{}, ticket)
			return
		}
		base := "b"
		if ticket.DocumentID == "" {
			base = ""
		}
		again, err := document.ParseToken(document.Request{UserID: ticket.UserID, BaseID: base, DocumentID: ticket.DocumentID, Attempt: ticket.Attempt}.Token())
		require.NoError(t, err)
		assert.Equal(t, ticket, again)
	})
}
