package upload

import (
	"bytes"

	"github.com/bonafide-go/bonafide"
)

// inspectPDF looks at a PDF by its structure: the header at the first byte, the end marker at
// the end, no second file behind it, and nothing in any of its objects that runs, launches,
// attaches, goes elsewhere by itself or holds another form ([pdfReader]). A host that shows the
// file to people should have it scanned or converted as well ([Rules.Scan]).
func inspectPDF(content []byte) error {
	if !bytes.HasPrefix(content, []byte("%PDF-")) {
		return fault(bonafide.CodeMismatch, ruleMedia)
	}
	if !endsPDF(content) || !bytes.Contains(content, []byte("obj")) {
		return fault(CodeImageNotFound, ruleMedia)
	}
	if endsArchive(content) || secondFile(content) {
		return fault(CodeActiveContent, ruleActive)
	}
	r := pdfReader{data: content, budget: maxPDFWork(len(content))}
	r.read()
	return r.found.fault()
}

// endsPDF reports whether the end marker is the last there is, but for a few bytes that some
// transports add, or any padding of nothing (7.5.5).
func endsPDF(content []byte) bool {
	const tail = 1024
	end := bytes.TrimRight(content, "\x00 \t\r\n\x1a")
	return bytes.Contains(end[max(len(end)-tail, 0):], []byte("%%EOF"))
}

// secondFile reports another file behind an end marker, where a PDF that was added to has
// further objects (7.5.6).
func secondFile(content []byte) bool {
	const marker, head = "%%EOF", 32
	for rest := content; ; {
		at := bytes.Index(rest, []byte(marker))
		if at < 0 {
			return false
		}
		rest = rest[at+len(marker):]
		next := bytes.TrimLeft(rest, "\x00 \t\r\n\x1a")
		next = bytes.ToLower(next[:min(len(next), head)])
		for _, list := range [][]string{documents, pages, programs} {
			for _, begin := range list {
				if bytes.HasPrefix(next, []byte(begin)) {
					return true
				}
			}
		}
	}
}

// programs are how other files begin that no PDF goes on with.
var programs = []string{"mz\x90", "\x7felf", "#!", "<?xml", "\x89png", "\xff\xd8\xff", "gif8"}

// A pdfFinding is what a PDF may do besides showing pages.
type pdfFinding uint16

// The findings, the gravest first.
const (
	pdfScript     pdfFinding = 1 << iota // JavaScript
	pdfLaunch                            // starts a program or opens a file of the reader's machine
	pdfUnreadable                        // nobody could look at it
	pdfMedia                             // a film, a sound or a scene with a program in it
	pdfXFA                               // a form of another kind, which some readers show instead of the pages
	pdfAttachment                        // another file
	pdfRemote                            // goes to a place in another file
	pdfAction                            // sends or fetches, or follows a link by itself
	pdfLocked                            // needs a password
)

// pdfFindings is a set of findings.
type pdfFindings pdfFinding

func (s *pdfFindings) add(f pdfFinding) { *s |= pdfFindings(f) }

// fault returns that of the gravest finding, or nil. A password goes first: the rest was not seen.
func (s pdfFindings) fault() error {
	has := func(f pdfFinding) bool { return s&pdfFindings(f) != 0 }
	switch {
	case has(pdfLocked):
		return fault(CodeEncrypted, ruleEncrypted)
	case has(pdfScript):
		return fault(CodePDFScript, rulePrint)
	case has(pdfLaunch):
		return fault(CodePDFLaunch, rulePrint)
	case has(pdfUnreadable), has(pdfMedia):
		return fault(CodeActiveContent, ruleActive)
	case has(pdfXFA):
		return fault(CodePDFXFA, rulePrint)
	case has(pdfAttachment):
		return fault(CodePDFAttachment, ruleAttached)
	case has(pdfRemote):
		return fault(CodePDFRemote, rulePrint)
	case has(pdfAction):
		return fault(CodePDFAction, rulePrint)
	}
	return nil
}
