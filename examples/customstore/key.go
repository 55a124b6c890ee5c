package main

import (
	"encoding/binary"
	"slices"
	"time"

	"github.com/bonafide-go/bonafide"
)

// A key is terms with their length before them, and a suffix that orders: no term is at
// the same time the beginning of another one. Terms have at most 255 bytes.
func key(suffix []byte, terms ...string) []byte {
	var k []byte
	for _, t := range terms {
		k = append(append(k, byte(len(t))), t...)
	}
	return append(k, suffix...)
}

// dueKey orders by due time, then id: microseconds as 8 bytes that sort as the numbers do.
func dueKey(due time.Time, id string) []byte {
	return append(number(due.UnixMicro()^-1<<63), id...)
}

func number(n int64) []byte { return binary.BigEndian.AppendUint64(nil, uint64(n)) }

// entries are the keys under which the two indexes know a record: one for each label, and
// one without a label, in the order of ids and, if it is due, in that of due times.
func entries(r bonafide.Record) (byID, byDue [][]byte) {
	for _, label := range slices.Concat([]string{""}, r.Labels) {
		byID = append(byID, key([]byte(r.ID), r.Kind, label))
		if !r.Due.IsZero() {
			byDue = append(byDue, key(dueKey(r.Due, r.ID), r.Kind, label))
		}
	}
	return byID, byDue
}
