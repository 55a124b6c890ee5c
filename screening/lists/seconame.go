package lists

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/bonafide-go/bonafide/screening"
)

// A secoPart is a part of a name, with its other spellings by script.
type secoPart struct {
	order  int
	family bool
	value  string
	others map[string][]string
}

// name reads a name as it stands, and once for each other spelling of one of its parts.
func (s *secoReader) name(d *draft, n *node, main bool) {
	kind := screening.AKA
	switch what := n.get("@name-type"); {
	case n.get("@quality") == "low":
		kind = screening.WeakAKA
	case main && (what == "primary-name" || what == ""):
		kind = screening.PrimaryName
	}
	var parts []secoPart
	spellings := make(map[string]int) // scripts, and how many spellings a part has
	for _, p := range n.all("name-part") {
		what := p.get("@name-part-type")
		value := cmp.Or(p.get("value"), p.text)
		if what == "title" {
			d.title(value)
			continue
		}
		part := secoPart{order: number(p.get("@order")), family: what == "family-name", value: value, others: make(map[string][]string)}
		for _, v := range p.all("spelling-variant") {
			script := joined(" ", v.get("@script"), v.get("@lang"))
			part.others[script] = append(part.others[script], v.text)
			spellings[script] = max(spellings[script], len(part.others[script]))
		}
		parts = append(parts, part)
	}
	slices.SortStableFunc(parts, func(a, b secoPart) int { return cmp.Compare(a.order, b.order) })
	d.name(secoWhole(parts, func(p secoPart) string { return p.value }), kind)
	if kind == screening.PrimaryName {
		kind = screening.AKA
	}
	for script, most := range spellings {
		for i := range most {
			d.name(secoWhole(parts, func(p secoPart) string {
				switch others := p.others[script]; {
				case len(others) > 0:
					return others[min(i, len(others)-1)]
				case strings.HasPrefix(strings.ToUpper(script), "LATN"):
					return p.value // it is spelt the same
				}
				return ""
			}), kind)
		}
	}
}

// secoWhole joins the parts: a family name comes first, behind a comma the others.
func secoWhole(parts []secoPart, spelt func(secoPart) string) string {
	var family, rest string
	for _, p := range parts {
		if p.family {
			family = joined(" ", family, spelt(p))
		} else {
			rest = joined(" ", rest, spelt(p))
		}
	}
	return joined(", ", family, rest)
}

// secoNumbers are identifiers in words, as the list writes them into other information.
var secoNumbers = sync.OnceValue(func() []secoPattern {
	return []secoPattern{
		{screening.IDIMO, regexp.MustCompile(`(?i)\bIMO(?: number)? ?:? ?(\d{7})\b`)},
		{screening.IDTax, regexp.MustCompile(`(?i)\btax(?:payer)? (?:identification|registration|id) number ?:? ?([\d-]{5,})`)},
		{screening.IDRegistration, regexp.MustCompile(`(?i)(?:^|\bstate |\bbusiness |\bmain )registration number ?:? ?([\d-]{5,})`)},
		{screening.IDBIC, regexp.MustCompile(`\bSWIFT(?:/BIC)?(?: code)? ?: ?([A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?)\b`)},
	}
})

type secoPattern struct {
	kind    string
	pattern *regexp.Regexp
}

func (d *draft) secoNumber(text string) {
	for _, n := range secoNumbers() {
		for _, found := range n.pattern.FindAllStringSubmatch(text, -1) {
			d.identifier(n.kind, found[1], "")
		}
	}
}
