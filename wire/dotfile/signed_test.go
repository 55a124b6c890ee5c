package dotfile_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
)

// signed is what a receiver computes.
func signed(secret, body string) string {
	m := hmac.New(sha256.New, []byte(secret))
	m.Write([]byte(body))
	return hex.EncodeToString(m.Sum(nil))
}
