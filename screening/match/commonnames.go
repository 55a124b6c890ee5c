package match

import (
	"strings"
	"sync"
)

// Names that very many people bear, somewhere in the world. A list holds few of
// its customers' most usual names, so that its own counts would take them for
// rare ones; these tables correct that. They hold the usual given names and
// surnames of census tables in public circulation, in order of how usual they
// are, roughly: those of the first line belong to about one person in a
// hundred, those of the second to one in several hundred, those of the third to
// one in a thousand or two.
const (
	mostUsual = `james john robert michael william david richard joseph thomas mary maria jose juan antonio carlos luis francisco
	manuel mohammed muhammad mohamed ahmed ahmad ali anna ana ivan alexander peter paul martin george daniel smith garcia rodriguez
	hernandez martinez lopez gonzalez perez sanchez wang li zhang liu chen kim lee nguyen singh khan silva santos johnson williams brown jones`

	veryUsual = `charles christopher matthew anthony mark donald steven andrew kenneth joshua kevin brian edward ronald timothy jason
	jeffrey ryan jacob gary nicholas eric jonathan stephen larry justin scott brandon benjamin samuel gregory alexander patrick frank
	raymond jack dennis jerry tyler aaron henry douglas adam nathan zachary walter kyle harold carl arthur roger keith jeremy lawrence
	patricia jennifer linda elizabeth barbara susan jessica sarah karen lisa nancy betty sandra margaret ashley kimberly emily donna
	michelle carol amanda melissa deborah stephanie rebecca laura helen sharon cynthia kathleen amy angela shirley brenda emma ruth
	katherine christine catherine debra rachel carolyn janet virginia julie heather teresa victoria kelly joan evelyn lauren judith
	olivia martha cheryl megan andrea ann alice jean jacqueline hannah gloria rose diana sara eva marie julia sofia sophia
	miguel angel jesus pedro jorge alejandro fernando rafael javier eduardo ricardo roberto sergio alberto mario raul oscar victor
	enrique andres diego guillermo ramon ruben alfredo arturo hector cesar julio ernesto felipe pablo gabriel ignacio rosa carmen juana
	guadalupe margarita veronica elena isabel adriana silvia claudia patricia leticia alejandra gabriela lucia
	hassan hussein ibrahim mahmoud mustafa omar yusuf khalid abdullah fatima said saleh salim nasser karim jamal hamid rashid
	abbas reza mehdi tariq samir walid mariam aisha zainab khalil mansour musa salman mehmet hasan huseyin ismail osman murat
	vladimir sergei sergey alexey dmitry andrei andrey nikolai mikhail igor oleg elena olga natalia tatiana irina svetlana
	jan piotr andrzej hans klaus wolfgang michel pierre jean philippe marco giuseppe giovanni francesco andrea paolo luca lars erik
	anders per karl johan nils ole juha matti wei fang min jun hui yan lei ming hong
	davis miller wilson moore taylor anderson thomas jackson white harris martin thompson robinson clark lewis walker hall young allen
	king wright scott green baker adams nelson hill ramirez campbell mitchell roberts carter phillips evans turner torres parker
	collins edwards stewart flores morris murphy rivera cook rogers morgan peterson cooper reed bailey bell gomez kelly howard ward cox
	diaz richardson wood watson brooks bennett gray james reyes cruz hughes price myers long foster sanders ross morales powell
	sullivan russell ortiz jenkins gutierrez perry butler barnes fisher ruiz alvarez castillo romero mendoza vargas ramos jimenez
	moreno munoz herrera medina castro vasquez fernandez aguilar chavez vega guzman mendez salazar garza soto rojas
	costa ferreira oliveira souza pereira lima almeida ribeiro carvalho martins
	yang huang zhao wu zhou xu sun ma zhu hu guo he lin gao luo park choi jung cho kang tran le pham hoang phan vu dang bui
	kumar sharma patel gupta das shah ahmed hussain begum tanaka suzuki sato watanabe yamamoto nakamura kobayashi
	ivanov petrov smirnov kuznetsov popov muller schmidt schneider fischer weber meyer wagner becker schulz hoffmann
	rossi russo ferrari esposito bianchi romano dubois bernard durand moreau laurent simon michel
	jensen nielsen hansen pedersen andersen christensen larsen johansson andersson karlsson nilsson eriksson olsson virtanen korhonen`

	quiteUsual = `philip bruce wayne roy ralph eugene louis bobby johnny randy howard albert vincent russell louis phillip craig alan shawn
	clarence sean joe ernest todd jesse danny bryan billy phil stanley leonard dale curtis allen norman marvin glenn travis jeff chad
	jacob lee melvin alfred kyle bradley ray herbert edwin don eddie ricky troy randall barry alexander bernard mario leroy francisco
	marcus micheal theodore clifford miguel oscar jay jim tom calvin alex jon ronnie bill lloyd tommy leon derek warren darrell jerome
	floyd leo alvin tim wesley gordon dean greg jorge dustin pedro derrick dan lewis zachary corey herman maurice vernon roberto clyde
	glen hector shane ricardo sam rick lester brent ramon charlie tyler gilbert gene marc reginald ruben brett angel nathaniel rafael
	leslie edgar milton raul ben chester cecil duane franklin andre elmer brad gabriel ron mitchell roland arnold harvey jared adrian
	karl cory claude erik darryl jamie neil jessie christian javier fernando clinton ted mathew tyrone darren lonnie lance cody julio
	kelly kurt allan nelson guy clayton hugh max dwayne dwight armando felix jimmie everett jordan ian wallace ken bob jaime casey
	alfredo alberto dave ivan johnnie sidney byron julian isaac morris clifton willard daryl ross virgil andy marshall salvador perry
	kirk sergio marion tracy seth kent terrance rene eduardo terrence enrique freddie wade
	dorothy frances joyce diane doris mildred bonnie ellen tina dawn kathy crystal tiffany carmen cindy tracy rita edna ethel
	marjorie emily elaine erin florence grace jane shannon wendy louise sheila josephine phyllis norma paula diana annie lillian lois
	lucille sally charlotte anne monica holly connie peggy dana april veronica leslie jill erica natalie allison beverly denise danielle
	theresa marilyn tammy irene lori marilyn jamie kayla alexis lucy ella mia chloe amelia claire nora ingrid karin birgit anita astrid
	martina monika petra sabine ursula renate gabriele simone nicole celine isabelle sophie camille chiara giulia paola elisa anja
	hanna maja kristina katarina helena ida linnea elin johanna hilda tone marit liv kari anne-marie grete lise mette kirsten bente
	inger karen susanne hanne lene gitte pia tiina paivi anneli kaisa leena minna heidi jaana juho timo kari antti mikko jari
	pekka markku jukka sami henrik peter soren jens niels mads rasmus morten thomas michael christian frederik bjorn arne knut odd
	terje svein geir tore kjell rolf gunnar magnus fredrik mattias stefan mats ulf leif axel oskar hugo victor emil felix lukas
	leon noah elias jonas tobias sebastian dominik fabian julian florian matthias markus stefan andreas bernd uwe jurgen dieter
	helmut gerhard manfred horst werner heinz gunter walter antoine nicolas julien alexandre maxime olivier laurent thierry pascal
	christophe frederic stephane patrice didier alain bernard gerard jacques claude roger rene andre marcel lorenzo alessandro matteo
	davide simone federico stefano roberto riccardo massimo claudio fabio maurizio angelo salvatore vincenzo domenico luigi pietro
	agustin alfonso alonso alvaro benito bernardo camilo cristian cristobal damian dario emilio esteban fabian federico fidel
	gerardo german gilberto gonzalo gustavo hernan horacio hugo humberto israel ivan jacinto joaquin leonardo lorenzo lucas marcelo
	marcos mariano martin mateo mauricio maximiliano nestor nicolas noe octavio omar orlando osvaldo pascual patricio ramiro reinaldo
	rene rigoberto rodolfo rodrigo rogelio roman rosario salvador samuel santiago saul sebastian simon tomas vicente wilson
	alicia amelia angelica araceli beatriz blanca brenda carla carolina catalina cecilia concepcion consuelo cristina daniela delia
	dolores dulce edith elsa elvira emma esperanza esther estela fernanda flor francisca gloria graciela hilda ines irma josefina
	juliana karina laura lidia liliana lorena lourdes luisa luz magdalena manuela marcela maribel marisol marta mercedes mireya miriam
	monica nora norma olga paola paula pilar raquel rebeca regina rocio rosalba sandra sara sonia susana teresa valentina valeria
	vanessa victoria virginia viviana yolanda
	abbas adel amin amir anwar ashraf aziz bilal faisal farid fawzi habib hamid hamza hani haroon hisham imran jamal kamal karim
	malik mansour masood nabil nadir nasser rashid riyadh saad saeed said salah saleh salim salman sami samir tariq walid waleed yasin
	yasser zaid zahir aisha amina khadija layla mariam maryam noor salma zainab zahra reza hossein mehdi hamid majid saeid
	abdul abdel islam uddin rahman chowdhury miah akhtar iqbal javed nasir qureshi siddiqui malik butt chaudhry sheikh ansari mirza
	kaya yilmaz demir celik sahin yildiz ozturk aydin arslan dogan kilic aslan cetin koc kurt emre burak kemal ayse emine
	anatoly valery viktor vasily yuri yury konstantin maxim pavel roman ruslan stanislav vadim valentin vitaly vyacheslav boris
	evgeny gennady georgy grigory kirill leonid anastasia ekaterina galina lyudmila marina maria nadezhda oksana yulia yana ksenia
	ivanova petrova smirnova kuznetsova sokolov lebedev kozlov novikov morozov volkov pavlov fedorov mikhailov belyaev tarasov
	belov komarov orlov kiselev makarov andreev kovalev ilyin gusev titov kuzmin kudryavtsev baranov kulikov alekseev stepanov yakovlev
	kovalenko bondarenko shevchenko tkachenko kravchenko boyko oliynyk shevchuk melnyk nowak kowalski wisniewski lewandowski
	popescu ionescu popa horvat kovac novak jovanovic petrovic nikolic markovic ivanov dimitrov georgiev papadopoulos
	raj rajesh suresh ramesh sanjay vijay anil sunil amit rahul priya sunita anita rekha reddy rao nair iyer mehta jain agarwal
	hiroshi takashi kenji yuki kenta ito kato yoshida yamada sasaki matsumoto inoue kimura hayashi shimizu saito
	minh hung dung tuan anh thi van thanh hai linh hoa lan huong do ngo ho duong
	santiago estrada ortega delgado castaneda dominguez contreras guerrero juarez luna espinoza rios carrillo robles fuentes cervantes
	velasquez salinas sandoval ibarra cardenas pena solis campos miranda maldonado mejia padilla acosta navarro marquez figueroa nunez
	molina silva cabrera leon cortez pacheco serrano avila rosales ayala calderon montoya lara bautista santana camacho zamora meza
	villarreal galvan rosas orozco suarez arias blanco cano rubio ponce peralta valencia zapata quintero osorio correa duarte franco
	beltran trujillo escobar cordova tapia montes valdez rangel rocha villa varela barrera bravo caballero
	gonzales rosario cruz guerra gil vidal iglesias cortes castellanos pinto marin santana parra mora salgado ochoa
	lopes fernandes gomes rodrigues goncalves alves araujo barbosa cardoso correia dias mendes monteiro moreira nascimento nunes
	ramos rocha teixeira vieira sousa machado marques neves
	hayes bryant alexander griffin diaz russell jordan owens reynolds fisher ellis harrison gibson mcdonald cruz marshall ortiz gomez
	murray freeman wells webb simpson stevens tucker porter hunter hicks crawford henry boyd mason morales kennedy warren dixon ramos
	burns gordon shaw holmes rice robertson hunt black daniels palmer mills nichols grant knight ferguson rose stone hawkins
	dunn perkins hudson spencer gardner stephens payne pierce berry matthews arnold wagner willis ray watkins olson carroll duncan snyder
	hart cunningham bradley lane andrews harper fox riley armstrong carpenter weaver greene lawrence elliott chavez sims austin peters
	kelley franklin lawson fields ryan schmidt carr vasquez castillo wheeler chapman oliver montgomery richards williamson johnston banks
	meyer bishop mccoy howell alvarez morrison hansen fernandez garza harvey little burton stanley nguyen george jacobs reid kim fuller lynch
	dean gilbert garrett romero welch larson frazier burke hanson day mendoza moreno bowman medina fowler brewer hoffman carlson silva pearson
	holland douglas fleming jensen vargas byrd davidson hopkins may terry herrera wade soto walters curtis neal caldwell lowe jennings barnett
	graves jimenez horton shelton barrett obrien castro sutton gregory mckinney lucas miles craig rodriquez chambers holt lambert fletcher watts
	bates hale rhodes pena beck newman haynes mcdaniel mendez bush vaughn parks dawson santiago norris hardy love steele curry powers
	schultz barker guzman page munoz ball keller chandler weber leonard walsh lyons ramsey wolfe schneider mullins benson sharp bowen daniel barber
	cummings hines baldwin griffith valdez hubbard salazar reeves warner stevenson burgess santos tate cross garner mann mack moss thornton
	dennis mcgee farmer delgado aguilar vega glover manning cohen harmon rodgers robbins newton todd blair higgins ingram reese cannon strickland
	townsend potter goodwin walton rowe hampton ortega patton swanson joseph francis goodman maldonado yates becker erickson hodges rios conner
	adkins webster norman malone hammond flowers cobb moody quinn blake maxwell pope floyd osborne paul mccarthy guerrero lindsey estrada sandoval
	gibbs tyler gross fitzgerald stokes doyle sherman saunders wise colon gill alvarado greer padilla simon waters nunez ballard schwartz
	mcbride houston christensen klein pratt briggs parsons mclaughlin zimmerman french buchanan moran copeland roy pittman brady mccormick holloway
	brock poole frank logan owen bass marsh drake wong jefferson park morton abbott sparks patrick norton huff clayton massey lloyd figueroa
	carson bowers roberson barton tran lamb harrington casey boone cortez clarke mathis singleton wilkins cain bryan underwood hogan mckenzie
	jonsson persson svensson gustafsson pettersson lindberg lindstrom lindqvist bergstrom berg lund dahl hansen olsen johansen kristiansen karlsen
	petersen poulsen rasmussen sorensen thomsen madsen kristensen olesen moller makinen nieminen makela hamalainen laine heikkinen koskinen jarvinen
	bauer koch richter klein wolf schroder neumann schwarz zimmermann braun kruger hofmann hartmann lange werner krause lehmann kohler maier
	petit robert richard leroy roux david bertrand morel fournier girard bonnet lambert fontaine rousseau vincent blanc garnier faure
	ricci marino greco bruno gallo conti mancini giordano rizzo lombardi moretti barbieri fontana santoro mariani rinaldi caruso ferrara
	jansen vries berg bakker visser smit meijer boer mulder bos vos peeters janssens maes jacobs mertens willems claes
	oconnor murphy byrne osullivan walsh mcdonald stewart reid macdonald campbell graham hamilton davies evans hughes edwards griffiths`
)

// usualNames maps a name to about how many of ten thousand people bear it. A
// syllable of Mandarin is one of few, whoever bears it.
var usualNames = sync.OnceValue(func() map[string]uint8 {
	m := make(map[string]uint8, 2000)
	for _, tier := range [...]struct {
		names string
		share uint8
	}{{quiteUsual, usualShare}, {veryUsual, 30}, {mostUsual, 100}} {
		for w := range newWordSet(tier.names) {
			m[w] = tier.share
		}
	}
	for s := range pinyin() {
		m[s] = max(m[s], 20)
	}
	for s := range strings.FieldsSeq(koreanSyllables) {
		m[s] = max(m[s], 20)
	}
	return m
})

// looseNames are the usual names under their coarsest consonants, for the words
// of loose scripts.
var looseNames = sync.OnceValue(func() map[string][]usualName {
	m := make(map[string][]usualName, 1000)
	for text, share := range usualNames() {
		sound := appendSound(nil, []byte(text))
		key := string(appendCoarse(nil, sound, 0))
		m[key] = append(m[key], usualName{sound, share})
	}
	return m
})

type usualName struct {
	sound []byte
	share uint8
}

// usual returns about how many of ten thousand people bear a name; of a word of
// a loose script, the most usual name that it may be.
func usual(text string, loose looseness) uint8 {
	var buf [maxSound]byte
	if loose == full {
		return max(usualNames()[text], known().shares[known().of(nil, appendSound(buf[:0], []byte(text)), full)])
	}
	sound := appendLoose(buf[:0], []byte(text), loose)
	share := uint8(0)
	if known().of([]byte(text), nil, loose) != 0 {
		share = looseShare
	}
	if loose == syllabic {
		share = syllableShare
	}
	eachReading(nil, sound, func(coarse []byte) {
		for _, n := range looseNames()[string(coarse)] {
			limit := int32(fullCost * len(n.sound) / 8)
			if n.share > share && looseCost(sound, n.sound, loose, limit) <= limit {
				share = n.share
			}
		}
	})
	return share
}

// koreanSyllables are those of Korean given names and surnames as they are written in
// Latin letters, north and south: few, too.
const koreanSyllables = `ae bae baek beom bin bo bok bong bum byeong byong byung cha chae chan chang che cheol chin choe choi chol chon chong choon chul chun chung
	da dae dan deok do dong doo du duk eok eom eui eun gang gap geon geun gi gil go gon gong gook goo gu guk gun gwan gwang gwon gyeong gyu ha hae hak ham han hang he
	hee heo heon heung ho hong hoon hui hun hwa hwan hwang hwi hye hyeok hyeon hyo hyok hyon hyong hyuk hyun hyung il im in ja jae jang je jeon jeong ji jin jo jon jong
	joo joon ju juk jun jung kang kap keun ki kil ko kong koo kook ku kuk kum kun kwan kwang kwon kyeong kyo kyong kyu kyun kyung lim mi min mok moo moon mu muk mun myeong
	myong myung na nak nam nami no oh ok pak park pil pom pong pyong pyo ra rae rak ram ran ri rim ro ryang ryol ryon ryong ryu sa sam san sang se sek seo seok seol seon
	seong seung shik shim shin si sik sil sim sin so sok sol son song soo soon su suk sun sung tae taek tak thae thaek ui uk um un ung wan won woo woon woong wook yang
	yeo yeol yeon yeong yi yo yol yon yong yoo yoon young yu yuk yul yun yung`

var koreanSyllable = sync.OnceValue(func() wordSet { return newWordSet(koreanSyllables) })

// usualShare is how many of ten thousand bear a name of the tables at least.
const usualShare = 5

// usualIn reports whether a word is a name that very many people of its culture bear: one
// of the tables, of Arabic names however it is spelled, of Chinese and Korean ones any
// syllable.
func usualIn(text, sound []byte, loose looseness, syllable bool) bool {
	known := known()
	n := known.of(text, sound, loose)
	return syllable || n != 0 && (loose != full || known.shares[n] >= usualShare) || loose == full && (usualNames()[string(text)] > 0 || isPinyin(text) || koreanSyllable().has(text))
}

// knownShare is how usual a name of knownNames is taken to be that stands in no table.
const knownShare = usualShare - 1

// familyShare is how usual a name of familyNames is taken to be that stands in no table.
const familyShare = 1

// looseShare is how usual one of knownNames is taken to be that is written without its
// vowels: it may be several.
const looseShare = 60

// syllableShare is how usual a word of a syllabary is taken to be at least: its
// syllables are few.
const syllableShare = usualShare

// isNamed reports whether a word is a name that stands in a table of usual ones, spelled
// as it is: what is like another of them is no misspelling of it.
func isNamed(text []byte, w wordSpan) bool {
	return w.class == nameWord && w.loose == full && !w.syllable && len(text) > 3 && usualNames()[string(text)] > 0 && !isPinyin(text) && !koreanSyllable().has(text)
}
