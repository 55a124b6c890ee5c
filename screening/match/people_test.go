package match_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	. "github.com/bonafide-go/bonafide/screening"
)

// Names of people that are, or are not, of one bearer, and where their score lies.
func TestPeople(t *testing.T) {
	for _, c := range []struct {
		query, listed string
		least, most   float64
	}{
		// One name misread or disguised.
		{"Zoran PETR0VIC", "PETROVIC, Zoran", .95, 1},
		{"GI2UNOV Sergey", "GIZUNOV, Sergey", .95, 1},
		{"Ig0r Sech1n", "SECHIN, Igor", .95, 1},
		{"Роман ГOBOP", "GOVOR, Roman", .95, 1},

		// Names that very many bear are themselves.
		{"Nour Mahmoud", "NUR, Mohammed", 0, .75},
		{"Mary Walker", "WALKER, Mark", 0, .8},
		{"Michelle Cox", "MICHAEL COX", 0, .8},
		{"Hussein Ali", "HUSAYN, 'Ali", .9, 1},
		{"Jasper Brown", "JASPER", 0, .8},

		// A name of two that very many bear is that name, and no longer one.
		{"Mohammed Ali", "ALI, Mohammed", 1, 1},
		{"Ali Mohammad", "ALI, Mohammed", .93, 1},
		{"Mohammed Ali Hassan", "ALI, Mohammed", 0, .8},
		{"孙伟军", "WEI SUN", 0, .8},
		{"José García Hernández", "GARCIA, Jose", 0, .8},
		{"Mohammed Ali Zubaydi", "ZUBAYDI, Mohammed", .85, 1},
		{"Mohammed Hassan Ali", "ALI, Mohammed Hassan", 1, 1},

		// Two links of a chain of names are many people's; with a rarer name they are not.
		{"Hussein Ahmed", "HUSSEIN, Ali Ahmed", 0, .81},
		{"Mohammed Ali", "MOHAMMED, Ali Hassan Omar", 0, .8},
		{"Ali Youssef Darwish", "DARWISH, Ali", 0, .86},
		{"Ahmed Zubaydi", "ZUBAYDI, Ahmed Omar", .88, 1},
		{"Mohammad Damirchilu", "DAMIRCHILU, Mohammad Ali", .88, 1},

		// A name made of a name is another, and a usual name no misspelling.
		{"Saeed Ahmadi", "AHMED, Saeed", 0, .8},
		{"Reza Karimi", "KARIM, Reza", 0, .8},
		{"Reza Ahmadi", "AMIDI, Reza", 0, .88},
		{"Abdullah Darwish", "DARWISH, Ali", 0, .85},
		{"Omar Abdurahman", "ABDEL RAHMAN, Omar", .95, 1},

		// Letters without vowels that spell a usual name are hardly another.
		{"فيصل بوغانمي", "BOUGHANEMI, Faycal", .9, 1},
		{"مصطفى حمدان", "AL-MADANI, Mustafa", 0, .8},

		// What is left out tells less than what contradicts.
		{"Sergey Lavrov", "Sergey Viktorovich LAVROV", .93, 1},
		{"Sergey Viktorovich Lavrov", "Sergey Ivanevich LAVROV", 0, .83},
		{"Sergey Vladenilovich Kiriyenko", "KIRIYENKO, Sergei Vladilenovich", .85, 1},
		{"Nicolas Maduro", "MADURO MOROS, Nicolas", .88, .95},
		{"Ruth Velasquez", "VELASQUEZ RODRIGUEZ, Ruth Cecilia", .78, 1},

		// One name in the spellings of other countries.
		{"Igor Pavlovich BURMISTROV", "BURMISTRAU, Ihar Paulavich", .9, 1},
		{"Vladimir Karpenkov", "KARPENKOU, Uladzimir", .9, 1},
		{"Cha Song Chun", "CHA, Song Jun", .8, 1},
		{"Qari Shaikh Muhammad Yaqoob", "SHEIKH, Qari Muhammad Yaqoob", .9, 1},
		{"Abu Muhammad al-Julani", "AL-JAWLANI, Abu Mohammed", .85, 1},
		{"أبو محمد الجولاني", "AL-JAWLANI, Abu Mohammed", .85, 1},

		// Chinese before pinyin.
		{"Mao Tse-tung", "MAO, Zedong", .95, 1},
		{"Lai Ching-te", "LAI, Qingde", .95, 1},
		{"Hsi Chin-p'ing", "XI, Jinping", .95, 1},
		{"Lee Hsien Loong", "LI, Xianlong", .95, 1},
		{"Tsai Ing-wen", "CAI, Yingwen", .95, 1},
	} {
		got := 0.0
		r := screen(t, engine(t, list(t, sdn, may3, named(c.listed))), Query{Name: c.query, Type: Person, MinScore: .01})
		if len(r.Hits) > 0 {
			got = r.Hits[0].Score
		}
		assert.True(t, got >= c.least && got <= c.most, "%s, %s: %.2f, not %.2f to %.2f", c.query, c.listed, got, c.least, c.most)
	}
}
