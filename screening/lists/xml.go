package lists

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"

	"github.com/bonafide-go/bonafide/screening"
)

// errRecord says that an element is not what the format has in its place.
var errRecord = errors.New("not a record of the format")

// errFormat says that a document is not of the format.
var errFormat = errors.New("not a document of the format")

// An xmlElement takes an element as a whole, or leaves its children to further calls.
type xmlElement func(d *xml.Decoder, start xml.StartElement, line int) (took bool, err error)

// readXML walks a document with a root of that name, and calls element for every
// element that no call before has taken. One that was read and is no record is
// skipped where the ledger tolerates it.
func readXML(r io.Reader, at place, root string, l *ledger, element xmlElement) error {
	in := &input{r: r}
	d := xml.NewDecoder(in)
	refuse := func(err error) error {
		line, _ := d.InputPos()
		var syntax *xml.SyntaxError
		switch {
		case in.err != nil:
			return in.outage(at, line)
		case in.n == 0:
			return at.refuse(screening.CodeListEmpty, 0, nil)
		case errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.As(err, &syntax) && strings.Contains(syntax.Msg, "unexpected EOF"):
			return at.refuse(screening.CodeListTruncated, line, nil)
		}
		return at.refuse(screening.CodeListUnreadable, line, nil) // an error of the decoder may hold values
	}
	for depth, seen := 0, false; ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) && seen && depth == 0 {
			return nil
		}
		if err != nil {
			return refuse(err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			if depth == 0 && (seen || t.Name.Local != root) {
				return refuse(errRecord)
			}
			seen = true
			line, _ := d.InputPos()
			took, err := element(d, t, line)
			if errors.Is(err, errRecord) && l.skip(at.file, line) {
				took, err = true, nil
			}
			if err != nil {
				return refuse(err)
			}
			if !took {
				depth++
			}
		case xml.EndElement:
			depth--
		}
	}
}
