package guard

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/constant"
	"go/types"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/assert"
)

// A request owns its command: it has an idempotency key, is taken by exactly
// one method of the Service, which an example shows, and its command has an
// operation name and a rule about who may ask.
func TestEveryRequestOwnsACommand(t *testing.T) {
	h := home(t)
	for dir, prefix := range map[string]string{"user": "user.", "casefile": "case."} {
		found, requests := h.commandFaults(dir, prefix)
		for _, f := range found {
			assert.Fail(t, "a command", f)
		}
		assert.GreaterOrEqual(t, requests, 20, "%s: requests with a command", dir)
	}
}

// keyless are requests whose key the runner does not remember.
var keyless = map[string]string{
	"user.SendCodeRequest":   "its key is kept with the code: a code that is void frees it",
	"user.VerifyCodeRequest": "its key is kept with the code: it is remembered as long as that is good",
}

// asking are methods of a Service that take another's request and change nothing.
var asking = map[string]string{"user.Authorize": "says what Move would do"}

func TestFaultsOfCommandsAreFound(t *testing.T) {
	aggregate := `package aggregate
		type Command[T any] struct { Op, Verb, Key string; Actors []string; Body any }`
	h := madeUp(t, map[string]string{
		"internal/aggregate/command.go": aggregate,
		"permission/verb.go": `package permission
			type Verb string
			const ( VerbSet Verb = "set"; VerbPut Verb = "put"; VerbLost Verb = "lost"; VerbView Verb = "view"; VerbTurned Verb = "turned" )`,
		"user/user.go": `package user
			import ("` + module + `/internal/aggregate"; "` + module + `/permission")
			type User struct{}
			type Service struct{}
			type command = aggregate.Command[User]
			type SetRequest struct { Key string ` + "`json:\"-\"`" + `; N int }
			func (r SetRequest) command() command {
				return command{Op: "user.set_iban_of", Verb: string(verbOf(r.N)), Key: r.Key, Body: r}
			}
			func verbOf(n int) permission.Verb { if n > 0 { return permission.VerbPut }; return permission.VerbSet }
			func (s *Service) SetIBANOf(r SetRequest) { turn(permission.VerbSet) }
			func turn(v permission.Verb) permission.Verb { if v == permission.VerbLost { return permission.VerbTurned }; return v }
			func unreached(v permission.Verb) permission.Verb { return permission.VerbLost }
			type BadRequest struct { Key string }
			func (r *BadRequest) command(s *Service) command { return command{Op: "user.set_iban_of"} }
			func (s *Service) Bad(r BadRequest) {}
			func (s *Service) Worse(r *BadRequest) {}
			type FreeRequest struct { Key string ` + "`json:\"-\"`" + ` }
			func (r FreeRequest) command() command { return r.into(new(int)) }
			func (r FreeRequest) into(n *int) command { op := "user.free"; return command{Op: op, Key: r.Key, Verb: "x"} }
			type notOne struct{}
			func (n notOne) command() int { return 1 }`,
		"user/ask.go": `package user
			func (s *Service) Authorize(r SetRequest) {}`,
		"user/example_test.go": `package user_test
			func ExampleService() { var s Service; s.SetIBANOf(SetRequest{}) }`,
	})
	found, requests := h.commandFaults("user", "user.")
	assert.Equal(t, 3, requests)
	assert.Equal(t, []string{
		"user.BadRequest (user/user.go:15): command has neither Verb nor Actors",
		"user.BadRequest (user/user.go:15): command has no Key",
		"user.BadRequest (user/user.go:15): no example calls Service.Bad",
		"user.BadRequest (user/user.go:15): no example calls Service.Worse",
		"user.BadRequest (user/user.go:15): no field Key string with the tag json:\"-\"",
		"user.BadRequest (user/user.go:15): operation is user.set_iban_of, not user.bad",
		"user.BadRequest (user/user.go:15): operation is user.set_iban_of, not user.worse",
		"user.BadRequest (user/user.go:15): operation user.set_iban_of has another request",
		"user.BadRequest (user/user.go:15): taken by Bad, Worse, not by one method of the Service",
		"user.FreeRequest (user/user.go:19): operation is not written out",
		"user.FreeRequest (user/user.go:19): right is not one of the verbs",
		"user.FreeRequest (user/user.go:19): taken by nobody, not by one method of the Service",
	}, found)
	assert.Equal(t, []string{"permission.VerbLost (permission/verb.go:3): no command names it"},
		h.verbFaults(map[string]string{"permission": "user"}, map[string]string{"permission.VerbView": "read"}))
	assert.Equal(t, []string{"permission.VerbSet is in the table of exceptions without need"},
		h.verbFaults(map[string]string{"permission": "user"}, map[string]string{"permission.VerbLost": "lost", "permission.VerbView": "read", "permission.VerbSet": "set"}))
}

// An order is a request with the method that makes its command.
type order struct {
	request *types.Named
	method  *types.Func
}

// orders are the requests of a package that own a command.
func (h *house) orders(dir string) []order {
	var out []order
	r := h.rooms[dir]
	if r == nil {
		return nil
	}
	for _, file := range r.files {
		for _, d := range file.Decls {
			decl, ok := d.(*ast.FuncDecl)
			if !ok || decl.Recv == nil || decl.Name.Name != "command" || !exportedReceiver(decl) {
				continue
			}
			m := h.info.Defs[decl.Name].(*types.Func)
			recv := m.Signature().Recv().Type()
			if p, ok := recv.(*types.Pointer); ok {
				recv = p.Elem()
			}
			named, ok := recv.(*types.Named)
			if results := m.Signature().Results(); ok && results.Len() > 0 && isCommand(results.At(0).Type()) {
				out = append(out, order{named, m})
			}
		}
	}
	return out
}

// isCommand reports whether a type is aggregate.Command of anything.
func isCommand(t types.Type) bool {
	n, ok := types.Unalias(t).(*types.Named)
	return ok && n.Obj().Name() == "Command" && dirOf(n.Obj().Pkg()) == "internal/aggregate"
}

// commandFaults returns the faults of a package's requests, and how many
// requests there are.
func (h *house) commandFaults(dir, prefix string) ([]string, int) {
	var out []string
	w := h.web()
	orders, shown, ops := h.orders(dir), h.shown(dir), make(map[string]bool)
	for _, o := range orders {
		fault := func(format string, args ...any) {
			out = append(out, fmt.Sprintf("%s.%s (%s): ", o.method.Pkg().Name(), o.request.Obj().Name(), h.here(o.method.Pos()))+fmt.Sprintf(format, args...))
		}
		if !hasKey(o.request) {
			fault("no field Key string with the tag json:%q", "-")
		}
		takers := h.takers(dir, o.request)
		if len(takers) != 1 {
			fault("taken by %s, not by one method of the Service", cmp.Or(strings.Join(takers, ", "), "nobody"))
		}
		for _, taker := range takers {
			if !shown[taker] {
				fault("no example calls Service.%s", taker)
			}
		}
		given := h.literals(w, o.method)
		if len(given) == 0 {
			fault("command is not a literal")
		}
		for _, parts := range given {
			if parts["Key"] == nil && keyless[o.method.Pkg().Name()+"."+o.request.Obj().Name()] == "" {
				fault("command has no Key")
			}
			if parts["Verb"] == nil && parts["Actors"] == nil {
				fault("command has neither Verb nor Actors")
			}
			if parts["Verb"] != nil && !slices.ContainsFunc(h.named(w, parts["Verb"]), isVerb) {
				fault("right is not one of the verbs")
			}
			value := h.info.Types[parts["Op"]].Value
			if parts["Op"] == nil || value == nil {
				fault("operation is not written out")
				continue
			}
			op := constant.StringVal(value)
			for _, taker := range takers {
				if want := prefix + snake(taker); op != want {
					fault("operation is %s, not %s", op, want)
				}
			}
			if ops[op] {
				fault("operation %s has another request", op)
			}
			ops[op] = true
		}
	}
	return inOrder(out), len(orders)
}

// hasKey reports whether a request has its idempotency key, outside its JSON.
func hasKey(n *types.Named) bool {
	s, ok := n.Underlying().(*types.Struct)
	for i := range s.NumFields() {
		if f := s.Field(i); ok && f.Name() == "Key" && types.Identical(f.Type(), types.Typ[types.String]) {
			return reflect.StructTag(s.Tag(i)).Get("json") == "-"
		}
	}
	return false
}

// takers are the exported methods of the Service that take a request.
func (h *house) takers(dir string, request *types.Named) []string {
	service, ok := h.rooms[dir].types.Scope().Lookup("Service").(*types.TypeName)
	if !ok {
		return nil
	}
	var out []string
	for m := range types.NewMethodSet(types.NewPointer(service.Type())).Methods() {
		f := m.Obj().(*types.Func)
		for v := range f.Signature().Params().Variables() {
			t := v.Type()
			if p, ok := t.(*types.Pointer); ok {
				t = p.Elem()
			}
			if f.Exported() && types.Identical(t, request) && asking[dir+"."+f.Name()] == "" {
				out = append(out, f.Name())
			}
		}
	}
	return out
}

// shown returns the methods of a package's Service that Example functions, or
// programs under examples, call.
func (h *house) shown(dir string) map[string]bool {
	out := maps.Clone(h.examples[dir])
	if out == nil {
		out = make(map[string]bool)
	}
	for id, o := range h.info.Uses {
		f, ok := o.(*types.Func)
		if ok && dirOf(f.Pkg()) == dir && receiver(f) == "Service" && strings.HasPrefix(h.here(id.Pos()), "examples/") {
			out[f.Name()] = true
		}
	}
	return out
}

// literals returns what the command literals of a method say, field by field:
// its own, and those of functions of its package that it asks for a command.
func (h *house) literals(w *web, method *types.Func) []map[string]ast.Expr {
	var out []map[string]ast.Expr
	seen, todo := make(map[types.Object]bool), []types.Object{method}
	for len(todo) > 0 {
		o := todo[0]
		todo = todo[1:]
		f, ok := o.(*types.Func)
		if !ok || seen[o] || f.Pkg() != method.Pkg() || f.Signature().Results().Len() == 0 || !isCommand(f.Signature().Results().At(0).Type()) {
			continue
		}
		seen[o] = true
		out = append(out, h.literalsIn(w.decls[o])...)
		todo = slices.AppendSeq(todo, maps.Keys(w.uses[o]))
	}
	return out
}

func (h *house) literalsIn(n ast.Node) []map[string]ast.Expr {
	var out []map[string]ast.Expr
	ast.Inspect(n, func(n ast.Node) bool {
		lit, ok := n.(*ast.CompositeLit)
		if !ok || !isCommand(h.info.Types[lit].Type) || len(lit.Elts) == 0 {
			return true
		}
		parts := make(map[string]ast.Expr)
		for _, e := range lit.Elts {
			if kv, ok := e.(*ast.KeyValueExpr); ok {
				parts[kv.Key.(*ast.Ident).Name] = kv.Value
			}
		}
		out = append(out, parts)
		return true
	})
	return out
}

// snake writes a method's name as an operation's: SetIBANOf is set_iban_of.
func snake(name string) string {
	var b strings.Builder
	letters := []rune(strings.ReplaceAll(name, "OAuth", "Oauth")) // one word
	for i, r := range letters {
		begins := i > 0 && unicode.IsUpper(r) && (unicode.IsLower(letters[i-1]) || i+1 < len(letters) && unicode.IsLower(letters[i+1]))
		if begins {
			b.WriteByte('_')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}
