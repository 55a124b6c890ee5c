package match

import (
	"cmp"
	"iter"
	"slices"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/screening"
)

// A Book is an inverse index of customers: it finds those whom a change of a
// list affects, without screening all of them. It is immutable and safe for
// concurrent use; it holds the customers' names and other data in memory, some
// hundred and fifty bytes for each, with one name.
type Book struct {
	index     [spheres]*index // where an entry is a customer
	customers []byte          // see appendCustomer
	offsets   []uint64        // customer i is customers[offsets[i]:offsets[i+1]]
	facts     []facts
	ids       keyTable // customers by their identifiers
}

// facts are what of a customer can raise a score.
type facts struct {
	year    int16 // year of birth; 0 = not known
	country bool  // a country is known
}

// NewBook makes a book of customers: the host's own id of each, and what it
// would screen. A query's Lists, Limit, MinScore and Mode take no part. It fails
// with the error of [screening.Query.Check] for a customer that cannot be screened.
func NewBook(customers iter.Seq2[string, screening.Query]) (*Book, error) {
	b := &Book{offsets: []uint64{0}}
	var x [spheres]*indexer
	for sp := range spheres {
		x[sp] = newIndexer(sp, nil)
		x[sp].queries = true
	}
	var ids []keyed
	var buf []byte
	for id, q := range customers {
		if id == "" {
			return nil, bonafide.Invalid("id", bonafide.CodeRequired)
		}
		if err := q.Check(); err != nil {
			return nil, err
		}
		n := uint32(len(b.facts))
		for sp := range spheres {
			if q.Type != "" && sphereOf(q.Type) != sp {
				continue
			}
			for i := 0; i <= len(q.OtherNames); i++ {
				x[sp].addName(nameOf(&q, i), n)
				for _, text := range spelledAlso(nameOf(&q, i), sp) {
					x[sp].addName(text, n)
				}
			}
		}
		for _, identifier := range q.Identifiers {
			if buf = appendIdentifier(buf[:0], identifier); len(buf) >= leastIdentifier {
				ids = append(ids, keyed{hashKey(keyText, buf), n})
			}
		}
		b.customers = appendCustomer(b.customers, id, &q)
		b.offsets = append(b.offsets, uint64(len(b.customers)))
		b.facts = append(b.facts, facts{int16(cmp.Or(q.BirthDate.Year, q.BirthYear)), len(q.Countries) > 0})
	}
	for sp := range spheres {
		b.index[sp] = x[sp].finishBook()
	}
	b.ids = newKeyTable(ids)
	b.customers = slices.Clip(b.customers)
	return b, nil
}

// finishBook is finish without what only listed names need.
func (x *indexer) finishBook() *index {
	x.addPosts()
	x.keys = newKeyTable(x.pairs)
	x.index.compact = newKeyTable(x.compact)
	x.index.joined = newKeyTable(x.joined)
	x.finishWholes()
	x.family = nil
	return x.index
}

// Len is how many customers the book holds.
func (b *Book) Len() int { return len(b.facts) }

// customer returns a customer by number.
func (b *Book) customer(n uint32) (id string, q screening.Query) {
	return readCustomer(b.customers[b.offsets[n]:b.offsets[n+1]])
}
