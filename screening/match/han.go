package match

import (
	_ "embed" // for the table of readings
	"strings"
	"sync"
	"unicode/utf8"
)

//go:embed hanreadings.txt
var hanReadings string

// Characters of the table, U+4E00 to U+9FFF.
const (
	firstHan = 0x4e00
	lastHan  = 0x9fff
)

// hanTable is the table of readings: of character firstHan + i the syllable
// with number index[i]; 0 = no reading.
type hanTable struct {
	syllables []string
	index     [lastHan - firstHan + 1]uint16
}

var hanReading = sync.OnceValue(func() *hanTable {
	t := &hanTable{syllables: []string{""}}
	for line := range strings.Lines(hanReadings) {
		syllable, chars, _ := strings.Cut(strings.TrimSpace(line), " ")
		if syllable == "#" {
			continue
		}
		for _, r := range chars {
			t.index[r-firstHan] = uint16(len(t.syllables))
		}
		t.syllables = append(t.syllables, syllable)
	}
	return t
})

// of returns the reading of a character, or "".
func (t *hanTable) of(r rune) string {
	if r < firstHan || r > lastHan {
		return ""
	}
	return t.syllables[t.index[r-firstHan]]
}

// hanSurnames are characters that a surname reads in another way.
var hanSurnames = sync.OnceValue(func() map[rune]string {
	return map[rune]string{
		'仇': "qiu", '单': "shan", '單': "shan", '区': "ou", '區': "ou", '盖': "ge", '蓋': "ge", '解': "xie", '查': "zha", '覃': "qin",
		'缪': "miao", '繆': "miao", '员': "yun", '員': "yun", '种': "chong", '洗': "xian", '句': "gou", '祭': "zhai", '朴': "piao",
	}
})

func isHan(r rune) bool { return r >= 0x3400 && r < 0xa000 || r == '々' }

// readHan reads the characters that a text begins with, and returns how many
// bytes they are. A name of Japan is read as such. Else each character is a word
// of its own, unless dots show that a foreign name is written by its sounds:
// then what stands between them is one word.
func (r *reader) readHan(text string) (size int) {
	count, foreign := 0, false
	for i, c := range text {
		if !isHan(c) {
			foreign = c == '·' || c == '・' || c == '‧'
			break
		}
		size = i + utf8.RuneLen(c)
		count++
	}
	foreign = foreign || r.foreign
	r.foreign = foreign
	if r.sphere == things {
		r.readHanCompany(text[:size])
		return size
	}
	if surname, given, cut, ok := japaneseName(text[:size]); ok && count > 1 {
		r.addSyllable(surname, text[:cut])
		if given != "" {
			r.addSyllable(given, text[cut:size])
		}
		return size
	}
	start := len(r.buf)
	for i, c := range text[:size] {
		s := hanSurnames()[c]
		if s == "" || i > 0 || foreign || count < 2 || count > 3 {
			s = r.readCharacter(c)
		}
		if foreign {
			r.buf = append(r.buf, s...)
		} else {
			r.addSyllable(s, string(c))
		}
	}
	if foreign {
		r.words = append(r.words, wordSpan{start: uint16(start), end: uint16(len(r.buf)), loose: syllabic})
	}
	return size
}

// readHanCompany reads the characters of a company's name: words of companies in
// English, other characters one by one.
func (r *reader) readHanCompany(text string) {
	for len(text) > 0 {
		if english, size := hanCompany().longest(text); size > 0 {
			r.addWords(english)
			text = text[size:]
			continue
		}
		c, size := utf8.DecodeRuneInString(text)
		text = text[size:]
		r.addSyllable(r.readCharacter(c), "")
	}
}

// readCharacter returns the reading of a character, or the character itself if
// the table has no reading.
func (r *reader) readCharacter(c rune) string {
	if s := hanReading().of(c); s != "" {
		return s
	}
	r.unknown = true
	return string(c)
}

// addSyllable adds the reading of characters as a word. Those of a company's name are
// compared by their sounds.
func (r *reader) addSyllable(s, chars string) {
	start := len(r.buf)
	r.buf = append(r.buf, s...)
	w := wordSpan{start: uint16(start), end: uint16(len(r.buf)), syllable: true}
	if chars != "" {
		w.chars = charsOf(chars)
	}
	r.words = append(r.words, w)
}

// pinyin are the syllables of Mandarin.
var pinyin = sync.OnceValue(func() wordSet {
	m := make(wordSet, 420)
	for _, s := range hanReading().syllables[1:] {
		m[s] = struct{}{}
	}
	return m
})

// isChinese reports whether a word is one or two syllables of Mandarin.
func isChinese(text []byte) bool {
	if isPinyin(text) {
		return true
	}
	for i := min(len(text)-1, 6); i > 1 && len(text) <= 12; i-- {
		if isPinyin(text[:i]) && isPinyin(text[i:]) {
			return true
		}
	}
	return false
}

// isChinese reports whether a name that was read is in pinyin: all of its words are
// syllables of Mandarin, and one is a surname.
func (r *reader) isChinese() bool {
	surname := false
	for _, w := range r.words {
		t := r.text(w)
		if w.loose != full || !isChinese(t) {
			return false
		}
		surname = surname || chineseSurnames().has(t)
	}
	return surname && len(r.words) > 1
}

// chineseSurnames are those of nine in ten people of China, in pinyin.
var chineseSurnames = sync.OnceValue(func() wordSet {
	return newWordSet(`wang li zhang liu chen yang huang zhao wu zhou xu sun ma zhu hu guo he lin gao luo zheng liang xie song tang deng han feng cao peng zeng
		xiao tian dong pan yuan cai jiang yu ye cheng wei su lu ding ren shen yao cui zhong tan fan jin shi liao jia xia fu fang bai zou meng xiong qin qiu hou yin
		xue yan lei duan long tao shao mao qian wan gu kong xiang chang lai gong ouyang hao dai mo qiao`)
})

// isPinyin reports whether a word is a syllable of Mandarin.
func isPinyin(text []byte) bool { return len(text) <= 6 && pinyin().has(text) }
