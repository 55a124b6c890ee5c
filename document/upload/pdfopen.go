package upload

import "bytes"

// opensLink reports a PDF that follows a link to the web as soon as it is opened: its
// OpenAction (ISO 32000-1, 12.3.2 and 12.6) is an action with a URI, there or in the
// object that it names. A page to begin with is none.
func opensLink(content []byte) bool {
	for at, name := range pdfNames(content) {
		if string(name) != "OpenAction" {
			continue
		}
		value := bytes.TrimLeftFunc(content[at:min(at+maxAction, len(content))], func(r rune) bool { return r > ' ' && (r > 255 || !endsName[r]) })
		if hasURI(action(content, bytes.TrimLeft(value, " \t\r\n"))) {
			return true
		}
	}
	return false
}

// maxAction is how many bytes of an action are looked at.
const maxAction = 1024

// action returns the dictionary that a value is, or that of the object it refers to.
func action(content, value []byte) []byte {
	if bytes.HasPrefix(value, []byte("<<")) {
		dictionary, _, _ := bytes.Cut(value, []byte("endobj"))
		return dictionary
	}
	parts := bytes.Fields(value)
	if len(parts) < 3 || !bytes.HasPrefix(parts[2], []byte("R")) {
		return nil
	}
	begin := bytes.Join([][]byte{parts[0], parts[1], []byte("obj")}, []byte(" "))
	for rest := content; ; {
		at := bytes.Index(rest, begin)
		if at < 0 {
			return nil
		}
		if at == 0 || rest[at-1] < '0' || rest[at-1] > '9' { // not the end of another number
			object, _, _ := bytes.Cut(rest[at+len(begin):min(at+len(begin)+maxAction, len(rest))], []byte("endobj"))
			return object
		}
		rest = rest[at+len(begin):]
	}
}

func hasURI(dictionary []byte) bool {
	for _, name := range pdfNames(dictionary) {
		if string(name) == "URI" {
			return true
		}
	}
	return false
}
