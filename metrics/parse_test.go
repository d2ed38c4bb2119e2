package metrics

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"slices"
	"testing"

	"jianfu"
)

// What is kept of the program's own catalogue is what DuckDB's parser says of it.
func TestOwnReadings(t *testing.T) {
	t.Parallel()
	catalog, err := ReadCatalog(nil)
	if err != nil {
		t.Fatal(err)
	}
	var keys []parseKey
	for _, e := range catalog.sqlEntries() {
		if key := (parseKey{e.role.isQuery(), e.sql}); !slices.Contains(keys, key) {
			keys = append(keys, key)
		}
	}
	parsed, err := parseTexts(t.Context(), keys)
	if err != nil {
		t.Fatal(err)
	}
	lines := map[string][]byte{}
	for key, found := range parsed {
		if found.fault != (jianfu.Text{}) {
			t.Fatalf("%s: %s", key.text, found.fault.EN)
		}
		var lists [][]string
		for _, list := range found.lists() {
			lists = append(lists, append([]string{}, slices.Sorted(slices.Values(*list))...)) // null is not a list
		}
		for len(lists) > 0 && len(lists[len(lists)-1]) == 0 {
			lists = lists[:len(lists)-1]
		}
		line, err := json.Marshal(lists)
		if err != nil {
			t.Fatal(err)
		}
		lines[key.hash()] = line
	}
	var file bytes.Buffer
	for i, hash := range slices.Sorted(maps.Keys(lines)) {
		begin := ",\n"
		if i == 0 {
			begin = "{\n"
		}
		fmt.Fprintf(&file, "%s%q: %s", begin, hash, lines[hash])
	}
	file.WriteString("\n}\n")
	if *update {
		if err := os.WriteFile("readings.json", file.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	if !bytes.Equal(file.Bytes(), readingsFile) {
		t.Error("the catalogue reads something else than readings.json says: go test ./metrics -run TestOwnReadings -update")
	}
}
