package casefile

import (
	"fmt"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/risk"
)

// ReviewSettings are the rules of reviews. The zero value is the strictest.
type ReviewSettings struct {
	CommentOptional bool          // reviews need no comment
	OneReviewer     bool          // no four eyes: one reviewer approves alone
	RiskOptional    bool          // a case whose risk was never assessed may be approved; by default it is refused with [CodeRiskNotDefined]
	ScreenOptional  bool          // relevant entities, and owners, that nobody looked at do not stand in the way; by default they do: [CodeUnscreened], [CodeOwnerUnchecked]; nor do searches that are old
	SearchAge       time.Duration // how old the last search of a relevant aml check may be when a case is approved, else [CodeSearchOld]; 0 = 30 days
	MaxBackdate     time.Duration // how far ReviewedAt may lie back; 0 = not at all
	Months          Months        // time from a review to the next; nil = low 36, medium 24, high and not defined 12, critical 6, prohibited 1
	Grace           time.Duration // time from due to overdue; 0 = 30 days
	Zone            *time.Location
}

// Months says after how many months a case of a risk level is reviewed again; 0
// means never. A level that is not in it counts as 1.
type Months map[risk.Level]int

// defaultMonths is used where the host sets nothing. Published systems keep their
// tables to themselves; these are intervals in common use.
func defaultMonths() Months {
	return Months{risk.NotDefined: 12, risk.Low: 36, risk.Medium: 24, risk.High: 12, risk.Critical: 6, risk.Prohibited: 1}
}

func (s ReviewSettings) zone() *time.Location {
	if s.Zone == nil {
		return time.UTC
	}
	return s.Zone
}

func (s ReviewSettings) searchAge() time.Duration {
	if s.SearchAge == 0 {
		return 30 * 24 * time.Hour
	}
	return s.SearchAge
}

func (s ReviewSettings) grace() time.Duration {
	if s.Grace == 0 {
		return 30 * 24 * time.Hour
	}
	return s.Grace
}

func (s ReviewSettings) months(l risk.Level) int {
	table := s.Months
	if table == nil {
		table = defaultMonths()
	}
	if m, ok := table[l]; ok {
		return m
	}
	return 1
}

// check reports every fault of the settings.
func (s ReviewSettings) check() error {
	var faults bonafide.Faults
	if s.MaxBackdate < 0 || s.MaxBackdate > 366*24*time.Hour {
		faults.Add("max_backdate", bonafide.CodeOutOfRange)
	}
	if s.SearchAge < 0 {
		faults.Add("search_age", bonafide.CodeOutOfRange)
	}
	if s.Grace < 0 {
		faults.Add("grace", bonafide.CodeOutOfRange)
	}
	for l, m := range s.Months {
		if !l.Known() {
			faults.Add("months", bonafide.CodeUnknown)
		}
		if m < 0 || m > 120 {
			faults.Add(fmt.Sprintf("months[%s]", l), bonafide.CodeOutOfRange)
		}
	}
	return faults.Err()
}
