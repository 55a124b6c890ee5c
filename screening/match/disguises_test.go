package match_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	. "github.com/bonafide-go/bonafide/screening"
)

// disguises are names of listed people as somebody writes them who does not want to be
// found, or whose form, scanner or clerk did not know better.
var disguises = []struct {
	as, listed string
	clear      bool // nobody finds it yet
}{
	// Letters for letters.
	{"V!ktor Bout", "BOUT, Viktor", false},
	{"V1kt0r B0ut", "BOUT, Viktor", false},
	{"Viktor 8out", "BOUT, Viktor", false},
	{"J@son Kovalenk@", "KOVALENKA, Jason", false},
	{"S@mir D@rwish", "DARWISH, Samir", false},
	{"$ergei $idorov", "SIDOROV, Sergei", false},
	{"Ivan Sid0r0v", "SIDOROV, Ivan", false},
	{"Ivan S|dorov", "SIDOROV, Ivan", false},
	{"lvan Sidorov", "SIDOROV, Ivan", false},
	{"Ιvаn Ѕіdоrоv", "SIDOROV, Ivan", false},
	{"Іvan Sidorov", "SIDOROV, Ivan", false},
	{"Ivan Ꮪidorov", "SIDOROV, Ivan", false},
	{"𝐈𝐯𝐚𝐧 𝐒𝐢𝐝𝐨𝐫𝐨𝐯", "SIDOROV, Ivan", false},
	{"Ⓘⓥⓐⓝ Ⓢⓘⓓⓞⓡⓞⓥ", "SIDOROV, Ivan", false},
	{"ＩＶＡＮ ＳＩＤＯＲＯＶ", "SIDOROV, Ivan", false},
	{"ɪᴠᴀɴ ꜱɪᴅᴏʀᴏᴠ", "SIDOROV, Ivan", false},
	{"Iνan Sidοrον", "SIDOROV, Ivan", false},
	{"🅸🆅🅰🅽 🆂🅸🅳🅾🆁🅾🆅", "SIDOROV, Ivan", false},
	{"🇮🇻🇦🇳 Sidorov", "SIDOROV, Ivan", false},

	// Order and direction.
	{"vorodiS navI", "SIDOROV, Ivan", false},
	{"navI vorodiS", "SIDOROV, Ivan", false},
	{"\u202evorodiS navI\u202c", "SIDOROV, Ivan", false},
	{"Sidorov.Ivan", "SIDOROV, Ivan", false},
	{"SidorovIvan", "SIDOROV, Ivan", false},

	// Between letters and around them.
	{"I v a n S i d o r o v", "SIDOROV, Ivan", false},
	{"I.v.a.n S.i.d.o.r.o.v", "SIDOROV, Ivan", false},
	{"I-v-a-n  S-i-d-o-r-o-v", "SIDOROV, Ivan", false},
	{"Iv\u200ban Sid\u200dor\ufeffov", "SIDOROV, Ivan", false},
	{"I\u0951van S\u0952idorov", "SIDOROV, Ivan", false},
	{"Iva\u0903n Sido\u093erov", "SIDOROV, Ivan", false},
	{"Ivan\u0e31 Sidorov\u0e34", "SIDOROV, Ivan", false},
	{"Íváñ Ŝĩđøŗöv", "SIDOROV, Ivan", false},
	{"I̶v̶a̶n̶ S̶i̶d̶o̶r̶o̶v̶", "SIDOROV, Ivan", false},
	{"***Ivan*** >>Sidorov<<", "SIDOROV, Ivan", false},
	{"Ivan_Sidorov_1970", "SIDOROV, Ivan", false},
	{"Ivan Sidorov 01.02.1970", "SIDOROV, Ivan", false},
	{"Ivan Sidorov (born 1970-02-01)", "SIDOROV, Ivan", false},
	{"ivan.sidorov@example.com", "SIDOROV, Ivan", false},
	{"sidorov_ivan@mail.example.org", "SIDOROV, Ivan", false},
	{"Ivan Sidorov <ivan@example.com>", "SIDOROV, Ivan", false},
	{"Ivan &#83;idorov", "SIDOROV, Ivan", false},
	{"Ivan%20Sidorov", "SIDOROV, Ivan", false},

	// Letters doubled or left out, initials, titles.
	{"Ivann Siddorovv", "SIDOROV, Ivan", false},
	{"Iivan Sidoroov", "SIDOROV, Ivan", false},
	{"IIIvan SSSidorov", "SIDOROV, Ivan", false},
	{"I. Sidorov", "SIDOROV, Ivan", false},
	{"Mr. Dr. Ivan Sidorov, PhD", "SIDOROV, Ivan", false},
	{"His Excellency Ivan Sidorov Jr.", "SIDOROV, Ivan", false},
	{"Colonel General Ivan Sidorov", "SIDOROV, Ivan", false},
	{"Ivan alias Vanya Sidorov", "SIDOROV, Ivan", false},
	{"Ivan \"Bulldog\" Sidorov", "SIDOROV, Ivan", false},
	{"Vanya Sidorov", "SIDOROV, Ivan", false},

	// Other scripts and mixtures of them.
	{"Иван Sidorov", "SIDOROV, Ivan", false},
	{"イワン・シドロフ", "SIDOROV, Ivan", false},
	{"ウラジーミル・プーチン", "PUTIN, Vladimir", false},
	{"ウラジミールプーチン", "PUTIN, Vladimir", true},
	{"サダム・フセイン", "HUSSEIN, Saddam", false},
	{"弗拉基米尔·普京", "PUTIN, Vladimir", false},
	{"블라디미르 푸틴", "PUTIN, Vladimir", false},
	{"व्लादिमीर पुतिन", "PUTIN, Vladimir", false},
	{"ولادیمیر پوتین", "PUTIN, Vladimir", false},

	// Arabic and Persian names, divided and joined, with sons and fathers.
	{"Abd ol Rahman Karimi", "KARIMI, Abdolrahman", false},
	{"Abdorrahman Karimi", "KARIMI, Abdolrahman", false},
	{"Abdulrahman Karimi", "KARIMI, Abdolrahman", false},
	{"A. Rahman Karimi", "KARIMI, Abdolrahman", false},
	{"Gholam Reza Soleimani", "SOLEIMANI, Gholamreza", false},
	{"Gholamreza Soleymani", "SOLEIMANI, Gholam Reza", false},
	{"Qolam-Reza Suleimani", "SOLEIMANI, Gholamreza", true},
	{"Mohammadreza Naqdi", "NAQDI, Mohammad Reza", false},
	{"Abu Bakr al-Baghdadi", "AL-BAGHDADI, Abu-Bakr", false},
	{"Aboubakr Albaghdadi", "AL-BAGHDADI, Abu Bakr", false},
	{"Abou Omar al Shishani", "AL-SHISHANI, Abu Omar", false},
	{"أبو بكر البغدادي", "AL-BAGHDADI, Abu Bakr", false},
	{"Umm Sayyaf", "UMM SAYYAF", false},
	{"Om Sayaf", "UMM SAYYAF", true},
	{"Usama ibn Muhammad ibn Awad bin Ladin", "BIN LADIN, Usama Muhammad Awad", false},
	{"Osama Binladen", "BIN LADIN, Usama", false},
	{"OsamaBinLaden", "BIN LADIN, Usama", false},
	{"al Zawahiri Ayman", "AL-ZAWAHIRI, Ayman", false},
	{"Aiman Elzawahry", "AL-ZAWAHIRI, Ayman", true},
}

// A foreign name in characters of sounds that finds nothing was not read, unless another
// name of the same person was; a company's dot says nothing.
func TestForeignNamesInCharacters(t *testing.T) {
	e := engine(t, list(t, sdn, may3, named("QUIRE, Quentin")))
	for _, c := range []struct {
		query  Query
		unread bool
	}{
		{Query{Name: "ウラジーミル・プーチン", Type: Person}, true},
		{Query{Name: "ｳﾗｼﾞｰﾐﾙ･ﾌﾟｰﾁﾝ", Type: Person}, true},
		{Query{Name: "弗拉基米尔·普京", Type: Person}, true},
		{Query{Name: "弗拉基米尔 · 普京", Type: Person}, true},
		{Query{Name: "ウラジーミル・プーチン", OtherNames: []string{"Vladimir Putin"}, Type: Person}, false},
		{Query{Name: "ヤマダ タロウ", Type: Person}, false},
		{Query{Name: "山田太郎", Type: Person}, false},
		{Query{Name: "Gal·la Puig", Type: Person}, false},
		{Query{Name: "コカ・コーラ", Type: Entity}, false},
	} {
		r, err := e.Screen(t.Context(), c.query)
		assert.NoError(t, err, c.query.Name)
		assert.Equal(t, c.unread, r.Unread, c.query.Name)
		if c.unread {
			assert.Equal(t, ListFailed, r.Lists[0].Result)
		}
	}
}

// Whoever disguises a listed name is found, or refused, or the list was not read; but for
// those that are marked, which a host has to ask for in Latin letters.
func TestDisguisesAreFoundOrUnread(t *testing.T) {
	for _, c := range disguises {
		e := engine(t, list(t, sdn, may3, named(c.listed), named("QUIRE, Quentin")))
		r, err := e.Screen(t.Context(), Query{Name: c.as, Type: Person})
		clear := err == nil && !r.Unread && len(r.Hits) == 0 && r.Lists[0].SetAside == 0
		assert.Equal(t, c.clear, clear, "%s, %s", c.as, c.listed)
	}
}
