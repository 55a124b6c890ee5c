package upload

import "bytes"

// A pdfValue is one value of a PDF (ISO 32000-1, 7.3). Its bytes are those of the file, but for names
// with escapes.
type pdfValue struct {
	kind pdfKind
	text []byte     // of a name, a string or a keyword
	num  int        // an integer, or the object that a reference names
	list []pdfValue // of an array; of a dictionary, keys and values in turn
}

// A pdfKind is a type of values.
type pdfKind byte

const (
	pdfNothing   pdfKind = iota
	pdfName              // /Name
	pdfString            // (text), its escapes as they stand
	pdfHex               // <hexadecimal>
	pdfInteger           // 12
	pdfKeyword           // true, null, and real numbers
	pdfReference         // 12 0 R
	pdfArray             // [ ]
	pdfDict              // << >>
)

// maxPDFDepth bounds arrays and dictionaries within each other. No writer comes near it.
const maxPDFDepth = 64

// each yields the values that a dictionary has for a key. One that stands twice is read by some as
// the first and by others as the last.
func (v pdfValue) each(key string) func(yield func(pdfValue) bool) {
	return func(yield func(pdfValue) bool) {
		for i := 0; v.kind == pdfDict && i+1 < len(v.list); i += 2 {
			if string(v.list[i].text) == key && !v.list[i+1].null() && !yield(v.list[i+1]) {
				return
			}
		}
	}
}

// get returns the first value for a key; nothing where there is none.
func (v pdfValue) get(key string) pdfValue {
	for value := range v.each(key) {
		return value
	}
	return pdfValue{}
}

// has reports whether a dictionary has a name as the value of a key.
func (v pdfValue) has(key, name string) bool {
	for value := range v.each(key) {
		if value.is(name) {
			return true
		}
	}
	return false
}

func (v pdfValue) is(name string) bool { return v.kind == pdfName && string(v.text) == name }

func (v pdfValue) null() bool { return v.kind == pdfKeyword && string(v.text) == "null" }

// empty reports what holds nothing.
func (v pdfValue) empty() bool {
	return v.kind == pdfNothing || (v.kind == pdfArray || v.kind == pdfDict) && len(v.list) == 0
}

// A pdfLexer reads values, leniently where readers are, and not at all where they differ.
type pdfLexer struct {
	data  []byte
	at    int
	arena *pdfArena
}

// A pdfArena is the memory of values, used again for the next object.
type pdfArena struct {
	stack []pdfValue // of lists that are being read
	slab  []pdfValue // of those that were
	kept  int        // values of the slab that something refers to for longer
	keep  bool       // whether that is so of all that there is now
	keeps int        // how often it was
}

// next makes room for the values of another object.
func (a *pdfArena) next() {
	if a.keep {
		a.kept, a.keep, a.keeps = len(a.slab), false, a.keeps+1
	}
	a.stack, a.slab = a.stack[:0], a.slab[:a.kept]
}

// list moves the end of the stack to the slab.
func (a *pdfArena) list(from int) []pdfValue {
	const room = 512
	items := a.stack[from:]
	if cap(a.slab)-len(a.slab) < len(items) {
		a.slab, a.kept = make([]pdfValue, 0, max(room, 2*len(items))), 0
	}
	begin := len(a.slab)
	a.slab = append(a.slab, items...)
	a.stack = a.stack[:from]
	return a.slab[begin:len(a.slab):len(a.slab)]
}

// skip steps over white space and comments.
func (l *pdfLexer) skip() {
	for l.at < len(l.data) {
		switch c := l.data[l.at]; {
		case c > '%':
			return
		case c == '%':
			end := bytes.IndexAny(l.data[l.at:], "\r\n")
			if end < 0 {
				end = len(l.data) - l.at
			}
			l.at += end
		case pdfSpace(c):
			l.at++
		default:
			return
		}
	}
}

func pdfSpace(c byte) bool {
	return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == 0
}

// value reads one value. ok is false where there is none, or one that readers may take for
// different things.
func (l *pdfLexer) value(depth int) (v pdfValue, ok bool) {
	l.skip()
	if l.at >= len(l.data) || depth > maxPDFDepth {
		return pdfValue{}, false
	}
	switch c := l.data[l.at]; c {
	case '/':
		l.at++
		return pdfValue{kind: pdfName, text: l.name()}, true
	case '(':
		return l.literal()
	case '[':
		l.at++
		list, ok := l.list(depth, ']')
		return pdfValue{kind: pdfArray, list: list}, ok
	case '<':
		if bytes.HasPrefix(l.data[l.at:], []byte("<<")) {
			l.at += 2
			list, ok := l.list(depth, '>')
			return pdfValue{kind: pdfDict, list: list}, ok && pairs(list)
		}
		end := bytes.IndexByte(l.data[l.at:], '>')
		if end < 0 {
			return pdfValue{}, false
		}
		v = pdfValue{kind: pdfHex, text: l.data[l.at+1 : l.at+end]}
		l.at += end + 1
		return v, true
	}
	return l.word()
}

// pairs reports whether a list is one of keys and values.
func pairs(list []pdfValue) bool {
	for i := 0; i < len(list); i += 2 {
		if list[i].kind != pdfName || i+1 == len(list) {
			return false
		}
	}
	return true
}

// list reads values up to an end. Numbers of an array are passed over: nothing is said by one.
func (l *pdfLexer) list(depth int, end byte) (list []pdfValue, ok bool) {
	a := l.arena
	from := len(a.stack)
	integers := 0 // in a row, which a reference may end
	last := 0     // of them, the one before the last
	newest := 0
	for {
		l.skip()
		if l.at >= len(l.data) {
			return nil, false
		}
		if c := l.data[l.at]; c == end && (c == ']' || bytes.HasPrefix(l.data[l.at:], []byte(">>"))) {
			if l.at++; c == '>' {
				l.at++
			}
			return a.list(from), true
		}
		v, ok := l.value(depth + 1)
		if !ok {
			return nil, false
		}
		switch v.kind {
		case pdfInteger:
			integers, last, newest = integers+1, newest, v.num
			if end == ']' {
				continue
			}
		case pdfKeyword:
			if len(v.text) == 1 && v.text[0] == 'R' {
				if integers < 2 {
					return nil, false
				}
				v = pdfValue{kind: pdfReference, num: last}
				if end != ']' {
					a.stack = a.stack[:len(a.stack)-2]
				}
			} else if structural(v.text) {
				return nil, false
			} else if end == ']' {
				integers = 0
				continue
			}
			integers = 0
		default:
			integers = 0
		}
		a.stack = append(a.stack, v)
	}
}

// name reads a name behind its stroke, with its escapes undone (7.3.5).
func (l *pdfLexer) name() []byte {
	begin, escaped := l.at, false
	for l.at < len(l.data) && !endsWord[l.data[l.at]] {
		escaped = escaped || l.data[l.at] == '#'
		l.at++
	}
	raw := l.data[begin:l.at]
	if !escaped {
		return raw
	}
	name := make([]byte, 0, len(raw))
	for i := 0; i < len(raw); i++ {
		if raw[i] == '#' && i+2 < len(raw) {
			if high, low := unhex(raw[i+1]), unhex(raw[i+2]); high >= 0 && low >= 0 {
				name = append(name, byte(high<<4|low))
				i += 2
				continue
			}
		}
		name = append(name, raw[i])
	}
	return name
}

// literal reads a string in brackets, which may hold others (7.3.4.2).
func (l *pdfLexer) literal() (pdfValue, bool) {
	open, begin := 0, l.at+1
	for ; l.at < len(l.data); l.at++ {
		switch l.data[l.at] {
		case '\\':
			l.at++
		case '(':
			open++
		case ')':
			if open--; open == 0 {
				l.at++
				return pdfValue{kind: pdfString, text: l.data[begin : l.at-1]}, true
			}
		}
	}
	l.at = len(l.data)
	return pdfValue{}, false
}

// structural reports a keyword that stands between objects and never in one.
func structural(word []byte) bool {
	switch string(word) {
	case "obj", "endobj", "stream", "endstream", "trailer", "xref":
		return true
	}
	return false
}

// word reads a number or a keyword.
func (l *pdfLexer) word() (pdfValue, bool) {
	word := l.data[min(l.at, len(l.data)):]
	for i, c := range word { // the most that a file makes the lexer do
		if endsWord[c] {
			word = word[:i]
			break
		}
	}
	l.at += len(word)
	if len(word) == 0 { // a delimiter that begins nothing
		return pdfValue{}, false
	}
	if n, ok := integer(word); ok {
		return pdfValue{kind: pdfInteger, num: n}, true
	}
	return pdfValue{kind: pdfKeyword, text: word}, true
}

// integer reads digits, with a sign or without.
func integer(word []byte) (n int, ok bool) {
	digits := word
	if len(word) > 0 && (word[0] == '-' || word[0] == '+') {
		digits = word[1:]
	}
	const most = 15 // more is no number of anything in a file
	if len(digits) == 0 || len(digits) > most {
		return 0, false
	}
	for _, c := range digits {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int(c-'0')
	}
	if word[0] == '-' {
		n = -n
	}
	return n, true
}

// endsWord are the delimiters and the white space that end a name or a word (7.2.2).
var endsWord = [256]bool{
	0: true, '\t': true, '\n': true, '\f': true, '\r': true, ' ': true,
	'(': true, ')': true, '<': true, '>': true, '[': true, ']': true, '{': true, '}': true, '/': true, '%': true,
}

func unhex(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}
