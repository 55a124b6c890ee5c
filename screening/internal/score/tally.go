package score

// A Role says what a word counts as in a tally, besides its weight.
type Role uint8

// The roles.
const (
	Other Role = iota
	Name
	Number
	Usual        // a name that very many people bear
	Father       // a patronymic: names differ where fathers do, but it is no name of its own
	Chained      // a name that others are chains of: one's own, the father's, his father's
	UsualChained // both Usual and Chained
)

// A Tally is what the score of a name is computed from: sums over the words of
// an alignment.
type Tally struct {
	QueryMatched, ListMatched int64 // similarity × weight
	Query, List               int64 // weights of all words
	Evidence                  int64 // similarity × the lesser weight
	Usual                     int64 // how much of the evidence is names that very many people bear
	Shared                    int   // pairs of name words

	sharedChained             int // those of them that are links of chains on either side
	sharedKnown               int // and those that are such links, or usual
	queryNames, listNames     int // name words
	queryNumbers, listNumbers int // numbers without a partner

	queryFathers, listFathers int // patronymics without a partner
	queryUsual, listUsual     int // usual names without a partner
	queryKnown                int // and those that are usual or links of chains
}

// Pair counts two words that were aligned.
func (t *Tally) Pair(sim, queryWeight, listWeight int32, query, list Role) {
	t.QueryMatched += int64(sim) * int64(queryWeight)
	t.ListMatched += int64(sim) * int64(listWeight)
	evidence := int64(sim) * int64(min(queryWeight, listWeight))
	t.Evidence += evidence
	if isUsual(query) || isUsual(list) {
		t.Usual += evidence
	}
	if isName(query) && isName(list) {
		t.Shared++
		if isChained(query) || isChained(list) {
			t.sharedChained++
		}
		if isKnown(query) || isKnown(list) {
			t.sharedKnown++
		}
	}
	t.addQuery(queryWeight, query)
	t.addList(listWeight, list)
}

// QueryWord counts a word of the query without a partner.
func (t *Tally) QueryWord(weight int32, r Role) {
	t.addQuery(weight, r)
	if isKnown(r) {
		t.queryKnown++
	}
	switch r {
	case Number:
		t.queryNumbers++
	case Father:
		t.queryFathers++
	case Usual, UsualChained:
		t.queryUsual++
	}
}

// ListWord counts a word of the listed name without a partner.
func (t *Tally) ListWord(weight int32, r Role) {
	t.addList(weight, r)
	switch r {
	case Number:
		t.listNumbers++
	case Father:
		t.listFathers++
	case Usual, UsualChained:
		t.listUsual++
	}
}

func (t *Tally) addQuery(weight int32, r Role) {
	t.Query += int64(weight)
	if isName(r) {
		t.queryNames++
	}
}

func (t *Tally) addList(weight int32, r Role) {
	t.List += int64(weight)
	if isName(r) {
		t.listNames++
	}
}

func isName(r Role) bool { return r == Name || isKnown(r) }

func isUsual(r Role) bool { return r == Usual || r == UsualChained }

func isChained(r Role) bool { return r == Chained || r == UsualChained }

func isKnown(r Role) bool { return isUsual(r) || isChained(r) }

// OtherFather reports whether both names have a patronymic that the other has not: that
// speaks against them, while leaving one out does not.
func (t *Tally) OtherFather() bool { return t.queryFathers > 0 && t.listFathers > 0 }

// OtherUsual reports whether both names have a usual name that the other has not: its
// spellings are known, so it is surely another name.
func (t *Tally) OtherUsual() bool { return t.queryUsual > 0 && t.listUsual > 0 }

// Lone reports whether of two names of several words one alone is shared.
func (t *Tally) Lone() bool { return t.Shared <= 1 && t.queryNames > 1 && t.listNames > 1 }

// Single reports whether the listed name is one word and the query's several:
// many people have a name that somebody listed goes by.
func (t *Tally) Single() bool { return t.listNames == 1 && t.queryNames > 1 }

// Fuller reports whether the listed name is two usual names or links of a chain, and the
// query's three that hold both: many people have a longer name that holds two such.
func (t *Tally) Fuller() bool {
	return t.listNames == 2 && t.sharedKnown == 2 && t.queryNames == 3 && t.queryKnown == 1
}

// Part reports whether the query is two links of a chain or more, all of them in the
// listed name, which is a longer chain: many people have two names of somebody's three.
func (t *Tally) Part() bool {
	return t.Shared > 1 && t.sharedChained == t.Shared && t.queryNames == t.Shared && t.listNames > t.Shared
}

// OtherNumber reports whether both names have a number that the other has not.
func (t *Tally) OtherNumber() bool { return t.queryNumbers > 0 && t.listNumbers > 0 }
