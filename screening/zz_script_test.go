//go:build eval

package screening_test

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	. "github.com/bonafide-go/bonafide/screening"
)

type scripted struct{ latin, orig, id string }

func unScripts() (all []scripted, primaries List) {
	b, _ := os.ReadFile(D + "un-2026-02/UN_consolidated.xml")
	re := regexp.MustCompile(`(?s)<INDIVIDUAL>.*?</INDIVIDUAL>`)
	tag := func(s, t string) string {
		m := regexp.MustCompile(`(?s)<` + t + `>(.*?)</` + t + `>`).FindStringSubmatch(s)
		if m == nil {
			return ""
		}
		return strings.TrimSpace(m[1])
	}
	for _, m := range re.FindAllString(string(b), -1) {
		var parts []string
		for _, t := range []string{"FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME"} {
			if v := tag(m, t); v != "" {
				parts = append(parts, v)
			}
		}
		id := tag(m, "DATAID")
		n := strings.Join(parts, " ")
		primaries.Entries = append(primaries.Entries, Entry{ID: id, Type: Person, Names: []Name{{Text: n, Kind: PrimaryName}}})
		if o := tag(m, "NAME_ORIGINAL_SCRIPT"); o != "" {
			all = append(all, scripted{n, o, id})
		}
	}
	return
}

func TestScript(t *testing.T) {
	all, un := unScripts()
	x := NewIdx(0, []List{un}, DefaultTuning(0))
	var ok, n [2]int
	for _, s := range all {
		k := int(h32(s.id) & 1)
		n[k]++
		best, right := EHit{}, 0.0
		for _, h := range x.Search(s.orig, .05) {
			if h.ID == s.id {
				right = h.Score
			}
			if h.Score > best.Score {
				best = h
			}
		}
		if right > 0 && right >= best.Score {
			ok[k]++
		} else if k == 0 {
			fmt.Printf("%.3f %s  right %s (%.3f) got %s (%.3f)\n", right, s.orig, s.latin, right, best.Name, best.Score)
		}
	}
	fmt.Println("script rank1", ok, n, float64(ok[0])/float64(n[0]), float64(ok[1])/float64(n[1]))
}

func TestPutin(t *testing.T) {
	l := List{Entries: []Entry{{ID: "1", Type: Person, Names: []Name{{Text: "Vladimir Putin"}}}}}
	x := NewIdx(0, []List{l}, DefaultTuning(0))
	jsonl(D+"screening-labelled/nk_putin_variants.jsonl", func(m map[string]any) {
		h := x.Search(m["query"].(string), .01)
		s := 0.0
		if len(h) > 0 {
			s = h[0].Score
		}
		if s < .6 {
			fmt.Printf("%.3f %s\n", s, m["query"])
		}
	})
}
