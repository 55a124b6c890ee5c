package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/bonafide-go/bonafide"
)

// A broker is a NATS server with one stream. A host connects to its own.
type broker struct {
	folder string
	server *server.Server
	conn   *nats.Conn
	js     jetstream.JetStream
	stream jetstream.Stream
}

func startBroker(ctx context.Context) (_ *broker, err error) {
	b := &broker{}
	defer func() {
		if err != nil {
			b.close()
		}
	}()
	if b.folder, err = os.MkdirTemp("", "outbox"); err != nil {
		return nil, err
	}
	b.server, err = server.NewServer(&server.Options{DontListen: true, JetStream: true, StoreDir: b.folder, NoLog: true, NoSigs: true})
	if err != nil {
		return nil, err
	}
	b.server.Start()
	if !b.server.ReadyForConnections(time.Minute) {
		return nil, errors.New("the broker does not start")
	}
	if b.conn, err = nats.Connect("", nats.InProcessServer(b.server)); err != nil {
		return nil, err
	}
	if b.js, err = jetstream.New(b.conn); err != nil {
		return nil, err
	}
	// The broker drops repeats that come within Duplicates. Let that be longer than an outage.
	b.stream, err = b.js.CreateStream(ctx, jetstream.StreamConfig{Name: "EVENTS", Subjects: []string{"events.>"}, Duplicates: 24 * time.Hour})
	return b, err
}

func (b *broker) close() {
	if b.conn != nil {
		b.conn.Close()
	}
	if b.server != nil {
		b.server.Shutdown()
		b.server.WaitForShutdown()
	}
	_ = os.RemoveAll(b.folder)
}

// publish hands an event to the stream and waits until it is kept. Its hash is what the
// broker tells repeats by.
func (b *broker) publish(ctx context.Context, e bonafide.Event) error {
	body, err := json.Marshal(e)
	if err != nil {
		return err
	}
	if _, err := b.js.Publish(ctx, "events."+e.Type, body, jetstream.WithMsgID(e.Hash)); err != nil {
		return fmt.Errorf("jetstream: %w", bonafide.ErrUnavailable) // events are small: no broker refuses one for good
	}
	return nil
}

// all reads the stream from its start.
func (b *broker) all(ctx context.Context) ([]bonafide.Event, error) {
	info, err := b.stream.Info(ctx)
	if err != nil {
		return nil, err
	}
	events := make([]bonafide.Event, info.State.Msgs)
	for i := range events {
		m, err := b.stream.GetMsg(ctx, uint64(i+1))
		if err != nil {
			return nil, err
		}
		if err := json.Unmarshal(m.Data, &events[i]); err != nil {
			return nil, err
		}
	}
	return events, nil
}
