// Command addressgen writes what an address of each country consists of into the table
// that package document embeds.
//
//	go run ./internal/addressgen -out document/addresses.tsv
//
// It reads address-formats/countries.json (facts of google/libaddressinput, see NOTICE)
// in $BONAFIDE_DATA or ../shared/data. Without that file it leaves the table as it is,
// and says so; where CI is set that is a failure.
package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "addressgen:", err)
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
	content, err := os.ReadFile(filepath.Join(data, "address-formats", "countries.json"))
	if errors.Is(err, fs.ErrNotExist) && os.Getenv("CI") == "" {
		fmt.Fprintln(os.Stderr, "addressgen: no address formats at hand: the table stays as it is")
		return nil
	}
	if err != nil {
		return err
	}
	table, err := generate(content)
	if err != nil {
		return err
	}
	return os.WriteFile(*out, table, 0o644)
}

// A format is one country as published: lists are joined by "~".
type format struct {
	Name       string `json:"name"`
	Format     string `json:"fmt"`
	Require    string `json:"require"`
	Zip        string `json:"zip"`
	PostPrefix string `json:"postprefix"`
	Keys       string `json:"sub_keys"`
	Names      string `json:"sub_names"`
	LatinNames string `json:"sub_lnames"`
	ISO        string `json:"sub_isoids"`
	Before     string `json:"-"` // codes that the list of codes had before it was corrected
}

// generate returns the table: a line a country, its columns the code, the parts that are
// required (C city, S subdivision, Z postal code), the pattern of a postal code without
// separators, and the subdivisions, each as code=name=name, apart by "~".
func generate(content []byte) ([]byte, error) {
	var formats map[string]format
	if err := json.Unmarshal(content, &formats); err != nil {
		return nil, err
	}
	delete(formats, "ZZ") // the form of a country that is not known
	var b strings.Builder
	for _, code := range sortedKeys(formats) {
		f := corrected(code, formats[code])
		fmt.Fprintf(&b, "%s\t%s\t%s\t%s\n", code, required(code, f), compact(f.Zip), strings.Join(named(code, subdivisions(f)), "~"))
	}
	return []byte(b.String()), nil
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// corrected returns a format without what is out of date in it.
func corrected(code string, f format) format {
	rename := func(list *string, pairs ...string) {
		items := strings.Split(*list, "~")
		for i := 0; i < len(pairs); i += 2 {
			if at := slices.Index(items, pairs[i]); at >= 0 {
				items[at] = pairs[i+1]
			}
		}
		*list = strings.Join(items, "~")
	}
	f.Before = f.ISO
	switch code {
	case "GB":
		f.Zip = strings.Replace(f.Zip, "|BD|", "|BD|BF|", 1) // forces posted overseas (BFPO, since 2012)
	case "KR":
		f.Zip = `\d{5}` // Korea Post, since 2015
	case "IE":
		f.Zip = `(?:D6W|[AC-FHKNPRTV-Y]\d\d)[0-9AC-FHKNPRTV-Y]{4}` // Eircode, since 2015
	case "MX":
		rename(&f.Keys, "D.F.", "CDMX")
		rename(&f.ISO, "DIF", "CMX") // ISO 3166-2:MX, since 2016
		rename(&f.Names, "Distrito Federal", "Ciudad de México")
	case "KH":
		f.Zip = `\d{5,6}` // Cambodia Post: six digits since 2018
	case "KZ":
		f.Zip = `\d{6}|[A-Z]\d\d[A-Z]\d[A-Z]\d` // Kazpost: of places since 2015
	case "MU":
		f.Zip = `\d{5}|\d{3}[A-Z]{2}\d{3}` // Mauritius Post: five digits since 2014
	case "VE":
		f.Zip = `\d{4}[A-Z]?` // Ipostel: a letter may follow
	case "SA":
		f.Zip = `\d{5}(?:\d{4})?` // Saudi Post: four digits of the place may follow
	case "TW":
		f.Zip = `\d{3}(?:\d{2,3})?` // Chunghwa Post: 3 and 3 digits since 2020
	case "VN":
		f.Zip = `\d{5,6}` // Ministry of Information and Communications, decision 2475/QD-BTTTT of 2017: five
	case "CN":
		// ISO 3166-2:CN, since 2017
		rename(&f.ISO, strings.Fields("11 BJ 12 TJ 13 HE 14 SX 15 NM 21 LN 22 JL 23 HL 31 SH 32 JS 33 ZJ 34 AH 35 FJ 36 JX 37 SD 41 HA 42 HB 43 HN 44 GD "+
			"45 GX 46 HI 50 CQ 51 SC 52 GZ 53 YN 54 XZ 61 SN 62 GS 63 QH 64 NX 65 XJ")...)
	case "IN":
		rename(&f.ISO, "OR", "OD", "CT", "CG", "UL", "UK", "UT", "UK", "TG", "TS") // ISO 3166-2:IN, since 2023
	}
	return f
}

// required returns the parts that an address of the country cannot do without. A
// territory whose only subdivision is itself has none to name, and Hong Kong (Hongkong
// Post, correct addressing) does without its areas.
func required(code string, f format) string {
	parts := f.Require
	if parts == "" && f.Format == "" {
		parts = "AC" // the form of a country that says nothing of its own
	}
	if parts == "" && strings.Contains(f.Format, "%C") {
		parts = "AC"
	}
	var out strings.Builder
	for _, part := range "CSZ" {
		if !strings.ContainsRune(parts, part) {
			continue
		}
		if part == 'S' && slices.Contains([]string{"AS", "FM", "GU", "HK", "MH", "MP", "PW", "UM", "VI"}, code) {
			continue
		}
		out.WriteRune(part)
	}
	return out.String()
}

// compact returns a pattern of postal codes without the separators in it.
func compact(pattern string) string {
	var b strings.Builder
	for i := 0; i < len(pattern); {
		end := i + 1
		switch {
		case pattern[i] == '\\':
			end = i + 2
		case pattern[i] == '[':
			end = i + strings.IndexByte(pattern[i:], ']') + 1
		}
		token := pattern[i:end]
		i = end
		if strings.Trim(token, `[]\ -`) != "" {
			b.WriteString(token)
			continue
		}
		if i < len(pattern) && pattern[i] == '?' {
			i++
		}
	}
	return b.String()
}

// subdivisions returns a country's subdivisions, sorted: the code, then what else it is
// called. Where ISO 3166-2 has no code the key of the list stands for it.
func subdivisions(f format) []string {
	if f.Keys == "" {
		return nil
	}
	keys := strings.Split(f.Keys, "~")
	column := func(list string) []string {
		items := strings.Split(list, "~")
		if len(items) != len(keys) {
			return make([]string, len(keys))
		}
		return items
	}
	iso, names, latin, before := column(f.ISO), column(f.Names), column(f.LatinNames), column(f.Before)
	out := make([]string, len(keys))
	for i, key := range keys {
		code := iso[i]
		if code == "" {
			code = key
		}
		parts := []string{code}
		for _, name := range []string{key, names[i], latin[i], before[i]} {
			if name != "" && !slices.Contains(parts, name) {
				parts = append(parts, name)
			}
		}
		out[i] = strings.Join(parts, "=")
	}
	slices.Sort(out)
	return out
}
