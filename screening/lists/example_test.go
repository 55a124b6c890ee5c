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

// OFAC's programs have keys of their own in the field, and so has a host's own list.
func ExamplePublished() {
	may3 := bonafide.Date{Year: 2024, Month: 5, Day: 3}
	sdn, err := lists.ReadOFAC(os.DirFS("testdata/ofac"), &lists.OFACOptions{Edition: may3})
	if err != nil {
		fmt.Println(err)
		return
	}
	own, err := lists.Own(may3, screening.Entry{Names: []screening.Name{{Text: "Jon Example"}}})
	if err != nil {
		fmt.Println(err)
		return
	}
	all, err := lists.Published([]screening.List{sdn, own}, "ofac_sdn", "ofac_sdgt", "fto_sanctions", "hardcode_list")
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, l := range all {
		fmt.Println(l.Key, screening.KindOf(l.Key, l.Kind), len(l.Entries))
	}
	// Output:
	// ofac_sdn sanction 31
	// hardcode_list internal 1
	// ofac_sdgt sanction 10
	// fto_sanctions sanction 4
}

// A publisher changes its layout: what a list lost shows in its reading.
func ExampleReadCSL() {
	file := `_id,source,type,name,alt_names,addresses,ids
1,Foreign Sanctions Evaders (FSE) - Treasury Department,Individual,"DOE, Jon",,,"Pass: U00242309"
`
	csl, err := lists.ReadCSL(strings.NewReader(file), &lists.CSLOptions{Edition: bonafide.Date{Year: 2026, Month: 3, Day: 4}})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(csl[0].Key, csl[0].Reading.Blind())
	// Output:
	// csl_fse [ids]
}
