package loaders

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"jianfu"
)

// TestBadFilesAreRefusedWhole holds every faulty file against the places and codes that
// expected.json names, no more and no fewer.
func TestBadFilesAreRefusedWhole(t *testing.T) {
	t.Parallel()
	type place struct {
		Sheet  string
		Row    int
		Column string
		Code   jianfu.FaultCode
	}
	var list []struct {
		File string
		place
	}
	text, err := os.ReadFile("../testdata/bad/expected.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &list); err != nil {
		t.Fatal(err)
	}
	expected := map[string][]place{}
	for _, e := range list {
		expected[e.File] = append(expected[e.File], e.place)
	}
	ctx := context.Background()
	l, w := open(t)
	loadFiles(t, l, Options{}, "../testdata/yunzhou/00单位名录.xlsx")
	for file, places := range expected {
		result := loadFiles(t, l, Options{}, filepath.Join("../testdata/bad", file))[0]
		if result.Status != Refused {
			t.Errorf("%s: %s, want refused", file, result.Status)
			continue
		}
		var got []place
		for _, f := range result.Faults {
			got = append(got, place{f.Sheet, f.Row, f.Column, f.Code})
			if f.Text.ZH == "" || f.Text.EN == "" {
				t.Errorf("%s: %s says nothing", file, f.Code)
			}
			t.Log(f.Error())
			t.Log(f.In(jianfu.English))
		}
		if !same(got, places) {
			t.Errorf("%s:\n got %v\nwant %v", file, got, places)
		}
	}
	var submissions int
	if err := w.QueryRow(ctx, "SELECT COUNT(*) FROM submission").Scan(&submissions); err != nil {
		t.Fatal(err)
	}
	if submissions != 1 {
		t.Errorf("%d submissions, want the directory alone", submissions)
	}
}

func same[T comparable](a, b []T) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// loadFiles loads files from disk and gives their results.
func loadFiles(t *testing.T, l *Loader, o Options, paths ...string) []Result {
	t.Helper()
	var results []Result
	if err := l.LoadPaths(context.Background(), paths, o, func(r Result) { results = append(results, r) }); err != nil {
		t.Fatal(err)
	}
	return results
}
