package aggregatetest

import "reflect"

// EachString calls do for every string in a request, one at a time, with a copy of the
// request in which that string is another. Paths are of Go fields.
func EachString[T any](request T, text string, do func(path string, changed T)) {
	v := reflect.ValueOf(&request).Elem()
	concrete := reflect.New(v.Elem().Type()).Elem()
	concrete.Set(v.Elem())
	eachString(concrete, "", text, func(path string) { do(path, concrete.Interface().(T)) })
}

func eachString(v reflect.Value, path, text string, do func(path string)) {
	switch v.Kind() {
	case reflect.String:
		before := v.String()
		v.SetString(text)
		do(path)
		v.SetString(before)
	case reflect.Pointer:
		if v.IsNil() {
			v.Set(reflect.New(v.Type().Elem()))
			eachString(v.Elem(), path, text, do)
			v.SetZero()
			return
		}
		eachString(v.Elem(), path, text, do)
	case reflect.Slice:
		if v.Len() == 0 {
			v.Set(reflect.MakeSlice(v.Type(), 1, 1))
			eachString(v.Index(0), path+"[]", text, do)
			v.SetZero()
			return
		}
		for i := range v.Len() {
			eachString(v.Index(i), path+"[]", text, do)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.IsExported() {
				eachString(v.Field(i), path+"."+f.Name, text, do)
			}
		}
	}
}
