package main

import (
	"strconv"
	"strings"

	"github.com/spf13/pflag"
)

// year is the value of an option: 2023, or 2023年.
type year int

func (y *year) String() string { return strconv.Itoa(int(*y)) }
func (y *year) Type() string   { return "int" }

func (y *year) Set(text string) error {
	n, err := strconv.Atoi(strings.TrimSuffix(strings.TrimSpace(text), "年"))
	if err == nil {
		*y = year(n)
	}
	return err
}

// yearFlag adds the option --year.
func yearFlag(flags *pflag.FlagSet, into *int, usage string) {
	flags.Var((*year)(into), "year", usage)
}
