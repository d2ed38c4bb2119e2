package pgwire

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// kindOf distinguishes tokens as far as the rewriting needs.
type kindOf int

const (
	space     kindOf = iota // white space and comments
	word                    // an unquoted name or keyword
	quoted                  // a "quoted name"
	text                    // '…', E'…', $tag$…$tag$, and the like
	number                  // 12, 1.5e3
	parameter               // $1
	operator                // +, ~*, ::, …
	mark                    // one of ( ) [ ] { } , ; . :
)

// token is a piece of a statement as written. The pieces in order are the statement, byte for byte.
type token struct {
	kind kindOf
	raw  string
}

// is reports whether the token is a keyword, unquoted, or a mark or operator. Keywords are given in
// lower case.
func (t token) is(raw string) bool {
	switch t.kind {
	case word:
		return strings.EqualFold(t.raw, raw)
	case operator, mark:
		return t.raw == raw
	default:
		return false
	}
}

// isAny reports whether the token is any of the keywords, marks or operators.
func (t token) isAny(raws ...string) bool {
	for _, raw := range raws {
		if t.is(raw) {
			return true
		}
	}
	return false
}

// name is the name that a word or quoted name denotes, "" for any other token: PostgreSQL folds
// unquoted names.
func (t token) name() string {
	switch t.kind {
	case word:
		return strings.ToLower(t.raw)
	case quoted:
		return strings.ReplaceAll(t.raw[1:len(t.raw)-1], `""`, `"`)
	default:
		return ""
	}
}

// value is the text of a plain '…'; ok is false for any other token, including E'…' and $tag$.
func (t token) value() (value string, ok bool) {
	if t.kind != text || len(t.raw) < 2 || t.raw[0] != '\'' {
		return "", false
	}
	return strings.ReplaceAll(t.raw[1:len(t.raw)-1], "''", "'"), true
}

// literal writes a value as an SQL literal.
func literal(value string) string { return "'" + strings.ReplaceAll(value, "'", "''") + "'" }

// lex cuts a text into tokens by PostgreSQL's rules. An unclosed token extends to the end: the
// engine reports what is wrong with it.
func lex(sql string) []token {
	var tokens []token
	for len(sql) > 0 {
		kind, n := next(sql)
		tokens = append(tokens, token{kind, sql[:n]})
		sql = sql[n:]
	}
	return tokens
}

const operatorBytes = "+-*/<>=~!@#%^&|`?"

func next(s string) (kindOf, int) {
	c := s[0]
	switch {
	case c == '\'':
		return text, 1 + closing(s[1:], '\'', false)
	case (c == 'e' || c == 'E') && len(s) > 1 && s[1] == '\'':
		return text, 2 + closing(s[2:], '\'', true)
	case strings.ContainsRune("bBxXnN", rune(c)) && len(s) > 1 && s[1] == '\'':
		return text, 2 + closing(s[2:], '\'', false)
	case (c == 'u' || c == 'U') && len(s) > 2 && s[1] == '&' && (s[2] == '\'' || s[2] == '"'):
		return text, 3 + closing(s[3:], s[2], false)
	case c == '"':
		n := 1 + closing(s[1:], '"', false)
		if n < 2 || s[n-1] != '"' {
			return mark, n // never closed: not a name
		}
		return quoted, n
	case strings.HasPrefix(s, "--"):
		if end := strings.IndexByte(s, '\n'); end >= 0 {
			return space, end + 1
		}
		return space, len(s)
	case strings.HasPrefix(s, "/*"):
		return space, comment(s)
	case c == '$':
		return dollar(s)
	case c >= '0' && c <= '9', c == '.' && len(s) > 1 && s[1] >= '0' && s[1] <= '9':
		return number, digits(s)
	case strings.HasPrefix(s, "::"):
		return operator, 2
	case strings.IndexByte(operatorBytes, c) >= 0:
		return operator, operatorLength(s)
	}
	r, n := utf8.DecodeRuneInString(s)
	switch {
	case isWordStart(r):
		return word, wordLength(s)
	case unicode.IsSpace(r):
		n = len(s) - len(strings.TrimLeftFunc(s, unicode.IsSpace))
		return space, n
	}
	return mark, n
}

// closing finds the end of a quotation, within which the quote may be doubled or escaped by a
// backslash.
func closing(s string, quote byte, backslash bool) int {
	for i := 0; i < len(s); i++ {
		switch {
		case backslash && s[i] == '\\':
			i++
		case s[i] == quote && i+1 < len(s) && s[i+1] == quote:
			i++
		case s[i] == quote:
			return i + 1
		}
	}
	return len(s)
}

// comment is the length of a comment, which may contain others.
func comment(s string) int {
	depth := 0
	for i := 0; i < len(s); i++ {
		switch {
		case strings.HasPrefix(s[i:], "/*"):
			depth++
			i++
		case strings.HasPrefix(s[i:], "*/"):
			depth--
			i++
		}
		if depth == 0 {
			return i + 1
		}
	}
	return len(s)
}

// dollar is a parameter or a quotation between $tags$.
func dollar(s string) (kindOf, int) {
	n := 1
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	if n > 1 {
		return parameter, n
	}
	end := strings.IndexByte(s[1:], '$')
	if end < 0 || end > 0 && (!isWordStart(rune(s[1])) || wordLength(s[1:]) < end) {
		return mark, 1
	}
	tag := s[:end+2]
	if close := strings.Index(s[len(tag):], tag); close >= 0 {
		return text, len(tag) + close + len(tag)
	}
	return text, len(s)
}

func digits(s string) int {
	n := 0
	for n < len(s) {
		c := s[n]
		exponent := (c == '+' || c == '-') && n > 0 && (s[n-1] == 'e' || s[n-1] == 'E')
		if !(c >= '0' && c <= '9' || c == '.' || c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || exponent) {
			break
		}
		n++
	}
	return n
}

// operatorLength follows PostgreSQL: an operator of several bytes ends in + or - only if it
// contains one of ~ ! @ # % ^ & | ` ?, and ends before a comment.
func operatorLength(s string) int {
	n := 0
	for n < len(s) && strings.IndexByte(operatorBytes, s[n]) >= 0 {
		if n > 0 && (strings.HasPrefix(s[n:], "--") || strings.HasPrefix(s[n:], "/*")) {
			break
		}
		n++
	}
	for n > 1 && (s[n-1] == '+' || s[n-1] == '-') && !strings.ContainsAny(s[:n], "~!@#%^&|`?") {
		n--
	}
	return n
}

func isWordStart(r rune) bool {
	return r == '_' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= utf8.RuneSelf && !unicode.IsSpace(r)
}

func wordLength(s string) int {
	for i, r := range s {
		if !isWordStart(r) && r != '$' && (r < '0' || r > '9') {
			return i
		}
	}
	return len(s)
}

// split cuts a text into statements at its semicolons. Statements of only white space are left out.
func split(sql string) [][]token {
	var statements [][]token
	var statement []token
	end := func() {
		for _, t := range statement {
			if t.kind != space {
				statements = append(statements, statement)
				break
			}
		}
		statement = nil
	}
	for _, t := range lex(sql) {
		if t.is(";") {
			end()
			continue
		}
		statement = append(statement, t)
	}
	end()
	return statements
}

// join writes tokens as text again.
func join(tokens []token) string {
	var b strings.Builder
	for _, t := range tokens {
		b.WriteString(t.raw)
	}
	return b.String()
}

// solid are the tokens that are not white space.
func solid(tokens []token) []token {
	kept := make([]token, 0, len(tokens))
	for _, t := range tokens {
		if t.kind != space {
			kept = append(kept, t)
		}
	}
	return kept
}
