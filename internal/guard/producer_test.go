package guard

import (
	"fmt"
	"go/types"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// Every fact of a decision or a scoring, and every field that is kept of a user
// or a case, is set by code that a Service reaches: a rule about a fact that
// nobody sets can never be met.
func TestEveryFactHasAProducer(t *testing.T) {
	for _, f := range home(t).unsetFacts(setByHosts) {
		assert.Fail(t, "a dead fact", f)
	}
}

// setByHosts are facts that no Service knows.
var setByHosts = map[string]string{
	"permission.Waiver.Rule":       "a request brings the whole waiver",
	"permission.Waiver.DocumentID": "a request brings the whole waiver",
	"risk.Facts.Products":          "casefile.Options.Facts adds it",
	"risk.Facts.Channels":          "casefile.Options.Facts adds it",
	"risk.Facts.Choices":           "casefile.Options.Facts adds it",
	"risk.Facts.Numbers":           "casefile.Options.Facts adds it",
}

// Every status, code and reason has a producer: code that a Service, a store or
// an example reaches gives it to somebody. Comparing and listing is not giving.
func TestEveryCodeHasAProducer(t *testing.T) {
	for _, f := range home(t).deadCodes(givenByOthers) {
		assert.Fail(t, "a dead code", f)
	}
}

// givenByOthers are words, by type or by constant, that come from outside.
var givenByOthers = map[string]string{
	"bonafide.ErasureReason":   "a request names it",
	"casefile.AnswerOutcome":   "a host gives it to AnswerCheck",
	"casefile.CheckType":       "a template names it",
	"casefile.CompanyStatus":   "a request names it",
	"casefile.ListOrder":       "a request names it",
	"casefile.Flag":            "those in force are taken out of the list of all",
	"casefile.RejectKind":      "a reviewer names it",
	"casefile.Trait":           "a template names it",
	"document.CompanyActivity": "a submission names it",
	"document.Deliverability":  "a postal service names it",
	"document.EDDStatus":       "a reviewer names it",
	"document.IDKind":          "a submission names it",
	"document.IssuerRule":      "the rules that a host gives name it",
	"document.Reason":          "a verifier names it",
	"document.Relationship":    "a submission names it",
	"document.Source":          "a submission names it",
	"mrz.Sex":                  "a zone names it",
	"outbox.From":              "the options of a host name it",
	"ownership.EntityType":     "a graph names it",
	"ownership.Role":           "a graph names it",
	"payout.AccountType":       "a submission names it",
	"payout.Kind":              "a submission names it",
	"permission.Direction":     "a transaction names it",
	"permission.FlagAction":    "a flag code names it",
	"permission.FlagCode":      "a request names it",
	"permission.FlagStage":     "a flag code names it",
	"permission.Period":        "a program names it",
	"permission.Scope":         "a program names it",
	"program.Fact":             "a program names it",
	"property.Format":          "a property's definition names it",
	"property.Type":            "a property's definition names it",
	"risk.Combine":             "a spec names it",
	"risk.Level":               "a spec names it",
	"scope.Scope":              "a request names it",
	"tax.Chapter3":             "a submission names it",
	"tax.Chapter4":             "a submission names it",
	"tax.NoTIN":                "a submission names it",
	"tax.ReportingStatus":      "a submission names it",
	"tax.Classification":       "a submission names it",
	"tax.TreatyIncome":         "a submission names it",
}

func TestDeadFactsAndCodesAreFound(t *testing.T) {
	h := madeUp(t, map[string]string{
		"words/words.go": `package words
			type State string
			const (
				Made     State = "made"
				Stepped  State = "stepped"
				Compared State = "compared"
				Listed   State = "listed"
				Asked    State = "asked"
				Named    State = "named"
			)
			var steps = map[State]State{Listed: Stepped}
			func States() []State { return []State{Made, Stepped, Compared, Listed, Asked, Named} }
			func in(s State) bool { return s == Compared }
			func (s State) Next() State {
				switch { case s == Compared, in(Asked): return Made }
				return steps[s]
			}
			type Part struct { In, Out int }
			type Facts struct { Set, Copied, Never string; Kept []int; Parts []Part }
			func New(old Facts) *Facts {
				f := Facts{Set: string(Made.Next()), Copied: old.Copied}
				f.Parts = []Part{{In: 1}}
				f.Kept = append(f.Kept, len(old.Never))
				return &f
			}
			func island() Facts { return Facts{Never: "x"} }`,
		"user/user.go": `package user
			import "` + module + `/words"
			func New() *words.Facts { return words.New(words.Facts{}) }`,
	})
	assert.Equal(t, []string{
		"words.Asked (words/words.go:8): nobody gives it",
		"words.Compared (words/words.go:6): nobody gives it",
		"words.Listed (words/words.go:7): nobody gives it",
		"words.State.Gone is in the table of exceptions without need",
	}, h.deadCodes(map[string]string{"words.Named": "a host names it", "words.State.Gone": "gone"}))
	assert.Equal(t, []string{
		"words.Facts.Copied (words/words.go:19): no Service sets it",
		"words.Facts.Never (words/words.go:19): no Service sets it",
		"words.Part.Out (words/words.go:18): no Service sets it",
		"words.Facts.Set is in the table of exceptions without need",
	}, h.unsetFacts(map[string]string{"words.Facts.Set": "set"}))
}

// kept are the structs whose every field must be set, besides those that end in Facts.
var kept = []string{"user.User", "casefile.Case", "document.Base", "document.Sub"}

// unsetFacts returns the fields that no Service sets, and exceptions without need.
func (h *house) unsetFacts(exceptions map[string]string) []string {
	w := h.web()
	roots := h.services(w)
	for o := range w.decls {
		if f, ok := o.(*types.Func); ok && f.Signature().Recv() != nil && w.asked(f) {
			roots = append(roots, o) // decoding sets fields too
		}
	}
	p, unused := h.production(w, roots), maps.Clone(exceptions)
	var out []string
	for _, r := range h.rooms {
		for name, s := range asked(r.types) {
			full := r.types.Name() + "." + name
			for f := range s.Fields() {
				if !f.Exported() || p.fields[f] {
					continue
				}
				if delete(unused, full+"."+f.Name()); exceptions[full+"."+f.Name()] == "" {
					out = append(out, fmt.Sprintf("%s.%s (%s): no Service sets it", full, f.Name(), h.here(f.Pos())))
				}
			}
		}
	}
	return append(inOrder(out), needless(unused)...)
}

// asked returns the structs of a package whose fields must be set: facts, with
// the structs that lie in them, and what is kept, which holds what requests bring.
func asked(p *types.Package) map[string]*types.Struct {
	out := make(map[string]*types.Struct)
	var add func(t types.Type)
	add = func(t types.Type) {
		switch t := t.(type) {
		case *types.Pointer:
			add(t.Elem())
		case *types.Slice:
			add(t.Elem())
		case *types.Named:
			s, ok := t.Underlying().(*types.Struct)
			if name := t.Obj().Name(); ok && t.Obj().Pkg() == p && out[name] == nil {
				out[name] = s
				for f := range s.Fields() {
					if strings.HasSuffix(name, "Facts") {
						add(f.Type())
					}
				}
			}
		}
	}
	for _, name := range p.Scope().Names() {
		if strings.HasSuffix(name, "Facts") || slices.Contains(kept, p.Name()+"."+name) {
			add(p.Scope().Lookup(name).Type())
		}
	}
	return out
}

// deadCodes returns the constants of typed strings, and the reasons and
// refusals, that nobody gives, and exceptions without need. The guard of commands
// looks at verbs.
func (h *house) deadCodes(exceptions map[string]string) []string {
	w := h.web()
	p, unused := h.production(w, h.surface(w)), maps.Clone(exceptions)
	var out []string
	for _, r := range h.rooms {
		if r.internal() || r.testCode() || r.part || r.types.Name() == "main" {
			continue
		}
		for _, name := range r.types.Scope().Names() {
			c, ok := r.types.Scope().Lookup(name).(*types.Const)
			if !ok || !c.Exported() || p.codes[c] || group(c) == "" {
				continue
			}
			full := r.types.Name() + "." + name
			delete(unused, group(c))
			if delete(unused, full); exceptions[group(c)] == "" && exceptions[full] == "" {
				out = append(out, fmt.Sprintf("%s (%s): nobody gives it", full, h.here(c.Pos())))
			}
		}
	}
	return append(inOrder(out), needless(unused)...)
}

// group is the type of a code, or what its name begins with; empty for other constants.
func group(c *types.Const) string {
	switch n, _ := c.Type().(*types.Named); {
	case word(c.Type(), c.Pkg()) && n.Obj().Name() != "Verb":
		return c.Pkg().Name() + "." + n.Obj().Name()
	case n == nil && strings.HasPrefix(c.Name(), "Reason"):
		return c.Pkg().Name() + ".Reason"
	case strings.HasPrefix(c.Name(), "Refused"), n != nil && n.Obj().Name() == "Code":
		return c.Pkg().Name() + ".Code"
	}
	return ""
}

// needless reports exceptions that nothing needs.
func needless(left map[string]string) []string {
	var out []string
	for _, name := range slices.Sorted(maps.Keys(left)) {
		out = append(out, name+" is in the table of exceptions without need")
	}
	return out
}

// inOrder sorts findings by name and place.
func inOrder(found []string) []string {
	slices.Sort(found)
	return found
}
