// Package dotfile serves the published HTTP API of Dotfile v1 over a
// [casefile.Service], so that its clients go on working when they change the host
// name: cases with companies, individuals, relations, checks, reviews, risks, custom
// properties, notes, tags, tasks, templates, and webhooks.
//
//	handler, err := dotfile.Handler(cases, &dotfile.Options{
//		Actor: dotfile.APIKey(lookup), Store: store, Keys: keys,
//	})
//	mux.Handle("/dotfile/v1/", http.StripPrefix("/dotfile/v1", handler))
//
// # Who acts
//
// [Options.Actor] authenticates. An API key belongs to a platform, which is the
// workspace of the published system: it sees the cases of that platform and no others.
// What a platform may not do in package casefile, such as reviewing, a key does as the
// reviewer "api:" and the platform's id, where [Options.Reviews] says so; the host must
// give no person such an id. Whether one reviewer is enough is told by
// [casefile.ReviewSettings].
//
// # What differs
//
// OpenAPI of the package, at GET /openapi.json, says of every endpoint and field what
// differs from the published system, and why. Identifiers of companies and people are
// answered as masks. A deleted case is closed and no longer shown; its data is erased
// when its retention is over.
package dotfile
