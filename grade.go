package bonafide

// A Grade says how far a value can be believed without asking anybody.
// Nothing local is ever "valid": only a verifier may say so.
type Grade string

// The grades, worst first.
const (
	Malformed   Grade = "malformed"   // cannot be such a value
	Implausible Grade = "implausible" // well formed, but never issued, or known from advertising
	Plausible   Grade = "plausible"   // may be in use
)
