// Package e2e_test tests the parts together over the sample city: its files as filed, against
// figures that were computed from the city itself and not by any loader.
package e2e_test

import (
	"context"
	"fmt"
	"os"
	"testing"

	"jianfu"
	"jianfu/e2e/city"
	"jianfu/metrics"
	"jianfu/sandbox"
)

// The tests of SQL run real workers: this binary, started again.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == "sandbox-worker" {
		if err := sandbox.Work(context.Background(), os.Args[2:], os.Stdin, os.Stdout, metrics.Functions()...); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	code := m.Run()
	for _, folder := range []string{cityFolder, programFolder} {
		if folder != "" {
			_ = os.RemoveAll(folder)
		}
	}
	os.Exit(code)
}

// openCity is the sample city's engine; the tests only read it.
func openCity(t testing.TB) *metrics.Engine {
	t.Helper()
	return city.Sample(t).Engine
}

func decimal(t *testing.T, text string) jianfu.Decimal {
	t.Helper()
	d, ok := jianfu.ParseDecimal(text)
	if !ok {
		t.Fatalf("%q is not a number", text)
	}
	return d
}

func period(t *testing.T, text string) jianfu.Period {
	t.Helper()
	p, err := jianfu.ParsePeriod(text)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func values(t *testing.T, e *metrics.Engine, q metrics.Query) []metrics.Value {
	t.Helper()
	m, err := e.Measure(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	var list []metrics.Value
	for _, row := range m.Rows {
		list = append(list, row.Values...)
	}
	return list
}

func sameValue(a, b metrics.Value) bool {
	return a.Missing == b.Missing && (a.Amount == nil) == (b.Amount == nil) && (a.Amount == nil || a.Amount.Cmp(*b.Amount) == 0)
}
