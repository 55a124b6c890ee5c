package match

import (
	"strings"
	"sync"
	"unicode/utf8"
)

// japaneseNames are usual surnames and given names of Japan in characters, with
// their reading. Characters of Han that begin with one of these surnames are
// read so, not in Chinese.
const japaneseSurnames = `佐藤 sato 鈴木 suzuki 高橋 takahashi 田中 tanaka 渡辺 watanabe 渡邊 watanabe 伊藤 ito 山本 yamamoto 中村 nakamura 小林 kobayashi 加藤 kato
	吉田 yoshida 山田 yamada 佐々木 sasaki 山口 yamaguchi 松本 matsumoto 井上 inoue 木村 kimura 斎藤 saito 齋藤 saito 斉藤 saito 清水 shimizu 山崎 yamazaki
	池田 ikeda 橋本 hashimoto 阿部 abe 石川 ishikawa 前田 maeda 藤田 fujita 小川 ogawa 岡田 okada 後藤 goto 長谷川 hasegawa 村上 murakami 近藤 kondo
	石井 ishii 坂本 sakamoto 遠藤 endo 青木 aoki 藤井 fujii 西村 nishimura 福田 fukuda 太田 ota 三浦 miura 藤原 fujiwara 岡本 okamoto 松田 matsuda
	中川 nakagawa 中野 nakano 原田 harada 小野 ono 田村 tamura 竹内 takeuchi 金子 kaneko 和田 wada 中山 nakayama 石田 ishida 上田 ueda 森田 morita
	柴田 shibata 酒井 sakai 工藤 kudo 横山 yokoyama 宮崎 miyazaki 宮本 miyamoto 内田 uchida 高木 takagi 安藤 ando 島田 shimada 谷口 taniguchi
	大野 ono 丸山 maruyama 今井 imai 高田 takada 藤本 fujimoto 武田 takeda 村田 murata 上野 ueno 杉山 sugiyama 増田 masuda 平野 hirano 大塚 otsuka
	千葉 chiba 久保 kubo 松井 matsui 小島 kojima 岩崎 iwasaki 桜井 sakurai 野口 noguchi 松尾 matsuo 野村 nomura 木下 kinoshita 菊地 kikuchi 菊池 kikuchi
	安倍 abe 黒田 kuroda 本田 honda 豊田 toyota 三木 miki 麻生 aso 小泉 koizumi 岸田 kishida 石破 ishiba 麻原 asahara 松下 matsushita 川崎 kawasaki`

const japaneseGiven = `太郎 taro 一郎 ichiro 次郎 jiro 三郎 saburo 健一 kenichi 健 ken 誠 makoto 隆 takashi 浩 hiroshi 博 hiroshi 弘 hiroshi 清 kiyoshi 明 akira 晃 akira
	正 tadashi 勝 masaru 茂 shigeru 実 minoru 進 susumu 豊 yutaka 学 manabu 剛 tsuyoshi 修 osamu 徹 toru 聡 satoshi 智 satoshi 翔 sho 大輔 daisuke
	健太 kenta 翔太 shota 拓也 takuya 達也 tatsuya 直樹 naoki 和也 kazuya 哲也 tetsuya 雄一 yuichi 裕子 yuko 優子 yuko 洋子 yoko 陽子 yoko 花子 hanako
	恵子 keiko 京子 kyoko 幸子 sachiko 和子 kazuko 美智子 michiko 由美子 yumiko 久美子 kumiko 直子 naoko 真由美 mayumi 智子 tomoko 明美 akemi 美咲 misaki
	晋三 shinzo 純一郎 junichiro 文雄 fumio 彰晃 shoko 武 takeshi 昭 akira 孝 takashi 勇 isamu 守 mamoru 宏 hiroshi 稔 minoru 春樹 haruki 駿 hayao`

var japanese = sync.OnceValue(func() (names [2]map[string]string) {
	for i, text := range [...]string{japaneseSurnames, japaneseGiven} {
		f := strings.Fields(text)
		names[i] = make(map[string]string, len(f)/2)
		for j := 0; j+1 < len(f); j += 2 {
			names[i][simplified(f[j])] = f[j+1]
		}
	}
	return names
})

// japaneseName reads a run of characters as a surname of Japan with an optional
// given name. It returns both readings, the bytes of the surname, and ok only if it
// knows all of it.
func japaneseName(run string) (surname, given string, cut int, ok bool) {
	run = simplified(run)
	for n := 3; n >= 2; n-- {
		cut = 0
		for range n {
			_, size := utf8.DecodeRuneInString(run[cut:])
			cut += size
		}
		if surname = japanese()[0][run[:cut]]; surname == "" {
			continue
		}
		if cut == len(run) {
			return surname, "", cut, true
		}
		given = japanese()[1][run[cut:]]
		return surname, given, cut, given != ""
	}
	return "", "", 0, false
}
