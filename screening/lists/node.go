package lists

import (
	"encoding/json"
	"encoding/xml"
	"io"
	"strings"
)

// A node is an element of a document, XML or JSON, with all that it holds. Readers take
// what they know of it; what is left over is counted, so that nothing of a new layout
// vanishes unseen.
type node struct {
	name  string // an attribute's begins with "@"
	text  string
	kids  []*node
	taken bool
	at    int64 // where a JSON value ends in its file
}

// maxDepth bounds how deep a document nests.
const maxDepth = 40

// readNode reads an XML element as a whole. Names are without namespaces.
func readNode(d *xml.Decoder, start xml.StartElement, depth int) (*node, error) {
	if depth > maxDepth {
		return nil, errRecord
	}
	n := &node{name: start.Name.Local}
	for _, a := range start.Attr {
		if a.Value != "" && a.Name.Space != "xmlns" && a.Name.Local != "xmlns" {
			n.kids = append(n.kids, &node{name: "@" + a.Name.Local, text: collapse(a.Value)})
		}
	}
	var text strings.Builder
	for {
		token, err := d.Token()
		if err != nil {
			return nil, err
		}
		switch t := token.(type) {
		case xml.StartElement:
			kid, err := readNode(d, t, depth+1)
			if err != nil {
				return nil, err
			}
			n.kids = append(n.kids, kid)
		case xml.CharData:
			text.Write(t)
		case xml.EndElement:
			n.text = collapse(text.String())
			return n, nil
		}
	}
}

// readJSON reads a JSON value as a node of that name: the parts of a list are nodes of
// one name each, and null is none.
func readJSON(d *json.Decoder, name string, depth int) ([]*node, error) {
	if depth > maxDepth {
		return nil, errRecord
	}
	token, err := jsonToken(d, depth == 0)
	if err != nil {
		return nil, err
	}
	switch t := token.(type) {
	case string:
		return []*node{{name: name, text: collapse(t)}}, nil
	case json.Number:
		return []*node{{name: name, text: t.String()}}, nil
	case bool:
		return []*node{{name: name, text: map[bool]string{true: "true", false: "false"}[t]}}, nil
	case json.Delim:
		n := &node{name: name}
		var all []*node
		for d.More() {
			key := name
			if t == '{' {
				word, err := jsonToken(d, false)
				if err != nil {
					return nil, err
				}
				key, _ = word.(string)
			}
			kids, err := readJSON(d, key, depth+1)
			if err != nil {
				return nil, err
			}
			all = append(all, kids...)
		}
		if _, err := jsonToken(d, false); err != nil {
			return nil, err
		}
		if n.kids, n.at = all, d.InputOffset(); t == '{' {
			return []*node{n}, nil
		}
		return all, nil
	}
	return nil, nil // null
}

// jsonToken reads a token. Within a document there must be one more.
func jsonToken(d *json.Decoder, mayEnd bool) (json.Token, error) {
	token, err := d.Token()
	if err == io.EOF && !mayEnd {
		err = io.ErrUnexpectedEOF
	}
	return token, err
}

// all returns the nodes at a path such as "names/name".
func (n *node) all(path string) []*node {
	first, rest, more := strings.Cut(path, "/")
	var out []*node
	for _, kid := range n.kids {
		if kid.name != first {
			continue
		}
		if kid.taken = true; more {
			out = append(out, kid.all(rest)...)
		} else {
			out = append(out, kid)
		}
	}
	return out
}

// texts returns what stands at a path, without empty ones.
func (n *node) texts(path string) []string {
	var out []string
	for _, kid := range n.all(path) {
		if kid.text != "" {
			out = append(out, kid.text)
		}
	}
	return out
}

// get returns the first text at the first path that has one.
func (n *node) get(paths ...string) string {
	for _, path := range paths {
		if texts := n.texts(path); len(texts) > 0 {
			return texts[0]
		}
	}
	return ""
}

// leftover counts the texts that nobody took, by path, but for those of the names given,
// each behind and before a space, which say nothing about an entry.
func (n *node) leftover(l *ledger, path, silent string) {
	for _, kid := range n.kids {
		if strings.Contains(silent, " "+kid.name+" ") {
			continue
		}
		at := strings.TrimPrefix(path+"/"+kid.name, "/")
		if !kid.taken && kid.text != "" {
			l.cell(at, false)
		}
		kid.leftover(l, at, silent)
	}
}
