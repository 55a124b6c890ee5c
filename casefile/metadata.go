package casefile

import (
	"maps"
	"slices"
	"unicode/utf8"

	"github.com/bonafide-go/bonafide"
)

// Bounds of metadata: the host's own texts, kept and never read. Published systems
// name none; these are those of the payment service that hosts know best.
const (
	MaxMetadata      = 50  // keys
	MaxMetadataKey   = 40  // characters of a key; printable ASCII without spaces
	MaxMetadataValue = 500 // characters of a value
)

func checkMetadata(faults *bonafide.Faults, path string, m map[string]string) map[string]string {
	if len(m) > MaxMetadata {
		faults.Add(path, bonafide.CodeTooMany)
	}
	for _, key := range slices.Sorted(maps.Keys(m)) {
		code(faults, path+".key", key, true, MaxMetadataKey)
		switch {
		case !utf8.ValidString(m[key]):
			faults.Add(path+".value", bonafide.CodeMalformed)
		case utf8.RuneCountInString(m[key]) > MaxMetadataValue:
			faults.Add(path+".value", bonafide.CodeTooLong)
		}
	}
	if len(m) == 0 {
		return nil
	}
	return maps.Clone(m)
}
