package main

import (
	"fmt"
	"iter"
	"math/rand/v2"

	"github.com/bonafide-go/bonafide/examples/internal/bar"
	"github.com/bonafide-go/bonafide/screening"
)

var (
	given = []string{"Ana", "Ahmed", "Ali", "Carlos", "Elena", "Fatima", "Ivan", "Jose", "Juan", "Karim", "Li", "Maria", "Mohammed", "Nina", "Olga", "Omar",
		"Pavel", "Ruth", "Cecilia", "Sara", "Sergei", "Usama", "Victor", "Wei", "Yusuf", "Zoe", "Emma", "Liam", "Noah", "Olivia"}
	family = []string{"Garcia", "Gonzalez", "Hassan", "Ivanov", "Jones", "Khan", "Kim", "Lopez", "Martinez", "Miller", "Nguyen", "Petrov", "Ramirez", "Rodriguez",
		"Velasquez", "Smith", "Taylor", "Wang", "Yilmaz", "Zhang", "Brown", "Davis", "Wilson", "Moore", "Clark", "Lewis", "Hall", "Young", "King", "Laden"}
)

// invented yields customers with one to two given names and one to two family
// names, the same in every run.
func invented(n int) iter.Seq2[string, screening.Query] {
	return func(yield func(string, screening.Query) bool) {
		r := rand.New(rand.NewPCG(2024, 5))
		pick := func(from []string) string {
			name := from[r.IntN(len(from))]
			if r.IntN(3) == 0 {
				name += " " + from[r.IntN(len(from))]
			}
			return name
		}
		for i := range n {
			q := screening.Query{Name: pick(given) + " " + pick(family), Type: screening.Person, Countries: []string{"US"}}
			if !yield(fmt.Sprintf("customer-%07d", i), q) {
				return
			}
		}
	}
}

// counted tells a bar of each that goes by.
func counted(customers iter.Seq2[string, screening.Query], shown *bar.Bar) iter.Seq2[string, screening.Query] {
	return func(yield func(string, screening.Query) bool) {
		for id, q := range customers {
			shown.Add(1)
			if !yield(id, q) {
				return
			}
		}
	}
}
