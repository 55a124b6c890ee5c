package guard

import (
	"go/ast"
	"go/types"
	"slices"
	"strings"
)

// A web says which declaration uses which.
type web struct {
	uses  map[types.Object]map[types.Object]bool
	decls map[types.Object]ast.Node // *ast.FuncDecl, or the spec of another declaration
	types []*types.TypeName         // of the module, without parameters
	std   map[string][]*types.Interface
}

// web reads every declaration, once.
func (h *house) web() *web {
	if h.woven != nil {
		return h.woven
	}
	w := &web{uses: make(map[types.Object]map[types.Object]bool), decls: make(map[types.Object]ast.Node), std: make(map[string][]*types.Interface)}
	for _, r := range h.rooms {
		for _, f := range r.files {
			for owner, node := range h.declared(f) {
				w.decls[owner] = node
				w.uses[owner] = h.used(node)
				if name, ok := owner.(*types.TypeName); ok && !name.IsAlias() && name.Type().(*types.Named).TypeParams() == nil {
					w.types = append(w.types, name)
				}
			}
		}
	}
	for _, path := range askers {
		if p, err := h.external.Import(path); err == nil {
			w.standard(p)
		}
	}
	h.woven = w
	return w
}

// declared returns what a file declares, with the node whose code it is.
func (h *house) declared(f *ast.File) map[types.Object]ast.Node {
	out := make(map[types.Object]ast.Node)
	for _, d := range f.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			out[h.info.Defs[d.Name]] = d
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				switch spec := spec.(type) {
				case *ast.TypeSpec:
					out[h.info.Defs[spec.Name]] = spec
				case *ast.ValueSpec:
					for _, name := range spec.Names {
						out[h.info.Defs[name]] = spec
					}
				}
			}
		}
	}
	delete(out, nil)
	return out
}

// used returns the declarations that a node names.
func (h *house) used(n ast.Node) map[types.Object]bool {
	out := make(map[types.Object]bool)
	ast.Inspect(n, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			switch o := h.info.Uses[id].(type) {
			case *types.Func:
				out[o.Origin()] = true
			case *types.Var, *types.Const, *types.TypeName:
				out[o] = true
			}
		}
		return true
	})
	return out
}

// standard notes the interfaces of a package of the standard library by the
// names of their methods.
func (w *web) standard(p *types.Package) {
	for _, name := range p.Scope().Names() {
		o := p.Scope().Lookup(name)
		if i, ok := o.Type().Underlying().(*types.Interface); ok && o.Exported() {
			for m := range i.Methods() {
				w.std[m.Name()] = append(w.std[m.Name()], i)
			}
		}
	}
}

// byName are methods that errors and json look for without naming an interface.
var byName = []string{"func Is(error) bool", "func As(any) bool", "func Unwrap() error", "func Unwrap() []error", "func Error() string", "func IsZero() bool"}

// asked reports whether the standard library asks for a method.
func (w *web) asked(m *types.Func) bool {
	recv := m.Signature().Recv().Type()
	if slices.Contains(byName, shape(m)) {
		return true
	}
	return slices.ContainsFunc(w.std[m.Name()], func(i *types.Interface) bool { return implements(recv, i) })
}

// shape is a method without the names of receiver and parameters.
func shape(m *types.Func) string {
	var in, out []string
	for v := range m.Signature().Params().Variables() {
		in = append(in, v.Type().String())
	}
	for v := range m.Signature().Results().Variables() {
		out = append(out, v.Type().String())
	}
	return "func " + m.Name() + "(" + strings.Join(in, ", ") + ") " + strings.Join(out, ", ")
}

func implements(t types.Type, i *types.Interface) bool {
	if p, ok := t.(*types.Pointer); ok {
		t = p.Elem()
	}
	return types.Implements(t, i) || types.Implements(types.NewPointer(t), i)
}

// reach returns all that is used from the roots on. A method is reached where
// it is called, or where an interface's method is that its type implements.
func (w *web) reach(roots []types.Object) map[types.Object]bool {
	reached := make(map[types.Object]bool)
	todo := slices.Clone(roots)
	for len(todo) > 0 {
		o := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if reached[o] {
			continue
		}
		reached[o] = true
		for used := range w.uses[o] {
			todo = append(todo, used)
		}
		if f, ok := o.(*types.Func); ok {
			todo = append(todo, w.behind(f)...)
		}
	}
	return reached
}

// behind returns the methods that a call of an interface's method may mean.
func (w *web) behind(f *types.Func) []types.Object {
	recv := f.Signature().Recv()
	if recv == nil || !types.IsInterface(recv.Type()) || dirOf(f.Pkg()) == "" {
		return nil
	}
	i := recv.Type().Underlying().(*types.Interface)
	var out []types.Object
	for _, name := range w.types {
		if !types.IsInterface(name.Type()) && implements(name.Type(), i) {
			if m, _, _ := types.LookupFieldOrMethod(types.NewPointer(name.Type()), true, f.Pkg(), f.Name()); m != nil {
				out = append(out, m)
			}
		}
	}
	return out
}

// receiver is the name of a method's type, or empty.
func receiver(f *types.Func) string {
	recv := f.Signature().Recv()
	if recv == nil {
		return ""
	}
	t := recv.Type()
	if p, ok := t.(*types.Pointer); ok {
		t = p.Elem()
	}
	if n, ok := t.(*types.Named); ok {
		return n.Obj().Name()
	}
	return ""
}

// label names a function as people do: permission.Ledger.Fold.
func label(f *types.Func) string {
	name := f.Name()
	if recv := receiver(f); recv != "" {
		name = recv + "." + name
	}
	return f.Pkg().Name() + "." + name
}
