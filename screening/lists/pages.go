package lists

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"

	"github.com/bonafide-go/bonafide/screening"
)

// A pagesReader reads JSON documents that stand one behind another in a file, such as the
// pages of an answer.
type pagesReader struct {
	place
	seen *ledger
	text []byte
}

// each calls page for every document, and returns how many there are.
func (p *pagesReader) each(r io.Reader, page func(n *node) error) (int, error) {
	in := &input{r: r}
	text, _ := in.text()
	var err error
	if p.text, err = io.ReadAll(text); err != nil {
		return 0, in.outage(p.place, 0)
	}
	if in.n == 0 {
		return 0, p.refuse(screening.CodeListEmpty, 0, nil)
	}
	d := json.NewDecoder(bytes.NewReader(p.text))
	d.UseNumber()
	for n := 0; ; n++ {
		nodes, err := readJSON(d, "page", 0)
		switch {
		case errors.Is(err, io.EOF) && n > 0 && len(bytes.TrimSpace(p.text[d.InputOffset():])) == 0:
			return n, nil
		case errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF):
			return 0, p.refuse(screening.CodeListTruncated, p.line(d.InputOffset()), nil)
		case err != nil:
			return 0, p.refuse(screening.CodeListUnreadable, p.line(d.InputOffset()), nil)
		}
		for _, node := range nodes {
			if err := page(node); err != nil {
				return 0, p.refuse(screening.CodeListUnreadable, p.line(node.at), nil)
			}
		}
		if len(nodes) == 0 {
			return 0, p.refuse(screening.CodeListUnreadable, p.line(d.InputOffset()), nil)
		}
	}
}

func (p *pagesReader) line(offset int64) int {
	return 1 + bytes.Count(p.text[:min(offset, int64(len(p.text)))], []byte("\n"))
}

// record calls f for a record of a document, and skips it where it is none and that is
// tolerated.
func (p *pagesReader) record(n *node, f func(n *node, line int) error) error {
	line := p.line(n.at)
	if err := f(n, line); err != nil && !p.seen.skip(p.file, line) {
		return err
	}
	return nil
}
