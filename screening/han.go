package screening

import (
	"strings"
	"sync"
	"unicode/utf8"
)

// hanSyllables holds, a line each, a syllable of pinyin and characters that are
// read so: those of surnames and given names, those that write foreign names,
// and those usual in the names of companies, simplified and traditional.
const hanSyllables = `a 阿
ai 艾爱愛埃
an 安岸
ang 昂
ao 奥奧敖傲
ba 巴八霸
bai 白柏百佰拜
ban 班半版
bang 邦榜
bao 包宝寶保鲍鮑葆豹
bei 贝貝北倍备
ben 本贲
beng 彭
bi 毕畢碧比壁必璧
bian 边卞变
biao 彪标標表
bin 斌彬宾賓滨濱
bing 冰兵炳丙秉
bo 波博伯勃柏薄泊
bu 卜布步部不
cai 蔡才财財彩
can 灿燦
cang 苍仓
cao 曹草操
cen 岑
chai 柴
chan 禅
chang 常昌长長畅敞
chao 超朝潮晁
che 车車彻
chen 陈陳晨辰臣琛沉尘
cheng 程成城诚誠承澄丞
chi 池迟赤驰
chong 崇冲充
chou 仇
chu 楚褚初储储
chuan 川传船
chuang 创
chun 春纯淳
ci 慈
cong 聪聰从丛
cui 崔翠
da 达達大
dai 戴代岱
dan 丹但旦单丹
dang 党
dao 道岛刀导
de 德得
deng 邓鄧登
di 迪狄地帝第弟笛
dian 典电店点
ding 丁定鼎
dong 东東董冬栋棟动
dou 窦斗
du 杜都度渡
duan 段端
dui 队
dun 敦顿頓
duo 多朵
e 俄鄂娥额厄
en 恩
er 尔爾儿耳二
fa 法发發
fan 范樊凡帆繁番
fang 方芳房防放
fei 飞飛非菲费費斐
fen 芬奋
feng 冯馮峰锋鋒风風凤丰豐枫封
fo 佛
fu 付傅福富伏夫符弗服辅复芙
gai 盖
gan 甘干
gang 刚剛钢岗港
gao 高皋
ge 葛戈格哥革歌各
gen 根
geng 耿更
gong 龚龔公功宫宮工巩贡
gou 苟
gu 顾顧谷古固姑
gua 瓜
guan 关關管冠官观
guang 光广廣
gui 贵貴桂归圭
guo 郭国國果
ha 哈
hai 海
han 韩韓汉漢翰寒涵
hang 航杭
hao 郝浩豪昊好号
he 何贺賀和河荷鹤合赫
hei 黑
heng 恒衡横
hong 洪红紅宏鸿鴻虹弘
hou 侯厚后
hu 胡虎湖沪护呼
hua 华華花化
huai 怀槐
huan 欢桓焕环
huang 黄黃皇煌
hui 惠慧辉輝会晖徽
hun 浑
huo 霍火
ji 吉季纪紀计姬冀继基技机集济极季积
jia 贾賈嘉家佳加甲
jian 建健简剑劍坚箭鉴
jiang 江蒋蔣姜将疆
jiao 焦娇交教
jie 杰傑洁潔捷节界
jin 金晋晉进進锦今津近劲
jing 静靜景晶京敬经荆精竞
jiong 炯
jiu 九久
ju 居菊巨局举
juan 娟卷
jue 爵觉
jun 军軍俊君均钧峻骏
ka 卡喀
kai 凯凱开開楷
kan 阚看坎
kang 康抗
kao 考
ke 柯克科可
ken 肯
kong 孔空控
ku 库
kuai 快
kuan 宽
kuang 邝匡矿况
kui 奎魁葵
kun 坤昆琨
kuo 阔
la 拉腊
lai 赖賴来來莱
lan 兰蘭蓝岚
lang 郎朗浪
lao 劳老
le 乐樂勒
lei 雷磊蕾
leng 冷
li 李黎力丽麗利立莉理里历厉梨礼离
lian 连連廉莲联聯练
liang 梁良亮凉粱
liao 廖辽
lie 列烈
lin 林琳霖临蔺麟
ling 凌玲灵令岭零龄
liu 刘劉柳六流
long 龙龍隆
lou 娄楼
lu 陆陸卢盧鲁魯路吕露鹿录
lv 吕呂旅律绿
luan 栾
lun 伦倫仑轮
luo 罗羅骆洛络落
ma 马馬玛麻
mai 麦迈买
man 曼满
mang 莽
mao 毛茂茅贸
mei 梅美媒
men 门
meng 孟蒙梦夢盟
mi 米密
mian 绵
miao 苗妙
min 民敏闵闽
ming 明鸣名铭
mo 莫墨默摩
mou 牟
mu 穆木慕牧姆
na 娜那纳
nai 乃
nan 南楠男
neng 能
ni 倪妮尼
nian 年念
ning 宁寧凝
niu 牛钮
nong 农
nu 努
nuan 暖
nuo 诺
ou 欧歐
pa 帕
pan 潘盘
pang 庞龐
pei 裴培佩
peng 彭鹏鵬朋蓬
pi 皮
pian 片
pin 品
ping 平萍屏
po 坡
pu 蒲浦普朴
qi 齐齊祁琪奇启其旗七企气汽岐
qian 钱錢谦千乾前
qiang 强強
qiao 乔喬桥巧
qin 秦琴勤钦覃
qing 清青庆慶卿晴
qiong 琼
qiu 邱秋丘裘球
qu 曲屈瞿区
quan 全权泉
que 阙
qun 群
ran 冉然
rao 饶
ren 任仁人
ri 日
rong 荣榮容蓉融戎
rou 柔
ru 茹如儒汝
rui 瑞锐睿芮
run 润
ruo 若
sa 萨
sai 赛
san 三
sang 桑
se 色塞
sen 森
sha 沙莎
shan 山珊单善杉
shang 尚商上
shao 邵绍少
she 佘舍社
shen 沈申深神慎
sheng 盛生胜勝升声
shi 石史施时師师世诗士实式市事视
shou 寿守首
shu 舒树书淑数
shuai 帅
shuang 双爽
shui 水
shun 顺
shuo 硕朔
si 司斯思四
song 宋松颂
su 苏蘇素肃
sui 隋岁
sun 孙孫
suo 索
ta 塔他
tai 泰太台
tan 谭譚谈坦檀
tang 唐汤湯堂
tao 陶涛濤桃
te 特
teng 滕腾
ti 提
tian 田天甜
tie 铁
ting 婷廷庭
tong 童佟通同彤
tu 涂屠土图
tuan 团
tuo 托拓
wa 瓦
wan 万萬婉湾
wang 王汪旺望网
wei 魏韦韋卫衛威维維伟偉为巍薇微位
wen 文温溫闻
weng 翁
wo 沃
wu 吴吳武伍巫乌五务物无
xi 席习習奚西希喜熙锡曦
xia 夏霞
xian 先贤冼仙县
xiang 向项香祥翔湘
xiao 肖萧蕭小晓曉孝笑潇
xie 谢謝解协
xin 辛新鑫欣信心
xing 邢幸兴興星行
xiong 熊雄
xiu 修秀
xu 徐许許胥旭绪
xuan 宣轩玄璇
xue 薛雪学學
xun 荀勋
ya 亚亞雅
yan 严嚴闫阎颜燕岩彦艳言延研炎烟
yang 杨楊阳陽洋扬羊
yao 姚尧瑶耀药
ye 叶葉业業野
yi 易伊义義艺亦毅怡益一医依宜逸仪
yin 尹殷银音印
ying 应英颖莹影
yong 雍永勇咏
you 尤游友有优
yu 于余俞虞喻玉宇雨裕育瑜煜渔
yuan 袁元原远苑源园院
yue 岳月悦越
yun 云雲运韵芸
za 扎
zai 再
zan 赞
zang 臧藏
ze 泽澤
zeng 曾增
zha 查扎
zhai 翟
zhan 詹展战湛
zhang 张張章彰
zhao 赵趙兆召昭
zhe 哲浙
zhen 甄真珍振贞镇
zheng 郑鄭正政征
zhi 志智芝之制治植质
zhong 钟鍾中忠仲重
zhou 周洲州舟
zhu 朱祝竺珠诸主竹
zhuang 庄莊
zhuo 卓
zi 子紫资自
zong 宗总
zou 邹鄒
zu 祖
zuo 左佐作
zun 尊
qian 茜倩
yin 印
meng 萌
jia 佳
bu 步
kai 慨
xin 芯`

var hanReading = sync.OnceValue(func() map[rune]string {
	m := make(map[rune]string, 1500)
	for line := range strings.Lines(hanSyllables) {
		syllable, chars, _ := strings.Cut(strings.TrimSpace(line), " ")
		for _, r := range chars {
			if m[r] == "" {
				m[r] = syllable
			}
		}
	}
	return m
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
	add := func(s string, loose bool) {
		start := len(r.buf)
		r.buf = append(r.buf, s...)
		r.words = append(r.words, wordSpan{start: uint16(start), end: uint16(len(r.buf)), loose: loose})
	}
	if surname, given, ok := japaneseName(text[:size]); ok && count > 1 {
		add(surname, false)
		if given != "" {
			add(given, false)
		}
		return size
	}
	start := len(r.buf)
	for _, c := range text[:size] {
		s := hanReading()[c]
		if s == "" {
			s = string(c)
		}
		if foreign {
			r.buf = append(r.buf, s...)
		} else {
			add(s, false)
		}
	}
	if foreign {
		r.words = append(r.words, wordSpan{start: uint16(start), end: uint16(len(r.buf)), loose: true})
	}
	return size
}
