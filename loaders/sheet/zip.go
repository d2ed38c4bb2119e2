package sheet

import (
	"cmp"
	"encoding/binary"
	"errors"
	"hash"
	"hash/crc32"
	"io"
	"sort"
	"strings"

	"github.com/klauspost/compress/flate"
)

// archive is the directory of a zip. It is read here and not by archive/zip, because that accepts
// any number of entries and overlapping sizes without reporting either.
type archive struct {
	r      io.ReaderAt
	parts  map[string]*entry // by lower-case name with forward slashes
	locked bool              // some of it is encrypted
}

type entry struct {
	name             string
	method           uint16
	crc              uint32
	packed, unpacked int64
	offset           int64 // of the local header
	locked           bool  // encrypted
	limit            int64 // where the next entry or the directory begins
}

const (
	endSignature     = 0x06054b50
	end64Signature   = 0x06064b50
	end64Locator     = 0x07064b50
	centralSignature = 0x02014b50
	localSignature   = 0x04034b50
)

func openArchive(r io.ReaderAt, size int64) (*archive, error) {
	start, length, count, err := findDirectory(r, size)
	if err != nil {
		return nil, err
	}
	if count > maxEntries || length > maxDirectory {
		return nil, faultf("压缩包里有 %d 个部件，超过上限 %d 个", "its zip has %d entries, more than the limit of %d", count, maxEntries)
	}
	directory := make([]byte, length)
	if err := readFull(r, directory, start); err != nil {
		return nil, err
	}
	entries, err := readDirectory(directory, count)
	if err != nil {
		return nil, err
	}
	if err := checkSizes(entries, start); err != nil {
		return nil, err
	}
	a := &archive{r: r, parts: make(map[string]*entry, len(entries))}
	for _, e := range entries {
		key := partKey(e.name)
		if strings.HasSuffix(key, "/") {
			continue // a folder
		}
		if _, twice := a.parts[key]; twice {
			return nil, faultf("压缩包里部件 %s 出现两次", "its zip holds part %s twice", e.name)
		}
		a.parts[key] = e
		a.locked = a.locked || e.locked
	}
	return a, nil
}

// partKey makes names comparable: OPC ignores case, and some programs write backslashes.
func partKey(name string) string {
	return strings.ToLower(strings.TrimPrefix(strings.ReplaceAll(name, `\`, "/"), "/"))
}

func readFull(r io.ReaderAt, b []byte, at int64) error {
	if at < 0 {
		return faultf("压缩包目录的位置不对", "the zip directory points outside the file")
	}
	n, err := r.ReadAt(b, at)
	if n == len(b) {
		return nil
	}
	return faultf("文件不完整，可能上传或拷贝中断", "the file is cut short, perhaps in copying").because(err)
}

// findDirectory finds the record that ends a zip. Bytes after it, which mail gateways and seals
// append, are ignored; a second zip among them is refused, because nobody can tell which one is
// meant.
func findDirectory(r io.ReaderAt, size int64) (start, length, count int64, err error) {
	const record, overlap = 22, 3
	var first error
	another, ends := false, 0
	buf := make([]byte, min(size, chunk+overlap))
	for to := size; to > overlap; to -= int64(len(buf)) - overlap {
		b := buf[:min(int64(len(buf)), to)]
		if err := readFull(r, b, to-int64(len(b))); err != nil {
			return 0, 0, 0, err
		}
		for i := len(b) - 4; i >= 0; i-- {
			if b[i] != 'P' {
				continue
			}
			switch binary.LittleEndian.Uint32(b[i:]) {
			case localSignature:
				another = true
			case endSignature:
				end := make([]byte, record)
				if at := to - int64(len(b)) + int64(i); at+record <= size && readFull(r, end, at) == nil {
					start, length, count, err = readEnd(r, end, at)
					if err == nil && another {
						err = faultf("文件里有两个压缩包连在一起，无法判断以哪个为准", "the file is two zips one behind the other, and nobody can tell which is meant")
						return 0, 0, 0, err
					}
					if err == nil {
						return start, length, count, nil
					}
					first = cmp.Or(first, err)
				}
				another = true
				if ends++; ends > maxEndMarks {
					return 0, 0, 0, errNoDirectory
				}
			}
		}
		if to == int64(len(b)) {
			break
		}
	}
	return 0, 0, 0, cmp.Or(first, errNoDirectory)
}

var errNoDirectory error = faultf("文件不完整，可能上传或拷贝中断（找不到压缩包目录）", "the file is cut short, perhaps in copying (its zip has no directory)")

// readEnd reads the end record at a position, and its 64-bit form.
func readEnd(r io.ReaderAt, end []byte, endAt int64) (start, length, count int64, err error) {
	count = int64(binary.LittleEndian.Uint16(end[10:]))
	length = int64(binary.LittleEndian.Uint32(end[12:]))
	start = int64(binary.LittleEndian.Uint32(end[16:]))
	disks := binary.LittleEndian.Uint16(end[4:]) | binary.LittleEndian.Uint16(end[6:])
	if count == 0xffff || length == 0xffffffff || start == 0xffffffff {
		start, length, count, endAt, err = findDirectory64(r, endAt)
		if err != nil {
			return 0, 0, 0, err
		}
		disks = 0
	} else if int64(binary.LittleEndian.Uint16(end[8:])) != count {
		disks = 1
	}
	if disks != 0 {
		return 0, 0, 0, faultf("压缩包是分卷的或目录已损坏", "its zip is one of several volumes, or its directory is damaged")
	}
	if start < 0 || length < 0 || count < 0 || start > endAt || length != endAt-start {
		return 0, 0, 0, faultf("压缩包目录的位置不对", "the zip directory is not where it should be")
	}
	return start, length, count, nil
}

func findDirectory64(r io.ReaderAt, endAt int64) (start, length, count, at int64, err error) {
	bad := faultf("压缩包目录已损坏", "the zip directory is damaged")
	var locator [20]byte
	if endAt < 20 || readFull(r, locator[:], endAt-20) != nil || binary.LittleEndian.Uint32(locator[:]) != end64Locator {
		return 0, 0, 0, 0, bad
	}
	at = int64(binary.LittleEndian.Uint64(locator[8:]))
	var end [56]byte
	if at < 0 || at > endAt-76 || readFull(r, end[:], at) != nil || binary.LittleEndian.Uint32(end[:]) != end64Signature {
		return 0, 0, 0, 0, bad
	}
	count = int64(binary.LittleEndian.Uint64(end[32:]))
	length = int64(binary.LittleEndian.Uint64(end[40:]))
	start = int64(binary.LittleEndian.Uint64(end[48:]))
	return start, length, count, at, nil
}

func readDirectory(b []byte, count int64) ([]*entry, error) {
	bad := faultf("压缩包目录已损坏", "the zip directory is damaged")
	entries := make([]*entry, 0, min(count, maxEntries))
	for len(b) > 0 {
		if len(b) < 46 || binary.LittleEndian.Uint32(b) != centralSignature || int64(len(entries)) == count {
			return nil, bad
		}
		name, extra, comment := int(binary.LittleEndian.Uint16(b[28:])), int(binary.LittleEndian.Uint16(b[30:])), int(binary.LittleEndian.Uint16(b[32:]))
		if len(b) < 46+name+extra+comment {
			return nil, bad
		}
		e := &entry{
			name:     string(b[46 : 46+name]),
			method:   binary.LittleEndian.Uint16(b[10:]),
			crc:      binary.LittleEndian.Uint32(b[16:]),
			packed:   int64(binary.LittleEndian.Uint32(b[20:])),
			unpacked: int64(binary.LittleEndian.Uint32(b[24:])),
			offset:   int64(binary.LittleEndian.Uint32(b[42:])),
			locked:   binary.LittleEndian.Uint16(b[8:])&1 != 0,
		}
		if !e.widen(b[46+name : 46+name+extra]) {
			return nil, bad
		}
		entries = append(entries, e)
		b = b[46+name+extra+comment:]
	}
	if int64(len(entries)) != count {
		return nil, bad
	}
	return entries, nil
}

// widen takes 64-bit sizes from the extra field where the 32-bit ones are at their maximum.
func (e *entry) widen(extra []byte) bool {
	for len(extra) >= 4 {
		tag, n := binary.LittleEndian.Uint16(extra), int(binary.LittleEndian.Uint16(extra[2:]))
		extra = extra[4:]
		if n > len(extra) {
			return true // stray bytes, which other readers accept too
		}
		field := extra[:n]
		extra = extra[n:]
		if tag != 1 {
			continue
		}
		for _, v := range []*int64{&e.unpacked, &e.packed, &e.offset} {
			if *v != 0xffffffff {
				continue
			}
			if len(field) < 8 {
				return false
			}
			*v = int64(binary.LittleEndian.Uint64(field))
			field = field[8:]
		}
	}
	return e.unpacked >= 0 && e.packed >= 0 && e.offset >= 0
}

// checkSizes refuses bombs before anything is unpacked, and entries that share bytes, by which a
// small file would unpack many times.
func checkSizes(entries []*entry, directory int64) error {
	byOffset := append([]*entry(nil), entries...)
	sort.Slice(byOffset, func(i, j int) bool { return byOffset[i].offset < byOffset[j].offset })
	var unpacked int64
	for i, e := range byOffset {
		e.limit = directory
		if i+1 < len(byOffset) {
			e.limit = byOffset[i+1].offset
		}
		if e.limit > directory || e.packed > e.limit-e.offset-30-int64(len(e.name)) {
			return faultf("压缩包的部件互相重叠或超出文件", "entries of its zip overlap or reach outside the file")
		}
		if e.unpacked > maxUnpacked {
			return bomb()
		}
		unpacked += e.unpacked
		if unpacked > maxUnpacked || e.unpacked > freeUnpacked && e.unpacked/maxRatio > e.packed {
			return bomb()
		}
	}
	return nil
}

func bomb() error {
	return refuse("文件解压后过大（超过 %d MB，或压缩比超过 %d 倍），疑似压缩炸弹，拒绝读取。请把数据复制到新的工作簿，另存为 .xlsx 再报。",
		"the file unpacks to too much (more than %d MB, or more than %d times its size), as a zip bomb does, and is refused. Copy the data to a new workbook, save it as .xlsx and file that.",
		maxUnpacked>>20, maxRatio)
}

// part returns the entry of a part.
func (a *archive) part(name string) (*entry, bool) {
	e, ok := a.parts[partKey(name)]
	return e, ok
}

// open reads a part. The reader returns io.EOF only if size and checksum match the directory.
func (a *archive) open(e *entry) (io.ReadCloser, error) {
	var local [30]byte
	if err := readFull(a.r, local[:], e.offset); err != nil {
		return nil, err
	}
	data := e.offset + 30 + int64(binary.LittleEndian.Uint16(local[26:])) + int64(binary.LittleEndian.Uint16(local[28:]))
	if binary.LittleEndian.Uint32(local[:]) != localSignature || e.packed > e.limit-data {
		return nil, faultf("压缩包的部件头已损坏", "the header of an entry of its zip is damaged")
	}
	packed := io.NewSectionReader(a.r, data, e.packed)
	p := &partReader{entry: e, sum: crc32.NewIEEE()}
	switch e.method {
	case 0:
		if e.packed != e.unpacked {
			return nil, faultf("压缩包的部件大小不符", "the size of an entry of its zip is wrong")
		}
		p.r, p.close = packed, func() error { return nil }
	case 8:
		inflate := flate.NewReader(packed)
		p.r, p.close = inflate, inflate.Close
	default:
		return nil, faultf("压缩包用了不支持的压缩方法 %d", "its zip uses the unsupported method %d", e.method)
	}
	return p, nil
}

// partReader checks size and checksum as it reads.
type partReader struct {
	entry *entry
	r     io.Reader
	close func() error
	sum   hash.Hash32
	read  int64
}

func (p *partReader) Close() error { return p.close() }

func (p *partReader) Read(b []byte) (int, error) {
	n, err := p.r.Read(b)
	p.read += int64(n)
	if p.read > p.entry.unpacked {
		return 0, faultf("部件比目录所记的大", "the part is larger than its directory says")
	}
	p.sum.Write(b[:n])
	switch {
	case err == nil:
		return n, nil
	case !errors.Is(err, io.EOF):
		return n, faultf("压缩数据已损坏", "its compressed data are damaged").because(err)
	case p.read != p.entry.unpacked:
		return n, faultf("数据不完整", "its data are cut short")
	case p.sum.Sum32() != p.entry.crc:
		return n, faultf("校验和不符，数据已损坏", "its checksum is wrong, the data are damaged")
	}
	return n, io.EOF
}
