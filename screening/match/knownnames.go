package match

import (
	"strings"
	"sync"
)

// knownNames holds, a line each, names that very many people bear, in the spellings
// that passports of different countries have, and in Arabic letters. A name here is
// itself: Mahmoud is not Mohammed, though they have the same consonants. Slashes part
// names that Latin letters often mix up, Salem and Salim: those are compared as any
// others. They follow Arabic and Persian dictionaries of given names.
const knownNames = `allah الله
mohammed muhammad mohamed mohammad muhammed mohamad mahomed mehmet mehmed mohamud mohd mhd magomed mukhammad muhammet mahamed mohammadou mamadou muhamad mahammad muhamed muhammd محمد
mahmoud mahmud mahmood mahmut mehmud makhmud mahamoud mahmod محمود
ahmed ahmad achmad ahmet akhmed akhmad ahmadou amadou ehmed ahmat احمد
hamid hameed hamit khamid hamiid حميد / hamed haamed hamet حامد
hamad hamd حمد / hammad hammaad حماد
hamdan hamdaan حمدان
hamdi hamdy حمدي
hamza hamzah hamzeh hamzat khamza حمزة حمزه
hassan hasan hassen khasan hasaan حسن / hassani hasani حسني
hussein hussain hossein husayn hussayn husain hosein hoseyn hossain hussien houssein hussin huseyin khusein husein hocine hosayn houssine حسين / hosseini husseini hussaini husayni hosseyni hoseini husaini حسيني / hassanein hasanain حسنين
hisham hicham hesham hichem هشام
hashem hashim hachem هاشم / hashemi hashimi هاشمي
ali aly alee علي / علاء
omar umar omer oumar omr عمر / amr amro عمرو / ammar amar عمار
amir ameer emir أمير امير / amer aamer aamir عامر
amin ameen amine emin امين / amina aminah امينة
amal امل
imran omran emran عمران
emad imad imed عماد
khalid khaled khalad halid halit خالد
khalil khaleel halil khelil خليل / khalifa khalifah khalifeh خليفة
ibrahim ebrahim ibraheem brahim ibragim ابراهيم
ismail esmail ismaeel ismael esmaeil اسماعيل
youssef yousef yusuf yousif yusef yosef yousuf yusif youcef yousof yusup يوسف
younis younes yunus yunis yunes younus يونس
yasser yasir yaser ياسر
yassin yasin yaseen yassine ياسين
yahya yehia yahia yehya يحيى يحيي
idris idriss edris ادريس
mustafa mostafa mustapha moustafa moustapha mostefa مصطفى مصطفي
mansour mansur mansoor منصور
nasser naser naseer nacer ناصر / nasir nazir نصير / nasr نصر
nader nadir نادر / nasim naseem نسيم
nabil nabeel نبيل
naji nagy ناجي
najib najeeb naguib nejib نجيب
najjar naggar nadjar نجار
jamal gamal jamaal djamal djamel cemal جمال / jamil jameel gamil djamil cemil جميل
jaber jabir gaber djaber djabir جابر
jafar jaafar jaffar gaafar jafari djafar djaafar جعفر
jalal galal celal djalal djelal جلال
walid waleed oualid وليد
karim kareem kerim kreem كريم / karam keram كرم
kamal kemal kamel كمال / kamil kaamil كامل
kassem qasim qassem kasim qassim kacem gasim قاسم
kazem kadhim kazim kadim kadhem kathim kathem kadhum كاظم
faisal faysal feisal faycal fayssal faical فيصل
fahd fahad فهد
fadel fadhil fadil fazel fadhel فاضل / fadl fazl فضل
fadi fady فادي
farid fareed ferid فريد / faraj farag فرج
fares faris فارس
farouk farooq faruq faruk فاروق
fawzi fawzy fouzi فوزي
fuad fouad فؤاد
fatima fatma fatimah fatemeh fatimeh fatmah فاطمة
fayez faiz fayiz faez فايز / fayyad fayad فياض
sultan soltan سلطان
suleiman sulaiman soliman suleyman sulayman solayman slimane sulieman suleman سليمان
salman selman سلمان / salma salmah سلمى
salem salim سالم / salim saleem slim selim سليم
salam salaam سلام / salama salamah سلامة
saleh salih salah صالح / salah saladin صلاح
sami samy سامي
samir sameer سمير / samer samir سامر / samira sameera سميرة
saad sad saed سعد / asad assad esad اسد / said saeed saeid sayeed saiid سعيد / saud saoud سعود
sadiq sadeq sadik sadegh صادق
sabri sabry صبري
sharif shareef sherif cherif شريف
shakir shaker chaker chakir شاكر
tariq tarek tareq tarik طارق
taha taaha طه
talal tallal طلال
taleb talib طالب
tahir taher tahar طاهر
tawfiq tawfik toufic توفيق
zaid zayd zeid زيد / zayed zaied زايد
ziad ziyad zeyad زياد
zainab zaynab zeinab zineb زينب
zahir zaher ظاهر زاهر
zakaria zakariya zakariyya زكريا
rashid rasheed rachid reshid رشيد / rashed raashed راشد
raid raed رائد
rami ramy رامي
ramzi ramzy رمزي
ramadan ramazan ramadhan ramzan رمضان
rahim raheem rehim رحيم / rahman rehman rahmaan rahmane رحمن
riyad riad riyadh رياض
reza rida redha ridha رضا
rajab ragab recep rejep رجب
majid majeed mecid مجيد / majed maged ماجد
mahdi mehdi mahdy مهدي
mahfouz mahfuz محفوظ
malik melik مالك ملك
marwan marouane مروان
mazen mazin مازن
masoud masud massoud masood mesud مسعود
mounir munir monir منير
murad mourad morad murat مراد
musa moussa mousa moosa موسى موسي
muslim moslem مسلم
mubarak mobarak مبارك
mujahid mojahed مجاهد
mukhtar mokhtar مختار
mahir maher mahar ماهر
mariam maryam meryem miriam مريم
leila layla laila leyla ليلى ليلي
latif lateef latief لطيف / lutfi lotfi لطفي
nour noor nur nura نور / noura nora نورة
othman osman usman uthman ousmane osmane عثمان
osama usama oussama اسامة
abbas abas abbass عباس
abed obeid obaid ubayd عبيد
adel adil عادل
adnan adnane عدنان
aisha aicha ayesha aysha عائشة
ayman aiman eymen ايمن
ayoub ayub ayoob eyup ايوب
anas anes انس
anwar enver anouar انور
arif aref عارف
ashraf achraf اشرف
atef atif عاطف
atiya attia atiyah عطية
awad aouad عوض
aziz azeez عزيز
badr bader بدر
bakr bakir baker بكر
bashir basheer bachir بشير / bashar bachar بشار
barakat berakat بركات
basim basem bassem باسم
bilal belal bilel بلال
daoud dawood dawud daud داود داوود
darwish darwich dervis درويش
dia diya zia ضياء
ghazi gazi غازي
ghanem ghanim غانم
gharib ghareeb غريب
habib habeeb حبيب
haddad hadad حداد
hadi hady هادي / huda hoda هدى
haidar haydar heydar haider hyder حيدر
haitham haytham haissam هيثم
hakim hakeem حكيم
hamdoun حمدون
hani hany هاني
harith حارث
harun haroun haroon هارون
hatem hatim حاتم
hazem hazim حازم
hilal helal هلال
ihsan ehsan احسان
ilyas elias الياس
iqbal eghbal اقبال
isa issa eisa عيسى عيسي
ishaq isaac اسحاق
jihad jehad جهاد
luay louay لؤي
qadir kader qader قادر
qais qays قيس
rafiq rafik rafeeq رفيق
rauf raouf رؤوف
safi safy صافي
sajjad sajad سجاد
sadr صدر
shahin shaheen شاهين
shaban shaaban chaabane شعبان
wael wail وائل
yaqub yacoub yakoub yaghoub jakub يعقوب
`

// knownFamily is how many names a line may hold: names of one line differ in their
// numbers by less.
const knownFamily = 8

// A knownTable finds which name a word is.
type knownTable struct {
	sounds  map[string]uint16 // by the sounds of a written word
	letters map[string]uint16 // by the letters of a word in Arabic script, in Latin ones
	shares  map[uint16]uint8  // about how many of ten thousand people bear a name, however it is spelled
}

var known = sync.OnceValue(func() *knownTable {
	t := &knownTable{make(map[string]uint16, 900), make(map[string]uint16, 300), make(map[uint16]uint8, 300)}
	n := uint16(0)
	for _, names := range [...]struct {
		lines string
		share uint8
	}{{knownNames, knownShare}, {familyNames, familyShare}} {
		for line := range strings.Lines(names.lines) {
			n = n&^(knownFamily-1) + knownFamily
			for w := range strings.FieldsSeq(line) {
				if w == "/" {
					n++
					continue
				}
				t.shares[n] = max(t.shares[n], usualNames()[w], names.share)
				t.add(w, n)
			}
		}
	}
	return t
})

// add has a spelling stand for a name, unless it does for another one.
func (t *knownTable) add(w string, n uint16) {
	table, key := t.sounds, string(appendSound(nil, []byte(w)))
	if w[0] >= 0x80 {
		var b []byte
		for _, r := range decompose(w) {
			if !skipped(r) {
				b, _ = romanizeArabic(b, 0, r)
			}
		}
		table, key = t.letters, string(b)
	}
	if table[key] == 0 {
		table[key] = n
	}
}

// of returns the number of the name that a word of a person's name is, or 0.
func (t *knownTable) of(text, sound []byte, loose looseness) uint16 {
	switch loose {
	case full:
		return t.sounds[string(sound)]
	case abjad:
		return t.letters[string(text)]
	}
	return 0
}

// knownWord is of, for the names of people.
func knownWord(sp sphere, c class, text, sound []byte, loose looseness) uint16 {
	if sp != people || c != nameWord {
		return 0
	}
	return known().of(text, sound, loose)
}
