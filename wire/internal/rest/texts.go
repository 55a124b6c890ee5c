package rest

// Texts are words of a type as texts.
func Texts[T ~string](all []T) []string {
	out := make([]string, 0, len(all))
	for _, word := range all {
		out = append(out, string(word))
	}
	return out
}
