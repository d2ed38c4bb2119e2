package sheet

import (
	"bytes"
	"slices"
	"strings"
	"testing"
)

const odsHead = `<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0" xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" office:version="1.2">` +
	`<office:automatic-styles><style:style style:name="ta2" style:family="table"><style:table-properties table:display="false"/></style:style></office:automatic-styles><office:body><office:spreadsheet>`

// odsOf is an OpenDocument spreadsheet with one sheet that holds rows.
func odsOf(rows string) parts {
	return odsSheets(`<table:table table:name="表1">` + rows + `</table:table>`)
}

func odsSheets(tables string) parts {
	return parts{"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": odsHead + tables + `</office:spreadsheet></office:body></office:document-content>`,
		"META-INF/manifest.xml": "<manifest/>"}
}

func odsRow(cells string) string { return "<table:table-row>" + cells + "</table:table-row>" }

func odsText(text string) string {
	return `<table:table-cell office:value-type="string"><text:p>` + text + `</text:p></table:table-cell>`
}

// TestStoredValuesOfODS: what was filed is what is stored, whatever the formulas would give.
func TestStoredValuesOfODS(t *testing.T) {
	t.Parallel()
	mustSee(t, "14.ods", caseFile(t, "14-volatile-formula.ods"), "1|sstored 2023-05-08|D2023-05-08", "2|sstored 5|n5")
	for name, c := range map[string]struct{ cell, want string }{
		"random":         {`<table:table-cell table:formula="of:=RAND()" office:value-type="float" office:value="0.25"><text:p>0.25</text:p></table:table-cell>`, "n0.25"},
		"now":            {`<table:table-cell table:formula="of:=NOW()" office:value-type="date" office:date-value="2023-05-08T09:30:00.4"><text:p>2023年5月8日 9:30</text:p></table:table-cell>`, "D2023-05-08 09:30"},
		"wrong sum":      {`<table:table-cell table:formula="of:=1+1" office:value-type="float" office:value="7"><text:p>7</text:p></table:table-cell>`, "n7"},
		"shown":          {`<table:table-cell office:value-type="float" office:value="7"><text:p>007</text:p></table:table-cell>`, "n7~007"},
		"day lost":       {`<table:table-cell office:value-type="float" office:value="5.1"><text:p>5.10</text:p></table:table-cell>`, "n5.1~5.10"},
		"cut":            {`<table:table-cell office:value-type="float" office:value="3.14159265358979E+17"><text:p>3.14E+017</text:p></table:table-cell>`, "n314159265358979000?~3.14E+017"},
		"hidden":         {`<table:table-cell office:value-type="float" office:value="5"><text:p/></table:table-cell>`, "n5?"},
		"per cent":       {`<table:table-cell office:value-type="percentage" office:value="0.125"><text:p>12.50%</text:p></table:table-cell>`, "n0.125~12.50%"},
		"currency":       {`<table:table-cell office:value-type="currency" office:currency="CNY" office:value="1234.5"><text:p>￥1,234.50</text:p></table:table-cell>`, "n1234.5~￥1,234.50"},
		"month":          {`<table:table-cell office:value-type="date" office:date-value="2023-05-01"><text:p>2023年5月</text:p></table:table-cell>`, "D2023-05-01~2023年5月"},
		"day and hour":   {`<table:table-cell office:value-type="date" office:date-value="2023-05-08T09:30:00"><text:p>5月8日 9:30</text:p></table:table-cell>`, "D2023-05-08 09:30~5月8日 9:30"},
		"month in words": {`<table:table-cell office:value-type="date" office:date-value="2023-05-08"><text:p>8 May 23</text:p></table:table-cell>`, "D2023-05-08"},
		"time":           {`<table:table-cell office:value-type="time" office:time-value="PT01H30M00S"><text:p>01:30</text:p></table:table-cell>`, "D01:30"},
		"elapsed":        {`<table:table-cell office:value-type="time" office:time-value="PT36H00M00S"><text:p>36:00</text:p></table:table-cell>`, "D36:00"},
		"truth":          {`<table:table-cell office:value-type="boolean" office:boolean-value="true"><text:p>TRUE</text:p></table:table-cell>`, "bTRUE"},
		"error":          {`<table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value="" calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>`, "E#DIV/0!"},
		"error number":   {`<table:table-cell table:formula="of:=X" office:value-type="string"><text:p>Err:508</text:p></table:table-cell>`, "EErr:508"},
		"spaces":         {odsText(`  甲 <text:s text:c="3"/>乙<text:tab/><text:span>丙<text:a>丁</text:a></text:span><text:line-break/>` + "\n 戊"), "s 甲    乙\t丙丁\n 戊"},
		"ruby":           {odsText(`<text:ruby><text:ruby-base>减</text:ruby-base><text:ruby-text>jian</text:ruby-text></text:ruby>`), "s减"},
		"note beside":    {`<table:table-cell office:value-type="string"><office:annotation><text:p>批注</text:p></office:annotation><text:p>甲&amp;乙</text:p></table:table-cell>`, "s甲&乙"},
		"picture":        {`<table:table-cell office:value-type="string"><draw:frame><draw:text-box><text:p>图</text:p></draw:text-box></draw:frame><text:p>甲</text:p></table:table-cell>`, "s甲"},
		"text as shown":  {`<table:table-cell office:value-type="string" office:string-value="5"><text:p>第5号</text:p></table:table-cell>`, "s5~第5号"},
		"no type":        {`<table:table-cell><text:p>甲</text:p></table:table-cell>`, "s甲"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			mustSee(t, "a.ods", odsOf(odsRow(c.cell)).zip(), "1|"+c.want)
		})
	}
	two := `<table:table-cell office:value-type="string"><text:p>甲</text:p><text:p>乙</text:p></table:table-cell>`
	lines, err := see("a.ods", odsOf(odsRow(two)).zip())
	if err != nil || lines[1] != "1|s甲\n乙" {
		t.Errorf("%q %v", lines, err)
	}
}

func TestFormsOfODS(t *testing.T) {
	t.Parallel()
	number := func(attributes string) string {
		return `<table:table-cell office:value-type="float" office:value="1" ` + attributes + `><text:p>1</text:p></table:table-cell>`
	}
	blank := `<table:table-cell table:number-columns-repeated="16384"/>`
	for name, c := range map[string]struct{ rows, want string }{
		"repeated":       {`<table:table-row table:number-rows-repeated="2">` + number(`table:number-columns-repeated="2"`) + blank + `</table:table-row>` + odsRow(number("")), "1|n1|n1\n2|n1|n1\n3|n1"},
		"gaps":           {odsRow(`<table:table-cell table:number-columns-repeated="2"/>`+number("")) + `<table:table-row table:number-rows-repeated="3">` + blank + `</table:table-row>` + odsRow(number("")) + `<table:table-row table:number-rows-repeated="1048571">` + blank + `</table:table-row>`, "1|_|_|n1\n5|n1"},
		"hidden rows":    {`<table:table-row table:visibility="collapse">` + number("") + `</table:table-row><table:table-row table:visibility="filter">` + number("") + `</table:table-row>`, "1h|n1\n2h|n1"},
		"groups":         {`<table:table-column/><table:table-header-rows>` + odsRow(number("")) + `</table:table-header-rows><table:table-row-group><table:table-row-group>` + odsRow(number("")) + `</table:table-row-group></table:table-row-group><table:table-rows>` + odsRow(number("")) + `</table:table-rows>`, "1|n1\n2|n1\n3|n1"},
		"merged":         {odsRow(number(`table:number-columns-spanned="2" table:number-rows-spanned="2"`)+`<table:covered-table-cell/>`+number("")) + odsRow(`<table:covered-table-cell table:number-columns-repeated="2"/>`+number("")), "1|n1|n^1|n1\n2|n^1|n^1|n1"},
		"value beneath":  {odsRow(number(`table:number-columns-spanned="2"`) + `<table:covered-table-cell office:value-type="float" office:value="2"><text:p>2</text:p></table:covered-table-cell>`), "1|n1|n!2"},
		"shapes between": {`<table:shapes><draw:frame/></table:shapes><office:forms/>` + odsRow(number("")), "1|n1"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			mustSee(t, "a.ods", odsOf(c.rows).zip(), strings.Split(c.want, "\n")...)
		})
	}
	sheets := odsSheets(`<table:table table:name="甲">` + odsRow(number("")) + `</table:table><table:table table:name="藏" table:style-name="ta2">` + odsRow(number("")) + `</table:table><table:named-expressions/>`)
	lines, err := see("a.ods", sheets.zip())
	if want := `sheet "甲" hidden=false 1|n1 sheet "藏" hidden=true 1|n1`; err != nil || strings.Join(lines, " ") != want {
		t.Errorf("%q %v", lines, err)
	}
	crossed := odsOf(odsRow(number(`table:style-name="ce1"`)) + odsRow(`<table:table-cell table:style-name="ce1"/>`+number("")) + odsRow(number(`table:style-name="ce2"`)))
	crossed = crossed.edit("content.xml", "<office:body>", `<office:automatic-styles><style:style style:name="ce1" style:family="table-cell"><style:text-properties style:text-line-through-style="solid"/></style:style><style:style style:name="ce2" style:family="table-cell"><style:text-properties style:text-line-through-style="none"/></style:style></office:automatic-styles><office:body>`)
	mustSee(t, "a.ods", crossed.zip(), "1-|n1", "2|_|n1", "3|n1")
	good := odsOf(odsRow(number("")))
	for name, c := range map[string]struct {
		file parts
		word string
	}{
		"no result":        {odsOf(odsRow(`<table:table-cell table:formula="of:=1+1"/>`)), "表1”第 1 行附近：公式没有算出的值"},
		"no value":         {good.edit("content.xml", `office:value="1"`, ""), "没有值"},
		"no number":        {good.edit("content.xml", `office:value="1"`, `office:value="x"`), "数值写法不对"},
		"no day":           {odsOf(odsRow(`<table:table-cell office:value-type="date" office:date-value="2023-02-30"/>`)), "日期"},
		"unknown type":     {good.edit("content.xml", `"float"`, `"colour"`), "类型"},
		"cut":              {good.with("content.xml", good["content.xml"][:len(good["content.xml"])-40]), "不完整"},
		"encrypted":        {good.with("META-INF/manifest.xml", `<manifest><encryption-data/></manifest>`), "密码"},
		"no sheets":        {odsSheets(""), "没有工作表"},
		"many rows":        {odsOf(`<table:table-row table:number-rows-repeated="1048577">` + number("") + `</table:table-row>`), "超过"},
		"many columns":     {odsOf(odsRow(number(`table:number-columns-repeated="16385"`))), "16384 列"},
		"many cells":       {odsOf(`<table:table-row table:number-rows-repeated="1000000">` + number(`table:number-columns-repeated="16384"`) + `</table:table-row>`), "个，太大"},
		"overlap":          {odsOf(odsRow(number(`table:number-rows-spanned="2"`)) + odsRow(number(`table:number-rows-spanned="2"`))), "重叠"},
		"another prefix":   {good.edit("content.xml", "text:p", "t:p"), "命名空间"},
		"no name":          {good.edit("content.xml", `table:name="表1"`, ""), "名称"},
		"entity declared":  {good.edit("content.xml", "<office:document-content", `<!DOCTYPE x><office:document-content`), "文档类型"},
		"two hidden roots": {good.edit("content.xml", "</office:document-content>", "</office:document-content><x/>"), "两个根"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			mustRefuse(t, "a.ods", c.file.zip(), c.word)
		})
	}
}

// FuzzODS varies the rows of an OpenDocument spreadsheet.
func FuzzODS(f *testing.F) {
	f.Add(odsRow(odsText("甲<text:s text:c=\"2\"/>")) + `<table:table-row table:number-rows-repeated="3"><table:table-cell table:number-columns-repeated="2" table:number-columns-spanned="2" office:value-type="float" office:value="1"><text:p>1</text:p></table:table-cell></table:table-row>`)
	f.Add(odsRow(`<table:table-cell table:formula="of:=TODAY()" office:value-type="date" office:date-value="2023-05-08T09:30:00"><text:p>5月8日</text:p></table:table-cell>`))
	f.Fuzz(func(t *testing.T, rows string) {
		if strings.Contains(rows, "repeated") && len(rows) > 2000 {
			return
		}
		readsTheSame(t, "a.ods", odsOf(rows).zip())
	})
}

// TestHiddenColumns: the columns that a spreadsheet hides are known, as far as it has values.
func TestHiddenColumns(t *testing.T) {
	t.Parallel()
	row := `<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c><c r="C1"><v>3</v></c><c r="D1"><v>4</v></c></row>`
	four := odsRow(strings.Repeat(`<table:table-cell office:value-type="float" office:value="1"><text:p>1</text:p></table:table-cell>`, 4))
	hidden := func(times string) string {
		return `<table:table-column table:visibility="collapse" table:number-columns-repeated="` + times + `"/>`
	}
	for name, c := range map[string]struct {
		file parts
		want []Columns
	}{
		"none":       {workbookOf(row), nil},
		"one":        {withColumns(row, `<col min="2" max="2" width="9" hidden="1" customWidth="1"/>`), []Columns{{1, 1}}},
		"others":     {withColumns(row, `<col min="1" max="1" width="20" customWidth="1"/><col min="2" max="3" hidden="true"/><col min="4" max="4" hidden="0" width="0.5"/>`), []Columns{{1, 2}}},
		"no width":   {withColumns(row, `<col min="3" max="3" width="0" customWidth="1"/><col min="4" max="4" width="0.00"/>`), []Columns{{2, 2}, {3, 3}}},
		"all behind": {withColumns(row, `<col min="3" max="16384" hidden="1"/>`), []Columns{{2, 3}}},
		"no values":  {withColumns(row, `<col min="5" max="16384" hidden="1"/>`), nil},
		"nonsense":   {withColumns(row, `<col min="0" max="2" hidden="1"/><col min="3" max="2" hidden="1"/><col hidden="1"/><col min="x" max="4" hidden="1"/><col min="4" max="4" hidden="1"/>`), []Columns{{3, 3}}},
		"ods none":   {odsOf(`<table:table-column table:number-columns-repeated="1024"/>` + four), nil},
		"ods one":    {odsOf(`<table:table-column/>` + hidden("1") + `<table:table-column table:number-columns-repeated="1022"/>` + four), []Columns{{1, 1}}},
		"ods groups": {odsOf(`<table:table-header-columns><table:table-column/></table:table-header-columns><table:table-column-group><table:table-columns>` + hidden("2") + `</table:table-columns></table:table-column-group><table:table-column/>` + four), []Columns{{1, 2}}},
		"ods behind": {odsOf(`<table:table-column table:number-columns-repeated="3"/>` + hidden("1021") + four), []Columns{{3, 3}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file := c.file.zip()
			book, err := Open(t.Context(), "a.xlsx", bytes.NewReader(file), int64(len(file)))
			if err != nil {
				t.Fatal(err)
			}
			s := &book.Sheets()[0]
			if err := s.Rows(t.Context(), func(*Row) error { return nil }); err != nil {
				t.Fatal(err)
			}
			if got := s.HiddenColumns(); !slices.Equal(got, c.want) {
				t.Errorf("%v, not %v", got, c.want)
			}
		})
	}
}

// withColumns is a workbook whose sheet says how its columns look.
func withColumns(rows, columns string) parts {
	return workbookOf(rows).edit("xl/worksheets/sheet1.xml", "<sheetData>", "<cols>"+columns+"</cols><sheetData>")
}
