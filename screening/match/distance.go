package match

// maxSound bounds the sounds that are compared; longer words are cut.
const maxSound = 24

// soundCost is the cheapest way (optimal string alignment) to turn one sound
// string into the other, in hundredths, or a value over limit if it costs more.
func soundCost(a, b []byte, limit int32) int32 {
	t := writtenCosts()
	a, b = a[:min(len(a), maxSound)], b[:min(len(b), maxSound)]
	// A common beginning and end costs nothing.
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	first := int32(0)
	if len(a) > 0 && len(b) > 0 && a[0] != b[0] && t.replace[soundCode[a[0]]][soundCode[b[0]]] >= 50 {
		first = firstCost
	}
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(a) == 0 {
		cost := int32(0)
		for _, c := range b {
			cost += int32(t.omit[soundCode[c]])
		}
		return cost
	}
	if len(b) == 1 {
		x, y := soundCode[a[0]], soundCode[b[0]]
		return first + min(int32(t.replace[x][y]), int32(t.omit[x])+int32(t.omit[y]))
	}
	limit -= first
	var codes [maxSound]uint8
	var rows [3][maxSound + 1]int32
	prev2, prev, cur := &rows[0], &rows[1], &rows[2]
	for j, c := range b {
		codes[j] = soundCode[c]
		prev[j+1] = prev[j] + int32(t.omit[codes[j]])
	}
	last := int32(0) // the least of the row before
	for i, ca := range a {
		code := soundCode[ca]
		omit, costs := int32(t.omit[code]), &t.replace[code]
		left := prev[0] + omit
		cur[0] = left
		best := left
		for j, cb := range b {
			c := prev[j]
			if ca != cb {
				c += int32(costs[codes[j]&(sounds-1)])
			}
			c = min(c, prev[j+1]+omit, left+int32(t.omit[codes[j]&(sounds-1)]))
			if i > 0 && j > 0 && ca == b[j-1] && a[i-1] == cb {
				c = min(c, prev2[j-1]+swapCost)
			}
			cur[j+1] = c
			left = c
			best = min(best, c)
		}
		if best > limit && last > limit {
			return limit + first + 1
		}
		last = best
		prev2, prev, cur = prev, cur, prev2
	}
	return prev[len(b)] + first
}

// looseCost is the cheapest way to read a loose word as a fully written one, in
// hundredths, or a value over limit.
func looseCost(loose, written []byte, kind looseness, limit int32) int32 {
	loose, written = loose[:min(len(loose), maxSound)], written[:min(len(written), maxSound)]
	by := abjadCosts()
	if kind == syllabic {
		by = syllabaryCosts()
	}
	var rows [2][maxSound + 1]int32
	prev, cur := &rows[0], &rows[1]
	for j, b := range written {
		prev[j+1] = prev[j] + int32(by.insert[soundCode[b]])
	}
	for _, a := range loose {
		code := soundCode[a]
		omit, costs := int32(by.omit[code]), &by.replace[code]
		cur[0] = prev[0] + omit
		best := cur[0]
		for j, b := range written {
			c := prev[j]
			if a != b {
				c += int32(costs[soundCode[b]])
			}
			c = min(c, prev[j+1]+omit, cur[j]+int32(by.insert[soundCode[b]]))
			cur[j+1] = c
			best = min(best, c)
		}
		if best > limit {
			return limit + 1
		}
		prev, cur = cur, prev
	}
	return prev[len(written)]
}
