//go:build !race

package lists_test

const underRace = false
