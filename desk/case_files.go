package desk

import (
	"encoding/base64"
	"html/template"

	"github.com/bonafide-go/bonafide/casefile"
	"github.com/bonafide-go/bonafide/document/upload"
)

// An openedFile is a file of a check that is shown once, on the answer to who asked for it.
type openedFile struct {
	casefile.File
	Picture template.URL
}

// Files are those that were handed in for the check.
func (p checkPage) Files() []casefile.File {
	var out []casefile.File
	for _, f := range p.Case.Files {
		if f.Check == p.Check.ID {
			out = append(out, f)
		}
	}
	return out
}

// openFile shows a picture of a check, and hands over what is no picture. The Service
// records who opened it, and why.
func openFile(q *request) (view, error) {
	p, err := q.check()
	if err != nil {
		return view{}, err
	}
	f, content, err := q.desk.cases.OpenFile(q.Context(), q.by, p.ID, casefile.OpenFileRequest{
		Key: q.PostFormValue("key"), File: q.PostFormValue("file"), Purpose: q.PostFormValue("purpose"),
	})
	if err != nil {
		return view{}, err
	}
	if f.MediaType != upload.PNG && f.MediaType != upload.JPEG { // nothing that could hold a script is shown
		return view{file: "file", kind: string(f.MediaType), body: content}, nil
	}
	p.Opened = &openedFile{f, pictureOf(f.MediaType, content)}
	return p.view(), nil
}

// pictureOf is the address of a picture that stands in the page itself.
func pictureOf(media upload.MediaType, content []byte) template.URL {
	return template.URL("data:" + string(media) + ";base64," + base64.StdEncoding.EncodeToString(content))
}
