package loaders

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strings"

	"jianfu"
	"jianfu/loaders/sheet"
)

// endings are the extensions of the files of a folder that are taken for filings.
var endings = map[string]bool{
	".xlsx": true, ".xlsm": true, ".xls": true, ".xlsb": true, ".et": true, ".ods": true,
	".csv": true, ".tsv": true, ".json": true, ".jsonl": true, ".ndjson": true,
}

// LoadPaths loads files and folders, one file after another, and passes each result to each.
// Directories of units come first whatever the given order, because the other filings name units,
// and files named as a correction (更正) come last, because they replace. The files of a folder
// come before its sub-folders; hidden files, lock files of Excel and files that are not
// spreadsheets are skipped. The error is that of Load, or jianfu.Invalid for a path that does not
// exist; the files before it remain loaded.
func (l *Loader) LoadPaths(ctx context.Context, paths []string, o Options, each func(Result)) error {
	if o.DryRun {
		o.After = &Rehearsal{}
	}
	return l.EachFile(ctx, paths, func(path string, file *os.File, size int64) error {
		result, err := l.Load(ctx, path, file, size, o)
		if err == nil {
			each(result)
		}
		return err
	})
}

// EachFile opens the files of LoadPaths one after another, in its order.
func (l *Loader) EachFile(ctx context.Context, paths []string, do func(path string, file *os.File, size int64) error) error {
	files, err := expand(paths)
	if err != nil {
		return err
	}
	files, err = l.directoriesFirst(ctx, files)
	if err != nil {
		return err
	}
	for _, path := range files {
		if err := withFile(path, do); err != nil {
			return err
		}
	}
	return nil
}

func withFile(path string, do func(path string, file *os.File, size int64) error) error {
	file, err := os.Open(path)
	if err != nil {
		return unreachable(path, err)
	}
	defer file.Close() //nolint:errcheck // it was only read
	info, err := file.Stat()
	if err != nil {
		return unreachable(path, err)
	}
	return do(path, file, info.Size())
}

func unreachable(path string, err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return jianfu.Errorf(jianfu.Invalid, "没有 %s 这个文件或文件夹", "there is no file or folder %s", path).Because(err)
	}
	return jianfu.Errorf(jianfu.Invalid, "打不开 %s，请检查读取权限", "%s cannot be opened: check its permissions", path).Because(err)
}

// expand lists the files of the paths, each once.
func expand(paths []string) ([]string, error) {
	var files []string
	seen := map[string]bool{}
	add := func(file string) {
		if clean := filepath.Clean(file); !seen[clean] {
			seen[clean] = true
			files = append(files, file)
		}
	}
	for _, path := range paths {
		info, err := os.Stat(path)
		if err != nil {
			return nil, unreachable(path, err)
		}
		if !info.IsDir() {
			add(path)
			continue
		}
		if err := walk(path, add); err != nil {
			return nil, err
		}
	}
	sort.SliceStable(files, func(i, j int) bool { return !isCorrection(files[i]) && isCorrection(files[j]) })
	return files, nil
}

func walk(folder string, add func(string)) error {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return unreachable(folder, err)
	}
	var files, folders []string
	for _, entry := range entries {
		name := entry.Name()
		if strings.HasPrefix(name, ".") || strings.HasPrefix(name, "~$") {
			continue
		}
		info, err := os.Stat(filepath.Join(folder, name)) // follows links
		switch {
		case err != nil:
			return unreachable(filepath.Join(folder, name), err)
		case info.IsDir():
			folders = append(folders, name)
		case info.Mode().IsRegular() && endings[strings.ToLower(filepath.Ext(name))]:
			files = append(files, name)
		}
	}
	for _, name := range files {
		add(filepath.Join(folder, name))
	}
	for _, name := range folders {
		if err := walk(filepath.Join(folder, name), add); err != nil {
			return err
		}
	}
	return nil
}

// corrections are the words by which offices name a file that replaces an earlier one.
var corrections = []string{"更正", "修正", "订正", "重报", "改报", "补报"}

func isCorrection(path string) bool {
	return slices.ContainsFunc(corrections, func(word string) bool { return strings.Contains(path, word) })
}

// largestDirectory limits the files that are searched for a directory of units: no city has so many
// units.
const largestDirectory = 4 << 20

// directoriesFirst moves directories of units to the front. The content of a file decides, not its
// name.
func (l *Loader) directoriesFirst(ctx context.Context, files []string) ([]string, error) {
	if len(files) < 2 {
		return files, nil
	}
	var first, rest []string
	for _, file := range files {
		directory, err := l.holdsUnits(ctx, file)
		if err != nil {
			return nil, err
		}
		if directory {
			first = append(first, file)
		} else {
			rest = append(rest, file)
		}
	}
	return append(first, rest...), nil
}

func (l *Loader) holdsUnits(ctx context.Context, path string) (bool, error) {
	file, err := os.Open(path)
	if err != nil {
		return false, unreachable(path, err)
	}
	defer file.Close() //nolint:errcheck // it was only read
	info, err := file.Stat()
	if err != nil {
		return false, unreachable(path, err)
	}
	if info.Size() > largestDirectory {
		return false, nil
	}
	book, err := sheet.Open(ctx, path, file, info.Size())
	if err != nil {
		return false, ctx.Err() // Load will say what is wrong with it
	}
	defer book.Close() //nolint:errcheck // it was only read
	f := &filing{loader: l, name: path, units: newDirectory("")}
	sheets := book.Sheets()
	for i := range sheets {
		if sheets[i].Hidden {
			continue
		}
		top, err := f.top(ctx, &sheets[i])
		if err != nil {
			return false, ctx.Err()
		}
		// Most tables lack its columns: only one that has them is compared with all kinds.
		units := f.finder(&sheets[i])
		units.contracts = []*Contract{l.contracts.Kind("department")}
		if !spells(top, units.contracts[0]) {
			continue
		}
		if !slices.ContainsFunc(units.find(top), (*table).complete) {
			continue
		}
		for _, t := range f.finder(&sheets[i]).find(top) {
			if t.contract.Kind == "department" {
				return true, nil
			}
		}
	}
	return false, nil
}

// spells reports whether rows have the letters of a header of each required column: without them
// nothing in the rows can be one, in however many rows it is written.
func spells(rows []keptRow, contract *Contract) bool {
	letters := map[rune]bool{}
	for i := range rows {
		for j := range rows[i].Cells {
			for _, r := range foldWord(rows[i].Cells[j].Text) {
				letters[r] = true
			}
		}
	}
	for i := range contract.Columns {
		column := &contract.Columns[i]
		lacks := func(header string) bool {
			return strings.ContainsFunc(foldHeader(header), func(r rune) bool { return !letters[r] })
		}
		if column.Required && lacks(column.Header) && !slices.ContainsFunc(column.Aliases, func(alias string) bool { return !lacks(alias) }) {
			return false
		}
	}
	return true
}
