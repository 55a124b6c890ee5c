package casefile

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"github.com/bonafide-go/bonafide"
)

// Kinds of the records beside a case, written in one batch with it.
const (
	KindVersion = "case.version" // one for each version of a case, sealed; never changed, emptied by Erase
	KindEntity  = "case.entity"  // one for each entity, with blind indexes as labels

	// KindRetention is the kind of the records by which it is known who may be
	// erased: same id as the case, no content, and a Due that is the end of the
	// retention.
	KindRetention = "case.retention"
)

func versionID(id string, version int64) string { return fmt.Sprintf("%s/%019d", id, version) }

func entityID(id, entity string) string { return id + "/" + entity }

func versionField(version int64) string { return "version/" + strconv.FormatInt(version, 10) }

// A companion is a store that writes, with every version of a case, the records
// that belong to it: all of them or none.
type companion struct {
	bonafide.Store
	extra func(ctx context.Context, r bonafide.Record) ([]bonafide.Write, error)
}

// Put adds the records to the batch.
func (s companion) Put(ctx context.Context, batch ...bonafide.Write) error {
	all := slices.Clone(batch)
	for _, w := range batch {
		if w.Record.Kind != Kind {
			continue
		}
		more, err := s.extra(ctx, w.Record)
		if err != nil {
			return err
		}
		all = append(all, more...)
	}
	return s.Store.Put(ctx, all...)
}

// entityRef is the body of an entity's record.
type entityRef struct {
	Case   string `json:"case"`
	Entity string `json:"entity"`
}

// writes are the records that belong to a new version of a case.
func (s *Service) writes(before, c Case, key *bonafide.DataKey) func(context.Context, bonafide.Record) ([]bonafide.Write, error) {
	return func(ctx context.Context, r bonafide.Record) ([]bonafide.Write, error) {
		var out []bonafide.Write
		if c.Retention != before.Retention {
			out = append(out, bonafide.Write{Record: bonafide.Record{Kind: KindRetention, ID: c.ID, Version: c.Retention, Due: c.erasableAt()}})
		}
		if c.Erased() {
			return out, nil // no version is kept of what has no content, and no key is there to seal it
		}
		if key == nil {
			var err error
			if key, err = s.keys.OpenDataKey(ctx, Kind, c.ID, c.DataKey); err != nil {
				return nil, err
			}
		}
		out = append(out, bonafide.Write{Record: bonafide.Record{
			Kind: KindVersion, ID: versionID(c.ID, r.Version), Version: 1, Body: key.SealBytes(versionField(r.Version), r.Body),
		}})
		for id, version := range c.Indexed {
			if before.Indexed[id] == version {
				continue
			}
			body, err := json.Marshal(entityRef{Case: c.ID, Entity: id})
			if err != nil {
				return nil, err
			}
			var marks Marks
			if x, ok := c.Company(id); ok {
				marks = x.Marks
			} else if x, ok := c.Individual(id); ok {
				marks = x.Marks
			}
			out = append(out, bonafide.Write{Record: bonafide.Record{Kind: KindEntity, ID: entityID(c.ID, id), Version: version, Labels: marks.labels(), Body: body}})
		}
		return out, nil
	}
}

// snapshot is a version as it was stored.
type snapshot struct {
	Format int            `json:"format"`
	Head   bonafide.Chain `json:"head"`
	State  Case           `json:"state"`
}

var errSnapshot = errors.New("casefile: version of a case does not decode")

// version reads one version of a case.
func (s *Service) version(ctx context.Context, key *bonafide.DataKey, id string, version int64) (snapshot, error) {
	r, err := s.table.Store.Get(ctx, KindVersion, versionID(id, version))
	if err != nil {
		return snapshot{}, err
	}
	body, err := key.OpenBytes(versionField(version), r.Body)
	if err != nil {
		return snapshot{}, err
	}
	var v snapshot
	if json.Unmarshal(body, &v) != nil || v.Format != 1 {
		return snapshot{}, errSnapshot // the decoder's text may quote what it could not read
	}
	return v, nil
}
