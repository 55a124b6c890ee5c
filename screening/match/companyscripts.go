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
	中国 china,中國 china,香港 hong kong,台湾 taiwan,臺灣 taiwan,朝鲜 korea,朝鮮 korea,俄罗斯 russia,俄羅斯 russia,伊朗 iran
	国家 national,國家 national,电力 power,電力 power,电网 grid,電網 grid,集成电路 integrated circuit,半导体 semiconductor,军工 military,核电 nuclear power,核工业 nuclear industry,核能 nuclear energy,兵器 weapons,造船 shipbuilding,重工 heavy industries,汽车 automobile,汽車 automobile
	交通 communications,铁路 railway,鐵路 railway,建筑工程 construction engineering,纺织 textile,紡織 textile,材料 materials,仪器 instruments,儀器 instruments,光学 optics,光學 optics,激光 laser,卫星 satellite,衛星 satellite,航天科技 aerospace technology,科学院 academy of sciences,科學院 academy of sciences
	研究中心 research center,实验室 laboratory,實驗室 laboratory,分行 branch,有限合伙 limited partnership,无限公司 unlimited,企业 enterprise,企業 enterprise,代表处 representative office,办事处 office,委员会 committee,委員會 committee,管理局 administration,办公室 office,安全部 security ministry
	北京 beijing,上海 shanghai,深圳 shenzhen,广州 guangzhou,廣州 guangzhou,天津 tianjin,重庆 chongqing,重慶 chongqing,成都 chengdu,武汉 wuhan,武漢 wuhan,南京 nanjing,杭州 hangzhou,西安 xian,大连 dalian,大連 dalian,青岛 qingdao,青島 qingdao,沈阳 shenyang,瀋陽 shenyang
	哈尔滨 harbin,哈爾濱 harbin,长春 changchun,長春 changchun,苏州 suzhou,蘇州 suzhou,厦门 xiamen,廈門 xiamen,广东 guangdong,廣東 guangdong,江苏 jiangsu,江蘇 jiangsu,浙江 zhejiang,山东 shandong,山東 shandong,四川 sichuan,湖北 hubei,湖南 hunan,河北 hebei,河南 henan,福建 fujian,新疆 xinjiang,辽宁 liaoning,遼寧 liaoning,丹东 dandong,丹東 dandong`

// hangulCompanyWords are those of Korean, as they come out of Hangul.
const hangulCompanyWords = `주식회사 co ltd,유한회사 co ltd,유한책임회사 llc,총회사 general corporation,회사 company,그룹 group,무역 trading,은행 bank,기술 technology,개발 development,건설 construction,공업 industry,산업 industry,광업 mining
	해운 shipping,선박 shipping,항공 aviation,국제 international,금융 finance,보험 insurance,대학 university,연구소 institute,석유 petroleum,석탄 coal,전자 electronics,기계 machinery,조선 korea,한국 korea,상사 trading,물산 trading,공사 corporation,총국 general bureau`

// arabicCompanyWords are words of Arabic and Persian, without the article.
const arabicCompanyWords = `شركة company,شركه company,شرکت company,مؤسسة foundation,مؤسسه institute,موسسه institute,بنك bank,بانک bank,مصرف bank,مصرفي banking,مجموعة group,مجموعه group,مجموعات group,گروه group
	منظمة organization,سازمان organization,جمعية association,جمعيه association,انجمن association,جامعة university,دانشگاه university,دانشکده faculty,اتحاد union,اتحادیه union,هيئة committee,هیئت committee,لجنة committee,کمیته committee,مركز center,مرکز center
	تجارة trading,تجارية trading,تجاري trading,للتجارة trading,بازرگانی trading,تجارت trading,وطنية national,وطني national,ملی melli,دولية international,دولي international,للدولية international,بین` + "\u200c" + `المللی international,نفط oil,نفت oil,غاز gas,گاز gas,بترول petroleum,پتروشیمی petrochemical
	صناعة industry,صناعية industry,صناعات industries,صنعت industry,صنایع industries,صنعتی industrial,عامة general,عمومی public,إسلامي islamic,إسلامية islamic,اسلامی islamic,جماعة group,جماعت group,جبهة front,جبهه front,شبكة network,شبکه network,حركة movement,حرکت movement,جنبش movement
	تنظيم organization,جيش army,ارتش army,دولة state,دولتی state,حزب hizb,كتائب brigades,لواء brigade,في in,عراق iraq,ليبيا libya,ليبية libyan,ليبي libyan,يمن yemen,مصرية egyptian,مصري egyptian,مصر egypt,تونس tunisia,تونسية tunisian,مغرب maghreb,مغربية moroccan
	سوريا syria,سورية syria,سوري syrian,إيران iran,ايران iran,ایرانی iranian,إيرانية iranian,أفغانستان afghanistan,افغانستان afghanistan,باكستان pakistan,پاکستان pakistan,لبنان lebanon,لبناني lebanese,سعودية saudi,سودان sudan,صومال somalia,فلسطين palestine
	قابضة holding,هلدینگ holding,محدودة limited,محدود limited,معدني mining,معدنی mining,معادن mines,حوالة exchange,صرافة exchange,صرافی exchange,للصرافة exchange,لصرافة exchange,نقل transport,للنقل transport,حمل transport,شحن shipping,ملاحة shipping,کشتیرانی shipping,طيران aviation,هواپیمایی airlines,هوایی air
	تأمين insurance,بیمه insurance,استثمار investment,للاستثمار investment,سرمایه` + "\u200c" + `گذاری investment,سرمایه capital,تنمية development,توسعه development,مقاولات contracting,للمقاولات contracting,ساختمانی construction,بناء construction,هندسة engineering,هندسية engineering,مهندسی engineering,تكنولوجيا technology,تقنية technology,فناوری technology
	خدمات services,للخدمات services,اتصالات communications,ارتباطات communications,مخابرات telecommunications,معلومات information,اطلاعات information,كهرباء electricity,برق electric,طاقة energy,انرژی energy,نیرو power,صندوق fund,خيرية charity,خیریه charity,بنیاد foundation,وزارة ministry,وزارت ministry
	پژوهشگاه institute,پژوهشی research,تحقیقات research,تحقیقاتی research,بحوث research,علوم sciences,علمي scientific,علمی scientific,أمن security,امنیت security,دفاع defense,دفاعی defense,دفاعية defense,نظامی military,عسكري military,عسكرية military,هوافضا aerospace,فضایی space,هسته` + "\u200c" + `ای nuclear,نووي nuclear,نووية nuclear
	شیمیایی chemical,كيماوية chemical,خودرو automobile,فولاد steel,پولاد steel,حديد iron,سیمان cement,إسمنت cement,غذائية food,غذایی food,أدوية pharmaceutical,دارویی pharmaceutical,پزشکی medical,طبي medical,طبية medical,متحدة united,متحد united,جمهورية republic,جمهوری republic,ثورة revolution,انقلاب revolution,تحرير liberation,مقاومة resistance,مقاومت resistance`

// abjadCompanyWords are those as they come out of their letters.
var abjadCompanyWords = sync.OnceValue(func() map[string]string {
	t := newCompanyTable(arabicCompanyWords, func(s string) string {
		var b []byte
		for _, r := range decompose(s) {
			if !skipped(r) {
				b, _ = romanizeArabic(b, 0, r)
			}
		}
		return string(b)
	})
	for word := range strings.FieldsSeq(looseCompanyWords) {
		letters, english, _ := strings.Cut(word, "=")
		t.words[letters] = english
	}
	return t.words
})

// looseCompanyWords are further spellings, by their letters.
const looseCompanyWords = `mwssh=foundation atthad=union hyih=committee sna=industry islamy=islamic islamyh=islamic jmaah=group jmaat=group ktaeb=brigades
	swryh=syrian iran=iran sawdyh=saudi mdany=mining hwaly=exchange lishrafh=exchange`

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
