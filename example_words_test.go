package bonafide_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"time"

	"github.com/bonafide-go/bonafide"
)

// A secret goes in by JSON and comes out by Reveal alone.
func ExampleSecret() {
	var body struct {
		SSN bonafide.Secret `json:"ssn"`
	}
	if err := json.Unmarshal([]byte(`{"ssn": "512-43-2222"}`), &body); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%v %+v %q\n", body.SSN, body, body.SSN)
	slog.New(slog.NewTextHandler(os.Stdout, &slog.HandlerOptions{ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
		if a.Key == slog.TimeKey {
			return slog.Attr{}
		}
		return a
	}})).Info("read", "ssn", body.SSN)
	fmt.Println(body.SSN.Reveal())
	// Output:
	// [redacted] {SSN:[redacted]} [redacted]
	// level=INFO msg=read ssn=[redacted]
	// 512-43-2222
}

// Keys of a tenant are made from a root that a key service wraps. Whoever restarts with
// the same root finds what was indexed; another root finds nothing.
func ExampleNewKeys() {
	ctx := context.Background()
	wrapper, err := bonafide.NewLocalWrapper(make([]byte, 32)) // in production a KMS: see KeyWrapper
	if err != nil {
		fmt.Println(err)
		return
	}
	root, err := bonafide.NewRoot(ctx, wrapper, "acme") // once; keep it in the configuration
	if err != nil {
		fmt.Println(err)
		return
	}
	before, _ := bonafide.NewKeys(ctx, "acme", wrapper, root)
	after, _ := bonafide.NewKeys(ctx, "acme", wrapper, root)
	fmt.Println(before.Indexes("phone", "+14155552671")[0] == after.Indexes("phone", "+14155552671")[0])
	_, err = bonafide.NewKeys(ctx, "other", wrapper, root)
	fmt.Println(errors.Is(err, bonafide.ErrSealed))
	// Output:
	// true
	// true
}

// A sealed value opens in its place, and nowhere else.
func ExampleDataKey_Seal() {
	ctx, keys := context.Background(), bonafide.EphemeralKeys()
	key, err := keys.NewDataKey(ctx, "user", "u-1")
	if err != nil {
		fmt.Println(err)
		return
	}
	sealed, err := key.Seal("ssn", bonafide.NewSecret("512-43-2222"), "***-**-2222")
	fmt.Println(sealed, err)
	opened, err := key.Open("ssn", sealed)
	fmt.Println(opened.Reveal(), err)
	_, err = key.Open("tin", sealed)
	fmt.Println(err)
	// Output:
	// ***-**-2222 <nil>
	// 512-43-2222 <nil>
	// bonafide: sealed value does not open
}

// Amounts are exact, and of one currency.
func ExampleParseMoney() {
	price, err := bonafide.ParseMoney("10.5", "USD")
	fmt.Println(price, err)
	ten, _ := bonafide.ParseMoney("0.10", "USD")
	sum, err := price.Add(ten)
	text, _ := json.Marshal(sum)
	fmt.Println(string(text), err)
	euros, _ := bonafide.ParseMoney("1", "EUR")
	_, err = price.Add(euros)
	fmt.Println(err)
	_, err = bonafide.ParseMoney("10.505", "USD")
	fmt.Println(err)
	// Output:
	// 10.50 USD <nil>
	// {"amount":"10.60","currency":"USD"} <nil>
	// bonafide: invalid input: currency mismatch
	// <nil>
}

// Faults name path, code and rule, and never the value.
func ExampleInvalidError() {
	var faults bonafide.Faults
	faults.Add("documents[0].year", bonafide.CodeRequired)
	faults.AddRule("documents[0].meta.country_code", bonafide.CodeNotAllowed, "photo IDs of the US are GOVT_ID")
	err := faults.Err()

	var invalid *bonafide.InvalidError
	if errors.As(err, &invalid) {
		for _, f := range invalid.Fields {
			fmt.Println(f.Path, f.Code)
		}
	}
	fmt.Println(errors.Is(err, bonafide.ErrInvalid), invalid.Has("documents[0].year", bonafide.CodeRequired))
	// Output:
	// documents[0].year required
	// documents[0].meta.country_code not_allowed
	// true true
}

// A refusal has a code that a program can tell apart.
func ExampleRefusedError() {
	err := fmt.Errorf("erase: %w", &bonafide.RefusedError{Code: bonafide.RefusedHold})
	var refused *bonafide.RefusedError
	fmt.Println(errors.As(err, &refused) && refused.Code == bonafide.RefusedHold)
	fmt.Println(err)
	// Output:
	// true
	// erase: bonafide: refused: legal_hold
}

// Days are calendar days, without a time or a zone.
func ExampleParseDate() {
	d, err := bonafide.ParseDate("2024-02-29")
	fmt.Println(d, err)
	_, err = bonafide.ParseDate("2023-02-29")
	fmt.Println(err)
	fmt.Println(bonafide.Weekdays().BusinessDay(bonafide.Date{Year: 2026, Month: time.March, Day: 1}))
	// Output:
	// 2024-02-29 <nil>
	// bonafide: invalid input: malformed
	// false
}
