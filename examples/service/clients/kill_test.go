package clients

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"os"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What was acknowledged over HTTP is there after every kill -9. KILLS is how many there
// are; five by default.
func TestKillsLoseNothingAcknowledged(t *testing.T) {
	kills := 5
	if given := os.Getenv("KILLS"); given != "" {
		var err error
		kills, err = strconv.Atoi(given)
		require.NoError(t, err)
	}
	dir := t.TempDir()
	made, before := newAcknowledged(), newAcknowledged()
	n, read := 0, 0
	for range kills {
		s := start(t, dir, "-writes", "1000000")
		read += made.check(t, s)
		if t.Failed() {
			return
		}
		made.moveTo(before)
		var wg sync.WaitGroup
		stop := make(chan struct{})
		for range 4 {
			n++
			first := n * 1_000_000
			wg.Go(func() { onboard(s, made, first, stop) })
		}
		time.Sleep(time.Duration(300+rand.IntN(900)) * time.Millisecond)
		s.kill() // in the midst of requests
		close(stop)
		wg.Wait()
	}
	s := start(t, dir)
	made.moveTo(before)
	read += before.check(t, s) // all of it, once more
	assert.Positive(t, read, "nothing was acknowledged between kills")
	t.Logf("%d kills, %d users and documents read back, %d lost", kills, read, made.lost+before.lost)
}

// acknowledged is what a service answered that it has.
type acknowledged struct {
	mu        sync.Mutex
	users     map[string]bool
	documents map[string]string // sub-document -> its user
	lost      int
}

func newAcknowledged() *acknowledged {
	return &acknowledged{users: map[string]bool{}, documents: map[string]string{}}
}

// onboard creates users and submits documents until the service is gone.
func onboard(s *service, made *acknowledged, i int, stop <-chan struct{}) {
	for ; ; i++ {
		select {
		case <-stop:
			return
		default:
		}
		body := person(i)
		documents := body["documents"]
		delete(body, "documents")
		u, err := s.send(request{method: "POST", path: "/users", by: "|device", body: body})
		if err != nil || u.status != http.StatusOK {
			continue
		}
		id := u.text("_id")
		made.mu.Lock()
		made.users[id] = true
		made.mu.Unlock()
		grant, err := s.send(request{method: "POST", path: "/oauth/" + id, by: "|device", body: map[string]any{"refresh_token": u.text("refresh_token")}})
		if err != nil || grant.status != http.StatusOK {
			continue
		}
		u, err = s.send(request{method: "PATCH", path: "/users/" + id, by: grant.text("oauth_key") + "|device", body: map[string]any{"documents": documents}})
		if err != nil || u.status != http.StatusOK {
			continue
		}
		made.mu.Lock()
		made.documents[u.text("documents.0.virtual_docs.0.id")] = id
		made.mu.Unlock()
	}
}

// check reads back what was acknowledged, and returns how much that is.
func (a *acknowledged) check(t *testing.T, s *service) int {
	has := map[string]bool{}
	for id := range a.users {
		u, err := s.send(request{method: "GET", path: "/users/" + id, by: "|device"})
		if !assert.NoError(t, err) || !assert.Equal(t, http.StatusOK, u.status, fmt.Sprint("a user is gone: ", u.body)) {
			a.lost++
			continue
		}
		has[u.text("documents.0.virtual_docs.0.id")] = true
	}
	for id := range a.documents {
		if !assert.True(t, has[id], "a document is gone") {
			a.lost++
		}
	}
	return len(a.users) + len(a.documents)
}

// moveTo moves what was read back, so that the next check is of what came since.
func (a *acknowledged) moveTo(all *acknowledged) {
	maps.Copy(all.users, a.users)
	maps.Copy(all.documents, a.documents)
	clear(a.users)
	clear(a.documents)
}
