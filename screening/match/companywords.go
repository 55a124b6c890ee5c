package match

// companyWords holds, a line each, words that say the same in the names of
// companies and organisations, across the languages of the lists. An asterisk
// stands for any ending.
const companyWords = `company companies co compania compagnie companhia kompaniya kompania kompani kompaniia sherkat sherkate sharikat sharika shirkat sirketi sirket gongsi
group groups grupo gruppa gruppy groupe gruppe grup grupa groupement grp gruppo gruppen gp gruppi konzern kontsern* kontsern concern konsortsium consortium consorcio gk
holding holdings kholding khold holdyng kholdyng hldg hldgs holdingas
trade trading trader traders torgov* comercial comercializadora comercio commercial commerce ticaret bazargani handels tijara tijarah tujjar kommerch* trdg trd tr torg torgivlia handel handelsgesellschaft handelshaus negoce negocios tidjara tejarat impex marketing pazarlama td
industry industries industrial industria industrias promyshlenn* sanaye sanayi sanaya sanat prom ind inds indl indus industrie industriel* promyslov* promyshl* promy
plant plants zavod factory factories fabrika works kombinat mill mills shipyard zavodi zavody fabrik fabrique fabrica fbk manufaktur werk werke usine planta karkhaneh karkhana masna mz emz pz rtz srz ssz arz avz rz
bank banks banco banque banka banc bk banki banks* bankovsk* bankov bankas pank bancorp bancorporation bancshares bankshares akb
national nacional nationale natsionaln* milli melli watani natl nats nationaln* narodn* watania watan
international internacional internationale mezhdunarodn* intl uluslararasi beynolmelali internat intern mizhnarodn* internationaal beynalmelal dawliya
scientific science sciences nauchn* elmi sci scient cientific* cientifica scientifique wissenschaft* naukov* nauch npo npp npk npf npts nii
research issledovatel* tahghighati rsch resrch recherche recherches forschung* investigacion investigaciones doslidn* tahqiqat tahqiqati pajohesh* pazhoohesh* pazhuhesh* rnd nii tsnii vnii
production productive proizvodstv* manufacturing manufacture manufacturer manufactory produccion prod prodn produktion* vyrobnych* productions mfg mfr mfrs manufg manuf tolidi towlidi fabricacion fabrication npo npp npk npf npts po
enterprise enterprises pidpriyemstv* derzhpidpriyemstv* empresa empresas predpriyati* pradpryemstva pidpryyemstvo pidpryiemstvo ent entr enterp entps enterpris pred predpr betrieb emp establishment firm firma firme npp
association obyedinen* obedinen* obyedinyen* assotsiatsiya asociacion assosiation assn assoc assocs verband verein obyednann* obiedin* soyedinen* etehadiye ettehadiyeh asociatsiya asotsiatsi* npo po
institute institut instituto inst instytut institutul pajoheshgah pazhouheshgah maahad mahad nii tsnii vnii
technology technologies technological technical tech tekh tekhnolog* tekhnich* tecnologia tecnologias technologie teknoloji tekhno technol techno tec techs tecnologica* technologie* technik technique tekhnik* technologii fanavari fanavaran
engineering engineers engineer ingenieria inzhiniring inzhener* muhandisi mohandesi eng engg engrg engr ingenieur* ingenierie inzhenern*
construction constructions constructora construcciones construct stroitel* insaat inshaat stroi stroy sakhteman constr constrs const cnstr bau bauunternehmen batiment budivelny* bina omran
design dizain dizayn konstruktorsk* tarahi dsgn proektn* proyektn* proektir* projekt* diseno conception entwurf proekt kb okb skb tskb mkb
bureau byuro buro oficina bureaux idara kb okb skb tskb mkb
development developing developments razviti* desarrollo tose tosee dev devel devt developm entwicklung developpement rozvyt* razvit* tosea tawsea touse
investment investments investing inversiones inversion investitsi* invest sarmayeh investissement yatirim inv invs invst investit* investissements kapitalanlage* inversionista* sarmaye sarmayegozari istithmar istismar
finance financial finansov* financiera finans financing fin financ finanz* financier* finansow* maliye mali
insurance strakhov* seguros bimeh sigorta ins insur assurance assurances versicherung* strakhuvann* asegurador* bime tamin strahovan*
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
instrument instruments priborostroi* priborostroy* pribor pz
machine machines machinery mashin* maquinaria makina mach maschinen* maschinenbau machinebuilding mashinostroit* mashinobudiv* mashynobudiv* stankostroit* mashinsazi maschinenfabrik mechanical mekhanich* mechanik* mecanic* mashinostroeniya mashinostroyeniya mz mkb
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
organization organisation organizatsi* sazman sazeman munazzama organizacion tanzim org orgn organisations organismo munathamat munazzamat munadhamat dto tco
foundation fund funds fond fundacion fondo bonyad muassasat moassesseh yayasan vakfi vakif fdn fndn fnd stiftung fondation stichting stiftelse muassasa muasasat trust blagodiin* waqf vaqf boniad establishment institution est
charity charitable charities kheyriyeh khayriyya khayriyyah khairiya blagotvoritel* caridad benevolent welfare humanitarian gumanitarn* hilfs* bienfaisance caritativ* khairiyya khairiyah khayriyah kheirieh blagodiyn*
society jamiat jamia jamiyat jamiyya jamiyyah sociedad societe soc gesellschaft jamiyyat jamaat jamaah jemaah jamaa gama obshchestv* tovarystv*
relief ighatha ighata aid assistance secours
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
management managing upravlyayushchaya upravlyayushch* modiriat yonetim administradora mgmt mgt mgmnt mngt menedzhment verwaltung* gestion upravlinn* uk managing
consulting consultants consultancy konsalting consultores consultoria danismanlik advisory cons conslt beratung* conseil conseils moshaver*
special spetsialn* spets especial spec spez* specialist* specialized
military voenn* voyenn* nezami askeri mil militar* militaire* viisk* voysk* nizami pmc
defense defence oborona oboronn* defa defensa savunma def verteidigung* defensa* difa
missile missiles raket* rocket rockets mooshak
aircraft aviastroitel* samolet* samolyot* airplane flugzeug* avion* samoleto* litak* arz avz
helicopter helicopters vertolet* vertolyot*
experimental opytn* opitno
joint sovmestn* sovmestnoe mushtarak
private chastn* privada pvt prv prive* privat*
limited ogranichenn* limitada limitee
exchange exchangers sarafi sarrafi hawala birzha kambio cambio money exch exchg sarraf sarafan saraf obmen birzhev* borse bolsa bourse sarafi hawala
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
office oficina ofis bureau daftar buro
repair remont* reparatur* reparacion* srz arz rz
leasing lizing lizinhov*
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
ship ships sudno sudov* schiff buque barco keshti srz ssz
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
npo npp npk npf npts po ntts
npf npfund ppf
impex export exports import imports eksport* importn*
gnts nauchn* scientific
mkb kb okb
ras akademi* academy
complex complexes kompleks* complejo komplex compound
shop shops store stores magazin* tienda foroushgah
channel kanal*
station stations stants*
restaurant restaurants restaurante* restoran*
resort sanatori* sanatorium
jewelry jewellery yuvelirn* joyeria joyas
freight cargo gruz* fracht*
partnership partners partnerstv*
brokerage broker brokers brokersk* kargozari
province wilayat wilaya vilayat governorate
regiment polk
unit units otryad vahed
intelligence mukhabarat istikhbarat etelaat razvedyvat*
innovation innovations innovative innovatsi*
components component komponent*
mechanics mekhanik* mechanik
applied prikladn*
biological biolog*
sport sports sportivn*
coal ugoln* zoghal charbon kohle carbon
aluminum aluminium alyumin*
copper mednyi
rubber rezin*
plastic plastics plastmass*
fertilizer fertilizers udobren*
methanol metanol*
pipe pipes trubn* truba
weapon weapons arms oruzhein* oruzhiya
ammunition munitions boepripas*
armored armoured bronet*
wagon wagons vagon*
battery batteries akkumulyator*
semiconductor semiconductors poluprovodnik*
radar radars radiolokats*
laser lasers lazer*
satellite satellites sputnik*
electrotechnical elektrotekhnich*
metrology metrologi*
regional oblastn* mantagheey mantaghei
solidarity solidarite solidaridad
agent agents agenty
nii tsnii vnii rnii
kb okb skb tskb kbp
`
