package sheet

import (
	"bytes"
	"context"

	"jianfu"
)

// worksheet is one sheet of a workbook. It is read twice: first to verify all of it and to find its
// merged regions, which come after the rows in the file; then to hand out rows.
type worksheet struct {
	book  *workbook
	name  string
	entry *entry

	verified bool
	fault    error // for which it is refused
	regions  []region
	hidden   []Columns
	width    int // columns up to the last that holds a value
}

func (w *worksheet) hiddenColumns() []Columns { return w.hidden }

// verify reads the sheet the first time.
func (w *worksheet) verify(ctx context.Context) error {
	if w.verified || w.fault != nil {
		return w.fault
	}
	first := sheetReader{sheet: w, ctx: ctx}
	if err := first.read(); err != nil {
		if first.failed == nil {
			w.fault = err
		}
		return err
	}
	if err := sortRegions(first.regions); err != nil {
		w.fault = damaged(first.place(), err)
		return w.fault
	}
	w.regions, w.width, w.hidden, w.verified = first.regions, first.width, within(first.hidden, first.width), true
	return nil
}

func (w *worksheet) each(ctx context.Context, yield func(*Row) error) error {
	if err := w.verify(ctx); err != nil {
		return err
	}
	second := sheetReader{sheet: w, ctx: ctx, yield: yield, filler: filler{waiting: w.regions, width: w.width}}
	return second.read()
}

// sheetReader reads a sheet once; without yield it only verifies.
type sheetReader struct {
	sheet  *worksheet
	ctx    context.Context
	yield  func(*Row) error
	filler filler

	xml    *xmlScanner
	row    Row
	cells  []Cell
	texts  []span // cells whose text is in text
	shown  []span // and those whose shown form is
	text   []byte
	value  []byte
	number int // of the row
	col    int // of the cell; -1 before the first
	values int // cells of the row that hold something
	last   int // column of the last of them
	rows   int // read so far
	failed error

	regions   []region
	hidden    []Columns
	width     int
	allValues int
	allCells  int
}

// span is a text of the row: its bytes in sheetReader.text.
type span struct{ col, from, to int }

func (r *sheetReader) read() error {
	err := r.document()
	if r.failed != nil {
		return r.failed // of yield or ctx: not ours
	}
	if err != nil {
		return damaged(r.place(), err)
	}
	return nil
}

func (r *sheetReader) place() jianfu.Text {
	switch {
	case r.number > 0 && r.col >= 0:
		return jianfu.Say("工作表“%s”单元格 %s%d 附近", "sheet %q near cell %s%d", r.sheet.name, ColumnName(r.col), r.number)
	case r.number > 0:
		return jianfu.Say("工作表“%s”第 %d 行附近", "sheet %q near row %d", r.sheet.name, r.number)
	}
	return jianfu.Say("工作表“%s”", "sheet %q", r.sheet.name)
}

func (r *sheetReader) document() error {
	if err := r.ctx.Err(); err != nil {
		r.failed = err
		return err
	}
	part, err := r.sheet.book.zip.open(r.sheet.entry)
	if err != nil {
		return err
	}
	defer part.Close()
	r.xml = newXMLScanner(part, r.sheet.entry.unpacked, mainNamespaces)
	r.col = -1
	data := false
	err = r.xml.document("worksheet", func(local string) error {
		switch local {
		case "cols":
			return r.columns()
		case "sheetData":
			if data {
				return faultf("有两处数据区", "it has its data twice")
			}
			data = true
			return r.sheetData()
		case "mergeCells":
			return r.mergeCells()
		}
		return r.xml.skip()
	})
	if err == nil && !data {
		err = faultf("没有数据区", "it has no data")
	}
	return err
}

// columns notes which columns are hidden. What it cannot read of them it leaves: they only say how wide columns are shown.
func (r *sheetReader) columns() error {
	return r.xml.children(func(local string) error {
		if local == "col" && r.yield == nil && len(r.hidden) < maxColumns && (isTrue(r.xml.attr("hidden")) || isZero(r.xml.attr("width"))) {
			first, err1 := number(r.xml.attr("min"))
			last, err2 := number(r.xml.attr("max"))
			if err1 == nil && err2 == nil && first > 0 && first <= last {
				r.hidden = append(r.hidden, Columns{first - 1, last - 1})
			}
		}
		return r.xml.skip()
	})
}

// isZero reports a number such as 0 or 0.0.
func isZero(raw []byte) bool { return len(raw) > 0 && len(bytes.Trim(raw, "0.")) == 0 }

func (r *sheetReader) mergeCells() error {
	return r.xml.children(func(local string) error {
		if local != "mergeCell" {
			return faultf("合并单元格清单里有多余的元素", "there is a stray element among the merged regions")
		}
		if r.yield == nil {
			m, err := parseRegion(r.xml.attr("ref"))
			if err != nil {
				return err
			}
			if len(r.regions) == maxMerges {
				return faultf("合并单元格超过 %d 处", "there are more than %d merged regions", maxMerges)
			}
			if m.top != m.bottom || m.left != m.right {
				r.regions = append(r.regions, m)
			}
		}
		return r.xml.skip()
	})
}

func (r *sheetReader) sheetData() error {
	for {
		kind, err := r.xml.next()
		switch {
		case err != nil:
			return err
		case kind == endTag:
			r.number, r.col = 0, -1
			return nil
		case kind == textRun && !blank(r.xml.text):
			return faultf("行之间有多余的文字", "there is stray text between rows")
		case kind == beginTag && string(r.xml.local()) != "row":
			return faultf("行之间有多余的元素 %.40q", "there is a stray element %.40q between rows", r.xml.name)
		case kind == beginTag:
			if err := r.readRow(); err != nil {
				return err
			}
		}
	}
}

// readRow reads the row just begun.
func (r *sheetReader) readRow() error {
	if r.rows++; r.rows%checkContext == 0 {
		if r.failed = r.ctx.Err(); r.failed != nil {
			return r.failed
		}
	}
	if err := r.beginRow(); err != nil {
		return err
	}
	for {
		kind, err := r.xml.next()
		switch {
		case err != nil:
			return err
		case kind == endTag:
			return r.endRow()
		case kind == textRun:
			if !blank(r.xml.text) {
				return faultf("单元格之间有多余的文字", "there is stray text between cells")
			}
			continue
		}
		switch string(r.xml.local()) {
		case "c":
			err = r.readCell()
		case "extLst":
			err = r.xml.skip()
		default:
			err = faultf("单元格之间有多余的元素 %.40q", "there is a stray element %.40q between cells", r.xml.name)
		}
		if err != nil {
			return err
		}
	}
}

func (r *sheetReader) beginRow() error {
	number, hidden := r.number+1, false
	r.col = -1
	for _, a := range r.xml.attrs {
		switch string(a.name) {
		case "r":
			n, err := rowNumber(a.value)
			if err != nil {
				return err
			}
			if n <= r.number {
				return faultf("行号 %d 没有递增", "row number %d does not increase", n)
			}
			number = n
		case "hidden":
			hidden = isTrue(a.value)
		}
	}
	if number > maxRows {
		return faultf("行号 %d 超过 %d", "row number %d is beyond %d", number, maxRows)
	}
	r.number = number
	r.row.Number, r.row.Hidden, r.row.Struck = number, hidden, false
	r.cells, r.texts, r.shown, r.text, r.values = r.cells[:0], r.texts[:0], r.shown[:0], r.text[:0], 0
	return nil
}

func rowNumber(raw []byte) (int, error) {
	n := 0
	if len(raw) == 0 || len(raw) > 9 {
		return number(raw)
	}
	for _, c := range raw {
		if c < '0' || c > '9' {
			return number(raw)
		}
		n = n*10 + int(c-'0')
	}
	return n, nil
}

func (r *sheetReader) endRow() error {
	if r.values == 0 {
		return nil
	}
	if r.yield == nil {
		width := r.last + 1
		r.width = max(r.width, width)
		r.allValues += r.values
		if r.allCells += width; r.allCells > maxSparse+maxSparseFactor*r.allValues {
			return faultf("数据过于稀疏：有值的单元格极少，行却伸到很靠右的列", "its cells are too sparse: few values in rows that reach far to the right")
		}
		return nil
	}
	text := string(r.text)
	for _, s := range r.texts {
		r.cells[s.col].Text = text[s.from:s.to]
	}
	for _, s := range r.shown {
		r.cells[s.col].Shown = text[s.from:s.to]
	}
	cells, err := r.filler.row(int32(r.number), r.cells)
	if err != nil {
		return err
	}
	r.cells = cells
	r.row.Cells, r.row.Width, r.row.Covered = cells, len(cells), r.filler.covered
	r.failed = r.yield(&r.row)
	return r.failed
}

// readCell reads the cell just begun.
func (r *sheetReader) readCell() error {
	c, err := r.beginCell()
	if err != nil {
		return err
	}
	if book := r.sheet.book; book.struck && book.formats[c.style].struck {
		before := r.values
		defer func() { r.row.Struck = r.row.Struck || r.values > before }()
	}
	if raw, ok := r.plainValue(); ok {
		return r.setValue(c, raw)
	}
	if c.kind == inlineCell {
		if raw, ok := r.plainText(); ok {
			return r.setValue(c, raw)
		}
	}
	return r.cellParts(c)
}

// cellHead is the content of a cell's tag.
type cellHead struct {
	kind  cellType
	style int
}

type cellType uint8

const (
	numberCell cellType = iota
	sharedCell
	textCell
	inlineCell
	boolCell
	errorCell
	dateCell
)

func (r *sheetReader) beginCell() (cellHead, error) {
	var c cellHead
	col := r.col + 1
	for _, a := range r.xml.attrs {
		if len(a.name) != 1 {
			continue
		}
		switch a.name[0] {
		case 'r':
			row, at, ok := parseRef(a.value)
			if !ok || row != r.number {
				return c, faultf("单元格地址 %.20q 不在第 %d 行", "the cell address %.20q is not in row %d", a.value, r.number)
			}
			if at <= r.col {
				return c, faultf("单元格 %s 重复或次序不对", "cell %s is given twice or out of order", a.value)
			}
			col = at
		case 's':
			style, err := rowNumber(a.value)
			if err != nil {
				return c, err
			}
			if style >= len(r.sheet.book.formats) {
				return c, faultf("单元格样式 %d 不存在", "there is no cell style %d", style)
			}
			c.style = style
		case 't':
			var ok bool
			if c.kind, ok = typeOf(a.value); !ok {
				return c, faultf("单元格类型 %.20q 不认识", "the cell type %.20q is unknown", a.value)
			}
		}
	}
	if col >= maxColumns {
		return c, faultf("一行超过 %d 列", "a row has more than %d columns", maxColumns)
	}
	r.col = col
	return c, nil
}

func typeOf(name []byte) (cellType, bool) {
	switch string(name) {
	case "n":
		return numberCell, true
	case "s":
		return sharedCell, true
	case "str":
		return textCell, true
	case "inlineStr":
		return inlineCell, true
	case "b":
		return boolCell, true
	case "e":
		return errorCell, true
	case "d":
		return dateCell, true
	}
	return 0, false
}

// plainValue reads <v>…</v></c> at once, the form of nearly every cell.
func (r *sheetReader) plainValue() ([]byte, bool) { return r.plain("<v>", "</v></c>") }

// plainText reads <is><t>…</t></is></c> at once, which programs write.
func (r *sheetReader) plainText() ([]byte, bool) { return r.plain("<is><t>", "</t></is></c>") }

// plain reads a text between two runs of tags that leave the cell closed.
func (r *sheetReader) plain(begin, end string) ([]byte, bool) {
	x := r.xml
	if x.closing || len(x.prefix) > 0 || x.foreign > 0 {
		return nil, false
	}
	b := x.buf[x.pos:x.end]
	if len(b) < len(begin) || string(b[:len(begin)]) != begin {
		return nil, false
	}
	i := len(begin)
	for i < len(b) && b[i] != '<' {
		i++
	}
	if len(b)-i < len(end) || string(b[i:i+len(end)]) != end {
		return nil, false
	}
	x.pos += i + len(end)
	x.pop()
	return b[len(begin):i], true
}

// cellParts reads a cell of any form to its end.
func (r *sheetReader) cellParts(c cellHead) error {
	formula, valued, inline := false, false, false
	from := len(r.text)
	err := r.xml.children(func(local string) (err error) {
		switch local {
		case "f":
			formula = true
			if !r.sheet.book.converted {
				return r.xml.skip()
			}
			text, err := r.xml.content(nil)
			if err != nil {
				return err
			}
			return checkLasting(text)
		case "v":
			if valued {
				return faultf("一个单元格有两个值", "a cell has two values")
			}
			valued = true
			r.value, err = r.xml.content(r.value[:0])
			return err
		case "is":
			if inline || c.kind != inlineCell {
				return faultf("单元格的内嵌文字不合规范", "a cell has text within it that its type forbids")
			}
			inline = true
			r.text, err = richText(r.xml, r.text)
			return err
		case "extLst":
			return r.xml.skip()
		}
		return faultf("单元格里有多余的元素 %.40q", "there is a stray element %.40q in a cell", r.xml.name)
	})
	switch {
	case err != nil:
		return err
	case inline && valued:
		return faultf("一个单元格有两个值", "a cell has two values")
	case inline:
		return r.setString(c, from)
	case formula:
		return r.setComputed(c, valued)
	case valued:
		return r.setResolved(c, r.value)
	}
	return nil
}

// setComputed takes the stored value of a formula. Programs that cannot calculate store none, or a
// zero, and ask for a calculation when the file is opened.
func (r *sheetReader) setComputed(c cellHead, valued bool) error {
	raw := bytes.TrimSpace(r.value)
	switch {
	case !valued || len(raw) == 0 && c.kind != textCell: // a computed text may be empty
		return faultf("公式没有算出的值（文件由程序生成，未经 Excel 或 WPS 计算保存）", "a formula has no computed value (a program wrote the file; Excel never calculated it)")
	case c.kind == numberCell && r.sheet.book.uncomputed:
		if v, err := parseNumber(raw); err == nil && v == 0 {
			return faultf("公式存着的结果是 0，而文件注明要打开时才计算：这个 0 多半是程序写文件时没有算过的，不能当真；打开后保存一次就有算出的值",
				"a formula has a stored 0 in a file that asks to be calculated when it is opened: a program that does not calculate wrote it, so it may not be the result; opening and saving the file once in Excel stores the computed value")
		}
	}
	var err error
	if c.kind, err = r.sheet.book.stored.checkStored(r.sheet.name, r.number, r.col, c.kind, r.value); err != nil {
		return err
	}
	return r.setResolved(c, r.value)
}

// setValue takes a raw value.
func (r *sheetReader) setValue(c cellHead, raw []byte) error {
	if bytes.IndexByte(raw, '&') >= 0 || bytes.IndexByte(raw, '\r') >= 0 {
		var err error
		if r.value, err = unescape(r.value[:0], raw); err != nil {
			return err
		}
		raw = r.value
	}
	return r.setResolved(c, raw)
}

// setResolved takes a value whose entities are resolved.
func (r *sheetReader) setResolved(c cellHead, raw []byte) error {
	from := len(r.text)
	switch c.kind {
	case textCell, inlineCell, errorCell:
		r.text = append(r.text, raw...)
		text, err := cellText(r.text[from:])
		if err != nil {
			return err
		}
		r.text = r.text[:from+len(text)]
		if c.kind == errorCell {
			return r.setText(Error, from)
		}
		return r.setString(c, from)
	}
	if raw = bytes.TrimSpace(raw); len(raw) == 0 {
		return nil
	}
	switch c.kind {
	case sharedCell:
		return r.setShared(c, raw)
	case boolCell:
		return r.setBool(raw)
	case dateCell:
		var err error
		if r.text, err = appendISODate(r.text, string(raw)); err != nil {
			return err
		}
		return r.setText(Date, from)
	}
	return r.setNumber(c, raw)
}

// setString makes the bytes of text after from the present cell's string.
func (r *sheetReader) setString(c cellHead, from int) error {
	if err := r.setText(String, from); err != nil || len(r.text) == from {
		return err
	}
	if s := r.sheet.book.formats[c.style].text; s != nil {
		plain := string(r.text[from:])
		return r.setShown([]byte(plain), func(dst []byte) []byte { return s.appendText(dst, plain) })
	}
	return nil
}

func (r *sheetReader) setShared(c cellHead, raw []byte) error {
	i, err := rowNumber(raw)
	if err != nil {
		return err
	}
	table := r.sheet.book.strings
	if i >= table.count {
		return faultf("共享字符串 %d 不存在", "there is no shared string %d", i)
	}
	text := table.at(i)
	if text == "" {
		return nil
	}
	r.set(Cell{Kind: String, Text: text})
	if s := r.sheet.book.formats[c.style].text; s != nil {
		return r.setShown([]byte(text), func(dst []byte) []byte { return s.appendText(dst, text) })
	}
	return nil
}

func (r *sheetReader) setBool(raw []byte) error {
	switch string(raw) {
	case "1", "true":
		r.set(Cell{Kind: Bool, Text: "TRUE"})
	case "0", "false":
		r.set(Cell{Kind: Bool, Text: "FALSE"})
	default:
		return faultf("逻辑值 %.20q 不对", "the truth value %.20q is wrong", raw)
	}
	return nil
}

func (r *sheetReader) setNumber(c cellHead, raw []byte) error {
	from := len(r.text)
	f := r.sheet.book.formats[c.style]
	if f.plain() {
		var cut bool
		var err error
		if r.text, cut, err = appendNumber(r.text, raw); err != nil {
			return err
		}
		return r.setUnsure(Number, from, cut)
	}
	v, err := parseNumber(raw)
	if err != nil {
		return err
	}
	switch s, _ := f.of(v); s.kind {
	case dateSection:
		if m, ok := momentOf(v, r.sheet.book.epoch1904); ok {
			r.text = m.append(r.text)
			if !s.partial {
				return r.setText(Date, from)
			}
			t, known := m.time()
			if !known {
				return r.setText(Date, from)
			}
			if err := r.setUnsure(Date, from, s.unknown); err != nil || s.unknown {
				return err
			}
			return r.setShown(nil, func(dst []byte) []byte { return s.appendPartialDate(dst, t) })
		}
	case elapsedSection:
		var ok bool
		if r.text, ok = appendElapsed(r.text, v); ok {
			return r.setText(Date, from)
		}
	}
	var cut bool
	if r.text, cut, err = appendNumber(r.text, raw); err != nil {
		return err
	}
	plain := r.text[from:]
	if err := r.setUnsure(Number, from, cut || !f.shows(v)); err != nil || !f.shows(v) {
		return err
	}
	return r.setShown(plain, func(dst []byte) []byte { return f.appendShown(dst, v, plain) })
}

// setShown takes the shown form of the present cell, if it has one that differs from its text.
func (r *sheetReader) setShown(plain []byte, show func(dst []byte) []byte) error {
	if r.yield == nil {
		return nil
	}
	from := len(r.text)
	r.text = show(r.text)
	if len(r.text) > maxRowText {
		return errRowText
	}
	shown := bytes.TrimSpace(r.text[from:])
	if len(shown) == 0 || bytes.Equal(shown, plain) {
		r.text = r.text[:from]
		return nil
	}
	r.text = append(r.text[:from], shown...)
	r.shown = append(r.shown, span{r.col, from, len(r.text)})
	return nil
}

// setText makes the bytes of text after from the present cell's.
func (r *sheetReader) setText(kind Kind, from int) error {
	return r.setUnsure(kind, from, false)
}

func (r *sheetReader) setUnsure(kind Kind, from int, unsure bool) error {
	if len(r.text) > maxRowText {
		return errRowText
	}
	if len(r.text) == from {
		return nil
	}
	if r.yield != nil {
		r.texts = append(r.texts, span{r.col, from, len(r.text)})
	}
	r.set(Cell{Kind: kind, Unsure: unsure})
	return nil
}

var errRowText = faultf("一行的文字超过 %d MB", "the texts of one row are more than %d MB", maxRowText>>20)

func (r *sheetReader) set(cell Cell) {
	r.values++
	r.last = r.col
	if r.yield != nil {
		r.cells = append(extend(r.cells, r.col), cell)
	}
}
