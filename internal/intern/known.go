package intern

import (
	"sync"
	"time"
)

// most is how many texts are held in memory: some megabytes. The editions of a year are
// fewer.
const most = 1024

// known are texts that stand in the store.
type known struct {
	before *known // those that are committed, for a handle that is bound to a transaction

	mu    sync.RWMutex
	texts map[string]text
}

func (k *known) get(id string) (text, bool) {
	k.mu.RLock()
	t, ok := k.texts[id]
	k.mu.RUnlock()
	if k.before == nil {
		return t, ok
	}
	if earlier, there := k.before.get(id); there && !earlier.kept.Before(t.kept) {
		return earlier, true
	}
	return t, ok
}

// put holds a text; kept is when it was seen that it stays, zero where nobody looked.
func (k *known) put(id string, value []byte, kept time.Time) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.texts == nil {
		k.texts = make(map[string]text)
	}
	if had := k.texts[id]; had.kept.After(kept) {
		kept = had.kept
	}
	k.texts[id] = text{id: id, value: value, kept: kept} // of too many any goes
	for other := range k.texts {
		if len(k.texts) <= most {
			return
		}
		delete(k.texts, other)
	}
}
