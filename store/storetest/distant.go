package storetest

import (
	"net"
	"sync/atomic"
	"time"
)

// Distant returns a connection that answers as late as one whose round trip takes that
// much longer: what is read after a write comes so long after the write. An adapter's
// benchmark dials by it, to see what round trips cost where the database is not on the
// same machine; 1 ms is usual between the zones of a cloud.
func Distant(c net.Conn, trip time.Duration) net.Conn {
	return &distant{Conn: c, trip: trip, opened: time.Now()}
}

type distant struct {
	net.Conn
	trip   time.Duration
	opened time.Time
	ready  atomic.Int64 // how long after that the answer to what was written last has come all the way
}

func (d *distant) Write(p []byte) (int, error) {
	d.ready.Store(int64(time.Since(d.opened) + d.trip))
	return d.Conn.Write(p)
}

func (d *distant) Read(p []byte) (int, error) {
	n, err := d.Conn.Read(p)
	time.Sleep(time.Duration(d.ready.Load()) - time.Since(d.opened)) // none where that is past
	return n, err
}
