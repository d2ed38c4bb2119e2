package graph

import (
	"context"
	"encoding/base64"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"jianfu"
	"jianfu/graph/model"
)

// maxPage is the largest page; a larger one is refused, not cut.
const maxPage = 100

// defaultPage is the page size if the request has none.
const defaultPage = 20

// maxRows is the most rows of a measurement in one page: a report's whole table.
const maxRows = 10_000

// pageSize checks the argument first; nil is fallback.
func pageSize(ctx context.Context, first *int, fallback, most int) (int, error) {
	if trusted(ctx) {
		fallback, most = math.MaxInt32, math.MaxInt32
		if !saysFirst(ctx) { // the schema's default is for others
			first = nil
		}
	}
	if first == nil {
		return fallback, nil
	}
	if *first < 1 || *first > most {
		return 0, jianfu.Errorf(jianfu.Invalid, "first 应为 1 到 %[2]d，不能是 %[1]d；更多的请用 after 接着读",
			"first should be 1 to %[2]d, not %[1]d; read on with after", *first, most)
	}
	return *first, nil
}

// saysFirst reports whether the operation itself gives the field that is being resolved its first.
func saysFirst(ctx context.Context) bool {
	argument := graphql.GetFieldContext(ctx).Field.Arguments.ForName("first")
	if argument == nil {
		return false
	}
	if argument.Value.Kind != ast.Variable {
		return true
	}
	value, given := graphql.GetOperationContext(ctx).Variables[argument.Value.Raw]
	return given && value != nil
}

// cursor encodes a position in a list: the kind of list, a number, and everything else that must be
// the same for the number to have a meaning.
func cursor(list string, place int64, mark string) string {
	return base64.RawURLEncoding.EncodeToString(fmt.Appendf(nil, "v1:%s:%d:%s", list, place, mark))
}

// readCursor reads a cursor of the same kind of list; nil is position 0.
func readCursor(list string, after *string) (place int64, mark string, err error) {
	if after == nil {
		return 0, "", nil
	}
	text, err := base64.RawURLEncoding.DecodeString(*after)
	parts := strings.Split(string(text), ":")
	if err == nil && len(parts) == 4 && parts[0] == "v1" && parts[1] == list {
		if place, err = strconv.ParseInt(parts[2], 10, 64); err == nil && place >= 0 {
			return place, parts[3], nil
		}
	}
	return 0, "", jianfu.Errorf(jianfu.Invalid, "after 不是这个列表的游标，请用 pageInfo.endCursor 的值",
		"after is not a cursor of this list: use the value of pageInfo.endCursor")
}

// pageInfo says where a page begins and ends in its list; cursors are the positions of its entries.
func pageInfo(cursors []string, before, after bool) *model.PageInfo {
	info := &model.PageInfo{HasNextPage: after, HasPreviousPage: before}
	if n := len(cursors); n > 0 {
		info.StartCursor, info.EndCursor = &cursors[0], &cursors[n-1]
	}
	return info
}

// edges gives each entry of a page its position.
func edges[T, E any](nodes []T, cursors []string, edge func(cursor string, node *T) E) []E {
	list := make([]E, len(nodes))
	for i := range nodes {
		list[i] = edge(cursors[i], &nodes[i])
	}
	return list
}
