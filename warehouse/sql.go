package warehouse

import (
	"fmt"
	"strings"
)

// Ident quotes a name for SQL.
func Ident(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

// List scans a VARCHAR[] column; NULL is nil.
type List []string

// Scan implements sql.Scanner.
func (l *List) Scan(value any) error {
	switch items := value.(type) {
	case nil:
		*l = nil
	case []any:
		*l = make(List, 0, len(items))
		for _, item := range items {
			text, ok := item.(string)
			if !ok {
				return fmt.Errorf("list item %T is not text", item)
			}
			*l = append(*l, text)
		}
	default:
		return fmt.Errorf("%T is not a list", value)
	}
	return nil
}
