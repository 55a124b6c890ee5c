package document

import (
	"context"
	"slices"
	"sync"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document/upload"
	"github.com/bonafide-go/bonafide/internal/canonical"
)

// A File describes an upload. The file itself is in the host's [Files], sealed.
type File struct {
	Key       string           `json:"key"`        // address in Files: SHA-256 of the sealed bytes, lower-case hex
	SHA256    string           `json:"sha256"`     // hash of the original bytes, lower-case hex
	Size      int              `json:"size"`       // bytes of the original
	MediaType upload.MediaType `json:"media_type"` // as inspected
	Width     int              `json:"width,omitzero"`
	Height    int              `json:"height,omitzero"`
}

// Files keeps uploads under their content address. What it gets is sealed
// already. Every upload has an address of its own, even of a file that was
// uploaded before: two people may send the same file, and deleting one must not
// take the other's.
//
// A host that shows a file to people must do so as a download, and without
// guessing its type (Content-Disposition: attachment, X-Content-Type-Options:
// nosniff; OWASP ASVS 5.0, 5.3.2): an image may still be read as a script.
//
// Package document/files keeps them in a folder of a local disk; its filestest proves
// other implementations.
//
// All methods must be safe for concurrent use and honour the context. Get fails
// with an error matching [bonafide.ErrNotFound] for an unknown key; deleting
// one does nothing. Put must not keep content, and the result of Get belongs to the
// caller.
type Files interface {
	Put(ctx context.Context, key string, content []byte) error
	Get(ctx context.Context, key string) ([]byte, error)
	Delete(ctx context.Context, key string) error
}

// MemoryFiles is a [Files] for tests and first steps. The zero value is ready.
type MemoryFiles struct {
	mu    sync.RWMutex
	files map[string][]byte
}

// NewMemoryFiles returns an empty store of files.
func NewMemoryFiles() *MemoryFiles { return &MemoryFiles{} }

// Put keeps a copy of content.
func (m *MemoryFiles) Put(ctx context.Context, key string, content []byte) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.files == nil {
		m.files = make(map[string][]byte)
	}
	m.files[key] = slices.Clone(content)
	return nil
}

// Get returns a copy of the content, or [bonafide.ErrNotFound].
func (m *MemoryFiles) Get(ctx context.Context, key string) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	m.mu.RLock()
	defer m.mu.RUnlock()
	content, ok := m.files[key]
	if !ok {
		return nil, bonafide.ErrNotFound
	}
	return slices.Clone(content), nil
}

// Delete removes the content.
func (m *MemoryFiles) Delete(ctx context.Context, key string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.files, key)
	return nil
}

// Len returns how many files there are. A host calls it in its tests, to see that
// no file stays behind when its document or subject goes.
func (m *MemoryFiles) Len() int {
	m.mu.RLock()
	defer m.mu.RUnlock()
	return len(m.files)
}

// OpenFile returns the original of what [Files] keeps for the document, or fails
// with [bonafide.ErrSealed] if it is not that.
func (d Sub) OpenFile(key *bonafide.DataKey, sealed []byte) ([]byte, error) {
	if d.File == nil {
		return nil, bonafide.ErrNotFound
	}
	content, err := key.OpenBytes(d.fileField(), sealed)
	if err != nil {
		return nil, err
	}
	if canonical.Sum(content) != d.File.SHA256 {
		return nil, bonafide.ErrSealed
	}
	return content, nil
}
