// Package intern keeps what many bodies say word for word, such as which editions of
// fifty lists were searched, in one record of its own: the bodies name it by its hash. So
// the text is stored once a tenant, however many say it.
//
// A text is written before the first body that names it, by whoever comes first, and never
// changes. It outlives whoever named it, until a [Sweep] takes it away: it must therefore say
// nothing of anybody.
package intern
