package lists_test

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide/screening/lists"
)

// fuzz holds a reader to its promise: a list that holds together or an error and
// nothing, never a panic; and of a format that shows its end, no part is a list.
func fuzz(f *testing.F, files ...string) {
	for i, file := range files {
		data := sampleOf(f, file).data(f)
		f.Add(data, uint8(i), uint16(len(data)/2))
		f.Add(data[:len(data)/2], uint8(i), uint16(0))
		f.Add([]byte{}, uint8(i), uint16(0))
	}
	f.Fuzz(func(t *testing.T, data []byte, which uint8, cut uint16) {
		s := sampleOf(t, files[int(which)%len(files)])
		got, err := s.read(data, lists.Options{})
		for _, l := range got {
			if err != nil {
				require.Zero(t, l, "a failed parse gives nothing")
				continue
			}
			require.NoError(t, l.Check())
			for _, e := range l.Entries {
				require.Equal(t, e.Digest(), e.Hash)
			}
		}
		n := int(cut)
		if err != nil || !s.whole || n >= len(data) || len(bytes.TrimSpace(data[n:])) == 0 {
			return
		}
		if _, err := s.read(data[:n], lists.Options{}); err == nil {
			// What is cut off may only be what follows the document.
			require.NotContains(t, string(bytes.TrimSpace(data[n:])), "\x1a")
			require.Contains(t, []string{"<!", "<?"}, string(bytes.TrimSpace(data[n:])[:min(2, len(bytes.TrimSpace(data[n:])))]))
		}
	})
}

func FuzzReadOFACConsolidated(f *testing.F) {
	fuzz(f, "ofac-consolidated/cons_prim.csv", "ofac-consolidated/cons_alt.csv", "ofac-consolidated/cons_add.csv", "ofac-consolidated/cons_comments.csv")
}
func FuzzReadOFACXML(f *testing.F)      { fuzz(f, "sdn.xml") }
func FuzzReadOFACEnhanced(f *testing.F) { fuzz(f, "sdn_enhanced.xml") }
func FuzzReadEUXML(f *testing.F)        { fuzz(f, "eu.xml") }
func FuzzReadUKXML(f *testing.F)        { fuzz(f, "uk.xml") }
func FuzzReadSECO(f *testing.F)         { fuzz(f, "seco.xml") }
func FuzzReadSEMA(f *testing.F)         { fuzz(f, "sema.xml", "sema-2026.xml") }
func FuzzReadDFAT(f *testing.F)         { fuzz(f, "dfat.csv", "dfat-2025.csv") }
func FuzzReadSimple(f *testing.F)       { fuzz(f, "targets.simple.csv") }
func FuzzReadWorldBank(f *testing.F)    { fuzz(f, "worldbank.json") }
func FuzzReadFBI(f *testing.F)          { fuzz(f, "fbi.json") }
func FuzzReadInterpol(f *testing.F)     { fuzz(f, "interpol.json") }
func FuzzReadOFACAdvanced(f *testing.F) { fuzz(f, "sdn_advanced.xml") }
func FuzzReadCSL(f *testing.F)          { fuzz(f, "csl.csv") }
func FuzzReadUN(f *testing.F)           { fuzz(f, "un.xml") }
func FuzzReadDPL(f *testing.F)          { fuzz(f, "dpl.txt") }
func FuzzReadEU(f *testing.F)           { fuzz(f, "eu.csv", "eu-1.0.csv") }
func FuzzReadUK(f *testing.F)           { fuzz(f, "uk.csv", "ofsi.csv", "ofsi-2018.csv") }
func FuzzReadFTM(f *testing.F)          { fuzz(f, "entities.ftm.json", "targets.nested.json") }
