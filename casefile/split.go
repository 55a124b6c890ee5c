package casefile

import (
	"bytes"
	"encoding/json"
)

// What is stored is compact JSON that was written or read as a whole before: here it is
// cut at the right places, many times faster than it is read.

// members takes a JSON object apart; false for anything else. The values are parts of
// raw.
func members(raw []byte) (object, bool) {
	out := make(object)
	i, ok := open(raw, '{')
	for ok && raw[i] != '}' {
		from := i
		if i = textEnd(raw, i); i < 0 || at(raw, i) != ':' {
			return nil, false
		}
		name, known := member(raw[from:i])
		from = i + 1
		if i = valueEnd(raw, from); i < 0 || !known {
			return nil, false
		}
		out[name] = raw[from:i:i]
		i, ok = next(raw, i, '}')
	}
	return out, ok && i+1 == len(raw)
}

// items takes a JSON list apart; false for anything else. The elements are parts of raw.
func items(raw []byte) ([]json.RawMessage, bool) {
	var out []json.RawMessage
	i, ok := open(raw, '[')
	for ok && raw[i] != ']' {
		from := i
		if i = valueEnd(raw, from); i < 0 {
			return nil, false
		}
		out = append(out, raw[from:i:i])
		i, ok = next(raw, i, ']')
	}
	return out, ok && i+1 == len(raw)
}

// at is the byte at a place, 0 behind the end.
func at(raw []byte, i int) byte {
	if i >= len(raw) {
		return 0
	}
	return raw[i]
}

// open steps over an opening bracket.
func open(raw []byte, bracket byte) (int, bool) { return 1, at(raw, 0) == bracket && len(raw) > 1 }

// next steps from the end of a value to the next one, or to the closing bracket.
func next(raw []byte, i int, bracket byte) (int, bool) {
	switch at(raw, i) {
	case bracket:
		return i, true
	case ',':
		return i + 1, at(raw, i+1) != bracket && i+1 < len(raw)
	}
	return i, false
}

// member reads a name in quotes.
func member(quoted []byte) (string, bool) {
	if bytes.IndexByte(quoted, '\\') < 0 {
		return string(quoted[1 : len(quoted)-1]), true
	}
	var name string
	return name, json.Unmarshal(quoted, &name) == nil
}

// textEnd is where the text that begins at a place ends; less than 0 if none does.
func textEnd(raw []byte, i int) int {
	if at(raw, i) != '"' {
		return -1
	}
	for i++; i < len(raw); i++ {
		switch raw[i] {
		case '"':
			return i + 1
		case '\\':
			i++
		}
	}
	return -1
}

// valueEnd is where the value that begins at a place ends; less than 0 if none does.
func valueEnd(raw []byte, i int) int {
	switch c := at(raw, i); {
	case c == '"':
		return textEnd(raw, i)
	case c == '{' || c == '[':
		return nestEnd(raw, i)
	case c == '-' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z':
		for ; i < len(raw); i++ {
			switch raw[i] {
			case ',', '}', ']':
				return i
			case ' ', '\t', '\n', '\r', '"', ':':
				return -1
			}
		}
		return i
	}
	return -1
}

// nestEnd is where the object or list that begins at a place ends.
func nestEnd(raw []byte, i int) int {
	for depth := 0; i >= 0 && i < len(raw); {
		switch raw[i] {
		case '"':
			i = textEnd(raw, i)
			continue
		case '{', '[':
			depth++
		case '}', ']':
			if depth--; depth == 0 {
				return i + 1
			}
		}
		i++
	}
	return -1
}
