package program

import (
	"encoding/binary"
	"reflect"
	"sync"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/canonical"
	"github.com/bonafide-go/bonafide/internal/strict"
)

// sheetPlan is how a Sheet is read, hashed and copied.
var sheetPlan = sync.OnceValue(func() *strict.Plan { return strict.PlanOf(reflect.TypeFor[Sheet]()) })

// hashSheet is the SHA-256, in lower-case hex, of a fixed encoding of a sheet:
// every member that says something, in the order of the type, each text behind
// its length. It does not depend on any JSON encoder, so that the hash of a
// released program is stable.
func hashSheet(s *Sheet) string {
	var room [4096]byte
	b := append(room[:0], 1) // version of the encoding
	return canonical.Sum(appendCanonical(b, reflect.ValueOf(s).Elem(), sheetPlan()))
}

func appendCanonical(b []byte, v reflect.Value, p *strict.Plan) []byte {
	switch p.Kind {
	case strict.Text:
		return canonical.Text(b, v.String())
	case strict.Int, strict.Number:
		return binary.AppendVarint(b, v.Int())
	case strict.Bool:
		return append(b, 1) // only true is ever written
	case strict.Pointer:
		return appendCanonical(b, v.Elem(), p.Elem)
	case strict.List:
		b = binary.AppendUvarint(b, uint64(v.Len()))
		for i := range v.Len() {
			b = appendCanonical(b, v.Index(i), p.Elem)
		}
		return b
	case strict.Spelled:
		switch x := v.Addr().Interface().(type) {
		case *time.Time:
			return binary.AppendVarint(b, x.UnixMicro())
		case *bonafide.Duration:
			months, fixed := x.Parts()
			return binary.AppendVarint(binary.AppendVarint(b, int64(months)), int64(fixed))
		}
	}
	for i := range p.Fields {
		f := &p.Fields[i]
		if field := v.FieldByIndex(f.Index); !empty(field, f.Plan) && f.Name != "$schema" {
			b = canonical.Text(b, f.Name)
			b = appendCanonical(b, field, f.Plan)
		}
	}
	return append(b, 0) // no name is empty
}

// empty reports whether a member says nothing.
func empty(v reflect.Value, p *strict.Plan) bool {
	switch p.Kind {
	case strict.Text, strict.List:
		return v.Len() == 0
	case strict.Pointer:
		return v.IsNil()
	}
	return v.IsZero()
}

// clone returns a deep copy.
func clone(s Sheet) Sheet {
	cloneValue(reflect.ValueOf(&s).Elem(), sheetPlan())
	return s
}

// cloneValue replaces whatever v refers to by copies.
func cloneValue(v reflect.Value, p *strict.Plan) {
	switch p.Kind {
	case strict.Pointer:
		if v.IsNil() {
			return
		}
		fresh := reflect.New(v.Type().Elem())
		fresh.Elem().Set(v.Elem())
		cloneValue(fresh.Elem(), p.Elem)
		v.Set(fresh)
	case strict.List:
		if v.IsNil() {
			return
		}
		fresh := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
		reflect.Copy(fresh, v)
		for i := range fresh.Len() {
			cloneValue(fresh.Index(i), p.Elem)
		}
		v.Set(fresh)
	case strict.Object:
		for i := range p.Fields {
			cloneValue(v.FieldByIndex(p.Fields[i].Index), p.Fields[i].Plan)
		}
	}
}
