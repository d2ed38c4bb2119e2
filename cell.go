package jianfu

import "strings"

// Harmless keeps a spreadsheet from running a filed text as a formula. Numbers pass.
func Harmless(cell string) string {
	if cell == "" || !strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
		return cell
	}
	if _, isNumber := ParseDecimal(cell); isNumber {
		return cell
	}
	return "'" + cell
}
