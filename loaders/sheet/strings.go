package sheet

import (
	"unicode/utf8"
)

// stringTable holds the shared strings of a workbook: texts packed in slabs, with a four-byte
// reference each.
type stringTable struct {
	slabs  []string
	places [][]uint32 // slab<<slabBits | offset, in blocks so that growth copies nothing
	count  int
}

const (
	slabBits  = 20
	placeBits = 16
)

// at returns a string. The index must be below count.
func (t *stringTable) at(i int) string {
	place := t.places[i>>placeBits][i&(1<<placeBits-1)]
	slab := t.slabs[place>>slabBits]
	from, to := int(place&(1<<slabBits-1)), len(slab)
	if next := i + 1; next < t.count {
		if p := t.places[next>>placeBits][next&(1<<placeBits-1)]; p>>slabBits == place>>slabBits {
			to = int(p & (1<<slabBits - 1))
		}
	}
	return slab[from:to]
}

// readStrings reads the part sharedStrings.
func readStrings(s *xmlScanner) (*stringTable, error) {
	t := &stringTable{}
	var text, slab []byte
	total := 0
	flush := func() {
		t.slabs = append(t.slabs, string(slab))
		slab = slab[:0]
	}
	err := s.document("sst", func(local string) error {
		if local == "extLst" {
			return s.skip()
		}
		if local != "si" {
			return faultf("共享字符串表里有多余的元素", "there is a stray element among the shared strings")
		}
		var err error
		if text, err = richText(s, text[:0]); err != nil {
			return err
		}
		if total += len(text); t.count == maxStrings || total > maxStringBytes {
			return faultf("共享字符串超过 %d 条或 %d MB", "there are more than %d shared strings or %d MB of them", maxStrings, maxStringBytes>>20)
		}
		if len(slab)+len(text) >= 1<<slabBits {
			flush()
		}
		if t.count&(1<<placeBits-1) == 0 {
			t.places = append(t.places, make([]uint32, 1<<placeBits))
		}
		t.places[t.count>>placeBits][t.count&(1<<placeBits-1)] = uint32(len(t.slabs)<<slabBits | len(slab))
		slab = append(slab, text...)
		t.count++
		return nil
	})
	flush()
	return t, err
}

// richText appends the text of the element just begun, an si or is: its t and those of its runs,
// without phonetic readings.
func richText(s *xmlScanner, dst []byte) ([]byte, error) {
	from := len(dst)
	err := s.children(func(local string) error {
		if len(dst)-from > maxRawText {
			return errLongText
		}
		switch local {
		case "t":
			var err error
			dst, err = s.content(dst)
			return err
		case "r":
			return s.children(func(local string) error {
				if local != "t" {
					return s.skip() // the run's font
				}
				var err error
				dst, err = s.content(dst)
				return err
			})
		case "rPh", "phoneticPr":
			return s.skip()
		}
		return faultf("文字里有多余的元素 %.40q", "there is a stray element %.40q in a text", s.name)
	})
	if err != nil {
		return dst, err
	}
	text, err := cellText(dst[from:])
	return dst[:from+len(text)], err
}

// cellText resolves the escapes of a text in place and checks it.
func cellText(b []byte) ([]byte, error) {
	b = unescapeOffice(b)
	if len(b) > maxText {
		return b, errLongText
	}
	if !utf8.Valid(b) {
		return b, faultf("文字编码有误（不是 UTF-8）", "a text of it is not valid UTF-8")
	}
	return b, nil
}
