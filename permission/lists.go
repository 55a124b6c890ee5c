package permission

import "slices"

// CountedLists returns the screening lists that count for the program, beside
// the rolled-up watchlist; none means that the host's choice of lists does.
func (p *Program) CountedLists() []string {
	if p == nil {
		return nil
	}
	return slices.Clone(p.sheet.Screening.CountedLists)
}
