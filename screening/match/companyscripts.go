package match

import (
	"strings"
	"sync"
	"unicode/utf8"
)

// Company names of East Asia are written without spaces, and what says "trading
// company" is a word of the language, not of the name. These tables hold such
// words with their English ones, simplified and traditional, of Chinese and
// Japanese.
const hanCompanyWords = `有限责任公司 co ltd,有限責任公司 co ltd,股份有限公司 co ltd,有限公司 co ltd,股份公司 co,总公司 general company,總公司 general company,公司 company,集团 group,集團 group,控股 holdings
	株式会社 co ltd,株式會社 co ltd,有限会社 co ltd,合同会社 llc,会社 company,會社 company,商事 trading,商会 trading,商會 trading,製作所 works,工業 industry,产业 industry,產業 industry,産業 industry
	科技 technology,技术 technology,技術 technology,贸易 trading,貿易 trading,商贸 trading,商貿 trading,进出口 import export,進出口 import export,国际 international,國際 international,国際 international
	实业 industry,實業 industry,工业 industry,投资 investment,投資 investment,发展 development,發展 development,开发 development,開發 development,開発 development,电子 electronics,電子 electronics,电器 electric,電器 electric,电气 electric,電氣 electric
	银行 bank,銀行 bank,航运 shipping,航運 shipping,海运 shipping,海運 shipping,船务 shipping,船務 shipping,船舶 shipping,轮船 shipping,物流 logistics,运输 transport,運輸 transport,石油 petroleum,石化 petrochemical,化工 chemical,化学 chemical,化學 chemical
	能源 energy,矿业 mining,礦業 mining,钢铁 steel,鋼鐵 steel,机械 machinery,機械 machinery,设备 equipment,設備 equipment,建设 construction,建設 construction,建筑 construction,建築 construction,工程 engineering,航空 aviation,航天 aerospace
	通信 communications,通讯 communications,通訊 communications,信息 information,資訊 information,网络 network,網絡 network,软件 software,軟件 software,医药 pharmaceutical,醫藥 pharmaceutical,药业 pharmaceutical,生物 biological,食品 food,服务 services,服務 services
	管理 management,咨询 consulting,諮詢 consulting,研究所 institute,研究院 academy,学院 institute,學院 institute,大学 university,大學 university,工厂 factory,工廠 factory,厂 factory,廠 factory,中心 center,分公司 branch,协会 association,協會 association,联合 united,聯合 united
	保险 insurance,保險 insurance,证券 securities,證券 securities,基金 fund,金融 finance,房地产 real estate,房地產 real estate,精密 precision,光电 optoelectronics,光電 optoelectronics,半导体 semiconductor,半導體 semiconductor,自动化 automation,自動化 automation
	中国 china,中國 china,香港 hong kong,台湾 taiwan,臺灣 taiwan,朝鲜 korea,朝鮮 korea,俄罗斯 russia,俄羅斯 russia,伊朗 iran`

// hangulCompanyWords are those of Korean, as they come out of Hangul.
const hangulCompanyWords = `주식회사 co ltd,유한회사 co ltd,유한책임회사 llc,총회사 general corporation,회사 company,그룹 group,무역 trading,은행 bank,기술 technology,개발 development,건설 construction,공업 industry,산업 industry,광업 mining
	해운 shipping,선박 shipping,항공 aviation,국제 international,금융 finance,보험 insurance,대학 university,연구소 institute,석유 petroleum,석탄 coal,전자 electronics,기계 machinery,조선 korea,한국 korea,상사 trading,물산 trading,공사 corporation,총국 general bureau`

// abjadCompanyWords are words of Arabic and Persian as they come out of their
// letters.
var abjadCompanyWords = sync.OnceValue(func() map[string]string {
	return map[string]string{
		"shrkh": "company", "shrkt": "company", "bnk": "bank", "bank": "bank", "msrf": "bank", "mwssh": "foundation", "mjmwh": "group", "mjmwat": "group",
		"mnzmh": "organization", "sazman": "organization", "jmyh": "association", "atthad": "union", "hyih": "committee", "ljnh": "committee", "mrkz": "center",
		"tjarh": "trading", "tjaryh": "trading", "lltjarh": "trading", "bazrgany": "trading", "wtnyh": "national", "wtny": "national", "mly": "melli",
		"dwlyh": "international", "dwly": "international", "nft": "oil", "snayh": "industry", "snay": "industries", "sna": "industry", "amh": "general",
		"islamy": "islamic", "islamyh": "islamic", "jmaah": "group", "jmaat": "group", "jbhh": "front", "shbkh": "network", "hrkh": "movement", "hrkt": "movement",
		"tnzym": "organization", "jysh": "army", "dwlh": "state", "hzb": "hizb", "ktaeb": "brigades", "ktayb": "brigades", "lwa": "brigade", "msrfy": "banking",
		"fy": "in", "raq": "iraq", "lybya": "libya", "lyby": "libyan", "lybyh": "libyan", "ymn": "yemen", "msry": "egyptian", "msryh": "egyptian", "msr": "egypt",
		"twns": "tunisia", "twnsyh": "tunisian", "mghrb": "maghreb", "mghrbyh": "moroccan",
		"swrya": "syria", "swryh": "syrian", "ayran": "iran", "ayrany": "iranian",
		"ayranyh": "iranian", "iran": "iran", "afghanstan": "afghanistan", "bakstan": "pakistan",
		"lbnan": "lebanon", "sawdyh": "saudi", "swdan": "sudan", "swmal": "somalia",
		"qabdhh": "holding", "mhdwdh": "limited", "mhdwd": "limited", "mdany": "mining",
		"hwaly": "exchange", "srafh": "exchange", "lishrafh": "exchange", "llsrafh": "exchange",
	}
})

// companyTable finds the words of a table at the beginning of a text.
type companyTable struct {
	words map[string]string
	most  int // bytes of the longest
}

func newCompanyTable(text string, read func(string) string) *companyTable {
	t := &companyTable{words: make(map[string]string)}
	for item := range strings.FieldsFuncSeq(text, func(r rune) bool { return r == ',' || r == '\n' }) {
		word, english, _ := strings.Cut(strings.TrimSpace(item), " ")
		if word = read(word); word != "" {
			t.words[word], t.most = english, max(t.most, len(word))
		}
	}
	return t
}

var hanCompany = sync.OnceValue(func() *companyTable {
	return newCompanyTable(hanCompanyWords, func(s string) string { return s })
})

var hangulCompany = sync.OnceValue(func() *companyTable {
	return newCompanyTable(hangulCompanyWords, func(s string) string {
		var b []byte
		for _, r := range decompose(s) {
			b, _ = romanizeHangul(b, r)
		}
		return string(b)
	})
})

// longest returns the English words for the longest word of the table that a
// text begins with, and its length.
func (t *companyTable) longest(text string) (english string, size int) {
	for n := min(len(text), t.most); n > 0; n-- {
		if n < len(text) && !utf8.RuneStart(text[n]) {
			continue
		}
		if english, ok := t.words[text[:n]]; ok {
			return english, n
		}
	}
	return "", 0
}

// addWords adds words of English.
func (r *reader) addWords(english string) {
	for w := range strings.FieldsSeq(english) {
		r.addWord(w)
	}
}

// addHangulCompany adds a word of Hangul in the name of a company, divided where
// it holds words of the table.
func (r *reader) addHangulCompany(start, end int) {
	from := start
	rest := func(to int) {
		if to > from {
			r.words = append(r.words, wordSpan{start: uint16(from), end: uint16(to), loose: syllabic})
		}
	}
	for at := start; at < end; {
		english, size := hangulCompany().longest(string(r.buf[at:end]))
		if size == 0 {
			at++
			continue
		}
		rest(at)
		r.addWords(english)
		at += size
		from = at
	}
	rest(end)
}
