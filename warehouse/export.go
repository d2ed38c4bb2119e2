package warehouse

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"jianfu"
)

// exported are the views of a snapshot that are given away as files, by kind of filing, and
// the figures that a snapshot carries. A view with a day or a year is split by its years.
var exported = map[string]struct{ view, year string }{
	"department": {"departments", ""}, "document_plan": {"document_plans", "year"}, "document": {"documents", "year(issued_on)"},
	"meeting_plan": {"meeting_plans", "year"}, "meeting": {"meetings", "year(held_on)"}, "meeting_report": {"meeting_reports", "year(reported_on)"},
	"inspection_plan": {"inspection_plans", "year"}, "inspection": {"inspections", "year(started_on)"}, "message": {"messages", "year(received_on)"},
	"app": {"apps", "year(found_on)"}, "group": {"groups", "year(found_on)"}, "body": {"bodies", ""}, "body_event": {"body_events", "year(changed_on)"},
	"visit": {"visits", "year(visited_on)"}, "rectification": {"rectifications", "year(found_on)"}, "notice": {"notices", "year(issued_on)"},
	"spot_check": {"spot_checks", "year(checked_on)"}, "reported_total": {"stated_totals", "year(first_month)"},
	"metrics_by_month": {"metrics_by_month", "year(month)"}, "metrics_by_department": {"metrics_by_department", "year(month)"}, "metrics_by_year": {"metrics_by_year", ""},
}

// ExportKinds are the names that Export takes, in order.
func ExportKinds() []string {
	var kinds []string
	for kind := range exported {
		kinds = append(kinds, kind)
	}
	slices.Sort(kinds)
	return kinds
}

// ExportedFile is one file of an export.
type ExportedFile struct {
	Path   string `json:"path"` // from the folder, with slashes
	Kind   string `json:"kind"`
	Year   int    `json:"year,omitempty"`
	Rows   int64  `json:"rows"`
	Bytes  int64  `json:"bytes"`
	SHA256 string `json:"sha256"`
}

// Export writes views of a snapshot that has derived figures into files of a folder that is empty or not there yet:
// <kind>/year=2023/<kind>.parquet, as tools that know partitions expect, or .csv. It runs
// in this process, over statements of its own alone, and tells of each file.
func Export(ctx context.Context, snapshot Snapshot, folder, format string, kinds []string, each func(ExportedFile)) (files []ExportedFile, err error) {
	for _, kind := range kinds {
		if _, known := exported[kind]; !known {
			e := jianfu.Errorf(jianfu.Invalid, "没有“%s”可导出，可写 all 或：%s", "there is no %q to export: write all, or one of %s", kind, strings.Join(ExportKinds(), ", "))
			e.Near = jianfu.Nearest(kind, ExportKinds(), 3)
			return nil, e
		}
	}
	if entries, err := os.ReadDir(folder); err == nil && len(entries) > 0 {
		return nil, jianfu.Errorf(jianfu.Invalid, "文件夹 %s 不是空的：请换一个，或先清空它", "the folder %s is not empty: name another, or empty it first", folder)
	}
	if err := os.MkdirAll(folder, folderMode(snapshot)); err != nil {
		return nil, jianfu.Errorf(jianfu.Invalid, "不能建立文件夹 %s", "the folder %s cannot be made", folder).Because(err)
	}
	db, err := sql.Open("duckdb", "")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	db.SetMaxOpenConns(1)
	for _, statement := range []string{"SET memory_limit = '600MB'", "SET TimeZone = 'UTC'", "ATTACH " + literal(snapshot.Path) + " AS jianfu (READ_ONLY)", "ATTACH " + literal(snapshot.Derived) + " AS derived (READ_ONLY)", "USE jianfu"} {
		if _, err := db.ExecContext(ctx, statement); err != nil {
			return nil, fmt.Errorf("%s: %w", statement, err)
		}
	}
	for _, kind := range kinds {
		years, err := exportYears(ctx, db, kind)
		if err != nil {
			return files, err
		}
		for _, year := range years {
			file, err := exportFile(ctx, db, snapshot, folder, format, kind, year)
			if err != nil {
				return files, fmt.Errorf("export %s: %w", kind, err)
			}
			files = append(files, file)
			each(file)
		}
	}
	return files, nil
}

// folderMode lets those into a folder of the export who may read the warehouse.
func folderMode(snapshot Snapshot) os.FileMode {
	mode := ModeBeside(snapshot.Path)
	return mode | mode&0o444>>2
}

// exportYears are the years that a kind has rows of; one 0 where it has none or is not split.
func exportYears(ctx context.Context, db *sql.DB, kind string) ([]int, error) {
	e := exported[kind]
	if e.year == "" {
		return []int{0}, nil
	}
	rows, err := db.QueryContext(ctx, "SELECT DISTINCT CAST("+e.year+" AS INTEGER) FROM "+e.view+" ORDER BY 1")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var years []int
	for rows.Next() {
		var year int
		if err := rows.Scan(&year); err != nil {
			return nil, err
		}
		years = append(years, year)
	}
	if len(years) == 0 {
		years = []int{0} // a file with the columns alone
	}
	return years, rows.Err()
}

func exportFile(ctx context.Context, db *sql.DB, snapshot Snapshot, folder, format, kind string, year int) (ExportedFile, error) {
	e := exported[kind]
	file := ExportedFile{Kind: kind, Year: year, Path: path.Join(kind, kind+"."+format)}
	where := ""
	if year != 0 {
		file.Path = path.Join(kind, fmt.Sprintf("year=%d", year), kind+"."+format)
		where = fmt.Sprintf(" WHERE %s = %d", e.year, year)
	}
	name := filepath.Join(folder, filepath.FromSlash(file.Path))
	if err := os.MkdirAll(filepath.Dir(name), folderMode(snapshot)); err != nil {
		return file, err
	}
	options := "(FORMAT parquet, COMPRESSION zstd)"
	if format == "csv" {
		options = "(FORMAT csv, HEADER)"
	}
	if err := db.QueryRowContext(ctx, "COPY (SELECT * FROM "+e.view+where+" ORDER BY ALL) TO "+literal(name)+" "+options).Scan(&file.Rows); err != nil {
		return file, err
	}
	if err := os.Chmod(name, ModeBeside(snapshot.Path)); err != nil {
		return file, err
	}
	written, err := os.Open(name)
	if err != nil {
		return file, err
	}
	defer func() { _ = written.Close() }() // it was only read
	digest := sha256.New()
	if file.Bytes, err = io.Copy(digest, written); err != nil {
		return file, err
	}
	file.SHA256 = hex.EncodeToString(digest.Sum(nil))
	return file, nil
}
