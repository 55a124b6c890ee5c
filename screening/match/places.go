package match

import "bytes"

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
islamic state of|in iraq and? the? levant|syria|sham = isil
islamic state of|in iraq and al|ash sham = isil
islamic state = isil
isis = isil
daesh = isil
islamic revolutionary|revolution guard|guards corps = irgc
middle east = mideast
khavarmianeh = mideast
khavar mianeh = mideast
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
global globaln* globale mondial* worldwide
credit kredit* credito etebari
capital kapital*
`

// placeEndings are those of Slavic adjectives, as Latin letters write them.
var placeEndings = [...]string{"skogo", "skaya", "skaia", "skoye", "skoje", "skiye", "skikh", "skiy", "skii", "skyy", "skij", "skoe", "skoy", "skoi", "ska", "ske", "ski", "sky", "ska"}

// eachPlace calls f with a word, and with the place that it is the adjective of:
// Kazanskiy of Kazan, Irkutskiy of Irkutsk, Tulskiy of Tula.
func eachPlace(text []byte, f func(place []byte)) {
	const least = 3
	if len(text) <= least {
		return
	}
	f(text)
	for _, ending := range placeEndings {
		if n := len(text) - len(ending); n >= least && bytes.HasSuffix(text, []byte(ending)) {
			var town [maxSound]byte
			if n > least {
				f(text[:n])
			}
			f(append(append(town[:0], text[:min(n, maxSound-1)]...), 'a'))
			f(text[:n+len("sk")])
			return
		}
	}
}
