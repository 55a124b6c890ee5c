// Package faulttest plays everything that can be asked of users and of cases while
// the store, the files, the messenger, the verifiers, the screener and the key
// service fail at any call, before or after its effect, and the caller asks again
// under the same key. What comes of it must be what comes of it without a fault:
// the same records but for ids and times, the same money, no message twice, the
// sessions alive, every file that a record names, every chain of events whole.
package faulttest
