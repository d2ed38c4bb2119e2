package proof_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"jianfu"
	"jianfu/proof"
)

const (
	head  = `<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>`
	foot  = `</w:body></w:document>`
	types = `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`
	rels  = `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`
)

// archive packs parts, in the order given: name, text, name, text.
func archive(t *testing.T, parts ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := 0; i < len(parts); i += 2 {
		part, err := w.Create(parts[i])
		if err == nil {
			_, err = io.WriteString(part, parts[i+1])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func document(t *testing.T, body string, more ...string) []byte {
	t.Helper()
	return archive(t, append([]string{"[Content_Types].xml", types, "_rels/.rels", rels, "word/document.xml", head + body + foot}, more...)...)
}

func readBytes(content []byte) (*proof.Document, error) {
	return proof.Read("报告.docx", bytes.NewReader(content), int64(len(content)))
}

// body has a sentence split over runs, with an entity, a deleted figure, a field, and a table.
const body = `<w:p><w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">甲 &amp; 乙：会议由10</w:t></w:r><w:r><w:t>0次减少到90次，下</w:t></w:r><w:del><w:r><w:delText>77次</w:delText></w:r></w:del>` +
	`<w:r><w:rPr><w:i/></w:rPr><w:t>降1</w:t></w:r><w:r><w:instrText>PAGE 55次</w:instrText></w:r><w:r><w:t>1%。</w:t></w:r></w:p>` +
	`<w:tbl><w:tr><w:tc><w:p><w:r><w:t>项目</w:t></w:r></w:p></w:tc><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr><w:p><w:r><w:t>数</w:t></w:r></w:p></w:tc></w:tr>` +
	`<w:tr><w:tc><w:p><w:r><w:t>某事</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>12件</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>*</w:t></w:r></w:p></w:tc></w:tr></w:tbl>`

func TestCommentsStandAtTheirPlaces(t *testing.T) {
	t.Parallel()
	comments := `<?xml version="1.0"?><x:comments xmlns:x="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><x:comment x:id="7" x:author="张"><x:p/></x:comment></x:comments>`
	documentRels := `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments" Target="comments.xml"/></Relationships>`
	for name, content := range map[string][]byte{
		"new":      document(t, body, "docProps/app.xml", "<a/>"),
		"existing": document(t, body, "docProps/app.xml", "<a/>", "word/comments.xml", comments, "word/_rels/document.xml.rels", documentRels),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			doc, err := readBytes(content)
			if err != nil {
				t.Fatal(err)
			}
			findings, err := proof.CheckText(t.Context(), catalog(t), doc, proof.Options{})
			if err != nil {
				t.Fatal(err)
			}
			var told []string
			for _, f := range findings {
				told = append(told, f.Place.Text().EN+" "+f.Written+" "+string(f.Verdict)+" "+f.Right)
			}
			want := "paragraph 1 100次 UNMATCHED ; paragraph 1 90次 UNMATCHED ; paragraph 1 11% WRONG 10.00%; table 1, row 2, column 2 12件 UNMATCHED ; table 1, row 2, column 3 * UNKNOWN "
			if got := strings.Join(told, "; "); got != want {
				t.Fatalf("got  %s\nwant %s", got, want)
			}
			var copied bytes.Buffer
			if err := doc.Annotate(&copied, findings, jianfu.Chinese, time.Unix(0, 0)); err != nil {
				t.Fatal(err)
			}
			before, after := parts(t, content), parts(t, copied.Bytes())
			if before["docProps/app.xml"] != after["docProps/app.xml"] || before["_rels/.rels"] != after["_rels/.rels"] {
				t.Error("a part that has nothing to do with comments has changed")
			}
			for part, text := range after {
				if err := wellFormed(text); err != nil {
					t.Errorf("%s: %v\n%s", part, err, text)
				}
			}
			main := after["word/document.xml"]
			if n := strings.Count(main, "commentRangeStart"); n != 2 || strings.Count(main, "commentRangeEnd") != n || strings.Count(main, "commentReference") != n {
				t.Errorf("%d comments:\n%s", n, main)
			}
			if !strings.Contains(after["word/comments.xml"], "有误：应为 10.00%") || !strings.Contains(after["word/comments.xml"], `w:author="核数"`) {
				t.Error(after["word/comments.xml"])
			}
			if !strings.Contains(after["[Content_Types].xml"], "comments") && name == "new" || !strings.Contains(after["word/_rels/document.xml.rels"], "comments.xml") {
				t.Error("the package does not name the comments")
			}
			if name == "existing" && (!strings.Contains(main, `w:id="8"`) || !strings.Contains(after["word/comments.xml"], `x:id="7"`)) {
				t.Error("numbers of comments collide")
			}
			// The text between the marks is the figure, and the whole text is as it was.
			between := main[strings.Index(main, "commentRangeStart"):strings.Index(main, "commentRangeEnd")]
			if text := textOf(between); text != "11%" {
				t.Errorf("marked is %q", text)
			}
			if textOf(main) != textOf(before["word/document.xml"]) {
				t.Error("the text has changed")
			}
			again, err := readBytes(copied.Bytes())
			if err != nil {
				t.Fatal(err)
			}
			same, err := proof.CheckText(t.Context(), catalog(t), again, proof.Options{})
			if err != nil || len(same) != len(findings) {
				t.Errorf("the copy has %d statements, not %d (%v)", len(same), len(findings), err)
			}
		})
	}
}

// A comment is around a field that Word works out, never within; what is in a note is found, and
// only told of, since Word allows no comment there.
func TestFieldsAndNotes(t *testing.T) {
	t.Parallel()
	content := document(t, `<w:p><w:r><w:t>甲类3件、乙类4件，共</w:t></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>REF a</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>8</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:t>件。</w:t></w:r></w:p>`,
		"word/footnotes.xml", `<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:footnote w:type="separator" w:id="0"><w:p/></w:footnote><w:footnote w:id="2"><w:p><w:r><w:t>2023年丙类3件、丁类4件，共9件。</w:t></w:r></w:p></w:footnote></w:footnotes>`,
		"word/_rels/document.xml.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes" Target="footnotes.xml"/></Relationships>`)
	doc, err := readBytes(content)
	if err != nil {
		t.Fatal(err)
	}
	findings, err := proof.CheckText(t.Context(), catalog(t), doc, proof.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var told []string
	for _, f := range findings {
		if f.Verdict == proof.Wrong {
			told = append(told, f.Place.Text().EN+" "+f.Written+" "+f.Right)
		}
	}
	if got := strings.Join(told, "; "); got != "paragraph 1 8件 7件; footnote 1 9件 7件" {
		t.Error(got)
	}
	var copied bytes.Buffer
	if err := doc.Annotate(&copied, findings, jianfu.Chinese, time.Unix(0, 0)); err != nil {
		t.Fatal(err)
	}
	main := parts(t, copied.Bytes())["word/document.xml"]
	start, begin, end := strings.Index(main, "commentRangeStart"), strings.Index(main, `"begin"`), strings.Index(main, "commentRangeEnd")
	if start < 0 || start > begin || end < strings.Index(main, "件。") || strings.Count(main, "commentRangeStart") != 1 {
		t.Errorf("the comment is not around the field:\n%s", main)
	}
	if err := wellFormed(main); err != nil {
		t.Error(err)
	}
}

func parts(t *testing.T, content []byte) map[string]string {
	t.Helper()
	r, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	list := map[string]string{}
	for _, f := range r.File {
		part, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(part)
		if err != nil {
			t.Fatal(err)
		}
		list[f.Name] = string(text)
	}
	return list
}

func wellFormed(text string) error {
	decoder := xml.NewDecoder(strings.NewReader(text))
	for {
		if _, err := decoder.Token(); err != nil {
			if errors.Is(err, io.EOF) {
				return nil
			}
			return err
		}
	}
}

// textOf is what is in the w:t of a piece of XML.
func textOf(piece string) string {
	var b strings.Builder
	for _, part := range strings.Split(piece, "<w:t")[1:] {
		if part[0] != '>' && part[0] != ' ' {
			continue
		}
		_, text, _ := strings.Cut(part, ">")
		text, _, _ = strings.Cut(text, "</w:t>")
		b.WriteString(text)
	}
	return b.String()
}

// A masked place has no figure here, so that the copy is the same; and a text keeps its lines.
func TestFillKeepsTheForm(t *testing.T) {
	t.Parallel()
	content := document(t, body, "docProps/app.xml", "<a/>")
	doc, err := readBytes(content)
	if err != nil {
		t.Fatal(err)
	}
	findings, err := proof.CheckText(t.Context(), catalog(t), doc, proof.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var copied bytes.Buffer
	n, err := doc.Fill(&copied, findings)
	if err != nil || n != 0 {
		t.Fatalf("%d filled, %v", n, err)
	}
	before, after := parts(t, content), parts(t, copied.Bytes())
	for name, text := range before {
		if after[name] != text {
			t.Errorf("part %s has changed", name)
		}
	}
}

// A figure over two runs is written into the first of them, in its form; everything else keeps its bytes.
func TestRewriteKeepsTheForm(t *testing.T) {
	t.Parallel()
	content := document(t, body, "docProps/app.xml", "<a/>")
	doc, err := readBytes(content)
	if err != nil {
		t.Fatal(err)
	}
	findings, err := proof.CheckText(t.Context(), catalog(t), doc, proof.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var choices []proof.Choice
	for i, f := range findings {
		if f.Written == "11%" {
			choices = append(choices, proof.Choice{Number: i + 1, Text: f.Replacement()})
		}
	}
	var copied bytes.Buffer
	if n, err := doc.Rewrite(&copied, findings, choices); err != nil || n != 1 {
		t.Fatalf("%d written of %v: %v", n, choices, err)
	}
	want, got := parts(t, content), parts(t, copied.Bytes())
	want["word/document.xml"] = strings.NewReplacer("<w:t>降1</w:t>", "<w:t>降10.00%</w:t>", "<w:t>1%。</w:t>", "<w:t>。</w:t>").Replace(want["word/document.xml"])
	for name, text := range want {
		if got[name] != text {
			t.Errorf("part %s is\n%s\nwant\n%s", name, got[name], text)
		}
	}
	if _, err := doc.Rewrite(io.Discard, findings, []proof.Choice{{Number: choices[0].Number, Text: "12%"}}); jianfu.ErrorCode(err) != jianfu.Conflict {
		t.Errorf("what was not offered is written: %v", err)
	}
}

func TestHostileDocuments(t *testing.T) {
	t.Parallel()
	deep := strings.Repeat("<w:p>", 400) + strings.Repeat("</w:p>", 400)
	locked := document(t, body)
	for at := range len(locked) - 10 { // the flag of encryption in the directory
		if bytes.HasPrefix(locked[at:], []byte("PK\x01\x02")) {
			locked[at+8] |= 1
		}
	}
	for name, content := range map[string][]byte{
		"bomb":             document(t, "<w:p><w:r><w:t>"+strings.Repeat("0", 70<<20)+"</w:t></w:r></w:p>"),
		"deep":             document(t, deep),
		"doctype":          archive(t, "_rels/.rels", rels, "word/document.xml", `<!DOCTYPE a [<!ENTITY b "c">]>`+head+"<w:p/>"+foot),
		"no relationships": archive(t, "word/document.xml", head+body+foot),
		"no text part":     archive(t, "_rels/.rels", rels),
		"twice":            document(t, body, "word/document.xml", head+foot),
		"not closed":       archive(t, "_rels/.rels", rels, "word/document.xml", head+body),
		"another root":     archive(t, "_rels/.rels", rels, "word/document.xml", "<html><p>1</p></html>"),
		"locked":           locked,
		"cut":              document(t, body)[:300],
		"empty":            document(t, ""),
		"unbalanced":       document(t, "</w:p><w:p>"),
		"end of nothing":   document(t, "<w:tc><w:p/></w:tc><w:r><w:t>1次</w:t></w:r><w:tr/>")[:200],
	} {
		if _, err := readBytes(content); jianfu.ErrorCode(err) != jianfu.Unreadable {
			t.Errorf("%s: %v", name, err)
		}
	}
	// What stands where it should not is passed over.
	if _, err := readBytes(document(t, "<w:tc><w:gridSpan w:val='99999999'/></w:tc><w:r><w:t>1次</w:t></w:r><w:tr/><w:p><w:t>2次</w:t></w:p>")); err != nil {
		t.Errorf("stray elements: %v", err)
	}
}
