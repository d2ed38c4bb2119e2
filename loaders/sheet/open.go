package sheet

import (
	"io"
)

func Open(name string, r io.ReaderAt, size int64) (*Book, error) {
	zip, err := openArchive(r, size)
	if err != nil {
		return nil, damaged(part("zip"), err)
	}
	return openWorkbook(zip)
}
