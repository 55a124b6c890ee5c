package memory

import (
	"iter"
	"slices"
)

// maxChunk bounds how much one insertion moves.
const maxChunk = 512

// ordered is a sorted set in chunks: a search is binary, an insertion moves
// part of one chunk, and a walk can start anywhere.
type ordered[T any] struct {
	compare func(a, b T) int
	chunks  [][]T // none empty
	size    int
}

// find returns the chunk and the place in it where v is or belongs.
func (o *ordered[T]) find(v T) (chunk, place int, found bool) {
	chunk, found = slices.BinarySearchFunc(o.chunks, v, func(c []T, v T) int { return o.compare(c[len(c)-1], v) })
	if found {
		return chunk, len(o.chunks[chunk]) - 1, true
	}
	if chunk == len(o.chunks) {
		return chunk, 0, false
	}
	place, found = slices.BinarySearchFunc(o.chunks[chunk], v, o.compare)
	return chunk, place, found
}

func (o *ordered[T]) insert(v T) {
	chunk, place, found := o.find(v)
	if found {
		return
	}
	o.size++
	if chunk == len(o.chunks) { // greater than all: to the end of the last chunk
		if chunk == 0 {
			o.chunks = [][]T{{v}}
			return
		}
		chunk--
		place = len(o.chunks[chunk])
	}
	c := slices.Insert(o.chunks[chunk], place, v)
	o.chunks[chunk] = c
	if len(c) > maxChunk {
		half := len(c) / 2
		o.chunks = slices.Insert(o.chunks, chunk+1, slices.Clone(c[half:]))
		clear(c[half:])
		o.chunks[chunk] = c[:half:half]
	}
}

func (o *ordered[T]) remove(v T) {
	chunk, place, found := o.find(v)
	if !found {
		return
	}
	o.size--
	o.chunks[chunk] = slices.Delete(o.chunks[chunk], place, place+1)
	if len(o.chunks[chunk]) == 0 {
		o.chunks = slices.Delete(o.chunks, chunk, chunk+1)
	}
}

// after walks what is greater than v, in order.
func (o *ordered[T]) after(v T) iter.Seq[T] {
	return func(yield func(T) bool) {
		chunk, place, found := o.find(v)
		if found {
			place++
		}
		for ; chunk < len(o.chunks); chunk, place = chunk+1, 0 {
			for _, next := range o.chunks[chunk][place:] {
				if !yield(next) {
					return
				}
			}
		}
	}
}
