package pages

import (
	"fmt"
	"strings"

	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/document/identifier"
	"github.com/bonafide-go/bonafide/document/tax"
	"github.com/bonafide-go/bonafide/user"
)

// Documents is the page of types of documents.
func Documents() string {
	b := page("Document types", "Every sub-document that may be submitted. `document.Types` is the same table in code.")
	b.line("")
	b.line("- **who**: whose base document may carry it. **needs**: fields of `document.Meta` that must be given beside it.")
	b.line("- **issuer**: US documents are a type of their own: a US driver's license or passport is `GOVT_ID`, with `Meta.IDKind` to tell")
	b.line("  which; `DRIVER_LICENSE` and `GOVT_ID_INT` are those of other countries, `DRIVERS_LICENSE` is the number alone.")
	b.line("- **checked**: whether the `Verifier` is asked. Others are kept for the record. *derived*: made from the base document, never submitted.")
	b.line("- **several**: more than one may stand on a base document.")
	for _, class := range document.Classes() {
		b.line("")
		b.line("## %s documents", strings.ToUpper(string(class[:1]))+string(class[1:]))
		b.line("")
		b.line("| type | what it is | who | needs | issuer | files | checked | several |")
		b.line("| --- | --- | --- | --- | --- | --- | --- | --- |")
		for _, t := range document.Types() {
			if t.Class != class {
				continue
			}
			checked := yes(t.Checked)
			if t.Derived {
				checked = "derived"
			}
			b.line("| `%s` | %s | %s | %s | %s | %s | %s | %s |", t.Type, cell(t.Comment), names(t.Who), names(t.RequiredMeta),
				issuer(t.Issuer), names(short(t)), checked, yes(t.Multiple))
		}
	}
	return b.String()
}

// short are the kinds of files of a type, without what they have in common.
// Numbers is the page of all numbers that are read.
func Numbers() string {
	b := page("Numbers", "Every number that is read, and what its grade rests on. `identifier.Rules` is the same table in code.")
	b.line("")
	b.line("- **shape**: a is a letter, 9 a digit, * either, {2,4} how many; several are apart by commas. Separators that people write are left out first.")
	b.line("- **checked**: whether check digits, or what else its makers publish of it, are verified.")
	b.line("- **else**: the grade of a number that does not fit. What is malformed is refused; what is implausible is kept, and a program may ask for more.")
	for _, section := range []struct {
		title string
		in    func(identifier.Rule) bool
	}{
		{"One issuer", func(r identifier.Rule) bool {
			return r.Kind != "" && r.State == "" && r.Kind != identifier.KindIBAN && r.Kind != identifier.KindVAT
		}},
		{"National identifiers of persons", func(r identifier.Rule) bool { return r.Kind == "" }},
		{"Driver's licenses of the United States", func(r identifier.Rule) bool { return r.State != "" }},
		{"IBAN", func(r identifier.Rule) bool { return r.Kind == identifier.KindIBAN }},
		{"VAT", func(r identifier.Rule) bool { return r.Kind == identifier.KindVAT }},
	} {
		b.line("")
		b.line("## %s", section.title)
		b.line("")
		b.line("| type | country | name | shape | checked | else | rests on |")
		b.line("| --- | --- | --- | --- | --- | --- | --- |")
		for _, r := range identifier.Rules() {
			if !section.in(r) {
				continue
			}
			typ := "national"
			if r.Kind != "" {
				typ = "`" + string(r.Kind) + "`"
			}
			where := string(r.Country)
			if r.State != "" {
				where += "-" + r.State
			}
			b.line("| %s | %s | %s | `%s` | %s | %s | %s |", typ, where, cell(r.Name), strings.ReplaceAll(r.Shape, " ", "`, `"), yes(r.Checked), r.Else, cell(r.Rests))
		}
	}
	return b.String()
}

// TaxForms is the page of tax forms and of what they may say.
func TaxForms() string {
	b := page("Tax forms", "What `user.Service.SubmitTax` takes. A program asks for a statement of tax residences as the attestation `"+user.AttestedResidence+"`.")
	b.line("")
	b.line("| form | who gives it | valid |")
	b.line("| --- | --- | --- |")
	b.line("| `%s` | US persons | until facts change |", tax.FormW9)
	b.line("| `%s` | foreign individuals | to the end of the third year after it was signed |", tax.FormW8BEN)
	b.line("| `%s` | foreign entities | as %s; 90 days while the GIIN was only applied for |", tax.FormW8BENE, tax.FormW8BEN)
	b.line("| `%s` | everybody of whom tax residences are asked (FATCA, CRS) | until facts change, or as long as the program says |", tax.FormResidence)
	b.line("")
	b.line("Why a country of tax residence has no number: `%s`, the country gives out none; `%s`, none could be obtained, with an explanation; `%s`, the", tax.NotIssued, tax.NotObtained, tax.NotRequired)
	b.line("country does not ask for it. A business says whether it is %s.", names(tax.ReportingStatuses()))
	b.line("")
	b.line("## Classes of a W-9 (line 3a)")
	b.line("")
	b.line("%s", names(tax.Classifications()))
	b.line("")
	b.line("## Chapter 3 statuses of a W-8BEN-E (line 4)")
	b.line("")
	b.line("%s", names(tax.Chapter3Statuses()))
	b.line("")
	b.line("## Chapter 4 statuses of a W-8BEN-E (line 5)")
	b.line("")
	b.line("| status | names a GIIN |")
	b.line("| --- | --- |")
	for _, c := range tax.Chapter4Statuses() {
		b.line("| `%s` | %s |", c, yes(c.NeedsGIIN()))
	}
	return b.String()
}

func short(t document.TypeInfo) (out []string) {
	for _, m := range t.Media {
		_, kind, _ := strings.Cut(string(m), "/")
		out = append(out, strings.TrimPrefix(kind, "x-"))
	}
	return out
}

func issuer(r document.IssuerRule) string {
	switch r {
	case document.ForeignIssuer:
		return "not US"
	case document.USIssuer:
		return "US"
	}
	return ""
}

// Entities is the page of entity types and scopes.
func Entities() string {
	b := page("Entity types and scopes", "Allowed values of `entity_type` and `entity_scope` of a base document. `document.EntityTypes` and `document.EntityScopes` list them in code.")
	b.line("")
	b.line("## Entity types")
	b.line("")
	b.line("| type | what it is | who |")
	b.line("| --- | --- | --- |")
	for _, t := range document.EntityTypes() {
		b.line("| `%s` | %s | %s |", t.Type, t.Name, names(t.Who))
	}
	b.line("")
	b.line("## Entity scopes")
	b.line("")
	for _, s := range document.EntityScopes() {
		b.line("- `%s`", s)
	}
	return b.String()
}

// Sandbox is the page of what the sandbox answers.
func Sandbox() string {
	b := page("Sandbox values", "What `document.NewSandbox` answers. Nobody is called, nothing is kept. *own*: an addition; the others are published.")
	b.line("")
	b.line("| where | value | answer | own |")
	b.line("| --- | --- | --- | --- |")
	for _, v := range document.SandboxValues() {
		b.line("| %s | %s | %s | %s |", cell(v.Where), cell(v.Value), cell(v.Result), yes(v.Own))
	}
	b.line("")
	b.line("With `user.Options.Sandbox` no message is sent, every one-time code is `%s`, and uploads may be placeholders.", document.SandboxCode)
	return b.String()
}

// Errors is the page of errors and codes.
func Errors(found []Word) string {
	b := page("Errors and codes", "What a call can fail with. Compare errors with `errors.Is`; read codes with `errors.As` from `InvalidError` (a list of path, code and rule) and `RefusedError`. Codes are never renamed; an error never carries a value.")
	for _, part := range []struct{ head, kind string }{{"Errors", "error"}, {"Codes of faults and refusals", "code"}} {
		b.line("")
		b.line("## %s", part.head)
		b.line("")
		if part.kind == "error" {
			b.line("| error | meaning |")
			b.line("| --- | --- |")
		} else {
			b.line("| code | constant | meaning |")
			b.line("| --- | --- | --- |")
		}
		for _, w := range found {
			switch {
			case w.Kind != part.kind:
			case w.Kind == "error":
				b.line("| `%s` | %s |", w.Name, cell(w.Meaning))
			default:
				b.line("| `%s` | `%s` | %s |", w.Value, w.Name, cell(w.Meaning))
			}
		}
	}
	b.line("")
	b.line("## Why a document is invalid")
	b.line("")
	b.line("`document.Reasons` is the table in code. A verifier may give other codes: they get a general text, and may be submitted again.")
	b.line("")
	b.line("| code | of | again | text for the user |")
	b.line("| --- | --- | --- | --- |")
	for _, r := range document.Reasons() {
		b.line("| `%s` | %s | %s | %s |", r.Code, r.Group, yes(r.Reject == document.RejectRetry), r.Text)
	}
	return b.String()
}

// builder writes lines.
type builder struct{ strings.Builder }

func (b *builder) line(format string, args ...any) { fmt.Fprintf(b, format+"\n", args...) }

func page(title, about string) *builder {
	b := new(builder)
	b.line("# %s", title)
	b.line("")
	b.line("%s This page is generated.", about)
	return b
}

func cell(s string) string { return strings.ReplaceAll(s, "|", "\\|") }

func yes(b bool) string {
	if b {
		return "yes"
	}
	return ""
}

func names[T ~string](all []T) string {
	var out []string
	for _, s := range all {
		out = append(out, string(s))
	}
	return strings.Join(out, ", ")
}
