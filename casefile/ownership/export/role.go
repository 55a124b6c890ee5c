package export

import "strings"

// roleWord is the name of a role or a type in words.
func roleWord(code string) string { return strings.ReplaceAll(code, "_", " ") }
