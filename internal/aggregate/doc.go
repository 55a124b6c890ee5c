// Package aggregate keeps aggregates in a bonafide.Store and runs every command
// on them in one order, written here once. Packages user and casefile share it;
// a host never sees it.
//
// A command on an aggregate goes this way:
//
//	the actor may know of it   else it is not found
//	it is not erased           else nothing can be done with it
//	time passes                what has run out has had its effect
//	the actor's right          by the verb of the command
//	four eyes                  what takes a second person was approved by one
//	the rule                   what state, request, actor and time mean; free of effects
//	settle                     named passes compute all that follows, in one order
//	companion records          what is found, counted or kept beside it
//	one write                  all of it with its events, or nothing
//	the view                   what the actor may see
package aggregate
