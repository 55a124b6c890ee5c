package mrz

import "slices"

// span is a part of one line, the end excluded.
type span struct{ line, from, to int }

// layout says where the fields of a format are.
type layout struct {
	format      Format
	lines       int
	width       int
	types       string // first letters of the document types
	begins      string // what the zone begins with, where that tells the layout
	kind        span
	issuer      span
	names       span
	given       span // given names, where they stand apart
	number      span // its check digit follows
	nationality span // none where it is the issuer
	born        span // its check digit follows
	sex         span
	expires     span // its check digit follows; none where the zone has no expiry
	optional    []span
	optionalCD  span   // TD3 alone has one
	composite   span   // visas have none
	composed    []span // what the composite check digit covers
}

// layouts are those of 9303-5 section 4.2.2, 9303-6 section 4.2.2, 9303-4 section
// 4.2.2, 9303-7 sections 4.2.2 and 5.2.2, and of the French identity card before 2021
// (decree 55-1397; its zone is of no ICAO format). Where two have the same size, the
// one that says how it begins comes first.
var layouts = []layout{
	{
		format: TD1, lines: 3, width: 30, types: "ACI",
		kind: span{0, 0, 2}, issuer: span{0, 2, 5}, number: span{0, 5, 14},
		born: span{1, 0, 6}, sex: span{1, 7, 8}, expires: span{1, 8, 14}, nationality: span{1, 15, 18},
		names: span{2, 0, 30}, optional: []span{{0, 15, 30}, {1, 18, 29}}, composite: span{1, 29, 30},
		composed: []span{{0, 5, 30}, {1, 0, 7}, {1, 8, 15}, {1, 18, 29}},
	},
	{
		format: FrenchID, lines: 2, width: 36, types: "I", begins: "IDFRA",
		kind: span{0, 0, 2}, issuer: span{0, 2, 5}, names: span{0, 5, 30}, number: span{1, 0, 12}, given: span{1, 13, 27},
		born: span{1, 27, 33}, sex: span{1, 34, 35}, optional: []span{{0, 30, 36}}, composite: span{1, 35, 36},
		composed: []span{{0, 0, 36}, {1, 0, 35}},
	},
	{
		format: MRVB, lines: 2, width: 36, types: "V", begins: "V",
		kind: span{0, 0, 2}, issuer: span{0, 2, 5}, names: span{0, 5, 36}, number: span{1, 0, 9}, nationality: span{1, 10, 13},
		born: span{1, 13, 19}, sex: span{1, 20, 21}, expires: span{1, 21, 27}, optional: []span{{1, 28, 36}},
	},
	{
		format: MRVA, lines: 2, width: 44, types: "V", begins: "V",
		kind: span{0, 0, 2}, issuer: span{0, 2, 5}, names: span{0, 5, 44}, number: span{1, 0, 9}, nationality: span{1, 10, 13},
		born: span{1, 13, 19}, sex: span{1, 20, 21}, expires: span{1, 21, 27}, optional: []span{{1, 28, 44}},
	},
	{
		format: TD2, lines: 2, width: 36, types: "ACI",
		kind: span{0, 0, 2}, issuer: span{0, 2, 5}, names: span{0, 5, 36}, number: span{1, 0, 9}, nationality: span{1, 10, 13},
		born: span{1, 13, 19}, sex: span{1, 20, 21}, expires: span{1, 21, 27}, optional: []span{{1, 28, 35}}, composite: span{1, 35, 36},
		composed: []span{{1, 0, 10}, {1, 13, 20}, {1, 21, 35}},
	},
	{
		format: TD3, lines: 2, width: 44, types: "P",
		kind: span{0, 0, 2}, issuer: span{0, 2, 5}, names: span{0, 5, 44}, number: span{1, 0, 9}, nationality: span{1, 10, 13},
		born: span{1, 13, 19}, sex: span{1, 20, 21}, expires: span{1, 21, 27}, optional: []span{{1, 28, 42}}, optionalCD: span{1, 42, 43},
		composite: span{1, 43, 44}, composed: []span{{1, 0, 10}, {1, 13, 20}, {1, 21, 43}},
	},
}

// lettersOnly and digitsOnly are the fields whose alphabet is known, so that an
// OCR error between letters and digits can be undone.
func (l layout) lettersOnly() []span {
	return given(l.kind, l.issuer, l.names, l.given, l.nationality, l.sex)
}

func (l layout) digitsOnly() []span {
	return given(l.born, after(l.born), l.expires, after(l.expires), l.composite, after(l.number), l.optionalCD)
}

// given drops the spans that a layout does not have.
func given(spans ...span) []span {
	return slices.DeleteFunc(spans, func(s span) bool { return s == span{} || s == after(span{}) })
}

// after is the single character behind a field: its check digit.
func after(s span) span { return span{s.line, s.to, s.to + 1} }
