package match

import (
	"slices"
	"strings"
	"sync"
)

// Before pinyin, and to this day in Taiwan and among the Chinese of the south, names
// were written in other ways. Those of Wade and Giles follow rules: the table is made
// from the syllables of pinyin. Names in print mostly leave out the apostrophe that
// tells t' (pinyin t) from t (pinyin d), so that a syllable may be one of two.

// wadeInitials are the consonants that syllables begin with, as pinyin and Wade-Giles
// write them. Longer ones come first.
var wadeInitials = [...][2]string{
	{"zh", "ch"}, {"ch", "ch'"}, {"sh", "sh"}, {"b", "p"}, {"p", "p'"}, {"d", "t"}, {"t", "t'"}, {"g", "k"}, {"k", "k'"},
	{"j", "ch"}, {"q", "ch'"}, {"x", "hs"}, {"z", "ts"}, {"c", "ts'"}, {"r", "j"},
}

// wadeWhole are syllables that Wade-Giles writes in a way of its own.
const wadeWhole = `zhi chih,chi ch'ih,shi shih,ri jih,zi tzu,ci tz'u,si ssu,si szu,si sze,yi i,you yu,yan yen,ye yeh,er erh,ge ko,ge ke,ke k'o,he ho,e o,
	guo kuo,kuo k'uo,huo huo,shuo shuo,gui kuei,kui k'uei,wei wei,yue yueh,yuan yuan,yong yung,xiong hsiung,jiong chiung,qiong ch'iung`

// wadeFinals are the ends of syllables that differ.
var wadeFinals = [...][2]string{{"iong", "iung"}, {"ong", "ung"}, {"ian", "ien"}, {"ie", "ieh"}, {"ue", "ueh"}, {"ve", "ueh"}, {"uo", "o"}}

// otherChinese are spellings of Taiwan, Hong Kong, Singapore and of before the war that
// follow no rule, with what they are in pinyin: surnames first.
const otherChinese = `lee li,loong long,ing ying,chow zhou,soong song,koo gu,yeo yang,goh wu,ng wu,ng huang,tan chen,lim lin,ong wang,teo zhang,wong wang,wong huang,
	cheung zhang,leung liang,lam lin,chan chen,chiu zhao,kwok guo,tse xie,tsang zeng,yuen yuan,yip ye,fung feng,tang deng,hui xu,mak mai,lau liu,lo luo,chu zhu,
	kwan guan,poon pan,siu xiao,ho he,yeung yang,kwong guang,wing yong,ming ming,wai wei,kit jie,keung qiang,chung zhong,shek shi,sun sun,yat yi,sen xian,kai jie,
	hsien xian,young yang,tsu zu,shou shou,tsung zong,hwa hua,kuang guang,sheng sheng,shen shen,ying ying,wen wen,ter de,hau hao,hsing xing,liang liang`

// wade maps a syllable without its apostrophe to what it may be in pinyin, that without
// an apostrophe first; and one with it.
var wade = sync.OnceValue(func() map[string][]string {
	t := make(map[string][]string, 900)
	add := func(older, syllable string) {
		if !slices.Contains(t[older], syllable) {
			t[older] = append(t[older], syllable)
		}
	}
	each := func(f func(older, syllable string)) {
		for _, s := range hanReading().syllables[1:] {
			f(wadeOf(s), s)
		}
		for item := range strings.SplitSeq(wadeWhole, ",") {
			if f2 := strings.Fields(item); len(f2) == 2 {
				f(f2[1], f2[0])
			}
		}
	}
	each(func(older, s string) { add(older, s) })
	each(func(older, s string) { add(strings.ReplaceAll(older, "'", ""), s) })
	for item := range strings.SplitSeq(otherChinese, ",") {
		f := strings.Fields(item)
		add(f[0], f[1])
	}
	return t
})

// wadeOf writes a syllable of pinyin as Wade and Giles do, u with dots as u.
func wadeOf(s string) string {
	for item := range strings.SplitSeq(wadeWhole, ",") {
		if f := strings.Fields(item); len(f) == 2 && f[0] == s {
			return f[1]
		}
	}
	head, tail := "", s
	for _, p := range wadeInitials {
		if rest, ok := strings.CutPrefix(s, p[0]); ok {
			head, tail = p[1], rest
			break
		}
	}
	if head == "" && len(s) > 1 && !isVowel(s[0]) {
		head, tail = s[:1], s[1:]
	}
	for _, p := range wadeFinals {
		if rest, ok := strings.CutSuffix(tail, p[0]); ok {
			tail = rest + p[1]
			break
		}
	}
	return head + strings.ReplaceAll(tail, "v", "u")
}

// olderChinese returns what a name in an older spelling may be in pinyin; nothing for
// any other name. A name is read so if all of it can be, and some of it is no pinyin.
func olderChinese(name string) (all []string) {
	if len(name) > 40 {
		return nil
	}
	var words [][]string // syllables by words
	older, count := false, 0
	comma := strings.Contains(name, ",")
	for word := range strings.FieldsFuncSeq(lowerASCII(name), func(r rune) bool { return r == ' ' || r == ',' }) {
		var parts []string
		for part := range strings.SplitSeq(strings.Map(oneApostrophe, word), "-") {
			syllables := wadeSyllables(part)
			if syllables == nil {
				return nil
			}
			parts = append(parts, syllables...)
		}
		for _, p := range parts {
			older = older || !isPinyin([]byte(p))
		}
		words = append(words, parts)
		count += len(parts)
	}
	if !older || count < 2 || count > 4 || len(words) < 2 {
		return nil
	}
	texts := []string{""}
	for i, parts := range words {
		if i > 0 && (i == 1 && comma) {
			each(texts, func(s string) string { return s + "," })
		}
		// "Mao Tse Tung": what follows the first word is one given name.
		gap := " "
		if i > 1 && len(words) == 3 && count == 3 {
			gap = ""
		}
		if i > 0 {
			each(texts, func(s string) string { return s + gap })
		}
		for _, p := range parts {
			texts = withEach(texts, wade()[p])
		}
	}
	return texts[:min(len(texts), maxSpellings)]
}

func each(texts []string, f func(string) string) {
	for i := range texts {
		texts[i] = f(texts[i])
	}
}

// withEach appends each of the readings to each of the texts, up to maxSpellings.
func withEach(texts, readings []string) (out []string) {
	for _, r := range readings {
		for _, t := range texts {
			if len(out) < maxSpellings {
				out = append(out, t+r)
			}
		}
	}
	return out
}

func oneApostrophe(r rune) rune {
	if r == '’' || r == '‘' || r == '`' || r == 'ʻ' || r == 'ʼ' {
		return '\''
	}
	return r
}

// wadeSyllables divides a word into one or two syllables, or returns nil.
func wadeSyllables(word string) []string {
	if len(wade()[word]) > 0 {
		return []string{word}
	}
	for i := len(word) - 1; i > 1; i-- {
		if len(wade()[word[:i]]) > 0 && len(wade()[word[i:]]) > 0 {
			return []string{word[:i], word[i:]}
		}
	}
	return nil
}
