package proof

import (
	"bytes"
	"io"
	"slices"
	"strings"
	"unicode/utf8"
)

// Filled reports whether a masked place has a figure that is surely meant: nothing around it is left
// unexplained, and it goes the way that the text says.
func (f Finding) Filled() bool {
	return f.Verdict == Unknown && len(f.Offers) > 0 && f.claim.match.answers[0].safe && !strings.Contains(f.Right, "（")
}

// edit is a change of a text: what stands from one byte to another is replaced.
type edit struct {
	from, to int
	text     string
}

// edited is a text with its edits made; they do not overlap.
func edited(text []byte, edits []edit) []byte {
	slices.SortFunc(edits, func(a, b edit) int { return a.from - b.from })
	var out bytes.Buffer
	at := 0
	for _, e := range edits {
		if e.from < at {
			continue
		}
		out.Write(text[at:e.from])
		out.WriteString(e.text)
		at = e.to
	}
	out.Write(text[at:])
	return out.Bytes()
}

// Fill writes the report again with the figures of the masked places that are surely meant, and reports how many it
// filled. All else is as it was: of a .docx every other byte of its parts, of a text its lines, in UTF-8.
func (d *Document) Fill(w io.Writer, findings []Finding) (int, error) {
	var edits []edit
	n := 0
	for _, f := range findings {
		if !f.Filled() {
			continue
		}
		made := d.replace(f)
		if made != nil {
			n++
		}
		edits = append(edits, made...)
	}
	if d.docx == nil {
		_, err := w.Write(edited(d.source, edits))
		return n, err
	}
	return n, d.docx.rewrite(w, map[string][]byte{d.docx.main: edited(d.docx.document, edits)})
}

// replace is how the words of a finding are replaced by what is right; nil where they stand in no part that can be
// written.
func (d *Document) replace(f Finding) []edit {
	p := d.paragraphs[f.paragraph]
	if d.docx == nil {
		return []edit{{p.at[f.start], p.at[f.end], f.Right}}
	}
	var edits []edit
	text := escape(f.Right)
	for _, r := range p.runs {
		from, to := max(f.start, r.first), min(f.end, r.first+len(r.at)-1)
		if from >= to {
			continue
		}
		if r.fixed || r.field != nil {
			return nil
		}
		edits = append(edits, edit{r.at[from-r.first], r.at[to-r.first], text})
		text = "" // what a later run holds of it is taken out
	}
	return edits
}

// places are the bytes at which the characters of a plain text stand in the line, or the piece of it, that it was read
// from, and that of its end: the text is the line without some of its characters.
func places(source string, from int, plain string) []int {
	var at []int
	end := from
	rest := source
	for _, r := range plain {
		i := strings.IndexRune(rest, r)
		if i < 0 { // \| was read as ｜
			i = strings.IndexByte(rest, '|')
			if i < 0 {
				i = 0
			}
			r = '|'
		}
		at = append(at, end+i)
		i = min(len(rest), i+utf8.RuneLen(r))
		rest, end = rest[i:], end+i
	}
	return append(at, end)
}
