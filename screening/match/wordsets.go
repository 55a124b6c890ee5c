package match

import (
	"bytes"
	"sync"
)

// A wordSet is a set of short words.
type wordSet map[string]struct{}

func newWordSet(text string) wordSet {
	s := make(wordSet)
	for _, w := range bytes.Fields([]byte(text)) {
		s[string(w)] = struct{}{}
	}
	return s
}

func (s wordSet) has(w []byte) bool { _, ok := s[string(w)]; return ok }

var particles = sync.OnceValue(func() wordSet {
	return newWordSet(`al el ul il ur ud as ash an ad at az ar bin ibn ben bint binti binte ould wald walad abu abou abi umm sayyid sayed syed seyed seyyed sayyed sayid saiyid seyid
	de del della di da das do dos du la le las los van von der den ter ten zu zur zum y e und et and of the i bani banu aal abd`)
})

var honorifics = sync.OnceValue(func() wordSet {
	return newWordSet(`mr mrs ms miss dr prof professor eng engineer ing haji hajji hadji haj hajj alhaj sheikh shaykh sheik shaikh
	shaik cheikh mullah mulla molla mawlawi maulavi mawlavi maulvi molvi mowlawi maulawi maulana mawlana general gen colonel col brigadier brig
	major maj captain capt lt lieutenant imam qari ustad ayatollah hojjatoleslam jr sr ii iii iv don dona sir lord lady rev father born geb geboren dob`)
})

var stopWords = sync.OnceValue(func() wordSet {
	return newWordSet(`for in on to by with no a und der die das fur pour des les im imeni named after na po v
	va ve wa wal ye fi bil`)
})

// legalWords are words that are nothing but a legal form.
var legalWords = sync.OnceValue(func() wordSet {
	return newWordSet(`ltd limited llc llp lp inc incorporated corp corporation korporatsiya co company plc gmbh ag sa sas sarl srl sprl spa bv nv
	ab asa oy oyj pte pty pvt jsc ojsc cjsc pjsc ao oao zao pao ooo ood eood ead lda ltda limitada cv kg ohg sal fze fzco fzc fzllc dmcc est kft
	zrt doo sro aps kk tov vat prat bhd sdn sirketi sti as ad se spzoo sdnbhd fgup eirl eireli jsco tas
	iooo odo taa pjs psc pjsco tnhh anstalt ano ppk`)
})

// vesselPrefixes stand in front of the names of ships and say what moves them, or
// what they carry.
var vesselPrefixes = sync.OnceValue(func() wordSet {
	return newWordSet(`mv mt ms ss ts fv my sv mf mts rv hsc lpgc lngc steamship vessel`)
})
