package permission

import (
	"cmp"
	"encoding/binary"
	"slices"
	"time"

	"github.com/bonafide-go/bonafide/internal/canonical"
)

// Hash returns the SHA-256 of the facts in lower-case hex, over a fixed encoding
// in which the order of slices has no meaning.
func (f *Facts) Hash() string {
	var buffer [1024]byte
	return canonical.Sum(f.encode(buffer[:0]))
}

// ordering is the room for the order of a short list.
type ordering [32]int

// sorted returns the indexes 0 to n-1 in the order of compare.
func (o *ordering) sorted(n int, compare func(i, j int) int) []int {
	if n == 0 {
		return nil
	}
	order := o[:0]
	for i := range n {
		order = append(order, i)
	}
	slices.SortStableFunc(order, compare)
	return order
}

// The encoding is a tag and a value for every field that says something, and a 0
// at the end of each struct. Tags are never used again for another meaning.

func text(b []byte, tag byte, s string) []byte {
	if s == "" {
		return b
	}
	return canonical.Text(append(b, tag), s)
}

func moment(b []byte, tag byte, t time.Time) []byte {
	if t.IsZero() {
		return b
	}
	return binary.AppendVarint(append(b, tag), t.UnixMicro())
}

func number(b []byte, tag byte, n int64) []byte {
	if n == 0 {
		return b
	}
	return binary.AppendVarint(append(b, tag), n)
}

func mark(b []byte, tag byte, v bool) []byte {
	if !v {
		return b
	}
	return append(b, tag)
}

// texts encodes a set of texts. The room is shared by all lists of the encoding:
// each is done with it before the next begins.
func texts(b []byte, tag byte, room *ordering, list []string) []byte {
	if len(list) == 0 {
		return b
	}
	b = number(b, tag, int64(len(list)))
	for _, i := range room.sorted(len(list), func(i, j int) int { return cmp.Compare(list[i], list[j]) }) {
		b = canonical.Text(b, list[i])
	}
	return b
}

func (f *Facts) encode(b []byte) []byte {
	var room, outer ordering
	b = append(b, 1) // version of the encoding
	b = text(b, 1, string(f.Kind))
	b = moment(b, 2, f.At)
	b = moment(b, 3, f.OpenedAt)
	b = text(b, 4, string(f.Standing))
	b = text(b, 5, f.OFACStatus)
	b = text(b, 6, f.TINStatus)
	b = text(b, 7, f.RiskLevel)
	b = number(b, 8, int64(len(f.Documents)))
	for _, i := range outer.sorted(len(f.Documents), func(i, j int) int { return cmp.Compare(f.Documents[i].ID, f.Documents[j].ID) }) {
		b = f.Documents[i].encode(b, &room)
	}
	b = mark(b, 9, f.Owners.Complete)
	b = text(b, 10, f.Owners.Exemption)
	b = number(b, 11, int64(len(f.Owners.Members)))
	for _, i := range room.sorted(len(f.Owners.Members), func(i, j int) int { return cmp.Compare(f.Owners.Members[i].ID, f.Owners.Members[j].ID) }) {
		b = f.Owners.Members[i].encode(b)
	}
	b = moment(b, 12, f.Totals.AsOf)
	b = number(b, 13, int64(len(f.Totals.Sums)))
	for _, i := range room.sorted(len(f.Totals.Sums), func(i, j int) int { return f.Totals.Sums[i].compare(&f.Totals.Sums[j]) }) {
		b = f.Totals.Sums[i].encode(b)
	}
	b = number(b, 14, int64(len(f.Attestations)))
	for _, i := range room.sorted(len(f.Attestations), func(i, j int) int { return f.Attestations[i].compare(&f.Attestations[j]) }) {
		b = text(b, 1, f.Attestations[i].ID)
		b = append(moment(b, 2, f.Attestations[i].At), 0)
	}
	b = number(b, 15, int64(len(f.Waivers)))
	for _, i := range room.sorted(len(f.Waivers), func(i, j int) int { return f.Waivers[i].compare(&f.Waivers[j]) }) {
		b = f.Waivers[i].encode(b)
	}
	b = number(b, 16, int64(len(f.Clocks)))
	for _, i := range room.sorted(len(f.Clocks), func(i, j int) int { return f.Clocks[i].compare(&f.Clocks[j]) }) {
		b = text(b, 1, f.Clocks[i].Rule)
		b = text(b, 2, f.Clocks[i].DocumentID)
		b = append(moment(b, 3, f.Clocks[i].Since), 0)
	}
	b = moment(b, 17, f.ProgramUntil)
	b = moment(b, 18, f.Owners.ExemptUntil)
	return append(text(b, 19, f.Duplicates), 0)
}

func (d *DocumentFacts) encode(b []byte, room *ordering) []byte {
	b = text(b, 1, d.ID)
	b = mark(b, 2, d.Active)
	b = text(b, 3, d.Relationship)
	b = number(b, 4, int64(d.Share))
	b = text(b, 5, d.EntityType)
	b = text(b, 6, d.EntityScope)
	b = texts(b, 7, room, d.Activities)
	b = text(b, 8, d.Country)
	b = text(b, 9, d.Subdivision)
	b = number(b, 10, int64(d.Age))
	b = moment(b, 11, d.NextBirthday)
	b = text(b, 12, d.DesiredScope)
	b = text(b, 13, d.DocOptionKey)
	b = texts(b, 14, room, d.Fields)
	b = mark(b, 15, d.PhonePlausible)
	if d.IDScore != nil {
		b = binary.AppendVarint(append(b, 16), int64(*d.IDScore))
	}
	b = text(b, 17, d.TrustLevel)
	b = text(b, 18, d.EDDStatus)
	b = text(b, 19, d.Watchlist)
	b = moment(b, 20, d.ScreenedAt)
	b = number(b, 21, int64(len(d.Lists)))
	for _, i := range room.sorted(len(d.Lists), func(i, j int) int { return d.Lists[i].compare(&d.Lists[j]) }) {
		b = canonical.Text(canonical.Text(b, d.Lists[i].List), d.Lists[i].Result)
	}
	if slices.ContainsFunc(d.Lists, func(l ListResult) bool { return !l.Edition.IsZero() }) {
		b = append(b, 23)
		for _, i := range room.sorted(len(d.Lists), func(i, j int) int { return d.Lists[i].compare(&d.Lists[j]) }) {
			y := d.Lists[i].Edition
			b = binary.AppendVarint(b, int64(y.Year)*10_000+int64(y.Month)*100+int64(y.Day))
		}
	}
	b = texts(b, 24, room, d.NamesDiffer)
	b = text(b, 25, d.PhoneLine)
	b = text(b, 26, d.Mailbox)
	b = number(b, 22, int64(len(d.Subs)))
	var subs ordering
	for _, i := range subs.sorted(len(d.Subs), func(i, j int) int { return d.Subs[i].compare(&d.Subs[j]) }) {
		b = d.Subs[i].encode(b, room)
	}
	return append(b, 0)
}

func (l *ListResult) compare(m *ListResult) int {
	return cmp.Or(cmp.Compare(l.List, m.List), cmp.Compare(l.Result, m.Result), l.Edition.Compare(m.Edition))
}

func (s *SubFacts) compare(t *SubFacts) int {
	if c := cmp.Compare(s.ID, t.ID); c != 0 {
		return c
	}
	return cmp.Or(cmp.Compare(s.Type, t.Type), cmp.Compare(s.Status, t.Status), s.SubmittedAt.Compare(t.SubmittedAt),
		s.ValidUntil.Compare(t.ValidUntil), cmp.Compare(s.Class, t.Class), cmp.Compare(s.Country, t.Country), cmp.Compare(s.Imported, t.Imported))
}

func (s *SubFacts) encode(b []byte, room *ordering) []byte {
	b = text(b, 1, s.ID)
	b = text(b, 2, s.Class)
	b = text(b, 3, s.Type)
	b = text(b, 4, s.Status)
	b = text(b, 5, s.Country)
	b = moment(b, 6, s.SubmittedAt)
	b = moment(b, 7, s.ValidUntil)
	b = texts(b, 8, room, s.Reasons)
	b = number(b, 9, int64(s.AttemptsLeft))
	b = mark(b, 10, s.Final)
	return append(text(b, 11, s.Imported), 0)
}

func (o *Owner) encode(b []byte) []byte {
	b = text(b, 1, o.ID)
	b = mark(b, 2, o.Controls)
	b = number(b, 3, int64(o.Share))
	b = text(b, 4, string(o.Scope))
	return append(moment(b, 5, o.Until), 0)
}

func (t *Total) encode(b []byte) []byte {
	b = text(b, 1, string(t.Direction))
	b = text(b, 2, string(t.Per))
	b = text(b, 3, t.Amount.String())
	b = number(b, 4, int64(t.Count))
	return append(moment(b, 5, t.Until), 0)
}

func (s *Total) compare(t *Total) int {
	return cmp.Or(cmp.Compare(s.Direction, t.Direction), cmp.Compare(s.Per, t.Per),
		cmp.Compare(s.Amount.Currency(), t.Amount.Currency()), s.Until.Compare(t.Until))
}

func (a *Attestation) compare(b *Attestation) int {
	return cmp.Or(cmp.Compare(a.ID, b.ID), a.At.Compare(b.At))
}

func (w *Waiver) compare(x *Waiver) int {
	return cmp.Or(cmp.Compare(w.Rule, x.Rule), cmp.Compare(w.DocumentID, x.DocumentID), w.Until.Compare(x.Until),
		cmp.Compare(w.By.Kind, x.By.Kind), cmp.Compare(w.By.ID, x.By.ID))
}

func (w *Waiver) encode(b []byte) []byte {
	b = text(b, 1, w.Rule)
	b = text(b, 2, w.DocumentID)
	b = moment(b, 3, w.Until)
	b = text(b, 4, string(w.By.Kind))
	return append(text(b, 5, w.By.ID), 0)
}

func (c *Clock) compare(d *Clock) int {
	return cmp.Or(cmp.Compare(c.Rule, d.Rule), cmp.Compare(c.DocumentID, d.DocumentID), c.Since.Compare(d.Since))
}
