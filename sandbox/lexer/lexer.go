// Package lexer cuts SQL into tokens, by the rules that PostgreSQL and DuckDB share: for what is decided
// before the engine reads a statement. Whether it is a statement at all, the engine alone says.
package lexer

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Kind is what a token is.
type Kind int

// The kinds.
const (
	Space     Kind = iota // white space and comments
	Word                  // an unquoted name or keyword
	Quoted                // a "quoted name"
	Text                  // '…', E'…', $tag$…$tag$, and the like
	Number                // 12, 1.5e3
	Parameter             // $1
	Operator              // +, ~*, ::, …
	Mark                  // one of ( ) [ ] { } , ; . :
)

// Token is a piece of a statement as written. The pieces in order are the statement, byte for byte.
type Token struct {
	Kind Kind
	Raw  string
}

// Is reports whether the token is a keyword, unquoted, or a mark or operator. Keywords are given in
// lower case.
func (t Token) Is(raw string) bool {
	switch t.Kind {
	case Word:
		return strings.EqualFold(t.Raw, raw)
	case Operator, Mark:
		return t.Raw == raw
	default:
		return false
	}
}

// IsAny reports whether the token is any of the keywords, marks or operators.
func (t Token) IsAny(raws ...string) bool {
	for _, raw := range raws {
		if t.Is(raw) {
			return true
		}
	}
	return false
}

// Name is the name that a word or quoted name denotes, "" for any other token: PostgreSQL folds
// unquoted names.
func (t Token) Name() string {
	switch t.Kind {
	case Word:
		return strings.ToLower(t.Raw)
	case Quoted:
		return strings.ReplaceAll(t.Raw[1:len(t.Raw)-1], `""`, `"`)
	default:
		return ""
	}
}

// Value is the text of a plain '…'; ok is false for any other token, including E'…' and $tag$.
func (t Token) Value() (value string, ok bool) {
	if t.Kind != Text || len(t.Raw) < 2 || t.Raw[0] != '\'' {
		return "", false
	}
	return strings.ReplaceAll(t.Raw[1:len(t.Raw)-1], "''", "'"), true
}

// Lex cuts a text into tokens.
func Lex(sql string) []Token {
	var tokens []Token
	for sql != "" {
		t := Next(sql)
		tokens = append(tokens, t)
		sql = sql[len(t.Raw):]
	}
	return tokens
}

// Next is the first token of a text that is not empty. An unclosed token extends to the end: the
// engine reports what is wrong with it.
func Next(sql string) Token {
	kind, n := next(sql)
	return Token{kind, sql[:n]}
}

const operatorBytes = "+-*/<>=~!@#%^&|`?"

func next(s string) (Kind, int) {
	c := s[0]
	switch {
	case c == '\'':
		return Text, 1 + closing(s[1:], '\'', false)
	case (c == 'e' || c == 'E') && len(s) > 1 && s[1] == '\'':
		return Text, 2 + closing(s[2:], '\'', true)
	case strings.ContainsRune("bBxXnN", rune(c)) && len(s) > 1 && s[1] == '\'':
		return Text, 2 + closing(s[2:], '\'', false)
	case (c == 'u' || c == 'U') && len(s) > 2 && s[1] == '&' && (s[2] == '\'' || s[2] == '"'):
		return Text, 3 + closing(s[3:], s[2], false)
	case c == '"':
		n := 1 + closing(s[1:], '"', false)
		if n < 2 || s[n-1] != '"' {
			return Mark, n // never closed: not a name
		}
		return Quoted, n
	case strings.HasPrefix(s, "--"):
		if end := strings.IndexByte(s, '\n'); end >= 0 {
			return Space, end + 1
		}
		return Space, len(s)
	case strings.HasPrefix(s, "/*"):
		if n := comment(s); n > 0 {
			return Space, n
		}
		return Mark, len(s)
	case c == '$':
		return dollar(s)
	case c >= '0' && c <= '9', c == '.' && len(s) > 1 && s[1] >= '0' && s[1] <= '9':
		return Number, digits(s)
	case strings.HasPrefix(s, "::"):
		return Operator, 2
	case strings.IndexByte(operatorBytes, c) >= 0:
		return Operator, operatorLength(s)
	}
	r, n := utf8.DecodeRuneInString(s)
	switch {
	case isWordStart(r):
		return Word, wordLength(s)
	case unicode.IsSpace(r):
		n = len(s) - len(strings.TrimLeftFunc(s, unicode.IsSpace))
		return Space, n
	}
	return Mark, n
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

// comment is the length of a comment, which may contain others; 0 if it is never closed.
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
	return 0
}

// dollar is a parameter or a quotation between $tags$.
func dollar(s string) (Kind, int) {
	n := 1
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	if n > 1 {
		return Parameter, n
	}
	end := strings.IndexByte(s[1:], '$')
	if end < 0 || end > 0 && (!isWordStart(rune(s[1])) || wordLength(s[1:]) < end) {
		return Mark, 1
	}
	tag := s[:end+2]
	if close := strings.Index(s[len(tag):], tag); close >= 0 {
		return Text, len(tag) + close + len(tag)
	}
	return Text, len(s)
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

// maxOperator is how many bytes an operator of PostgreSQL has at most. Without an end, a long row of
// operator bytes would be looked through again for each of its tokens.
const maxOperator = 63

// operatorLength follows PostgreSQL: an operator of several bytes ends in + or - only if it
// contains one of ~ ! @ # % ^ & | ` ?, and ends before a comment.
func operatorLength(s string) int {
	n, special := 0, false
	for n < min(len(s), maxOperator) && strings.IndexByte(operatorBytes, s[n]) >= 0 {
		if n > 0 && (strings.HasPrefix(s[n:], "--") || strings.HasPrefix(s[n:], "/*")) {
			break
		}
		special = special || strings.IndexByte("~!@#%^&|`?", s[n]) >= 0
		n++
	}
	for n > 1 && (s[n-1] == '+' || s[n-1] == '-') && !special {
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

// Split cuts a text into statements at its semicolons. Statements of only white space are left out.
func Split(sql string) [][]Token {
	var statements [][]Token
	var statement []Token
	end := func() {
		for _, t := range statement {
			if t.Kind != Space {
				statements = append(statements, statement)
				break
			}
		}
		statement = nil
	}
	for _, t := range Lex(sql) {
		if t.Is(";") {
			end()
			continue
		}
		statement = append(statement, t)
	}
	end()
	return statements
}

// Join writes tokens as text again.
func Join(tokens []Token) string {
	var b strings.Builder
	for _, t := range tokens {
		b.WriteString(t.Raw)
	}
	return b.String()
}

// Solid are the tokens that are not white space.
func Solid(tokens []Token) []Token {
	kept := make([]Token, 0, len(tokens))
	for _, t := range tokens {
		if t.Kind != Space {
			kept = append(kept, t)
		}
	}
	return kept
}
