package allow_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/bonafide-go/bonafide/internal/allow"
)

type inner struct {
	Name string    `json:"name"`
	Note string    `json:"note"`
	At   time.Time `json:"at"`
}

type shared struct {
	Common string `json:"common"`
}

type outer struct {
	shared
	ID     string           `json:"id"`
	Secret string           `json:"secret"`
	One    inner            `json:"one"`
	Ptr    *inner           `json:"ptr"`
	List   []inner          `json:"list"`
	Map    map[string]inner `json:"map"`
	Whole  inner            `json:"whole"`
	hidden string
}

func full() outer {
	x := inner{"n", "secret", time.Unix(1, 0)}
	return outer{shared{"c"}, "id", "secret", x, &x, []inner{x, x}, map[string]inner{"k": x}, x, "secret"}
}

// What is not named does not come out, at any depth.
func TestFrom(t *testing.T) {
	l := allow.Of[outer](`id common one{name} ptr{name at} list{name} map{at} whole*`)
	assert.Empty(t, l.Faults())
	v := full()
	at := v.One.At
	assert.Equal(t, outer{
		shared: shared{"c"}, ID: "id", One: inner{Name: "n"}, Ptr: &inner{Name: "n", At: at},
		List: []inner{{Name: "n"}, {Name: "n"}}, Map: map[string]inner{"k": {At: at}}, Whole: v.Whole,
	}, l.From(v))
	assert.Equal(t, full(), v, "what is given stays as it is")

	assert.Equal(t, outer{List: []inner{}}, l.From(outer{List: []inner{}}), "empty stays empty, nothing stays nothing")
	assert.Zero(t, allow.List[outer]{}.From(v))
}

// A list that does not fit lets nothing out where it does not.
func TestFaults(t *testing.T) {
	for text, want := range map[string][]string{
		"id nothing":             {"nothing"},
		"hidden":                 {"hidden"},
		"one":                    {"one"},
		"id{name}":               {"id.name", "id"},
		"one{name other} id":     {"one.other"},
		"list{at{year}} ptr{at}": {"list.at.year", "list.at"},
	} {
		l := allow.Of[outer](text)
		assert.Equal(t, want, l.Faults(), text)
		assert.Empty(t, l.From(full()).Secret)
	}
	assert.Zero(t, allow.Of[outer]("one").From(full()))
}

func TestPaths(t *testing.T) {
	assert.Equal(t, []string{"common", "id", "list.at", "list.name", "list.note", "map.at", "map.name", "map.note", "one.at", "one.name", "one.note",
		"ptr.at", "ptr.name", "ptr.note", "secret", "whole.at", "whole.name", "whole.note"}, allow.Paths[outer]())
}

func TestSet(t *testing.T) {
	assert.Equal(t, allow.Paths[outer](), allow.Set(full()))
	assert.Equal(t, []string{"list.name", "one.at"}, allow.Set(outer{One: inner{At: time.Unix(1, 0)}, List: []inner{{}, {Name: "n"}}}))
	assert.Empty(t, allow.Set(outer{}))
}
