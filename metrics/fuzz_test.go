package metrics

import (
	"errors"
	"io/fs"
	"testing"
	"testing/fstest"

	"jianfu"
)

// FuzzCatalog: no file of an office's rules breaks the program; what is wrong is said in our words.
func FuzzCatalog(f *testing.F) {
	names, err := fs.Glob(embedded, "catalog/*.yml")
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range names {
		text, err := embedded.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		if len(text) < 4000 {
			f.Add(text)
		}
	}
	f.Add([]byte("metrics:\n- name: a.b\n  label: {zh: 甲, en: a}\n  rate: [a.b, a.b]\n"))
	f.Add([]byte("sources: {x: {rows: \"SELECT 1\"}}\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		if len(text) > 16<<10 {
			return
		}
		_, err := ReadCatalog(fstest.MapFS{"own.yml": &fstest.MapFile{Data: text}})
		var refused *jianfu.Error
		if err != nil && !errors.As(err, &refused) {
			t.Errorf("%q: %v", text, err)
		}
	})
}
