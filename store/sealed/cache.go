package sealed

import (
	"container/list"
	"sync"
	"time"
)

// A cache holds at most size values, each at most for a life (0 = no bound). Of
// too many the one unused for longest goes. It is safe for concurrent use.
type cache[K comparable, V any] struct {
	size int
	life time.Duration
	now  func() time.Time

	mu    sync.Mutex
	order list.List // elements are *cached; the one used last is in front
	byKey map[K]*list.Element
}

type cached[K comparable, V any] struct {
	key   K
	value V
	since time.Time
}

func newCache[K comparable, V any](size int, life time.Duration, now func() time.Time) *cache[K, V] {
	return &cache[K, V]{size: size, life: life, now: now, byKey: make(map[K]*list.Element)}
}

func (c *cache[K, V]) get(key K) (value V, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	e := c.byKey[key]
	if e == nil {
		return value, false
	}
	held := e.Value.(*cached[K, V])
	if c.over(held) {
		c.remove(e)
		return value, false
	}
	c.order.MoveToFront(e)
	return held.value, true
}

// over reports whether a value has had its time. A clock that went back makes
// nothing live longer.
func (c *cache[K, V]) over(held *cached[K, V]) bool {
	if c.life == 0 {
		return false
	}
	age := c.now().Sub(held.since)
	return age >= c.life || age < 0
}

// put holds a value. One that takes the place of another has no longer to live
// than that.
func (c *cache[K, V]) put(key K, value V) {
	c.mu.Lock()
	defer c.mu.Unlock()
	var since time.Time
	if c.life > 0 {
		since = c.now()
	}
	if e := c.byKey[key]; e != nil {
		held := e.Value.(*cached[K, V])
		if c.over(held) {
			held.since = since
		}
		held.value = value
		c.order.MoveToFront(e)
		return
	}
	c.byKey[key] = c.order.PushFront(&cached[K, V]{key, value, since})
	for len(c.byKey) > c.size {
		c.remove(c.order.Back())
	}
}

func (c *cache[K, V]) drop(key K) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if e := c.byKey[key]; e != nil {
		c.remove(e)
	}
}

// remove takes an element out; the lock is held.
func (c *cache[K, V]) remove(e *list.Element) {
	c.order.Remove(e)
	delete(c.byKey, e.Value.(*cached[K, V]).key)
}
