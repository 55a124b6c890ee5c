package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"embed"
	"encoding/json"
	"io"
	"io/fs"
	"os"
	"strings"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/screening/lists"
)

//go:embed ofac people.txt companies.txt
var samples embed.FS

func (s settings) list() (screening.List, error) {
	if s.ofac != "" {
		return lists.ReadOFAC(os.DirFS(s.ofac), &lists.OFACOptions{WithoutWeak: true})
	}
	files, err := fs.Sub(samples, "ofac")
	if err != nil {
		return screening.List{}, err
	}
	return lists.ReadOFAC(files, &lists.OFACOptions{Edition: bonafide.Date{Year: 2024, Month: 5, Day: 3}, WithoutWeak: true})
}

// names reads who is on no list: one name a line, plain or as the "query" or
// "name" of a JSON object.
func names(path string, kind screening.EntityType) ([]string, error) {
	data, err := samples.ReadFile(map[screening.EntityType]string{screening.Person: "people.txt", screening.Entity: "companies.txt"}[kind])
	if path != "" {
		data, err = os.ReadFile(path)
	}
	if err != nil {
		return nil, err
	}
	if strings.HasSuffix(path, ".gz") {
		z, err := gzip.NewReader(bytes.NewReader(data))
		if err != nil {
			return nil, err
		}
		if data, err = io.ReadAll(z); err != nil {
			return nil, err
		}
	}
	var out []string
	lines := bufio.NewScanner(bytes.NewReader(data))
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		name := strings.TrimSpace(lines.Text())
		if strings.HasPrefix(name, "{") {
			var row struct{ Query, Name string }
			if err := json.Unmarshal([]byte(name), &row); err != nil {
				return nil, err
			}
			name = row.Query + row.Name
		}
		if name != "" {
			out = append(out, name)
		}
	}
	return out, lines.Err()
}
