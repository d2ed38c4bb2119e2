package sheet

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
)

func TestCells(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ rows, want string }{
		"shared":            {`<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>`, "1|s甲|s富文 本"},
		"shared empty":      {`<row r="1"><c r="A1" t="s"><v>2</v></c><c r="B1"><v>1</v></c></row>`, "1|_|n1"},
		"inline":            {`<row r="1"><c r="A1" t="inlineStr"><is><t xml:space="preserve"> 甲 </t></is></c><c t="inlineStr"><is><r><t>乙</t></r><r><t>丙</t></r></is></c></row>`, "1|s 甲 |s乙丙"},
		"inline plain":      {`<row r="1"><c r="A1" t="inlineStr"><is><t>甲&amp;乙</t></is></c></row>`, "1|s甲&乙"},
		"formula text":      {`<row r="1"><c r="A1" t="str"><f>A2&amp;B2</f><v>甲</v></c><c r="B1" t="str"><f>""</f><v></v></c></row>`, "1|s甲"},
		"formula number":    {`<row r="1"><c r="A1"><f>1+1</f><v>2</v></c></row>`, "1|n2"},
		"bool":              {`<row r="1"><c r="A1" t="b"><v>1</v></c><c r="B1" t="b"><v>0</v></c></row>`, "1|bTRUE|bFALSE"},
		"error":             {`<row r="1"><c r="A1" t="e"><v>#N/A</v></c></row>`, "1|E#N/A"},
		"iso date":          {`<row r="1"><c r="A1" t="d"><v>2023-03-05T00:00:00</v></c><c r="B1" t="d"><v>2023-03-05T09:30:00Z</v></c></row>`, "1|D2023-03-05|D2023-03-05 09:30"},
		"entities":          {`<row r="1"><c r="A1" t="str"><v>&lt;&#x4E2D;&#22269;&gt;&quot;&apos;<![CDATA[&x;]]></v></c></row>`, `1|s<中国>"'&x;`},
		"office escapes":    {`<row r="1"><c r="A1" t="str"><v>a_x000D_b_x005F_x000D_c_xD83D__xDE00_d_xZZZZ_</v></c></row>`, "1|sa\rb_x000D_c😀d_xZZZZ_"},
		"implied addresses": {`<row><c><v>1</v></c><c><v>2</v></c></row><row r="5"><c r="C5"><v>3</v></c><c><v>4</v></c></row><row><c><v>5</v></c></row>`, "1|n1|n2\n5|_|_|n3|n4\n6|n5"},
		"hidden row":        {`<row r="2" hidden="1"><c r="A2"><v>1</v></c></row>`, "2h|n1"},
		"styled blanks":     {`<row r="1"><c r="A1"><v>1</v></c><c r="XFD1" s="1"/></row><row r="1048576" s="1" customFormat="1"><c r="B1048576" s="2"/></row>`, "1|n1"},
		"dates":             {`<row r="1"><c r="A1" s="1"><v>44990</v></c><c r="B1" s="2"><v>44990</v></c><c r="C1" s="4"><v>44990.395833333336</v></c><c r="D1" s="5"><v>44990</v></c><c r="E1" s="6"><v>0.75</v></c></row>`, "1|D2023-03-05|D2023-03-05|D2023-03-05 09:30|D2023-03-05~2023年3月|D18:00"},
		"elapsed":           {`<row r="1"><c r="A1" s="3"><v>1.5</v></c><c r="B1" s="3"><v>6.25E-2</v></c><c r="C1" s="3"><v>50.5</v></c><c r="D1" s="3"><v>-1</v></c></row>`, "1|D36:00|D01:30|D1212:00|n-1?"},
		"not a date":        {`<row r="1"><c r="A1" s="1"><v>-1</v></c><c r="B1" s="1"><v>3000000</v></c></row>`, "1|n-1?|n3000000?"},
		"leap bug":          {`<row r="1"><c r="A1" s="1"><v>1</v></c><c r="B1" s="1"><v>59</v></c><c r="C1" s="1"><v>60</v></c><c r="D1" s="1"><v>61</v></c></row>`, "1|D1900-01-01|D1900-02-28|D1900-02-29|D1900-03-01"},
		"midnight":          {`<row r="1"><c r="A1" s="4"><v>44989.999999999</v></c><c r="B1" s="4"><v>44990.00001158</v></c></row>`, "1|D2023-03-05|D2023-03-05 00:00:01"},
		"comments":          {`<!-- x --><row r="1"><!-- y --><c r="A1"><v>1</v></c><?z?></row>`, "1|n1"},
		"line ends":         {"<row r=\"1\"><c r=\"A1\" t=\"str\"><v>a\r\nb\rc</v></c></row>", "1|sa\nb\nc"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			want := strings.Split(c.want, "\n")
			if name == "line ends" {
				want = []string{c.want}
			}
			mustSee(t, "a.xlsx", workbookOf(c.rows).zip(), want...)
		})
	}
}

func TestWorkbookForms(t *testing.T) {
	t.Parallel()
	row := `<row r="1"><c r="A1" s="1"><v>1</v></c></row>`
	good := workbookOf(row)
	const sheet1 = "xl/worksheets/sheet1.xml"
	strict := good
	for name := range good {
		strict = strict.edit(name, "http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main").
			edit(name, linkType, "http://purl.oclc.org/ooxml/officeDocument/relationships/")
	}
	strict = strict.edit("_rels/.rels", linkType, "http://purl.oclc.org/ooxml/officeDocument/relationships/")
	moved := good.with("Data/Book.XML", good["xl/workbook.xml"]).with("xl/workbook.xml", "-").
		edit("_rels/.rels", "xl/workbook.xml", "/data/book.xml").
		with("data/_rels/book.xml.rels", strings.NewReplacer("worksheets/sheet1.xml", "../xl/worksheets/sheet1.xml", `"styles.xml"`, `"/xl/styles.xml"`).Replace(good["xl/_rels/workbook.xml.rels"])).
		with("xl/_rels/workbook.xml.rels", "-")
	for name, c := range map[string]struct {
		file parts
		want string
	}{
		"plain":       {good, "1|D1900-01-01"},
		"strict":      {strict, "1|D1900-01-01"},
		"other names": {moved, "1|D1900-01-01"},
		"1904":        {good.edit("xl/workbook.xml", "<sheets>", `<workbookPr date1904="1"/><sheets>`), "1|D1904-01-02"},
		"mark":        {good.with(sheet1, "\xef\xbb\xbf"+good[sheet1]), "1|D1900-01-01"},
		"prefixed": {good.with(sheet1, `<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData><x:row r="1"><x:c r="A1" s="1"><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>`),
			"1|D1900-01-01"},
		"foreign element": {good.edit(sheet1, "<sheetData>", `<extLst><ext xmlns="urn:x"><sheetData><row/></sheetData></ext></extLst><sheetData>`), "1|D1900-01-01"},
		"no styles":       {good.edit("xl/_rels/workbook.xml.rels", linkType+"styles", linkType+"other").edit(sheet1, ` s="1"`, ""), "1|n1"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			mustSee(t, "a.xlsx", c.file.zip(), c.want)
		})
	}
}

func TestSheetList(t *testing.T) {
	t.Parallel()
	file := workbookOf("").
		with("xl/workbook.xml", `<workbook `+spreadsheetML+` `+linkML+`><sheets><sheet name="甲&amp;乙" sheetId="1" r:id="rId1"/><sheet name="图" sheetId="2" r:id="rId4"/><sheet name="藏" state="veryHidden" sheetId="3" r:id="rId5"/></sheets></workbook>`).
		edit("xl/_rels/workbook.xml.rels", "</Relationships>", `<Relationship Id="rId4" Type="`+linkType+`chartsheet" Target="chartsheets/sheet1.xml"/><Relationship Id="rId5" Type="`+linkType+`worksheet" Target="worksheets/sheet1.xml"/></Relationships>`)
	lines, err := see("a.xlsm", file.zip())
	if want := `[sheet "甲&乙" hidden=false sheet "藏" hidden=true]`; err != nil || fmt.Sprint(lines) != want {
		t.Errorf("got %v %v, want %s", lines, err, want)
	}
}

func TestMerges(t *testing.T) {
	t.Parallel()
	rows := `<row r="1"><c r="A1" t="s"><v>0</v></c></row>` +
		`<row r="2"><c r="A2"><v>1</v></c><c r="C2"><v>2</v></c></row>` +
		`<row r="3"><c r="C3"><v>3</v></c></row>` +
		`<row r="5"><c r="A5"><v>9</v></c><c r="C5"><v>4</v></c></row><row r="6"><c r="C6"><v>5</v></c></row>`
	file := workbookOf(rows, `<mergeCells count="9"><mergeCell ref="A2:B5"/><mergeCell ref="A1:XFD1"/><mergeCell ref="A6:B7"/><mergeCell ref="E1048576:E1048576"/></mergeCells>`)
	mustSee(t, "a.xlsx", file.zip(), "1|s甲|s^甲|s^甲", "2|n1|n^1|n2", "3|n^1|n^1|n3", "5|n!9|n^1|n4", "6|_|_|n5")
}

// TestCoveredCells: what a merged region hides is kept and marked, unless it is what the region shows.
func TestCoveredCells(t *testing.T) {
	t.Parallel()
	rows := `<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>1</v></c><c r="C1"><v>2</v></c><c r="D1"><v>9</v></c></row>` +
		`<row r="2"><c r="A2"><v>1</v></c><c r="B2" t="str"><v>1</v></c><c r="D2"><v>8</v></c></row>` +
		`<row r="3"><c r="D3"><v>7</v></c></row><row r="4"><c r="A4"><v>6</v></c><c r="D4"><v>5</v></c></row>`
	file := workbookOf(rows, `<mergeCells><mergeCell ref="A1:C2"/><mergeCell ref="A3:B4"/><mergeCell ref="D2:D3"/></mergeCells>`)
	mustSee(t, "a.xlsx", file.zip(), "1|n1|n1|n!2|n9", "2|n1|s!1|n^1|n8", "3|_|_|_|n!7", "4|n!6|_|_|n5")
}

func TestRowsStopAndContext(t *testing.T) {
	t.Parallel()
	file := workbookOf(`<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A2"><v>1</v></c></row>`).zip()
	for _, name := range []string{"a.xlsx", "a.csv", "a.json"} {
		content := map[string][]byte{"a.xlsx": file, "a.csv": []byte("a\nb\n"), "a.json": []byte(`[{"a":1},{"a":2}]`)}[name]
		book, err := Open(context.Background(), name, bytes.NewReader(content), int64(len(content)))
		if err != nil {
			t.Fatal(err)
		}
		stop, rows := errors.New("stop"), 0
		if err := book.Sheets()[0].Rows(t.Context(), func(*Row) error { rows++; return stop }); !errors.Is(err, stop) || rows != 1 {
			t.Errorf("%s: %d rows, %v", name, rows, err)
		}
		ended, cancel := context.WithCancel(t.Context())
		cancel()
		if err := book.Sheets()[0].Rows(ended, func(*Row) error { return nil }); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v", name, err)
		}
		if book.Records() != (name == "a.json") {
			t.Errorf("%s: Records is %v", name, book.Records())
		}
	}
}

func TestNumbers(t *testing.T) {
	t.Parallel()
	for raw, want := range map[string]string{
		"1": "1", "-1": "-1", "0": "0", "-0": "0", "-0.0": "0", "007": "7", "1.50": "1.5", "1.0": "1", "100": "100", "0.30000000000000004": "0.3",
		"1E3": "1000", "1e-3": "0.001", "1.2345678901234567": "1.23456789012346", "123456789012345678": "123456789012346000",
		"1.1010119900101123E+17": "110101199001011000", "99999999999999999999": "100000000000000000000", ".5": "0.5", "+5": "5", "5.": "5",
		"1e21": "1e+21", "0.1": "0.1", "2.9999999999999996": "3", "-12.340": "-12.34", "0.000001234": "0.000001234",
	} {
		if got, _, err := appendNumber(nil, []byte(raw)); err != nil || string(got) != want {
			t.Errorf("%s: got %s %v, want %s", raw, got, err, want)
		}
	}
	for _, raw := range []string{"x", "1x", "0x10", "1_000", "Inf", "NaN", "--1", "1.2.3", "1e999", "-"} {
		if got, _, err := appendNumber(nil, []byte(raw)); err == nil {
			t.Errorf("%s: got %s", raw, got)
		}
	}
}

func TestFormats(t *testing.T) {
	t.Parallel()
	for kind, codes := range map[sectionKind][]string{
		plainSection:   {"", "General", "G/通用格式", `G/通用格式"元"`, "@", `"无"`},
		numberSection:  {"0.00", "#,##0.00;[Red]-#,##0.00", `0"年"`, `0"month"`, "0.00E+00", "0e-0", "[$USD-409] #,##0", `#,##0\d`, "[Red]0", "_-* #,##0_d", "# ?/?", "[<1]0.00;0"},
		elapsedSection: {"[h]:mm", "[mm]:ss", `[h]"小时"mm"分"`, "[H]:MM:SS"},
		dateSection: {"yyyy-mm-dd", `yyyy"年"m"月"d"日"`, "yyyy年m月d日", `[$-804]yyyy"年"m"月";@`, "[DBNum1][$-804]m月d日", "h:mm", "mm:ss.0", "[$-804]aaaa", "上午/下午h\"时\"mm\"分\"",
			"YYYY/M/D", "m/d", `[>1000]yyyy\-mm`, "yyyy-mm-dd [h]:mm", `e"年"`, "e", `[$-411]ge.m.d`, `E"年"m"月"`, "bbbb", "h AM/PM", `yyyy"年"`},
	} {
		for _, code := range codes {
			if got := parseFormat(code).numbers[0].kind; got != kind {
				t.Errorf("%s: %d, want %d", code, got, kind)
			}
		}
	}
}

func TestShownNumbers(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		code  string
		value float64
		want  string // "?" where unknown
	}{
		{"000", 7, "007"}, {"000", 1234, "1234"}, {"0.00", 5.1, "5.10"}, {"0", 12.5, "13"}, {"0", 0.5, "1"}, {"0", -0.5, "-1"}, {"0.00", 0.005, "0.01"}, {"0.0", 9.96, "10.0"},
		{"0.00", 1.005, "1.01"}, {"#,##0", 1234567, "1,234,567"}, {"#,##0", 12, "12"}, {"#,##0.00", -1234.5, "-1,234.50"}, {"000,000", 12, "000,012"}, {"#", 0, "?"}, {"#.##", 0.5, ".5"}, {"0.##", 3, "3."},
		{"0%", 0.125, "13%"}, {"0.00%", 0.3333, "33.33%"}, {"0.00E+00", 314159265358979000, "3.14E+17"}, {"0E-0", 0.00012, "1E-4"}, {"##0.0E+0", 12345, "12.3E+3"}, {"0.0E+0", 9.99, "1.0E+1"}, {"0.00E+00", 0, "0.00E+00"},
		{`0"人"`, 120, "120人"}, {`"第"0"号"`, 5, "第5号"}, {`"云教发〔2023〕"0"号"`, 12, "云教发〔2023〕12号"}, {`000-0000-0000`, 13800138000, "138-0013-8000"}, {`0\-0`, 12, "1-2"},
		{`0.0,"千"`, 12345, "12.3千"}, {`0!.0,"万"`, 123456, "123!.5万"}, {"0,,", 1234567, "1"},
		{`0;"负"0`, -3, "负3"}, {`0;-0;"无"`, 0, "无"}, {`0;;`, -1, "?"}, {";;;", 5, "?"}, {`"是";;"否"`, 1, "是"}, {`"是";;"否"`, 0, "否"},
		{`[>=1]"是";"否"`, 1, "是"}, {`[>=1]"是";"否"`, 0, "否"}, {`[=1]"男";[=2]"女";"?"`, 2, "女"}, {`[<10]"0"0;0`, 7, "07"}, {`[<10]"0"0;0`, 12, "12"},
		{"[$¥-804]#,##0.00", 3, "¥3.00"}, {`_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ `, 0, "-"}, {"General", 12.5, "12.5"}, {`G/通用格式"元"`, -12.5, "-12.5元"},
		{"# ?/?", 0.5, "?"}, {"[DBNum1][$-804]General", 12, "?"}, {"@", 7, "7"}, {"??0", 7, "7"}, {"0.0?", 1.5, "1.5"}, {".00", 12.5, "12.50"},
	} {
		f := parseFormat(c.code)
		shown, known := f.appendShown(nil, c.value, appendFloat(nil, c.value)), f.shows(c.value)
		if got := strings.TrimSpace(string(shown)); known && got != c.want || !known && c.want != "?" {
			t.Errorf("%s of %v: %q %v, want %q", c.code, c.value, got, known, c.want)
		}
	}
}

// TestShown: texts, keys and dates are what people see; counts are what is stored.
func TestShown(t *testing.T) {
	t.Parallel()
	for code, c := range map[string]struct{ cell, want string }{
		"0.00":            {`<c r="A1" s="1"><v>5.1</v></c>`, "1|n5.1~5.10"},
		"000":             {`<c r="A1" s="1"><v>7</v></c>`, "1|n7~007"},
		"0":               {`<c r="A1" s="1"><v>110101199001011234</v></c>`, "1|n110101199001011000?"},
		"General":         {`<c r="A1" s="1"><v>3.14159E+17</v></c>`, "1|n314159000000000000?"},
		"0.00E+00":        {`<c r="A1" s="1"><v>314159000000000</v></c>`, "1|n314159000000000~3.14E+14"},
		"# ?/?":           {`<c r="A1" s="1"><v>0.5</v></c>`, "1|n0.5?"},
		"#":               {`<c r="A1" s="1"><v>123456789012345</v></c>`, "1|n123456789012345"},
		`e"年"`:            {`<c r="A1" s="1"><v>45054</v></c>`, "1|D2023-05-08~2023年"},
		`m"月"d"日"`:        {`<c r="A1" s="1"><v>45054</v></c>`, "1|D2023-05-08~5月8日"},
		"mm-dd":           {`<c r="A1" s="1"><v>45054</v></c>`, "1|D2023-05-08~05-08"},
		`yyyy"年"m"月";@`:   {`<c r="A1" s="1"><v>45047.5</v></c>`, "1|D2023-05-01 12:00~2023年5月"},
		`m"月"d"日" h:mm`:   {`<c r="A1" s="1"><v>45054.4</v></c>`, "1|D2023-05-08 09:36~5月8日 9:36"},
		"m/d h:mm AM/PM":  {`<c r="A1" s="1"><v>45054.75</v></c>`, "1|D2023-05-08 18:00~5/8 6:00 PM"},
		"[DBNum1]m月d日":    {`<c r="A1" s="1"><v>45054</v></c>`, "1|D2023-05-08?"},
		"yyyy-mm-dd":      {`<c r="A1" s="1"><v>45054</v></c>`, "1|D2023-05-08"},
		`"市"@`:            {`<c r="A1" s="1" t="s"><v>0</v></c>`, "1|s甲~市甲"},
		`0;0;0;"〔"@"〕"`:   {`<c r="A1" s="1" t="str"><v>5</v></c>`, "1|s5~〔5〕"},
		`General;@"号"`:    {`<c r="A1" s="1" t="inlineStr"><is><r><t>a</t></r></is></c>`, "1|sa~a号"},
		"_ * #,##0_ ;_ @": {`<c r="A1" s="1" t="s"><v>0</v></c>`, "1|s甲"},
	} {
		t.Run(code, func(t *testing.T) {
			t.Parallel()
			file := workbookOf(`<row r="1">`+c.cell+`</row>`).with("xl/styles.xml", `<styleSheet `+spreadsheetML+`><numFmts><numFmt numFmtId="200" formatCode="`+strings.ReplaceAll(code, `"`, "&quot;")+`"/></numFmts><cellXfs><xf/><xf numFmtId="200"/></cellXfs></styleSheet>`)
			mustSee(t, "a.xlsx", file.zip(), c.want)
		})
	}
	merged := workbookOf(`<row r="1"><c r="A1" s="5"><v>45054</v></c><c r="B1"><v>1</v></c></row><row r="2"><c r="B2"><v>2</v></c></row>`, `<mergeCells><mergeCell ref="A1:A2"/></mergeCells>`)
	mustSee(t, "a.xlsx", merged.zip(), "1|D2023-05-08~2023年5月|n1", "2|D^2023-05-08~2023年5月|n2")
}

// TestManyStrings: shared strings that fill several slabs and blocks of references.
func TestManyStrings(t *testing.T) {
	t.Parallel()
	const n = 70_000
	text := func(i int) string { return fmt.Sprintf("第%d号%s", i, strings.Repeat("文", i%9)) }
	var table, rows strings.Builder
	for i := range n {
		fmt.Fprintf(&table, "<si><t>%s</t></si>", text(i))
		fmt.Fprintf(&rows, `<row r="%d"><c r="A%[1]d" t="s"><v>%d</v></c></row>`, i+1, n-1-i)
	}
	file := workbookOf(rows.String()).with("xl/sharedStrings.xml", `<sst `+spreadsheetML+`>`+table.String()+`</sst>`).zip()
	book, err := Open(context.Background(), "a.xlsx", bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	read := 0
	err = book.Sheets()[0].Rows(t.Context(), func(r *Row) error {
		if want := text(n - r.Number); r.Cells[0].Text != want {
			t.Errorf("row %d holds %q, want %q", r.Number, r.Cells[0].Text, want)
		}
		read++
		return nil
	})
	if err != nil || read != n {
		t.Errorf("%d rows, %v", read, err)
	}
}
