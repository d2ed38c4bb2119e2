package sandbox

import (
	"strings"

	"jianfu/sandbox/lexer"
)

// Part is one statement of a script, without the semicolon that ends it; or, if Command is set, a
// line that begins with a backslash or a dot and is not SQL.
type Part struct {
	Text    string
	Line    int // where it begins in the script, from 1
	Command bool
}

// Split cuts a script into its parts. The rest is the unterminated text after the last part, "" if
// it is only white space and comments.
func Split(script string) (parts []Part, rest string) {
	line, counted := 1, 0
	lineOf := func(at int) int { // at only grows
		line += strings.Count(script[counted:at], "\n")
		counted = at
		return line
	}
	begin, solid := 0, false // where the next part begins, and whether it has any content
	for at := 0; at < len(script); {
		if c := script[at]; !solid && (c == '\\' || c == '.') && strings.TrimSpace(script[strings.LastIndexByte(script[:at], '\n')+1:at]) == "" {
			end := len(script)
			if n := strings.IndexByte(script[at:], '\n'); n >= 0 {
				end = at + n
			}
			parts = append(parts, Part{Text: strings.TrimSpace(script[at:end]), Line: lineOf(at), Command: true})
			at, begin = end, end
			continue
		}
		token := lexer.Next(script[at:])
		at += len(token.Raw)
		switch {
		case token.Is(";"):
			if solid {
				parts = append(parts, Part{Text: script[begin : at-1], Line: lineOf(begin)})
			}
			begin, solid = at, false
		case token.Kind != lexer.Space:
			solid = true
		case !solid:
			begin = at // white space before a statement is dropped
		}
	}
	if solid {
		rest = script[begin:]
	}
	return parts, rest
}
