package audit

import (
	"context"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/bonafide-go/bonafide"
)

// perRecord is how many hashes stand in one record.
const perRecord = 256

func hashesID(record int64) string { return fmt.Sprintf("%012x", record) }

// hashWrites returns the writes that append hashes from a place of the storage on.
func (l *Log) hashWrites(ctx context.Context, first int64, hashes []tlog.Hash) ([]bonafide.Write, error) {
	var batch []bonafide.Write
	for len(hashes) > 0 {
		record, within := first/perRecord, first%perRecord
		r := bonafide.Record{Kind: KindHashes, ID: hashesID(record)}
		if within > 0 {
			var err error
			if r, err = l.hashRecord(ctx, record, within); err != nil {
				return nil, err
			}
			r.Body = r.Body[:within*tlog.HashSize]
		}
		n := min(perRecord-within, int64(len(hashes)))
		for _, h := range hashes[:n] {
			r.Body = append(r.Body, h[:]...)
		}
		r.Version++
		batch = append(batch, bonafide.Write{Record: r})
		hashes, first = hashes[n:], first+n
	}
	return batch, nil
}

// hashRecord reads a record that must have at least so many hashes.
func (l *Log) hashRecord(ctx context.Context, record, atLeast int64) (bonafide.Record, error) {
	r, err := l.keep.Get(ctx, KindHashes, hashesID(record))
	if err == nil && int64(len(r.Body)) < atLeast*tlog.HashSize {
		err = fmt.Errorf("audit: %s record: %w", KindHashes, bonafide.ErrUnreadable)
	}
	return r, err
}

// reader reads hashes by their place in the storage, each record once.
func (l *Log) reader(ctx context.Context) tlog.HashReader {
	read := make(map[int64][]byte)
	return tlog.HashReaderFunc(func(places []int64) ([]tlog.Hash, error) {
		out := make([]tlog.Hash, len(places))
		for i, place := range places {
			record, within := place/perRecord, place%perRecord
			body := read[record]
			if int64(len(body)) < (within+1)*tlog.HashSize {
				r, err := l.hashRecord(ctx, record, within+1)
				if err != nil {
					return nil, err
				}
				body, read[record] = r.Body, r.Body
			}
			copy(out[i][:], body[within*tlog.HashSize:])
		}
		return out, nil
	})
}

// leaves hands over the leaves of a tree in their order, until each says no.
func (l *Log) leaves(ctx context.Context, size int64, each func(n int64, leaf tlog.Hash) bool) error {
	var body []byte
	record := int64(-1)
	for n := range size {
		place := tlog.StoredHashIndex(0, n)
		if place/perRecord != record {
			record = place / perRecord
			r, err := l.hashRecord(ctx, record, place%perRecord+1)
			if err != nil {
				return err
			}
			body = r.Body
		}
		at := place % perRecord * tlog.HashSize
		if int64(len(body)) < at+tlog.HashSize {
			return fmt.Errorf("audit: %s record: %w", KindHashes, bonafide.ErrUnreadable)
		}
		if !each(n, tlog.Hash(body[at:at+tlog.HashSize])) {
			return nil
		}
	}
	return nil
}
