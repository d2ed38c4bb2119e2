package warehouse

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"jianfu"
)

var (
	may  = SliceKey{Kind: "visit", Department: "jy", Period: "2023-05"}
	june = SliceKey{Kind: "visit", Department: "jy", Period: "2023-06"}
)

// day is a moment at which the tests' filings are received.
func day(n int) time.Time { return time.Date(2023, 6, n, 9, 0, 0, 0, time.UTC) }

func receipt(at time.Time) Receipt {
	return Receipt{File: "调研.csv", SHA256: "00", Bytes: 1, ContractVersion: "1", SubmittedBy: "王科员", ReceivedAt: at}
}

// visit is a row of the kind visit.
func visit(number int, place string) Row {
	on, _ := jianfu.NewDate(2023, 5, 10)
	return Row{Number: number, Cells: "2023-05-10" + CellSeparator + place,
		Values: []any{"jy", on, place, nil, int64(3), true, nil, nil}}
}

// empty is the bytes of an empty warehouse, see warehousetest.
var empty = sync.OnceValues(func() ([]byte, error) {
	folder, err := os.MkdirTemp("", "warehouse")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(folder)
	path := filepath.Join(folder, "empty.duckdb")
	w, err := Open(context.Background(), path)
	if err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
})

// fresh is an empty warehouse of one test.
func fresh(t testing.TB) *Warehouse {
	t.Helper()
	path := newPath(t)
	bytes, err := empty()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, bytes, 0o600); err != nil {
		t.Fatal(err)
	}
	return opened(t, path)
}

func opened(t testing.TB, path string) *Warehouse {
	t.Helper()
	w, err := Open(context.Background(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.Close(); err != nil {
			t.Error(err)
		}
	})
	return w
}

func newPath(t testing.TB) string {
	t.Helper()
	return filepath.Join(t.TempDir(), "云州.duckdb")
}

// file loads one submission that has the given number of visits in each slice.
func file(t testing.TB, w *Warehouse, at time.Time, rows map[SliceKey]int) Outcome {
	t.Helper()
	l := begin(t, w, at)
	number := 1
	for key, count := range rows {
		l.Slice(key)
		for range count {
			number++
			if err := l.Append(key, visit(number, fmt.Sprintf("第%d处", number))); err != nil {
				t.Fatal(err)
			}
		}
	}
	outcome, err := l.Commit(Summary{})
	if err != nil {
		t.Fatal(err)
	}
	return outcome
}

func begin(t testing.TB, w *Warehouse, at time.Time) *Load {
	t.Helper()
	l, err := w.BeginLoad(context.Background(), receipt(at))
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// one reads a single value.
func one[T any](t testing.TB, w *Warehouse, query string, args ...any) T {
	t.Helper()
	var value T
	if err := w.QueryRow(context.Background(), query, args...).Scan(&value); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return value
}

// counting is the submission whose slice of the key counts at a moment, 0 for none.
func counting(t testing.TB, w *Warehouse, key SliceKey, at time.Time) int64 {
	t.Helper()
	return one[int64](t, w, `
		SELECT COALESCE(SUM(s.submission_id), 0)::BIGINT FROM slice s JOIN in_force f ON f.slice_id = s.id
		WHERE s.kind = $1 AND s.department = $2 AND s.period = $3 AND s.stream = $4 AND f.valid_from <= $5 AND f.valid_until > $5`,
		key.Kind, key.Department, key.Period, key.Stream, at)
}

// traces counts the rows in every table that a load writes to.
func traces(t testing.TB, w *Warehouse) int64 {
	t.Helper()
	return one[int64](t, w, `
		SELECT (SELECT COUNT(*) FROM submission) + (SELECT COUNT(*) FROM slice) + (SELECT COUNT(*) FROM in_force)
			+ (SELECT COUNT(*) FROM source_sheet) + (SELECT COUNT(*) FROM reject) + (SELECT COUNT(*) FROM fact.visit)`)
}

func wantCode(t testing.TB, err error, code jianfu.Code) {
	t.Helper()
	if jianfu.ErrorCode(err) != code {
		t.Fatalf("error %v has code %q, want %q", err, jianfu.ErrorCode(err), code)
	}
}
