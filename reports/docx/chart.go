package docx

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"

	"jianfu"
)

// Chart is a column chart, or a line chart where Lines is set.
type Chart struct {
	Title      string // for readers who cannot see it, and above the picture
	Unit       string // over the value axis: 单位：次
	Categories []string
	Series     []Series
	Lines      bool
}

// Series is one row of columns, or one line. A nil value is a gap.
type Series struct {
	Name   string
	Values []*float64
}

// colours of the series, from the last: this year has the same colour in all charts. They can also be
// told apart when printed in black.
var colours = []string{"1F4E79", "9DC3E6", "7F7F7F", "C55A11", "A9D18E", "FFD966"}

// The frame of a chart in EMU (36,000 a millimetre): as wide as the text.
const frameWidth, frameHeight = 155 * 36000, 82 * 36000

// Chart adds a chart.
func (d *Document) Chart(c Chart) { d.chart(c, frameWidth, frameHeight) }

func (d *Document) chart(c Chart, width, height int) {
	d.charts = append(d.charts, c)
	n := len(d.charts)
	fmt.Fprintf(&d.body, `<w:p><w:pPr><w:pStyle w:val="%s"/></w:pPr><w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">`+
		`<wp:extent cx="%d" cy="%d"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:docPr id="%d" name="图表 %d" descr="%s"/><wp:cNvGraphicFramePr/>`+
		`<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart"><c:chart r:id="rIdChart%d"/></a:graphicData></a:graphic>`+
		`</wp:inline></w:drawing></w:r></w:p>`, chartStyle, width, height, n, n, escape(c.Title), n)
}

const chartSheet = "Sheet1"

// files are the chart, its relations and its workbook.
func (c Chart) files(n int) ([]part, error) {
	book, err := c.workbook()
	if err != nil {
		return nil, fmt.Errorf("the workbook of chart %d: %w", n, err)
	}
	return []part{
		{fmt.Sprintf("word/charts/chart%d.xml", n), []byte(c.xml())},
		{fmt.Sprintf("word/charts/_rels/chart%d.xml.rels", n), []byte(declaration +
			`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rIdBook" Type="` + relation + `package" Target="` +
			fmt.Sprintf("../embeddings/chart%d.xlsx", n) + `"/></Relationships>`)},
		{fmt.Sprintf("word/embeddings/chart%d.xlsx", n), book},
	}, nil
}

// workbook holds the numbers: categories down the first column, a column for each series.
func (c Chart) workbook() ([]byte, error) {
	book := excelize.NewFile()
	defer book.Close() //nolint:errcheck // it is in memory
	put := func(column, row int, value any) error {
		cell, err := excelize.CoordinatesToCellName(column, row)
		if err != nil {
			return err
		}
		if text, isText := value.(string); isText {
			value = jianfu.Harmless(text)
		}
		return book.SetCellValue(chartSheet, cell, value)
	}
	for i, category := range c.Categories {
		if err := put(1, i+2, category); err != nil {
			return nil, err
		}
	}
	for k, s := range c.Series {
		if err := put(k+2, 1, s.Name); err != nil {
			return nil, err
		}
		for i, value := range s.Values {
			if value == nil {
				continue
			}
			if err := put(k+2, i+2, *value); err != nil {
				return nil, err
			}
		}
	}
	var out bytes.Buffer
	err := book.Write(&out)
	return out.Bytes(), err
}

// letters are the font of a chart's words.
func letters(size int) string {
	return fmt.Sprintf(`<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="%d"><a:latin typeface="Times New Roman"/><a:ea typeface="仿宋_GB2312"/></a:defRPr></a:pPr><a:endParaRPr lang="zh-CN"/></a:p></c:txPr>`, size)
}

func title(text string, size int) string {
	if text == "" {
		return ""
	}
	return fmt.Sprintf(`<c:title><c:tx><c:rich><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="%[1]d" b="0"/></a:pPr><a:r><a:rPr lang="zh-CN" sz="%[1]d" b="0"><a:latin typeface="Times New Roman"/><a:ea typeface="仿宋_GB2312"/></a:rPr><a:t>%[2]s</a:t></a:r></a:p></c:rich></c:tx><c:overlay val="0"/></c:title>`, size, escape(text))
}

func line(colour string, width int) string {
	return fmt.Sprintf(`<a:ln w="%d"><a:solidFill><a:srgbClr val="%s"/></a:solidFill></a:ln>`, width, colour)
}

func (c Chart) xml() string {
	var b strings.Builder
	b.WriteString(declaration + `<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"` +
		` xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><c:date1904 val="0"/><c:lang val="zh-CN"/><c:roundedCorners val="0"/><c:chart>`)
	b.WriteString(`<c:autoTitleDeleted val="1"/><c:plotArea><c:layout/>`)
	if c.Lines {
		b.WriteString(`<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>`)
	} else {
		b.WriteString(`<c:barChart><c:barDir val="col"/><c:grouping val="clustered"/><c:varyColors val="0"/>`)
	}
	for k, s := range c.Series {
		c.series(&b, k, s)
	}
	if c.Lines {
		b.WriteString(`<c:marker val="1"/><c:axId val="111"/><c:axId val="222"/></c:lineChart>`)
	} else {
		b.WriteString(`<c:gapWidth val="60"/><c:axId val="111"/><c:axId val="222"/></c:barChart>`)
	}
	b.WriteString(`<c:catAx><c:axId val="111"/><c:scaling><c:orientation val="minMax"/></c:scaling><c:delete val="0"/><c:axPos val="b"/>` +
		`<c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="low"/><c:spPr>` + line("7F7F7F", 9525) + `</c:spPr>` +
		letters(1050) + `<c:crossAx val="222"/><c:crosses val="autoZero"/><c:auto val="0"/><c:lblAlgn val="ctr"/><c:lblOffset val="100"/><c:noMultiLvlLbl val="1"/></c:catAx>`)
	b.WriteString(`<c:valAx><c:axId val="222"/><c:scaling><c:orientation val="minMax"/><c:min val="0"/></c:scaling><c:delete val="0"/><c:axPos val="l"/>` +
		`<c:majorGridlines><c:spPr>` + line("D9D9D9", 6350) + `</c:spPr></c:majorGridlines>` + title(c.Unit, 1050) +
		`<c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/><c:spPr>` + line("7F7F7F", 9525) + `</c:spPr>` +
		letters(1050) + `<c:crossAx val="111"/><c:crosses val="autoZero"/><c:crossBetween val="between"/></c:valAx>`)
	b.WriteString(`<c:spPr><a:noFill/></c:spPr></c:plotArea>` + c.legend() + `<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart><c:spPr><a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill><a:ln><a:noFill/></a:ln></c:spPr>` +
		letters(1050) + `<c:externalData r:id="rIdBook"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>`)
	return b.String()
}

// legend names the series, where there are several.
func (c Chart) legend() string {
	if len(c.Series) < 2 {
		return ""
	}
	return `<c:legend><c:legendPos val="b"/><c:overlay val="0"/>` + letters(1050) + `</c:legend>`
}

// label is the text and position of a point's value.
func label(position string) string {
	return `<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>` + letters(900) + `<c:dLblPos val="` + position + `"/><c:showLegendKey val="0"/><c:showVal val="1"/>` +
		`<c:showCatName val="0"/><c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/>`
}

// under reports whether the point of a line is below that of the other: then its value is written
// under it, where the other's is not.
func (c Chart) under(k, i int) bool {
	mine := c.Series[k].Values[i]
	for other, s := range c.Series {
		if theirs := s.Values[i]; other != k && mine != nil && theirs != nil && (*mine < *theirs || *mine == *theirs && k < other) {
			return true
		}
	}
	return false
}

func (c Chart) series(b *strings.Builder, k int, s Series) {
	colour := colours[(len(c.Series)-1-k)%len(colours)]
	column, _ := excelize.ColumnNumberToName(k + 2) // k is small
	reference := func(column string, from, to int) string {
		return fmt.Sprintf("%s!$%s$%d:$%s$%d", chartSheet, column, from, column, to)
	}
	n := len(c.Categories)
	fmt.Fprintf(b, `<c:ser><c:idx val="%d"/><c:order val="%d"/><c:tx><c:strRef><c:f>%s!$%s$1</c:f><c:strCache><c:ptCount val="1"/><c:pt idx="0"><c:v>%s</c:v></c:pt></c:strCache></c:strRef></c:tx>`,
		k, k, chartSheet, column, escape(s.Name))
	if c.Lines {
		b.WriteString(`<c:spPr>` + line(colour, 28575) + `</c:spPr><c:marker><c:symbol val="` + []string{"circle", "square", "triangle", "diamond"}[k%4] +
			`"/><c:size val="6"/><c:spPr><a:solidFill><a:srgbClr val="` + colour + `"/></a:solidFill></c:spPr></c:marker>`)
	} else {
		b.WriteString(`<c:spPr><a:solidFill><a:srgbClr val="` + colour + `"/></a:solidFill></c:spPr><c:invertIfNegative val="0"/>`)
	}
	position := "outEnd"
	b.WriteString(`<c:dLbls>`)
	if c.Lines {
		position = "t"
		for i := range s.Values {
			if c.under(k, i) {
				fmt.Fprintf(b, `<c:dLbl><c:idx val="%d"/>%s</c:dLbl>`, i, label("b"))
			}
		}
	}
	b.WriteString(label(position) + `</c:dLbls>`)
	fmt.Fprintf(b, `<c:cat><c:strRef><c:f>%s</c:f><c:strCache><c:ptCount val="%d"/>`, reference("A", 2, n+1), n)
	for i, category := range c.Categories {
		fmt.Fprintf(b, `<c:pt idx="%d"><c:v>%s</c:v></c:pt>`, i, escape(category))
	}
	fmt.Fprintf(b, `</c:strCache></c:strRef></c:cat><c:val><c:numRef><c:f>%s</c:f><c:numCache><c:formatCode>General</c:formatCode><c:ptCount val="%d"/>`, reference(column, 2, n+1), n)
	for i, value := range s.Values {
		if value != nil {
			fmt.Fprintf(b, `<c:pt idx="%d"><c:v>%v</c:v></c:pt>`, i, *value)
		}
	}
	b.WriteString(`</c:numCache></c:numRef></c:val>`)
	if c.Lines {
		b.WriteString(`<c:smooth val="0"/>`)
	}
	b.WriteString(`</c:ser>`)
}
