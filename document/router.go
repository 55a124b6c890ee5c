package document

import (
	"context"
	"slices"

	"github.com/bonafide-go/bonafide"
)

// A Route sends documents to a verifier. An empty Class, Types or Countries
// matches all; Countries are those of issue, or of the base document's address
// where the document names no country.
type Route struct {
	Name      string // noted as Verdict.Verifier, unless the verifier says another
	Class     Class
	Types     []Type
	Countries []bonafide.Country
	Verifier  Verifier
}

func (r Route) takes(class Class, t Type) bool {
	return (r.Class == "" || r.Class == class) && (len(r.Types) == 0 || slices.Contains(r.Types, t))
}

// A Router is a [Verifier] that hands each document to the first of its routes
// that matches. A document that no route takes is unavailable: nobody could look.
type Router struct{ routes []Route }

// NewRouter returns a router over the routes, in order.
func NewRouter(routes ...Route) *Router { return &Router{routes: slices.Clone(routes)} }

// Verify asks the verifier of the first route that matches.
func (r *Router) Verify(ctx context.Context, q Request) (Verdict, error) {
	country := countryOf(q.Meta, q.Base)
	for _, route := range r.routes {
		if !route.takes(q.Class, q.Type) || len(route.Countries) > 0 && !slices.Contains(route.Countries, country) {
			continue
		}
		verdict, err := Verify(ctx, route.Verifier, q)
		if verdict.Verifier == "" {
			verdict.Verifier = route.Name
		}
		return verdict, err
	}
	return Verdict{Outcome: OutcomeUnavailable}, nil
}

// Takes reports whether a route matches documents of a class and type that are of a
// country; see [Selective].
func (r *Router) Takes(class Class, t Type, country bonafide.Country) bool {
	return slices.ContainsFunc(r.routes, func(route Route) bool {
		return route.takes(class, t) && (len(route.Countries) == 0 || slices.Contains(route.Countries, country)) && takes(route.Verifier, class, t, country)
	})
}

// Unrouted returns the types that need a check and that no route takes in every
// country: what a host should look at before it goes live.
func (r *Router) Unrouted() []TypeInfo {
	var missing []TypeInfo
	for _, t := range typeTable {
		covered := slices.ContainsFunc(r.routes, func(route Route) bool {
			return route.takes(t.Class, t.Type) && len(route.Countries) == 0 && route.Verifier != nil
		})
		if t.Checked && !covered {
			missing = append(missing, t)
		}
	}
	return missing
}
