package audit

import (
	"slices"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/bonafide-go/bonafide"
)

// Leaf returns the hash that stands for an event in the tree. It covers everything in
// it, and the kind and id of its record; what the event says of its own hash does not count.
func Leaf(e bonafide.Event) tlog.Hash { return tlog.RecordHash([]byte(e.Digest())) }

// A tree is the right edge of a Merkle tree: the roots of its complete subtrees,
// the largest first.
type tree struct {
	size int64
	edge []tlog.Hash
}

// add adds a leaf, and appends to hashes what is new: the leaf, and the nodes that it
// completes, in the order of tlog.StoredHashIndex.
func (t *tree) add(leaf tlog.Hash, hashes []tlog.Hash) []tlog.Hash {
	hashes = append(hashes, leaf)
	for n := t.size; n&1 == 1; n >>= 1 {
		last := len(t.edge) - 1
		leaf = tlog.NodeHash(t.edge[last], leaf)
		t.edge = t.edge[:last]
		hashes = append(hashes, leaf)
	}
	t.edge = append(t.edge, leaf)
	t.size++
	return hashes
}

// root is the hash of the whole tree, as tlog.TreeHash computes it.
func (t *tree) root() tlog.Hash {
	if t.size == 0 {
		root, _ := tlog.TreeHash(0, nil) // of nothing; it reads nothing
		return root
	}
	root := t.edge[len(t.edge)-1]
	for _, left := range slices.Backward(t.edge[:len(t.edge)-1]) {
		root = tlog.NodeHash(left, root)
	}
	return root
}

func (t *tree) clone() tree { return tree{t.size, slices.Clone(t.edge)} }
