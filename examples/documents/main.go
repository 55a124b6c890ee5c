// Command documents shows what bonafide can tell about an upload before anybody
// is paid to look at it: a photo check with its numbers, the verifiers behind it, and
// a machine-readable zone held against a base document. It reads files beside it and
// calls nobody.
//
//	go run ./examples/documents             # the samples
//	go run ./examples/documents photo.jpg   # photos of your own
//	go run ./examples/documents -tables     # types, reasons, ages, sandbox values
package main

import (
	"context"
	"embed"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/document/mrz"
	"github.com/bonafide-go/bonafide/document/photo"
	"github.com/bonafide-go/bonafide/document/upload"
)

//go:embed files
var files embed.FS

// today is fixed, so that the output is.
var today = bonafide.Date{Year: 2026, Month: time.November, Day: 22}

const about = `documents checks photos and machine-readable zones before anybody pays a vendor.
  documents              the photos of this example
  documents PHOTO...     photos of your own: what is wrong with each
  documents -tables      the tables that forms are made from, as JSON
`

func main() {
	flag.Usage = func() {
		fmt.Fprint(flag.CommandLine.Output(), about)
		flag.PrintDefaults()
	}
	tables := flag.Bool("tables", false, "print the tables that forms, texts and tests are made from")
	flag.Parse()
	if *tables {
		showTables(os.Stdout)
		return
	}
	if err := run(os.Stdout, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(w io.Writer, photos []string) error {
	check := photo.New(nil)
	for _, name := range photos {
		content, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		if err := showPhoto(w, check, filepath.Base(name), content); err != nil {
			return err
		}
	}
	if len(photos) > 0 {
		return nil
	}

	fmt.Fprint(w, "PHOTO CHECK\n\n")
	samples, err := files.ReadDir("files")
	if err != nil {
		return err
	}
	for _, sample := range samples {
		if path.Ext(sample.Name()) != ".jpg" {
			continue
		}
		content, err := files.ReadFile("files/" + sample.Name())
		if err != nil {
			return err
		}
		if err := showPhoto(w, check, sample.Name(), content); err != nil {
			return err
		}
	}
	if err := showVerdicts(w, check); err != nil {
		return err
	}
	return showZones(w)
}

// showPhoto prints the report of one photo.
func showPhoto(w io.Writer, check *photo.Checker, name string, content []byte) error {
	media := upload.MediaType(http.DetectContentType(content))
	r, err := check.Check(context.Background(), media, content)
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "%s: %s, %d x %d pixels, %d kB\n", name, r.MediaType, r.Width, r.Height, r.Bytes/1000)
	fmt.Fprintf(w, "  brightness %.0f, colour %.0f %%, glare %.0f %%, sharpness %.0f, card fills %.0f %%\n",
		r.Intensity, 100*r.Colour, 100*r.Glare, r.Sharpness, 100*r.Occupancy)
	if r.OK() {
		fmt.Fprint(w, "  nothing found: worth sending to a verifier\n\n")
		return nil
	}
	for _, f := range r.Findings {
		detail := f.Detail
		if detail == "" {
			detail = fmt.Sprintf("is %.4g, limit %.4g", f.Value, f.Limit)
		}
		fmt.Fprintf(w, "  %s: %s\n", f.Reason, strings.TrimSpace(f.Measure+" "+detail))
	}
	for _, reason := range r.Reasons() {
		fmt.Fprintf(w, "  to the user: %s\n", document.ReasonOf(reason).Text)
	}
	fmt.Fprintln(w)
	return nil
}

// showZones compares zones, as an OCR might read them, with one base document.
func showZones(w io.Writer) error {
	text, err := files.ReadFile("files/person.json")
	if err != nil {
		return err
	}
	var submission document.Submission
	if err := json.Unmarshal(text, &submission); err != nil {
		return err
	}
	base, err := submission.Check("documents[0]", document.Rules{Today: today})
	if err != nil {
		return err
	}
	printed, ok := mrz.Transliterate(base.Name)
	if !ok {
		return errors.New("a letter without a form in a zone")
	}
	fmt.Fprintf(w, "MACHINE-READABLE ZONES against %s (%s in a zone), born %s\n\n", base.Name, printed, base.Born())

	zones, err := files.ReadFile("files/zones.txt")
	if err != nil {
		return err
	}
	for part := range strings.SplitSeq(strings.TrimSpace(string(zones)), "\n\n") {
		title, zone, ok := strings.Cut(part, "\n")
		if !ok {
			return errors.New("a zone without lines")
		}
		fmt.Fprintln(w, title)
		z, reasons := base.CheckMRZ(zone, today)
		if z.Format != "" {
			issuer := string(z.Issuer)
			if country, ok := z.Issuer.Country(); ok {
				issuer += " (" + string(country) + ")"
			}
			fmt.Fprintf(w, "  %s of %s: %s, %s, born %s, expires %s\n",
				z.Format, issuer, z.Surname, z.GivenNames, born(z.Born.Year, z.Born.Month, z.Born.Day), z.Expires)
			if z.Repaired {
				_, strict := mrz.Parse(zone, today) // as a chip or a scanner of zones would have to give it
				fmt.Fprintln(w, "  letters and digits that look alike were exchanged; as it stands:", strict)
			}
		}
		if len(reasons) == 0 {
			fmt.Fprintln(w, "  agrees with the base document")
		}
		for _, reason := range reasons {
			fmt.Fprintf(w, "  %s: %s\n", reason, document.ReasonOf(reason).Text)
		}
		fmt.Fprintln(w)
	}
	return nil
}

func born(year, month, day int) string { return fmt.Sprintf("%04d-%02d-%02d", year, month, day) }
