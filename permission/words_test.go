package permission_test

import (
	"time"

	"github.com/bonafide-go/bonafide"
)

func moment(text string) time.Time {
	layout := time.RFC3339
	if len(text) == len(time.DateOnly) {
		layout = time.DateOnly
	}
	t, err := time.Parse(layout, text)
	if err != nil {
		panic(err)
	}
	return t
}

var noon = moment("2024-06-01T12:00:00Z")

func fault(path string, code bonafide.Code) bonafide.Fault {
	return bonafide.Fault{Path: path, Code: code}
}
