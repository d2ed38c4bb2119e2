package loaders

import (
	"errors"
	"io/fs"
	"testing"
	"testing/fstest"

	"jianfu"
)

// FuzzContract: no file of an office's contracts breaks the program; what is wrong is said in our
// words.
func FuzzContract(f *testing.F) {
	names, err := fs.Glob(embedded, "contracts/*.yml")
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range names {
		text, err := fs.ReadFile(embedded, name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		if len(text) > 16<<10 {
			return
		}
		_, err := ReadContracts(fstest.MapFS{"contracts/own.yml": &fstest.MapFile{Data: text}})
		var refused *jianfu.Error
		if err != nil && !errors.As(err, &refused) {
			t.Errorf("%q: %v", text, err)
		}
	})
}
