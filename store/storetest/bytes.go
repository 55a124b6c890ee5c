package storetest

import (
	"fmt"
	"slices"

	"github.com/bonafide-go/bonafide"
)

func bytesClauses() []Clause {
	return []Clause{
		{"ids_are_bytes", "ids and kinds are bytes: no folding, trimming, normalising or interpreting", idsAreBytes},
		{"terms_are_bytes", "unique values and labels are bytes: no folding, trimming, normalising or interpreting", termsAreBytes},
	}
}

// lookalikes are texts that some database, collation or driver takes for
// another, in pairs or more; few enough for one batch.
func lookalikes() []string {
	return []string{
		"user", "User", "USER", "u\u017fer", // case; a long s, which folds to s
		"user ", " user", "user\t", "user\n", "user\u00a0", "us\u00ader", // blanks, and a soft hyphen
		"Jos\u00e9", "Jose\u0301", "Jose", // composed, decomposed, without the accent
		"\u212b", "\u00c5", "A\u030a", // the angstrom sign, its canonical twin, decomposed
		"istanbul", "ISTANBUL", "\u0130STANBUL", "\u0131stanbul", // Turkish i, dotted and dotless
		"stra\u00dfe", "strasse", "STRASSE", // sharp s
		"\uff11", "1", "01", "1.0", "1e0", "0x1", "\u00b9", // numbers, full width and raised
		"a\x00b", "a\x00c", "a", "\x00", "\x00\x00", // the NUL byte, which ends C strings
		"\xff", "\xff\xfe", "\xc3", "\xc3\x28", "\xed\xa0\x80", "\ufffd", // not UTF-8, and what decoders put in its place
		"base64:/w", "base64:", "null", "NULL", "nil", "true", "{}", "[]", `""`,
		"'", "''", `"`, `\`, `\\`, "\\'", "`", "; drop table records; --", "' or '1'='1", "') or 1=1 --", "/* */", "--",
		"%", "_", "us%", "us_r", "%user%", "*", "us*", "[u]ser", "u?er", // wildcards
		"$1", "?", "?1", ":id", "@id", "${id}", "{{id}}", "%s", "%00", "&amp;", "<user>", "../user", "C:\\user",
		"\U0001f600", "\U0001f601", "\u200duser", "\ufeffuser", "\u202euser", // outside the first plane, invisible, reversing
	}
}

func sortedLookalikes() []string { return slices.Sorted(slices.Values(lookalikes())) }

func idsAreBytes(s *suite) {
	ids := sortedLookalikes()
	var batch []bonafide.Write
	for i, id := range ids {
		r := bonafide.Record{Kind: "user", ID: id, Version: 1, Body: fmt.Append(nil, i)}
		batch = append(batch, write(r, linked(new(bonafide.Chain), "user", id, "user.created")...))
	}
	s.put(batch...)
	s.lists(bonafide.Query{Kind: "user", Limit: 7}, ids...) // bytewise order, page by page
	for i, id := range ids {
		s.same("Get", s.get("user", id), bonafide.Record{Kind: "user", ID: id, Version: 1, Body: fmt.Append(nil, i)})
		if events := s.events(bonafide.EventQuery{Kind: "user", ID: id}); len(events) != 1 || events[0].ID != id {
			s.errorf("Events of %q: got %d of others or none", id, len(events))
		}
	}
	kinds := slices.DeleteFunc(ids, func(kind string) bool { return kind == "user" })
	batch = nil
	for _, kind := range kinds {
		batch = append(batch, write(bonafide.Record{Kind: kind, ID: kind, Version: 1}))
	}
	s.put(batch...)
	for _, kind := range kinds {
		s.lists(bonafide.Query{Kind: kind}, kind)
	}
}

func termsAreBytes(s *suite) {
	terms := sortedLookalikes()
	var batch []bonafide.Write
	for i, term := range terms {
		batch = append(batch, write(bonafide.Record{
			Kind: "user", ID: fmt.Sprintf("u-%03d", i), Version: 1,
			Unique: []string{term}, Labels: []string{term, "all"}, Due: at,
		}))
	}
	s.put(batch...)
	for i, term := range terms {
		id := fmt.Sprintf("u-%03d", i)
		s.lists(bonafide.Query{Kind: "user", Unique: term}, id)
		s.lists(bonafide.Query{Kind: "user", Labels: []string{term}}, id)
		r := s.get("user", id)
		if !slices.Equal(r.Unique, []string{term}) || !slices.Equal(set(r.Labels), set([]string{term, "all"})) {
			s.errorf("Get of the record with %q: got unique values %q and labels %q", term, r.Unique, r.Labels)
		}
	}
}
