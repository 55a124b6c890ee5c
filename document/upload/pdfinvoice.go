package upload

import (
	"bytes"
	"encoding/hex"
	"slices"
)

// maxInvoice bounds the attached form of an invoice.
const maxInvoice = 4 << 20

// invoices reports whether all that is attached is the form of an invoice or order that machines read
// (Factur-X 1.0, ZUGFeRD 2, XRechnung, Order-X: EN 16931 in XML): under one of the names that
// these standards give, and nothing but such a form by its content.
func (r *pdfReader) invoices() bool {
	var nums []int
	for _, file := range r.files {
		if !invoiceName(file) {
			return false
		}
		for key := range file.each("EF") {
			for i := 0; i+1 < len(key.list); i += 2 {
				if key.kind != pdfDict || key.list[i+1].kind != pdfReference {
					return false
				}
				nums = append(nums, key.list[i+1].num)
			}
		}
	}
	seen := make(map[int]bool)
	for at := range pdfObjects(r.data) {
		num, gen := pdfNumber(r.data[:at-len("obj")])
		if !slices.Contains(nums, num) {
			continue
		}
		read, ok := r.value(r.data, at)
		if !ok {
			return false
		}
		s, ok := r.stream(num, gen, read)
		if !ok {
			return false
		}
		content, ok := r.decode(s, maxInvoice)
		if !ok || !isInvoice(content) {
			return false
		}
		seen[num] = true
	}
	return len(nums) > 0 && !slices.ContainsFunc(nums, func(n int) bool { return !seen[n] })
}

// invoiceName reports whether all names of a file are those of an invoice.
func invoiceName(file pdfValue) bool {
	names := 0
	for _, key := range []string{"F", "UF"} {
		for v := range file.each(key) {
			name := bytes.ToLower(bytes.ReplaceAll(bytes.TrimPrefix(v.bytes(), []byte("\xfe\xff")), []byte("\x00"), nil))
			if !slices.Contains([]string{"factur-x.xml", "zugferd-invoice.xml", "xrechnung.xml", "order-x.xml"}, string(name)) {
				return false
			}
			names++
		}
	}
	return names > 0
}

// isInvoice reports whether XML is an invoice by the name of its root, and no page.
func isInvoice(content []byte) bool {
	text := bytes.TrimSpace(bytes.TrimPrefix(content, []byte("\xef\xbb\xbf")))
	return bytes.HasPrefix(text, []byte("<")) && !holds(text, pages) && !holds(text, documents) && !bytes.Contains(text, []byte("<!")) &&
		(bytes.Contains(text, []byte(":CrossIndustry")) || bytes.Contains(text, []byte(":SCRDMCCBDACIOMessageStructure")) || bytes.Contains(text, []byte("specification:ubl:")))
}

// bytes returns what a string holds.
func (v pdfValue) bytes() []byte {
	switch v.kind {
	case pdfHex:
		digits := bytes.Join(bytes.Fields(v.text), nil)
		if len(digits)%2 == 1 {
			digits = append(digits, '0')
		}
		out, err := hex.DecodeString(string(digits))
		if err != nil {
			return nil
		}
		return out
	case pdfString:
		return unescaped(v.text)
	}
	return nil
}

// unescaped undoes the escapes of a string (7.3.4.2).
func unescaped(text []byte) []byte {
	if !bytes.Contains(text, []byte(`\`)) {
		return text
	}
	out := make([]byte, 0, len(text))
	for i := 0; i < len(text); i++ {
		if text[i] != '\\' || i+1 == len(text) {
			out = append(out, text[i])
			continue
		}
		i++
		switch c := text[i]; {
		case c >= '0' && c <= '7':
			n, end := 0, min(i+3, len(text))
			for ; i < end && text[i] >= '0' && text[i] <= '7'; i++ {
				n = n*8 + int(text[i]-'0')
			}
			i--
			out = append(out, byte(n))
		case c == '\r' || c == '\n':
			if c == '\r' && i+1 < len(text) && text[i+1] == '\n' {
				i++
			}
		default:
			if at := bytes.IndexByte([]byte("nrtbf"), c); at >= 0 {
				c = "\n\r\t\b\f"[at]
			}
			out = append(out, c)
		}
	}
	return out
}
