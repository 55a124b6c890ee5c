package lists

import (
	"bytes"
	"strings"

	"github.com/bonafide-go/bonafide/screening"
)

// mend makes a file of rows readable for the strict reader: rows whose quotes are out
// of place are written anew, those that still are none are left as empty lines, so that
// lines keep their numbers. Each is a flaw of the ledger. It reports false if there are
// more than the ledger tolerates: then the file is as it was.
//
// The last row is not touched, unless an end mark shows that it is whole: it may have
// been cut off.
func (t *table) mend(text []byte, l *ledger) ([]byte, bool) {
	out := make([]byte, 0, len(text))
	want, headed := t.fields, t.header == nil
	for line := 1; len(text) > 0; {
		fields, n, ok := scanRow(text, t.comma, t.loose)
		if ok && !headed {
			if headed = t.header(fields); headed {
				want = len(fields)
			}
		}
		blank := len(fields) == 1 && (fields[0] == "" || fields[0] == string(rune(endMark)))
		if ok && (!headed || blank || len(fields) == want) {
			out, line, text = append(out, text[:n]...), line+bytes.Count(text[:n], []byte("\n")), text[n:]
			continue
		}
		end := bytes.IndexByte(text, '\n') + 1
		if rest := bytes.Trim(text[end:], "\r\n "); end == 0 || len(rest) == 0 {
			return append(out, text...), true
		}
		if len(l.flaws) >= l.tolerate {
			return nil, false
		}
		mended := splitRow(strings.TrimRight(string(text[:end]), "\r\n"), t.comma)
		flaw := screening.Flaw{File: t.file, Line: line, Skipped: len(mended) != want}
		if !flaw.Skipped {
			for i, f := range mended {
				if i > 0 {
					out = append(out, byte(t.comma))
				}
				out = append(out, '"')
				out = append(out, strings.ReplaceAll(f, `"`, `""`)...)
				out = append(out, '"')
			}
		}
		l.flaws = append(l.flaws, flaw)
		out, line, text = append(out, '\n'), line+1, text[end:]
	}
	return out, true
}

// scanRow reads a row of RFC 4180 and returns its length. In a loose one, quotation
// marks may stand within fields that are not quoted.
func scanRow(text []byte, comma rune, loose bool) (fields []string, n int, ok bool) {
	for {
		var field string
		if n < len(text) && text[n] == '"' {
			var end int
			if field, end, ok = scanQuoted(text[n:], comma); !ok {
				return nil, 0, false
			}
			n += end
		} else {
			end := bytes.IndexAny(text[n:], string(comma)+"\n")
			if end < 0 {
				end = len(text) - n
			}
			field = string(bytes.TrimSuffix(text[n:n+end], []byte("\r")))
			if n += end; !loose && strings.Contains(field, `"`) {
				return nil, 0, false
			}
		}
		fields = append(fields, field)
		if n >= len(text) {
			return fields, n, true
		}
		if n++; text[n-1] == '\n' {
			return fields, n, true
		}
	}
}

// scanQuoted reads a quoted field up to what divides it from the next.
func scanQuoted(text []byte, comma rune) (field string, n int, ok bool) {
	for n = 1; ; n += 2 {
		end := bytes.IndexByte(text[n:], '"')
		if end < 0 {
			return "", 0, false
		}
		if n += end; n+1 < len(text) && text[n+1] == '"' {
			continue
		}
		field = strings.ReplaceAll(string(text[1:n]), `""`, `"`)
		if n++; bytes.HasPrefix(text[n:], []byte("\r\n")) {
			n++
		}
		return field, n, n >= len(text) || text[n] == '\n' || text[n] == byte(comma)
	}
}

// splitRow divides one line where a quoted field ends at a quotation mark in front of
// the next comma, whatever marks stand within.
func splitRow(line string, comma rune) (fields []string) {
	sep := string(comma)
	for {
		end, next := strings.Index(line, sep), 0
		quoted := strings.HasPrefix(line, `"`)
		if quoted {
			if end = strings.Index(line[1:], `"`+sep); end >= 0 {
				end += 2
			}
		}
		if next = end + len(sep); end < 0 {
			end, next = len(line), len(line)+1
		}
		field := line[:end]
		if quoted {
			field = strings.ReplaceAll(strings.TrimSuffix(field[1:], `"`), `""`, `"`)
		}
		if fields = append(fields, field); next > len(line) {
			return fields
		}
		line = line[next:]
	}
}
