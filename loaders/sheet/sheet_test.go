package sheet

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"jianfu"
)

// seen is a book in the form that tests compare: one line for each sheet and row. Filled cells are
// marked "^", covered ones "!", kinds by their first letter, unsure ones "?", and a different shown form follows "~".
func seen(b *Book) ([]string, error) {
	var lines []string
	for _, s := range b.Sheets() {
		lines = append(lines, fmt.Sprintf("sheet %q hidden=%v", s.Name, s.Hidden))
		err := s.Rows(context.Background(), func(r *Row) error {
			var line strings.Builder
			fmt.Fprint(&line, r.Number)
			if r.Hidden {
				line.WriteByte('h')
			}
			if r.Struck {
				line.WriteByte('-')
			}
			for _, c := range r.Cells {
				line.WriteByte('|')
				line.WriteByte("_snDbE"[c.Kind])
				if c.Merged {
					line.WriteByte('^')
				}
				if c.Covered {
					line.WriteByte('!')
				}
				if c.Covered && !r.Covered {
					line.WriteString("unsaid")
				}
				line.WriteString(c.Text)
				if c.Unsure {
					line.WriteByte('?')
				}
				if c.Shown != "" {
					line.WriteString("~" + c.Shown)
				}
			}
			lines = append(lines, line.String())
			return nil
		})
		if err != nil {
			return lines, err
		}
	}
	return lines, nil
}

func see(name string, file []byte) ([]string, error) {
	b, err := Open(context.Background(), name, bytes.NewReader(file), int64(len(file)))
	if err != nil {
		return nil, err
	}
	defer b.Close()
	return seen(b)
}

// mustSee compares all lines except those of the sheets.
func mustSee(t *testing.T, name string, file []byte, want ...string) {
	t.Helper()
	lines, err := see(name, file)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, l := range lines {
		if !strings.HasPrefix(l, "sheet ") {
			got = append(got, l)
		}
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// mustRefuse wants a sentence in both languages, with a word of the Chinese one.
func mustRefuse(t *testing.T, name string, file []byte, word string) {
	t.Helper()
	lines, err := see(name, file)
	checkRefusal(t, err, word)
	if err == nil {
		t.Logf("read %d lines", len(lines))
	}
}

func checkRefusal(t *testing.T, err error, word string) {
	t.Helper()
	var refusal *jianfu.Error
	if !errors.As(err, &refusal) {
		t.Errorf("not refused: %v", err)
		return
	}
	if refusal.Code != jianfu.Unreadable || refusal.Text.EN == "" || !strings.Contains(refusal.Text.ZH, word) ||
		strings.Contains(refusal.Text.ZH+refusal.Text.EN, "%!") {
		t.Errorf("refused as %s %q / %q, want %q", refusal.Code, refusal.Text.ZH, refusal.Text.EN, word)
	}
}

const (
	spreadsheetML = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"`
	linkML        = `xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`
	packageML     = `xmlns="http://schemas.openxmlformats.org/package/2006/relationships"`
	linkType      = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
)

// parts are the parts of a workbook by name.
type parts map[string]string

// workbookOf is a workbook with one sheet that holds rows, and what follows them.
func workbookOf(rows string, behind ...string) parts {
	return parts{
		"_rels/.rels":                `<?xml version="1.0" encoding="UTF-8"?><Relationships ` + packageML + `><Relationship Id="rId1" Type="` + linkType + `officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml":            `<workbook ` + spreadsheetML + ` ` + linkML + `><sheets><sheet name="表1" sheetId="1" r:id="rId1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships ` + packageML + `><Relationship Id="rId1" Type="` + linkType + `worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="` + linkType + `sharedStrings" Target="/xl/sharedStrings.xml"/><Relationship Id="rId3" Type="` + linkType + `styles" Target="styles.xml"/></Relationships>`,
		"xl/sharedStrings.xml":       `<sst ` + spreadsheetML + ` count="9"><si><t>甲</t></si><si><r><t>富</t></r><r><rPr><b/></rPr><t xml:space="preserve">文 本</t></r><rPh sb="0" eb="1"><t>fu</t></rPh><phoneticPr fontId="1"/></si><si><t/></si></sst>`,
		"xl/styles.xml": `<styleSheet ` + spreadsheetML + `><numFmts count="3"><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;;@"/><numFmt numFmtId="165" formatCode="[h]:mm"/><numFmt numFmtId="166" formatCode="[$-804]yyyy-mm-dd hh:mm"/></numFmts>` +
			`<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="166"/><xf numFmtId="57"/><xf numFmtId="20"/></cellXfs></styleSheet>`,
		"xl/worksheets/sheet1.xml": `<?xml version="1.0"?><worksheet ` + spreadsheetML + `><sheetData>` + rows + `</sheetData>` + strings.Join(behind, "") + `</worksheet>`,
	}
}

// with returns the workbook with a part replaced, or removed if text is "-".
func (p parts) with(name, text string) parts {
	q := parts{}
	for k, v := range p {
		q[k] = v
	}
	if q[name] = text; text == "-" {
		delete(q, name)
	}
	return q
}

// edit replaces some text of a part.
func (p parts) edit(name, from, to string) parts {
	return p.with(name, strings.ReplaceAll(p[name], from, to))
}

func (p parts) zip() []byte {
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, name := range []string{"_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/sharedStrings.xml", "xl/styles.xml", "xl/worksheets/sheet1.xml"} {
		if text, ok := p[name]; ok {
			f, _ := w.Create(name)
			f.Write([]byte(text))
		}
	}
	for name, text := range p {
		if !isStandard(name) {
			f, _ := w.Create(name)
			f.Write([]byte(text))
		}
	}
	w.Close()
	return out.Bytes()
}

func isStandard(name string) bool {
	_, ok := workbookOf("")[name]
	return ok
}

func fixture(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("../../testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return b
}
