package bonafide

import (
	"crypto/cipher"
	"log/slog"
	"slices"
)

// Sealed is an encrypted value as an aggregate keeps it, with a mask for people
// to recognise it by, such as "***-**-2222". It can be stored and shown; it
// prints as its mask, and logs as a fixed text. The zero value is empty.
type Sealed struct {
	Data []byte `json:"data,omitzero"` // format version 1, nonce, ciphertext and tag
	Mask string `json:"mask,omitzero"`
}

const sealVersion = 1

// IsZero reports whether nothing was sealed.
func (s Sealed) IsZero() bool { return len(s.Data) == 0 && s.Mask == "" }

// String returns the mask.
func (s Sealed) String() string { return s.Mask }

// LogValue is a fixed text.
func (s Sealed) LogValue() slog.Value { return slog.StringValue("[sealed]") }

// A DataKey seals and opens the values of one record: AES-256-GCM with the
// tenant, the record, the field and the format version as associated data, so
// that a sealed value opens nowhere else. It is safe for concurrent use.
type DataKey struct {
	tenant, kind, id string
	aead             cipher.AEAD
	wrapped          []byte
}

// Wrapped returns the key as the record keeps it.
func (d *DataKey) Wrapped() []byte { return slices.Clone(d.wrapped) }

// String returns a fixed text.
func (*DataKey) String() string { return "bonafide.DataKey" }

// GoString returns a fixed text.
func (*DataKey) GoString() string { return "bonafide.DataKey" }

func (d *DataKey) bound(field string) []byte {
	return lengthPrefixed(d.tenant, d.kind, d.id, field, string([]byte{sealVersion}))
}

// Seal encrypts a value for one field of the record. The mask is kept in clear.
// An empty secret gives the zero Sealed.
func (d *DataKey) Seal(field string, value Secret, mask string) (Sealed, error) {
	if value.IsZero() {
		return Sealed{}, nil
	}
	return Sealed{Data: d.SealBytes(field, []byte(value.Reveal())), Mask: mask}, nil
}

// Open decrypts a value of the record's field, or fails with [ErrSealed].
func (d *DataKey) Open(field string, s Sealed) (Secret, error) {
	if s.IsZero() {
		return Secret{}, nil
	}
	plain, err := d.OpenBytes(field, s.Data)
	if err != nil {
		return Secret{}, err
	}
	return NewSecret(string(plain)), nil
}

// SealBytes encrypts bytes, such as a file, for one field of the record.
func (d *DataKey) SealBytes(field string, plain []byte) []byte {
	return d.aead.Seal([]byte{sealVersion}, nil, plain, d.bound(field))
}

// OpenBytes decrypts what SealBytes returned for the same field, or fails with
// [ErrSealed].
func (d *DataKey) OpenBytes(field string, sealed []byte) ([]byte, error) {
	if len(sealed) == 0 || sealed[0] != sealVersion {
		return nil, ErrSealed
	}
	plain, err := d.aead.Open(nil, nil, sealed[1:], d.bound(field))
	if err != nil {
		return nil, ErrSealed
	}
	return plain, nil
}

// MaskTail shows the last n characters of an identifier and stars for the rest;
// separators stay. It shows nothing of a value shorter than 2n: a short number
// must not be given away by its mask.
func MaskTail(value string, n int) string {
	runes := []rune(value)
	if len(runes) < 2*n {
		n = 0
	}
	for i := range max(len(runes)-n, 0) {
		if runes[i] != '-' && runes[i] != ' ' {
			runes[i] = '*'
		}
	}
	return string(runes)
}
