package graph

import (
	"bytes"
	"maps"
	"slices"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/formatter"
	"github.com/vektah/gqlparser/v2/parser"

	"jianfu"
)

// Trusted is a list of operations. A handler with one answers no others, whoever asks: how they are laid out, and
// comments, make no difference; anything else does.
type Trusted map[string]bool

// Trust adds the operations of a document, each with the fragments that it uses. The error is Invalid.
func (t Trusted) Trust(name, document string) error {
	doc, err := parser.ParseQueryWithTokenLimit(&ast.Source{Name: name, Input: document}, 10*maxTokens)
	if err != nil {
		return jianfu.Errorf(jianfu.Invalid, "%s 不是 GraphQL 操作清单：应是写着 query、mutation、subscription 的文件", "%s is no list of GraphQL operations: it should hold queries, mutations and subscriptions", name).Because(err)
	}
	for _, operation := range doc.Operations {
		t[textOf(doc, operation)] = true
	}
	return nil
}

// admits reports whether every operation of a document is in the list. One that cannot be read is not.
func (t Trusted) admits(document string) bool {
	doc, err := parser.ParseQueryWithTokenLimit(&ast.Source{Input: document}, maxTokens)
	if err != nil || len(doc.Operations) == 0 {
		return false
	}
	return !slices.ContainsFunc(doc.Operations, func(operation *ast.OperationDefinition) bool { return !t[textOf(doc, operation)] })
}

// textOf is an operation with the fragments that it uses, laid out in one way.
func textOf(doc *ast.QueryDocument, operation *ast.OperationDefinition) string {
	used := map[string]*ast.FragmentDefinition{}
	var follow func(set ast.SelectionSet)
	follow = func(set ast.SelectionSet) {
		for _, selection := range set {
			switch s := selection.(type) {
			case *ast.Field:
				follow(s.SelectionSet)
			case *ast.InlineFragment:
				follow(s.SelectionSet)
			case *ast.FragmentSpread:
				fragment := doc.Fragments.ForName(s.Name)
				if fragment != nil && used[s.Name] == nil {
					used[s.Name] = fragment
					follow(fragment.SelectionSet)
				}
			}
		}
	}
	follow(operation.SelectionSet)
	one := &ast.QueryDocument{Operations: ast.OperationList{operation}}
	for _, name := range slices.Sorted(maps.Keys(used)) {
		one.Fragments = append(one.Fragments, used[name])
	}
	var text bytes.Buffer
	formatter.NewFormatter(&text, formatter.WithCompacted()).FormatQueryDocument(one)
	return text.String()
}

// trusted refuses an operation that is not in the list, where there is one.
func (h *Handler) trusted(document string) error {
	if h.Trusted == nil || document == "" || h.Trusted.admits(document) { // by its hash alone: its text was admitted when it was kept
		return nil
	}
	return jianfu.Errorf(jianfu.Forbidden, "本服务只回答清单里的操作，这一个不在其中：请管理员把它加进 operations 文件夹",
		"this server answers only the operations of its list, and this is none of them: ask an administrator to add it to the folder of operations")
}
