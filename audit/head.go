package audit

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"github.com/bonafide-go/bonafide"
)

// ErrHead says that a text is no head, or not signed by a key that is known.
var ErrHead = errors.New("audit: no signed head of this log")

// A Head is a tree at one time: how many events there were, and the hash of all of them.
type Head struct {
	Origin string    // name of the key that signs, and so of the log
	Size   int64     // events
	Root   tlog.Hash // of the tree
	At     time.Time // when it was signed, in whole seconds, by the clock of whoever signed
}

// text is a checkpoint as transparency logs write it (C2SP tlog-checkpoint), with the
// time as an extension line.
func (h Head) text() string {
	return fmt.Sprintf("%s\n%d\n%s\ntime %d\n", h.Origin, h.Size, h.Root, h.At.Unix())
}

// Sign returns the head as a note that the signer signed.
func (h Head) Sign(signer note.Signer) ([]byte, error) {
	h.Origin = signer.Name()
	return note.Sign(&note.Note{Text: h.text()}, signer)
}

// OpenHead reads a signed head. Without a signature of one of the keys, or where the
// text is no head or of another log, it fails with [ErrHead].
func OpenHead(signed []byte, keys note.Verifiers) (Head, error) {
	n, err := note.Open(signed, keys)
	if err != nil {
		return Head{}, ErrHead // its own error quotes the text
	}
	h, ok := parseHead(n.Text)
	if !ok || h.Origin != n.Sigs[0].Name {
		return Head{}, ErrHead
	}
	return h, nil
}

func parseHead(text string) (Head, bool) {
	lines := strings.Split(text, "\n")
	if len(lines) != 5 {
		return Head{}, false
	}
	size, sizeErr := strconv.ParseInt(lines[1], 10, 64)
	root, rootErr := tlog.ParseHash(lines[2])
	seconds, timeErr := strconv.ParseInt(strings.TrimPrefix(lines[3], "time "), 10, 64)
	h := Head{Origin: lines[0], Size: size, Root: root, At: bonafide.Instant(time.Unix(seconds, 0))}
	return h, errors.Join(sizeErr, rootErr, timeErr) == nil && size >= 0 && h.text() == text
}
