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

// Two values are the same where nothing that may be seen of them differs.
func TestSame(t *testing.T) {
	l := allow.Of[outer](`id common one{name} ptr{name at} list{name} map{at} whole*`)
	unseen := full()
	unseen.Secret, unseen.One.Note, unseen.Ptr.Note, unseen.List[0].At, unseen.hidden = "x", "x", "x", time.Time{}, "x"
	unseen.Map["k"] = inner{At: unseen.One.At}
	assert.True(t, l.Same(full(), unseen))
	assert.True(t, l.Same(outer{}, outer{List: []inner{}}), "empty is as nothing")
	for name, change := range map[string]func(*outer){
		"a value":     func(v *outer) { v.ID = "x" },
		"embedded":    func(v *outer) { v.Common = "x" },
		"a struct":    func(v *outer) { v.One.Name = "x" },
		"no pointer":  func(v *outer) { v.Ptr = nil },
		"a pointer":   func(v *outer) { v.Ptr.Name = "x" },
		"a list":      func(v *outer) { v.List[1].Name = "x" },
		"a long list": func(v *outer) { v.List = append(v.List, inner{}) },
		"a key":       func(v *outer) { v.Map = map[string]inner{"other": v.Map["k"]} },
		"a map":       func(v *outer) { v.Map["k"] = inner{} },
		"no map":      func(v *outer) { v.Map = nil },
		"a star":      func(v *outer) { v.Whole.Note = "x" },
	} {
		v := full()
		change(&v)
		assert.False(t, l.Same(full(), v), name)
		assert.False(t, l.Same(v, full()), name)
	}
	assert.True(t, allow.List[outer]{}.Same(full(), outer{}))
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
