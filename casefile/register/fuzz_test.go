package register_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile/register"
)

// Entries of a register are read whole or refused with the path of each fault.
func FuzzPSCs(f *testing.F) {
	entries, err := json.Marshal([]register.PSC{individual("ownership-of-shares-25-to-50-percent"), {Kind: "corporate-entity-person-with-significant-control", Name: "Firm"}})
	require.NoError(f, err)
	f.Add(entries, []byte(`[{"statement":"psc-exists-but-not-identified"}]`))
	f.Fuzz(func(t *testing.T, entries, statements []byte) {
		var e []register.PSC
		var s []register.PSCStatement
		if json.Unmarshal(entries, &e) != nil || json.Unmarshal(statements, &s) != nil {
			return
		}
		filing, err := register.PSCs(e, s)
		if err != nil {
			require.ErrorIs(t, err, bonafide.ErrInvalid)
			require.Equal(t, register.Filing{}, filing)
		}
	})
}

func FuzzLEIs(f *testing.F) {
	f.Add([]byte(`[{"lei":"A"},{"lei":"B"}]`), []byte(`[{"child":"A","parent":"B","type":"IS_DIRECTLY_CONSOLIDATED_BY"}]`), []byte(`[]`), "A")
	f.Fuzz(func(t *testing.T, entities, relationships, exceptions []byte, main string) {
		var e []register.LegalEntity
		var r []register.LegalRelationship
		var x []register.LegalException
		if json.Unmarshal(entities, &e) != nil || json.Unmarshal(relationships, &r) != nil || json.Unmarshal(exceptions, &x) != nil {
			return
		}
		filing, err := register.LEIs(main, e, r, x)
		if err != nil {
			require.Equal(t, register.Filing{}, filing)
		}
	})
}
