// Package city gives tests of several packages the sample city: its files, its warehouse, and
// the figures that were worked out from the city itself and not by any loader.
package city

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"jianfu"
	"jianfu/loaders"
	"jianfu/metrics"
	"jianfu/reports"
	"jianfu/testdata"
	"jianfu/warehouse"
)

// Folder is where the sample city's files are in testdata.City, Correction a file of it that
// replaces May 2023 and was filed later.
const (
	Folder     = "yunzhou"
	Correction = "更正/2023年5月会议统计表-更正.xlsx"
)

// Path is where a file below testdata lies, seen from the folder in which a test runs.
func Path(t testing.TB, elements ...string) string {
	t.Helper()
	top, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(top, "go.mod")); err == nil {
			return filepath.Join(append([]string{top, "testdata"}, elements...)...)
		}
		if filepath.Dir(top) == top {
			t.Fatal("there is no go.mod above the test")
		}
		top = filepath.Dir(top)
	}
}

// Parts are what answers from a warehouse.
type Parts struct {
	Warehouse *warehouse.Warehouse
	Engine    *metrics.Engine
	Loader    *loaders.Loader
	Templates *reports.Templates
}

// Files are the files of the sample city without the correction, units first.
func Files() []string {
	var files []string
	err := fs.WalkDir(testdata.City, Folder, func(name string, entry fs.DirEntry, err error) error {
		if name = strings.TrimPrefix(name, Folder+"/"); err == nil && !entry.IsDir() && name != Correction {
			files = append(files, name)
		}
		return err
	})
	if err != nil {
		panic(err) // the folder is embedded
	}
	slices.Sort(files) // 00单位名录.xlsx comes first
	return files
}

// Open makes a warehouse in memory that is closed when the test ends, and loads files of the
// sample city into it.
func Open(t testing.TB, files ...string) Parts {
	t.Helper()
	parts, err := OpenFile(t.Context(), "", files...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := parts.Warehouse.Close(); err != nil {
			t.Error(err)
		}
	})
	return parts
}

// Sample is the whole sample city, loaded once in each test binary: for tests that change nothing.
func Sample(t interface {
	Helper()
	Fatal(args ...any)
}) Parts {
	t.Helper()
	parts, err := sample()
	if err != nil {
		t.Fatal(err)
	}
	return parts
}

// Its figures are those from rollups, as a server's are: proof from the records, and SQL that is run
// again, is from the rows.
var sample = sync.OnceValues(func() (Parts, error) {
	parts, err := OpenFile(context.Background(), "", append(Files(), Correction)...)
	if err == nil {
		err = parts.Engine.RollUp(context.Background())
	}
	return parts, err
})

// OpenFile makes a warehouse, "" in memory, and loads files of the sample city into it.
func OpenFile(ctx context.Context, file string, files ...string) (parts Parts, err error) {
	if parts.Warehouse, err = warehouse.Open(ctx, file); err != nil {
		return parts, err
	}
	contracts, err := loaders.ReadContracts(nil)
	if err != nil {
		return parts, err
	}
	if parts.Loader, err = loaders.New(ctx, parts.Warehouse, contracts); err != nil {
		return parts, err
	}
	catalog, err := metrics.ReadCatalog(nil)
	if err != nil {
		return parts, err
	}
	parts.Engine = metrics.New(parts.Warehouse, catalog)
	parts.Loader.CallCounts(catalog.CountNames())
	parts.Loader.CheckWith(parts.Engine.Examine)
	if parts.Templates, err = reports.ReadTemplates(nil, catalog); err != nil {
		return parts, err
	}
	for _, name := range files {
		content, err := testdata.City.ReadFile(path.Join(Folder, name))
		if err != nil {
			return parts, err
		}
		if err := load(ctx, parts.Loader, name, content); err != nil {
			return parts, err
		}
	}
	return parts, nil
}

func load(ctx context.Context, loader *loaders.Loader, name string, content []byte) error {
	result, err := loader.Load(ctx, path.Base(name), bytes.NewReader(content), int64(len(content)), loaders.Options{})
	if err == nil && len(result.Faults) > 0 {
		return result.Faults[0]
	}
	return err
}

// Load loads a file that lies outside of the sample city.
func (p Parts) Load(t testing.TB, file string) {
	t.Helper()
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := load(context.Background(), p.Loader, filepath.Base(file), content); err != nil {
		t.Fatal(err)
	}
}

// Truth is what the generator of a city says of its figures.
type Truth struct {
	Figures []Figure
	Changes []Change
}

// Figure is one metric over one period, of the whole city, one unit or one portfolio. A nil
// Value is a figure that does not exist, for the reason Missing where the truth names one.
type Figure struct {
	Metric, Period, Department, Portfolio string
	Numerator                             json.Number
	Denominator                           *json.Number
	Value, Missing                        *string
}

// Scope is the dimension and the member that a figure is of, "" for the whole city.
func (f Figure) Scope() (dimension, member string) {
	switch {
	case f.Department != "":
		return "department", f.Department
	case f.Portfolio != "":
		return "portfolio", f.Portfolio
	}
	return "", ""
}

// Listed are the filings of kinds that speak only for the units in them, by kind, unit and month.
type Listed map[string]bool

// ReadListed reads them.
func ReadListed(t testing.TB, w *warehouse.Warehouse) Listed {
	t.Helper()
	rows, err := w.Query(context.Background(), `SELECT k.name, COALESCE(f.department, ''), COALESCE(f.period, '')
		FROM kind k LEFT JOIN filings f ON f.kind = k.name WHERE k.speaks = 'LISTED'`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	filed := Listed{}
	for rows.Next() {
		var kind, department, month string
		if err := rows.Scan(&kind, &department, &month); err != nil {
			t.Fatal(err)
		}
		filed[kind], filed[kind+" "+department+" "+month] = true, true
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return filed
}

// Nothing reports whether a figure is a zero of a unit that filed nothing of the kind in the
// period. The truth did not ask who had filed: such a figure is no zero, but none.
func (l Listed) Nothing(f Figure, kind string) bool {
	period, err := jianfu.ParsePeriod(f.Period)
	if err != nil || f.Department == "" || f.Numerator != "0" || !l[kind] {
		return false
	}
	return !slices.ContainsFunc(period.Buckets(jianfu.ByMonth), func(month jianfu.Period) bool { return l[kind+" "+f.Department+" "+month.String()] })
}

// Change is one comparison; a nil ChangePercent is one that has none.
type Change struct {
	Metric, Period, Baseline string
	Current, Base            json.Number
	ChangePercent            *string
}

// ReadTruth reads the figures of the sample city: 8,232 of them and 1,080 changes.
func ReadTruth(t testing.TB) Truth {
	t.Helper()
	return readTruth(t, "yunzhou-truth.json", 8232, 1080)
}

func readTruth(t testing.TB, file string, figures, changes int) Truth {
	t.Helper()
	text, err := os.ReadFile(Path(t, file))
	if err != nil {
		t.Fatal(err)
	}
	var truth Truth
	if err := json.Unmarshal(text, &truth); err != nil {
		t.Fatal(err)
	}
	if len(truth.Figures) != figures || len(truth.Changes) != changes {
		t.Fatalf("the truth has %d figures and %d changes", len(truth.Figures), len(truth.Changes))
	}
	return truth
}

// TotalsFolder holds the files of another city, whose units file totals and hardly any records.
const TotalsFolder = "hechuan"

// Totals is that city, loaded once in each test binary without a flag: for tests that change nothing.
func Totals(t testing.TB) Parts {
	t.Helper()
	totalsOnce.Do(func() {
		if totalsParts, totalsErr = OpenFile(context.Background(), ""); totalsErr != nil {
			return
		}
		err := totalsParts.Loader.LoadPaths(context.Background(), []string{Path(t, TotalsFolder)}, loaders.Options{}, func(r loaders.Result) {
			if len(r.Faults) > 0 && totalsErr == nil {
				totalsErr = r.Faults[0]
			}
		})
		totalsErr = cmp.Or(err, totalsErr)
	})
	if totalsErr != nil {
		t.Fatal(totalsErr)
	}
	return totalsParts
}

var (
	totalsOnce  sync.Once
	totalsParts Parts
	totalsErr   error
)

// TotalsTruth reads its figures: 538 of them and 26 changes.
func TotalsTruth(t testing.TB) Truth {
	t.Helper()
	return readTruth(t, "hechuan-truth.json", 538, 26)
}

// Tells reports whether an answer, amount or reason, is the figure.
func (f Figure) Tells(amount *string, missing string) bool {
	switch {
	case f.Value == nil:
		return amount == nil && missing != "" && (f.Missing == nil || missing == *f.Missing)
	case amount == nil:
		return false
	}
	want, ok := jianfu.ParseDecimal(*f.Value)
	got, okToo := jianfu.ParseDecimal(*amount)
	return ok && okToo && want.Cmp(got) == 0
}

// Question is a period and the dimension by which its figures are asked for, "" for the whole city.
type Question struct{ Period, By string }

// Questions are the questions that ask for all figures, and the metrics of each.
func (truth Truth) Questions() map[Question][]string {
	asked := map[Question][]string{}
	for _, f := range truth.Figures {
		dimension, _ := f.Scope()
		q := Question{f.Period, dimension}
		if !slices.Contains(asked[q], f.Metric) {
			asked[q] = append(asked[q], f.Metric)
		}
	}
	return asked
}
