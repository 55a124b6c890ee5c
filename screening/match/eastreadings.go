package match

import (
	"strings"
	"sync"
)

// Characters of Han as Hong Kong and Korea read them in names, surnames first. Hong
// Kong's are the spellings of its registers, Korea's those of McCune and Reischauer without
// marks, as the North writes its names. They follow no published table: they are how such
// names are usually spelled there, and not all.
const (
	hongKongSurnames = `陳 chan 黃 wong 李 lee 張 cheung 林 lam 王 wong 吳 ng 劉 lau 蔡 choi 楊 yeung 許 hui 鄭 cheng 謝 tse 郭 kwok 洪 hung 曾 tsang 廖 liu 賴 lai
	徐 tsui 周 chow 葉 yip 蘇 so 莊 chong 呂 lui 何 ho 蕭 siu 羅 lo 高 ko 潘 poon 朱 chu 鍾 chung 彭 pang 胡 wu 沈 shum 余 yu 趙 chiu 盧 lo 梁 leung 顏 ngan
	孫 suen 魏 ngai 戴 tai 范 fan 方 fong 宋 sung 鄧 tang 杜 to 侯 hau 曹 tso 馮 fung 岑 shum 譚 tam 關 kwan 麥 mak 區 au 歐 au 甘 kam 黎 lai 霍 fok 程 ching
	唐 tong 龔 kung 韋 wai 駱 lok`
	hongKongGiven = `國 kwok 家 ka 偉 wai 衛 wai 炳 ping 強 keung 基 ki 聰 chung 若 yeuk 驊 wah 華 wah 月 yuet 娥 ngor 志 chi 明 ming 文 man 健 kin 俊 chun 傑 kit
	德 tak 永 wing 榮 wing 輝 fai 達 tat 雄 hung 英 ying 麗 lai 珍 chun 珠 chu 玲 ling 美 mei 慧 wai 惠 wai 敏 man 儀 yee 雲 wan 東 tung 廷 ting 鋒 fung 之 chi
	冠 kwun 浩 ho 天 tin 庭 ting 芝 chi 茂 mo 波 po 振 chun 光 kwong 成 shing 勝 shing 超 chiu 權 kuen 漢 hon 昌 cheong 祥 cheung 耀 yiu 兆 siu
	業 yip 忠 chung 建 kin 宗 chung 生 sang 新 sun 安 on 平 ping 世 sai 仁 yan 義 yee 信 shun 宏 wang 龍 lung 鳳 fung 玉 yuk 蓮 lin 金 kam 銘 ming 恩 yan 彥 yin`
	koreanHanSurnames = `金 kim 朴 pak 崔 choe 尹 yun 申 sin 權 kwon 玄 hyon 裵 pae 柳 ryu 池 ji 嚴 om 太 tae 咸 ham`
	koreanHanGiven    = `正 jong 恩 un 日 il 成 song 與 yo 英 yong 永 yong 哲 chol 龍 ryong 海 hae 善 son 姬 hui 己 ki 男 nam 元 won 弘 hong 泰 thae 明 myong 國 kuk 光 kwang
	虎 ho 浩 ho 秀 su 洙 su 鎭 jin 鎮 jin 革 hyok 赫 hyok 順 sun 玉 ok 春 chun 南 nam 東 tong 植 sik 範 pom 勳 hun 勝 sung 宗 jong 仁 in 學 hak 吉 kil
	道 to 德 tok 俊 jun 柱 ju 根 kun 京 kyong 慶 kyong 敬 kyong 奉 pong 鳳 pong 武 mu 文 mun 云 un 雲 un 千 chon 鐵 chol 在 jae 相 sang 尙 sang 尚 sang 賢 hyon 鉉 hyon`
)

// An eastTable is how one country reads the characters of names.
type eastTable struct{ surnames, given map[rune]string }

// newEastTable reads characters with their readings, by their simplified forms.
func newEastTable(surnames, given string) (t eastTable) {
	read := func(text string) map[rune]string {
		m := make(map[rune]string)
		f := strings.Fields(text)
		for i := 0; i+1 < len(f); i += 2 {
			m[firstRune(simplified(f[i]))] = f[i+1]
		}
		return m
	}
	return eastTable{read(surnames), read(given)}
}

var (
	hongKong  = sync.OnceValue(func() eastTable { return newEastTable(hongKongSurnames, hongKongGiven) })
	koreanHan = sync.OnceValue(func() eastTable { return newEastTable(koreanHanSurnames, koreanHanGiven) })
)

// eastReadings returns how Hong Kong and Korea read a name in characters of Han, beside
// Mandarin: Hong Kong where one of the characters is no simplified one, Korea where the
// surname is hardly one of China.
func eastReadings(name string) (all []string) {
	name = strings.ReplaceAll(name, " ", "")
	if n := len(name) / 3; n < 2 || n > 4 || len(name)%3 != 0 || !isHan(firstRune(name)) {
		return nil
	}
	plain := simplified(name)
	if plain != name {
		if text := hongKong().read(plain); text != "" {
			all = append(all, text)
		}
	}
	if text := koreanHan().read(plain); text != "" {
		all = append(all, text)
	}
	return all
}

// read returns the reading of a name in simplified characters, or "" where the table
// does not know all of it. Four characters begin with a married woman's two surnames.
func (t eastTable) read(name string) string {
	runes := []rune(name)
	words := make([]string, len(runes))
	for i, r := range runes {
		of := t.given
		if i == 0 || i == 1 && len(runes) == 4 {
			of = t.surnames
		}
		if words[i] = of[r]; words[i] == "" {
			return ""
		}
	}
	return strings.Join(words, " ")
}
