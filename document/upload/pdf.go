package upload

import (
	"bytes"
	"iter"
	"sync"

	"github.com/bonafide-go/bonafide"
)

// activeNames are PDF names of what runs, launches or attaches. Those of
// two or three letters also occur by chance in compressed data, so they count outside
// streams only. Links to the web (URI) are none: bills and statements are full of
// them, and nothing follows one but a person's click. Nor is OpenAction: it mostly says
// which page and zoom to begin with, and what else it could do has a name of its own here.
// EF is the key under which a file stands (ISO 32000-1, 7.11.3); a tree of attachments
// (EmbeddedFiles) may be empty, as several writers leave it.
var activeNames = sync.OnceValue(func() map[string]bool {
	return map[string]bool{
		"JavaScript": true, "Launch": true, "EmbeddedFile": true, "RichMedia": true, "SubmitForm": true, "ImportData": true,
		"GoToR": true, "GoToE": true,
		"JS": false, "AA": false, "XFA": false, "EF": false,
	}
})

// inspectPDF is a pre-filter, not a parser: the header at the first byte, the end
// marker near the last, no active content among the names in the file and in
// its object streams, and no archive behind it. A host that shows the file to people should have it scanned
// or converted as well ([Rules.Scan]).
func inspectPDF(content []byte) error {
	const header, tail = "%PDF-", 1024
	if !bytes.HasPrefix(content, []byte(header)) {
		return fault(bonafide.CodeMismatch, ruleMedia)
	}
	end := content[max(len(content)-tail, 0):]
	if !bytes.Contains(end, []byte("%%EOF")) || !bytes.Contains(content, []byte(" obj")) {
		return fault(CodeImageNotFound, ruleMedia)
	}
	if encrypted(content) {
		return fault(CodeEncrypted, ruleEncrypted)
	}
	if hasActiveName(content) || opensLink(content) || hasActiveObjects(content) || endsArchive(content) {
		return fault(CodeActiveContent, ruleActive)
	}
	return nil
}

// encrypted reports a PDF whose trailer names an encryption (ISO 32000-1, 7.6.1): nobody
// can look into it, also where it opens without a password.
func encrypted(content []byte) bool {
	for _, name := range pdfNames(content) {
		if string(name) == "Encrypt" {
			return true
		}
	}
	return false
}

// hasActiveName looks for active content among the names, written with or without #xx
// escapes.
func hasActiveName(content []byte) bool {
	active, streams := activeNames(), streamWalk{content: content}
	for at, name := range pdfNames(content) {
		if always, listed := active[string(name)]; listed && (always || !streams.inside(at)) {
			return true
		}
	}
	return false
}

// pdfNames yields the names of a PDF, each with the place behind its stroke. A name is
// good until the next one.
func pdfNames(content []byte) iter.Seq2[int, []byte] {
	return func(yield func(int, []byte) bool) {
		var buf [maxName]byte
		for at := 0; ; {
			slash := bytes.IndexByte(content[at:], '/')
			if slash < 0 {
				return
			}
			at += slash + 1
			if !yield(at, appendName(buf[:0], content[at:])) {
				return
			}
		}
	}
}

// streamWalk tells, for places that only grow, whether they lie between the
// keywords stream and endstream.
type streamWalk struct {
	content []byte
	read    int // keywords before this place are counted
	within  bool
}

func (w *streamWalk) inside(at int) bool {
	const keyword = "stream"
	for {
		next := bytes.Index(w.content[w.read:at], []byte(keyword))
		if next < 0 {
			w.read = max(w.read, at-len(keyword)+1)
			return w.within
		}
		begin := w.read + next
		w.within = !bytes.HasSuffix(w.content[:begin], []byte("end"))
		w.read = begin + len(keyword)
	}
}

// maxName is how many bytes of a name are read: longer than any of interest.
const maxName = 16

// appendName appends the name at the start of data with its escapes undone
// (ISO 32000-1, 7.3.5), cut at maxName.
func appendName(name, data []byte) []byte {
	for i := 0; i < len(data) && len(name) < maxName; i++ {
		c := data[i]
		if c == '#' && i+2 < len(data) {
			if high, low := unhex(data[i+1]), unhex(data[i+2]); high >= 0 && low >= 0 {
				name = append(name, byte(high<<4|low))
				i += 2
				continue
			}
		}
		if c <= ' ' || endsName[c] {
			break
		}
		name = append(name, c)
	}
	return name
}

// endsName are the delimiters that end a name (ISO 32000-1, 7.2.2).
var endsName = [256]bool{'(': true, ')': true, '<': true, '>': true, '[': true, ']': true, '{': true, '}': true, '/': true, '%': true}

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
