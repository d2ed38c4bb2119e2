package jianfu

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Harmless keeps a spreadsheet from running a filed text as a formula. Numbers pass.
func Harmless(cell string) string {
	first, _ := utf8.DecodeRuneInString(cell)
	if cell == "" || !strings.ContainsRune("=+-@\t\r\n＝＋－＠", first) { // some read the full-width ones alike
		return cell
	}
	if _, isNumber := ParseDecimal(cell); isNumber {
		return cell
	}
	return "'" + cell
}

// Visible has a sign in place of every character that would do something to a terminal, such as
// those that begin an escape sequence, or that turn the direction of the text after them.
func Visible(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case unicode.IsControl(r), r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069, r == 0x200e, r == 0x200f:
			return '\ufffd'
		}
		return r
	}, text)
}
