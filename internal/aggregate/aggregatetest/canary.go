package aggregatetest

import (
	"encoding/base64"
	"encoding/hex"
	"strings"
)

// Forms returns the forms in which values could stand somewhere: as they are and
// without signs, plain and encoded.
func Forms(values ...string) []string {
	signs := strings.NewReplacer("-", "", "+", "", " ", "")
	var out []string
	for _, value := range values {
		for _, v := range []string{value, signs.Replace(value)} {
			b := []byte(v)
			out = append(out, v, hex.EncodeToString(b), base64.StdEncoding.EncodeToString(b), base64.RawURLEncoding.EncodeToString(b))
		}
	}
	return out
}
