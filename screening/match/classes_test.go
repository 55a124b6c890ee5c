package match_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	. "github.com/bonafide-go/bonafide/screening"
)

// A distortion is a way in which names of people reach a screening otherwise than they
// are listed.
type distortion struct {
	name  string
	least float64 // found at DefaultMinScore
	// of returns a name distorted, "" where it cannot be; words are those of the name in
	// speaking order.
	of func(words []string, r *rand.Rand) string
}

func together(words []string) string { return strings.Join(words, " ") }

// typos makes so many errors of typing in words of four letters or more.
func typos(n int) func([]string, *rand.Rand) string {
	return func(words []string, r *rand.Rand) string {
		out := slices.Clone(words)
		for range n {
			i := r.IntN(len(out))
			w := []rune(out[i])
			if len(w) < 4 {
				return ""
			}
			at := 1 + r.IntN(len(w)-2)
			letter := rune('a' + r.IntN(26))
			switch r.IntN(4) {
			case 0:
				w = slices.Delete(w, at, at+1)
			case 1:
				w = slices.Insert(w, at, letter)
			case 2:
				w[at] = letter
			default:
				w[at], w[at+1] = w[at+1], w[at]
			}
			out[i] = string(w)
		}
		return together(out)
	}
}

var distortions = []distortion{
	{"one typo", .96, typos(1)},
	{"two typos", .80, typos(2)},
	{"a word missing of three or more", .88, func(w []string, r *rand.Rand) string {
		if len(w) < 3 {
			return ""
		}
		i := r.IntN(len(w))
		return together(slices.Delete(slices.Clone(w), i, i+1))
	}},
	{"two words missing of four or more", .68, func(w []string, r *rand.Rand) string {
		if len(w) < 4 {
			return ""
		}
		w = slices.Clone(w)
		for range 2 {
			i := r.IntN(len(w))
			w = slices.Delete(w, i, i+1)
		}
		return together(w)
	}},
	{"other order", .97, func(w []string, r *rand.Rand) string {
		w = slices.Clone(w)
		slices.Reverse(w)
		return together(w)
	}},
	{"joined", .95, func(w []string, r *rand.Rand) string { return strings.Join(w, "") }},
	{"digits for letters", .95, func(w []string, r *rand.Rand) string {
		return strings.NewReplacer("o", "0", "i", "1", "s", "5", "m", "rn").Replace(strings.ToLower(together(w)))
	}},
	{"one digit for a letter", .97, func(w []string, r *rand.Rand) string {
		text := strings.ToLower(together(w))
		for _, p := range [...][2]string{{"o", "0"}, {"l", "1"}, {"s", "5"}, {"b", "8"}, {"z", "2"}, {"g", "9"}, {"m", "rn"}, {"w", "vv"}, {"d", "cl"}} {
			if strings.Contains(text, p[0]) && r.IntN(2) == 0 {
				return strings.Replace(text, p[0], p[1], 1)
			}
		}
		return ""
	}},
	{"letters apart", .95, func(w []string, r *rand.Rand) string {
		var out []string
		for _, word := range w {
			out = append(out, strings.Join(strings.Split(word, ""), " "))
		}
		return strings.Join(out, "   ")
	}},
	{"given name and family name alone", .83, func(w []string, r *rand.Rand) string {
		if len(w) < 3 {
			return ""
		}
		return w[0] + " " + w[len(w)-1]
	}},
}

// Listed names, distorted, find their entry at the threshold that counts where nobody
// names another, with all names of all lists in the index.
func TestRecallByClass(t *testing.T) {
	e := engine(t, realAll(t)...)
	type target struct {
		list, id string
		words    []string
	}
	var targets []target
	for _, l := range realAll(t) {
		for i, entry := range l.Entries {
			if entry.Type != Person || i%17 != 0 {
				continue
			}
			n := entry.Names[i/17%len(entry.Names)]
			if n.Kind == OriginalScript || n.Kind == WeakAKA {
				n = entry.Names[0]
			}
			family, given, comma := strings.Cut(n.Text, ", ")
			if comma {
				n.Text = given + " " + family
			}
			if f := strings.Fields(n.Text); len(f) > 1 {
				targets = append(targets, target{l.Key, entry.ID, f})
			}
		}
	}
	for _, d := range distortions {
		r := rand.New(rand.NewPCG(uint64(len(d.name)), 7))
		tried, found := 0, 0
		var missed []string
		for _, g := range targets {
			name := d.of(g.words, r)
			if name == "" || tried == 250 {
				continue
			}
			tried++
			res := screen(t, e, Query{Name: name, Type: Person, Lists: []string{g.list}, Limit: 200})
			if _, ok := res.Hit(g.list, g.id); ok {
				found++
			} else {
				missed = append(missed, fmt.Sprintf("%s (%s)", name, together(g.words)))
			}
		}
		got := float64(found) / float64(tried)
		t.Logf("%-34s %.3f of %d", d.name, got, tried)
		if testing.Verbose() {
			for _, m := range missed[:min(len(missed), 12)] {
				t.Log("   MISSED ", m)
			}
		}
		assert.GreaterOrEqual(t, got, d.least, d.name)
	}
}
