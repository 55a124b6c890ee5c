// Package risk says how risky a customer is, and why. It is pure: values and
// functions, without a clock, a store or a network.
//
// A [History] is what a case keeps: every automatic and manual [Risk], and which
// mode is current. Automatic risks go on being kept while a manual one is current.
//
// Where an automatic risk comes from is up to a [Model]: the host's own, or a
// [Scoring], which is declared in JSON and explains its result line by line.
//
//	model, err := risk.Parse(file)
//	assessment, err := model.Assess(ctx, facts)
//	history, current, saved, err := history.Push(assessment, "", actor, now)
//
// Facts, components, flags and lines are codes and numbers, never personal data.
package risk
