package match

import (
	"encoding/binary"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/screening"
)

// appendCustomer appends what a book keeps of a customer.
func appendCustomer(dst []byte, id string, q *screening.Query) []byte {
	text := func(s string) {
		dst = binary.AppendUvarint(dst, uint64(len(s)))
		dst = append(dst, s...)
	}
	texts := func(list []string) {
		dst = binary.AppendUvarint(dst, uint64(len(list)))
		for _, s := range list {
			text(s)
		}
	}
	text(id)
	text(q.Name)
	texts(q.OtherNames)
	text(string(q.Type))
	dst = binary.AppendUvarint(dst, uint64(max(q.BirthDate.Year, 0)))
	dst = append(dst, byte(q.BirthDate.Month), byte(q.BirthDate.Day))
	dst = binary.AppendUvarint(dst, uint64(max(q.BirthYear, 0)))
	texts(q.Countries)
	texts(q.Identifiers)
	text(q.Gender)
	return dst
}

// readCustomer reads what appendCustomer wrote.
func readCustomer(b []byte) (id string, q screening.Query) {
	number := func() int {
		n, size := binary.Uvarint(b)
		b = b[size:]
		return int(n)
	}
	text := func() string {
		n := number()
		s := string(b[:n])
		b = b[n:]
		return s
	}
	texts := func() []string {
		n := number()
		if n == 0 {
			return nil
		}
		list := make([]string, n)
		for i := range list {
			list[i] = text()
		}
		return list
	}
	id = text()
	q.Name = text()
	q.OtherNames = texts()
	q.Type = screening.EntityType(text())
	year := number()
	if year > 0 {
		q.BirthDate = bonafide.Date{Year: year, Month: time.Month(b[0]), Day: int(b[1])}
	}
	b = b[2:]
	q.BirthYear = number()
	q.Countries = texts()
	q.Identifiers = texts()
	q.Gender = text()
	return id, q
}
