package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/document/photo"
	"github.com/bonafide-go/bonafide/document/upload"
)

// showVerdicts asks verifiers about samples. The sandbox stands for two vendors; a
// photo that the check refuses never reaches the first, so that nobody pays for it.
func showVerdicts(w io.Writer, check *photo.Checker) error {
	vendor := document.NewSandbox(nil)
	router := document.NewRouter(
		document.Route{Name: "identity vendor", Types: []document.Type{document.GovtID}, Verifier: check.Before(vendor)},
		document.Route{Name: "paper vendor", Class: document.Physical, Verifier: vendor},
	)
	fmt.Fprint(w, "VERIFIERS\n\n")
	for _, x := range []struct {
		title string
		typ   document.Type
		media upload.MediaType
		read  func() ([]byte, error)
	}{
		{"a sharp photo", document.GovtID, upload.JPEG, sample("1-good.jpg")},
		{"a blurred photo", document.GovtID, upload.JPEG, sample("2-blurred.jpg")},
		{"a bill that the sandbox refuses", document.ProofOfAddress, upload.PNG, sandboxed(document.ReasonAddressMismatch)},
	} {
		verdict, err := document.Verify(context.Background(), router, document.Request{
			Class: document.Physical, Type: x.typ, MediaType: x.media,
			File: func(context.Context) ([]byte, error) { return x.read() },
		})
		if err != nil {
			return err
		}
		fmt.Fprintf(w, "%s: %s\n", x.title, strings.TrimSpace(fmt.Sprintf("%s by %s %s", verdict.Outcome, verdict.Verifier, strings.Join(verdict.Reasons, ", "))))
	}
	var missing []string
	for _, t := range router.Unrouted() {
		missing = append(missing, string(t.Type))
	}
	fmt.Fprintf(w, "nobody is asked yet about: %s\n\n", strings.Join(missing, ", "))
	return nil
}

func sample(name string) func() ([]byte, error) {
	return func() ([]byte, error) { return files.ReadFile("files/" + name) }
}

func sandboxed(reason string) func() ([]byte, error) {
	return func() ([]byte, error) { return document.SandboxImage(reason), nil }
}
