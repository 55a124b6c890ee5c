// Package ownership finds who stands behind a company: integrated ownership and
// voting of every holder, control, and the beneficial owners under named rule
// sets, each with its reasons. It is pure: functions on values, without a clock,
// a store or a network.
//
//	analysis, err := ownership.Compute(graph, nil)
//	finding := analysis.Owners(ownership.AMLR())
//
// # Figures
//
// A total is the sum over all chains of the products of the shares along each.
// Where companies own each other in circles that sum has no end; it is the
// solution of a system of linear equations, Y = A + Y A (Brioschi, Buzzacchi and
// Colombo 1989), which is solved exactly for each set of companies that own each
// other. No chain is ever enumerated. For companies in a circle the net figure
// (Baldone, Brioschi and Paleari 1998) is given beside the gross one.
//
// Totals say who gets the money, not who decides: somebody with 1 % of A, where B
// has 99 % of A and A has 100 % of B, gets all of it. Control is therefore decided
// apart, as the least fixpoint of majorities of outstanding votes, and the
// attributed figures add up what somebody and the companies under its control have
// in the main company, without multiplying.
//
// All figures are exact rational numbers and thresholds are compared exactly: 25
// is 25, and 24.9999995 is not. They are rounded only when printed.
//
// # What is not known
//
// Shares that add up to less than 100 leave an unresolved rest, which is reported
// and never given to anybody. Shares that add up to more are computed as they
// stand and flagged, or refused in strict mode. A company at the top whose owners
// are not known is an untraced owner. Percentages known only within bounds give
// bounds: see [ComputeBounds].
package ownership
