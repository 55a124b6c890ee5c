package intern

import "sync"

// most is how many texts are held in memory: some megabytes. The editions of a year are
// fewer.
const most = 1024

// known are texts that stand in the store.
type known struct {
	before *known // those that are committed, for a handle that is bound to a transaction

	mu    sync.RWMutex
	texts map[string][]byte
}

func (k *known) get(id string) ([]byte, bool) {
	if k.before != nil {
		if value, ok := k.before.get(id); ok {
			return value, true
		}
	}
	k.mu.RLock()
	defer k.mu.RUnlock()
	value, ok := k.texts[id]
	return value, ok
}

// put holds a text. Of too many any goes.
func (k *known) put(id string, value []byte) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.texts == nil {
		k.texts = make(map[string][]byte)
	}
	k.texts[id] = value
	for other := range k.texts {
		if len(k.texts) <= most {
			return
		}
		delete(k.texts, other)
	}
}
