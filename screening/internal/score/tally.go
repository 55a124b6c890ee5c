package score

// A Role says what a word counts as in a tally, besides its weight.
type Role uint8

// The roles.
const (
	Other Role = iota
	Name
	Number
	Father // a patronymic: names differ where fathers do, but it is no name of its own
)

// A Tally is what the score of a name is computed from: sums over the words of
// an alignment.
type Tally struct {
	QueryMatched, ListMatched int64 // similarity × weight
	Query, List               int64 // weights of all words
	Evidence                  int64 // similarity × the lesser weight
	Shared                    int   // pairs of name words

	queryNames, listNames     int // name words
	queryNumbers, listNumbers int // numbers without a partner

	queryLeft, listLeft int64 // weight of names and patronymics that the other name has not, or has quite unlike
}

// unlike is the similarity below which a pair of words speaks against the names,
// the more the less alike they are.
const unlike = 7000

// Pair counts two words that were aligned.
func (t *Tally) Pair(sim, queryWeight, listWeight int32, query, list Role) {
	t.QueryMatched += int64(sim) * int64(queryWeight)
	t.ListMatched += int64(sim) * int64(listWeight)
	t.Evidence += int64(sim) * int64(min(queryWeight, listWeight))
	if query == Name && list == Name {
		t.Shared++
	}
	if sim < unlike && named(query) && named(list) {
		t.queryLeft += int64(queryWeight) * int64(unlike-sim) / unlike
		t.listLeft += int64(listWeight) * int64(unlike-sim) / unlike
	}
	t.addQuery(queryWeight, query)
	t.addList(listWeight, list)
}

// QueryWord counts a word of the query without a partner.
func (t *Tally) QueryWord(weight int32, r Role) {
	t.addQuery(weight, r)
	if r == Number {
		t.queryNumbers++
	}
	if named(r) {
		t.queryLeft += int64(weight)
	}
}

// ListWord counts a word of the listed name without a partner.
func (t *Tally) ListWord(weight int32, r Role) {
	t.addList(weight, r)
	if r == Number {
		t.listNumbers++
	}
	if named(r) {
		t.listLeft += int64(weight)
	}
}

func (t *Tally) addQuery(weight int32, r Role) {
	t.Query += int64(weight)
	if r == Name {
		t.queryNames++
	}
}

func (t *Tally) addList(weight int32, r Role) {
	t.List += int64(weight)
	if r == Name {
		t.listNames++
	}
}

func named(r Role) bool { return r == Name || r == Father }

// Contradiction is the share of both names in which each has names that the other
// has not: nothing where one of them merely leaves names out.
func (t *Tally) Contradiction() float64 {
	if t.Query == 0 || t.List == 0 {
		return 0
	}
	return min(float64(t.queryLeft)/float64(t.Query), float64(t.listLeft)/float64(t.List))
}

// Lone reports whether of two names of several words one alone is shared.
func (t *Tally) Lone() bool { return t.Shared <= 1 && t.queryNames > 1 && t.listNames > 1 }

// Single reports whether the listed name is one word and the query's several:
// many people have a name that somebody listed goes by.
func (t *Tally) Single() bool { return t.listNames == 1 && t.queryNames > 1 }

// OtherNumber reports whether both names have a number that the other has not.
func (t *Tally) OtherNumber() bool { return t.queryNumbers > 0 && t.listNumbers > 0 }
