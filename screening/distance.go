package screening

// Costs of edits between sounds. Replacing a sound by an unrelated one, or
// leaving out a consonant, costs 1.
var (
	replaceCost = newReplaceCosts()
	omitCost    = newOmitCosts()
)

const swapCost = 0.7 // two neighbours change places

// relatedSounds lists pairs of sounds that transliterations and ears confuse.
var relatedSounds = []struct {
	a, b byte
	cost float32
}{
	{'e', 'i', .25}, {'o', 'u', .25}, {'a', 'e', .35}, {'a', 'o', .35}, {'a', 'i', .45}, {'a', 'u', .45},
	{'e', 'o', .5}, {'e', 'u', .5}, {'i', 'o', .5}, {'i', 'u', .5},
	{'y', 'i', .15}, {'y', 'e', .4}, {'y', 'j', .3}, {'v', 'u', .3}, {'v', 'o', .5},
	{'b', 'p', .4}, {'d', 't', .4}, {'g', 'k', .35}, {'z', 's', .35}, {'v', 'f', .3}, {'v', 'b', .5},
	{'D', 'd', .15}, {'D', 'z', .25}, {'D', 't', .5}, {'T', 't', .15}, {'T', 's', .3}, {'T', 'd', .5}, {'T', 'D', .3},
	{'X', 'h', .15}, {'X', 'k', .25}, {'X', 'g', .4}, {'X', 'G', .3}, {'G', 'g', .15}, {'G', 'k', .3}, {'G', 'h', .4}, {'g', 'h', .4},
	{'S', 's', .35}, {'S', 'C', .35}, {'S', 'Z', .3}, {'S', 'z', .5}, {'S', 'c', .5}, {'C', 'k', .5}, {'C', 'j', .4}, {'C', 'c', .25}, {'C', 's', .6}, {'C', 't', .6},
	{'Z', 'z', .3}, {'Z', 'j', .15}, {'j', 'g', .35}, {'j', 'z', .5}, {'j', 'h', .5}, {'j', 'i', .5}, {'j', 'd', .6}, {'j', 'X', .5},
	{'c', 's', .2}, {'c', 'z', .3}, {'c', 'k', .4}, {'c', 't', .5},
	{'l', 'r', .6}, {'m', 'n', .5},
}

func newReplaceCosts() (t [128][128]float32) {
	for a := range t {
		for b := range t[a] {
			if a != b {
				t[a][b] = 1
			}
		}
	}
	for d := byte('0'); d <= '9'; d++ {
		for b := range t[d] {
			if b != int(d) {
				t[d][b], t[b][d] = 9, 9 // numbers are the same or not
			}
		}
	}
	for _, p := range relatedSounds {
		t[p.a][p.b], t[p.b][p.a] = p.cost, p.cost
	}
	return t
}

func newOmitCosts() (t [128]float32) {
	for b := range t {
		t[b] = 1
	}
	for _, b := range []byte("aeiou") {
		t[b] = .4
	}
	for d := byte('0'); d <= '9'; d++ {
		t[d] = 9
	}
	t['y'], t['h'] = .25, .35
	return t
}

// maxSound bounds the sounds that are compared; longer words are cut.
const maxSound = 24

// soundCost is the cheapest way (optimal string alignment) to turn one sound
// string into the other, or a value over limit if it costs more.
func soundCost(a, b []byte, limit float32) float32 {
	a, b = a[:min(len(a), maxSound)], b[:min(len(b), maxSound)]
	// A common beginning and end costs nothing.
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	first := float32(0)
	if len(a) > 0 && len(b) > 0 && a[0] != b[0] && replaceCost[a[0]&127][b[0]&127] >= .5 {
		first = .3 // a different beginning weighs more
	}
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	var rows [3][maxSound + 1]float32
	prev2, prev, cur := &rows[0], &rows[1], &rows[2]
	for j := range b {
		prev[j+1] = prev[j] + omitCost[b[j]&127]
	}
	for i := range a {
		ca := a[i] & 127
		oa := omitCost[ca]
		costs := &replaceCost[ca]
		cur[0] = prev[0] + oa
		best := cur[0]
		for j := range b {
			cb := b[j] & 127
			c := prev[j] + costs[cb]
			if d := prev[j+1] + oa; d < c {
				c = d
			}
			if d := cur[j] + omitCost[cb]; d < c {
				c = d
			}
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				if d := prev2[j-1] + swapCost; d < c {
					c = d
				}
			}
			cur[j+1] = c
			if c < best {
				best = c
			}
		}
		if best+first > limit {
			return limit + 1
		}
		prev2, prev, cur = prev, cur, prev2
	}
	return prev[len(b)] + first
}
