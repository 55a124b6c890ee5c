package casefile

import (
	"fmt"
	"strconv"
)

// Kinds of the records of a case, all of them written in one batch with it.
const (
	Kind = "case" // one for each case

	KindVersion = "case.version" // one for each version of a case, sealed; never changed, emptied by Erase
	KindEntity  = "case.entity"  // one for each entity, with blind indexes as labels

	// KindMonitoring is the kind of the records of what outside calls found the same
	// as before, and when they are to be made again: same id as the case, no personal
	// data, a chain of events of its own.
	KindMonitoring = "case.monitoring"

	// kindRetention is the kind of the records by which it is known who may be
	// erased: same id as the case, no content, and a Due that is the end of the
	// retention.
	kindRetention = "case.retention"
)

func versionID(id string, version int64) string { return fmt.Sprintf("%s/%019d", id, version) }

func entityID(id, entity string) string { return id + "/" + entity }

func versionField(version int64) string { return "version/" + strconv.FormatInt(version, 10) }
