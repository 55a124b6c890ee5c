package match

import (
	"strings"
	"sync"
)

// givenNames holds, a line each, the forms that one given name takes: short and
// pet forms, and spellings too far apart for their sounds to tell. Names that
// merely translate each other (John and Juan) are not one name.
const givenNames = `abigail abby gail
abraham abe bram
agnes aggie
albert al bert bertie
alexander alex alec aleck sandy xander lex aleksandr alexandr aleksander aleksandar aliaksandr oleksandr olexander sasha sashko sanya shura aleks alyaksandr iskander alexandros
alexandra alex sandra sandy lexi aleksandra oleksandra aliaksandra sasha
alexei aleksei aleksey alexey oleksiy oleksii aliaksei alyosha lyosha alyaksey
alfred alf alfie fred
alfonso alonso poncho
allison alison allie ally
amanda mandy
anastasia nastya nastia stacy anastasiya
anatoly anatoliy anatoli anatolii tolya
andrew andy drew
andrei andrey andriy andrii andrej
angela angie
ann anne anna annie nancy hanna hannah anya anja
anthony tony
antonio tono toni tony
antonina tonya
arthur art artie
artem artyom artemiy tyoma artsiom
barbara barb babs barbie
benjamin ben benny benji
bernard bernie
boris borya barys
bradley brad
bridget bridie biddy
caroline carrie carolyn
catherine kate katie kathy cathy kathleen kitty katherine kathryn katharine cate kat
charles chuck charlie chas chaz
charlotte lottie charlie
christine chris chrissy christina tina kristina kristine
christopher chris kit topher
clifford cliff
concepcion concha
constance connie
consuelo chelo
cynthia cindy
cyril kirill kyrylo
daniel dan danny daniil danylo danila
david dave davy davey
deborah debbie deb debra
denis denys dzianis
dennis denny
dmitry dmitri dmitriy dmitrii dmytro dima mitya dzmitry
dominic dom nick
donald don donny
dorothy dot dottie dolly
douglas doug
edward ed eddie ned ted teddy
eduardo lalo
edwin ed eddie
elizabeth liz lizzie beth betty bess eliza lisa libby betsy liza elisabeth
ekaterina katya katia yekaterina kateryna katsiaryna
elena yelena olena lena alena
eleanor ellie nell nora elinor
emily em emmy
enrique quique kike
eric rick erick erik
ernesto neto
eugene gene yevgeny evgeny yevgeniy evgeniy evgeni yevgeni yauhen yevhen zhenya yevhenii evgenii
evelyn evie
felix feliks
florence flo
frances fran franny fanny
francis frank fran
francisco paco pancho cisco kiko fco
frederick fred freddy rick fritz
gabriel gabe
galina galyna halina galya
gennady gennadiy hennadiy gennadi gena henadz
geoffrey jeff geoff jeffrey
george georgie
georgy georgiy georgi yuri heorhiy heorhii yegor egor
gerald gerry jerry
gerard gerry jerry
gertrude trudy gert
giovanni gianni
giuseppe beppe pino
gregory greg gregg
grigory grigoriy grigori grisha hryhorii hryhoriy
guadalupe lupe lupita
guillermo memo
gustavo gus tavo
hannah hanna
harold harry hal
harriet hattie
harvey harv
helen nell nellie helena
henry harry hank hal
hugo hugh
ibrahim ebrahim ibragim ibro
ignacio nacho
igor ihor ihar
ilya illia ilia ilyas
irina iryna ira irena
isabel isabella bella izzy isabelle
isaac ike izak ishaq
ismael ismail ismayil
ivan vanya
jacob jake jack jakob
jacqueline jackie
james jim jimmy jamie jem
jane janie jenny
janet jan
jason jay
javier javi
jennifer jen jenny jennie
jeremiah jerry jeremy
jerome jerry
jesus chuy
jessica jess jessie
joan joanie
joanna jo joanne
joaquin chapo quino
john jack johnny jon johnnie
jonathan jon jonny nathan
jose pepe che
joseph joe joey jos
josephine jo josie
joshua josh
judith judy
julia julie jules yulia iuliia yuliya
juliana julie
julian jules
karen kari
kenneth ken kenny
kimberly kim kimmy
konstantin kostya kanstantsin kostyantyn
ksenia kseniya oksana xenia ksenya
lawrence larry laurence lars
leonard leo len lenny
leonid lyonya leanid
leopold leo
leslie les
lev leo leva
lewis lew lou louis
lillian lily lil
louis lou louie
louise lou lulu
luis lucho
lyubov lubov liubov lyuba
lyudmila ludmila liudmila lyuda
maksim maxim maksym max
manuel manny manolo
margaret maggie meg peggy marge margie rita daisy madge greta
maria marie mary masha ma mariya maryia marya
marina maryna
mark marc
martha patty mattie
martin marty
matthew matt mat
matilda tilly mattie
maxwell max
melissa mel missy
michael mike mick mickey mikey mitch
mikhail misha mykhailo mihail mikhael mihkail michail mykhaylo mikhailo mikhal
mildred millie
milica mila
mohammed muhammad mohamed mohammad muhammed mohd md muhd mhd mohamad mahomed mehmet mehmed magomed mukhammad mahammad mamadou mohamadou mochammad mouhamad mohammadou
moses moe moshe musa
mustafa mostafa moustapha mustapha moustafa
nadezhda nadya nadezda
natalia natalya nataliya natalie natasha nataly natallia
nathan nate nat
nathaniel nate nat nathan
nicholas nick nicky nico nicolas
nikita mykyta mikita
nikolai nikolay mykola kolya nicolai mikalai nikola
oleg oleh aleh
olga olha volha olya
oliver ollie
oscar ossie
osama usama ousama
oswald oz ozzy
pamela pam
patricia pat patty tricia trish patsy
patrick pat paddy rick
pavel pavlo pavol pasha
pedro perico
peter pete
petr pyotr petro piotr petya petar
philip phil pip phillip
rachel rae shelly
ramon moncho
raymond ray
rebecca becky becca
reginald reg reggie
ricardo richi
richard rich rick dick ricky richie
robert bob bobby rob robbie bert
roberto beto
rodion radzivon
rodney rod
roger rodge
roland rollo
ronald ron ronnie
rosemary rose rosie
roxana roxy
rudolph rudy rolf
ruslan rouslan
russell russ rusty
samantha sam sammie
samuel sam sammy
sarah sally sadie sara
scott scotty
sebastian seb bastian
sergei sergey serge serhii serhiy siarhei sergii seryozha sergej syarhey
sharif sherif cherif
shirley shirl
sofia sophia sofya sophie
solomon sol suleiman sulayman suleyman sulaiman
stanislav stas stanislau slava
stanley stan
stephen steve stevie steven
stepan stiopa styopa
susan sue susie suzie suzanne susanna
sviatoslav svyatoslav slava
svetlana svitlana sveta sviatlana
sylvia sylvie silvia
tatiana tatyana tetiana tanya tania tetyana tatsiana
teresa tess terry tracy theresa
theodore ted teddy theo fyodor fedor fedir
thomas tom tommy thom
timothy tim timmy
timofey timofei tymofiy tsimafei
tobias toby
ulyana uliana
valentina valya
valery valeriy valerii valeri valera
vasily vasiliy vasili vasyl vasya vasil
veronica ronnie roni
victor vic viktor viktar vitya
victoria vicky vikki tori viktoria viktoriya vika
vincent vince vin vinny
vincenzo enzo
virginia ginny ginger
vitaly vitaliy vitalii vitali vital
vivian viv
vladimir volodymyr uladzimir vova volodya vladymir vladymyr wladimir
vladislav vlad vladyslav uladzislau slava
vsevolod seva
vyacheslav viacheslav slava viachaslau vyatcheslav vacheslav
walter walt wally
wilfred wilf will
william bill billy will willie willy liam
winston win
yakov iakov jacob yasha
yaroslav iaroslav slava jaroslav yarik
yegor egor yehor
yuri yury yuriy iurii yurii jurij iury iouri yura
yusuf youssef yousef yusif yusup joseph yosef yusef yousuf
zachary zach zack
zainab zaynab zeinab zineb
zinaida zina
konstantinos kostas costas
dimitrios dimitris
georgios giorgos yiorgos
ioannis yannis giannis
nikolaos nikos
panagiotis panos
theodoros thodoris
deng teng
xiao hsiao
zhang chang
zhou chou
zhao chao
zheng cheng
xu hsu
xie hsieh
qian chien
qin chin
cai tsai
cao tsao
jiang chiang kiang
guo kuo
gao kao
huang hwang wong
wang wong
liu lau
li lee
lin lam
chen chan chin
wu ng
yang yeung
zhu chu
jian chien
lee li ri yi rhee
park pak
kim gim
choi choe
jung jeong chong chung jong
cho jo
kang gang
yoon yun
im lim rim
oh o
shin sin
yoo yu ryu
no noh roh
baek paek paik
`

// nameGroups maps a form of a given name to the lines it stands on.
var nameGroups = sync.OnceValue(func() map[string][]uint16 { return wordGroups(givenNames) })

// wordGroups maps every word to the lines it stands on, from 1.
func wordGroups(lines string) map[string][]uint16 {
	m := make(map[string][]uint16, 1200)
	n := uint16(0)
	for line := range strings.Lines(lines) {
		n++
		for w := range strings.FieldsSeq(line) {
			if g := m[w]; len(g) == 0 || g[len(g)-1] != n {
				m[w] = append(g, n)
			}
		}
	}
	return m
}
