package casefile

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"

	"github.com/bonafide-go/bonafide"
)

// Kinds of the records beside a case, written in one batch with it.
const (
	KindVersion = "case.version" // one for each version of a case, sealed; never changed, emptied by Erase
	KindEntity  = "case.entity"  // one for each entity, with blind indexes as labels

	// KindMonitoring is the kind of the records of what outside calls found the same
	// as before, and when they are to be made again: same id as the case, no personal
	// data, a chain of events of its own.
	KindMonitoring = "case.monitoring"

	// KindRetention is the kind of the records by which it is known who may be
	// erased: same id as the case, no content, and a Due that is the end of the
	// retention.
	KindRetention = "case.retention"
)

func versionID(id string, version int64) string { return fmt.Sprintf("%s/%019d", id, version) }

func entityID(id, entity string) string { return id + "/" + entity }

func versionField(version int64) string { return "version/" + strconv.FormatInt(version, 10) }

// beside returns the records that belong to a new version of a case.
func (s *Service) beside(ctx context.Context, before, c Case, r bonafide.Record) ([]bonafide.Write, error) {
	var out []bonafide.Write
	if c.RetentionVersion != before.RetentionVersion {
		out = append(out, bonafide.Write{Record: bonafide.Record{Kind: KindRetention, ID: c.ID, Version: c.RetentionVersion, Due: c.erasableAt()}})
	}
	if c.Erased() {
		return out, nil // no version is kept of what has no content, and no key is there to seal it
	}
	key, err := s.dataKey(ctx, c)
	if err != nil {
		return nil, err
	}
	out = append(out, bonafide.Write{Record: bonafide.Record{
		Kind: KindVersion, ID: versionID(c.ID, r.Version), Version: 1, Body: key.SealBytes(versionField(r.Version), r.Body),
	}})
	entities, err := c.entityWrites(before)
	return append(out, entities...), err
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
	r, err := s.run.Store.Get(ctx, KindVersion, versionID(id, version))
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
