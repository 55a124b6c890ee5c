package screening

// script is how a rune was written in Latin letters.
type script uint8

const (
	scriptNone      script = iota // not a letter
	scriptFull                    // with all its sounds
	scriptLoose                   // of a script that leaves vowels to the reader
	scriptSyllables               // a word of its own
)

// romanize appends a lower-case rune beyond Latin to the word that begins at
// start.
func romanize(dst []byte, start int, r rune) ([]byte, script) {
	return dst, scriptNone
}
