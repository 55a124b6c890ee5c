package upload

import (
	"bytes"
	"slices"
)

// judge notes what a value, and all within it, may do. What counts is the kind of an action
// (ISO 32000-1, 12.6.4) and the keys under which forms and files stand: a name alone does nothing.
func (r *pdfReader) judge(v pdfValue) {
	if v.kind == pdfDict {
		r.dictionary(v)
	}
	for _, inner := range v.list {
		if inner.kind == pdfDict || inner.kind == pdfArray {
			r.judge(inner)
		}
	}
}

// actionOf says what kinds of actions do more than show a place. A link to the web, or to another
// file beside this one, is none: statements and manuals are full of them, and nothing follows
// one but a person's click.
func actionOf(name []byte) pdfFinding {
	switch string(name) {
	case "JavaScript":
		return pdfScript
	case "Launch":
		return pdfLaunch
	case "SubmitForm", "ImportData":
		return pdfAction
	case "RichMediaExecute":
		return pdfMedia
	}
	return 0
}

func (r *pdfReader) dictionary(v pdfValue) {
	for i := 0; i+1 < len(v.list); i += 2 {
		key, value := v.list[i].text, v.list[i+1]
		if value.null() {
			continue
		}
		switch string(key) {
		case "S":
			if value.kind == pdfName {
				r.found.add(actionOf(value.text))
				if (value.is("GoToR") || value.is("GoToE")) && farAway(v.get("F")) {
					r.found.add(pdfRemote)
				}
				if value.is("Rendition") && v.get("JS").kind != pdfNothing {
					r.found.add(pdfScript)
				}
			}
		case "URI":
			if bytes.HasPrefix(bytes.ToLower(bytes.TrimSpace(value.bytes())), []byte("javascript:")) {
				r.found.add(pdfScript)
			}
		case "OnInstantiate": // of a scene (13.6.3)
			r.found.add(pdfScript)
		case "Subtype":
			if value.is("RichMedia") {
				r.found.add(pdfMedia)
			}
		case "XFA": // of a form (12.7.8)
			if value.kind == pdfReference || value.kind == pdfArray && !value.empty() {
				r.found.add(pdfXFA)
			}
		case "EF": // of a file specification (7.11.3)
			if !value.empty() {
				r.files, r.arena.keep = append(r.files, v), true
			}
		case "OpenAction", "AA":
			r.links.open(value)
		}
	}
}

// farAway reports a file specification that names another machine, to which a reader would sign in.
func farAway(file pdfValue) bool {
	for _, v := range append([]pdfValue{file}, file.list...) {
		name := v.bytes()
		if bytes.HasPrefix(name, []byte(`\\`)) || bytes.HasPrefix(name, []byte("//")) || bytes.Contains(name, []byte("://")) {
			return true
		}
	}
	return false
}

// leaves returns what an action does that goes out of the document.
func leaves(v pdfValue) (found pdfFinding) {
	for kind := range v.each("S") {
		switch {
		case kind.is("GoToR"), kind.is("GoToE"):
			return pdfRemote
		case kind.is("URI"):
			found = pdfAction
		}
	}
	return found
}

// pdfLinks tells whether a link to the web or to another file is followed by itself: by what happens when the
// document or a page is opened (12.6.3), directly or one action behind the other (12.6.2).
type pdfLinks struct {
	found  pdfFindings        // what is
	opens  []int              // objects that are actions, or dictionaries of them, and happen by themselves
	links  map[int]pdfFinding // objects that are links
	behind map[int][]pdfValue // what objects that are actions, or dictionaries of them, lead to
}

// open notes an action, or a dictionary of actions, that happens by itself.
func (l *pdfLinks) open(v pdfValue) {
	switch v.kind {
	case pdfReference:
		l.opens = append(l.opens, v.num)
	case pdfDict:
		l.found.add(leaves(v))
		for _, next := range followers(v) {
			l.open(next)
		}
	case pdfArray: // actions behind another; of a destination nothing is one
		for _, next := range v.list {
			if next.kind == pdfDict || next.kind == pdfReference {
				l.open(next)
			}
		}
	}
}

// followers are what an action leads to, and the actions of a dictionary of them.
func followers(v pdfValue) []pdfValue {
	if v.get("S").kind == pdfName {
		return slices.Collect(v.each("Next"))
	}
	var out []pdfValue
	for i := 0; i+1 < len(v.list); i += 2 {
		switch string(v.list[i].text) {
		case "E", "X", "D", "U", "Fo", "Bl", "PO", "PC", "PV", "PI", "O", "C", "K", "F", "V", "WC", "WS", "DS", "WP", "DP":
		default:
			return nil
		}
		if to := v.list[i+1]; to.kind == pdfDict || to.kind == pdfReference {
			out = append(out, to)
		}
	}
	return out
}

// note notes an object that may be named by another, and reports whether it keeps any of it.
func (l *pdfLinks) note(num int, v pdfValue) (keeps bool) {
	if v.kind != pdfDict {
		return false
	}
	if link := leaves(v); link != 0 {
		if l.links == nil {
			l.links = make(map[int]pdfFinding)
		}
		l.links[num] |= link
	}
	next := followers(v)
	if len(next) == 0 {
		return false
	}
	if l.behind == nil {
		l.behind = make(map[int][]pdfValue)
	}
	l.behind[num] = append(l.behind[num], next...)
	return true
}

// opened returns what is followed by itself. It has find read whatever holds an object that is led to.
func (l *pdfLinks) opened(find func(num int)) pdfFindings {
	seen := make(map[int]bool)
	for len(l.opens) > 0 {
		last := len(l.opens) - 1
		num := l.opens[last]
		l.opens = l.opens[:last]
		if seen[num] {
			continue
		}
		seen[num] = true
		if len(l.links) > 0 {
			find(num)
		}
		l.found.add(l.links[num])
		for _, next := range l.behind[num] {
			l.open(next)
		}
	}
	return l.found
}

// active reports a name of what runs, launches or attaches. It counts where the structure around
// it cannot be read.
func active(name []byte) bool {
	switch string(name) {
	case "JavaScript", "JS", "Launch", "AA", "OpenAction", "EmbeddedFile", "EF", "RichMedia", "SubmitForm", "ImportData", "GoToR", "GoToE", "XFA":
		return true
	}
	return false
}

// eventful reports a name that [pdfReader.judge] or [pdfLinks.note] make something of.
func eventful(name []byte) bool {
	switch string(name) {
	case "RichMediaExecute", "Rendition", "URI", "OnInstantiate":
		return true
	}
	return active(name)
}

func hasActiveName(data []byte) bool { return hasName(data, active) }

// hasName reports whether any of the names in data is one of those.
func hasName(data []byte, is func([]byte) bool) bool {
	lex := pdfLexer{data: data}
	for {
		stroke := bytes.IndexByte(data[lex.at:], '/')
		if stroke < 0 {
			return false
		}
		lex.at += stroke + 1
		if is(lex.name()) {
			return true
		}
	}
}
