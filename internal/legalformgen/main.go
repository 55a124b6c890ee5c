// Command legalformgen writes the legal forms of the world into the table that package
// screening/match embeds.
//
//	go run ./internal/legalformgen -out screening/match/legalforms.tsv
//
// It reads legal-forms/gleif-elf-codes-1.4.1.csv.gz (the Entity Legal Form code list of
// GLEIF, CC0, see NOTICE) in $BONAFIDE_DATA or ../shared/data. Without that file it
// leaves the table as it is, and says so; where CI is set that is a failure.
package main

import (
	"bufio"
	"cmp"
	"compress/gzip"
	"encoding/csv"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "legalformgen:", err)
		os.Exit(1)
	}
}

func run() error {
	out := flag.String("out", "", "the table to write")
	root := flag.String("data", "", "folder of published data, where BONAFIDE_DATA does not say it")
	flag.Parse()
	data := os.Getenv("BONAFIDE_DATA")
	if data == "" {
		data = *root
	}
	f, err := os.Open(filepath.Join(data, "legal-forms", "gleif-elf-codes-1.4.1.csv.gz"))
	if errors.Is(err, fs.ErrNotExist) && os.Getenv("CI") == "" {
		fmt.Fprintln(os.Stderr, "legalformgen: no legal forms at hand: the table stays as it is")
		return nil
	}
	if err != nil {
		return err
	}
	defer f.Close()
	unpacked, err := gzip.NewReader(f)
	if err != nil {
		return err
	}
	table, err := generate(unpacked)
	if err != nil {
		return err
	}
	return os.WriteFile(*out, table, 0o644)
}

// The columns of the code list that are read.
const (
	country       = "Country Code (ISO 3166-1)"
	language      = "Language Code (ISO 639-1)"
	local         = "Entity Legal Form name Local name"
	latin         = "Entity Legal Form name Transliterated name (per ISO 01-140-10)"
	abbreviations = "Abbreviations Local language"
	latinShort    = "Abbreviations transliterated"
)

// A form is one way to write a legal form, with its abbreviations and where it is used.
type form struct {
	short     map[string]int // how often each abbreviation is given
	countries map[string]bool
}

// generate returns the table: a line a form in lower case, its columns the abbreviations,
// the commonest first and apart by ";", the form, and the countries that have it.
func generate(r io.Reader) ([]byte, error) {
	text := bufio.NewReader(r)
	if mark, _, err := text.ReadRune(); err == nil && mark != '\ufeff' {
		_ = text.UnreadRune()
	}
	rows := csv.NewReader(text)
	header, err := rows.Read()
	if err != nil {
		return nil, err
	}
	column := func(row []string, name string) string {
		if i := slices.Index(header, name); i >= 0 {
			return strings.ToLower(strings.Join(strings.Fields(row[i]), " "))
		}
		return ""
	}
	for _, name := range []string{country, language, local, latin, abbreviations, latinShort} {
		if !slices.Contains(header, name) {
			return nil, fmt.Errorf("no column %q", name)
		}
	}
	forms := make(map[string]*form)
	for {
		row, err := rows.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		if slices.Contains([]string{"zh", "ja", "kr"}, column(row, language)) {
			continue // the words of East Asia stand in a table of their own
		}
		short := slices.Concat(split(column(row, abbreviations)), split(column(row, latinShort)))
		for _, name := range []string{column(row, local), column(row, latin)} {
			for _, name := range spellings(name) {
				if f := forms[name]; f == nil {
					forms[name] = &form{make(map[string]int), make(map[string]bool)}
				}
				for _, s := range short {
					forms[name].short[s]++
				}
				forms[name].countries[strings.ToUpper(column(row, country))] = true
			}
		}
	}
	var out strings.Builder
	for _, name := range slices.Sorted(maps.Keys(forms)) {
		f := forms[name]
		if short := f.abbreviations(name); len(short) > 0 && !isBusiness(name) {
			fmt.Fprintf(&out, "%s\t%s\t%s\n", strings.Join(short, ";"), name, strings.Join(slices.Sorted(maps.Keys(f.countries)), " "))
		}
	}
	return []byte(out.String()), nil
}

// abbreviations returns those of a form, the most often given first.
func (f *form) abbreviations(name string) []string {
	delete(f.short, name)
	return slices.SortedFunc(maps.Keys(f.short), func(a, b string) int {
		return cmp.Or(cmp.Compare(f.short[b], f.short[a]), cmp.Compare(len(b), len(a)), cmp.Compare(a, b))
	})
}

// spellings returns a name with and without what stands in brackets.
func spellings(name string) []string {
	var out []string
	if before, rest, ok := strings.Cut(name, "("); ok {
		_, after, _ := strings.Cut(rest, ")")
		out = append(out, strings.Join(strings.Fields(before+" "+after), " "))
	}
	out = append(out, name)
	return slices.DeleteFunc(out, func(s string) bool {
		n := len(strings.Fields(s))
		return n == 0 || n > 12
	})
}

// split returns the abbreviations of a cell. Some cells have them apart by commas; a
// comma may also stand in one.
func split(cell string) []string {
	var out []string
	for item := range strings.FieldsFuncSeq(cell, func(r rune) bool { return r == ';' || r == '"' }) {
		parts := []string{item}
		if strings.Count(item, ",") > 1 || !strings.Contains(item, " de ") && strings.Contains(item, ", ") {
			parts = strings.Split(item, ",")
		}
		for _, p := range parts {
			p = strings.Trim(p, " ,")
			if letters := strings.IndexFunc(p, unicode.IsLetter); letters >= 0 && len(p) > 1 {
				out = append(out, p)
			}
		}
	}
	return out
}

// isBusiness reports whether a form says what its bearer does: to the reader of a name
// such words are no legal form.
func isBusiness(name string) bool {
	words := strings.FieldsFunc(name, func(r rune) bool { return !unicode.IsLetter(r) })
	if slices.ContainsFunc(words, func(w string) bool {
		return slices.Contains([]string{"liability", "partnership", "partnerships", "shares", "guarantee"}, w)
	}) {
		return false
	}
	if len(words) == 1 && slices.Contains(alone, words[0]) {
		return true
	}
	return slices.ContainsFunc(words, func(w string) bool { return slices.Contains(businessWords, w) })
}

// businessWords say what an organisation does wherever they stand in the name of a form.
var businessWords = strings.Fields(`
	bank banka banco centrinis national savings insurance trust trusts credit loan railroad series municipal fair foundation foundations
	fund condominium condominiums parish religious development transportation investment estate union unions agricultural
	electric burial establishment agent attorney embassy administration ambassade botschaft l'étranger other
	home medical name administrácia poisťovňa úrad poisťovne domiciled`)

// alone are forms of one word that is the name of a kind of organisation.
var alone = strings.Fields(`
	association associação asociación société sociedad vereinigung verein fondation fundación fundação stiftung institut instituto
	gemeinde bezirks kantons bundes canton district commune asociacijos bendrijos šeimynos λοιπά estado municipio cooperative
	co-op coop cooperatives genossenschaft kooperatsia кооперация säätiö stiftelse companhia coopérative consorzio konsorcium`)
