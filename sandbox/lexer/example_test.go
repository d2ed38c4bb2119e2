package lexer_test

import (
	"fmt"

	"jianfu/sandbox/lexer"
)

// A semicolon in quotation marks or in a comment ends no statement.
func ExampleSplit() {
	for _, statement := range lexer.Split("SELECT ';' /* ; */; SELECT 2") {
		fmt.Printf("%q\n", lexer.Join(lexer.Solid(statement)))
	}
	// Output:
	// "SELECT';'"
	// "SELECT2"
}
