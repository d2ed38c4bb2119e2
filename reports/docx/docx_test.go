package docx_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"jianfu/reports/docx"
)

func number(f float64) *float64 { return &f }

// document holds everything that the package can write.
func document(t *testing.T) map[string][]byte {
	t.Helper()
	d := &docx.Document{Title: "标题<&>", Author: "办公室", At: time.Date(2024, 1, 2, 3, 4, 5, 0, time.UTC)}
	d.Paragraph(docx.TitleStyle, docx.Plain("标题<&>\x01")...)
	for level := 1; level <= 3; level++ {
		d.Paragraph(docx.HeadingStyle(level), docx.Plain("小标题")...)
	}
	d.Paragraph(docx.BodyStyle, docx.Run{Text: "召开会议"}, docx.Run{Text: "521次", Anchor: "figure1"})
	d.Table(docx.Table{Columns: []docx.Column{{Head: "单位", Weight: 2, Align: "left"}, {Head: "数", Weight: 1, Align: "right"}},
		Rows: []docx.Row{{Cells: docx.Words("市教育局\n二行", "1"), Mark: "figure1"}, {Cells: []docx.Run{{Text: "只有一格", Anchor: "figure1", Tip: "meetings.held@2023"}}}}})
	d.Table(docx.Table{Small: true, Columns: []docx.Column{{Head: "a", Weight: 1, Align: "center"}}})
	for _, lines := range []bool{false, true} {
		d.Chart(docx.Chart{Title: "图", Unit: "单位：次", Lines: lines, Categories: []string{"1月", "2月"},
			Series: []docx.Series{{Name: "2022年", Values: []*float64{number(1), nil}}, {Name: "2023年", Values: []*float64{number(2.5), number(0)}}}})
	}
	d.Panels([]docx.Panel{{Title: "会议", Text: docx.Plain("521次"), Chart: &docx.Chart{Title: "图", Categories: []string{"2022年", "2023年"}, Series: []docx.Series{{Name: "会议", Values: []*float64{number(1), number(2)}}}}}})
	d.Paragraph(docx.OrganStyle, docx.Plain("市政府文件")...)
	d.Paragraph(docx.SignerStyle, docx.Plain("云政〔2024〕1号\t签发人：甲")...)
	d.Paragraph(docx.CopiesStyle, docx.Plain("抄送：乙。")...)
	d.Paragraph(docx.SignStyle, docx.Plain("办公室")...)
	var out, again bytes.Buffer
	if err := errors.Join(d.Write(&out), d.Write(&again)); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(out.Bytes(), again.Bytes()) {
		t.Error("the same document has other bytes")
	}
	archive, err := zip.NewReader(bytes.NewReader(out.Bytes()), int64(out.Len()))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	for _, file := range archive.File {
		r, err := file.Open()
		if err != nil {
			t.Fatal(err)
		}
		if files[file.Name], err = io.ReadAll(r); err != nil {
			t.Fatal(err)
		}
		r.Close()
	}
	return files
}

// order is the order that the schema (ECMA-376) requires of the children of elements: Word offers
// to repair a document with another order.
var order = map[string]string{
	"pPr":    "pStyle keepNext keepLines pageBreakBefore widowControl pBdr tabs overflowPunct autoSpaceDE autoSpaceDN adjustRightInd snapToGrid spacing ind jc outlineLvl rPr",
	"rPr":    "rStyle rFonts b bCs i iCs color spacing kern sz szCs lang",
	"sectPr": "headerReference footerReference pgSz pgMar pgNumType cols titlePg docGrid",
	"tblPr":  "tblStyle tblW jc tblInd tblBorders tblLayout tblCellMar tblLook",
	"tcPr":   "tcW gridSpan vMerge vAlign",
	"tbl":    "tblPr tblGrid tr",
	"tr":     "trPr tc",
	"tc":     "tcPr p",
	"style":  "name basedOn next uiPriority semiHidden qFormat pPr rPr tblPr",
	"settings": "zoom bordersDoNotSurroundHeader bordersDoNotSurroundFooter defaultTabStop evenAndOddHeaders drawingGridVerticalSpacing " +
		"characterSpacingControl compat themeFontLang decimalSymbol listSeparator",
	"font":       "altName panose1 charset family pitch",
	"inline":     "extent effectExtent docPr cNvGraphicFramePr graphic",
	"chartSpace": "date1904 lang roundedCorners chart spPr txPr externalData",
	"chart":      "title autoTitleDeleted plotArea legend plotVisOnly dispBlanksAs",
	"plotArea":   "layout barChart lineChart catAx valAx spPr",
	"barChart":   "barDir grouping varyColors ser gapWidth axId",
	"lineChart":  "grouping varyColors ser marker axId",
	"ser":        "idx order tx spPr invertIfNegative marker dLbls cat val smooth",
	"dLbls":      "dLbl spPr txPr dLblPos showLegendKey showVal showCatName showSerName showPercent showBubbleSize",
	"dLbl":       "idx spPr txPr dLblPos showLegendKey showVal showCatName showSerName showPercent showBubbleSize",
	"catAx":      "axId scaling delete axPos numFmt majorTickMark minorTickMark tickLblPos spPr txPr crossAx crosses auto lblAlgn lblOffset noMultiLvlLbl",
	"valAx":      "axId scaling delete axPos majorGridlines title numFmt majorTickMark minorTickMark tickLblPos spPr txPr crossAx crosses crossBetween",
}

func TestElementsStandInTheSchemasOrder(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for name, content := range document(t) {
		if path.Ext(name) != ".xml" {
			continue
		}
		decoder := xml.NewDecoder(bytes.NewReader(content))
		type open struct {
			name string
			at   int
		}
		var stack []open
		for {
			token, err := decoder.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			switch token := token.(type) {
			case xml.StartElement:
				if n := len(stack); n > 0 {
					parent := &stack[n-1]
					if list := strings.Fields(order[parent.name]); len(list) > 0 {
						at := slices.Index(list, token.Name.Local)
						if at < parent.at {
							t.Errorf("%s: %s is in %s where the schema does not allow it", name, token.Name.Local, parent.name)
						}
						parent.at = max(at, parent.at)
						seen[parent.name] = true
					}
				}
				opened := open{name: token.Name.Local}
				if strings.HasSuffix(token.Name.Space, "/drawingml/2006/main") {
					opened.name = "a:" + opened.name // DrawingML has its own pPr and rPr
				}
				stack = append(stack, opened)
			case xml.EndElement:
				stack = stack[:len(stack)-1]
			}
		}
	}
	for name := range order {
		if !seen[name] {
			t.Errorf("no %s was looked at", name)
		}
	}
}

// Every part has a declared type, and every relation leads to a part.
func TestPartsHoldTogether(t *testing.T) {
	t.Parallel()
	files := document(t)
	types := string(files["[Content_Types].xml"])
	for name := range files {
		if name == "[Content_Types].xml" || strings.HasSuffix(name, ".rels") || strings.HasSuffix(name, ".xlsx") {
			continue
		}
		if !strings.Contains(types, `PartName="/`+name+`"`) {
			t.Errorf("%s has no type", name)
		}
	}
	for name, content := range files {
		if !strings.HasSuffix(name, ".rels") {
			continue
		}
		var relations struct {
			Relationship []struct {
				Target string `xml:",attr"`
			}
		}
		if err := xml.Unmarshal(content, &relations); err != nil {
			t.Fatal(err)
		}
		base := path.Dir(path.Dir(name))
		for _, r := range relations.Relationship {
			if files[path.Join(base, r.Target)] == nil {
				t.Errorf("%s leads to %s, which is not there", name, r.Target)
			}
		}
	}
}

// The page of GB/T 9704-2012, and East Asian fonts in every style.
func TestOfficialForm(t *testing.T) {
	t.Parallel()
	files := document(t)
	body, styles, settings := string(files["word/document.xml"]), string(files["word/styles.xml"]), string(files["word/settings.xml"])
	for _, want := range []string{`w:w="11906" w:h="16838"`, `w:top="2098" w:right="1474" w:bottom="1984" w:left="1587"`, `w:type="even"`, `w:type="lines" w:linePitch="579"`,
		`<w:cantSplit/><w:tblHeader/>`, `标题&lt;&amp;&gt; </w:t>`, `w:anchor="figure1"`, `w:name="figure1"`} {
		if !strings.Contains(body, want) {
			t.Errorf("the document has no %s", want)
		}
	}
	for _, want := range []string{`w:eastAsia="方正小标宋简体"`, `w:eastAsia="仿宋_GB2312"`, `w:eastAsia="黑体"`, `w:eastAsia="楷体_GB2312"`, `<w:sz w:val="44"/>`, `<w:sz w:val="32"/>`, `w:line="579" w:lineRule="exact"`} {
		if !strings.Contains(styles, want) {
			t.Errorf("the styles have no %s", want)
		}
	}
	if !strings.Contains(settings, "evenAndOddHeaders") {
		t.Error("odd and even pages are not told apart")
	}
	if odd, even := string(files["word/footer1.xml"]), string(files["word/footer2.xml"]); !strings.Contains(odd, `"right"`) || !strings.Contains(even, `"left"`) || !strings.Contains(odd, "— ") {
		t.Error("page numbers are not on the outer side")
	}
	for _, font := range docx.Fonts {
		if !strings.Contains(string(files["word/fontTable.xml"]), `w:name="`+font+`"`) || !strings.Contains(styles, font) {
			t.Errorf("the font %s is not declared", font)
		}
	}
}

// A reader can change the numbers behind a chart: its workbook holds what the chart shows.
func TestChartsHaveTheirWorkbook(t *testing.T) {
	t.Parallel()
	files := document(t)
	book, err := excelize.OpenReader(bytes.NewReader(files["word/embeddings/chart1.xlsx"]))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := book.GetRows("Sheet1")
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join([]string{strings.Join(rows[0], "|"), strings.Join(rows[1], "|"), strings.Join(rows[2], "|")}, "/"); got != "|2022年|2023年/1月|1|2.5/2月||0" {
		t.Errorf("the workbook holds %s", got)
	}
	chart := string(files["word/charts/chart1.xml"])
	for _, want := range []string{"Sheet1!$B$2:$B$3", `<c:pt idx="0"><c:v>2.5</c:v></c:pt>`, "单位：次", `typeface="仿宋_GB2312"`, `r:id="rIdBook"`} {
		if !strings.Contains(chart, want) {
			t.Errorf("the chart has no %s", want)
		}
	}
	if strings.Contains(chart, `<c:pt idx="1"><c:v></c:v>`) || strings.Count(chart, "<c:numCache>") != 2 {
		t.Error("a gap is no point")
	}
}

// A short table is kept on one page, no row of a long one is alone on a page, and the signature is
// below the last words.
func TestKeptTogether(t *testing.T) {
	t.Parallel()
	body := func(rows int, kept bool) string {
		d := &docx.Document{}
		table := docx.Table{Columns: []docx.Column{{Head: "数", Weight: 1, Align: "right"}}, Kept: kept}
		for range rows {
			table.Rows = append(table.Rows, docx.Row{Cells: docx.Words("1")})
		}
		d.Table(table)
		d.Kept(docx.BodyStyle, docx.Plain("完")...)
		var out bytes.Buffer
		if err := d.Write(&out); err != nil {
			t.Fatal(err)
		}
		archive, err := zip.NewReader(bytes.NewReader(out.Bytes()), int64(out.Len()))
		if err != nil {
			t.Fatal(err)
		}
		file, err := archive.Open("word/document.xml")
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		content, err := io.ReadAll(file)
		if err != nil {
			t.Fatal(err)
		}
		return string(content)
	}
	for _, c := range []struct {
		rows int
		kept bool
		want int
	}{{3, false, 1 + 2 + 1}, {3, true, 1 + 3 + 1 + 1}, {40, false, 1 + 2 + 1}, {1, false, 1 + 0 + 1}} { // the header, rows, the note, the last words
		if n := strings.Count(body(c.rows, c.kept), "<w:keepNext/>"); n != c.want {
			t.Errorf("%d rows, kept %v: %d are kept with the next, want %d", c.rows, c.kept, n, c.want)
		}
	}
}

// The values of two lines are on either side: above the higher, below the lower.
func TestLabelsOfLines(t *testing.T) {
	t.Parallel()
	d := &docx.Document{}
	d.Chart(docx.Chart{Unit: "次", Lines: true, Categories: []string{"1月", "2月", "3月", "4月"},
		Series: []docx.Series{{Name: "2022年", Values: []*float64{number(1), number(5), number(3), nil}}, {Name: "2023年", Values: []*float64{number(2), number(4), number(3), number(1)}}}})
	var out bytes.Buffer
	if err := d.Write(&out); err != nil {
		t.Fatal(err)
	}
	archive, err := zip.NewReader(bytes.NewReader(out.Bytes()), int64(out.Len()))
	if err != nil {
		t.Fatal(err)
	}
	file, err := archive.Open("word/charts/chart1.xml")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	var chart struct {
		Series []struct {
			Labels struct {
				Each []struct {
					Point struct {
						At int `xml:"val,attr"`
					} `xml:"idx"`
					Position struct {
						At string `xml:"val,attr"`
					} `xml:"dLblPos"`
				} `xml:"dLbl"`
				Position struct {
					At string `xml:"val,attr"`
				} `xml:"dLblPos"`
			} `xml:"dLbls"`
		} `xml:"chart>plotArea>lineChart>ser"`
	}
	if err := xml.NewDecoder(file).Decode(&chart); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, s := range chart.Series {
		at := s.Labels.Position.At
		for _, each := range s.Labels.Each {
			at += " " + strconv.Itoa(each.Point.At) + each.Position.At
		}
		got = append(got, at)
	}
	if want := []string{"t 0b 2b", "t 1b"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}
