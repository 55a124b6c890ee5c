package casefile

// A Target is what kind of entity something is about.
type Target string

// The targets.
const (
	TargetMain       Target = "main_company"
	TargetAffiliated Target = "affiliated_company"
	TargetIndividual Target = "individual"
)
