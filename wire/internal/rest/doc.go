// Package rest is what the published APIs have in common: one table of endpoints,
// objects and fields per system, from which its OpenAPI document and its page on
// compatibility are made; a strict reader of request bodies; and what the errors of
// the Services mean to an HTTP client.
package rest
