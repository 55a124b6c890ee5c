package match

// companyWords holds, a line each, words that say the same in the names of
// companies and organisations, across the languages of the lists. An asterisk
// stands for any ending.
const companyWords = `company companies co compania compagnie companhia kompaniya kompania kompani kompaniia sherkat sherkate sharikat sharika shirkat sirketi sirket gongsi
group groups grupo gruppa gruppy groupe gruppe grup grupa groupement
holding holdings kholding khold holdyng kholdyng
trade trading trader traders torgov* comercial comercializadora comercio commercial commerce ticaret bazargani handels tijara tijarah tujjar kommerch*
industry industries industrial industria industrias promyshlenn* sanaye sanayi sanaya sanat prom
plant plants zavod factory factories fabrika works kombinat mill mills shipyard
bank banks banco banque banka banc
national nacional nationale natsionaln* milli melli watani
international internacional internationale mezhdunarodn* intl uluslararasi beynolmelali
scientific science sciences nauchn* elmi
research issledovatel* tahghighati
production productive proizvodstv* manufacturing manufacture manufacturer manufactory produccion
enterprise enterprises empresa empresas predpriyati* pradpryemstva pidpryyemstvo pidpryiemstvo
association obyedinen* obedinen* obyedinyen* assotsiatsiya asociacion assosiation
institute institut instituto
technology technologies technological technical tech tekh tekhnolog* tekhnich* tecnologia tecnologias technologie teknoloji tekhno
engineering engineers engineer ingenieria inzhiniring inzhener* muhandisi mohandesi
construction constructions constructora construcciones construct stroitel* insaat inshaat stroi stroy sakhteman
design dizain dizayn konstruktorsk* tarahi
bureau byuro buro
development developing developments razviti* desarrollo tose tosee
investment investments investing inversiones inversion investitsi* invest sarmayeh investissement yatirim
finance financial finansov* financiera finans financing
insurance strakhov* seguros bimeh sigorta
transport transportation transporting transporte transportes transportn* perevozki tasimacilik nakliyat
shipping parokhodstvo naviera navieras shiplines maritime marine morsk* denizcilik keshtirani
aviation aviatsi* aviation havacilik havayolu
airlines airline airways aerolineas avialinii aviakompaniya
oil neft* naft petroleum petroleo petrol
petrochemical petrochemicals petrokhimi* petroshimi
gas gaz
energy energetic* energetich* energiya energia energi enerji energo
power niroo niru
electric electrical elektrich* elektrik electrica elektro electro
electronic electronics elektron* electronica elektronik
automobile automotive avtomobil* autamabil* avto auto automatic automation avtomati*
instrument instruments priborostroi* priborostroy* pribor
machine machines machinery mashin* maquinaria makina
metal metals metallurg* metallurgy metalurgica
mining miners gornorud* minera mineria madan* madencilik
chemical chemicals khimi* quimica shimi kimya
state gosudarstv* dawlat dowlati estatal
federal federaln*
republic respublik* republica jomhuri jumhuriya cumhuriyeti
russian rossiisk* rossiysk* rossisk* rossii russia rus rossiya
moscow moskovsk* moskva moskvy
ministry ministerstv* wizarat vezarat ministerio
department departament departamento upravleni* otdel otdeleni*
committee komitet comite lajnat lajna commission komissiya
organization organisation organizatsi* sazman sazeman munazzama organizacion tanzim
foundation fund funds fond fundacion fondo bonyad muassasat moassesseh yayasan vakfi vakif
charity charitable charities kheyriyeh khayriyya khayriyyah khairiya blagotvoritel* caridad
society jamiat jamia jamiyat jamiyya jamiyyah sociedad societe
relief ighatha ighata aid assistance
center centre centers centres tsentr tsentra centro markaz merkezi merkez zentrum
service services servicios servicio uslugi khadamat servis servisi hizmetleri hizmet serv servcs svcs
security bezopasnost* seguridad amniyat amniat ohran* okhran* guvenlik
system systems sistema sistemy sistemas sistem
network networks shabaka shabakat setey seti
information informatsi* informatics informatik informacion
communication communications svyaz* svyazi telekom telecom telecommunications telekommunikatsi* ertebatat
computer computers computing kompyuter
space kosmich* aerospace aerokosmich*
union soyuz soiuz union
new novaya novoe novyi novyy novy nova nuevo nueva
northern north severn* shomal
southern south yuzhn* jonoub
eastern east vostochn* vostok sharq shargh
western west zapadn* gharb
central tsentraln* markazi
general generaln* genel
first pervyi pervaya pervoe
islamic islami islamiya islamiyya islamiyah islamiyyah eslami islamia islamique
arab arabian arabic arabiya
revolutionary revolution enghelab inqilab thawra revolucion revolucionario
movement harakat haraka harakah dvizhenie
front jabhat jebhat frente
party hizb hezb partido partiya partisi
army armed jaysh jaish ejercito armiya
brigade brigades katibat kataib katiba liwa brigada battalion battalions
martyr martyrs shuhada shahid shohada
people peoples popular shaab shaabi sha'bi
export exports eksport exportadora exportacion exporting
import imports importadora importacion importing
equipment oborudovani* equipos tajhizat ekipman
supply supplies postavk* suministros supplying
food foods foodstuff alimentos alimenticia gida pishchev*
medical medicine meditsin* medica medicos pezeshki tibbi
pharmacy pharmaceutical pharmaceuticals farmacia farmacias farmatsevtich* pharma daroo
real inmobiliaria nedvizhimost* gayrimenkul realty
transit tranzit
management managing upravlyayushchaya upravlyayushch* modiriat yonetim administradora
consulting consultants consultancy consulting konsalting consultores consultoria danismanlik advisory
special spetsialn* spets especial
military voenn* voyenn* nezami askeri
defense defence oborona oboronn* defa defensa savunma
missile missiles raket* rocket rockets mooshak
aircraft aviastroitel* samolet* samolyot* airplane
helicopter helicopters vertolet* vertolyot*
experimental opytn* opitno
joint sovmestn* sovmestnoe mushtarak
private chastn* privada
limited ogranichenn* limitada limitee
exchange exchangers sarafi sarrafi hawala birzha kambio cambio money
gold oro zoloto golden altin
bros brothers hermanos brat'ya bratya
sons hijos
hotel hoteles otel
house dom casa
agency agencia agentstvo
university universitet universidad daneshgah
academy akademi* academia
laboratory laboratoriya laboratorio labs lab laboratories
school madrasa madrassa escuela shkola
hospital bolnitsa
media smi
club klub
sea more
optical optik* optic optics
nuclear yadern* atomn* hasteh
physics fizik* fiziki physical
materials material materialov materiales
`

// legalPhrases are legal forms of several words, each with the short form that
// stands for it. An asterisk stands for any ending.
const legalPhrases = `joint stock company = jsc
joint stock companies = jsc
joint stock = jsc
open joint stock company = ojsc
public joint stock company = pjsc
closed joint stock company = cjsc
private joint stock company = cjsc
limited liability company = llc
limited liability partnership = llp
limited partnership = lp
public limited company = plc
private limited company = ltd
private limited = ltd
proprietary limited = ltd
pte ltd = ltd
pty ltd = ltd
pvt ltd = ltd
co ltd = ltd
company limited = ltd
co limited = ltd
company ltd = ltd
corp ltd = ltd
aktsionern* obshch* = jsc
aktsionern* obsch* = jsc
otkryt* aktsionern* obshch* = ojsc
otkryt* aktsionern* obsch* = ojsc
publichn* aktsionern* obshch* = pjsc
publichn* aktsionern* obsch* = pjsc
zakryt* aktsionern* obshch* = cjsc
zakryt* aktsionern* obsch* = cjsc
nepublichn* aktsionern* obshch* = cjsc
adkryt* aktsyyanern* tavaryst* = ojsc
zakryt* aktsyyanern* tavaryst* = cjsc
aktsyyanern* tavaryst* = jsc
aktsionern* tovaryst* = jsc
publichn* aktsionern* tovaryst* = pjsc
obshch* s ogranichenn* otvet* = llc
obshch* s ogranichenn* otven* = llc
obshch* s ogranichenn* otves* = llc
obsch* s ogranichenn* otvet* = llc
obsch* s ogranichenn* otves* = llc
tavaryst* z abmezhavan* adkaznast* = llc
tovaryst* z obmezhen* vidpovidaln* = llc
federal* gosudarst* unitarn* predpriy* = fgup
federal state unitary enterprise = fgup
gosudarst* unitarn* predpriy* = fgup
state unitary enterprise = fgup
unitarn* predpriy* = fgup
unitary enterprise = fgup
sa de cv = sa
s de rl de cv = srl
s de rl = srl
s de pr de rl = srl
sapi de cv = sa
sociedad anonima de capital variable = sa
sociedad anonima = sa
sociedad por acciones simplificada = sas
sociedad de responsabilidad limitada = srl
sociedad de produccion rural de responsabilidad limitada = srl
sociedade anonima = sa
societe anonyme = sa
societa per azioni = spa
societe a responsabilite limitee = sarl
gesellschaft mit beschrankter haftung = gmbh
gmbh co kg = gmbh
aktiengesellschaft = ag
anonim sirketi = as
limited sirketi = ltd
ticaret limited sirketi = ltd
sanayi ve ticaret limited sirketi = ltd
sp z oo = spzoo
sp z o o = spzoo
spolka z ograniczona odpowiedzialnoscia = spzoo
sdn bhd = sdnbhd
free zone establishment = fze
free zone company = fzco
fz llc = fzco
l l c = llc
s a = sa
s r l = srl
`

// businessPhrases are kinds of organisations that are called by several words,
// or by their initials.
const businessPhrases = `scientific production association = npo
nauchn* proizvodstv* obyedinen* = npo
nauchn* proizvodstv* obedinen* = npo
`

// legalGroups holds, a line each, legal forms that do for each other.
const legalGroups = `jsc ojsc pjsc cjsc ao oao zao pao sa ag spa ab plc ad ead as asa oyj aps at vat pat prat kk sas se nv jsco aktiengesellschaft anonim tas
llc ooo ltd limited gmbh srl sarl sprl bv eood ood doo sro spzoo tov kft zrt oy lda ltda limitada bhd sdn sdnbhd pte pty pvt dp fze fzc fzco fzllc dmcc est establishment sal lllp lp llp sarlu eirl eireli ltda
inc incorporated corp corporation korporatsi* co company
fgup unitary
`
