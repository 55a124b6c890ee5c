package risk_test

import (
	"context"
	"fmt"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/risk"
)

func ExampleScoring_Assess() {
	model, err := risk.Parse([]byte(`{
	  "name": "shop", "version": 1,
	  "factors": [
	    {"key": "country", "weight": 60, "combine": "worst", "otherwise": 10, "missing": 70,
	     "rules": [{"fact": "country", "in_list": "watched", "points": 80}]},
	    {"key": "age", "weight": 40, "combine": "worst", "otherwise": 0, "missing": 50,
	     "rules": [{"fact": "age_months", "below": 12, "points": 100}]}
	  ],
	  "bands": [{"from": 0, "level": "low"}, {"from": 50, "level": "high"}],
	  "overrides": [{"key": "forbidden", "when": {"fact": "country", "in_list": "forbidden"}, "level": "prohibited"}],
	  "lists": [
	    {"key": "watched", "title": "Watched", "source": "own policy", "edition": "2026-01-15", "countries": ["VN", "YE"]},
	    {"key": "forbidden", "title": "Forbidden", "source": "own policy", "edition": "2026-01-15", "countries": ["KP"]}
	  ]
	}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	assessment, err := model.Assess(context.Background(), risk.Facts{
		AsOf:      bonafide.Date{Year: 2026, Month: time.March, Day: 1},
		Countries: []risk.CountryFact{{Country: "DE", Role: "incorporation"}, {Country: "VN", Role: "owner"}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, line := range assessment.Explain() {
		fmt.Println(line)
	}
	// Output:
	// country: country.owner VN in watched (edition 2026-01-15): 80 points x 60 % = 48
	// age: not known: 50 points x 40 % = 20
	// score 68: high
	// result: high
}

func ExampleHistory_Push() {
	var history risk.History
	at := time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)
	engine, officer := bonafide.Platform("engine"), bonafide.Reviewer("anna")

	history, _, saved, _ := history.Push(risk.Assessment{Level: risk.Low}, "", engine, at)
	fmt.Println(history.Current().Level, saved)
	history, _, _ = history.Override(risk.High, "adverse media", officer, at, risk.Settings{})
	history, _, saved, _ = history.Push(risk.Assessment{Level: risk.Medium}, "", engine, at)
	fmt.Println(history.Current().Level, saved)
	_, _, saved, _ = history.Push(risk.Assessment{Level: risk.Medium}, "", engine, at)
	fmt.Println(history.Current().Level, saved)
	history, current, _ := history.Automate(officer)
	fmt.Println(current.Level, len(history.Automatic), len(history.Manual))
	// Output:
	// low true
	// high true
	// high false
	// medium 2 1
}
