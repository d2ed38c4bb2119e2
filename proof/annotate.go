package proof

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"jianfu"
)

// Author signs the comments.
const Author = "核数"

const (
	commentsType = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
	relationType = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
)

// Annotatable reports whether the document takes comments: whether it is a .docx.
func (d *Document) Annotatable() bool { return d.docx != nil }

// Annotate writes the .docx again with a comment at each place that is not right. Every other
// part is the same, byte for byte.
func (d *Document) Annotate(w io.Writer, findings []Finding, lang jianfu.Lang, at time.Time) error {
	x := d.docx
	comments, rest, name, err := x.comments()
	if err != nil {
		return err
	}
	insertions := map[int]string{} // by byte of the main part
	next := comments.next
	var told strings.Builder
	for _, f := range findings {
		if f.Verdict == Right || f.Verdict == Unmatched {
			continue
		}
		if !d.mark(insertions, f, next) {
			continue
		}
		told.WriteString(comment(next, f, lang, at))
		next++
	}
	replaced := map[string][]byte{}
	if told.Len() > 0 {
		replaced[x.main] = splice(x.document, insertions)
		replaced[name] = append(append(slices.Clone(comments.before), told.String()...), comments.after...)
		for part, text := range rest {
			replaced[part] = text
		}
	}
	return x.rewrite(w, replaced)
}

// rewrite copies the archive with some parts replaced.
func (d *docx) rewrite(w io.Writer, replaced map[string][]byte) error {
	out := zip.NewWriter(w)
	for _, f := range d.archive.File {
		text, changed := replaced[f.Name]
		if !changed {
			if err := out.Copy(f); err != nil {
				return err
			}
			continue
		}
		delete(replaced, f.Name)
		if err := writePart(out, f.Name, f.Modified, text); err != nil {
			return err
		}
	}
	for _, name := range sortedNames(replaced) {
		if err := writePart(out, name, time.Time{}, replaced[name]); err != nil {
			return err
		}
	}
	return out.Close()
}

func writePart(out *zip.Writer, name string, modified time.Time, text []byte) error {
	part, err := out.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: modified})
	if err != nil {
		return err
	}
	_, err = part.Write(text)
	return err
}

func sortedNames(parts map[string][]byte) []string {
	var names []string
	for name := range parts {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// commentsPart is the part of comments with room for more between before and after.
type commentsPart struct {
	before, after []byte
	next          int
}

var (
	commentID  = compile(`<(?:\w+:)?comment\b[^>]*?\b(?:\w+:)?id\s*=\s*["'](\d+)["']`)
	closeTag   = compile(`</(?:\w+:)?comments\s*>\s*$`)
	emptyTag   = compile(`<((?:\w+:)?comments)\b([^>]*)/>\s*$`)
	relationID = compile(`\bId\s*=\s*["'](\w+)["']`)
)

// comments finds the part of comments, or makes it: then the content types and the
// relationships name it, which are the other parts that change.
func (d *docx) comments() (commentsPart, map[string][]byte, string, error) {
	folder, file := path.Split(d.main)
	relationsName := folder + "_rels/" + file + ".rels"
	relations, err := d.part(relationsName)
	if err != nil {
		relations = []byte(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n" + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>`)
	} else {
		relationsName = d.exact(relationsName)
	}
	var list relationships
	if err := xml.Unmarshal(relations, &list); err != nil {
		return commentsPart{}, nil, "", damaged("部件 %s 不是合法的 XML", "part %s is no XML", relationsName)
	}
	for _, r := range list.List {
		if !strings.HasSuffix(r.Type, "/relationships/comments") {
			continue
		}
		name := partName(folder, r.Target)
		text, err := d.part(name)
		if err != nil {
			return commentsPart{}, nil, "", err
		}
		part, err := openComments(text, name)
		return part, nil, d.exact(name), err
	}
	types, err := d.part("[Content_Types].xml")
	if err != nil {
		return commentsPart{}, nil, "", err
	}
	id := 1
	for _, m := range relationID.compiled().FindAllSubmatch(relations, -1) {
		if n, err := strconv.Atoi(strings.TrimPrefix(string(m[1]), "rId")); err == nil {
			id = max(id, n+1)
		}
	}
	name := folder + "comments.xml"
	for i := 2; d.exact(name) != ""; i++ {
		name = fmt.Sprintf("%scomments%d.xml", folder, i)
	}
	newRelations, ok := beforeEnd(relations, "Relationships", fmt.Sprintf(`<Relationship Id="rId%d" Type="%s" Target="%s"/>`, id, relationType, path.Base(name)))
	newTypes, known := beforeEnd(types, "Types", fmt.Sprintf(`<Override PartName="/%s" ContentType="%s"/>`, name, commentsType))
	if !ok || !known {
		return commentsPart{}, nil, "", damaged("部件 [Content_Types].xml 或 %s 不合规范", "part [Content_Types].xml or %s is malformed", relationsName)
	}
	part := commentsPart{before: []byte(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n" + `<w:comments xmlns:w="` + wordNamespace + `">`), after: []byte(`</w:comments>`)}
	return part, map[string][]byte{relationsName: newRelations, d.exact("[Content_Types].xml"): newTypes}, name, nil
}

// exact is the name of a part as the archive writes it; "" where there is none.
func (d *docx) exact(name string) string {
	for _, f := range d.archive.File {
		if strings.EqualFold(f.Name, name) {
			return f.Name
		}
	}
	return ""
}

func openComments(text []byte, name string) (commentsPart, error) {
	part := commentsPart{}
	for _, m := range commentID.compiled().FindAllSubmatch(text, -1) {
		if n, err := strconv.Atoi(string(m[1])); err == nil {
			part.next = max(part.next, n+1)
		}
	}
	if m := emptyTag.compiled().FindSubmatchIndex(text); m != nil {
		tag := string(text[m[2]:m[3]])
		part.before = []byte(string(text[:m[0]]) + "<" + tag + string(text[m[4]:m[5]]) + ">")
		part.after = []byte("</" + tag + ">")
		return part, nil
	}
	at := closeTag.compiled().FindIndex(text)
	if at == nil {
		return part, damaged("部件 %s 不合规范", "part %s is malformed", name)
	}
	part.before, part.after = text[:at[0]:at[0]], text[at[0]:]
	return part, nil
}

// beforeEnd inserts an element before the end tag of the root element.
func beforeEnd(text []byte, root, element string) ([]byte, bool) {
	if empty := compile(`<(` + root + `\b[^>]*)/>\s*$`).compiled().FindSubmatchIndex(text); empty != nil {
		return []byte(string(text[:empty[0]]) + "<" + string(text[empty[2]:empty[3]]) + ">" + element + "</" + root + ">"), true
	}
	at := bytes.LastIndex(text, []byte("</"+root))
	if at < 0 {
		return nil, false
	}
	return slices.Concat(text[:at], []byte(element), text[at:]), true
}

// comment is one comment, in the namespace prefix w, which it declares itself: an existing part
// may name it otherwise.
func comment(id int, f Finding, lang jianfu.Lang, at time.Time) string {
	text := f.Verdict.Label().In(lang)
	if f.Right != "" {
		text += jianfu.Say("：应为 %s", ": should be %s", f.Right).In(lang)
		if f.Verdict == Unknown {
			text = f.Verdict.Label().In(lang) + jianfu.Say("：%s", ": %s", f.Right).In(lang)
		}
	}
	if reason := f.Reason().In(lang); reason != "" {
		text += jianfu.Say("。依据：%s", ". Held against: %s", reason).In(lang)
	}
	if f.ID != "" {
		text += jianfu.Say("。编号：%s", ". Id: %s", f.ID).In(lang)
	}
	return fmt.Sprintf(`<w:comment xmlns:w="%s" w:id="%d" w:author="%s" w:date="%s" w:initials="%s"><w:p><w:r><w:t xml:space="preserve">%s</w:t></w:r></w:p></w:comment>`,
		wordNamespace, id, Author, at.UTC().Format("2006-01-02T15:04:05Z"), Author, escape(text))
}

func escape(text string) string {
	var b bytes.Buffer
	_ = xml.EscapeText(&b, []byte(text)) // a Buffer takes everything
	return b.String()
}

// mark puts the marks of a comment around a place, and reports whether it could: in a text box
// and a note Word allows none.
func (d *Document) mark(insertions map[int]string, f Finding, id int) bool {
	first, last := d.paragraphs[f.paragraph].runsOf(f)
	if first == nil || last == nil || !first.takesComment() || !last.takesComment() {
		return false
	}
	start := fmt.Sprintf(`<%scommentRangeStart %sid="%d"/>`, first.prefix, first.prefix, id)
	end := fmt.Sprintf(`<%[1]scommentRangeEnd %[1]sid="%[2]d"/><%[1]sr><%[1]scommentReference %[1]sid="%[2]d"/></%[1]sr>`, last.prefix, id)
	switch at := f.start - first.first; {
	case first.field != nil:
		insertions[first.field.start] += start
	case at == 0 && first.firstText:
		insertions[first.start] += start
	default:
		insertions[first.at[at]] += first.closing() + start + first.opening()
	}
	switch at := f.end - last.first; {
	case last.field != nil:
		insertions[last.field.end] = end + insertions[last.field.end]
	case at == len(last.at)-1 && last.end-last.textEnd == len("</"+last.prefix+"r>"):
		insertions[last.end] = end + insertions[last.end]
	default:
		insertions[last.at[at]] = last.closing() + end + last.opening() + insertions[last.at[at]]
	}
	return true
}

// runsOf are the runs in which a finding begins and ends; nil where there are none.
func (p paragraph) runsOf(f Finding) (first, last *run) {
	for i := range p.runs {
		r := &p.runs[i]
		n := len(r.at) - 1
		if f.start >= r.first && f.start < r.first+n {
			first = r
		}
		if f.end > r.first && f.end <= r.first+n {
			last = r
		}
	}
	return first, last
}

// takesComment reports whether a comment can begin or end at a run: not in a field that is not closed.
func (r *run) takesComment() bool { return !r.fixed && (r.field == nil || r.field.end > 0) }

// closing ends a run within its text, and opening begins it again.
func (r run) closing() string { return "</" + r.prefix + "t></" + r.prefix + "r>" }

func (r run) opening() string {
	return string(r.open) + string(r.properties) + "<" + r.prefix + `t xml:space="preserve">`
}

// splice puts insertions into a part. A w:t that is cut in two keeps its spaces by itself.
func splice(text []byte, insertions map[int]string) []byte {
	var places []int
	for at := range insertions {
		places = append(places, at)
	}
	slices.Sort(places)
	var out bytes.Buffer
	from := 0
	for _, at := range places {
		out.Write(text[from:at])
		out.WriteString(insertions[at])
		from = at
	}
	out.Write(text[from:])
	return out.Bytes()
}
