// Package identifier reads the numbers that people and businesses carry and says
// how far each can be believed without asking anybody.
//
// Every parser takes the number as people write it and returns it in canonical
// form inside a secret, with a mask to recognise it by and a grade: implausible
// (well formed, but never issued, or known from advertising) or plausible (may be
// in use). What cannot be such a number at all fails with an error matching
// [bonafide.ErrInvalid] and the zero [Number]. Nothing here is ever "valid": only a
// register may say so.
package identifier
