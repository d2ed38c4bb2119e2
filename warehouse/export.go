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

// exportItem is a view of a snapshot, or a table of its figures, that is exported as files: one for
// each year of its day column, or one if it has none.
type exportItem struct{ name, view, day string }

// readExports lists what can be exported of an attached snapshot, in order: the kinds of filing,
// then the figures.
func readExports(ctx context.Context, db *sql.DB) ([]exportItem, error) {
	rows, err := db.QueryContext(ctx, "SELECT name, view, COALESCE(day, '') FROM kind ORDER BY ordinal, name")
	if err != nil {
		return nil, fmt.Errorf("read what can be exported: %w", err)
	}
	defer rows.Close()
	var list []exportItem
	for rows.Next() {
		var e exportItem
		if err := rows.Scan(&e.name, &e.view, &e.day); err != nil {
			return nil, err
		}
		list = append(list, e)
	}
	for _, d := range derivedTables {
		list = append(list, exportItem{d.name, d.name, d.day()})
	}
	return list, rows.Err()
}

// Exports are the names that Export accepts for a snapshot, in order.
func Exports(ctx context.Context, snapshot Snapshot) (names []string, err error) {
	db, err := attached(ctx, snapshot)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	list, err := readExports(ctx, db)
	for _, e := range list {
		names = append(names, e.name)
	}
	return names, err
}

// ExportedFile is one file of an export.
type ExportedFile struct {
	Path   string `json:"path"` // relative to the folder, with slashes
	Kind   string `json:"kind"`
	Year   int    `json:"year,omitempty"`
	Rows   int64  `json:"rows"`
	Bytes  int64  `json:"bytes"`
	SHA256 string `json:"sha256"`
}

// Export writes views of a snapshot that has derived figures into files in a folder that is empty or new:
// <kind>/year=2023/<kind>.parquet, the layout of tools that know partitions, or .csv. It runs in this process,
// because all its statements are its own, and reports each file.
func Export(ctx context.Context, snapshot Snapshot, folder, format string, names []string, each func(ExportedFile)) (files []ExportedFile, err error) {
	db, err := attached(ctx, snapshot)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	list, err := readExports(ctx, db)
	if err != nil {
		return nil, err
	}
	chosen, err := chooseExports(list, names)
	if err != nil {
		return nil, err
	}
	if entries, err := os.ReadDir(folder); err == nil && len(entries) > 0 {
		return nil, jianfu.Errorf(jianfu.Invalid, "文件夹 %s 不是空的：请换一个，或先清空它", "the folder %s is not empty: choose another, or empty it first", folder)
	}
	if err := os.MkdirAll(folder, folderMode(snapshot)); err != nil {
		return nil, jianfu.Errorf(jianfu.Invalid, "不能建立文件夹 %s", "the folder %s cannot be created", folder).Because(err)
	}
	for _, e := range chosen {
		years, err := e.years(ctx, db)
		if err != nil {
			return files, fmt.Errorf("find the years of %s: %w", e.name, err)
		}
		for _, year := range years {
			file, err := e.file(ctx, db, snapshot, folder, format, year)
			if err != nil {
				return files, fmt.Errorf("export %s: %w", e.name, err)
			}
			files = append(files, file)
			each(file)
		}
	}
	return files, nil
}

// folderMode gives access to a folder of the export to those who may read the warehouse.
func folderMode(snapshot Snapshot) os.FileMode {
	mode := ModeBeside(snapshot.Path)
	return mode | mode&0o444>>2
}

// chooseExports finds the named exports; an unknown name is Invalid.
func chooseExports(list []exportItem, names []string) ([]exportItem, error) {
	var chosen []exportItem
	for _, name := range names {
		at := slices.IndexFunc(list, func(e exportItem) bool { return e.name == name })
		if at < 0 {
			var known []string
			for _, e := range list {
				known = append(known, e.name)
			}
			e := jianfu.Errorf(jianfu.Invalid, "没有“%s”可导出，可写 all 或：%s", "there is no %q to export: write all, or one of %s", name, strings.Join(known, ", "))
			e.Near = jianfu.Nearest(name, known, 3)
			return nil, e
		}
		chosen = append(chosen, list[at])
	}
	return chosen, nil
}

// attached opens a snapshot for statements of this package only.
func attached(ctx context.Context, snapshot Snapshot) (*sql.DB, error) {
	db, err := sql.Open("duckdb", "")
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	statements := []string{"SET memory_limit = '600MB'", "SET TimeZone = 'UTC'", "ATTACH " + Literal(snapshot.Path) + " AS jianfu (READ_ONLY)", "USE jianfu"}
	if snapshot.Derived != "" {
		statements = append(statements, "ATTACH "+Literal(snapshot.Derived)+" AS derived (READ_ONLY)")
	}
	for _, statement := range statements {
		if _, err := db.ExecContext(ctx, statement); err != nil {
			return nil, errors.Join(fmt.Errorf("%s: %w", statement, err), db.Close())
		}
	}
	return db, nil
}

// years are the years that have rows; a single 0 if there are none or the view is not split.
func (e exportItem) years(ctx context.Context, db *sql.DB) ([]int, error) {
	if e.day == "" {
		return []int{0}, nil
	}
	rows, err := db.QueryContext(ctx, "SELECT DISTINCT CAST(year("+e.day+") AS INTEGER) FROM "+Ident(e.view)+" WHERE "+e.day+" IS NOT NULL ORDER BY 1")
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
		years = []int{0} // a file with only the columns
	}
	return years, rows.Err()
}

func (e exportItem) file(ctx context.Context, db *sql.DB, snapshot Snapshot, folder, format string, year int) (ExportedFile, error) {
	file := ExportedFile{Kind: e.name, Year: year, Path: path.Join(e.name, e.name+"."+format)}
	where := ""
	if year != 0 {
		file.Path = path.Join(e.name, fmt.Sprintf("year=%d", year), e.name+"."+format)
		where = fmt.Sprintf(" WHERE year(%s) = %d", e.day, year)
	}
	name := filepath.Join(folder, filepath.FromSlash(file.Path))
	if err := os.MkdirAll(filepath.Dir(name), folderMode(snapshot)); err != nil {
		return file, err
	}
	options, columns := "(FORMAT parquet, COMPRESSION zstd)", "*"
	if format == "csv" {
		options = "(FORMAT csv, HEADER)"
		var err error
		if columns, err = harmless(ctx, db, e.view); err != nil {
			return file, err
		}
	}
	if err := db.QueryRowContext(ctx, "COPY (SELECT "+columns+" FROM (SELECT * FROM "+Ident(e.view)+where+" ORDER BY ALL)) TO "+Literal(name)+" "+options).Scan(&file.Rows); err != nil {
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

// harmless are the columns of a view, texts among them as jianfu.Harmless has them.
func harmless(ctx context.Context, db *sql.DB, view string) (columns string, err error) {
	var names, types List
	err = db.QueryRowContext(ctx, "SELECT list(column_name ORDER BY column_index), list(data_type ORDER BY column_index) FROM duckdb_columns() "+
		"WHERE database_name = 'jianfu' AND schema_name = 'main' AND table_name = $1", view).Scan(&names, &types)
	if err != nil {
		return "", fmt.Errorf("read the columns of %s: %w", view, err)
	}
	list := make([]string, len(names))
	for i, name := range names {
		list[i] = Ident(name)
		if types[i] == "VARCHAR" {
			list[i] = fmt.Sprintf("CASE WHEN contains('=+-@＝＋－＠' || chr(9) || chr(10) || chr(13), %[1]s[1]) AND %[1]s <> '' AND NOT regexp_full_match(%[1]s, '[-+]?[0-9]+([.][0-9]+)?') "+
				"THEN '''' || %[1]s ELSE %[1]s END AS %[1]s", Ident(name))
		}
	}
	return strings.Join(list, ", "), nil
}
