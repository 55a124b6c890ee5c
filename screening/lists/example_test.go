package lists_test

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"testing/fstest"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/screening/lists"
)

func ExampleReadOFAC() {
	sdn, err := lists.ReadOFAC(os.DirFS("testdata/ofac"), &lists.OFACOptions{Edition: bonafide.Date{Year: 2024, Month: 5, Day: 3}})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(sdn.Key, sdn.Edition, len(sdn.Entries))
	for _, name := range sdn.Entries[0].Names {
		fmt.Println(name.Kind, name.Text)
	}
	// Output:
	// ofac_sdn 2024-05-03 31
	// primary AEROCARIBBEAN AIRLINES
	// aka AERO-CARIBBEAN
}

// A mirror serves a file without a byte, as one did on 2024-05-04: nothing of it
// becomes a list, and the host goes on with the edition before.
func ExampleReadOFAC_refused() {
	_, err := lists.ReadOFAC(fstest.MapFS{"sdn.csv": {}}, &lists.OFACOptions{Edition: bonafide.Date{Year: 2024, Month: 5, Day: 4}})
	fmt.Println(err)
	var refused *screening.ListError
	fmt.Println(errors.As(err, &refused), refused.Code, errors.Is(err, bonafide.ErrRefused))
	// Output:
	// screening: list ofac_sdn refused: list_empty in sdn.csv
	// true list_empty true
}

func ExampleReadFTM() {
	file := `{"id":"NK-1","schema":"Person","caption":"John Doe","properties":{"weakAlias":["The Example"],"birthDate":["1962-03"],"topics":["sanction"]}}
{"id":"wallet-1","schema":"CryptoWallet","properties":{"holder":["NK-1"],"publicKey":["0xabc0000000000000000000000000000000000001"]}}
`
	l, err := lists.ReadFTM(strings.NewReader(file), &lists.Options{Key: "house", Edition: bonafide.Date{Year: 2026, Month: 3, Day: 4}, WithoutWeak: true})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, e := range l.Entries {
		fmt.Println(e.PrimaryName(), len(e.Names), e.BirthDates[0], e.Programs, e.Identifiers[0].Kind)
	}
	// Output:
	// John Doe 1 1962-03-01 to 1962-03-31 [sanction] wallet
}
