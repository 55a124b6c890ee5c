package match_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	. "github.com/bonafide-go/bonafide/screening"
)

// People in public office, whose characters and Latin letters their governments publish;
// Kim Won Hong, Kim Yo Jong, Choe Ryong Hae and Tam Yiu-chung are so on OFAC's list of
// 2024-05-03.
const eastRead = `金正恩 | KIM, Jong Un
金與正 | KIM, Yo Jong
金英哲 | KIM, Yong Chol
金元弘 | KIM, Won Hong
崔龍海 | CHOE, Ryong Hae
崔龙海 | CHOE, Ryong Hae
崔善姬 | CHOE, Son Hui
譚耀宗 | TAM, Yiu-chung
鄧炳強 | TANG, Ping-keung
鄭若驊 | CHENG, Yeuk-wah
曾國衛 | TSANG, Kwok-wai
陳國基 | CHAN, Kwok-ki
盧偉聰 | LO, Wai-chung
林鄭月娥 | LAM CHENG, Yuet-ngor`

// Names that are Mandarin, and of others.
const eastUnread = `李明哲 | RI, Myong Chol
陈国基 | CHAN, Kwok-ki
金正恩 | KIM, Jong Nam
譚耀宗 | TANG, Ping-keung`

func TestEastReadings(t *testing.T) {
	for line := range strings.Lines(eastRead) {
		query, listed, _ := strings.Cut(strings.TrimSpace(line), " | ")
		assert.GreaterOrEqual(t, nameScore(t, Person, query, listed), .95, line)
	}
	for line := range strings.Lines(eastUnread) {
		query, listed, _ := strings.Cut(strings.TrimSpace(line), " | ")
		assert.Less(t, nameScore(t, Person, query, listed), DefaultMinScore, line)
	}
}
