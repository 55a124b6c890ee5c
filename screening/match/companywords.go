package match

// companyWords holds, a line each, words that say the same in the names of
// companies and organisations, across the languages of the lists. An asterisk
// stands for any ending.
const companyWords = `company companies co compania compagnie companhia kompaniya kompania kompani kompaniia sherkat sherkate sharikat sharika shirkat sirketi sirket gongsi
group groups grupo gruppa gruppy groupe gruppe grup grupa groupement grp gruppo gruppen gp gruppi konzern kontsern* kontsern concern konsortsium consortium consorcio
holding holdings kholding khold holdyng kholdyng hldg hldgs holdingas
trade trading trader traders torgov* comercial comercializadora comercio commercial commerce ticaret bazargani handels tijara tijarah tujjar kommerch* trdg trd tr torg torgivlia handel handelsgesellschaft handelshaus negoce negocios tidjara tejarat
industry industries industrial industria industrias promyshlenn* sanaye sanayi sanaya sanat prom ind inds indl indus industrie industriel* promyslov* promyshl* promy
plant plants zavod factory factories fabrika works kombinat mill mills shipyard zavodi zavody fabrik fabrique fabrica fbk manufaktur werk werke usine planta karkhaneh karkhana masna
bank banks banco banque banka banc bk banki banks* bankovsk* bankov bankas pank
national nacional nationale natsionaln* milli melli watani natl nats nationaln* narodn* watania watan
international internacional internationale mezhdunarodn* intl uluslararasi beynolmelali internat intern mizhnarodn* internationaal beynalmelal dawliya
scientific science sciences nauchn* elmi sci scient cientific* cientifica scientifique wissenschaft* naukov* nauch
research issledovatel* tahghighati rsch resrch recherche recherches forschung* investigacion investigaciones doslidn* tahqiqat tahqiqati pajohesh* pazhoohesh* pazhuhesh*
production productive proizvodstv* manufacturing manufacture manufacturer manufactory produccion prod prodn produktion* vyrobnych* productions mfg mfr mfrs manufg manuf tolidi towlidi fabricacion fabrication
enterprise enterprises empresa empresas predpriyati* pradpryemstva pidpryyemstvo pidpryiemstvo ent entr enterp entps enterpris pred predpr betrieb emp
association obyedinen* obedinen* obyedinyen* assotsiatsiya asociacion assosiation assn assoc assocs verband verein obyednann* obiedin* soyedinen* etehadiye ettehadiyeh asociatsiya asotsiatsi*
institute institut instituto inst instytut institutul pajoheshgah pazhouheshgah maahad mahad
technology technologies technological technical tech tekh tekhnolog* tekhnich* tecnologia tecnologias technologie teknoloji tekhno technol techno tec techs tecnologica* technologie* technik technique tekhnik* technologii fanavari fanavaran
engineering engineers engineer ingenieria inzhiniring inzhener* muhandisi mohandesi eng engg engrg engr ingenieur* ingenierie inzhenern*
construction constructions constructora construcciones construct stroitel* insaat inshaat stroi stroy sakhteman constr constrs const cnstr bau bauunternehmen batiment budivelny* bina omran
design dizain dizayn konstruktorsk* tarahi dsgn proektn* proyektn* proektir* projekt* diseno conception entwurf proekt
bureau byuro buro oficina bureaux idara
development developing developments razviti* desarrollo tose tosee dev devel devt developm entwicklung developpement rozvyt* razvit* tosea tawsea touse
investment investments investing inversiones inversion investitsi* invest sarmayeh investissement yatirim inv invs invst investit* investissements kapitalanlage* inversionista* sarmaye sarmayegozari istithmar istismar
finance financial finansov* financiera finans financing fin financ finanz* financier* finansow* maliye mali
insurance strakhov* seguros bimeh sigorta ins insur assurance assurances versicherung* strakhuvann* asegurador* bime tamin
transport transportation transporting transporte transportes transportn* perevozki tasimacilik nakliyat transp trans trnsp trsp verkehr* hamlonaghl haml
shipping parokhodstvo naviera navieras shiplines maritime marine morsk* denizcilik keshtirani shpg shp schiffahrt* schifffahrt* reederei armateur* sudokhodn* sudokhodstv* kashtirani
aviation aviatsi* havacilik havayolu avn avia aviats* luftfahrt* flug* aeronautic* aeronautical aeronautique hava havapeyma*
airlines airline airways aerolineas avialinii aviakompaniya aviakompani* avialini* fluggesellschaft air
oil neft* naft petroleum petroleo petrol petr petrol* petroleo* naftov* nafto erdol
petrochemical petrochemicals petrokhimi* petroshimi petchem petrochem petroquimic* naftokhim* neftekhim*
gas gaz
energy energetic* energetich* energiya energia energi enerji energo
power niroo niru
electric electrical elektrich* elektrik electrica elektro electro elektrisch* electrique* electrico electrotech* elektrotekh* elektrotech* bargh
electronic electronics elektron* electronica elektronik elec elect elecs electr elektronik* electronique* electronico* elektronn*
automobile automotive avtomobil* autamabil* avto auto automatic automation avtomati* khodro khodrosazi automovil* autom
instrument instruments priborostroi* priborostroy* pribor
machine machines machinery mashin* maquinaria makina mach maschinen* maschinenbau machinebuilding mashinostroit* mashinobudiv* mashynobudiv* stankostroit* mashinsazi maschinenfabrik mechanical mekhanich* mechanik* mecanic* mashinostroeniya mashinostroyeniya
metal metals metallurg* metallurgy metalurgica metallwerk* metalurgic* metallurgique* stahl steel stal acier acero fulad foolad polad chelik celik
mining miners gornorud* minera mineria madan* madencilik mng mine mines minier* miniere* bergbau gornodobyv* dobych* maaden
chemical chemicals khimi* quimica shimi kimya chem chems chemie chimi* chemisch* khimich* kimiyavi kimia
state gosudarstv* dawlat dowlati estatal staatlich* estat* derzhavn* etat gos dolati
federal federaln* fed bundes federale
republic respublik* republica jomhuri jumhuriya cumhuriyeti rep republik republique
russian rossiisk* rossiysk* rossisk* rossii russia rus rossiya
moscow moskovsk* moskva moskvy
ministry ministerstv* wizarat vezarat ministerio min ministere ministerium
department departament departamento upravleni* otdel otdeleni* dept dep depart departement abteilung direction directorate direktorat* direccion glavn* upr idarat division divis
committee komitet comite lajnat lajna commission komissiya cttee com ctte kommission comision komisi* komitee lajnah
organization organisation organizatsi* sazman sazeman munazzama organizacion tanzim org orgn organisations organismo munathamat munazzamat munadhamat
foundation fund funds fond fundacion fondo bonyad muassasat moassesseh yayasan vakfi vakif fdn fndn fnd stiftung fondation stichting stiftelse muassasa muasasat trust blagodiin* waqf vaqf boniad
charity charitable charities kheyriyeh khayriyya khayriyyah khairiya blagotvoritel* caridad benevolent welfare humanitarian gumanitarn* hilfs* bienfaisance caritativ* khairiyya khairiyah khayriyah kheirieh blagodiyn*
society jamiat jamia jamiyat jamiyya jamiyyah sociedad societe soc gesellschaft jamiyyat jamaat jamaah jemaah jamaa gama obshchestv* tovarystv*
relief ighatha ighata aid assistance
center centre centers centres tsentr tsentra centro markaz merkezi merkez zentrum ctr cntr zentral* tsentry merkezler markaze marakez
service services servicios servicio uslugi khadamat servis servisi hizmetleri hizmet serv servcs svcs svc srvc srvcs srvces servs dienst* serviz* sluzhb* khadamate poslug*
security bezopasnost* seguridad amniyat amniat ohran* okhran* guvenlik sicherheit* securite bezpek* hirasat hifazat ochrona
system systems sistema sistemy sistemas sistem sys syst systeme systemes systemy sistemi
network networks shabaka shabakat setey seti
information informatsi* informatics informatik informacion info inf informations*
communication communications svyaz* svyazi telekom telecom telecommunications telekommunikatsi* ertebatat comm comms commn communic kommunikation* telecomm telecoms telekommunik* svyaz zvyazku mokhaberat telecomunicac* communicacion*
computer computers computing kompyuter comp comptr ordinateur* vychislit*
space kosmich* aerospace aerokosmich*
union soyuz soiuz federation federatsi* ligue bund ittihad etehad ettehad etehadieh zwiazek spilka
new novaya novoe novyi novyy novy nova nuevo nueva
northern north severn* shomal nord norte pivnichn* shamal
southern south yuzhn* jonoub sud sur pivdenn* junub
eastern east vostochn* vostok sharq shargh est este ost orient* skhidn* sharq*
western west zapadn* gharb ouest oeste zakhidn*
central tsentraln* markazi
general generaln* genel gen genl gnl allgemein* zahaln* umumi omoomi
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
people peoples popular shaab shaabi shabi
export exports eksport exportadora exportacion exporting exp eksportn* exportateur* vyvoz* ihracat saderat
import imports importadora importacion importing imp importateur* vvoz* ithalat varedat
equipment oborudovani* equipos tajhizat ekipman eqpt equip equipement* ausrustung* obladnann* snaryazhen*
supply supplies postavk* suministros supplying sply snabzhen* postach* approvisionnement* liefer*
food foods foodstuff alimentos alimenticia gida pishchev* lebensmittel alimentaire* produktov* kharchov* ghazaei ghazai
medical medicine meditsin* medica medicos pezeshki tibbi med medizin* medico medicale* tebbi pezeshk*
pharmacy pharmaceutical pharmaceuticals farmacia farmacias farmatsevtich* pharma daroo pharm pharmac pharmazeut* pharmaceut* farmatsevt* daru darou
real inmobiliaria nedvizhimost* gayrimenkul realty
transit tranzit
management managing upravlyayushchaya upravlyayushch* modiriat yonetim administradora mgmt mgt mgmnt mngt menedzhment verwaltung* gestion upravlinn*
consulting consultants consultancy konsalting consultores consultoria danismanlik advisory cons conslt beratung* conseil conseils moshaver*
special spetsialn* spets especial spec spez* specialist* specialized
military voenn* voyenn* nezami askeri mil militar* militaire* viisk* voysk* nizami
defense defence oborona oboronn* defa defensa savunma def verteidigung* defensa* difa
missile missiles raket* rocket rockets mooshak
aircraft aviastroitel* samolet* samolyot* airplane flugzeug* avion* samoleto* litak*
helicopter helicopters vertolet* vertolyot*
experimental opytn* opitno
joint sovmestn* sovmestnoe mushtarak
private chastn* privada pvt prv prive* privat*
limited ogranichenn* limitada limitee
exchange exchangers sarafi sarrafi hawala birzha kambio cambio money exch exchg sarraf sarafan saraf obmen birzhev* borse bolsa bourse
gold oro zoloto golden altin
bros brothers hermanos bratya
sons hijos
hotel hoteles otel
house dom casa
agency agencia agentstvo agcy agentur agence agentsiya
university universitet universidad daneshgah univ universite universitat universyt* danishgah jamia
academy akademi* academia acad academie
laboratory laboratoriya laboratorio labs lab laboratories labor laboratoire* laboratorii
school madrasa madrassa escuela shkola
hospital bolnitsa hosp krankenhaus likarn* mustashfa bimarestan
media smi
club klub
sea more
optical optik* optic optics opt optiko optisch* optique*
nuclear yadern* atomn* hasteh nuk nucleaire* nucleo* yadro* atomic atomenergi* hastei
physics fizik* fiziki physical
materials material materialov materiales matl matls
logistics logistic logistika logistik logistica logistique lojistik logist
branch filial filiale sucursal succursale zweigniederlassung niederlassung filii
global globaln* globale mondial* worldwide
office oficina ofis bureau daftar buro
repair remont* reparatur* reparacion*
leasing lizing lizinhov*
credit kredit* credito etebari
capital kapital*
pension pensionn* pensiones retirement bazneshastegi
economic ekonomich* economica economique wirtschaft* eghtesadi iqtisadi
public publichn* publico publica publique oeffentlich*
council sovet rada shura shoura majlis consejo conseil rat
administration administrac* administrats* administratsiya verwaltung
corps korpus korps cuerpo
force forces sila fuerza fuerzas kraft
guard guards gvardi* guardia pasdaran
police politsi* policia polizei polis
prison tyurma prision gefangnis
tourism turizm turism* turismo tourisme siyahat
hydraulic gidravlich* hydraulique
ship ships sudno sudov* schiff buque barco keshti
shipbuilding sudostroit* sudostroyen* sudostroen* schiffbau* suknobudiv* keshtisazi
port ports seaport seaports bandar puerto hafen portovoy
railway railways railroad zheleznodorozhn* ferrocarril* eisenbahn rahahan
road roads dorog* dorozhn* carretera*
building buildings zdani* edificio* sakhtman
cement tsement* cemento zement siman
textile textiles tekstil* textil* nassaji
agricultural agriculture selskokhoz* agro agropecuaria agricola landwirtschaft* keshavarzi ziraat
water vodn* agua wasser ab
fuel toplivo toplivn* combustible* brennstoff* sokht
refinery refining pererabotk* neftepererabat* refineria raffinerie palayesh
exploration razvedk* exploracion ekteshaf
drilling buren* burov* perforacion* haffari
pipeline truboprovod* oleoduct* gazoprovod* nefteprovod*
television televidenie televid* televisi* seda
radio radiotekhnich* radioelektron* radiotechnical
precision tochn* precis* daghigh
control kontrol* upravleniya
project projects proekty proyecto proyectos
products produkty productos produits produkte mahsulat
resources resursy resurs* recursos
properties property estate estates nedvizh* immobilien immobilier*
education educational obrazovat* educacion bildung amoozesh amuzesh
social sotsialn* sociale
cultural kulturn* culture kultur farhangi
labor labour trud* trabajo arbeit* kargar
youth molodezhn* juventud jugend javanan
women womens zhenshchin* mujeres frauen zanan
market rynok mercado markt souk bazar
white blanco weiss sefid
river rio fluss
cooperation sotrudnichestv* cooperacion zusammenarbeit taavon
cooperative kooperativ* cooperativa genossenschaft coop
independent nezavisim* independiente unabhangig*
united obedinenn* unido unidos unidas vereinigt* muttahid
foreign inostrann* extranjer* vneshn* vnesh zarubezhn* khareji
internal vnutrenn* interior
support podderzhk* apoyo soporte
subsidiary docherni* filial tochter*
non-state negosudarstvenn* nonstate
pump pumps nasos* bomba* pumpen
engine engines dvigatel* motor motors motoren motorostr*
turbine turbines turbin*
spare zapasn* zapchasti repuestos ersatzteil*
parts chasti piezas teile ghataat qataat
tools instrumental* herramientas werkzeug*
cable kabel* cables
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
// each with the initials or the word that stands for them.
const businessPhrases = `scientific production association = npo
scientific and production association = npo
research and production association = npo
research production association = npo
scientific industrial association = npo
nauchn* proizvodstv* obyedinen* = npo
nauchn* proizvodstv* obedinen* = npo
nauchn* proizvodstv* obiedinen* = npo
naukov* vyrobnych* obyednann* = npo
rpa = npo
scientific production enterprise = npp
scientific and production enterprise = npp
research and production enterprise = npp
research production enterprise = npp
nauchn* proizvodstv* predpriyati* = npp
naukov* vyrobnych* pidpryyemstv* = npp
naukov* vyrobnych* pidpryiemstv* = npp
rpe = npp
scientific production corporation = npk
research and production corporation = npk
research production corporation = npk
scientific production complex = npk
scientific production company = npk
research and production company = npk
nauchn* proizvodstv* korporatsi* = npk
nauchn* proizvodstv* kompleks* = npk
nauchn* proizvodstv* kompani* = npk
rpc = npk
scientific production firm = npf
nauchn* proizvodstv* firm* = npf
scientific production center = npts
scientific production centre = npts
research and production center = npts
research and production centre = npts
nauchn* proizvodstv* tsentr* = npts
nptc = npts
npc = npts
scientific research institute = nii
scientific and research institute = nii
research institute = nii
nauchn* issledovatel* institut* = nii
naukov* doslidn* instytut* = nii
instituto de investigacion = nii
instituto de investigaciones = nii
institut de recherche = nii
forschungsinstitut = nii
sri = nii
central scientific research institute = tsnii
central research institute = tsnii
tsentraln* nauchn* issledovatel* institut* = tsnii
cnii = tsnii
all russian scientific research institute = vnii
all russia scientific research institute = vnii
all russian research institute = vnii
vserossi* nauchn* issledovatel* institut* = vnii
design bureau = kb
konstruktorsk* byuro = kb
konstruktorsk* buro = kb
experimental design bureau = okb
opytn* konstruktorsk* byuro = okb
special design bureau = skb
spetsialn* konstruktorsk* byuro = skb
central design bureau = tskb
tsentraln* konstruktorsk* byuro = tskb
ckb = tskb
instrument design bureau = kbp
konstruktorsk* byuro priborostroeniya = kbp
russian academy of sciences = ras
russian academy of science = ras
rossiisk* akademi* nauk = ras
rossiysk* akademi* nauk = ras
ran = ras
production association = po
proizvodstv* obyedinen* = po
proizvodstv* obedinen* = po
federal state budgetary institution = fgbu
federaln* gosudarstvenn* byudzhetn* uchrezhdeni* = fgbu
federal state institution = fgu
federaln* gosudarstvenn* uchrezhdeni* = fgu
joint venture = jv
sovmestn* predpriyati* = jv
sovmestn* predpriyatiye = jv
joint stock commercial bank = akb
joint stock bank = akb
aktsionern* kommerchesk* bank = akb
aktsionern* bank = akb
non state pension fund = npfund
nonstate pension fund = npfund
negosudarstvenn* pensionn* fond = npfund
limited trading company = ltd
group of companies = group
gruppa kompaniy = group
gruppa kompanii = group
grupo de empresas = group
machine building plant = mz
machinery plant = mz
mashinostroiteln* zavod = mz
mashinobudivn* zavod = mz
`

// placePhrases are countries that are called by several words or by initials.
const placePhrases = `united states of america = usa
united states = usa
estados unidos = usa
etats unis = usa
vereinigte staaten = usa
us = usa
united kingdom = britain
great britain = britain
russian federation = russia
rossiisk* federatsi* = russia
rossiysk* federatsi* = russia
peoples republic of china = china
prc = china
islamic republic of iran = iran
democratic peoples republic of korea = dprk
north korea = dprk
united arab emirates = uae
syrian arab republic = syria
hong kong = hk
saudi arabia = ksa
republic of belarus = belarus
respublik* belarus = belarus
soviet socialist republics = ussr
`

// placeWords holds, a line each, how languages call one country and its people, and
// words that names are made of. They tell as much as they are rare.
const placeWords = `china chinese kitay kitai kitaisk* kitaysk* chine chinois* zhongguo
iran iranian irani iransk* iranien*
iraq iraqi irak irakien* iraksk*
syria syrian siriya siriysk* siria syrie surie suri
belarus belarusian byelorussian belorussk* belarussk* belarusk* belorus*
ukraine ukrainian ukrain* ukrayin* ucrania ucraniano
korea korean kore* choson chosun joson
japan japanese yapon* nippon nihon
turkey turkish turki* turetsk* turk
germany german deutschland deutsch* germansk* nemetsk* aleman* allemagne
france french francais* frants* frankreich frances
britain british britansk* briten
usa american america amerikansk* americain*
india indian indiysk* indien inde
pakistan pakistani pakistansk*
afghanistan afghan afgan* afghani
lebanon lebanese liban* lubnan lubnani
palestine palestinian palestin* falastin filastin
egypt egyptian egipet* misr misri masri
libya libyan liviysk* libia libi
yemen yemeni yaman yamani
saudi saudit*
kuwait kuwaiti
qatar qatari
emirates emirati emirat*
jordan jordanian urdun urduni
sudan sudanese sudansk*
somalia somali
venezuela venezuelan venezol*
cuba cuban cuban* cubana cubano kubinsk*
mexico mexican mexican* meksik*
colombia colombian colombian*
spain spanish espana espanol* ispan*
italy italian italia* italyansk*
africa african afrik* ifriqiya
asia asian aziatsk* asiatic*
europe european evrop* yevrop* europ*
crimea crimean krym krymsk*
siberia siberian sibir sibirsk*
petersburg peterburg peterburgsk* leningrad*
kazakhstan kazakh kazakhst*
armenia armenian armyan* armensk*
georgia georgian gruzi*
azerbaijan azerbaij*
ural urals uralsk*
volga volzhsk* povolzhsk*
caucasus caucasian kavkaz*
liberation tahrir osvobozhden* liberacion befreiung*
resistance mukawama muqawama moqavemat moghavemat soprotivlen*
bridge most mostov* puente
house khane khaneh bayt beit haus maison domov
star stars zvezda zvezdy estrella stern setareh najm
light svet luz licht noor nur
sun solntse sol sonne khorshid shams
blue siniy azul blau
black chern* negro schwarz siyah
red krasn* rojo roja rot
sky nebo cielo himmel aseman
sea more mar meer darya bahr
ocean okean oceano ozean
city gorod* ciudad stadt shahr
victory pobeda victoria sieg
freedom svoboda libertad freiheit azadi hurriya
peace mir paz friede solh salam
`

// legalGroups holds, a line each, legal forms that do for each other.
const legalGroups = `jsc ojsc pjsc cjsc ao oao zao pao sa ag spa ab plc ad ead as asa oyj aps at vat pat prat kk sas se nv jsco aktiengesellschaft anonim tas
llc ooo ltd limited gmbh srl sarl sprl bv eood ood doo sro spzoo tov kft zrt oy lda ltda limitada bhd sdn sdnbhd pte pty pvt dp fze fzc fzco fzllc dmcc est establishment sal lllp lp llp sarlu eirl eireli ltda
inc incorporated corp corporation korporatsi* co company
fgup unitary
`
