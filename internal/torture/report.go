package main

import (
	_ "embed"
	"fmt"
	"strings"
	"time"
)

// record is what was found so far, and which test holds it. It is written by hand.
//
//go:embed record.md
var record string

// report is RELIABILITY.md.
func report(where string, done []result) string {
	var b strings.Builder
	fmt.Fprintf(&b, `# Reliability

What was tried, how often, and what came of it. `+"`go run ./internal/torture`"+` writes this page anew; a slice of it runs
with every change. The last run: %s.

| Proof | What would have failed it | Counted | Took |
| --- | --- | --- | --- |
`, where)
	for _, r := range done {
		fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", r.name, r.claim, r.told(), r.took.Round(time.Second))
	}
	fmt.Fprintf(&b, `
Every line counts what was tried without one failure: a failure ends the run, and this page is not written.

%s

%s`, bounds(done), record)
	return b.String()
}

// bounds says what no failure in so many kills shows, by the rule of three: with 95 %
// confidence the rate is below three in that many.
func bounds(done []result) string {
	kills := 0
	for _, r := range done {
		kills += r.figures["kills"]
	}
	if kills == 0 {
		return ""
	}
	return fmt.Sprintf("No loss in %s kills means, with 95 %% confidence, fewer than one in %s (the rule of three). The operating system\nlived on in all of them: a loss of power is not shown, and rests on the settings of the database.",
		thousands(kills), thousands(kills/3))
}
