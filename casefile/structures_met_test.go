package casefile_test

import (
	"cmp"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide/casefile"
	"github.com/bonafide-go/bonafide/casefile/ownership"
)

// What the analysis says of structures as they are met, a case says of them too: the same
// file, entered through the Service in one request. What a case does not take is who stands
// behind a nominee who is a person: nothing owns into a person, as published.
func TestCasesOfStructuresAsTheyAreMet(t *testing.T) {
	text, err := os.ReadFile("ownership/testdata/structures.txt")
	require.NoError(t, err)
	b := setup(t)
	for line := range strings.Lines(string(text)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		part := append(strings.Split(strings.TrimSpace(line), "|"), "")
		t.Run(strings.TrimSpace(part[0]), func(t *testing.T) {
			req, names := entered(t, part[1], part[2], strings.Fields(part[4]))
			c, err := b.cases.Create(ctx, acme, req)
			if intoPerson := strings.Contains(part[2], "p>n"); intoPerson {
				assert.Equal(t, "individuals[0].relations[1].to not_allowed", answered(err))
				return
			}
			require.NoError(t, err)
			for i, x := range c.Companies {
				names[x.ID] = req.Companies[i].Ref
			}
			for i, x := range c.Individuals {
				names[x.ID] = req.Individuals[i].Ref
			}
			o, err := b.cases.Ownership(ctx, acme, c.ID)
			require.NoError(t, err)
			for _, w := range strings.Fields(part[3]) {
				assert.Equal(t, w, follows(t, o, names, w))
			}
		})
	}
}

// entered is the request for a case of a structure, and an empty map for the names of ids.
func entered(t *testing.T, types, relations string, concert []string) (casefile.CreateRequest, map[string]string) {
	t.Helper()
	req := casefile.CreateRequest{Name: "structure", Companies: []casefile.CompanyInput{{Ref: "M", CompanyFields: casefile.CompanyFields{Name: "M"}}}}
	add := func(ref string) {
		known := slices.ContainsFunc(req.Companies, func(x casefile.CompanyInput) bool { return x.Ref == ref }) ||
			slices.ContainsFunc(req.Individuals, func(x casefile.IndividualInput) bool { return x.Ref == ref })
		switch {
		case known:
		case strings.ToLower(ref) == ref:
			req.Individuals = append(req.Individuals, casefile.IndividualInput{Ref: ref, IndividualFields: casefile.IndividualFields{LastName: "Person " + ref}})
		default:
			x := casefile.CompanyInput{Ref: ref, Type: casefile.AffiliatedCompany}
			x.Name = "Entity " + ref
			req.Companies = append(req.Companies, x)
		}
	}
	for text := range strings.SplitSeq(relations, ",") {
		words := strings.Fields(text)
		from, to, ok := strings.Cut(words[0], ">")
		require.True(t, ok, text)
		add(from)
		add(to)
		r := casefile.RelationInput{ToRef: to}
		shares, votes, apart := strings.Cut(words[1], "/")
		if shares != "-" {
			r.Ownership = exactly(t, shares)
		}
		if apart {
			r.Voting = exactly(t, votes)
		}
		for _, role := range words[2:] {
			r.Roles = append(r.Roles, ownership.Role(role))
		}
		if slices.Contains(concert, from) {
			r.Group = "concert"
		}
		for i := range req.Companies {
			if req.Companies[i].Ref == from {
				req.Companies[i].Relations = append(req.Companies[i].Relations, r)
			}
		}
		for i := range req.Individuals {
			if req.Individuals[i].Ref == from {
				req.Individuals[i].Relations = append(req.Individuals[i].Relations, r)
			}
		}
	}
	for text := range strings.SplitSeq(types, ",") {
		ref, kind, _ := strings.Cut(strings.TrimSpace(text), " ")
		for i := range req.Companies {
			switch x := &req.Companies[i]; {
			case x.Ref != ref:
			case kind == "discloses":
				x.Discloses = true
			default:
				x.Structure = ownership.EntityType(kind)
			}
		}
	}
	return req, map[string]string{}
}

func exactly(t *testing.T, text string) ownership.Percent {
	t.Helper()
	p, err := ownership.ParsePercent(text)
	require.NoError(t, err)
	return p
}

// follows is what an answer says of what a row wants, in the words of the row.
func follows(t *testing.T, o casefile.Ownership, names map[string]string, want string) string {
	t.Helper()
	what, rest, _ := strings.Cut(want, ":")
	finding := func(rules string) ownership.Finding {
		f, ok := o.Finding(rules)
		require.True(t, ok, rules)
		return f
	}
	var ids []string
	switch what {
	case "hides":
		return map[bool]string{true: "hides:yes", false: "hides:no"}[finding("amlr").MayHideOwner]
	case "total":
		who, figure, _ := strings.Cut(rest, "=")
		_, places, _ := strings.Cut(figure, ".")
		for _, h := range o.Analysis.Holders {
			if names[h.ID] == who {
				return "total:" + who + "=" + h.Ownership.Round(len(places))
			}
		}
	case "officials":
		ids = ownersOf(finding("amlr").Officials)
	case "psc-entities":
		ids = ownersOf(finding("psc").Entities)
	case "controllers":
		ids = o.Analysis.Controllers
	default:
		ids = ownersOf(finding(what).Owners)
	}
	wanted, got := strings.Split(rest, ","), []string{}
	for _, id := range ids {
		got = append(got, names[id])
	}
	if slices.Sort(got); slices.Equal(got, slices.Sorted(slices.Values(wanted))) {
		return want // in whatever order
	}
	return what + ":" + cmp.Or(strings.Join(got, ","), "-")
}

func ownersOf(owners []ownership.Owner) []string {
	var out []string
	for _, x := range owners {
		out = append(out, x.ID)
	}
	return out
}
