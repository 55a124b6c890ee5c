package guard

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
)

// produced is what the code that a Service reaches sets and says.
type produced struct {
	fields map[types.Object]bool // set to something other than the same field of another value
	codes  map[types.Object]bool // constants that are given, not only compared or listed
	texts  map[string]bool       // literals that are given
}

// production reads all that Services reach.
func (h *house) production(w *web, roots []types.Object) produced {
	p := produced{fields: make(map[types.Object]bool), codes: make(map[types.Object]bool), texts: make(map[string]bool)}
	reached := w.reach(roots)
	for o := range reached {
		node := w.decls[o]
		if node == nil || dirOf(o.Pkg()) == "" {
			continue
		}
		_, constant := o.(*types.Const)
		if constant {
			continue
		}
		h.produce(node, p)
	}
	return p
}

// produce notes what one declaration sets and gives.
func (h *house) produce(node ast.Node, p produced) {
	var path []ast.Node
	_, inside := node.(*ast.FuncDecl)
	ast.Inspect(node, func(n ast.Node) bool {
		if n == nil {
			path = path[:len(path)-1]
			return true
		}
		path = append(path, n)
		switch n := n.(type) {
		case *ast.AssignStmt:
			for i, left := range n.Lhs {
				var right ast.Expr
				if len(n.Lhs) == len(n.Rhs) {
					right = n.Rhs[i]
				}
				h.set(p, left, right)
			}
		case *ast.IncDecStmt:
			h.set(p, n.X, nil)
		case *ast.UnaryExpr:
			if sel, ok := n.X.(*ast.SelectorExpr); ok && n.Op == token.AND {
				h.set(p, sel, nil)
			}
		case *ast.CompositeLit:
			h.literal(p, n)
		case *ast.BasicLit:
			if text(n) != "" && h.gives(path, inside) {
				p.texts[text(n)] = true
			}
		case *ast.Ident:
			if c, ok := h.info.Uses[n].(*types.Const); ok && h.gives(path, inside) {
				p.codes[c] = true
			}
		}
		return true
	})
}

// set notes a field that something is assigned to; a copy of the same field of
// another value is no producer.
func (h *house) set(p produced, left, right ast.Expr) {
	for {
		switch x := left.(type) {
		case *ast.ParenExpr:
			left = x.X
			continue
		case *ast.IndexExpr:
			left = x.X
			continue
		case *ast.SelectorExpr:
			h.setField(p, h.info.Uses[x.Sel], right)
			left = x.X
			right = nil
			continue
		}
		return
	}
}

func (h *house) setField(p produced, field types.Object, value ast.Expr) {
	v, ok := field.(*types.Var)
	if !ok || !v.IsField() {
		return
	}
	if sel, ok := value.(*ast.SelectorExpr); ok && h.info.Uses[sel.Sel] == field {
		return
	}
	p.fields[v.Origin()] = true
}

// literal notes the fields of a struct literal.
func (h *house) literal(p produced, n *ast.CompositeLit) {
	tv := h.info.Types[n]
	if tv.Type == nil {
		return
	}
	t := tv.Type.Underlying()
	if ptr, ok := t.(*types.Pointer); ok {
		t = ptr.Elem().Underlying()
	}
	s, ok := t.(*types.Struct)
	if !ok {
		return
	}
	for i, e := range n.Elts {
		if kv, ok := e.(*ast.KeyValueExpr); ok {
			h.setField(p, h.info.Uses[kv.Key.(*ast.Ident)], kv.Value)
		} else {
			h.setField(p, s.Field(i), e)
		}
	}
}

// gives reports whether the constant at the end of the path is given to
// somebody, and not compared, looked up, asked about or listed. Outside
// functions only the rows of tables give.
func (h *house) gives(path []ast.Node, inside bool) bool {
	row := false
	for i := len(path) - 1; i > 0; i-- {
		child := path[i]
		switch parent := path[i-1].(type) {
		case *ast.BinaryExpr:
			if parent.Op != token.ADD {
				return false
			}
		case *ast.CaseClause:
			return slices.ContainsFunc(parent.Body, func(s ast.Stmt) bool { return ast.Node(s) == child })
		case *ast.RangeStmt:
			return row || child == ast.Node(parent.Body)
		case *ast.IndexExpr:
			set, ok := path[max(i-2, 0)].(*ast.AssignStmt)
			return ok && slices.Contains(set.Lhs, ast.Expr(parent)) // put into a set
		case *ast.SwitchStmt:
			return false
		case *ast.KeyValueExpr:
			if child == ast.Node(parent.Key) {
				return false
			}
			row = true
		case *ast.CompositeLit:
			if h.list(parent) {
				return false
			}
			if t := h.info.Types[parent].Type; t != nil {
				_, fields := t.Underlying().(*types.Struct)
				row = row || fields
			}
		case *ast.CallExpr:
			if child != ast.Node(parent.Fun) && h.asks(parent) {
				return false
			}
		case *ast.ReturnStmt, *ast.AssignStmt, *ast.FuncLit:
			return true
		}
	}
	return inside || row
}

// list reports whether a literal lists constants: two or more, and nothing else.
func (h *house) list(n *ast.CompositeLit) bool {
	if len(n.Elts) < 2 {
		return false
	}
	for _, e := range n.Elts {
		if h.info.Types[e].Value == nil {
			return false
		}
	}
	return true
}

// asks reports whether a call answers with a bool alone.
func (h *house) asks(call *ast.CallExpr) bool {
	t := h.info.Types[call].Type
	b, ok := t.(*types.Basic)
	return ok && b.Info()&types.IsBoolean != 0
}
