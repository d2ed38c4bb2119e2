package sandbox

import "strings"

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
	begin, solid := 0, false // where the next part begins, and whether it has any content
	for at := 0; at < len(script); {
		c := script[at]
		switch size := quoted(script[at:]); {
		case size > 0 && isComment(script[at:]) && !solid && isClosed(script[at:at+size]):
			at += size
			begin = at // white space before a statement is dropped
		case size > 0:
			at += size
			solid = true
		case c == ';':
			if solid {
				parts = append(parts, Part{Text: script[begin:at], Line: lineOf(script, begin)})
			}
			at++
			begin, solid = at, false
		case (c == '\\' || c == '.') && !solid && strings.TrimSpace(script[strings.LastIndexByte(script[:at], '\n')+1:at]) == "":
			end := len(script)
			if n := strings.IndexByte(script[at:], '\n'); n >= 0 {
				end = at + n
			}
			parts = append(parts, Part{Text: strings.TrimSpace(script[at:end]), Line: lineOf(script, at), Command: true})
			at, begin = end, end
		case strings.IndexByte(" \t\r\n\f\v", c) >= 0:
			at++
			if !solid {
				begin = at
			}
		default:
			at++
			solid = true
		}
	}
	if solid {
		rest = script[begin:]
	}
	return parts, rest
}

func isComment(text string) bool {
	return strings.HasPrefix(text, "--") || strings.HasPrefix(text, "/*")
}

// isClosed reports whether a comment is closed.
func isClosed(comment string) bool {
	return !strings.HasPrefix(comment, "/*") || strings.HasSuffix(comment, "*/")
}

func lineOf(script string, at int) int {
	line, _ := placeOf(script, at)
	return line
}
