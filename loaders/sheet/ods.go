package sheet

import (
	"bytes"
	"context"
	"io"
	"slices"
	"strings"
	"unicode"

	"jianfu"
)

// OpenDocument spreadsheets are read here, not by LibreOffice, because it recalculates a workbook:
// what was filed is what is stored. They store with each value how it is shown.

var officeNamespaces = []string{"urn:oasis:names:tc:opendocument:xmlns:office:1.0"}

// odsSheet is one sheet, held in memory: the file has all sheets in one part.
type odsSheet struct {
	rows    []Row
	regions []region
	hidden  []Columns
	width   int
	columns int // whose looks were told
}

func (s *odsSheet) hiddenColumns() []Columns { return s.hidden }

func (s *odsSheet) each(ctx context.Context, yield func(*Row) error) error {
	f := filler{waiting: s.regions, width: s.width}
	var cells []Cell
	for i := range s.rows {
		if i%checkContext == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		row := s.rows[i]
		var err error
		if cells, err = f.row(int32(row.Number), append(cells[:0], row.Cells...)); err != nil {
			return damaged(jianfu.Say("第 %d 行附近", "near row %d", row.Number), err)
		}
		row.Cells, row.Width, row.Covered = cells, len(cells), f.covered
		if err := yield(&row); err != nil {
			return err
		}
	}
	return nil
}

// odsReader goes through the part content.xml once.
type odsReader struct {
	ctx    context.Context
	xml    *xmlScanner
	hidden map[string]bool // styles of hidden sheets
	struck map[string]bool // styles of cells that strike a line through
	sheets []Sheet
	held   int // cells of all sheets
	bytes  int // and of their texts

	sheet  *odsSheet // the current sheet
	name   string
	number int // rows above the current one
	cells  []Cell
	text   []byte
}

func openODS(ctx context.Context, zip *archive) (*Book, error) {
	content := part("content.xml")
	manifest, ok := zip.part("META-INF/manifest.xml")
	if ok {
		text, err := readSmall(zip, manifest)
		if err != nil {
			return nil, damaged(part("META-INF/manifest.xml"), err)
		}
		if bytes.Contains(text, []byte("encryption-data")) {
			return nil, errPassword
		}
	}
	e, _ := zip.part("content.xml")
	r, err := zip.open(e)
	if err != nil {
		return nil, damaged(content, err)
	}
	defer r.Close()
	o := &odsReader{ctx: ctx, xml: newXMLScanner(r, e.unpacked, officeNamespaces), hidden: map[string]bool{}, struck: map[string]bool{}}
	if err := o.document(); err != nil {
		switch {
		case ctx.Err() != nil:
			return nil, ctx.Err()
		case o.sheet != nil:
			content = jianfu.Say("工作表“%s”第 %d 行附近", "sheet %q near row %d", o.name, o.number+1)
		}
		return nil, damaged(content, err)
	}
	if len(o.sheets) == 0 {
		return nil, refuse("工作簿里没有工作表。请核对文件后再报。", "the workbook has no sheet with cells. Check the file and file it again.")
	}
	return &Book{sheets: o.sheets}, nil
}

// readSmall reads a short part.
func readSmall(zip *archive, e *entry) ([]byte, error) {
	if e.unpacked > maxSmallPart {
		return nil, faultf("部件超过 %d MB", "the part is larger than %d MB", maxSmallPart>>20)
	}
	r, err := zip.open(e)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(r)
}

func (o *odsReader) document() error {
	return o.xml.document("document-content", func(string) error {
		switch string(o.xml.name) {
		case "office:automatic-styles":
			return o.xml.children(func(string) error { return o.style() })
		case "office:body":
			return o.xml.children(func(string) error {
				if string(o.xml.name) != "office:spreadsheet" {
					return o.xml.skip()
				}
				return o.xml.children(func(string) error {
					if string(o.xml.name) != "table:table" {
						return o.xml.skip()
					}
					return o.table()
				})
			})
		}
		return o.xml.skip()
	})
}

// style notes the styles of hidden sheets, and those of cells that strike a line through.
func (o *odsReader) style() error {
	family := string(o.xml.attr("style:family"))
	if string(o.xml.name) != "style:style" || family != "table" && family != "table-cell" {
		return o.xml.skip()
	}
	name := string(o.xml.attr("style:name"))
	return o.xml.children(func(string) error {
		line := string(o.xml.attr("style:text-line-through-style"))
		switch {
		case string(o.xml.attr("table:display")) == "false" && len(o.hidden) < maxSheets:
			o.hidden[name] = true
		case line != "" && line != "none" && len(o.struck) < maxStyles:
			o.struck[name] = true
		}
		return o.xml.skip()
	})
}

func (o *odsReader) table() error {
	name, err := o.xml.attrText("table:name")
	if err != nil {
		return err
	}
	if name == "" || len(name) > maxSheetName {
		return faultf("工作表没有名称或名称过长", "a sheet has no name, or a long one")
	}
	if len(o.sheets) == maxSheets {
		return faultf("工作表超过 %d 张", "there are more than %d sheets", maxSheets)
	}
	hidden := o.hidden[string(o.xml.attr("table:style-name"))]
	o.sheet, o.name, o.number = &odsSheet{}, name, 0
	if err := o.rows(); err != nil {
		return err
	}
	if err := sortRegions(o.sheet.regions); err != nil {
		return err
	}
	o.sheet.hidden = within(o.sheet.hidden, o.sheet.width)
	o.sheets = append(o.sheets, Sheet{Name: name, Hidden: hidden, rows: o.sheet})
	o.sheet = nil
	return nil
}

// rows reads the rows and columns of the element just begun, which may group them.
func (o *odsReader) rows() error {
	return o.xml.children(func(string) error {
		switch string(o.xml.name) {
		case "table:table-row":
			return o.row()
		case "table:table-rows", "table:table-row-group", "table:table-header-rows",
			"table:table-columns", "table:table-column-group", "table:table-header-columns":
			return o.rows()
		case "table:table-column":
			return o.column()
		}
		return o.xml.skip()
	})
}

// column notes whether the column just begun is hidden.
func (o *odsReader) column() error {
	times, err := o.count("table:number-columns-repeated")
	if err != nil {
		return err
	}
	first := o.sheet.columns
	o.sheet.columns = min(first+times, maxColumns)
	if isOutOfSight(o.xml.attr("table:visibility")) && first < o.sheet.columns {
		o.sheet.hidden = append(o.sheet.hidden, Columns{first, o.sheet.columns - 1})
	}
	return o.xml.skip()
}

// isOutOfSight reports a row or column that is hidden or filtered away.
func isOutOfSight(visibility []byte) bool {
	return string(visibility) == "collapse" || string(visibility) == "filter"
}

func (o *odsReader) row() error {
	if err := o.ctx.Err(); err != nil {
		return err
	}
	times, err := o.count("table:number-rows-repeated")
	if err != nil {
		return err
	}
	hidden := isOutOfSight(o.xml.attr("table:visibility"))
	o.cells = o.cells[:0]
	column, values, struck, spans := 0, 0, false, []region(nil)
	err = o.xml.children(func(string) error {
		if name := string(o.xml.name); name != "table:table-cell" && name != "table:covered-table-cell" {
			return o.xml.skip()
		}
		repeated, err := o.count("table:number-columns-repeated")
		if err != nil {
			return err
		}
		wide, err := o.count("table:number-columns-spanned")
		if err != nil {
			return err
		}
		high, err := o.count("table:number-rows-spanned")
		if err != nil {
			return err
		}
		crossed := o.struck[string(o.xml.attr("table:style-name"))]
		cell, err := o.cell()
		if err != nil {
			return err
		}
		if cell.Kind != Empty {
			struck = struck || crossed
			if column+repeated > maxColumns {
				return faultf("一行超过 %d 列", "a row has more than %d columns", maxColumns)
			}
			o.cells = extend(o.cells, column)
			for range repeated {
				o.cells = append(o.cells, cell)
			}
			values += repeated
			if wide > 1 || high > 1 {
				spans = append(spans, region{0, int32(min(high, maxRows)) - 1, int32(column), int32(min(column+wide, maxColumns)) - 1})
			}
		}
		column = min(column+repeated, maxColumns)
		return nil
	})
	if err != nil {
		return err
	}
	first := o.number + 1
	o.number += times
	if values == 0 {
		return nil
	}
	if o.number > maxRows {
		return faultf("行号 %d 超过 %d", "row number %d is beyond %d", o.number, maxRows)
	}
	if o.held += len(o.cells) * times; o.held > maxHeld {
		return refuse("这个 .ods 文件的单元格超过 %d 个，太大，不能直接读取。请用 Excel 或 WPS 打开，另存为“Excel 工作簿（*.xlsx）”再报。",
			"this .ods file has more than %d cells, too many to be read. Open it in Excel or WPS, save it as an Excel workbook (*.xlsx) and file that.", maxHeld)
	}
	o.sheet.width = max(o.sheet.width, len(o.cells))
	cells := slices.Clone(o.cells)
	for i := range times {
		number := first + i
		o.sheet.rows = append(o.sheet.rows, Row{Number: number, Hidden: hidden, Struck: struck, Cells: cells})
		for _, s := range spans {
			s.top += int32(number)
			s.bottom = min(s.bottom+int32(number), maxRows)
			o.sheet.regions = append(o.sheet.regions, s)
		}
	}
	return nil
}

// count reads an attribute that counts repetitions; 1 if it is absent.
func (o *odsReader) count(name string) (int, error) {
	raw := o.xml.attr(name)
	if raw == nil {
		return 1, nil
	}
	n, err := number(raw)
	if err == nil && n == 0 {
		n = 1
	}
	return n, err
}

// cell reads the cell just begun.
func (o *odsReader) cell() (Cell, error) {
	kind, formula := string(o.xml.attr("office:value-type")), o.xml.attr("table:formula") != nil
	failed := string(o.xml.attr("calcext:value-type")) == "error"
	stored := map[string]string{"float": "office:value", "percentage": "office:value", "currency": "office:value", "date": "office:date-value",
		"time": "office:time-value", "boolean": "office:boolean-value", "string": "office:string-value"}[kind]
	raw := o.xml.attr(stored)
	valued := raw != nil
	value, err := o.xml.attrText(stored)
	if err != nil {
		return Cell{}, err
	}
	o.text = o.text[:0]
	paragraphs := 0
	err = o.xml.children(func(string) error {
		if name := string(o.xml.name); name != "text:p" {
			if strings.HasSuffix(name, ":p") {
				return faultf("命名空间 %.20q 不认识", "the namespace %.20q is unknown", name)
			}
			return o.xml.skip()
		}
		if paragraphs++; paragraphs > 1 {
			o.text = append(o.text, '\n')
		}
		return o.paragraph()
	})
	if err != nil {
		return Cell{}, err
	}
	if _, err := cellText(append([]byte(nil), o.text...)); err != nil {
		return Cell{}, err
	}
	if o.bytes += len(o.text) + len(value); o.bytes > maxStringBytes {
		return Cell{}, faultf("文字超过 %d MB", "its texts are more than %d MB", maxStringBytes>>20)
	}
	shown := string(o.text)
	if kind == "" || kind == "void" {
		if formula && shown == "" {
			return Cell{}, faultf("公式没有算出的值（文件由程序生成，未经计算保存）", "a formula has no computed value (a program wrote the file and never calculated it)")
		}
		kind = "string"
	}
	if kind == "string" {
		if valued && !failed { // an error is an empty text, shown as the error
			shown, value = value, shown
		}
		switch {
		case shown == "":
			return Cell{}, nil
		case failed || strings.HasPrefix(shown, "Err:"):
			return Cell{Kind: Error, Text: shown}, nil
		}
		if value == shown {
			value = ""
		}
		return Cell{Kind: String, Text: shown, Shown: value}, nil
	}
	if !valued {
		return Cell{}, faultf("单元格没有值，或类型 %.20q 不认识", "a cell has no value, or the unknown type %.20q", kind)
	}
	return o.typed(kind, strings.TrimSpace(value), strings.TrimSpace(shown))
}

// typed makes a cell of a value that is not text.
func (o *odsReader) typed(kind, value, shown string) (cell Cell, err error) {
	var text []byte
	switch kind {
	case "boolean":
		cell.Kind = Bool
		text = []byte(strings.ToUpper(value))
		if value != "true" && value != "false" {
			return Cell{}, faultf("逻辑值 %.20q 不对", "the truth value %.20q is wrong", value)
		}
	case "date", "time":
		cell.Kind = Date
		text, err = appendISODate(nil, value)
		if kind == "time" || !isPartial(shown) {
			shown = ""
		}
	default:
		cell.Kind = Number
		if text, cell.Unsure, err = appendNumber(nil, []byte(value)); shown == "" {
			cell.Unsure = true // its format hides it
		}
	}
	cell.Text = string(text)
	if shown != cell.Text {
		cell.Shown = shown
	}
	return cell, err
}

// isPartial reports a date that is shown without its year, month or day.
func isPartial(shown string) bool {
	day, _, _ := strings.Cut(shown, ":") // hours do not add a date part
	groups, digit := 0, false
	for _, r := range day {
		if r < unicode.MaxASCII && unicode.IsLetter(r) || strings.ContainsRune("〇一二三四五六七八九十", r) {
			return false // a month in words
		}
		isDigit := r >= '0' && r <= '9'
		if isDigit && !digit {
			groups++
		}
		digit = isDigit
	}
	if day != shown {
		groups--
	}
	return groups > 0 && groups < 3
}

// paragraph appends the text of the element just begun. As in HTML, white space of the file is one
// space; further spaces have elements.
func (o *odsReader) paragraph() error {
	for {
		kind, err := o.xml.next()
		if err != nil {
			return err
		}
		if len(o.text) > maxRawText {
			return errLongText
		}
		switch kind {
		case endTag:
			return nil
		case textRun:
			if err := o.run(); err != nil {
				return err
			}
			continue
		}
		switch name := string(o.xml.name); {
		case name == "text:s":
			times, err := o.count("text:c")
			if err != nil {
				return err
			}
			o.text = append(o.text, bytes.Repeat([]byte(" "), min(times, maxText))...)
			err = o.xml.skip()
			if err != nil {
				return err
			}
		case name == "text:tab", name == "text:line-break":
			o.text = append(o.text, map[string]byte{"text:tab": '\t', "text:line-break": '\n'}[name])
			if err := o.xml.skip(); err != nil {
				return err
			}
		case name == "text:ruby-text", name == "text:note", !strings.HasPrefix(name, "text:"):
			if err := o.xml.skip(); err != nil {
				return err
			}
		default:
			if err := o.paragraph(); err != nil {
				return err
			}
		}
	}
}

func (o *odsReader) run() error {
	raw := o.xml.text
	if !o.xml.cdata {
		var err error
		if raw, err = unescape(nil, raw); err != nil {
			return err
		}
	}
	for _, c := range raw {
		if !spaceByte[c] {
			o.text = append(o.text, c)
		} else if n := len(o.text); n == 0 || o.text[n-1] != ' ' {
			o.text = append(o.text, ' ')
		}
	}
	return nil
}
