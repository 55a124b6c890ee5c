package mrz

import (
	"errors"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"

	"github.com/bonafide-go/bonafide"
)

const (
	ruleLayout = "two lines of 44 or 36 characters, or three of 30 (ICAO 9303-3)"
	ruleChars  = "letters A-Z, digits and < (ICAO 9303-3, 4.3)"
	ruleCheck  = "check digit, weights 7 3 1 (ICAO 9303-3, 4.9)"
	ruleDate   = "YYMMDD (ICAO 9303-3, 4.8)"
	ruleKind   = "P for passports; A, C or I for cards; V for visas (ICAO 9303-4 to -7)"
	ruleSex    = "M, F or < (ICAO 9303-3, 4.4)"
	ruleName   = "letters, primary identifier first (ICAO 9303-3, 4.6)"
)

// maxText bounds what is looked at: 90 characters with generous space between.
const maxText = 512

// Parse reads a zone as it stands: lines apart by line breaks, or all in one; in
// any case, with or without spaces between. on is the day of reading, which decides
// the century of the dates: a birth is not in the future, and an expiry is the one
// nearest to on.
//
// It fails with an error matching [bonafide.ErrInvalid] that lists every field
// ("number", "born", "expires", "optional", "composite", …) that is malformed or
// whose check digit does not agree; then the Zone is zero. Where the type
// is of no document, and all the rest right in another layout of the same size, a fault of
// "format" names that.
func Parse(text string, on bonafide.Date) (Zone, error) {
	lines, l, err := split(text)
	if err != nil {
		return Zone{}, err
	}
	return l.tell(lines, on)
}

// tell reads a zone, and where it is none says what other layout it fits.
func (l layout) tell(lines []string, on bonafide.Date) (Zone, error) {
	zone, err := l.read(lines, on)
	var invalid *bonafide.InvalidError
	if !errors.As(err, &invalid) || !invalid.Has("type", bonafide.CodeUnknown) {
		return zone, err // of a document of this layout
	}
	for _, other := range layouts {
		if other.format == l.format || other.lines != l.lines || other.width != l.width {
			continue
		}
		var faults *bonafide.InvalidError
		if _, err := other.read(lines, on); err == nil || errors.As(err, &faults) && len(faults.Fields) == 1 && faults.Has("type", bonafide.CodeUnknown) {
			found := append(slices.Clone(invalid.Fields), bonafide.Fault{Path: "format", Code: bonafide.CodeMismatch, Rule: "all of it but the type fits " + string(other.format)})
			return Zone{}, &bonafide.InvalidError{Fields: found}
		}
	}
	return zone, err
}

// ParseOCR is [Parse] for text from optical character recognition: letters that
// look like digits are exchanged where only digits may stand, and the other way
// round (O and 0, I and 1, …). Numbers, which may hold both, are left as they are.
func ParseOCR(text string, on bonafide.Date) (Zone, error) {
	lines, l, err := split(printed(text))
	if err != nil {
		return Zone{}, err
	}
	repaired := l.repair(lines)
	zone, err := l.tell(lines, on)
	if err != nil {
		return Zone{}, err
	}
	zone.Repaired = repaired
	return zone, nil
}

// printed returns what was printed where an OCR engine or a form has other signs for fillers,
// and as many fillers at the end of the first of two lines as there are: no check digit covers them.
func printed(text string) string {
	if len(text) > maxText {
		return text
	}
	if strings.ContainsFunc(text, func(r rune) bool { return r > '~' }) {
		text = strings.NewReplacer("‹", "<", "〈", "<", "≤", "<", "«", "<<", "\ufeff", "").Replace(norm.NFKC.String(text))
	}
	lines := strings.Fields(text)
	if len(lines) != 2 || len(lines[1]) != 44 && len(lines[1]) != 36 || !strings.HasSuffix(lines[0], "<") {
		return text
	}
	width := len(lines[1])
	if short := width - len(lines[0]); short > 0 {
		lines[0] += strings.Repeat("<", short)
	} else if strings.Trim(lines[0][width:], "<") == "" {
		lines[0] = lines[0][:width]
	}
	return strings.Join(lines, "\n")
}

// split returns the lines of a zone and its layout.
func split(text string) ([]string, layout, error) {
	fail := func(rule string) ([]string, layout, error) {
		return nil, layout{}, &bonafide.InvalidError{Fields: []bonafide.Fault{{Code: bonafide.CodeMalformed, Rule: rule}}}
	}
	if len(text) > maxText {
		return fail(ruleLayout)
	}
	var b strings.Builder
	b.Grow(len(text))
	for i := range len(text) {
		switch c := text[i]; {
		case c >= 'A' && c <= 'Z', c >= '0' && c <= '9', c == filler:
			b.WriteByte(c)
		case c >= 'a' && c <= 'z':
			b.WriteByte(c - 'a' + 'A')
		case c == ' ', c == '\n', c == '\r', c == '\t':
		default:
			return fail(ruleChars)
		}
	}
	flat := b.String()
	for _, l := range layouts {
		if len(flat) == l.lines*l.width && strings.HasPrefix(flat, l.begins) && l.lineBreaksFit(text) {
			lines := make([]string, l.lines)
			for i := range lines {
				lines[i] = flat[i*l.width : (i+1)*l.width]
			}
			return lines, l, nil
		}
	}
	return fail(ruleLayout)
}

// lineBreaksFit reports whether the line breaks of a text, if it has any, stand
// where the layout has them.
func (l layout) lineBreaksFit(text string) bool {
	count := 0
	for i := range len(text) {
		switch text[i] {
		case ' ', '\t', '\r':
		case '\n':
			if count%l.width != 0 {
				return false
			}
		default:
			count++
		}
	}
	return true
}

// repair exchanges look-alikes and reports whether there were any.
func (l layout) repair(lines []string) bool {
	before := strings.Join(lines, "")
	exchange := func(spans []span, from, to string) {
		for _, s := range spans {
			line := []byte(lines[s.line])
			for i := s.from; i < s.to; i++ {
				if at := strings.IndexByte(from, line[i]); at >= 0 {
					line[i] = to[at]
				}
			}
			lines[s.line] = string(line)
		}
	}
	exchange(l.digitsOnly(), "ODQILZSGB", "000112568")
	exchange(l.lettersOnly(), "01258", "OIZSB")
	return strings.Join(lines, "") != before
}

func cut(lines []string, s span) string { return lines[s.line][s.from:s.to] }

// read takes a zone apart and checks every digit of it.
func (l layout) read(lines []string, on bonafide.Date) (Zone, error) {
	var faults bonafide.Faults
	at := func(s span) string { return cut(lines, s) }
	verify := func(field, data, digit string) {
		if !agrees(data, digit) {
			faults.AddRule(field, bonafide.CodeMismatch, ruleCheck)
		}
	}

	z := Zone{Format: l.format, Type: unfill(at(l.kind)), Issuer: State(unfill(at(l.issuer)))}
	if z.Nationality = z.Issuer; l.nationality != (span{}) {
		z.Nationality = State(unfill(at(l.nationality)))
	}
	if !strings.Contains(l.types, z.Type[:min(1, len(z.Type))]) || !letters(z.Type) {
		faults.AddRule("type", bonafide.CodeUnknown, ruleKind)
	}
	if !letters(string(z.Issuer)) {
		faults.AddRule("issuer", bonafide.CodeMalformed, ruleChars)
	}
	if !letters(string(z.Nationality)) {
		faults.AddRule("nationality", bonafide.CodeMalformed, ruleChars)
	}

	number, digit, optional := l.documentNumber(lines)
	verify("number", number, digit)
	if unfill(number) == "" {
		faults.Add("number", bonafide.CodeRequired)
	}
	verify("born", at(l.born), at(after(l.born)))
	if l.expires != (span{}) && !(unfill(at(l.expires)) == "" && at(after(l.expires)) == string(filler)) {
		verify("expires", at(l.expires), at(after(l.expires)))
	}
	if l.optionalCD != (span{}) {
		digit := at(l.optionalCD)
		if unfill(optional) == "" && digit == string(filler) {
			digit = "0" // may be a filler if there is no optional data
		}
		verify("optional", at(l.optional[0]), digit)
	}
	var composed strings.Builder
	composed.Grow(l.lines * l.width)
	for _, s := range l.composed {
		composed.WriteString(at(s))
	}
	if l.composite != (span{}) {
		verify("composite", composed.String(), at(l.composite))
	}

	var ok bool
	if z.Born, ok = birth(at(l.born), on); !ok {
		faults.AddRule("born", bonafide.CodeMalformed, ruleDate)
	}
	if l.expires != (span{}) && !l.permanent(lines) {
		if z.Expires, ok = expiry(at(l.expires), on); !ok {
			faults.AddRule("expires", bonafide.CodeMalformed, ruleDate)
		}
	}
	switch sex := at(l.sex); sex {
	case "M", "F":
		z.Sex = Sex(sex)
	case string(filler), "X": // some states print the X of the page
		z.Sex = Unspecified
	default:
		faults.AddRule("sex", bonafide.CodeUnknown, ruleSex)
	}
	if !z.readNames(at(l.names), l.given, lines) {
		faults.AddRule("name", bonafide.CodeMalformed, ruleName)
	}
	if err := faults.Err(); err != nil {
		return Zone{}, err
	}
	z.Number = bonafide.NewSecret(unfill(number))
	z.Optional = bonafide.NewSecret(words(optional))
	return z, nil
}

// documentNumber returns the document number with its check digit, and the
// optional data. A number of more than nine characters goes on in the optional data
// of a card, up to a filler, its check digit last (9303-5 section 4.2.2.1, note j).
func (l layout) documentNumber(lines []string) (number, digit, optional string) {
	number, digit = cut(lines, l.number), cut(lines, after(l.number))
	parts := make([]string, len(l.optional))
	for i, s := range l.optional {
		parts[i] = cut(lines, s)
	}
	if digit == string(filler) && (l.format == TD1 || l.format == TD2) {
		rest, _, found := strings.Cut(parts[0], string(filler))
		if found && len(rest) > 1 {
			number, digit = number+rest[:len(rest)-1], rest[len(rest)-1:]
			parts[0] = parts[0][len(rest):]
		}
	}
	return number, digit, strings.Join(parts, string(filler))
}

// permanent reports a document without an expiry: its field is empty, or of Spain and
// the first of January 9999 (Royal Decree 1553/2005, art. 6).
func (l layout) permanent(lines []string) bool {
	expires := cut(lines, l.expires)
	return unfill(expires) == "" || expires == "990101" && cut(lines, l.issuer) == "ESP"
}

// readNames splits the name field and reports whether it is one. Passports of people
// without a surname may begin with the fillers that stand behind it.
func (z *Zone) readNames(field string, given span, lines []string) bool {
	z.Truncated = field[len(field)-1] != filler
	apart := ""
	if given != (span{}) {
		apart = cut(lines, given)
		z.Truncated = z.Truncated || apart[len(apart)-1] != filler
	}
	for _, c := range []byte(field + apart) {
		if c != filler && (c < 'A' || c > 'Z') {
			return false
		}
	}
	primary, secondary, _ := strings.Cut(field, "<<")
	if apart != "" {
		secondary += string(filler) + apart
	}
	z.Surname, z.GivenNames = words(primary), words(secondary)
	if primary == "" {
		return z.GivenNames != ""
	}
	return z.Surname != "" && field[0] != filler
}

// birth reads a date of birth, unknown parts of which are fillers, or zeros as some states
// print them: the latest that is not after on.
func birth(text string, on bonafide.Date) (PartialDate, bool) {
	year, okYear := pair(text[:2])
	month, okMonth := pair(text[2:4])
	day, okDay := pair(text[4:])
	if !okYear || !okMonth || !okDay || month > 12 || day > 31 || month == 0 && day != 0 && text[:2] != "<<" {
		return PartialDate{}, false
	}
	if text[:2] == "<<" {
		return PartialDate{}, month == 0 && day == 0
	}
	p := PartialDate{Year: on.Year/100*100 + year, Month: month, Day: day}
	earliest := bonafide.Date{Year: p.Year, Month: time.Month(max(month, 1)), Day: max(day, 1)}
	if earliest.After(on) {
		p.Year -= 100
	}
	if month > 0 && day > 0 {
		_, whole := p.Whole()
		return p, whole
	}
	return p, p.Year > 0
}

// expiry reads a date of expiry: of the centuries, the one nearest to on.
func expiry(text string, on bonafide.Date) (bonafide.Date, bool) {
	for i := range len(text) {
		if text[i] == filler {
			return bonafide.Date{}, false
		}
	}
	year, okYear := pair(text[:2])
	month, okMonth := pair(text[2:4])
	day, okDay := pair(text[4:])
	if !okYear || !okMonth || !okDay {
		return bonafide.Date{}, false
	}
	full := on.Year/100*100 + year
	switch {
	case full-on.Year > 50:
		full -= 100
	case full-on.Year < -49:
		full += 100
	}
	d, err := bonafide.NewDate(full, time.Month(month), day)
	return d, err == nil
}

// pair reads two digits, or two fillers as 0.
func pair(text string) (int, bool) {
	if text == "<<" {
		return 0, true
	}
	if text[0] < '0' || text[0] > '9' || text[1] < '0' || text[1] > '9' {
		return 0, false
	}
	return int(text[0]-'0')*10 + int(text[1]-'0'), true
}

func letters(text string) bool {
	for i := range len(text) {
		if text[i] < 'A' || text[i] > 'Z' {
			return false
		}
	}
	return text != ""
}
