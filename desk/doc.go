// Package desk is a review desk for compliance officers: pages of HTML over a
// [user.Service] and a [casefile.Service] that a host mounts in its own mux.
//
// The desk needs no script, no build step and no other host: a browser gets documents
// and one style sheet. It keeps nothing: every page is read from the Services as the
// reviewer may see it, and every action is a command of theirs, with its rights, its
// second person and its event. Who the reviewer is says the host ([Options.Actor]).
//
// Addresses hold ids and codes alone. What a reviewer types, searches for or
// reveals travels in the body of a POST.
//
//	handler, err := desk.Handler(users, cases, &desk.Options{Actor: whoIsIt})
//	mux.Handle("/desk/", http.StripPrefix("/desk", handler))
package desk
