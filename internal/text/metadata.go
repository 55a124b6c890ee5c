package text

import (
	"maps"
	"slices"
	"strings"
)

// Bounds of metadata: the host's own texts, kept and never read. Published systems
// name none; these are those of the payment service that hosts know best.
const (
	MaxMetadata      = 50  // keys
	MaxMetadataKey   = 40  // characters of a key, which may be of any script and is kept as it is
	MaxMetadataValue = 500 // characters of a value
)

// Metadata says what is wrong with metadata, by the part that it is wrong with:
// nothing for all of it, ".key" or ".value".
func Metadata(m map[string]string, fault func(part string, f Fault)) {
	if len(m) > MaxMetadata {
		fault("", TooMany)
	}
	for _, key := range slices.Sorted(maps.Keys(m)) {
		switch f := Opaque(key, MaxMetadataKey); {
		case key == "":
			fault(".key", Required)
		case f != "":
			fault(".key", f)
		case strings.TrimSpace(key) != key, hidden(key, false):
			fault(".key", Malformed)
		}
		if f := Opaque(m[key], MaxMetadataValue); f != "" {
			fault(".value", f)
		}
	}
}
