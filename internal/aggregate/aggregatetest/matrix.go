package aggregatetest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/figuretest"
)

// A Caller is an actor under the name of what it is to the subject.
type Caller struct {
	Name string
	By   bonafide.Actor
}

// Matrix calls every method of a Service that takes an actor as each of the callers, with
// an empty request, and compares the answers with a golden file: a line for each method.
// open makes a Service of its own for a method, and the id of the subject. It returns who
// got an answer without an error, by method.
func Matrix(t *testing.T, path string, callers []Caller, open func() (service any, id string)) map[string][]string {
	t.Helper()
	var lines strings.Builder
	through := make(map[string][]string)
	cells := 0
	service, _ := open()
	for i := range reflect.TypeOf(service).NumMethod() {
		m := reflect.TypeOf(service).Method(i)
		if !takesActor(m.Type) {
			continue
		}
		service, id := open()
		fmt.Fprintf(&lines, "%s:", m.Name)
		for _, c := range callers {
			cells++
			answer := call(reflect.ValueOf(service).MethodByName(m.Name), c.By, id)
			if answer == "ok" {
				through[m.Name] = append(through[m.Name], c.Name)
			}
			fmt.Fprintf(&lines, " %s=%s", c.Name, answer)
		}
		lines.WriteString("\n")
	}
	require.NotZero(t, cells)
	figuretest.Report(t, "cells", cells)
	golden(t, path, lines.String())
	return through
}

func takesActor(t reflect.Type) bool {
	for i := range t.NumIn() {
		if t.In(i) == reflect.TypeFor[bonafide.Actor]() {
			return true
		}
	}
	return false
}

// Decoded calls every method of a Service that takes an actor as the system that a stranger
// sent: all refuse it for what it is, whatever else they are asked.
func Decoded(t *testing.T, open func() (service any, id string)) {
	t.Helper()
	var stranger bonafide.Actor
	require.NoError(t, json.Unmarshal([]byte(`{"kind":"system","itself":true}`), &stranger))
	require.True(t, stranger.Is(bonafide.ActorSystem))
	service, id := open()
	methods := 0
	for i := range reflect.TypeOf(service).NumMethod() {
		m := reflect.TypeOf(service).Method(i)
		if !takesActor(m.Type) {
			continue
		}
		methods++
		var invalid *bonafide.InvalidError
		err := ask(reflect.ValueOf(service).Method(i), stranger, id)
		if !errors.Is(err, bonafide.ErrForbidden) {
			require.ErrorAs(t, err, &invalid, m.Name)
			require.Equal(t, []bonafide.Fault{{Path: "by.kind", Code: bonafide.CodeNotAllowed}}, invalid.Fields, m.Name)
		}
	}
	require.NotZero(t, methods)
}

// call calls a method as ask does, and returns the class of its answer.
func call(m reflect.Value, by bonafide.Actor, id string) string {
	err := ask(m, by, id)
	switch {
	case err == nil:
		return "ok"
	case errors.Is(err, bonafide.ErrForbidden):
		return "forbidden"
	case errors.Is(err, bonafide.ErrNotFound):
		return "not_found"
	case errors.Is(err, bonafide.ErrInvalid):
		return "invalid"
	case errors.Is(err, bonafide.ErrState):
		return "state"
	case errors.Is(err, bonafide.ErrRefused):
		return "refused"
	}
	return "error"
}

// ask calls a method with a context, the actor, the id for the first text, and nothing
// else.
func ask(m reflect.Value, by bonafide.Actor, id string) error {
	var args []reflect.Value
	for i := range m.Type().NumIn() {
		switch in := m.Type().In(i); {
		case in == reflect.TypeFor[context.Context]():
			args = append(args, reflect.ValueOf(context.Background()))
		case in == reflect.TypeFor[bonafide.Actor]():
			args = append(args, reflect.ValueOf(by))
		case in.Kind() == reflect.String:
			args = append(args, reflect.ValueOf(id).Convert(in))
		case m.Type().IsVariadic() && i == m.Type().NumIn()-1:
		default:
			args = append(args, reflect.Zero(in))
		}
	}
	out := m.Call(args)
	err, _ := out[len(out)-1].Interface().(error)
	return err
}
