// Package docx writes official documents (公文) as .docx in the form of GB/T 9704-2012: A4, 22
// lines of 28 characters, and page numbers on the outer side. Charts are native, with the workbook
// of their numbers inside, so that a reader can change them. It knows nothing of what the words and
// numbers mean. The same document always has the same bytes.
package docx

import (
	"archive/zip"
	"bytes"
	"embed"
	"fmt"
	"io"
	"strings"
	"time"
)

// parts are those that are the same in every document, at their place in the package. What an
// office may want to change is in word/styles.xml.
//
//go:embed all:parts
var parts embed.FS

// The page of GB/T 9704-2012 in twentieths of a point: 156 mm × 225 mm between margins of
// 37, 26, 35 and 28 mm (top, right, bottom, left).
const (
	textWidth = 8845
	section   = `<w:sectPr><w:footerReference w:type="default" r:id="rIdOdd"/><w:footerReference w:type="even" r:id="rIdEven"/>` +
		`<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1587" w:header="851" w:footer="1304" w:gutter="0"/>` +
		`<w:pgNumType w:fmt="decimal"/><w:cols w:space="425"/><w:docGrid w:type="lines" w:linePitch="579"/></w:sectPr>`
)

// Fonts are those that the documents name. None is embedded: they are the office's.
var Fonts = []string{"方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312", "宋体", "Times New Roman"}

// Document is a document being written. At is its creation time.
type Document struct {
	Title, Author string
	At            time.Time

	body   bytes.Buffer
	charts []Chart
	marks  int
}

// Run is a piece of a paragraph. Anchor, if set, links to the table row of that mark; Tip is shown
// over the link.
type Run struct {
	Text, Anchor, Tip string
}

// Plain is a paragraph of one run.
func Plain(text string) []Run { return []Run{{Text: text}} }

// Words are the cells of a row that link to nothing.
func Words(texts ...string) []Run {
	runs := make([]Run, len(texts))
	for i, text := range texts {
		runs[i].Text = text
	}
	return runs
}

// The styles of paragraphs, as word/styles.xml has them.
const (
	TitleStyle     = "JTitle"
	BodyStyle      = "JBody"
	AddresseeStyle = "JAddressee" // 主送机关: not indented
	CaptionStyle   = "JCaption"
	NoteStyle      = "JNote"
	SignStyle      = "JSign"
	EnclosureStyle = "JEnclosure" // 附件说明: 附件：1.…
	AnnexStyle     = "JAnnex"
	OrganStyle     = "JOrgan"  // 发文机关标志
	NumberStyle    = "JNumber" // 发文字号, above the red line
	SignerStyle    = "JSigner" // 发文字号 and 签发人 in one line, above the red line
	CopiesStyle    = "JCopies" // 版记: 抄送, 印发
	PanelTitle     = "JPanelTitle"
	PanelStyle     = "JPanel"
	AnnexTitle     = "JAnnexTitle"
	chartStyle     = "JChart"
	cellStyle      = "JCell"
	SmallStyle     = "JSmall"
)

// HeadingStyle is that of a heading of level 1 to 3.
func HeadingStyle(level int) string { return fmt.Sprintf("Heading%d", min(max(level, 1), 3)) }

// Paragraph adds a paragraph in a style.
func (d *Document) Paragraph(style string, runs ...Run) { d.paragraph(style, "", runs) }

// Kept adds a paragraph that is kept on the page of the next one.
func (d *Document) Kept(style string, runs ...Run) { d.paragraph(style, keepNext, runs) }

const keepNext = `<w:keepNext/>`

func (d *Document) paragraph(style, keep string, runs []Run) {
	d.body.WriteString(`<w:p><w:pPr><w:pStyle w:val="` + style + `"/>` + keep + `</w:pPr>`)
	for _, r := range runs {
		d.run(r)
	}
	d.body.WriteString(`</w:p>`)
}

func (d *Document) run(r Run) {
	text := `<w:r><w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr><w:t xml:space="preserve">` + strings.ReplaceAll(escape(r.Text), "\t", `</w:t><w:tab/><w:t xml:space="preserve">`) + `</w:t></w:r>`
	d.body.WriteString(r.linked(text))
}

// linked puts the link of a run around its XML.
func (r Run) linked(xml string) string {
	if r.Anchor == "" {
		return xml
	}
	tip := ""
	if r.Tip != "" {
		tip = ` w:tooltip="` + escape(r.Tip) + `"`
	}
	return `<w:hyperlink w:anchor="` + escape(r.Anchor) + `"` + tip + ` w:history="1">` + xml + `</w:hyperlink>`
}

// escape escapes a text for XML, without the characters that XML cannot hold.
func escape(text string) string {
	return escapes.Replace(strings.Map(func(r rune) rune {
		if r < ' ' && r != '\t' || r >= 0xD800 && r <= 0xDFFF || r == 0xFFFE || r == 0xFFFF {
			return ' '
		}
		return r
	}, text))
}

var escapes = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;")

const (
	declaration = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	namespaces  = ` xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"` +
		` xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"` +
		` xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"` +
		` xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"` +
		` xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"`
	relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
)

// part is one file of the package.
type part struct {
	name    string
	content []byte
}

// Write writes the document.
func (d *Document) Write(w io.Writer) error {
	list := []part{{"[Content_Types].xml", []byte(d.contentTypes())}}
	for _, name := range []string{"_rels/.rels", "word/styles.xml", "word/settings.xml", "word/fontTable.xml", "word/theme/theme1.xml", "word/footer1.xml", "word/footer2.xml", "docProps/app.xml"} {
		content, err := parts.ReadFile("parts/" + name)
		if err != nil {
			return err
		}
		list = append(list, part{name, content})
	}
	list = append(list, part{"docProps/core.xml", []byte(d.core())}, part{"word/_rels/document.xml.rels", []byte(d.relations())},
		part{"word/document.xml", []byte(declaration + `<w:document` + namespaces + `><w:body>` + d.body.String() + section + `</w:body></w:document>`)})
	for i, c := range d.charts {
		files, err := c.files(i + 1)
		if err != nil {
			return err
		}
		list = append(list, files...)
	}
	archive := zip.NewWriter(w)
	for _, p := range list {
		into, err := archive.CreateHeader(&zip.FileHeader{Name: p.name, Method: zip.Deflate}) // no time: the same bytes every day
		if err != nil {
			return err
		}
		if _, err := into.Write(p.content); err != nil {
			return err
		}
	}
	return archive.Close()
}

func (d *Document) contentTypes() string {
	const word = "application/vnd.openxmlformats-officedocument.wordprocessingml."
	var b strings.Builder
	b.WriteString(declaration + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
		`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>` +
		`<Default Extension="xlsx" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"/>`)
	override := func(name, kind string) {
		b.WriteString(`<Override PartName="` + name + `" ContentType="` + kind + `"/>`)
	}
	override("/word/document.xml", word+"document.main+xml")
	override("/word/styles.xml", word+"styles+xml")
	override("/word/settings.xml", word+"settings+xml")
	override("/word/fontTable.xml", word+"fontTable+xml")
	override("/word/theme/theme1.xml", "application/vnd.openxmlformats-officedocument.theme+xml")
	override("/word/footer1.xml", word+"footer+xml")
	override("/word/footer2.xml", word+"footer+xml")
	override("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml")
	override("/docProps/app.xml", "application/vnd.openxmlformats-officedocument.extended-properties+xml")
	for i := range d.charts {
		override(fmt.Sprintf("/word/charts/chart%d.xml", i+1), "application/vnd.openxmlformats-officedocument.drawingml.chart+xml")
	}
	b.WriteString(`</Types>`)
	return b.String()
}

func (d *Document) relations() string {
	var b strings.Builder
	b.WriteString(declaration + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`)
	relate := func(id, kind, target string) {
		b.WriteString(`<Relationship Id="` + id + `" Type="` + relation + kind + `" Target="` + target + `"/>`)
	}
	relate("rIdStyles", "styles", "styles.xml")
	relate("rIdSettings", "settings", "settings.xml")
	relate("rIdFonts", "fontTable", "fontTable.xml")
	relate("rIdTheme", "theme", "theme/theme1.xml")
	relate("rIdOdd", "footer", "footer1.xml")
	relate("rIdEven", "footer", "footer2.xml")
	for i := range d.charts {
		relate(fmt.Sprintf("rIdChart%d", i+1), "chart", fmt.Sprintf("charts/chart%d.xml", i+1))
	}
	b.WriteString(`</Relationships>`)
	return b.String()
}

func (d *Document) core() string {
	at := d.At.UTC().Format(time.RFC3339)
	return declaration + `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"` +
		` xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">` +
		`<dc:title>` + escape(d.Title) + `</dc:title><dc:creator>` + escape(d.Author) + `</dc:creator>` +
		`<dcterms:created xsi:type="dcterms:W3CDTF">` + at + `</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">` + at + `</dcterms:modified></cp:coreProperties>`
}
