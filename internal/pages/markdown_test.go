package pages

import (
	"regexp"
	"strings"
)

// A Page is a text in Markdown, cut into what a reader can try.
type Page struct {
	Name    string // path from the root of the tree
	Blocks  []Block
	Links   []string // where they lead, as written
	Anchors []string // of its headings, as code hosts make them
	Prose   string   // what is neither code nor address
}

// A Block is a fenced piece of code.
type Block struct {
	Line     int    // of its fence, from 1
	Language string // what stands behind the fence
	From     string // the file named by a comment in the line before the fence
	Text     string
	Output   string // what the block right behind it shows, if that one is a text
}

var (
	link    = regexp.MustCompile(`\]\(([^)\s]+)\)`)
	quoted  = regexp.MustCompile("`[^`]*`")
	comment = regexp.MustCompile(`^<!-- (\S+) -->$`)
	address = regexp.MustCompile(`https?://\S+|\]\([^)]*\)|<[^>]*>`)
)

// Parse reads a page. It knows as much of Markdown as the pages use: fences, headings
// by #, links in brackets.
func Parse(name, text string) Page {
	p := Page{Name: name}
	var open *Block
	var prose strings.Builder
	taken := make(map[string]int)
	from, behind := "", -1 // behind is the block that a text right behind it belongs to
	for i, line := range strings.Split(text, "\n") {
		mark := strings.TrimSpace(line)
		switch {
		case strings.HasPrefix(mark, "```") && open == nil:
			open = &Block{Line: i + 1, Language: strings.TrimPrefix(mark, "```"), From: from}
		case strings.HasPrefix(mark, "```"):
			if open.Language == "text" && behind >= 0 {
				p.Blocks[behind].Output = open.Text
			}
			p.Blocks = append(p.Blocks, *open)
			behind, open, from = len(p.Blocks)-1, nil, ""
		case open != nil:
			open.Text += line + "\n"
		case comment.MatchString(mark):
			from = comment.FindStringSubmatch(mark)[1]
		default:
			if mark != "" {
				from, behind = "", -1
			}
			if strings.HasPrefix(line, "#") {
				p.Anchors = append(p.Anchors, anchor(strings.TrimLeft(line, "# "), taken))
			}
			bare := quoted.ReplaceAllString(line, "")
			for _, l := range link.FindAllStringSubmatch(bare, -1) {
				p.Links = append(p.Links, l[1])
			}
			prose.WriteString(address.ReplaceAllString(bare, " ") + "\n")
		}
	}
	if open != nil { // a fence that nobody closed swallows the rest
		p.Blocks = append(p.Blocks, Block{Line: open.Line, Language: "unclosed", Text: open.Text})
	}
	p.Prose = prose.String()
	return p
}

// anchor is the address of a heading within its page: lower case, hyphens for blanks,
// a number behind the second of a name.
func anchor(heading string, taken map[string]int) string {
	var b strings.Builder
	for _, r := range strings.ToLower(strings.TrimSpace(heading)) {
		switch {
		case r == ' ' || r == '-':
			b.WriteByte('-')
		case r == '_' || r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r > 127:
			b.WriteRune(r)
		}
	}
	name := b.String()
	n := taken[name]
	taken[name]++
	if n > 0 {
		name += "-" + string(rune('0'+n))
	}
	return name
}

// Stands reports whether a piece of code stands in a file, line by line whatever the
// indentation. A line "// …" leaves out any number of lines.
func Stands(piece, file string) bool {
	lines := trimmed(file)
	for _, part := range strings.Split(strings.Join(trimmed(piece), "\n"), "// …\n") {
		at := find(trimmed(part), lines)
		if at < 0 {
			return false
		}
		lines = lines[at:]
	}
	return true
}

// find returns the place behind the first run of lines that are the given ones, or -1.
func find(want, lines []string) int {
	for i := 0; i+len(want) <= len(lines); i++ {
		j := 0
		for j < len(want) && lines[i+j] == want[j] {
			j++
		}
		if j == len(want) {
			return i + j
		}
	}
	return -1
}

func trimmed(text string) (out []string) {
	for _, line := range strings.Split(strings.TrimSpace(text), "\n") {
		out = append(out, strings.TrimSpace(line))
	}
	return out
}

var word = regexp.MustCompile(`\pL[\pL'’]*`)

// Misspelt are the words of a prose that a list has not, each once. Names in capitals and words
// with a capital inside are names of something.
func Misspelt(prose string, known map[string]bool) (out []string) {
	seen := make(map[string]bool)
	for _, w := range word.FindAllString(prose, -1) {
		w = strings.TrimRight(strings.TrimSuffix(strings.ReplaceAll(w, "’", "'"), "'s"), "'")
		low := strings.ToLower(w)
		if len(w) < 2 || w == strings.ToUpper(w) || w[1:] != low[1:] || known[low] || seen[low] {
			continue
		}
		seen[low] = true
		out = append(out, low)
	}
	return out
}
