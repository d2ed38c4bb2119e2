package loaders

import (
	"io"
	"sync/atomic"
)

// countingReader reports the progress of reading to Options.Progress. A file is read several times,
// to identify it, to verify it and for its rows: the reported progress is the part of all that.
type countingReader struct {
	reader io.ReaderAt
	size   int64
	tell   func(done, total int64)
	read   atomic.Int64
	all    atomic.Int64 // bytes that will have been read in the end
}

// readings are those of a CSV, which has the most: one more to detect its encoding.
const readings = 4

func newCountingReader(reader io.ReaderAt, size int64, tell func(done, total int64)) *countingReader {
	c := &countingReader{reader: reader, size: size, tell: tell}
	c.all.Store(readings * size)
	return c
}

// opened adds the expected number of readings.
func (c *countingReader) opened(left int64) { c.all.Store(c.read.Load() + left*c.size) }

func (c *countingReader) ReadAt(p []byte, at int64) (int, error) {
	n, err := c.reader.ReadAt(p, at)
	if read, all := c.read.Add(int64(n)), c.all.Load(); all > 0 {
		c.tell(int64(float64(c.size)*min(1, float64(read)/float64(all))), c.size)
	}
	return n, err
}
