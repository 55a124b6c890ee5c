package upload

import (
	"bytes"
	"slices"
)

// A pdfReader reads every object of a PDF, once. It does not go by the table of objects: which
// of several versions a program shows, and whether it trusts the table or looks for objects
// itself, differs. So whatever any of them can take for an object is looked at, where it
// stands and inside object streams.
type pdfReader struct {
	data   []byte
	budget int // bytes that may still be read: objects within objects cost no more than a few times the file
	found  pdfFindings
	links  pdfLinks

	streams []pdfStream        // object streams, to be looked into
	passed  []pdfPassed        // those in which nothing is named that does more than show pages
	files   []pdfValue         // descriptions of attached files
	locks   []pdfValue         // what trailers name as encryption
	locking map[int][]pdfValue // dictionaries of encryption, by the number of their object
	id      []byte             // the first identifier of the file
	key     *pdfKey            // of a file that opens without a password
	flate   flater
	arena   pdfArena
}

// A pdfStream is the stream of an object.
type pdfStream struct {
	num, gen int
	dict     pdfValue
	data     []byte // from its first byte to the end of the file
}

// A pdfPassed is an object stream whose objects were not read.
type pdfPassed struct {
	stream pdfStream
	nums   []int // the objects in it
	read   bool
}

// maxPDFWork is how many bytes of values are read of a file.
func maxPDFWork(size int) int { return 4*size + 1<<20 }

// read fills in what was found.
func (r *pdfReader) read() {
	r.trailers()
	for at := range pdfObjects(r.data) {
		r.object(at)
	}
	if len(r.locks) > 0 {
		if r.key = r.unlock(); r.key == nil {
			r.found.add(pdfLocked)
			return
		}
	}
	r.inside()
	r.found |= r.links.opened(r.revisit)
	if len(r.files) > 0 && !r.invoices() {
		r.found.add(pdfAttachment)
	}
}

// pdfObjects yields the places behind the keywords that begin an object (7.3.10).
func pdfObjects(data []byte) func(yield func(int) bool) {
	return func(yield func(int) bool) {
		const keyword = "obj"
		for at := 0; ; {
			next := bytes.Index(data[at:], []byte(keyword))
			if next < 0 {
				return
			}
			at += next + len(keyword)
			if !bytes.HasSuffix(data[:at], []byte("endobj")) && !yield(at) {
				return
			}
		}
	}
}

// trailers reads what stands behind the keyword of that name (7.5.5).
func (r *pdfReader) trailers() {
	const keyword = "trailer"
	for at := 0; ; {
		next := bytes.Index(r.data[at:], []byte(keyword))
		if next < 0 {
			return
		}
		at += next + len(keyword)
		if v, ok := r.value(r.data, at); ok {
			r.trailer(v.value)
			r.judge(v.value)
		}
	}
}

// trailer notes what a trailer, or the dictionary of a stream that stands for one, says of encryption.
func (r *pdfReader) trailer(v pdfValue) {
	for lock := range v.each("Encrypt") {
		r.locks, r.arena.keep = append(r.locks, lock), true
	}
	if id := v.get("ID"); id.kind == pdfArray && len(id.list) > 0 && r.id == nil {
		r.id = id.list[0].bytes()
	}
}

// A read value, and the place behind it.
type pdfRead struct {
	value pdfValue
	end   int
}

// value reads one value within the budget. What begins a dictionary and is none counts as
// unreadable where its names say that it is active: programs differ in what they make of it.
func (r *pdfReader) value(data []byte, at int) (pdfRead, bool) {
	if r.budget < 0 {
		r.found.add(pdfUnreadable)
		return pdfRead{}, false
	}
	r.arena.next()
	lex := pdfLexer{data: data, at: at, arena: &r.arena}
	v, ok := lex.value(0)
	r.budget -= lex.at - at
	if ok {
		return pdfRead{v, lex.at}, true
	}
	begin := pdfLexer{data: data, at: at}
	begin.skip()
	if broken := data[begin.at:]; bytes.HasPrefix(broken, []byte("<<")) {
		end := bytes.Index(broken, []byte("endobj"))
		if end < 0 {
			end = len(broken)
		}
		r.budget -= end
		if stream := bytes.Index(broken[:end], []byte("stream")); stream >= 0 {
			end = stream
		}
		if hasActiveName(broken[:end]) {
			r.found.add(pdfUnreadable)
		}
	}
	return pdfRead{}, false
}

// object reads the object whose keyword ends at a place.
func (r *pdfReader) object(at int) {
	read, ok := r.value(r.data, at)
	if !ok {
		return
	}
	v := read.value
	num, gen := pdfNumber(r.data[:at-len("obj")])
	r.judge(v)
	r.note(num, v)
	if v.kind != pdfDict {
		return
	}
	if v.get("Filter").kind == pdfName && v.get("O").kind != pdfNothing && v.get("U").kind != pdfNothing {
		if r.locking == nil {
			r.locking = make(map[int][]pdfValue)
		}
		r.locking[num], r.arena.keep = append(r.locking[num], v), true
	}
	s, ok := r.stream(num, gen, read)
	switch {
	case !ok:
	case v.has("Type", "XRef"):
		r.trailer(v)
	case v.has("Type", "ObjStm"), v.get("First").kind != pdfNothing && v.get("N").kind != pdfNothing && !v.has("Type", "XRef"):
		r.streams, r.arena.keep = append(r.streams, s), true
	}
}

// note notes an object that may be an action.
func (r *pdfReader) note(num int, v pdfValue) {
	if r.links.note(num, v) {
		r.arena.keep = true
	}
}

// stream returns the stream behind a dictionary, if one is there (7.3.8).
func (r *pdfReader) stream(num, gen int, read pdfRead) (pdfStream, bool) {
	lex := pdfLexer{data: r.data, at: read.end}
	lex.skip()
	data, ok := bytes.CutPrefix(r.data[lex.at:], []byte("stream"))
	if !ok {
		return pdfStream{}, false
	}
	data = bytes.TrimPrefix(bytes.TrimPrefix(data, []byte("\r")), []byte("\n"))
	return pdfStream{num: num, gen: gen, dict: read.value, data: data}, true
}

// pdfNumber reads the number and generation that stand before the keyword of an object; 0 where
// they cannot be read.
func pdfNumber(before []byte) (num, gen int) {
	const longest = 32
	before = before[max(len(before)-longest, 0):]
	last := func() (word []byte) {
		before = bytes.TrimRight(before, "\x00 \t\r\n\f")
		at := bytes.LastIndexAny(before, "\x00 \t\r\n\f")
		word, before = before[at+1:], before[:at+1]
		return word
	}
	second, word := last(), last()
	begin := len(word)
	for begin > 0 && word[begin-1] >= '0' && word[begin-1] <= '9' { // "endobj12 0" is read, too
		begin--
	}
	num, _ = integer(word[begin:])
	gen, _ = integer(second)
	return num, gen
}

// inside reads the objects in object streams (7.5.7). One that cannot be decoded, or more of
// them than the bound allows, is unreadable: nobody could look at it.
func (r *pdfReader) inside() {
	left := maxInflated
	for _, s := range r.streams {
		content, ok := r.decode(s, min(left, maxStream))
		if !ok {
			r.found.add(pdfUnreadable)
			return
		}
		left -= len(content)
		r.budget += 2 * len(content)
		if nums, ok := r.uneventful(s.dict, content); ok {
			r.passed, r.arena.keep = append(r.passed, pdfPassed{stream: s, nums: nums}), true
			continue
		}
		r.unpack(s, content)
	}
}

// unpack reads the objects in a decoded stream.
func (r *pdfReader) unpack(s pdfStream, content []byte) {
	before := r.arena.keeps
	r.packed(s.dict, content)
	if r.arena.keep || r.arena.keeps != before { // something refers to it
		r.flate.buffer = bytes.Buffer{}
	}
}

// uneventful reports a decoded stream without a name of anything that does more than show pages, and
// returns which objects it holds: an action of another may still lead to them.
func (r *pdfReader) uneventful(dict pdfValue, content []byte) (nums []int, ok bool) {
	first, count := dict.get("First"), dict.get("N")
	if first.kind != pdfInteger || count.kind != pdfInteger || first.num < 0 || first.num > len(content) || hasName(content, eventful) {
		return nil, false
	}
	head, behind := pdfLexer{data: content[:first.num], arena: &r.arena}, -1
	for range count.num {
		num, okNum := head.value(0)
		place, okPlace := head.value(0)
		if !okNum || !okPlace || num.kind != pdfInteger || place.kind != pdfInteger || place.num <= behind {
			return nil, false // and whatever has several objects in one place is read as it stands
		}
		behind = place.num
		nums = append(nums, num.num)
	}
	return nums, true
}

// revisit reads the streams that were passed over and hold an object, each of them once.
func (r *pdfReader) revisit(num int) {
	for i := range r.passed {
		p := &r.passed[i]
		if p.read || !slices.Contains(p.nums, num) {
			continue
		}
		p.read = true
		if content, ok := r.decode(p.stream, maxStream); ok { // as it did before
			r.budget += 2 * len(content)
			r.unpack(p.stream, content)
		}
	}
}

// packed reads the objects of one decoded stream: pairs of number and place, and from the place that
// First names on the objects.
func (r *pdfReader) packed(dict pdfValue, content []byte) {
	first, count := dict.get("First"), dict.get("N")
	if first.kind != pdfInteger || count.kind != pdfInteger || first.num < 0 || first.num > len(content) {
		if hasActiveName(content) {
			r.found.add(pdfUnreadable)
		}
		return
	}
	head := pdfLexer{data: content[:first.num], arena: &pdfArena{}}
	for range count.num {
		num, okNum := head.value(0)
		place, okPlace := head.value(0)
		if !okNum || !okPlace || num.kind != pdfInteger || place.kind != pdfInteger || place.num < 0 || place.num > len(content)-first.num {
			if hasActiveName(content) {
				r.found.add(pdfUnreadable)
			}
			return
		}
		read, ok := r.value(content, first.num+place.num)
		if !ok {
			continue
		}
		r.judge(read.value)
		r.note(num.num, read.value)
	}
}
