package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"github.com/bonafide-go/bonafide"
)

// A webhook posts events to one address, signed with its secret.
type webhook struct {
	url    string
	signer *standardwebhooks.Webhook
	client *http.Client
}

// newWebhook takes a secret of the form whsec_… (base64).
func newWebhook(url string, secret bonafide.Secret) (*webhook, error) {
	signer, err := standardwebhooks.NewWebhook(secret.Reveal())
	if err != nil {
		return nil, fmt.Errorf("webhook: secret does not decode") // the cause may quote it
	}
	return &webhook{url: url, signer: signer, client: &http.Client{
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }, // a redirect is no receipt
	}}, nil
}

// deliver posts an event. Its hash is the webhook-id: the same for every attempt. A
// receiver that is down, busy or broken is an outage; any other refusal is about the event.
func (w *webhook) deliver(ctx context.Context, e bonafide.Event) error {
	body, err := json.Marshal(e)
	if err != nil {
		return err
	}
	now := time.Now() // of the attempt: receivers refuse what is older than minutes
	signature, err := w.signer.Sign(e.Hash, now, body)
	if err != nil {
		return err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, w.url, bytes.NewReader(body))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set(standardwebhooks.HeaderWebhookID, e.Hash)
	request.Header.Set(standardwebhooks.HeaderWebhookTimestamp, strconv.FormatInt(now.Unix(), 10))
	request.Header.Set(standardwebhooks.HeaderWebhookSignature, signature)
	response, err := w.client.Do(request)
	if err != nil {
		return fmt.Errorf("webhook: no answer: %w", bonafide.ErrUnavailable)
	}
	defer response.Body.Close()
	_, _ = io.CopyN(io.Discard, response.Body, 4096) // so that the connection is used again
	switch status := response.StatusCode; {
	case status >= 200 && status < 300:
		return nil
	case status == http.StatusRequestTimeout, status == http.StatusTooManyRequests, status >= 500:
		return fmt.Errorf("webhook: status %d: %w", status, bonafide.ErrUnavailable)
	default:
		return fmt.Errorf("webhook: status %d", status)
	}
}
