package program

import (
	"encoding/binary"
	"reflect"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/canonical"
)

// hashSheet is the SHA-256, in lower-case hex, of a fixed encoding of a sheet:
// every member that says something, in the order of the type, each text behind
// its length. It does not depend on any JSON encoder, so that the hash of a
// released program is stable.
func hashSheet(s *Sheet) string {
	var room [4096]byte
	b := append(room[:0], 1) // version of the encoding
	return canonical.Sum(appendCanonical(b, reflect.ValueOf(s).Elem(), sheetPlan()))
}

func appendCanonical(b []byte, v reflect.Value, p *plan) []byte {
	switch p.kind {
	case planText:
		return canonical.Text(b, v.String())
	case planInt, planFixed:
		return binary.AppendVarint(b, v.Int())
	case planBool:
		return append(b, 1) // only true is ever written
	case planPointer:
		return appendCanonical(b, v.Elem(), p.elem)
	case planList:
		b = binary.AppendUvarint(b, uint64(v.Len()))
		for i := range v.Len() {
			b = appendCanonical(b, v.Index(i), p.elem)
		}
		return b
	case planTime, planDuration:
		switch x := v.Addr().Interface().(type) {
		case *time.Time:
			return binary.AppendVarint(b, x.UnixMicro())
		case *bonafide.Duration:
			months, fixed := x.Parts()
			return binary.AppendVarint(binary.AppendVarint(b, int64(months)), int64(fixed))
		}
	}
	for i := range p.fields {
		f := &p.fields[i]
		if field := v.Field(f.index); !empty(field, f.plan) && f.name != "$schema" {
			b = canonical.Text(b, f.name)
			b = appendCanonical(b, field, f.plan)
		}
	}
	return append(b, 0) // no name is empty
}

// empty reports whether a member says nothing.
func empty(v reflect.Value, p *plan) bool {
	switch p.kind {
	case planText, planList:
		return v.Len() == 0
	case planPointer:
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
func cloneValue(v reflect.Value, p *plan) {
	switch p.kind {
	case planPointer:
		if v.IsNil() {
			return
		}
		fresh := reflect.New(v.Type().Elem())
		fresh.Elem().Set(v.Elem())
		cloneValue(fresh.Elem(), p.elem)
		v.Set(fresh)
	case planList:
		if v.IsNil() {
			return
		}
		fresh := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
		reflect.Copy(fresh, v)
		for i := range fresh.Len() {
			cloneValue(fresh.Index(i), p.elem)
		}
		v.Set(fresh)
	case planObject:
		for i := range p.fields {
			cloneValue(v.Field(p.fields[i].index), p.fields[i].plan)
		}
	}
}
