package main

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/screening/lists"
)

// lists reads the lists, or the sample where none is named.
func (s *settings) lists() ([]screening.List, error) {
	var all []screening.List
	var errs []error
	add := func(l screening.List, err error) {
		all, errs = append(all, l), append(errs, err)
	}
	if s.ofac != "" {
		add(lists.ReadOFAC(os.DirFS(s.ofac), nil))
	}
	if s.consolidated != "" {
		add(lists.ReadOFACConsolidated(os.DirFS(s.consolidated), nil))
	}
	if s.un != "" {
		f, err := os.Open(s.un)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		add(lists.ReadUN(f, nil))
	}
	if len(all) == 0 {
		folder, err := fs.Sub(sample, "sample")
		if err != nil {
			return nil, err
		}
		add(lists.ReadOFAC(folder, &lists.OFACOptions{Edition: bonafide.Date{Year: 2024, Month: 5, Day: 3}}))
	}
	return all, errors.Join(errs...)
}

// cases returns the names to find, and the lists to find them in: those of a
// labelled file in the whole lists, or all aliases in the lists without them.
func (s *settings) cases(all []screening.List) (cases []labelledName, bare []screening.List, err error) {
	if s.labelled != "" {
		cases, err = s.readLabelled(all[0].Key)
		return cases, all, err
	}
	counts := make(map[string]int)
	for _, l := range all {
		entries := make([]screening.Entry, len(l.Entries))
		for i, e := range l.Entries {
			for _, n := range e.Names[1:] {
				key := l.Key + string(n.Kind)
				if e.Type == s.typ && n.Kind != screening.PrimaryName && counts[key] < s.most {
					counts[key]++
					cases = append(cases, labelledName{l.Key, string(n.Kind), n.Text, e.ID})
				}
			}
			e.Names = e.Names[:1]
			e.Hash = ""
			entries[i] = e
		}
		b, err := screening.NewList(l.Key, l.Edition, entries)
		if err != nil {
			return nil, nil, err
		}
		bare = append(bare, b)
	}
	return cases, bare, nil
}

// line is one line of an input file.
type line struct {
	Query string `json:"query"`
	Name  string `json:"name"`
	Label string `json:"label"`
	List  string `json:"list"`
	Entry string `json:"entry_id"`
}

func (s *settings) readLabelled(list string) (cases []labelledName, err error) {
	err = eachLine(s.labelled, func(l line) {
		if l.Entry != "" && l.Label != "nonmatch" && len(cases) < s.most {
			if l.List == "" {
				l.List = list
			}
			cases = append(cases, labelledName{l.List, "labelled", l.Query + l.Name, l.Entry})
		}
	})
	return cases, err
}

func (s *settings) readCustomers() (names []string, err error) {
	path := s.customers
	if path == "" {
		path = "sample/customers.jsonl"
	}
	err = eachLine(path, func(l line) {
		if l.Label != "match" && len(names) < s.most {
			names = append(names, l.Query+l.Name)
		}
	})
	return names, err
}

// eachLine calls f for every line of a file, gzipped or not. A path within the
// sample is of the sample.
func eachLine(path string, f func(line)) error {
	var file fs.File
	var err error
	if strings.HasPrefix(path, "sample/") {
		file, err = sample.Open(path)
	} else {
		file, err = os.Open(path)
	}
	if err != nil {
		return err
	}
	defer file.Close()
	var r io.Reader = file
	if strings.HasSuffix(path, ".gz") {
		if r, err = gzip.NewReader(file); err != nil {
			return err
		}
	}
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 1<<20)
	for n := 1; lines.Scan(); n++ {
		var l line
		if err := json.Unmarshal(lines.Bytes(), &l); err != nil {
			return fmt.Errorf("line %d is not JSON", n)
		}
		f(l)
	}
	return lines.Err()
}
